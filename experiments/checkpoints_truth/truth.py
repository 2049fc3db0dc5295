"""Worlds of which somebody knows what the court left undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from training.simulation import World, simulate
from zbrisk.docket import Docket, open_docket
from zbrisk.errors import DataError

__all__ = ["Truth", "foreign", "simulated"]

#: What a foreign world calls a breach, and the checkpoint that asks for it.
MATCHES = {
    "v_early": "r11_three_months",
    "v_no_interview": "r13_applicant_interviewed",
    "v_no_restrict": "r05_consumption_restricted",
    "v_no_verify": "r03_report_verified",
    "v_class_gap": "r09_classes_queried",
    "v_stale": "r08_query_fresh",
    "v_no_requery": "r21_queried_every_six_months",
}


@dataclass(frozen=True, kw_only=True)
class Truth:
    """A world with its truth.

    Args:
        docket: Its tables.
        moments: The cases whose truth is known, and the day: case_id, as_of.
        broken: A row a true breach: case_id, and the checkpoint that asks for it.
    """

    docket: Docket
    moments: pd.DataFrame
    broken: pd.DataFrame


def foreign(folder: Path, as_of: dt.date) -> Truth:
    """A world that somebody else made.

    Raises:
        DataError: The folder has no truth.
    """
    path = folder / "truth" / "truth.parquet"
    if not path.is_file():
        raise DataError(f"{folder} has no truth/truth.parquet.", "Give a world that comes with its truth.")
    known = pd.read_parquet(path, columns=["case_id", *MATCHES])
    long = known.melt("case_id", var_name="breach", value_name="true")
    broken = long[long["true"].astype(bool)]
    return _truth(open_docket(folder), as_of, known["case_id"], broken.assign(checkpoint=broken["breach"].map(MATCHES)))


def simulated(cases: int, seed: int) -> Truth:
    """A prefecture of the project's own simulation."""
    world = World(cases=cases, seed=seed)
    prefecture = simulate(world)
    known = prefecture.truth["cases"]["case_id"]
    day = world.end + dt.timedelta(days=1)
    return _truth(open_docket(prefecture.tables), day, known, prefecture.truth["violations"])


def _truth(docket: Docket, as_of: dt.date, known: pd.Series[str], broken: pd.DataFrame) -> Truth:
    cohort = docket.cohort(as_of)
    moments = cohort[cohort["case_id"].isin(known.astype(object))]
    pairs = broken[["case_id", "checkpoint"]].astype(object).drop_duplicates()
    return Truth(docket=docket, moments=moments, broken=pairs[pairs["case_id"].isin(moments["case_id"])])
