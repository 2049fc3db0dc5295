"""What was placed in another way is not taken up again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("pyspark")


def test_a_work_folder_keeps_what_was_placed_in_another_way_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    from zbrisk.nation import run

    monkeypatch.setattr(run.Marks, "read", lambda session, home: home)
    nation: Any = SimpleNamespace(digest="tables", work="/work", session=None)
    of_a_day = run.NationRun(nation=nation, as_of="2024-07-01")

    def homes() -> set[Any]:
        return {of_a_day._marks(), of_a_day._marks(of_a_day.size, "bundle")}

    before = homes()
    assert len(before) == 2 and before == homes()
    monkeypatch.setattr(run, "PLACING", "id")
    assert before.isdisjoint(homes())
