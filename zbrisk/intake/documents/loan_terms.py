"""The rate that a judgment says was agreed, and whether the money was handed over in cash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zbrisk.intake.cells.cell import plain
from zbrisk.intake.cells.money import read_money
from zbrisk.intake.cells.numerals import whole_number
from zbrisk.intake.documents.places import Found
from zbrisk.intake.documents.sections import AMOUNT, Sections, Span

__all__ = ["find_loan_terms"]

DIGIT = "一二两俩三四五六七八九壹贰叁肆伍陆柒捌玖"
RATE = re.compile(
    rf"(?:(?P<per>[月年])化?(?:利率|利息|利|息|回报率|收益率)|利率|利息|息)(?P<between>[^，。；\d％%‰息率分厘毛]{{0,8}}?)(?P<of>[百千]分之)?"
    rf"(?P<number>\d{{1,4}}(?:\.\d{{1,6}})?|[{DIGIT}十]{{1,3}})(?P<unit>[％%‰毛厘]|分(?!之))?(?:(?P<more>[{DIGIT}\d])(?![\d年月日]))?"
)
EVERY = re.compile(r"[每按](?P<per>[月年])按?(?P<number>\d{1,4}(?:\.\d{1,6})?)(?P<unit>[％%‰])[^，。；]{0,8}息")
EACH_MONTH = re.compile(rf"(?:每月|月)(?:支付|给付|付)?利?息[^，。；\d]{{0,4}}{AMOUNT}")
SUM = re.compile(AMOUNT)
#: What one of a unit is. 分 and 厘 a year are ten times what they are a month.
UNITS = {"％": "0.01", "%": "0.01", "百分之": "0.01", "‰": "0.001", "千分之": "0.001"}
TRADITIONAL = {"毛": "0.1", "分": "0.01", "厘": "0.001"}
WISHED = re.compile("主张|要求|请求|自愿")
NOT_AGREED = re.compile("逾期|违约|同期|倍|超过|罚|最高|限额")
NONE_AGREED = re.compile("(?:未|没有|无)[^，。；按依]{0,4}约定[^。；]{0,12}(?:利息|利率)")
AGREED_ANEW = re.compile("重新|结算|变更为")
NEAR = 120  # letters of a sentence that tell whether something was agreed
CLAUSE = re.compile("[^，。；\n]*")
CASH = re.compile(
    r"现金(?:的?方式|的?形式)?[^，。；“”]{0,10}?(?:支付|交付|给付|付给|借给|出借|交给|付款|给)"
    r"|(?:支付|交付|给付|交给|取出?)[^，。；“”]{0,16}现金|给[^，。；“”]{0,6}现金|[以用][^，。；“”由为]{0,8}现金"
)
IN_HAND = re.compile("现金[^，。”]{0,4}(?:当面|已)|当面[^，。”]{0,6}现金")
NO_LOAN = re.compile("归还|偿还|还款|返还|还给|利息|[向给]了?原告|未|没有|并非|不是")


def find_loan_terms(sections: Sections) -> Iterator[Found]:
    """The agreed rate, and cash."""
    yield from _rate(sections)
    yield from _cash(sections)


def _rate(sections: Sections) -> Iterator[Found]:
    """The first rate that was agreed, or the last of a sentence in which a loan was settled anew."""
    for part in (sections.found, sections.pleaded):
        for sentence in sections.sentences_of_fact(part):
            rates = list(_rates(sections, sentence.span()))
            if rates:
                span, rate = rates[-1 if AGREED_ANEW.search(sentence[0]) else 0]
                yield sections.said("monthly_rate", span, f"{rate:.6f}".rstrip("0").rstrip("."), claimed=part.claimed)
                return
        if NONE_AGREED.search(sections.facts, part.start, part.end):
            return


def _rates(sections: Sections, span: Span) -> Iterator[tuple[Span, Decimal]]:
    """What a sentence says of a rate a month, with its place."""
    text = sections.facts
    for match in (match for form in (RATE, EVERY) for match in form.finditer(text, *span)):
        rate = _monthly(match.groupdict())
        if rate and _is_agreed(sections, match):
            yield match.span(), rate
    for match in EACH_MONTH.finditer(text, *span):
        lent = list(SUM.finditer(text, _begin(text, match.start(), "。\n"), match.start()))
        interest, principal = _yuan(match), _yuan(lent[-1]) if lent else None
        if interest and principal and _is_agreed(sections, match):
            yield match.span(), interest / principal


def _monthly(said: dict[str, str | None]) -> Decimal | None:
    """The rate a month; None where no time is named, unless it is counted in 分 or ‰, as monthly rates are."""
    unit = said["unit"] or said.get("of")
    if not unit or (said["unit"] and said.get("of")):
        return None
    old = TRADITIONAL.get(unit)
    per = said["per"] or ("月" if old or unit == "‰" or "月" in (said.get("between") or "") else None)
    more = _figure(said.get("more") or "零") if unit == "分" else 0
    rate = (_figure(said["number"] or "") + more / Decimal(10)) * Decimal(old or UNITS[unit])
    if per == "年":
        return rate * (10 if old else 1) / 12
    return rate if per else None


def _figure(text: str) -> Decimal:
    return Decimal(text) if text[:1].isdigit() else Decimal(whole_number(text) or 0)


def _is_agreed(sections: Sections, match: re.Match[str]) -> bool:
    """Whether it is no wish of a party, no penalty, and no bank's rate."""
    sentence, clause = (_begin(sections.facts, match.start(), marks) for marks in ("。\n", "，。；\n"))
    wished = WISHED.search(sections.facts, sentence, match.end())
    return not wished and not NOT_AGREED.search(sections.facts, clause, match.end())


def _begin(text: str, place: int, marks: str) -> int:
    """Behind the last of some marks before a place, but not far before it."""
    near = max(place - NEAR, 0)
    return max(near, *(text.rfind(mark, near, place) + 1 for mark in marks))


def _cash(sections: Sections) -> Iterator[Found]:
    """That money was handed over in cash. What a note quotes is no sign of it, as every note says cash."""
    text = sections.text
    for part in (sections.found, sections.pleaded, sections.answered):
        for form in (CASH, IN_HAND):
            for match in form.finditer(text, part.start, part.end):
                quoted = text.rfind("“", 0, match.start()) > text.rfind("”", 0, match.start())
                clause = CLAUSE.match(text, _begin(text, match.start(), "，。；\n"))
                if not (quoted and form is CASH) and not (clause and NO_LOAN.search(clause[0])):
                    yield sections.said("cash", match.span(), "true", claimed=part.claimed)
                    return


def _yuan(match: re.Match[str]) -> Decimal | None:
    amount: Decimal | None = read_money(plain(match["sum"])).value
    return amount
