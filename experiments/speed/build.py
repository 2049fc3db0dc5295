"""Building features: compiled signals beside SQL written by hand for the same features."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import pandas as pd

from experiments.speed.apart import apart
from experiments.speed.figure import Figure, ratio
from experiments.speed.made_up import make_flows
from zbrisk.docket import open_docket
from zbrisk.execution.signal_builder import SignalBuilder

__all__ = ["SIGNALS", "build"]

HERE = Path(__file__).parent
SIGNALS = HERE / "signals"
WINDOWS = (30, 90, 180, 365, 730, 1095)
FEN = 100


def build(*, small: bool = False) -> list[Figure]:
    """200,000 cases, 20 million transactions, 60 windowed features."""
    cases, flows, runs = (500, 20_000, 1) if small else (200_000, 20_000_000, 3)
    with tempfile.TemporaryDirectory(prefix="zbrisk-speed-") as scratch:
        folder = make_flows(Path(scratch) / "flows", cases=cases, flows=flows)
        ours, theirs = [], []
        for _ in range(runs):
            theirs.append(apart(by_hand, folder))
            ours.append(apart(compiled, folder))
        _check(folder)
    of = {name: [run[name] for run in ours] for name in ours[0]}
    by = {name: [run[name] for run in theirs] for name in theirs[0]}
    both = [one["open"] + one["build"] for one in ours], [one["open"] + one["build"] for one in theirs]
    size = f"{cases:,} cases, {flows:,} transactions, 60 features"
    return [
        Figure(
            what=f"Build: {size}",
            ours=f"{median(of['build']):.1f} s",
            yardstick=f"SQL by hand {median(by['build']):.1f} s",
            ratio=f"{ratio(of['build'], by['build']):.2f}",
            wanted="<= 1.5",
        ),
        Figure(
            what="... with reading the Parquet files",
            ours=f"{median(both[0]):.1f} s",
            yardstick=f"SQL by hand {median(both[1]):.1f} s",
            ratio=f"{ratio(*both):.2f}",
        ),
        Figure(
            what="... most memory, everything included",
            ours=f"{max(of['peak']):.2f} GiB",
            yardstick=f"SQL by hand {max(by['peak']):.2f} GiB",
            wanted="< 4 GiB",
        ),
    ]


def compiled(folder: Path) -> dict[str, float]:
    """Seconds to open the tables and to build the features, as every user does."""
    start = time.perf_counter()
    docket = open_docket(folder / "tables")
    opened = time.perf_counter()
    SignalBuilder(SIGNALS).fit(docket).transform(_moments(folder)).to_parquet(folder / "compiled.parquet")
    return {"open": opened - start, "build": time.perf_counter() - opened}


def by_hand(folder: Path) -> dict[str, float]:
    """Seconds to load the tables into DuckDB as they are, and to run the query."""
    start = time.perf_counter()
    settings = {"memory_limit": "3GB", "temp_directory": str(folder / "spill")}
    (folder / "by_hand.duckdb").unlink(missing_ok=True)
    with duckdb.connect(str(folder / "by_hand.duckdb"), config=settings) as connection:
        connection.execute("set enable_progress_bar = false")
        for file in (folder / "tables").iterdir():
            connection.execute(f"create or replace table {file.stem} as from '{file}'")
        loaded = time.perf_counter()
        connection.register("asked", _moments(folder).rename_axis("number").reset_index())
        connection.sql(hand_written()).df().to_parquet(folder / "by_hand.parquet")
    return {"open": loaded - start, "build": time.perf_counter() - loaded}


def hand_written() -> str:
    """by_hand.sql with its aggregates over every window filled in."""
    totals = [text for window in WINDOWS for text in (*_added(window), f"max(amount) {_name('max_amount', window)}")]
    distinct = [f"count(*) {_name('distinct_counterparty_id', window)}" for window in WINDOWS]
    cash = [text for window in WINDOWS[1:] for text in _added(window)]
    text = (HERE / "by_hand.sql").read_text(encoding="utf-8")
    return text.format(totals=", ".join(totals), distinct=", ".join(distinct), cash=", ".join(cash))


def _added(window: int) -> tuple[str, str]:
    return f"count(*) {_name('count', window)}", f"sum(amount) {_name('sum_amount', window)}"


def _name(feature: str, window: int) -> str:
    return f"filter (age <= {window}) as {feature}__{window}d"


def _moments(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "moments.parquet")


def _check(folder: Path) -> None:
    """Both must say the same, or their times compare nothing."""
    ours = pd.read_parquet(folder / "compiled.parquet")
    theirs = pd.read_parquet(folder / "by_hand.parquet").set_index("number").reindex(range(len(ours)))
    for name in ours:
        counted = "count" in name or "sum" in name
        wanted = theirs[name].fillna(0) if counted else theirs[name]
        wanted = wanted / FEN if "amount" in name else wanted
        if not np.array_equal(ours[name], wanted.astype("float64"), equal_nan=True):
            raise AssertionError(f"{name} is not what the query by hand gives.")
