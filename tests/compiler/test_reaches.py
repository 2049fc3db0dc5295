"""By which ids rows are reached: the query for them asks for what leads to the ids, and for nothing else."""

from __future__ import annotations

from typing import cast

import sqlglot
from sqlglot import exp

from zbrisk.compiler.reaches import reaches_in


def reached(sql: str) -> list[tuple[str, str, str]]:
    tree = cast("exp.Query", sqlglot.parse_one(sql, read="duckdb"))
    return [(each.table, each.column, each.sql) for each in reaches_in([tree], (), ("duckdb",))["duckdb"]]


def test_a_left_join_that_nothing_speaks_of_is_not_waited_for() -> None:
    first, second, third = reached(
        "select 1 from this_case as c left join suits as s on s.case_id = c.basis_id"
        " left join people as p on p.id = s.judge_id left join courts as k on k.code = c.court"
    )
    assert first == ("suits", "case_id", "SELECT DISTINCT this_case.basis_id AS _value FROM this_case")
    assert second[:2] == ("people", "id")
    assert "JOIN suits" in second[2]
    assert third == ("courts", "code", "SELECT DISTINCT c.court AS _value FROM this_case AS c")


def test_a_join_that_takes_rows_away_stays() -> None:
    _, second = reached(
        "select 1 from this_case as c join suits as s on s.case_id = c.basis_id join courts as k on k.code = c.court"
    )
    assert "JOIN suits" in second[2]


def test_a_step_that_is_not_read_on_the_way_is_left_out() -> None:
    sql = (
        "with dear as (select holder_id, asset_id from circle_assets), held as (select asset_id from dear)"
        " select 1 from debtors as d join sightings as s on s.driver_id = d.party_id"
        " join held as h on h.asset_id = s.asset_id join assets as a on a.asset_id = h.asset_id"
    )
    by_driver, by_asset = reached(sql)
    assert by_driver == ("sightings", "driver_id", "SELECT DISTINCT debtors.party_id AS _value FROM debtors")
    assert "dear AS" in by_asset[2]
    assert "held AS" in by_asset[2]
