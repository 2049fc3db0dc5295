"""What a worker does with its shard, without a cluster: ids followed, halves where memory is short, refusals."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from zbrisk.engines.limits import Exceeded
from zbrisk.errors import BundleError, DataError

pyspark = pytest.importorskip("pyspark")
pytestmark = pytest.mark.spark

CASES = pa.table({"case_id": ["c1", "c2", "c3"], "next_id": ["c2", "c3", None]})
MOMENTS = pa.table({"_moment": [0, 1], "_as_of": [9, 9], "case_id": ["c1", "c2"]})
FIRST, NEXT = ("cases", "case_id"), ("cases", "next_id")


def steps() -> list[Any]:
    """A view of the cases, and two that look for the case after each."""
    from zbrisk.nation.steps import Lookup, Step

    ids = Lookup(sql="select case_id as _value from this_moment", needs=frozenset(), columns=(FIRST,))
    this_case = "create temp table this_case as select * from this_moment join cases using (case_id)"
    of_case = frozenset({"this_case"})
    after = Lookup(sql="select next_id as _value from this_case", needs=of_case, columns=(FIRST,))
    return [
        Step(name="this_case", lookups=(ids,), make=this_case, tables=frozenset({"cases"})),
        Step(name="one", needs=of_case, lookups=(after,)),
        Step(name="two", needs=of_case, lookups=(after,)),
    ]


def found(
    rows: pa.Table,
    before: dict[Any, list[str]],
    done: set[str],
    moments: pa.Table = MOMENTS,
    kept: dict[str, pa.Table] | None = None,
    changed: set[str] | None = None,
) -> dict[Any, Any]:
    """What a turn gives: ids, and relations to keep."""
    from zbrisk.nation.following import MADE, _Turn

    asked = {pair: pa.table({"_value": pa.array(values, pa.string())}) for pair, values in before.items()}
    turn = _Turn(
        tables={"cases": rows}, kept=kept or {}, before=asked, steps=steps(), memory_limit="200MB", changed=changed
    )
    given: dict[Any, set[str]] = {}
    own: dict[Any, Any] = {}
    for pair, values in turn.found(moments, done):
        if pair[1] == MADE:
            own[pair[0]] = values
        else:
            given.setdefault(pair, set()).update(values.column("_value").to_pylist())
    return {pair: sorted(values) for pair, values in given.items()} | own


def test_a_step_is_done_once_its_rows_have_come_and_is_kept_for_those_that_read_it() -> None:
    done: set[str] = set()
    assert found(CASES.slice(0, 0), {}, done) == {FIRST: ["c1", "c2"]}
    assert done == set()
    second = found(CASES.slice(0, 2), {FIRST: ["c1", "c2"]}, done)
    this_case = second.pop("this_case")
    assert this_case.column("next_id").to_pylist() == ["c2", "c3"]
    assert second == {FIRST: ["c3"]}
    assert done == {"this_case"}  # `two` asks for nothing that `one` has not, and yet its row is still to come
    assert found(CASES.slice(0, 0), {FIRST: ["c1", "c2", "c3"]}, done, kept={"this_case": this_case}) == {}
    assert done == {"this_case", "one", "two"}


def test_what_no_new_row_can_change_is_not_asked_again() -> None:
    kept = {"this_case": pa.table({"next_id": ["c2", "c3"]})}
    done = {"this_case"}
    assert found(CASES, {}, set(done), kept=kept, changed={"parties"}) == {}
    assert found(CASES, {}, set(done), kept=kept) == {FIRST: ["c2", "c3"]}


def test_what_stands_beside_the_case_leads_on_before_all_of_it_has_come() -> None:
    done: set[str] = set()
    assert found(CASES.slice(0, 1), {FIRST: ["c1"]}, done) == {FIRST: ["c2"]}  # of the other case too
    assert found(CASES.slice(1, 1), {FIRST: ["c1"]}, done) == {FIRST: ["c2", "c3"]}
    assert done == set()


def test_a_shard_that_is_too_large_is_followed_in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    from zbrisk.nation.following import Following

    whole = Following.fresh

    def short(self: Any, moments: pa.Table, *rest: Any) -> Any:
        if len(moments) > 1:
            raise duckdb.OutOfMemoryException("no")
        return whole(self, moments, *rest)

    expected_done: set[str] = set()
    expected = found(CASES.slice(0, 2), {FIRST: ["c1", "c2"]}, expected_done)
    assert expected.pop("this_case") is not None  # of a half it is no use to the whole
    monkeypatch.setattr(Following, "fresh", short)
    done: set[str] = set()
    assert found(CASES.slice(0, 2), {FIRST: ["c1", "c2"]}, done) == expected
    assert done <= expected_done


def test_a_case_that_is_too_large_by_itself_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from zbrisk.nation.following import Following

    def none(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(Following, "fresh", none)
    with pytest.raises(DataError, match="'c1' alone does not fit"):
        found(CASES, {}, set())


def test_what_no_step_reads_that_is_left_is_not_made_again() -> None:
    from zbrisk.nation.steps import Step, taken

    dear = Step(name="dear", needs=frozenset({"this_case"}), make="a statement that takes long")
    of_dear = Step(name="of_dear", needs=frozenset({"dear"}))
    every = [*steps(), dear, of_dear]
    done = {"this_case", "one", "two", "dear"}
    assert [step.name for step in taken(every, done, kept={"dear"})] == ["of_dear"]
    assert [step.name for step in taken(every, done, kept=())] == ["this_case", "dear", "of_dear"]
    assert taken(every, {*done, "of_dear"}, kept=()) == []


def test_a_step_is_done_everywhere_once_each_shard_said_so() -> None:
    from zbrisk.nation.closure import Said
    from zbrisk.nation.following import DONE, MADE

    said = Said()
    said.cells.update({("a", DONE): 2, ("b", DONE): 1, ("b", MADE): 1, ("cases", "case_id"): 2})
    assert said.everywhere(DONE) == {"a"}
    assert said.everywhere(MADE) == set()


def test_a_shard_explains_as_many_as_it_is_likely_to_have_on_the_list() -> None:
    from zbrisk.nation.run import _foreseen

    assert _foreseen(200, 1) == 200
    assert 100 < _foreseen(200, 2) < 200
    assert _foreseen(200, 200) >= 4
    assert _foreseen(200, 201) == 0


@pytest.mark.parametrize(("buckets", "at_once"), [(0, 500_000), (0, 2), (1, 500_000), (7, 2)])
def test_each_shard_is_brought_the_rows_of_its_ids(monkeypatch: pytest.MonkeyPatch, buckets: int, at_once: int) -> None:
    """Few ids go where the rows are, without buckets; many meet them there."""
    from zbrisk.nation import bringing
    from zbrisk.nation.cells import ROW, SHARD, cells_in, rows_in, shard_cell

    parties = ["p1", "p2", "p1", None, "p3", "p1"]
    rows = pa.table({"party_id": parties, "agent_id": ["a1", "p1", None, "a1", "a2", "a2"], ROW: range(6)})
    asked = {(0, "party_id"): ["p1", "p9"], (1, "party_id"): ["p1", "p2"], (1, "agent_id"): ["a1"]}
    ids = [shard_cell(shard, "case_agents", of, pa.table({"_value": own})) for (shard, of), own in asked.items()]
    first, last = (shard_cell(0, "case_agents", "", rows.slice(start, 3)) for start in (0, 3))
    monkeypatch.setattr(bringing, "ROWS_AT_ONCE", at_once)

    if buckets:
        columns = {"case_agents": ["party_id", "agent_id"]}
        split = list(bringing._split([first, *ids, last], columns=columns, buckets=buckets))
        split.sort(key=lambda cell: [cell.column(name)[0].as_py() for name in ("_bucket", "_column", "_side")])
        joined = bringing._join(split)
    else:
        few = {"case_agents": [(cell["_column"], cell[SHARD], cell["_rows"]) for cell in cells_in(ids)]}
        joined = bringing._join_there([first, last], ids=few)
    brought = [batch.to_pylist()[0] for batch in joined]
    found = sorted((cell[SHARD], row) for cell in brought for row in rows_in(cell).column(ROW).to_pylist())
    column = {name: rows.column(name).to_pylist() for name in ("party_id", "agent_id")}
    expected = [(shard, row) for (shard, of), own in asked.items() for row in range(6) if column[of][row] in own]
    assert found == sorted(expected)


class Small:
    """A worker that has memory for two cases."""

    def __init__(self, most: int) -> None:
        self.most, self.job = most, SimpleNamespace(work="best")

    def rows(self, moments: pd.DataFrame) -> pd.DataFrame:
        if len(moments) > self.most:
            raise Exceeded("needs more memory than the docket's memory_limit", "Ask for fewer.")
        return moments


def test_a_shard_that_does_not_fit_is_worked_on_in_halves() -> None:
    from zbrisk.nation.work import _in_halves
    from zbrisk.shard.parts import Part

    part = Part(moments=pd.DataFrame({"case_id": list("abcde")}))
    worker: Any = Small(2)
    parts = list(_in_halves(worker, part))
    assert pd.concat(parts)["case_id"].tolist() == list("abcde")
    assert max(map(len, parts)) == 2
    with pytest.raises(DataError, match="'a' alone does not fit"):
        list(_in_halves(Small(0), part))  # type: ignore[arg-type]


def test_another_bundle_than_the_verified_one_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from zbrisk.nation import work

    monkeypatch.setattr(work, "read_bundle", lambda *_, **__: SimpleNamespace(seal="theirs"))
    order: Any = SimpleNamespace(seal="ours", program=None)
    with pytest.raises(BundleError, match="another bundle"):
        work._bundle(order, tmp_path)


def test_a_row_that_came_twice_is_there_once_and_an_empty_shard_is_none() -> None:
    from zbrisk.nation.cells import ASKED, ROW, SHARD, _pack, unpacked

    rows = pa.record_batch(
        {SHARD: pa.array([0, 0, 1], pa.int32()), ROW: pa.array([5, 5, 6], pa.int64()), "x": ["a", "a", "b"]}
    )
    asked = pa.record_batch({SHARD: pa.array([0], pa.int32()), "case_id": ["c1"]})
    cells = [*_pack([rows], table="cases"), *_pack([asked], table=ASKED)]
    found = list(unpacked(sorted(cells, key=lambda cell: str(cell.column(0)[0].as_py()))))
    assert [shard for shard, _, _ in found] == [0]
    assert found[0][1]["cases"].to_pylist() == [{ROW: 5, "x": "a"}]


def test_connect_without_grpc_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from zbrisk.errors import MissingExtraError
    from zbrisk.nation import session

    monkeypatch.setattr(session, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="gRPC") as caught:
        session.session_at("sc://127.0.0.1:1")
    assert "pyspark[connect]" in caught.value.cure


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Job aborted\njava.io.IOException: No space left on device", "Wave 1: no space is left"),
        ("org.apache.spark.SparkException: Python worker exited unexpectedly (crashed)", "Wave 1: a worker's Python"),
        (
            "An error occurred while calling o7.parquet.\n: org.apache.spark.SparkException: Job aborted due to stage"
            " failure: Lost task: org.apache.spark.SparkException: [FAILED_READ_FILE.X] Encountered error while"
            " reading file file:///cases/57.parquet.\n\tat java",
            "Wave 1: Spark refuses: [FAILED_READ_FILE.X] Encountered error while reading file file:///cases/57.parquet.",
        ),
        ("x\nModuleNotFoundError: No module named 'zbrisk'", "No module named 'zbrisk'"),
    ],
)
def test_what_ends_a_worker_is_one_sentence(text: str, said: str) -> None:
    from pyspark.errors import PySparkException

    from zbrisk.nation.session import spoken

    with pytest.raises(DataError) as caught, spoken("Wave 1"):
        raise PySparkException(text)
    assert said in caught.value.problem
    assert caught.value.problem.count("\n") == 0
    assert caught.value.cure
