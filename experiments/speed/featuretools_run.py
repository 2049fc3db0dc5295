"""Run by a Python that has featuretools (which needs pandas 2): seconds for the like features of a folder's flows."""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path

import featuretools as ft
import pandas as pd

WINDOWS = (30, 90, 180, 365, 730, 1095)
AGGREGATES = ["count", "sum", "max", "num_unique"]


def main(folder: Path) -> None:
    """Counts, sums, maxima and distinct counterparties by direction, with a cutoff time for each case."""
    warnings.filterwarnings("ignore")
    moments = pd.read_parquet(folder / "moments.parquet")
    flows = _flows(folder / "tables")
    flows = flows[flows["case_id"].isin(moments["case_id"])]
    entities = ft.EntitySet("flows")
    entities = entities.add_dataframe(moments[["case_id"]], "cases", index="case_id")
    entities = entities.add_dataframe(flows, "flows", index="row", time_index="ts")
    entities = entities.add_relationship("cases", "case_id", "flows", "case_id")
    entities.add_interesting_values(dataframe_name="flows", values={"direction": ["in", "out"]})
    cutoffs = pd.DataFrame({"case_id": moments["case_id"], "time": pd.to_datetime(moments["as_of"])})
    start = time.perf_counter()
    for days in WINDOWS:
        ft.dfs(
            entityset=entities, target_dataframe_name="cases", agg_primitives=AGGREGATES, where_primitives=AGGREGATES,
            trans_primitives=[], cutoff_time=cutoffs, training_window=ft.Timedelta(days, "d"), max_depth=2,
        )  # fmt: skip
    print(time.perf_counter() - start)  # the last line is what the study reads


def _flows(tables: Path) -> pd.DataFrame:
    """The flows of each case's debtor, joined beforehand: not timed."""
    read = {name: pd.read_parquet(tables / f"{name}.parquet") for name in ("case_parties", "accounts", "transactions")}
    joined = read["case_parties"].merge(read["accounts"], left_on="party_id", right_on="holder_id")
    joined = joined.merge(read["transactions"], on="account_id")
    joined = joined.astype({"amount": float, "direction": "category", "counterparty_id": "category"})
    return joined[["case_id", "ts", "direction", "amount", "counterparty_id"]].rename_axis("row").reset_index()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
