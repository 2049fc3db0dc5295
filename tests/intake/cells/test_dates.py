from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.cells.cell import Cell
from zbrisk.intake.cells.dates import find_day, read_clock, read_day, read_moment, read_month

SPELT = "〇一二三四五六七八九"


def spelt_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{SPELT[tens]}十") + (SPELT[ones] if ones or not tens else "")


FORMS = {
    "iso": lambda d: d.isoformat(),
    "short": lambda d: f"{d.year}-{d.month}-{d.day}",
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "dots": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "words": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "compact": lambda d: f"{d:%Y%m%d}",
    "wide": lambda d: f"{d.year}年{d.month}月{d.day}日".translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    "serial": lambda d: str((d - dt.date(1899, 12, 30)).days),
    "spelt": lambda d: (
        f"{''.join(SPELT[int(n)] for n in str(d.year))}年{spelt_number(d.month)}月{spelt_number(d.day)}日"
    ),
    "half spelt": lambda d: f"{''.join(SPELT[int(n)] for n in str(d.year))}年{d.month}月{d.day}日",
    "clocked": lambda d: f"{d.year}/{d.month}/{d.day} 13:26:43",
}


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 1, 1)), st.sampled_from(sorted(FORMS)))
def test_a_day_written_in_any_form_reads_back(day: dt.date, form: str) -> None:
    assert read_day(FORMS[form](day)).value == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023年2月30日", "impossible_date"),
        ("1900-01-00", "impossible_date"),
        ("0001-01-01", "impossible_date"),
        ("5月3日", "no_year"),
        ("五月三日", "no_year"),
        ("上周五", "no_date"),
        ("123", "no_date"),
        ("24-5-3", "no_date"),
        ("2024-01-01" * 9000, "no_date"),
    ],
)
def test_what_is_no_day_is_refused(text: str, reason: str) -> None:
    assert read_day(text).reason == reason


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无", "null"])
def test_nothing_is_nothing_and_no_fault(text: str) -> None:
    assert read_day(text).value is None and not read_day(text).reason


@pytest.mark.parametrize("text", ["202312", "2023-12", "2023年12月", "2023/12", "二〇二三年十二月", "2023-12-15"])
def test_a_month_is_its_first_day(text: str) -> None:
    assert read_month(text).value == dt.date(2023, 12, 1)


def test_there_is_no_thirteenth_month() -> None:
    assert read_month("202413").reason == "impossible_date"


@pytest.mark.parametrize(
    "text", ["2023/06/14 15:45:34", "2023-06-14T15:45:34", "2023年6月14日 15时45分34秒", "2023-06-14-15.45.34.123456"]
)
def test_a_moment_is_read_to_the_second(text: str) -> None:
    assert read_moment(text).value == dt.datetime(2023, 6, 14, 15, 45, 34)
    assert read_clock(text) == Cell(dt.time(15, 45, 34), beside=dt.date(2023, 6, 14))


def test_a_moment_of_a_spreadsheet_is_a_serial_with_a_part() -> None:
    assert read_moment("45091.5").value == dt.datetime(2023, 6, 14, 12)


@pytest.mark.parametrize(
    ("text", "clock"), [("001038", dt.time(0, 10, 38)), ("1038", dt.time(0, 10, 38)), ("13:05", dt.time(13, 5))]
)
def test_a_clock_is_read_with_colons_or_without(text: str, clock: dt.time) -> None:
    assert read_clock(text).value == clock


def test_a_title_names_its_day_if_it_names_one() -> None:
    assert find_day("执行案件情况通报（截至2025年9月30日）") == dt.date(2025, 9, 30)
    assert find_day("2025年1月1日至2025年9月30日") is None
