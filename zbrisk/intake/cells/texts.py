"""Plain texts, whole numbers, yes and no, and telephone numbers."""

from __future__ import annotations

import hashlib
import re

from zbrisk.intake.cells.case_numbers import find_case_numbers
from zbrisk.intake.cells.cell import EMPTY, Cell, is_nothing, plain, refused
from zbrisk.intake.cells.numerals import whole_number
from zbrisk.intake.cells.plates import read_plate

__all__ = ["read_account", "read_flag", "read_phone", "read_rank", "read_serial", "read_text", "read_words"]

LONGEST_WORDS, LONGEST_TEXT = 500, 4000
YES = frozenset("是有√yY1")
NO = frozenset("否无×nN0")
RANK = re.compile(r"(?:第)?(?:轮候)?(?:查封)?第?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?:顺?位|轮|封)?")
SERIAL = re.compile(r"[\w()·.#/\-]{1,60}")
ACCOUNT = re.compile(
    r"[\d*]{6,32}|(?=(?:[^\d]{0,40}\d){4})(?!\d+[Ee]\d+$)[0-9A-Za-z*]{6,40}|[\w.*+\-]{1,40}@[\w.\-]{3,40}"
)
PHONE = re.compile(r"(?:86)?1[3-9]\d{9}|(?:86)?0\d{10,11}|[2-8]\d{6,7}")
PHONE_CODE = re.compile(r"[0-9a-zA-Z]{6,64}")
WAITING = re.compile(r"轮候(?:查封|冻结|扣押)?")
BLANKS = re.compile(r"\s+")


def read_words(text: str) -> Cell:
    """A short text, such as a cause of action."""
    return _text(text, LONGEST_WORDS)


def read_text(text: str) -> Cell:
    """A text of several sentences, and the one case that it names.

    It may begin as a formula does: it is kept, and quoted wherever a sheet is written.
    """
    cell = _text(text, LONGEST_TEXT)
    named = find_case_numbers(cell.value) if cell.value else ()
    return cell._replace(beside=named[0]) if len(named) == 1 else cell


def read_flag(text: str) -> Cell:
    """Yes or no."""
    bare = plain(text)
    if bare in YES:
        return Cell(True)
    if bare in NO:
        return Cell(False)
    return EMPTY if is_nothing(bare) else refused("no_flag")


def read_rank(text: str) -> Cell:
    """The place of a seizure among several: 首封 is 1, 轮候2 is 2; 轮候 alone is not the first, so 2 at the least.

    An empty cell says nothing: it may be the first, a renewal, or not looked up.
    """
    bare = plain(text)
    if is_nothing(bare):
        return EMPTY
    if bare in ("首封", "首轮", "首查封", "首先查封"):
        return Cell(1)
    if WAITING.fullmatch(bare):
        return Cell(2, "place_in_line_unknown")
    match = RANK.fullmatch(bare[:20])
    number = match and (int(match["number"]) if match["number"].isdigit() else whole_number(match["number"]))
    return Cell(number) if number else refused("no_rank")


def read_serial(text: str) -> Cell:
    """A registry's own number, in capitals and without blanks; a plate without its dot."""
    bare = plain(text)
    if is_nothing(bare):
        return EMPTY
    value = BLANKS.sub("", bare).upper()
    if (plate := read_plate(value)).value:
        value = plate.value
    return Cell(value, "" if value == text else "cleaned_serial") if SERIAL.fullmatch(value) else refused("no_serial")


def read_account(text: str) -> Cell:
    """An account's number, or a wallet's name; one that a spreadsheet made a float has lost digits."""
    bare = BLANKS.sub("", plain(text)).lstrip("'")
    if is_nothing(bare):
        return EMPTY
    return Cell(bare) if ACCOUNT.fullmatch(bare) else refused("no_account")


def read_phone(text: str) -> Cell:
    """A telephone number as a code by which two may be compared. What an office has already made a code stays."""
    bare = BLANKS.sub("", plain(text)).lstrip("'")
    if is_nothing(bare):
        return EMPTY
    digits = re.sub(r"[+\-()]", "", bare)
    if PHONE.fullmatch(digits):
        return Cell(hashlib.sha256(digits[-11:].encode()).hexdigest()[:16], "phone_hashed")
    return Cell(bare) if PHONE_CODE.fullmatch(bare) else refused("no_phone")


def _text(text: str, longest: int) -> Cell:
    bare = text.strip()
    if is_nothing(bare):
        return EMPTY
    if len(bare) > longest:
        return refused("overlong_text")
    if bare.isprintable():
        return Cell(bare)
    shown = "".join(letter for letter in bare if letter.isprintable() or letter in "\u3000")
    return Cell(shown, "line_ends_and_controls_removed")
