"""Identity numbers (GB 11643) and credit codes (GB 32100): whole and valid, or what is left of them.

A number that ends in 000 is damaged even where its check digit fits, as one in 13 does by luck: a spreadsheet keeps 15
digits. What is damaged or masked on purpose gives no value but a pattern, by which links may still be weighed.
"""

from __future__ import annotations

import datetime as dt
import re

from zbrisk.intake.cells.cell import EMPTY, Cell, is_nothing, plain, refused

__all__ = ["agrees", "birth_year", "read_credit_code", "read_resident_id", "region"]

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
WHOLE = re.compile(r"[1-9]\d{16}[\dX]")
OLD = re.compile(r"[1-9]\d{14}")
MASKED = re.compile(r"[1-9]?[\dX*]{14,17}[\dX*]")
FLOATED = re.compile(r"(?P<first>\d)\.(?P<rest>\d{1,17})E\+?(?P<power>1[47])")
BLANKS = re.compile(r"[\s'’‘`\"·.\-]")
CODE = re.compile(f"[1-9ANY][{LETTERS}]{{17}}")
NUMBER_LENGTH = 18
LONGEST = 40


def read_resident_id(text: str) -> Cell:
    """A citizen's number of 18 digits; one of 15 is made whole. Masked and damaged ones give a pattern alone."""
    text = plain(text).upper()
    if is_nothing(text):
        return EMPTY
    if len(text) > LONGEST:
        return refused("no_resident_id")
    if floated := FLOATED.fullmatch(text):
        kept = (floated["first"] + floated["rest"])[:15]
        return refused("id_lost_digits", kept.ljust(int(floated["power"]) + 1, "*"))
    bare = BLANKS.sub("", text)
    if WHOLE.fullmatch(bare):
        return _whole(bare, "" if bare == text else "cleaned_id")
    if OLD.fullmatch(bare):
        longer = f"{bare[:6]}19{bare[6:]}"
        return _whole(longer + _check(longer), "old_id")
    if "*" in bare and MASKED.fullmatch(bare):
        return Cell(rule="masked_id", beside=bare)
    return refused("no_resident_id")


def read_credit_code(text: str) -> Cell:
    """A unified social credit code."""
    text = plain(text).upper()
    if is_nothing(text):
        return EMPTY
    bare = BLANKS.sub("", text[: LONGEST + 1])
    if "*" in bare and len(bare) == NUMBER_LENGTH:
        return Cell(rule="masked_id", beside=bare)
    if not CODE.fullmatch(bare):
        return refused("no_credit_code")
    total = sum(LETTERS.index(letter) * weight for letter, weight in zip(bare, CODE_WEIGHTS, strict=False))
    if LETTERS[(31 - total % 31) % 31] != bare[-1]:
        return refused("id_check_fails", bare)
    return Cell(bare, "" if bare == text else "cleaned_id")


def agrees(pattern: str, number: str) -> bool:
    """Whether a number may be what is left of it: `*` stands for any sign."""
    return len(pattern) == len(number) and all(p in ("*", n) for p, n in zip(pattern, number, strict=True))


def birth_year(number: str) -> int:
    """The year of birth in a valid number."""
    return int(number[6:10])


def region(number: str) -> str:
    """The county in a valid number: where a person was registered first, or an organisation is."""
    return number[:6] if number[17:].isdigit() and number[6:8] in ("19", "20") else number[2:8]


def _whole(number: str, rule: str) -> Cell:
    if number.endswith("000"):
        return refused("id_lost_digits", f"{number[:15]}***")
    if _check(number) != number[-1]:
        return refused("id_check_fails", number)
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return refused("id_check_fails", number)
    return Cell(number, rule) if born.year >= 1880 else refused("id_check_fails", number)


def _check(number: str) -> str:
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11]
