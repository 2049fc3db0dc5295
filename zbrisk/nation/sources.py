"""Where a nation's tables lie: by name in a catalogue (Hive, Iceberg), or as folders of Parquet parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from zbrisk.contract import Contract
from zbrisk.docket.headings import refuse_names
from zbrisk.errors import DataError
from zbrisk.nation.session import spoken
from zbrisk.untrusted import read_yaml

__all__ = ["read_sources", "supplied"]

NAMED = re.compile(r"[A-Za-z0-9_]{1,128}(\.[A-Za-z0-9_]{1,128}){0,3}")
CURE = "Write one line a table, such as `cases: catalog.db.cases` or `cases: s3a://bucket/cases`."


def read_sources(path: Path, contract: Contract) -> dict[str, str]:
    """A YAML file that says of each table where it lies.

    Raises:
        DataError: It cannot be read, names a table that the contract lacks, or says of one nothing that is a place.
    """
    document = read_yaml(path)
    if not isinstance(document, Mapping) or not document:
        raise DataError(f"{path} names no table.", CURE)
    for table, place in document.items():
        if table not in contract.tables:
            known = ", ".join(contract.tables)
            raise DataError(f"{path} names a table {str(table)[:60]!r} that the contract lacks.", f"It has {known}.")
        if not isinstance(place, str) or not ("/" in place or NAMED.fullmatch(place)):
            raise DataError(f"{path}: {table} lies at {str(place)[:60]!r}, which is no place.", CURE)
    absent = [table for table in contract.required_tables if table not in document]
    if absent:
        raise DataError(f"{path} names no table {absent[0]}, which is required.", CURE)
    return {str(table): str(place) for table, place in document.items()}


def supplied(session: SparkSession, table: str, place: str, contract: Contract) -> DataFrame:
    """The rows of one table as they lie there, with those of its columns that the contract knows.

    Raises:
        DataError: It is not there, cannot be read, or lacks a column that is required.
    """
    known = contract.tables[table]
    with spoken(f"{table} at {place}"):
        rows = session.read.parquet(place) if "/" in place else session.table(place)
        names = rows.columns
    refuse_names(names, place, known)
    if absent := [name for name in known.required if name not in names]:
        raise DataError(f"{table} at {place} lacks the column {absent[0]}.", f"It has {', '.join(names)[:500]}.")
    return rows.select(*[name for name in (*known.columns, "known_at") if name in names])
