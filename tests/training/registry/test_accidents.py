"""Commands that write to a store of models, ended or without room at any step: old or new, never neither, nothing left.

A step is a change of the file system, or a statement that changes the store's database, or its commit.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.bundle import program_of, targets, write_small
from tests.support.office import office
from training.registry.models import Models
from training.registry.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

ROOT = Path(__file__).parents[3]
ALLOWED = {"kill": {-9}, "terminate": {143}, "disk full": {1, 0}}  # the exit codes of each kind
EVERY = int(os.environ.get("ZBRISK_EVERY", "80"))  # which steps are struck; 1 strikes all
STEPS = {"promote": 2, "refuse": 2, "fetch": 8}  # by what their steps are fewer than those of `add`
COMMANDS = {
    "add the first": "models add {place}/shelf/useless",
    "add another": "models add {place}/shelf/good",
    "promote the first": "models promote {place}/shelf {tables} --as-of 2025-01-01",
    "promote another": "models promote {place}/shelf {tables} --as-of 2025-01-01",
    "refuse another": "models promote {place}/shelf {tables} --as-of 2021-06-01 --json",
    "fetch": "models fetch {place}/shelf champion --out {place}/got",
    "fetch again": "models fetch {place}/shelf champion --out {place}/got",
}


@pytest.mark.parametrize("kind", ALLOWED)
@pytest.mark.parametrize("command", COMMANDS)
def test_old_or_new_stands_whatever_happens(
    command: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    (place / "tmp").mkdir(parents=True)
    monkeypatch.setenv("ZBRISK_HOME", str(place / "home"))
    shelf = _shelf(place, command)
    (tmp_path / "tables").mkdir()
    for name, frame in office(size=600, reviewed=250).items():
        frame.to_parquet(tmp_path / "tables" / f"{name}.parquet", index=False)
    words = COMMANDS[command].format(place=shelf.parent, tables=tmp_path / "tables").split()
    every = max(1, EVERY // STEPS.get(command.split()[0], 1))
    first = 1 + list(ALLOWED).index(kind) * every // len(ALLOWED)
    program = [sys.executable, "-m", "tests.accidents", kind, str(place), str(first), str(every), "--", *words]
    env = {**os.environ, "TMPDIR": str(place / "tmp")}
    told = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True, env=env)
    found = json.loads(told.stdout)
    sys.stdout.write(f"{command}, {kind}: {found['points']} points\n")
    assert (found["whole"], found["neither"], found["left"]) == (3 if "refuse" in command else 0, [], []), found
    assert found["points"] > 5 // every
    assert set(found["codes"]) <= ALLOWED[kind] | {found["whole"]}, found


def _shelf(place: Path, command: str) -> Path:
    """A store as it is before the command."""
    shelf = place / "shelf"
    shelf.mkdir()
    program = program_of(place.parent)
    good, other = targets()
    useless = replace(other, target=good.target)  # counts what has nothing to do with it
    write_small(shelf / "useless", program, targets=(useless,), until=dt.date(2020, 7, 1))
    write_small(shelf / "good", program, targets=(good,), until=dt.date(2021, 1, 1))
    models = Models(Store(shelf))
    if command != "add the first":
        version = models.add(shelf / "useless")
        if command != "promote the first":
            models.crown(version)
    if command in ("promote another", "refuse another", "fetch again"):
        version = models.add(shelf / "good")
    if command == "fetch again":
        models.fetch("champion", place / "got")
        models.crown(version)
    models.store.client._tracking_client.store.engine.dispose()
    return shelf
