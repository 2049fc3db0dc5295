"""Two made-up offices with the same signals, and what each exports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.office import builder, office
from training.lessons.export import export_lessons
from training.lessons.lessons import Lessons, read_lessons, write_lessons
from training.recipe import Recipe
from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.docket import open_docket

UNTIL = dt.date(2024, 7, 1)
QUICK = Recipe(trials=0, bootstrap_draws=100, reference_cases=300, refits=0)


@dataclass(frozen=True, kw_only=True)
class Exported:
    """Lessons of two offices, as written and read again, and what they were made with."""

    folders: tuple[Path, Path]
    lessons: tuple[Lessons, Lessons]
    program: Program
    contract: Contract


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Exported once; tests change nothing in them."""
    home = tmp_path_factory.mktemp("lessons")
    signals = home / "signals"
    signals.mkdir()
    folders = []
    for label, seed in (("North", 1), ("South", 2)):
        docket = open_docket(office(seed=seed))
        built = builder(signals, docket)
        write_lessons(export_lessons(docket, built, until=UNTIL, label=label, recipe=QUICK), home / label)
        folders.append(home / label)
    read = (read_lessons(folders[0]), read_lessons(folders[1]))
    return Exported(folders=(folders[0], folders[1]), lessons=read, program=built.program_, contract=docket.contract)
