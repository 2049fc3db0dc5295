from __future__ import annotations

import asyncio
from threading import Event

import pytest

from zbrisk.service.gate import Gate
from zbrisk.service.problems import Problem


def test_as_many_wait_as_may_and_one_more_is_told_when_to_come_again() -> None:
    gate, go = Gate(waiting=2), Event()

    async def calls() -> list[object]:
        started = [asyncio.create_task(gate.run(go.wait)) for _ in range(4)]
        await asyncio.sleep(0.05)
        go.set()
        return await asyncio.gather(*started, return_exceptions=True)

    *served, refused = asyncio.run(calls())
    assert served == [True, True, True]
    assert isinstance(refused, Problem) and refused.status == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert gate.inside == 0


def test_a_patient_call_waits_however_many_wait() -> None:
    gate, go = Gate(waiting=0), Event()

    async def calls() -> list[object]:
        started = [asyncio.create_task(gate.run(go.wait, patient=True)) for _ in range(5)]
        await asyncio.sleep(0.05)
        go.set()
        return await asyncio.gather(*started)

    assert asyncio.run(calls()) == [True] * 5


def test_work_that_fails_leaves_its_place() -> None:
    gate = Gate(waiting=0)

    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        asyncio.run(gate.run(fail))
    assert gate.inside == 0
    assert asyncio.run(gate.run(lambda: 7)) == 7
