"""Cases fall into shards by court; what was placed in another way is not taken up again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from tests.support.nation import DAY, ON_SPARK
from zbrisk.docket.docket import Docket

pytest.importorskip("pyspark")

pytestmark = ON_SPARK


def test_a_work_folder_keeps_what_was_placed_in_another_way_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    from zbrisk.nation import run

    monkeypatch.setattr(run.Marks, "read", lambda session, home: home)
    nation: Any = SimpleNamespace(digest="tables", work="/work", session=None)
    of_a_day = run.NationRun(nation=nation, as_of="2024-07-01")

    def homes() -> set[Any]:
        return {of_a_day._marks(), of_a_day._marks(of_a_day.size, "bundle")}

    before = homes()
    assert len(before) == 2 and before == homes()
    monkeypatch.setattr(run, "PLACING", "id")
    assert before.isdisjoint(homes())


def test_cases_of_a_court_share_shards_and_shards_are_of_one_size(spark: Any) -> None:
    """One court is larger than a shard, many are small, and some cases have no court."""
    from zbrisk.nation.cells import SHARD
    from zbrisk.nation.placing import COHORT, placed

    cases = {"": 300, "a01": 4_000, **{f"b{number:02}": 50 for number in range(30)}, "c01": 200}
    rows = [(f"{court}-{number}", court) for court, count in cases.items() for number in range(count)]
    cohort = spark.createDataFrame(rows, COHORT)
    shard = {row["case_id"]: row[SHARD] for row in placed(cohort, 6).collect()}
    assert sorted(shard) == sorted(case for case, _ in rows)
    sizes = pd.Series(shard).value_counts()
    assert sorted(sizes.index) == list(range(6))
    assert sizes.between(930, 1_070).all()
    of_court = pd.DataFrame(rows, columns=["case", "court"]).assign(shard=lambda of: of["case"].map(shard))
    shards = of_court.groupby("court")["shard"].nunique()
    assert shards["a01"] >= 4
    assert shards.drop("a01").max() <= 2 and (shards == 1).sum() >= 28
    tomorrow = spark.createDataFrame([*reversed(rows), ("b07-new", "b07")], COHORT)
    again = {row["case_id"]: row[SHARD] for row in placed(tomorrow, 6).collect()}
    assert sum(again[case] != shard[case] for case in shard) < 10


def test_where_cases_have_no_court_their_ids_say_the_shard(
    nation: Any, docket: Docket, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zbrisk.contract import Contract
    from zbrisk.nation.cells import SHARD
    from zbrisk.nation.placing import placed
    from zbrisk.nation.run import NationRun

    monkeypatch.setattr(Contract, "court", None)
    cohort = NationRun(nation=nation, as_of=DAY)._found_cohort()
    shard = {row["case_id"]: row[SHARD] for row in placed(cohort, 4).collect()}
    assert sorted(shard) == docket.cohort(DAY)["case_id"].tolist()
    assert pd.Series(shard).value_counts().between(60, 140).all() and len(set(shard.values())) == 4
    monkeypatch.undo()
    courts = {row["case_id"]: row["court"] for row in NationRun(nation=nation, as_of=DAY)._found_cohort().collect()}
    theirs = docket.frame("cases", DAY).set_index("case_id")["court_code"].fillna("")
    assert courts == theirs[list(shard)].to_dict()
    assert set(courts.values()) == {"", "浙0602", "浙0681"}
