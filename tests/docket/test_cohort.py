"""The cohort's condition goes through the compiler: it sees no later day, no file and no engine."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from zbrisk import open_docket
from zbrisk.compiler.cohort import cohort_query
from zbrisk.contract import load_contract
from zbrisk.contract.reading import parse_contract
from zbrisk.docket.days import day_number, to_date
from zbrisk.errors import ContractError, DataError

DRIVERS: dict[str, Any] = {
    "cohort": {"table": "drivers", "key": "driver_id"},
    "tables": {
        "drivers": {
            "key": ["driver_id"],
            "known_at_default": "born",
            "later_facts": {"retired": ["retired", "reason"]},
            "columns": {
                "driver_id": "id", "born": "date", "team": "code(red|blue)", "retired": "date", "reason": "str",
                "wage": "money", "secret": "str",
            },
        },
        "results": {
            "key": ["result_id"],
            "known_at_default": "raced",
            "columns": {"result_id": "id", "driver_id": "id", "raced": "date", "place": "int"},
        },
    },
    "restricted": {"drivers.secret": "never"},
}  # fmt: skip
TABLES = {
    "drivers": [
        {"driver_id": "A", "born": "1990-01-01", "team": "red", "wage": 100, "retired": "2010-06-01", "reason": "hurt"},
        {"driver_id": "B", "born": "1991-01-01", "team": "blue", "wage": 50},
        {"driver_id": "C", "born": "1992-01-01", "team": "red", "wage": 70.5},
    ],
    "results": [
        {"result_id": "1", "driver_id": "A", "raced": "2004-05-01", "place": 1},
        {"result_id": "2", "driver_id": "B", "raced": "2006-05-01", "place": 3},
        {"result_id": "3", "driver_id": "C", "raced": "2004-12-31", "place": 2},
    ],
}
MANY = "(select count(*) from results as r where r.driver_id = drivers.driver_id)"
RACED = "exists (select 1 from results as r where r.driver_id = drivers.driver_id)"


def contract_with(where: str | None) -> Any:
    document = copy.deepcopy(DRIVERS)
    document["cohort"]["where"] = where
    return parse_contract(document)


@pytest.mark.parametrize(
    ("where", "as_of", "cohort"),
    [
        (None, "2005-01-01", "ABC"),
        (RACED, "2005-01-01", "AC"),
        (RACED, "2004-12-31", "A"),  # known on the day itself is not known before it
        (RACED, "2007-01-01", "ABC"),
        (f"not {RACED}", "2005-01-01", "B"),
        ("retired is null", "2010-06-01", "ABC"),
        ("retired is null", "2010-06-02", "BC"),
        ("coalesce(reason, '') = 'hurt'", "2010-06-02", "A"),
        ("drivers.team = 'red' or wage < 60", "2005-01-01", "ABC"),
        (f"team = 'red' and {MANY} > 0", "2005-01-01", "AC"),
        ("born < today() - 5000", "2005-01-01", "AB"),
    ],
)  # fmt: skip
def test_the_cohort_of_a_day_holds_what_was_known_before_it(where: str | None, as_of: str, cohort: str) -> None:
    docket = open_docket(TABLES, contract=contract_with(where))
    assert "".join(docket.cohort(as_of)["driver_id"]) == cohort
    # the same condition on the store of single cases
    query = cohort_query(docket.contract).sql("sqlite", day_number(as_of))
    assert "".join(key for (key,) in docket.store().execute(query)) == cohort


def test_beside_the_key_stand_columns_of_the_version_that_is_known() -> None:
    moved = {"driver_id": "A", "born": "1990-01-01", "team": "blue", "wage": 70, "known_at": "2008-02-01"}
    docket = open_docket({**TABLES, "drivers": [*TABLES["drivers"], moved]}, contract=contract_with(RACED))
    assert docket.contract.court is None and load_contract().court == "court_code"
    query = cohort_query(docket.contract)
    for day, teams in (("2008-02-01", "red"), ("2008-02-02", "blue")):
        rows = docket.store().execute(query.sql("sqlite", day_number(day), ["team"])).fetchall()
        assert [tuple(row) for row in rows] == [("A", teams), ("B", "blue"), ("C", "red")]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (None, True),
        ("retired is null", True),
        ("coalesce(reason, '') = 'hurt'", True),
        ("drivers.team = 'red' or wage < 60", True),
        ("retired is not null and born < today()", True),
        ("born = today()", True),
        (RACED, False),
        ("born < today() - 5000", False),
        ("retired = today()", False),  # a later fact, which is hidden before its day
    ],
)  # fmt: skip
def test_spans_say_who_stands_on_every_day(where: str | None, said: bool) -> None:
    again = {"driver_id": "A", "born": "1990-01-01", "team": "blue", "wage": 70, "known_at": "2008-02-01"}
    docket = open_docket({**TABLES, "drivers": [*TABLES["drivers"], again]}, contract=contract_with(where))
    spans = docket.cohort_spans()
    assert (spans is not None) is said
    if spans is not None:
        for changes in ("1990-01-02", "1991-01-01", "1992-01-01", "2008-02-01", "2010-06-01"):
            for day in range(day_number(changes), day_number(changes) + 3):
                standing = spans["driver_id"][(spans["first"] <= day) & (day < spans["end"])]
                assert standing.tolist() == docket.cohort(to_date(day))["driver_id"].tolist()


REFUSED = {
    "exists (select 1 from read_text('/etc/passwd') as r where r.content = drivers.driver_id)": r"read_text\(\)",
    "(select count(*) from duckdb_settings()) > 1": r"duckdb_settings\(\)",
    "driver_id in (select * from query('select 1'))": r"query\(\)",
    "exists (select 1 from range(10000000000000) as r)": "not allowed",
    "exists (select 1 from results)": "no join path",
    "exists (select 1 from 'other.parquet' as r where r.driver_id = drivers.driver_id)": "no table|declared",
    "exists (select 1 from information_schema.tables as r where r.table_name = drivers.driver_id)": "no declared",
    "exists (select 1 from sqlite_master as r where r.name = drivers.driver_id)": "sqlite_master",
    "getenv('HOME') = 'x'": r"getenv\(\)",
    "1 = 1; drop table drivers": "2 statements",
    "1 = 1 union select driver_id from results": "more than a condition",
    "1 = 1 group by driver_id": "more than a condition",
    "true limit 1": "LIMIT",
    "count(*) > 1": "one case at a time",
    "row_number() over (order by born) = 1": "one case at a time",
    "_known_from < 5": "_known_from",
    "known_at is null": "known_at",
    "secret = 'x'": "restricted",
    "team = 'green'": "no code",
    "nobody = 1": "nobody",
    "born = 'x'": "do not go together",
    "current_date > born": "clock",
    "team = 'red'::varchar": "cast",
    "case when": "does not parse",
    "'": "does not parse",
    "(" * 3000 + "true" + ")" * 3000: "too deeply",
    "not " * 2400 + "true": "nested",
    "driver_id = ?": "not allowed",
    "driver_id = $1": "not allowed",
}


@pytest.mark.parametrize("where", REFUSED, ids=range(len(REFUSED)))
def test_a_condition_that_does_more_is_refused_before_anything_is_read(where: str) -> None:
    with pytest.raises(ContractError, match=REFUSED[where]) as refused:
        open_docket("/nowhere", contract=contract_with(where))
    assert "cohort.where" in refused.value.problem and len(refused.value.problem) < 300


def test_a_condition_over_a_table_that_was_not_supplied_is_no_no() -> None:
    docket = open_docket({"drivers": TABLES["drivers"]}, contract=contract_with(RACED))
    with pytest.raises(DataError, match="results"):
        docket.cohort("2005-01-01")


def test_rows_of_the_future_change_no_cohort() -> None:
    later = {"result_id": "9", "driver_id": "B", "raced": "2005-01-01", "place": 1}
    with_later = {**TABLES, "results": [*TABLES["results"], later]}
    for where in (
        RACED,
        f"not {RACED}",
        f"{MANY} = 0",
    ):
        contract = contract_with(where)
        cohorts = [
            list(open_docket(t, contract=contract).cohort("2005-01-01")["driver_id"]) for t in (TABLES, with_later)
        ]
        assert cohorts[0] == cohorts[1]
