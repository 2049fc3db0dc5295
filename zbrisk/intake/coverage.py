"""Coverage rows: which table covers which court from which day, and how it came.

They have no last day: what a batch does not reach, `known_at` says of every row. Whether all that was done is entered
(`complete_flag`) only a person can say.
"""

from __future__ import annotations

import duckdb

__all__ = ["cover"]

OF_CASES = {"cases": "filed_date", "credit_measures": "published_date", "asset_events": "event_date"}
OF_ALL = {
    "companies": "valid_from", "income_records": "month", "vehicle_sightings": "ts", "petitions": "received_date",
}  # fmt: skip
COLUMNS = "coverage_id, table_name, feed, court_code, party_id, from_date, known_at"


def cover(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `coverage` from the tables that are there."""
    queries = [_of_court(table, day) for table, day in OF_CASES.items()]
    queries += [_of_table(table, day) for table, day in OF_ALL.items()]
    queries.append(
        "select 'transactions' as table_name, 'on_request' as feed, null as court_code, holder_id as party_id,"
        " cast(min(ts) as date) as from_date, min(t.known_at) as known_at"
        " from transactions as t join accounts using (account_id) group by holder_id"
    )
    rows = " union all by name ".join(queries)
    connection.execute(
        "create table coverage as with rows as (" + rows + ") select 'V' || left(sha256(concat_ws('|', table_name,"
        " court_code, party_id)), 15) as coverage_id, * from rows where from_date is not null"
    )


def _of_court(table: str, day: str) -> str:
    court = (
        "court_code"
        if table == "cases"
        else "(select any_value(c.court_code) from cases as c where c.case_id = t.case_id)"
    )
    return (
        f"select '{table}' as table_name, 'batch' as feed, {court} as court_code, null as party_id,"
        f" min({day}) as from_date, min(known_at) as known_at from {table} as t where {court} is not null group by all"
    )


def _of_table(table: str, day: str) -> str:
    return (
        f"select '{table}' as table_name, 'batch' as feed, null as court_code, null as party_id,"
        f" cast(min({day}) as date) as from_date, min(known_at) as known_at from {table}"
    )
