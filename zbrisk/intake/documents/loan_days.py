"""The days of the loans that a judgment speaks of, and the day on which they were due.

Each is looked for in what the court found, and only then in what the plaintiff tells.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from zbrisk.intake.cells.numerals import whole_number
from zbrisk.intake.documents.days import Day, days_in
from zbrisk.intake.documents.places import Found
from zbrisk.intake.documents.sections import Sections

__all__ = ["find_loan_days"]

#: Words by which money is lent; 借款合同, 借款期限, 所借款项 and the like are no loan of their own.
NO_LOAN = "合同|协议|及|暨|期|借?据|人(?!民币)|本|利|到期|后|用途|义务|关系|事实|凭证|的"
LENT = re.compile(
    rf"(?<!所)借(?:款(?!{NO_LOAN})|[到走得钱取给]|人民币|现金|[^，。；\d条据款]{{0,8}}\d[\d,，.]*[万亿]?元)|出借"
    r"|贷款(?!合同|协议|利|人|期|后)|(?:订立|签订)[^，。；]{0,12}(?:借款|贷款)[^，。；]{0,6}(?:合同|协议|书)"
)
#: What happens on other days: money comes back (but 为归还贷款借款 is a loan), is called in, or is settled.
BACK = re.compile("(?<![为于因])(?:偿还|归还|返还|还清|还款|清偿)|利息|催|索要|诉|登记|出生|到期|届满|死亡")
#: A day that begins or ends a time.
NO_BEGIN = re.compile("起|止|至|到|前|之前|以前|后|之后|以后")
SETTLED = re.compile("保证书|补充|延期|展期|确认|结算|对账|合并|汇总|前期|前述|宣布|[二两三四几多]次")
NOTE = re.compile(
    "(?:出具|书写|书立|写|打|立|签)[^，。；]{0,12}(?:借条|欠条|借据|收据|收条|条据|欠据|借款协议|借款合同)"
)
HANDED = "(?:转账|转帐|转款|汇款|转入|转至|汇入|汇至|打入|存入|打款|支付|交付)"
#: Before the first day of a term, and before the day on which it ends.
TERM = re.compile(r"(?:期限|借期|借款日期)[^。；，\d]{0,8}$")
UNTIL = re.compile(
    r"(?:期限|借期|日期|时间|延期|展期|延长|续借)[^。；息付]{0,24}[至到]$|^[“ ]*自[^，。；息付]{0,16}[至到]$"
)
DUE_WORD = re.compile(r"(?:(?:还款|归还|偿还|还清|付款|清偿)(?:日期|时间|期限|期|日)|到期日?)[^，。；\d]{0,4}$")
#: Behind a day on which it has to be paid back; `paid`: where a sum follows, it may be history.
PAY_BACK = re.compile(
    r"(?P<before>之?前|以前)?(?:将|把)?(?:本息|借款|本金|全部)*(?:一次性?|如数|予以)*"
    r"(?:还清|归还|偿还|付清|还款|清偿|支付本息)(?!了)(?P<paid>原告|人民币|[^，。；]{0,6}\d)?"
)
CLOSE = 8  # letters before a day
PROMISE = re.compile("约定|承诺|保证|载明|定于|限|“|期限")
#: A term that is counted: 借期两个月, 半年内还清.
NUMBER = "[0-9]{1,3}|[一二三四五六七八九十两半]{1,3}"
TIME = rf"(?P<number>{NUMBER})个?(?P<unit>月|年|天|日)"
LENGTH = re.compile(
    rf"(?:借期|期限|借款期|时间|时期|为期|约定|承诺|起)[^，。；\d一二三四五六七八九十两半]{{0,6}}{TIME}(?!息|利|\d|[一二三四五六七八九十])"
)
PAID_WITHIN = re.compile(
    rf"(?<![年月0-9一二三四五六七八九十]){TIME}(?:之?内|后|左右)?(?:归还|还清|偿还|还款|付清)(?!了)"
)
NONE_AGREED = re.compile("(?:未|没有|无)[^，。；按依]{0,4}约定[^。；]{0,12}(?:期限|时间|日期)")


def find_loan_days(sections: Sections, defendants: Sequence[str]) -> Iterator[Found]:
    """On which days money was lent, and when it was due."""
    lent = _lent(sections, defendants)
    for day in lent:
        yield sections.said("loan_date", (day.start, day.end), day.value, claimed=day.part.claimed)
    yield from _due(sections, lent[0] if len(lent) == 1 and lent[0].whole else None)


def _lent(sections: Sections, defendants: Sequence[str]) -> list[Day]:
    """The days on which it was lent or handed over; else those of the notes; else where its term begins."""
    who = "|".join(map(re.escape, ("被告", *defendants)))
    handed = re.compile(
        rf"(?:向|给|至)[^，。；]{{0,4}}(?:{who})[^，。；]{{0,25}}{HANDED}|{HANDED}[^，。；]{{0,4}}(?:{who})"
    )
    kinds = (
        lambda day: day.whole and _is_lent(day),
        lambda day: day.whole and bool(handed.search(day.tail)) and not _is_bound(day),
        _is_lent,
        lambda day: bool(NOTE.search(day.tail)) and not _is_bound(day) and not _is_due(day),
        lambda day: bool(TERM.search(day.before)) and day.tail.startswith(("至", "到", "起")),
    )
    for part in (sections.found, sections.pleaded):
        days = days_in(sections, part)
        for kind in kinds:
            chosen = {day.value: day for day in reversed(days) if kind(day)}
            if chosen:
                return sorted(chosen.values(), key=lambda day: day.start)
    return []


def _is_lent(day: Day) -> bool:
    lent = LENT.search(day.tail)
    return (
        lent is not None
        and not _is_bound(day)
        and not any(form.search(day.tail, 0, lent.start()) for form in (BACK, NOTE, SETTLED))
    )


def _is_bound(day: Day) -> bool:
    """Whether it begins or ends a time."""
    return bool(NO_BEGIN.match(day.tail)) or day.before.endswith(("至", "截止", "到"))


def _due(sections: Sections, lent: Day | None) -> Iterator[Found]:
    """The latest day that is named as due, or the term counted from the day of the loan."""
    for part in (sections.found, sections.pleaded):
        days = [day for day in days_in(sections, part) if day.whole]
        if named := [day for day in days if _is_due(day)]:
            last = max(named, key=lambda day: day.value)
            yield sections.said("due_date", (last.start, last.end), last.value, claimed=part.claimed)
            return
        begins = {day.end: day for day in days}
        for form in (LENGTH, PAID_WITHIN):
            for length in form.finditer(sections.facts, part.start, part.end):
                begin = begins.get(length.start(), lent)
                if begin and (due := _after(begin.value, length)):
                    yield sections.said("due_date", length.span(), due, claimed=part.claimed)
                    return
        if NONE_AGREED.search(sections.facts, part.start, part.end):
            return


def _is_due(day: Day) -> bool:
    if DUE_WORD.search(day.before) or UNTIL.search(day.before):
        return True
    back = PAY_BACK.match(day.tail)
    if back is None:
        return False
    if PROMISE.search(day.before[-CLOSE:]):
        return True
    return not back["paid"] and bool(back["before"] or PROMISE.search(day.before))


def _after(day: str, length: re.Match[str]) -> str | None:
    """The day after a time: 两个月, 一年, 十日, 半年."""
    begin, unit = dt.date.fromisoformat(day), length["unit"]
    number = int(length["number"]) if length["number"].isascii() else whole_number(length["number"])
    if length["number"] == "半" and unit == "年":
        number, unit = 6, "月"
    if number is None:
        return None
    if unit in "天日":
        return str(begin + dt.timedelta(days=number))
    months = begin.year * 12 + begin.month - 1 + number * (12 if unit == "年" else 1)
    year, month = divmod(months, 12)
    return str(dt.date(year, month + 1, min(begin.day, calendar.monthrange(year, month + 1)[1])))
