from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.cells.ids import birth_year, read_credit_code, read_resident_id, region

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def citizen(day: str, order: int) -> str:
    """An identity number of a region that exists nowhere."""
    body = f"339602{day}{order:03}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


@pytest.mark.slow
@given(st.dates().filter(lambda d: 1900 <= d.year <= 2030).map(lambda d: f"{d:%Y%m%d}"), st.integers(1, 999))
def test_a_number_with_marks_and_in_small_letters_reads_back(day: str, order: int) -> None:
    number = citizen(day, order)
    if not number.endswith("000"):
        for text in (number, number.lower(), f"'{number}", f" {number[:6]} {number[6:14]} {number[14:]} "):
            assert read_resident_id(text).value == number


def test_an_old_number_is_made_whole() -> None:
    number = citizen("19641229", 29)
    assert read_resident_id(number[:6] + number[8:17]).value == number


@pytest.mark.parametrize(
    ("text", "reason", "pattern"),
    [
        ("3.39602197203193e+17", "id_lost_digits", "339602197203193***"),
        ("3.39602E+17", "id_lost_digits", "339602************"),
        ("339602198812282000", "id_lost_digits", "339602198812282***"),
        ("339602********8126", "", "339602********8126"),
    ],
)
def test_what_is_left_of_a_number_is_kept_beside_it(text: str, reason: str, pattern: str) -> None:
    cell = read_resident_id(text)
    assert (cell.value, cell.reason, cell.beside) == (None, reason, pattern)


@pytest.mark.parametrize("text", ["339602196404053601", "339602196413053609", "abc", "12345", "1" * 100_000])
def test_a_number_that_cannot_be_is_refused(text: str) -> None:
    assert read_resident_id(text).value is None and read_resident_id(text).reason


@pytest.mark.parametrize(
    "code", ["91330100799655058B", "9144030071526726XG", "914403001922038216", "91110000802100433B"]
)
def test_credit_codes_that_are_published_are_valid(code: str) -> None:
    assert read_credit_code(code.lower()).value == code
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert read_credit_code(other).reason == "id_check_fails"


def test_a_number_says_where_and_when() -> None:
    assert (region(citizen("19641229", 29)), birth_year(citizen("19641229", 29))) == ("339602", 1964)
    assert region("91330100799655058B") == "330100"
