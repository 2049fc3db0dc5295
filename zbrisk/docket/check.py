"""Hold tables against the contract, and list everything that is wrong rather than the first thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zbrisk.contract import ColumnType, Contract, KnownRule, Table, load_contract
from zbrisk.docket.days import ALWAYS, NEVER, to_date
from zbrisk.docket.docket import batch_fed, dated_rows, fresh, typed_rows
from zbrisk.docket.faults import EXAMPLES, Fault, missing_columns, missing_tables, shown, unreadable_cells
from zbrisk.docket.knowledge import key_text, parents_first, repeated_keys
from zbrisk.docket.sources import Source, Supply, reading, supply
from zbrisk.errors import DataError

__all__ = ["Findings", "TableSummary", "check"]
