"""On a cluster the same comes out as on one machine, whatever the shards; what is refused is one sentence."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.support.nation import DAY, ON_SPARK, sources
from zbrisk.checkpoints import check_cases
from zbrisk.contract import load_contract
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.errors import DataError
from zbrisk.scoring.scorer import load_scorer

pytestmark = ON_SPARK


def test_opened_rows_are_those_of_one_machine(nation: Any, docket: Docket) -> None:
    assert nation.whole.first_day == docket.first_day
    assert dict(nation.whole.known_since) == dict(docket.known_since)
    for table in docket.present:
        theirs = docket.connection.cursor().sql(f"from {table}").to_arrow_table()
        ours = nation.rows(table).toArrow().select(theirs.column_names)
        assert sorted(map(repr, ours.to_pylist())) == sorted(map(repr, theirs.to_pylist())), table


@pytest.mark.parametrize("size", [1_000, 70])
def test_the_list_is_that_of_one_machine(nation: Any, home: Path, docket: Docket, size: int) -> None:
    from zbrisk.nation.run import NationRun

    scorer = load_scorer(home / "bundle")
    ours = NationRun(nation=nation, as_of=DAY, size=size).rank(scorer, home / "bundle", top=25)
    theirs = scorer.rank(docket, as_of=DAY, top=25)
    pd.testing.assert_frame_equal(ours[list(theirs.columns)], theirs, check_exact=True)


def test_features_are_those_of_one_machine(nation: Any, home: Path, docket: Docket) -> None:
    from zbrisk.execution.signal_builder import SignalBuilder
    from zbrisk.nation.run import NationRun

    out = str(home / "matrix")
    rows = NationRun(nation=nation, as_of=DAY, size=90).matrix(out, home / "signals")
    ours = pd.read_parquet(out).sort_values("case_id", ignore_index=True)
    cohort = docket.cohort(DAY)
    theirs = SignalBuilder(home / "signals").fit(docket).transform(cohort)
    assert rows == len(ours) == len(cohort)
    assert ours["case_id"].tolist() == cohort["case_id"].tolist()
    pd.testing.assert_frame_equal(ours[list(theirs.columns)], theirs, check_exact=True)


def test_verdicts_are_those_of_one_machine(nation: Any, home: Path, docket: Docket) -> None:
    from zbrisk.nation.run import NationRun

    features = Path(__file__).parents[2] / "features"
    shutil.copytree(features / "views", home / "some" / "views")
    shutil.copytree(features / "checkpoints" / "views", home / "some" / "checkpoints" / "views")
    for rule in ("r11", "r21"):
        for file in (features / "checkpoints").glob(f"{rule}_*.sql"):
            shutil.copy(file, home / "some" / "checkpoints")
    out = str(home / "verdicts")
    rows = NationRun(nation=nation, as_of=DAY, size=150).checkpoints(out, home / "some")
    theirs = check_cases(docket, DAY, folder=home / "some")
    order = ["case_id", "checkpoint"]
    ours = pd.read_parquet(out).sort_values(order, ignore_index=True)
    ours["as_of"] = pd.to_datetime(ours["as_of"]).dt.as_unit("s")
    theirs = theirs.sort_values(order, ignore_index=True)
    assert rows == len(theirs) > len(docket.cohort(DAY))
    pd.testing.assert_frame_equal(ours[list(theirs.columns)], theirs, check_dtype=False)


def test_who_goes_on_gathers_and_works_no_more(nation: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zbrisk.nation import closure, run
    from zbrisk.nation.run import NationRun

    first = NationRun(nation=nation, as_of=DAY, size=90).matrix(str(home / "once"), home / "signals")

    def refused(*_: Any, **__: Any) -> Any:
        raise AssertionError("worked again")

    monkeypatch.setattr(closure, "followed", refused)
    monkeypatch.setattr(run, "worked", refused)
    assert NationRun(nation=nation, as_of=DAY, size=90).matrix(str(home / "twice"), home / "signals") == first
    with pytest.raises(AssertionError, match="worked again"):
        NationRun(nation=nation, as_of=DAY, size=91).matrix(str(home / "other"), home / "signals")


def test_ids_are_not_asked_for_again_where_bringing_their_rows_failed(
    nation: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zbrisk.nation import closure
    from zbrisk.nation.run import NationRun

    follow, bring = closure.followed, closure.brought
    turns: list[int] = []

    def counted(*args: Any) -> Any:
        turns.append(len(turns))
        return follow(*args)

    def fails_in_the_second_turn(*args: Any) -> Any:
        if len(turns) == 2:
            raise RuntimeError("the network is away")
        return bring(*args)

    monkeypatch.setattr(closure, "followed", counted)
    once = NationRun(nation=nation, as_of=DAY, size=97).matrix(str(home / "undisturbed"), home / "signals")
    undisturbed = len(turns)
    turns.clear()
    monkeypatch.setattr(closure, "brought", fails_in_the_second_turn)
    other = NationRun(nation=nation, as_of=DAY, size=98)  # as many shards, of which nothing is known yet
    with pytest.raises(RuntimeError, match="the network is away"):
        other.matrix(str(home / "disturbed"), home / "signals")
    monkeypatch.setattr(closure, "brought", bring)
    assert NationRun(nation=nation, as_of=DAY, size=98).matrix(str(home / "disturbed"), home / "signals") == once
    assert len(turns) == undisturbed > 2
    ours, theirs = (
        pd.read_parquet(home / each).sort_values("case_id", ignore_index=True) for each in ("disturbed", "undisturbed")
    )
    pd.testing.assert_frame_equal(ours, theirs, check_exact=True)


def test_each_shard_is_a_part_by_itself(spark: Any) -> None:
    from pyspark.sql import functions as F

    from zbrisk.nation.cells import SHARD, by_shard

    cells = spark.range(40).select(F.pmod("id", F.lit(20)).cast("int").alias(SHARD), F.lit("cases").alias("_table"))
    parts = by_shard(cells, [3, 4, 8, 15, 19]).select(SHARD, F.spark_partition_id().alias("part")).collect()
    assert sorted(row[SHARD] for row in parts) == sorted([3, 4, 8, 15, 19] * 2)
    if hasattr(cells, "repartitionById"):
        assert len({row["part"] for row in parts}) == len(set(parts)) == 5


def test_what_was_said_in_turns_is_heard_once_and_asked_of_the_last(spark: Any) -> None:
    from zbrisk.nation.cells import PACKED
    from zbrisk.nation.closure import Said
    from zbrisk.nation.following import DONE

    first = [(shard, "cases", "case_id", bytearray(2)) for shard in (0, 1)]
    second = [(0, "parties", "party_id", bytearray(3)), (0, "a view", DONE, bytearray(1))]
    turns = {turn: spark.createDataFrame(cells, PACKED) for turn, cells in (("1", first), ("2", second))}
    said, at_once = Said(), Said()
    said.hear({"1": turns["1"]})
    assert said.asked == {("cases", "case_id"): 4}
    said.hear(turns)
    at_once.hear(turns)
    assert said == at_once
    assert said.asked == {("parties", "party_id"): 3}
    assert said.cells == {("cases", "case_id"): 2, ("parties", "party_id"): 1, ("a view", DONE): 1}


def test_an_answer_of_a_shard_stands_though_the_run_ends_before_the_others(
    nation: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One shard's work fails once the answer of another is there: only those that are not are worked on again."""
    from zbrisk.nation import run
    from zbrisk.nation.run import NationRun

    whole = run.worked
    asked: list[list[int]] = []

    def fails(cells: Any, shards: list[int], *rest: Any) -> Any:
        answers, last = whole(cells, shards, *rest), shards[-1]
        place = str(home / "work" / "done")
        before = set(Path(place).glob("*/*/0/part-*.parquet"))

        def one_late(batches: Any) -> Any:
            for batch in batches:
                if batch.column("_shard")[0].as_py() == last:
                    end = time.monotonic() + 60
                    while time.monotonic() < end and set(Path(place).glob("*/*/0/part-*.parquet")) == before:
                        time.sleep(0.1)
                    raise MemoryError
                yield batch

        asked.append(list(shards))
        return answers.mapInArrow(one_late, answers.schema)

    def counted(cells: Any, shards: list[int], *rest: Any) -> Any:
        asked.append(list(shards))
        return whole(cells, shards, *rest)

    monkeypatch.setattr(run, "worked", fails)
    with pytest.raises(DataError, match="Spark refuses"):
        NationRun(nation=nation, as_of=DAY, size=95).matrix(str(home / "half"), home / "signals")
    monkeypatch.setattr(run, "worked", counted)
    rows = NationRun(nation=nation, as_of=DAY, size=95).matrix(str(home / "half"), home / "signals")
    assert set(asked[1]) < set(asked[0])
    assert asked[0][-1] in asked[1]
    NationRun(nation=nation, as_of=DAY, size=1_000).matrix(str(home / "at_once"), home / "signals")
    ours, theirs = (
        pd.read_parquet(home / each).sort_values("case_id", ignore_index=True) for each in ("half", "at_once")
    )
    assert rows == len(theirs)
    pd.testing.assert_frame_equal(ours, theirs, check_exact=True)


def test_a_list_names_who_stands_in_its_cases(nation: Any, docket: Docket) -> None:
    from zbrisk.nation.run import NationRun

    cases = docket.cohort(DAY)["case_id"].tolist()[:3]
    with NationRun(nation=nation, as_of=DAY).docket_of(cases) as few:
        assert sorted(few.frame("cases")["case_id"]) == sorted(cases)


def test_a_cell_that_cannot_be_read_is_one_sentence(spark: Any, home: Path, tmp_path: Path) -> None:
    from zbrisk.nation.opening import open_nation

    frame = pd.read_parquet(home / "tables" / "cases")
    frame["filed_date"] = frame["filed_date"].astype(str)
    frame.loc[3, "filed_date"] = "next week"
    (tmp_path / "cases").mkdir()
    frame.to_parquet(tmp_path / "cases" / "a.parquet", index=False)
    places = sources(home) | {"cases": str(tmp_path / "cases")}
    with pytest.raises(DataError, match="filed_date: not a date") as caught:
        open_nation(spark, places, str(tmp_path / "work"), load_contract())
    assert "2024-01-31" in caught.value.cure


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cases": "no_such_table"}, "cases at no_such_table"),
        ({"cases": "/no/such/folder"}, "cases at /no/such/folder"),
    ],
)
def test_a_table_that_is_not_there_is_named(
    spark: Any, home: Path, tmp_path: Path, change: dict[str, str], said: str
) -> None:
    from zbrisk.nation.opening import open_nation

    with pytest.raises(DataError, match=said):
        open_nation(spark, sources(home) | change, str(tmp_path / "work"), load_contract())


def test_a_part_with_another_type_is_named(spark: Any, home: Path, tmp_path: Path) -> None:
    from zbrisk.nation.opening import open_nation

    frame = pd.read_parquet(home / "tables" / "cases").astype({"case_id": "string"})
    (tmp_path / "cases").mkdir()
    for number in range(100):
        part = frame.iloc[number::100]
        if number == 57:
            part = part.assign(case_id=range(len(part)))
        part.to_parquet(tmp_path / "cases" / f"{number:02}.parquet", index=False)
    places = sources(home) | {"cases": str(tmp_path / "cases")}
    with pytest.raises(DataError, match=r"cases at .*57\.parquet") as caught:
        open_nation(spark, places, str(tmp_path / "work"), load_contract())
    assert "case_id" in caught.value.problem


def test_nothing_counts_as_opened_where_opening_again_fails(spark: Any, home: Path, tmp_path: Path) -> None:
    from zbrisk.nation.opened import nation_at
    from zbrisk.nation.opening import open_nation

    few = {name: place for name, place in sources(home).items() if name in ("cases", "case_parties", "parties")}
    open_nation(spark, few, str(tmp_path / "work"), load_contract())
    frame = pd.read_parquet(few["cases"]).assign(filed_date="next week")
    (tmp_path / "cases").mkdir()
    frame.to_parquet(tmp_path / "cases" / "0.parquet", index=False)
    with pytest.raises(DataError, match="filed_date: not a date"):
        open_nation(spark, few | {"cases": str(tmp_path / "cases")}, str(tmp_path / "work"), load_contract())
    with pytest.raises(DataError, match="no opened tables"):
        nation_at(spark, str(tmp_path / "work"), load_contract())


def test_tables_of_the_same_places_are_opened_once(
    spark: Any, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zbrisk.nation import opening

    few = {name: place for name, place in sources(home).items() if name in ("cases", "case_parties", "parties")}
    first = opening.opened_once(spark, few, str(tmp_path / "work"), load_contract())
    calls: list[Any] = []
    monkeypatch.setattr(opening, "open_nation", lambda *given: calls.append(given[1]))
    assert opening.opened_once(spark, few, str(tmp_path / "work"), load_contract()).digest == first.digest
    assert calls == []
    more = few | {"petitions": sources(home)["petitions"]}
    opening.opened_once(spark, more, str(tmp_path / "work"), load_contract())
    assert calls == [more]


def test_a_table_of_the_catalogue_is_opened_by_its_name(spark: Any, nation: Any, home: Path, tmp_path: Path) -> None:
    from zbrisk.nation.opening import open_nation

    spark.sql(f"create database courts location '{tmp_path / 'courts'}'")
    try:
        spark.read.parquet(str(home / "tables" / "petitions")).write.saveAsTable("courts.petitions")
        few = {name: place for name, place in sources(home).items() if name in ("cases", "case_parties", "parties")}
        places = {**few, "petitions": "courts.petitions"}
        opened = open_nation(spark, places, str(tmp_path / "work"), load_contract())
        ours, theirs = (each.rows("petitions").drop("_row").toArrow().to_pylist() for each in (opened, nation))
        assert sorted(map(repr, ours)) == sorted(map(repr, theirs))
    finally:
        spark.sql("drop database courts cascade")


def test_a_batch_without_known_at_is_found_as_on_one_machine(spark: Any, home: Path, tmp_path: Path) -> None:
    from zbrisk.nation.opening import open_nation

    for name in ("cases", "case_parties", "parties"):
        shutil.copytree(home / "tables" / name, tmp_path / "tables" / name)
    petitions = pd.read_parquet(home / "tables" / "petitions").assign(known_at="2024-01-01")
    petitions.loc[:2, "known_at"] = None
    coverage = pd.DataFrame(
        [("v1", "petitions", "batch", "2023-05-01"), ("v2", "cases", "live", None)],
        columns=["coverage_id", "table_name", "feed", "known_at"],
    )
    for name, frame in (("petitions", petitions), ("coverage", coverage)):
        (tmp_path / "tables" / name).mkdir()
        frame.to_parquet(tmp_path / "tables" / name / "0.parquet", index=False)
    opened = open_nation(spark, sources(tmp_path), str(tmp_path / "work"), load_contract())
    with closing(open_docket(tmp_path / "tables")) as docket:
        theirs = [(each.known, each.until) for each in docket.undated]
    assert [(each.known, each.until) for each in opened.undated] == theirs != []
    assert "petitions at" in opened.undated[0].problem
    assert "(3 rows)" in opened.undated[0].problem


def test_what_was_never_opened_is_refused(spark: Any, tmp_path: Path) -> None:
    from zbrisk.nation.opened import nation_at

    with pytest.raises(DataError, match="no opened tables"):
        nation_at(spark, str(tmp_path / "nowhere"), load_contract())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no table"),
        ("nobody: x", "that the contract lacks"),
        ("cases: 'a; drop table b'", "which is no place"),
        ("cases: [a]", "which is no place"),
        ("petitions: x", "names no table cases"),
    ],
)
def test_sources_that_are_none(tmp_path: Path, text: str, said: str) -> None:
    pytest.importorskip("pyspark")
    from zbrisk.nation.sources import read_sources

    (tmp_path / "tables.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_sources(tmp_path / "tables.yaml", load_contract())


def test_an_error_of_a_worker_comes_back_in_its_words() -> None:
    pytest.importorskip("pyspark")
    from pyspark.errors import PySparkException

    from zbrisk.nation.session import spoken, worded

    with pytest.raises(RuntimeError) as caught, worded():
        raise DataError("The cell is '] and no more'.", "Fill it.")
    text = f"Job aborted: Traceback ...\nRuntimeError: {caught.value}\n at java"
    with pytest.raises(DataError) as again, spoken("cases"):
        raise PySparkException(text)
    assert (again.value.problem, again.value.cure) == ("The cell is '] and no more'.", "Fill it.")
