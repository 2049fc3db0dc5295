from __future__ import annotations

import sys
from pathlib import Path

import pytest

from experiments.fuzz import command

ANSWERS = 'import sys; sys.stdin.readline(); print(\'{"faults": [], "seconds": 0.5, "megabytes": 7}\', flush=True)'
SLEEPS = "import sys, time; sys.stdin.readline(); time.sleep(60)"
ENDS = "import sys; sys.stdin.readline()"
FOR_EVER = """
import sys
from experiments.fuzz.worker import limit
sys.stdin.readline()
limit(1)
while True:
    pass
"""


@pytest.mark.parametrize(
    ("program", "faults"),
    [(ANSWERS, []), (SLEEPS, ["asleep"]), (ENDS, ["the process ended"]), (FOR_EVER, ["no end"])],
)
def test_why_no_answer_came(program: str, faults: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "COMMAND", (sys.executable, "-c", program))
    monkeypatch.setattr(command, "WALL", 1 if program == SLEEPS else 60)
    worker = command.Worker()
    assert worker.take(tmp_path, tmp_path, twice=False)["faults"] == faults
    worker.end()


def test_what_has_no_end_counts_with_the_processor_that_it_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "COMMAND", (sys.executable, "-c", FOR_EVER))
    assert command.Worker().take(tmp_path, tmp_path, twice=False)["seconds"] > 0.5  # its limit is one, to a tick
