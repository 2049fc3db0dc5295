"""What the sides of a suit do: the sum that is asked for, and whether a defendant answered, denied or stayed away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from zbrisk.intake.cells.cell import plain
from zbrisk.intake.cells.money import read_money
from zbrisk.intake.documents.places import Found
from zbrisk.intake.documents.sections import AMOUNT, Sections, Span

__all__ = ["find_pleadings"]

CHANGE = re.compile("变更|释明|减少|增加|撤回|明确(?=[^。，]{0,12}请求)")
BETWEEN_ITEMS = re.compile(r"[。；;\n]|(?<!\d)[1-9一二三四五六](?:[、．]|\.(?!\d))")
DEMAND = re.compile(
    rf"(?:偿还|归还|返还|退还|支付|给付|清偿|付|还|变更为)(?P<what>[^。；;，,\d￥¥]{{0,40}}?){AMOUNT}(?!为基数)[^，。；;]*"
)
NO_PRINCIPAL = re.compile("息|违约金|费|基数|上述|损失|利润|收益|日止|起|以")
LIABLE_TOO = re.compile("连带[^，。；]{0,4}责任")
ANSWERED = re.compile(
    r"辩称|辩解称|答辩(?:认为|意见(?:如下|为|是|[:：]))"
    r"|(?:被告|代理人)[^。，]{0,30}(?:对[^。，]{0,20}(?:诉讼请求|借款|陈述)[^。，]{0,12}(?:无异议|没有异议)"
    r"|(?:承认|认可)[^。，]{0,12}(?:诉讼请求|借款|欠款))"
)
EVIDENCE = re.compile("^(?:原告|本院|当事人|上述|以上|根据(?:当事人|原告|庭审|[以上]|采信|认定)|综合|围绕)|证据|质证")
DENIED = re.compile(
    r"不同意|不存在|不成立|不应|不承担|不负|不清楚|不知|不属实|不认可|不予认可|不是|并非|否认|无需|无效|过高|高于|超过法律|超出法律|驳回|时效|抵[销扣]"
    r"|(?<![无没])有异议|无关|没有关系|(?:没有?|未)(?:实际)?(?:向|收到|拿|借|约定)|胁迫|不愿|放弃[^。，]{0,12}(?:继承|遗产)|无(?:事实|法律)"
    r"|(?:已经?|曾经?)(?:向[^，。]{0,8})?(?:全部|陆续|部分)?(?:归还|偿还|还|付清|结清|清偿|支付|给付)|应予扣除"
)
AWAY = re.compile(
    "未按[^，。]{0,14}到庭|(?:未|拒不|没有|不)(?:能|按时|依法|准时)?(?:到庭|出庭|应诉)|缺席|放弃到庭|未参加(?:诉讼|庭审)"
)


def find_pleadings(sections: Sections, defendants: list[str]) -> Iterator[Found]:
    """The sum asked for, and what the defendants did."""
    yield from _claim(sections)
    yield from _answers(sections)
    yield from _away(sections, defendants)


def _claim(sections: Sections) -> Iterator[Found]:
    """The principal in all; it stands where its first part stands. The last change counts instead of what was asked."""
    changed = ((each, CHANGE.search(each[0])) for each in sections.sentences(sections.pleaded, sections.answered))
    changes = [[(each.start() + change.start(), each.end())] for each, change in changed if change]
    for spans in (*reversed(changes), sections.requests):
        sums = [demand for span in spans for demand in _demands(sections.text, span)]
        if sums:
            yield sections.said("claim_amount", sums[0][0], str(sum(amount for _, amount in sums)))
            return


def _demands(text: str, span: Span) -> Iterator[tuple[Span, Decimal]]:
    """The principal that each item demands: its first sum, unless that is interest, or is owed beside another."""
    start, end = span
    ends = [match.start() for match in BETWEEN_ITEMS.finditer(text, start, end)]
    for begin, stop in pairwise([start, *ends, end]):
        match = DEMAND.search(text, begin, stop)
        if match and not NO_PRINCIPAL.search(match["what"]) and not LIABLE_TOO.search(match[0]):
            amount = read_money(plain(match["sum"])).value
            if amount is not None:
                yield match.span("sum"), amount


def _answers(sections: Sections) -> Iterator[Found]:
    """That a defendant said something of the matter, and that he denied something."""
    answering, seen = False, set[str]()
    for sentence in sections.sentences(sections.answered):
        answer = ANSWERED.search(sentence[0])
        answering = bool(answer) or (answering and not EVIDENCE.search(sentence[0]))
        denied = DENIED.search(sentence[0], answer.end() if answer else 0) if answering else None
        for field, match in (("answered", answer), ("disputed", denied)):
            if match and field not in seen:
                seen.add(field)
                span = (sentence.start() + match.start(), sentence.start() + match.end())
                yield sections.said(field, span, "true")


def _away(sections: Sections, defendants: list[str]) -> Iterator[Found]:
    """That a defendant did not come to the hearing: he is the one who was named last."""
    for sentence in sections.sentences(sections.before, sections.pleaded, sections.answered, sections.found):
        for match in AWAY.finditer(sentence[0]):
            before = sentence[0][: match.start()]
            him = max(before.rfind(name) for name in ("被告", *defendants))
            if him > before.rfind("原告"):
                span = (sentence.start() + match.start(), sentence.start() + match.end())
                yield sections.said("absent", span, "true")
                return
