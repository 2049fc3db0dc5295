"""Features that change when the future is taken away: the compiler forbids them, and here it is held to it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from training.datasets.dataset import TargetDataset, features_at
from training.leaks.finding import Finding
from zbrisk.docket import Docket
from zbrisk.docket.connecting import connect
from zbrisk.docket.days import AsOf, day_number
from zbrisk.docket.validity import as_it_stood
from zbrisk.execution.signal_builder import SignalBuilder

__all__ = ["cut_docket", "hindsight"]

DAYS, MOMENTS_A_DAY = 3, 10


def hindsight(
    docket: Docket, builder: SignalBuilder, datasets: Sequence[TargetDataset], *, seed: int = 0
) -> dict[str, tuple[Finding, ...]]:
    """Features of some 30 moments a target that differ once the docket is cut at their day, bit for bit.

    Returns:
        The findings by target. One cut docket a day serves all targets.
    """
    days = _days([dataset.moments for dataset in datasets])
    samples = [_sample(dataset.moments, days, seed) for dataset in datasets]
    changed = [pd.Series(0, index=dataset.X.columns) for dataset in datasets]
    for day in days:
        asked = [(dataset, rows[rows["as_of"] == day]) for dataset, rows in zip(datasets, samples, strict=True)]
        with closing(cut_docket(docket, day.date())) as cut:
            twin = clone(builder).set_params(program=builder.program_, progress=None).fit(cut)
            again = features_at(twin, [rows for _, rows in asked])
        for count, (dataset, rows), matrix in zip(changed, asked, again, strict=True):
            count += _differing(dataset.X.loc[rows.index], matrix[list(dataset.X)])
    return {
        dataset.labels.target: tuple(_finding(str(name), times, len(rows)) for name, times in count.items() if times)
        for dataset, rows, count in zip(datasets, samples, changed, strict=True)
    }


def cut_docket(docket: Docket, as_of: AsOf) -> Docket:
    """The docket as it stood at the start of a day: no row, no version and no fact that became known then or later."""
    day = day_number(as_of)
    connection = connect("", threads=1)
    for name in docket.present:
        rows = docket.connection.cursor().sql(as_it_stood(docket.contract.tables[name], day)).to_arrow_table()
        connection.register("_rows", rows)
        connection.execute(f"create table {name} as select * from _rows")
        connection.unregister("_rows")
    cut = Docket(contract=docket.contract, present=docket.present, connection=connection, folder="")
    cut.known_since = docket.known_since  # a table whose rows are all cut away must not look as if it had been searched
    return cut


def _days(frames: Sequence[pd.DataFrame]) -> list[pd.Timestamp]:
    """A few days of reviews, spread over the whole time."""
    days = sorted({day for moments in frames for day in moments.loc[moments["reviewed"], "as_of"]})
    places = np.linspace(0, len(days) - 1, min(DAYS, len(days))).astype(int)
    return [days[place] for place in np.unique(places)]


def _sample(moments: pd.DataFrame, days: Sequence[pd.Timestamp], seed: int) -> pd.DataFrame:
    """Some moments of each day, reviewed ones first."""
    there = moments[moments["as_of"].isin(days)]
    mixed = there.iloc[np.random.default_rng(seed).permutation(len(there))]
    return mixed.sort_values("reviewed", ascending=False, kind="stable").groupby("as_of").head(MOMENTS_A_DAY)


def _differing(was: pd.DataFrame, again: pd.DataFrame) -> NDArray[np.int64]:
    """How many rows differ, by column."""
    one, other = was.to_numpy(np.float64), again.to_numpy(np.float64)
    differs: NDArray[np.int64] = (~((one == other) | (np.isnan(one) & np.isnan(other)))).sum(axis=0)
    return differs


def _finding(feature: str, times: int, of: int) -> Finding:
    words = f"differs in {times} of {of} moments once what became known later is taken away"
    return Finding(check="hindsight", subject=feature, sure=True, words=words)
