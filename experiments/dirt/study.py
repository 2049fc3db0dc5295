"""One prefecture, ranked from its tables, from what a delivery speaks of, and from what intake makes of that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd

from training.simulation import Prefecture
from training.simulation.delivery import Dirt, deliver, delivered
from zbrisk.docket import open_docket
from zbrisk.intake import Outcome, intake
from zbrisk.scoring.scorer import Scorer

__all__ = ["LENGTH", "clean_part", "hits_in", "ranked", "taken_in"]

LENGTH = 200  # clues of each target

NO_SECRET = b"an invented delivery has no accounts to protect"


def taken_in(prefecture: Prefecture, folder: Path, *, dirt: Dirt | None = None) -> tuple[int, Outcome]:
    """Deliver a prefecture into `folder/raw` and take that into `folder/tables`; gives the rows that were sent, too."""
    world = prefecture.world
    sent = deliver(prefecture.tables, world.end, folder / "raw", dirt=dirt, seed=world.seed)
    return sent, intake(folder / "raw", folder / "tables", salt=NO_SECRET)


def clean_part(prefecture: Prefecture, folder: Path) -> None:
    """Write what a delivery speaks of, clean, with the keys of the prefecture."""
    replace(prefecture, tables=delivered(prefecture.tables), truth={}).write(folder)


def ranked(scorer: Scorer, tables: Path, prefecture: Prefecture) -> tuple[pd.DataFrame, int]:
    """The clues of what stands terminated after the last day, and how many cases that are."""
    as_of = prefecture.world.end + dt.timedelta(days=1)
    with closing(open_docket(tables)) as docket:
        return scorer.rank(docket, as_of=as_of, top=LENGTH), len(docket.cohort(as_of))


def hits_in(clues: pd.DataFrame, tables: Path, prefecture: Prefecture) -> dict[str, int]:
    """By target, how many of the clues are true; cases are known by their numbers, whatever ids the tables have."""
    numbers = _numbers(pd.read_parquet(tables / "cases.parquet", columns=["case_id", "case_no"]))
    truth, known = prefecture.truth["cases"], _numbers(prefecture.tables["cases"])
    hits = {}
    for target, listed in clues.groupby("target", sort=True):
        true = {known[case] for case in truth.loc[truth[str(target)].astype(bool), "case_id"]}
        hits[str(target)] = sum(numbers[case] in true for case in listed["case_id"])
    return hits


def _numbers(cases: pd.DataFrame) -> Mapping[str, str]:
    return dict(zip(cases["case_id"], cases["case_no"], strict=True))
