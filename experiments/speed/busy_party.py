"""One plaintiff with very many suits, beside the same rows spread evenly: no party may cost more than its rows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

import pandas as pd

from experiments.speed.apart import apart, seconds
from experiments.speed.figure import Figure, ratio
from experiments.speed.made_up import make_suits
from zbrisk.docket import open_docket
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.signals.catalogue import features_folder

__all__ = ["busy_party"]

FAMILY = "litigation_patterns"


def busy_party(*, small: bool = False) -> list[Figure]:
    """100,000 suits and 10,000 of the cohort's 40,000 cases."""
    many = 100 if small else 1
    size = {"suits": 300_000 // many, "enforced": 40_000 // many, "busy": 100_000 // many}
    with tempfile.TemporaryDirectory(prefix="zbrisk-speed-") as scratch:
        folders = [
            make_suits(Path(scratch) / str(spread), **size, busy_enforced=10_000 // many, even=spread)
            for spread in (False, True)
        ]
        ranking = _side_by_side(folders, days=1, runs=1 if small else 3)
        learning = _side_by_side(folders, days=300, runs=1)
    what = f"One plaintiff with {size['busy']:,} suits and {10_000 // many:,} of {size['enforced']:,} cases"
    return [
        _figure(f"{what}, all on one day, as they are ranked", *ranking, wanted="<= 1.5"),
        _figure("... on 300 days: measured once a day", *learning),
    ]


def _side_by_side(folders: list[Path], *, days: int, runs: int) -> tuple[list[float], list[float]]:
    taken = [[apart(built, folder, days)["build"] for folder in folders] for _ in range(runs)]
    return [busy for busy, _ in taken], [even for _, even in taken]


def _figure(what: str, busy: list[float], even: list[float], wanted: str = "") -> Figure:
    return Figure(
        what=what,
        ours=f"{median(busy):.1f} s",
        yardstick=f"the same rows spread evenly {median(even):.1f} s",
        ratio=f"{ratio(busy, even):.2f}",
        wanted=wanted,
    )


def built(folder: Path, days: int) -> dict[str, float]:
    """Seconds to build the features of the litigation signals for cases that are looked at on that many days."""
    docket = open_docket(folder / "tables")
    names = [path.stem for path in (features_folder() / FAMILY).glob("*.sql")]
    builder = SignalBuilder(names=names).fit(docket)
    moments = pd.read_parquet(folder / "moments.parquet")
    earlier = pd.to_timedelta(moments.index.to_series() * 17 % days, unit="D")
    moments["as_of"] = pd.to_datetime(moments["as_of"]) - earlier
    return {"build": seconds(lambda: builder.transform(moments))}
