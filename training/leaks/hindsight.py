"""Features that change when the future is taken away: the compiler forbids them, and here it is held to it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
from sklearn.base import clone

from training.leaks.finding import Finding
from zbrisk.contract import ColumnType, Table
from zbrisk.docket import Docket
from zbrisk.docket.days import NEVER, AsOf, day_number
from zbrisk.matrix.builder import SignalBuilder

__all__ = ["cut_docket", "hindsight"]

DAYS, MOMENTS_A_DAY = 6, 5


def hindsight(
    docket: Docket, builder: SignalBuilder, moments: pd.DataFrame, X: pd.DataFrame, *, seed: int = 0
) -> Iterator[Finding]:
    """Features of some 30 moments that differ once the docket is cut at their day, compared bit for bit."""
    changed: dict[str, int] = {}
    sample = _sample(moments, seed)
    for day, rows in sample.groupby("as_of"):
        cut = cut_docket(docket, pd.Timestamp(str(day)).date())
        try:
            twin = clone(builder).set_params(program=builder.program_, progress=None).fit(cut)
            again = twin.transform(rows[["case_id", "as_of"]])[list(X)].to_numpy(np.float64)
        finally:
            cut.close()
        was = X.loc[rows.index].to_numpy(np.float64)
        differs = ~((again == was) | (np.isnan(again) & np.isnan(was)))
        for name, times in zip(map(str, X), differs.sum(axis=0).tolist(), strict=True):
            changed[name] = changed.get(name, 0) + times
    for name, times in changed.items():
        if not times:
            continue
        words = f"differs in {times} of {len(sample)} moments once what became known later is taken away"
        yield Finding(check="hindsight", subject=name, sure=True, words=words)


def cut_docket(docket: Docket, as_of: AsOf) -> Docket:
    """The docket as it stood at the start of a day: no row, no version and no fact that became known then or later."""
    day = day_number(as_of)
    connection = duckdb.connect(":memory:", config={"threads": 1})
    for name in docket.present:
        rows = docket.connection.cursor().sql(_as_it_stood(docket.contract.tables[name], day)).to_arrow_table()
        connection.register("_rows", rows)
        connection.execute(f"create table {name} as select * from _rows")
        connection.unregister("_rows")
    return Docket(contract=docket.contract, present=docket.present, connection=connection, folder="")


def _as_it_stood(table: Table, day: int) -> str:
    columns = ", ".join(_fact_as_known(table, name, day) for name in table.columns)
    until = f"cast(case when _u >= {day} then {NEVER} else _u end as integer)"
    return f"select {columns}, _k, {until} as _u, _key from {table.name} where _k < {day}"


def _fact_as_known(table: Table, column: str, day: int) -> str:
    fact = table.fact_date(column)
    if fact is None:
        return column
    start = day * 86400 if table.columns[fact].type is ColumnType.TS else day
    return f"case when {fact} < {start} then {column} end as {column}"


def _sample(moments: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Moments of a few days spread over the whole time, reviewed ones first."""
    random = np.random.default_rng(seed)
    days = np.sort(moments.loc[moments["reviewed"], "as_of"].unique())
    chosen = np.unique(days[np.linspace(0, len(days) - 1, min(DAYS, len(days))).astype(int)])
    mixed = moments[moments["as_of"].isin(chosen)].iloc
    shuffled = mixed[random.permutation(int(moments["as_of"].isin(chosen).sum()))]
    return shuffled.sort_values("reviewed", ascending=False, kind="stable").groupby("as_of").head(MOMENTS_A_DAY)
