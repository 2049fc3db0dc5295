"""Bank statements as banks lay them out: which way money went, and whether the balances follow."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.intake.lists import Deliver
from zbrisk.intake.assembling.account_ids import name_accounts
from zbrisk.intake.assembling.statements import book
from zbrisk.intake.delivery import look_into
from zbrisk.intake.headers.find import Role, find_layout
from zbrisk.intake.headers.kinds import bank_adapters
from zbrisk.intake.headers.mapping import HeadingMap
from zbrisk.intake.reading.raw_rows import RawRow
from zbrisk.intake.reading.sniffing import Kind
from zbrisk.intake.row_reader import RowReader
from zbrisk.intake.sheets import sheets_in_order
from zbrisk.intake.staging import stage
from zbrisk.intake.store import keep

HEAD = [["户名", "李雷", "账号", "0001111"], ["反馈日期", "2025-12-01"]]
Row = Sequence[str]
Booking = dict[str, Any]
Booked = Callable[..., tuple[list[Booking], int]]


def staged(headings: Row, *rows: Row, head: Sequence[Row] = HEAD) -> list[tuple[Role, str, dict[str, Any]]]:
    raws = [RawRow("1", n, [*cells]) for n, cells in enumerate([*head, headings, *rows], 1)]
    reader = RowReader(find_layout(raws, HeadingMap()), Kind.WORKBOOK)
    read = reader.read(raws)
    said = {place: {n: cells[at].value for n, cells in read.cells.items()} for at, place in enumerate(read.kept)}
    rows = zip(read.roles, read.reasons, strict=True)
    return [(role, reason, said.get(place, {})) for place, (role, reason) in enumerate(rows)][len(head) + 1 :]


@pytest.fixture
def booked(tmp_path: Path, deliver: Deliver) -> Booked:
    """The bookings of statements, and how many are of one that is refused."""

    def taken(*statements: Sequence[Row]) -> tuple[list[Booking], int]:
        for number, rows in enumerate(statements):
            raw = deliver(f"2025Q4/{number}.csv", rows)
        store = keep(look_into(raw, tmp_path), tmp_path)
        with duckdb.connect() as connection:
            stage(connection, sheets_in_order(store, HeadingMap()))
            assert connection.execute("select * from raw_rows where reason <> ''").fetchall() == []
            name_accounts(connection)
            book(connection)
            found = connection.sql("from booked order by _id").to_arrow_table().to_pylist()
        return [row for row in found if not row["refused"]], sum(row["refused"] for row in found)

    return taken


def way(row: Booking) -> tuple[int, float]:
    return row["ts"].day, float(row["amount"]) * (1 if row["direction"] == "in" else -1)


def statement(account: str, headings: Row, *rows: Row, more: Row = ()) -> list[list[str]]:
    return [["户名", "李雷", "账号", account], [*HEAD[1], *more], [*headings], *map(list, rows)]


COLUMNS = ["交易日期", "借方发生额", "贷方发生额", "余额"]
MARKED = ["交易日期", "收付标志", "交易金额", "余额"]
SIGNED = ["交易日期", "摘要", "发生额", "余额"]
IN, OUT = "2024-01-02", "2024-01-03"
WAYS = {
    "columns": (COLUMNS, [IN, "", "50", "150"], [OUT, "70", "", "80"]),
    "a minus in a column": (COLUMNS, [IN, "", "50", "150"], [OUT, "-70", "", "80"]),
    "a mark": (MARKED, [IN, "进", "50", "150"], [OUT, "出", "-70", "80"]),
    "a sign": (SIGNED, [IN, "货款", "50", "150"], [OUT, "货款", "-70", "80"]),
}


def test_money_goes_the_way_that_columns_marks_or_signs_say_in_either_order(
    booked: Booked,
) -> None:
    both = itertools.product(WAYS.values(), (1, -1))
    found, refused = booked(*(
        statement(f"000{n}000", headings, *rows[::step]) for n, ((headings, *rows), step) in enumerate(both)
    ))  # fmt: skip
    assert refused == 0 and len(found) == 2 * len(WAYS) * 2
    assert {way(row) for row in found} == {(2, 50.0), (3, -70.0)}
    assert {row["_known"] for row in found} == {dt.date(2025, 12, 1)}


def test_a_minus_that_the_balances_call_a_reversal_is_money_that_came_back(
    booked: Booked,
) -> None:
    found, refused = booked(
        statement("0001111", COLUMNS, ["2024-01-02", "70", "", "30"], ["2024-01-03", "-70", "", "100"]),
        statement("0002222", MARKED, ["2024-01-02", "借", "70", "30"], ["2024-01-03", "借", "-70", "100"]),
    )
    assert refused == 0 and [way(row) for row in sorted(found, key=way)] == [(2, -70), (2, -70), (3, 70), (3, 70)]


REFUSED = {
    "opening balance": statement("0001111", COLUMNS, ["2024-01-02", "10", "", "80"], more=["期初余额", "100"]),
    "row of the opening balance": statement(
        "0002222", COLUMNS, ["", "期初余额", "", "100"], ["2024-01-02", "10", "", "80"]
    ),
    "across a missing balance": statement(
        "0003333", COLUMNS, ["2024-01-02", "10", "", "90"], ["2024-01-03", "10", "", ""], ["2024-01-04", "10", "", "60"]
    ),
    "one day, either order": statement(
        "0004444", COLUMNS, ["2024-01-02", "10", "", "90"], ["2024-01-02", "10", "", "90"], ["2024-01-02", "5", "", "6"]
    ),
}  # fmt: skip


def test_a_statement_whose_balances_do_not_follow_is_refused_whole_and_no_other(
    booked: Booked,
) -> None:
    right = statement(
        "0005555", COLUMNS, ["", "期初余额", "", "100"], ["2024-01-02", "10", "", "90"], ["2024-01-03", "10", "", ""],
        ["2024-01-03", "10", "", "70"], ["", "期末余额", "", "70"], more=["期初余额", "100"],
    )  # fmt: skip
    one_day = statement("0006666", COLUMNS, ["2024-01-02", "10", "", "90"], ["2024-01-02", "", "40", "100"])
    without = statement("0007777", COLUMNS[:3], ["2024-01-02", "10", ""], ["2024-01-03", "", "10"])
    found, refused = booked(right, one_day, without, *REFUSED.values())
    assert refused == 1 + 1 + 3 + 3
    assert len(found) == 3 + 2 + 2


def test_amounts_without_mark_minus_or_balance_have_no_direction(
    booked: Booked,
) -> None:
    found, refused = booked(
        statement("0001111", ["交易日期", "交易金额", "摘要", "对方户名"], ["2024-01-02", "10", "a", ""])
    )
    assert [row["direction"] for row in found] == [None] and refused == 0


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["交易日期", "交易时间"], ["20240103", "80501"]),
        (["交易日期", "交易时间"], ["2024-01-03", "2024-01-03 08:05:01"]),
        (["交易时间"], ["2024-01-03 08:05:01"]),
        (["交易时间"], ["20240103080501"]),
        (["交易日期时间"], ["20240103 080501"]),
    ],
)
def test_day_and_clock_stand_in_one_column_or_in_two(headings: Row, cells: Row) -> None:
    raws = [
        RawRow("1", n, [*row])
        for n, row in enumerate([*HEAD, [*headings, *COLUMNS[1:]], [*cells, "1", "", "9"]], 1)
    ]  # fmt: skip
    read = RowReader(find_layout(raws, HeadingMap()), Kind.WORKBOOK).read(raws[-1:])
    [day] = read.cells["day"]
    assert read.reasons == [""] and day.value == dt.date(2024, 1, 3)
    assert (read.cells["clock"][0].value if "clock" in read.cells else day.beside) == dt.time(8, 5, 1)


def test_a_row_that_books_nothing_is_counted_and_its_balance_opens_the_next_one() -> None:
    rows = staged(
        [*COLUMNS, "摘要"],
        ["2024-01-01", "", "", "100", "承前页"],
        ["2024-01-02", "10", "", "90", "货款"],
        ["2024-01-03", "1", "", "89", "期初余额"],
        ["2024-01-03", "11", "", "", "本期合计"],
        ["", "", "期末余额", "89", ""],
    )
    assert [role for role, _, _ in rows] == [Role.NOTE, Role.DATA, Role.DATA, Role.TOTAL, Role.TOTAL]
    assert [values.get("opening") for role, _, values in rows if role is Role.DATA] == [100, None]


def test_adapters_say_nothing_that_is_not_understood() -> None:
    assert {a.sign for a in bank_adapters()} == {"columns", "mark", "amount"}
    assert {a.minus for a in bank_adapters()} == {"ignored", "reversal"}


def test_another_currency_and_what_was_not_carried_out_are_not_booked() -> None:
    rows = staged(
        [*SIGNED, "币种", "交易状态"],
        [IN, "货款", "50", "150", "人民币", "成功"],
        [OUT, "货款", "-70", "80", "CNY", ""],
        [OUT, "货款", "-70", "80", "美元", "成功"],
        [OUT, "货款", "-70", "80", "人民币", "交易关闭"],
        [OUT, "货款", "-70", "80", "铢", "成功"],
    )
    assert [reason for _, reason, _ in rows] == ["", "", "foreign_currency", "not_carried_out", "unknown_code"]


def test_a_currency_above_the_table_counts_for_all_of_it() -> None:
    rows = staged(SIGNED, [IN, "货款", "50", "150"], head=[*HEAD, ["币种：美元"]])
    assert [reason for _, reason, _ in rows] == ["foreign_currency"]


def test_what_a_column_leaves_empty_the_block_above_says() -> None:
    rows = staged(
        ["交易账号", *SIGNED],
        ["1202021000000000011", IN, "货款", "50", "150"],
        ["", IN, "货款", "50", "150"],
    )
    assert [values["account_no"] for _, _, values in rows] == ["1202021000000000011", "0001111"]


def test_a_statement_without_the_day_of_a_reply_is_known_with_its_delivery(booked: Booked) -> None:
    found, refused = booked([HEAD[0], SIGNED, [IN, "货款", "50", "150"], [OUT, "货款", "-70", "80"]])
    assert refused == 0 and {row["_known"] for row in found} == {dt.date(2025, 12, 31)}


def test_a_booking_has_the_day_that_stands_with_its_clock(booked: Booked) -> None:
    headings = ["记账日期", "交易时间", "收付标志", "交易金额"]
    found, _ = booked([HEAD[0], headings, ["2024-01-03", "2024-01-02 23:59:58", "进", "50"]])
    assert [row["ts"] for row in found] == [dt.datetime(2024, 1, 2, 23, 59, 58)]


def test_amounts_in_hundredths_of_a_yuan_are_yuan(booked: Booked) -> None:
    headings = ["交易时间", "借贷类型", "交易金额(分)", "账户余额(分)"]
    found, _ = booked([HEAD[0], headings, [f"{IN} 08:00:00", "入", "5000", "15000"]])
    assert [way(row) for row in found] == [(2, 50.0)]
