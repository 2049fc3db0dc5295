"""Small random worlds: tables of the contract made so that everything collides, and moments to ask for.

Few ids, few days, and those days on and around the days that are asked for: boundaries, month ends and a leap day are
hit all the time. A row may be null wherever the contract lets it, be known long after its event, or have versions that
change anything but its key. Tables are missing or empty, and coverage rows come and go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies

from tests.oracle.days import day_number, plus_months, to_date
from tests.oracle.known import KnownTables, Row
from tests.oracle.naive import Moment
from zbrisk.contract import Column, ColumnType, Contract, KnownRule, Table, load_contract

DAYS_ASKED = tuple(
    date.fromisoformat(text)
    for text in ("2024-02-29", "2024-03-01", "2024-03-31", "2024-05-31", "2024-06-30", "2025-02-28", "2025-03-01")
)
CASES = tuple(f"c{n}" for n in range(16))
PARTIES = tuple(f"p{n}" for n in range(6))
ASSETS = tuple(f"a{n}" for n in range(5))
ACCOUNTS = tuple(f"k{n}" for n in range(6))
SIZES = {
    "cases": len(CASES),
    "parties": len(PARTIES),
    "assets": len(ASSETS),
    "accounts": len(ACCOUNTS),
    "auctions": 3,
    "case_parties": 50,
}
NEEDED = ("cases", "parties", "case_parties", "coverage")
COURTS = ("浙0602", "浙0603")
PARTY_COLUMNS = """party_id holder_id counterparty_id party_a party_b company_id person_id employer_id legal_rep_id
    driver_id winner_id bidder_id deposit_payer_id creditor_id payee_id"""
POOLS: dict[str, Sequence[Any]] = {
    "case_id": CASES,
    "basis_case_id": CASES,
    "parent_case_id": CASES,
    **dict.fromkeys(PARTY_COLUMNS.split(), PARTIES),
    "asset_id": ASSETS,
    "account_id": ACCOUNTS,
    "auction_id": ("u0", "u1", "u2"),
    "agent_id": ("g0", "g1", "g2"),
    "court_code": COURTS,
    "place": ("Gate A", "gate b", "Gate 50%", "东门"),
    "memo": ("还款", "loan_1", "Loan 2", "x"),
}
TEXTS = ("x", "y", "甲", "乙路")
COMMON = {  # codes that the test signals ask for, so that they find some
    "cases.case_kind": ("enforcement", "enforcement", "suit", "restoration"),
    "cases.close_mode": ("terminated_round", "terminated_round", "performed"),
    "case_parties.role": ("applicant", "debtor", "debtor", "plaintiff", "defendant", "guarantor"),
    "asset_events.event": ("own_start", "own_start", "own_end", "transfer", "seize", "seize", "lift"),
    "property_queries.result": ("found", "none", "failed"),
    "asset_class": ("vehicle", "real_estate", "deposit"),
    "party_relations.relation": ("spouse", "ex_spouse", "parent_child", "same_phone"),
    "company_officers.role": ("legal_rep", "controller", "director"),
    "credit_measures.kind": ("restrict_consumption", "restrict_consumption", "dishonest_list"),
    "spending.kind": ("flight", "hotel", "golf"),
    "income_records.kind": ("social_security", "housing_fund"),
    "vehicle_sightings.kind": ("camera", "parking"),
}
MONEY = tuple(
    Decimal(text) for text in ["0", "0.01", "99.99", "100.50", "5000", "9999.99", "10000", "10000.01", "123456.78"]
)
RATIOS = (0.0, 0.25, 0.5, 0.75, 1.0)  # sums of them are exact in any order
SECONDS = (0, 1, 43_200, 86_399)
DATED = (ColumnType.TS, ColumnType.DATE)
ARROW = {
    ColumnType.DATE: pa.date32(),
    ColumnType.TS: pa.timestamp("us"),
    ColumnType.MONEY: pa.decimal128(18, 2),
    ColumnType.RATIO: pa.float64(),
    ColumnType.INT: pa.int64(),
    ColumnType.BOOL: pa.bool_(),
}


@dataclass(frozen=True, kw_only=True)
class World:
    """Tables as a data team would supply them, and moments of cases that were known then."""

    seed: int
    tables: dict[str, list[Row]]
    moments: tuple[Moment, ...]
    contract: Contract = field(default_factory=load_contract, repr=False)

    def frames(self) -> dict[str, pa.Table]:
        """The tables as typed Arrow tables: what `open_docket` is given."""
        return {name: arrow_table(self.contract.tables[name], rows) for name, rows in self.tables.items()}

    def with_future(self, as_of: date, rows: int = 4) -> World:
        """The same world with random rows that became known on `as_of` or later, in tables too that it lacked."""
        maker = _Maker(np.random.default_rng([self.seed, day_number(as_of)]), self.contract)
        tables = {name: list(old) for name, old in self.tables.items()}
        for name, table in self.contract.tables.items():
            # an empty table is the office's word that it found nothing, which its first row takes back
            if tables.setdefault(name, []) or name not in self.tables or name in self.contract.required_tables:
                maker.add_future(table, tables[name], as_of, rows)
        tables = unrepeated(self.contract, tables)
        return replace(self, tables=tables, moments=tuple(m for m in self.moments if m.as_of <= as_of))


def make_world(seed: int, contract: Contract | None = None) -> World:
    """The world of a seed, always the same."""
    contract = contract or load_contract()
    maker = _Maker(np.random.default_rng(seed), contract)
    tables = maker.tables()
    return World(seed=seed, tables=tables, moments=maker.moments(tables), contract=contract)


def worlds(contract: Contract | None = None) -> strategies.SearchStrategy[World]:
    """Worlds for hypothesis; a failing one is named by its seed."""
    return strategies.integers(0, 2**32 - 1).map(lambda seed: make_world(seed, contract))


def arrow_table(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows with the contract's types; optional columns that hold nothing at all are left out, as exports do."""
    kinds = {name: ARROW.get(column.type, pa.string()) for name, column in table.columns.items()}
    filled = {*table.required, *table.key} | {name for row in rows for name, value in row.items() if value is not None}
    schema = pa.schema([(name, kind) for name, kind in (kinds | {"known_at": pa.date32()}).items() if name in filled])
    return pa.Table.from_pylist([{name: row[name] for name in schema.names} for row in rows], schema)


def unrepeated(contract: Contract, tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The tables without rows that have the key and knowledge day of one before: those would be refused."""
    known = KnownTables(contract, tables)
    kept: dict[str, list[Row]] = {}
    for name, rows in tables.items():
        first = {(v.key, v.said): n for n, v in reversed(list(enumerate(known.versions(name))))}
        kept[name] = [rows[n] for n in sorted(first.values())]
    return kept


class _Maker:
    """Draws rows."""

    def __init__(self, rng: np.random.Generator, contract: Contract) -> None:
        self.rng = rng
        self.contract = contract

    def chance(self, probability: float) -> bool:
        return bool(self.rng.random() < probability)

    def pick(self, pool: Sequence[Any]) -> Any:
        return pool[int(self.rng.integers(len(pool)))]

    def day(self) -> date:
        """Mostly a day on or near the edge of some window of some day asked for."""
        day = day_number(self.pick(DAYS_ASKED))
        edge = self.pick(("here", "days", "days", "months", "months", "anywhere", "anywhere"))
        if edge == "days":
            day -= self.pick((30, 90, 365))
        elif edge == "months":
            day = plus_months(day, -self.pick((1, 3, 6, 12)))
        elif edge == "anywhere":
            day -= int(self.rng.integers(0, 500))
        return to_date(day + self.pick((0, 0, -1, 1, -2)))

    def tables(self) -> dict[str, list[Row]]:
        optional = [name for name in self.contract.tables if name not in NEEDED]
        missing = {self.pick(optional) for _ in range(self.pick((0, 1, 2)))}
        empty = {self.pick(optional) for _ in range(self.pick((0, 1, 2)))}
        if self.chance(0.5):
            missing.add("coverage")
        present = [table for name, table in self.contract.tables.items() if name not in missing]
        drawn = {table.name: [] if table.name in empty else self.table(table) for table in present}
        return unrepeated(self.contract, drawn)

    def table(self, table: Table) -> list[Row]:
        size = 5 if table.name == "coverage" else SIZES.get(table.name) or int(self.rng.integers(10, 45))
        rows: dict[tuple[Any, ...], Row] = {}
        for number in range(size):
            row = self.row(table, number)
            rows.setdefault(_key(table, row), row)
        versions = [version for row in rows.values() for version in self.versions(table, row)]
        drawn = [*rows.values(), *versions]
        self.rng.shuffle(drawn)
        return drawn

    def row(self, table: Table, number: int) -> Row:
        row = {name: self.value(table, column) for name, column in table.columns.items()}
        own_id = table.key[0]
        if len(table.key) == 1 and own_id not in POOLS:
            row[own_id] = f"{table.name[:2]}{number}"
        elif len(table.key) == 1:
            row[own_id] = POOLS[own_id][number % len(POOLS[own_id])]
        row["known_at"] = None
        return self.settled(table, row)

    def value(self, table: Table, column: Column) -> Any:
        """A value of a column; null with some chance where the contract allows it."""
        must = column.name in table.required or column.name in table.key or column.name == table.known_at.column
        if not must and self.chance(0.25):
            return None
        codes = COMMON.get(f"{table.name}.{column.name}", COMMON.get(column.name, column.codes))
        draw: dict[ColumnType, Callable[[], Any]] = {
            ColumnType.DATE: lambda: self.day().replace(day=1) if column.name == "month" else self.day(),
            ColumnType.TS: lambda: datetime.combine(self.day(), time()) + timedelta(seconds=self.pick(SECONDS)),
            ColumnType.MONEY: lambda: self.pick(MONEY),
            ColumnType.RATIO: lambda: self.pick(RATIOS),
            ColumnType.INT: lambda: int(self.rng.integers(0, 4)),
            ColumnType.BOOL: lambda: self.chance(0.5),
            ColumnType.CODE: lambda: self.pick(codes),
        }
        return draw.get(column.type, lambda: self.pick(POOLS.get(column.name, TEXTS)))()

    def settled(self, table: Table, row: Row) -> Row:
        """The row with its days in an order that the contract allows, and often known later than its event."""
        if table.name == "cases" and row["closed_date"]:
            row["closed_date"] = max(row["closed_date"], row["filed_date"])
        if table.name == "coverage":
            self._widen(row)
        column = table.known_at.column
        optional_default = table.name in ("case_parties", "party_relations")
        if column and optional_default and self.chance(0.3):
            row[column] = None
        late = {KnownRule.REQUIRED: 1.0, KnownRule.COLUMN: 0.4, KnownRule.ALWAYS: 0.3}[table.known_at.rule]
        if self.chance(late):
            row["known_at"] = max(self.day(), _event_day(table, row) + timedelta(days=self.pick((0, 0, 1, 40))))
            if column and column not in (*table.required, *table.key) and self.chance(0.2):
                row[column] = None
        return row

    def _widen(self, row: Row) -> None:
        row["table_name"] = self.pick([name for name in self.contract.tables if name != "coverage"])
        row["feed"] = self.pick((None, "live"))  # a batch feed may leave no known_at out
        row["from_date"] = self.pick((None, date(2020, 1, 1), row["from_date"]))
        row["until_date"] = self.pick((None, date(2030, 1, 1), row["until_date"]))
        row["party_id"] = self.pick((None, None, row["party_id"]))
        row["case_id"] = self.pick((None, None, None, row["case_id"]))

    def versions(self, table: Table, row: Row) -> list[Row]:
        """Up to two corrections of a row, known later, that change anything but its key."""
        found: list[Row] = []
        while len(found) < 2 and self.chance(0.25):
            last = found[-1] if found else row
            first_known = last["known_at"] or _event_day(table, last)
            found.append(self.correction(table, last, first_known + timedelta(days=self.pick((0, 1, 20, 90)))))
        return found

    def correction(self, table: Table, row: Row, known_at: date) -> Row:
        newer = dict(row)
        for name, column in table.columns.items():
            if name not in table.key and self.chance(0.4):
                newer[name] = self.value(table, column)
        if table.name == "cases" and newer["closed_date"]:
            newer["closed_date"] = max(newer["closed_date"], newer["filed_date"])
        if table.name == "coverage":
            newer |= {"table_name": row["table_name"], "feed": row["feed"]}
        newer["known_at"] = max(known_at, _event_day(table, newer))
        return newer

    def add_future(self, table: Table, rows: list[Row], as_of: date, number: int) -> None:
        """New rows, and corrections of rows that are there, all known on `as_of` or later."""
        for n in range(number):
            fresh = self.row(table, 1000 + n)
            if rows and self.chance(0.6):
                fresh = self.correction(table, self.pick(rows), as_of)
            fresh["known_at"] = max(as_of, _event_day(table, fresh)) + timedelta(days=self.pick((0, 0, 1, 30)))
            rows.append(fresh)

    def moments(self, tables: dict[str, list[Row]]) -> tuple[Moment, ...]:
        """Some cases on several days, on each of these days several cases; only those known on that day."""
        known = KnownTables(self.contract, {"cases": tables["cases"]})
        cases = sorted({row["case_id"] for row in tables["cases"]})
        chosen = [cases[int(n)] for n in self.rng.permutation(len(cases))[:12]]
        days = [DAYS_ASKED[int(n)] for n in self.rng.permutation(len(DAYS_ASKED))[:4]]
        found = []
        for day in days:
            seen = {row["case_id"] for row in known.at("cases", day_number(day))}
            found += [Moment(case, day) for case in chosen if case in seen and self.chance(0.8)]
        return tuple(found)


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in table.key)


def _event_day(table: Table, row: Row) -> date:
    """The day before which the row cannot have been known."""
    value = row[table.known_at.column] if table.known_at.column else None
    if value is None and table.known_at.rule is KnownRule.REQUIRED:
        value = next((row[name] for name, column in table.columns.items() if column.type in DATED and row[name]), None)
    if value is None:
        return date(2020, 1, 1)
    day = value.date() if isinstance(value, datetime) else value
    return to_date(plus_months(day_number(day), table.known_at.plus_months))
