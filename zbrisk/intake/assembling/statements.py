"""Book what bank statements say: which way money went, and whether the balances follow."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from zbrisk.intake.assembling.assemble import run_sql
from zbrisk.intake.headers.kinds import bank_adapters

__all__ = ["book"]


def book(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `booked` from the staged rows of bank statements: a row a booking."""
    found = bank_adapters()  # in the order in which they are tried
    columns = {"adapter": range(len(found)), "sign": [a.sign for a in found], "minus": [a.minus for a in found]}
    connection.register("bank_adapters", pa.table(columns))
    run_sql(connection, "statements.sql")
    connection.unregister("bank_adapters")
