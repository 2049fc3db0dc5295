"""Amounts of yuan: 12,500.00, 12.5万元, １２５００元, 人民币壹拾贰万伍仟元整."""

from __future__ import annotations

import re
from decimal import Decimal

from zbrisk.intake.cells.cell import EMPTY, Cell, is_nothing, plain, refused
from zbrisk.intake.cells.numerals import DIGITS, UNITS, whole_number

__all__ = ["ANY_UNIT", "UNIT_WORDS", "read_money"]

UNIT_WORDS = {
    "分": Decimal("0.01"), "元": Decimal(1), "千元": Decimal(10**3), "万元": Decimal(10**4), "万": Decimal(10**4),
    "百万元": Decimal(10**6), "亿元": Decimal(10**8), "亿": Decimal(10**8),
}  # fmt: skip
ANY_UNIT = "|".join(sorted(UNIT_WORDS, key=len, reverse=True))  # as a pattern
UNIT = {"": Decimal(1), "千": Decimal(10**3), "万": Decimal(10**4), "亿": Decimal(10**8)}
FIGURES = re.compile(
    r"(?P<sign>[-+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d*))?\s?(?P<more>余|多)?\s?(?P<unit>[千万亿]?)(?P<more2>余|多)?(?P<yuan>元?)"
)
CAPITALS = re.compile(
    rf"(?P<yuan>[{''.join(DIGITS)}{''.join(UNITS)}廿卅万亿萬億]+)[元圆](?:零?(?P<jiao>[{''.join(DIGITS)}])角)?"
    rf"(?:零?(?P<fen>[{''.join(DIGITS)}])分)?"
)
BEFORE = re.compile(r"(?:人民币|rmb|cny|¥|约|大约|共计|计|:|\s)*", re.IGNORECASE)  # $ is another currency
SIGN_BEFORE = re.compile(r"([-+])\s?[¥￥]")
BEHIND = re.compile(r"\(?(?:人民币|rmb|cny|整|正)\)?$", re.IGNORECASE)
USUAL = re.compile(r"[￥¥]?(\d{1,12}(?:\.\d{1,2})?|\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?)元?", re.ASCII)
ABOUT = re.compile("约|余|多")
LONGEST = 60
MOST = Decimal(10**13)
FEN = Decimal("0.01")
NEGATIVE = re.compile(r"\((?P<inside>.+)\)")


def read_money(text: str, unit: Decimal = Decimal(1)) -> Cell:
    """An amount in yuan, to the 分.

    Args:
        text: The cell.
        unit: What one is worth where the cell names no unit of its own: 10,000 below a heading (万元).
    """
    if unit == 1 and (usual := USUAL.fullmatch(text) or USUAL.fullmatch(plain(text))):
        return Cell(Decimal(usual[1].replace(",", "")).quantize(FEN))
    text = plain(text)
    if is_nothing(text):
        return EMPTY
    if len(text) > LONGEST:
        return refused("no_amount")
    if negative := NEGATIVE.fullmatch(text):
        inside = read_money(negative["inside"], unit)
        return Cell(-inside.value, "negative_in_brackets", beside=inside.beside) if inside.value else inside
    text = SIGN_BEFORE.sub(r"\1", text)
    bare = text[BEFORE.match(text).end() :]  # type: ignore[union-attr]  # it matches nothing too
    about = "approximate" if ABOUT.search(text) else ""
    bare = BEHIND.sub("", bare).strip()
    if match := FIGURES.fullmatch(bare):
        return _figures(match, unit, about)
    if match := CAPITALS.fullmatch(bare):
        return refused("unit_in_doubt") if unit != 1 else _capitals(match, about)
    return refused("no_amount")


def _figures(match: re.Match[str], unit: Decimal, about: str) -> Cell:
    part = match["part"] or ""
    factor = UNIT[match["unit"]] if match["unit"] or match["yuan"] else unit
    amount = Decimal(f"{match['sign']}{match['whole'].replace(',', '')}.{part or '0'}") * factor
    if abs(amount) >= MOST:
        return refused("no_amount")
    rule = about or ("" if factor == 1 else "own_unit" if match["unit"] else "unit_of_heading")
    within = factor.scaleb(-len(part))
    return Cell(
        amount.quantize(FEN), rule, beside=within.quantize(FEN) if amount and factor != 1 and within > FEN else None
    )


def _capitals(match: re.Match[str], about: str) -> Cell:
    yuan = whole_number(match["yuan"])
    if yuan is None:
        return refused("no_amount")
    jiao, fen = (DIGITS[match[part]] if match[part] else 0 for part in ("jiao", "fen"))
    return Cell((yuan + Decimal(10 * jiao + fen) / 100).quantize(FEN), about or "capital_numerals")
