"""Days, months and moments in the forms that courts and agencies write."""

from __future__ import annotations

import datetime as dt
import re

from zbrisk.intake.cells.cell import EMPTY, Cell, is_nothing, plain, refused
from zbrisk.intake.cells.numerals import digit_by_digit, whole_number

__all__ = ["find_day", "read_clock", "read_day", "read_day_and_clock", "read_moment", "read_month"]

EARLIEST, LATEST = 1901, 2199
CLOCK = r"(?P<hour>[01]?\d|2[0-3])[::时](?P<minute>[0-5]\d)分?(?:[::]?(?P<second>[0-5]\d)秒?)?(?:\.\d+)?"
SEPARATED = re.compile(
    r"(?P<year>\d{4})\s?(?P<mark>[-/.年])\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?[日号]?"
)
COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
SPELT = re.compile(
    r"(?P<year>[〇○零一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2}|\d{1,2})月"
    r"(?P<day>[一二三四五六七八九十廿卅]{1,3}|\d{1,2})[日号]"
)
SHORT_YEAR = re.compile(r"(?P<year>\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?")
SERIAL = re.compile(r"(?P<days>\d{5})(?:\.(?P<part>\d{1,12}))?")
NO_YEAR = re.compile(
    r"\d{1,2}[月./-]\d{1,2}[日号]?|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿卅]{1,3}[日号]?"
)
MONTH = re.compile(r"(?P<year>\d{4})[-/.年]?(?P<month>\d{1,2})月?")
SPELT_MONTH = re.compile(r"(?P<year>[〇○零一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月")
WITH_CLOCK = re.compile(rf"(?P<date>.*?[\d日])[T\s]+(?P<clock>{CLOCK})", re.ASCII)
MAINFRAME = re.compile(
    r"(\d{4}-\d\d-\d\d)-(\d\d)\.(\d\d)\.(\d\d)(?:\.\d{1,6})?", re.ASCII
)  # 2024-01-03-11.23.45.123456
ONLY_CLOCK = re.compile(CLOCK)
COMPACT_CLOCK = re.compile(r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)")
COMPACT_MOMENT = re.compile(r"(?P<date>\d{8})\s?(?P<clock>(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)", re.ASCII)
EPOCH = dt.date(1899, 12, 30)  # day 0 of spreadsheets, right from March 1900
FIRST_SERIAL, LAST_SERIAL = 18_264, 73_050  # 1950 to 2099: fewer would be a plain number, more a compact day
LONGEST = 40


def read_day(text: str) -> Cell:
    """A day: 2024-5-3, 2024年5月3日, 二〇二四年五月三日, 20240503, 45415 (a serial); its clock, if any, is dropped."""
    text = plain(text)
    if is_nothing(text):
        return EMPTY
    if len(text) > LONGEST:
        return refused("no_date")
    if clocked := WITH_CLOCK.fullmatch(text):
        return read_day(clocked["date"])
    for form, rule in ((SEPARATED, ""), (COMPACT, ""), (SPELT, "spelt_day"), (SHORT_YEAR, "short_year")):
        if match := form.fullmatch(text):
            return _day(match, rule)
    if match := SERIAL.fullmatch(text):
        return _serial(int(match["days"]))
    return refused("no_year" if NO_YEAR.fullmatch(text) else "no_date")


def read_month(text: str) -> Cell:
    """A month as its first day: 202312, 2023-12, 2023年12月, 二〇二三年十二月, or any day of it."""
    text = plain(text)
    if is_nothing(text):
        return EMPTY
    match = MONTH.fullmatch(text) or SPELT_MONTH.fullmatch(text)
    if match is None:
        day = read_day(text)
        return Cell(day.value.replace(day=1), "first_of_month") if day.value else refused(day.reason)
    year, month = _number(match["year"]), _number(match["month"])
    if not (EARLIEST <= year <= LATEST and 1 <= month <= 12):
        return refused("impossible_date")
    return Cell(dt.date(year, month, 1))


def read_moment(text: str) -> Cell:
    """A day with its clock, to the second; a day alone is its midnight."""
    text = MAINFRAME.sub(r"\1 \2:\3:\4", plain(text))
    clocked = WITH_CLOCK.fullmatch(text) or COMPACT_MOMENT.fullmatch(text)
    if clocked is None:
        serial = SERIAL.fullmatch(text)
        day = read_day(text)
        if day.value is None:
            return day
        seconds = round(86_400 * float(f"0.{serial['part']}")) if serial and serial["part"] else 0
        return Cell(dt.datetime.combine(day.value, dt.time()) + dt.timedelta(seconds=seconds), day.rule or "no_clock")
    day, clock = read_day(clocked["date"]), read_clock(clocked["clock"])
    if day.value is None:
        return day
    return Cell(dt.datetime.combine(day.value, clock.value), day.rule)


def read_day_and_clock(text: str) -> Cell:
    """A day, and beside it the time of the day where the cell says one: 2024-05-03 13:26:43, 20240503132643."""
    moment = read_moment(text)
    if moment.value is None:
        return moment
    day, clock = moment.value.date(), moment.value.time()
    if moment.rule == "no_clock":
        return Cell(day)
    return Cell(day, moment.rule, beside=clock if moment.rule != "serial_day" or clock != dt.time() else None)


def read_clock(text: str) -> Cell:
    """A time of the day: 13:26:43, 13:26, 132643; of a moment its clock, and beside it its day."""
    text = MAINFRAME.sub(r"\1 \2:\3:\4", plain(text))
    if is_nothing(text):
        return EMPTY
    if text.isdigit() and len(text) < 6:  # a spreadsheet drops the zeros in front
        text = text.zfill(6)
    day = None
    if clocked := WITH_CLOCK.fullmatch(text) or COMPACT_MOMENT.fullmatch(text):
        text, day = clocked["clock"], read_day(clocked["date"]).value
    match = ONLY_CLOCK.fullmatch(text) or COMPACT_CLOCK.fullmatch(text)
    if match is None:
        return refused("no_clock_time")
    return Cell(dt.time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0)), beside=day)


def find_day(text: str) -> dt.date | None:
    """The one day that a sentence names, such as a title 截至2025年9月30日; None where it names none or several."""
    text = plain(text[:2000])
    found = {_day(match, "").value for form in (SEPARATED, SPELT) for match in form.finditer(text)}
    return found.pop() if len(found) == 1 else None


def _day(match: re.Match[str], rule: str) -> Cell:
    year, month, day = (_number(match[part]) for part in ("year", "month", "day"))
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    if not EARLIEST <= year <= LATEST:
        return refused("impossible_date")
    try:
        return Cell(dt.date(year, month, day), rule)
    except ValueError:
        return refused("impossible_date")


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    number = digit_by_digit(text) if len(text) == 4 else whole_number(text)
    return -1 if number is None else number


def _serial(days: int) -> Cell:
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        return refused("no_date")
    return Cell(EPOCH + dt.timedelta(days=days), "serial_day")
