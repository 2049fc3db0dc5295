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
from zbrisk.matrix.builder import SignalBuilder
from zbrisk.signals.catalogue import features_folder

__all__ = ["busy_party"]

FAMILY = "litigation_patterns"


def busy_party(*, small: bool = False) -> list[Figure]:
    """100,000 suits and 10,000 of the cohort's 40,000 cases."""
    many = 100 if small else 1
    size = {"suits": 300_000 // many, "enforced": 40_000 // many, "busy": 100_000 // many}
    runs = 1 if small else 3
    busy, even = [], []
    with tempfile.TemporaryDirectory(prefix="zbrisk-speed-") as scratch:
        folders = [
            make_suits(Path(scratch) / str(spread), **size, busy_enforced=10_000 // many, even=spread)
            for spread in (False, True)
        ]
        for _ in range(runs):
            for folder, taken in zip(folders, (busy, even), strict=True):
                taken.append(apart(built, folder)["build"])
    return [
        Figure(
            what=f"One plaintiff with {size['busy']:,} suits and {10_000 // many:,} of {size['enforced']:,} cases",
            ours=f"{median(busy):.1f} s",
            yardstick=f"the same rows spread evenly {median(even):.1f} s",
            ratio=f"{ratio(busy, even):.2f}",
            wanted="<= 1.5",
        )
    ]


def built(folder: Path) -> dict[str, float]:
    """Seconds to build the features of the litigation signals."""
    docket = open_docket(folder / "tables")
    names = [path.stem for path in (features_folder() / FAMILY).glob("*.sql")]
    builder = SignalBuilder(names=names).fit(docket)
    moments = pd.read_parquet(folder / "moments.parquet")
    return {"build": seconds(lambda: builder.transform(moments))}
