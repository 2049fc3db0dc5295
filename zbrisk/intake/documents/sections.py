"""The parts of a judgment: what the plaintiff wants and tells, what is answered, and what the court found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from zbrisk.intake.documents.places import Found

__all__ = ["AMOUNT", "Part", "Sections", "Span", "find_sections"]

CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿两弍貳叄"
AMOUNT = (
    r"(?:人民币|[￥¥]|大写[:：]?)*"
    r"(?P<sum>(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[万亿]?元"
    rf"|[{CAPITALS}]+元(?:[{CAPITALS}]角)?(?:[{CAPITALS}]分)?)"
)
CLAIM = re.compile(r"诉称|诉讼请求|诉请|判令|请求(?=判|依法|法院|人民法院|[:：])")
ANSWER = re.compile(
    r"(?<=[。\n])(?=[^。\n]{2,80}?(?:辩称|答辩|辩解|未到庭|未出庭|不到庭|缺席"
    r"|(?:承认|认可|对)[^。，\n]{0,20}(?:诉讼请求|陈述|事实)))"
)
FACTS = re.compile(
    r"(?:审理|庭审|本院)查明|审理(?:后)?认定[，:：]"
    r"|(?:证据|事实)[^。；：:\n]{0,6}，本院[^，。；：:\n]{0,6}(?:认定|确认|查明)[^，。；：:\n]{0,4}[:：]"
    r"|(?:查明|认定|确认|确定)[^，。；：:\n]{0,20}事实[^，。；：:\n]{0,6}[:：]"
    r"|事实[^，。；：:\n]{0,8}(?:查明|认定|确认|确定)[^，。；：:\n]{0,4}[:：]"
)
REASONS = re.compile("本院认为")
ORDERS = re.compile(r"规定，?判决[:：]|(?<!请求)判决如下|裁判理由|达成[^。\n]{0,8}协议[^。\n]{0,4}[:：]")
REQUEST = re.compile(
    r"诉讼请求|诉请|请求|判令"
    rf"|要求(?=[^，。；]{{0,20}}(?:偿还|归还|返还|支付|给付|清偿)[^，。；]{{0,20}}[\d{CAPITALS}])"  # with a sum
)
ITEM_OR_REMARK = r"[”’）)]?[ \u3000]*[1-9一二三四五六][、.．,，]|[（(]"
REQUEST_ENDS = re.compile(rf"事实[和与及]?理由|陈述的事实|[。\n](?!{ITEM_OR_REMARK})")
SENTENCE = re.compile(r"[^。\n]+")

#: From where to where.
Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a text, and whether it is only what a party says."""

    start: int
    end: int
    claimed: bool


@dataclass(frozen=True, kw_only=True)
class Sections:
    """A judgment's text with its parts.

    Attributes:
        original: The text.
        text: As long, but no digit of a name touches a figure: 王某15万元 is 5万元 for 王某1.
        facts: The same, but what is asked of the court is blotted out: what somebody wants is no fact.
        before: How the suit was heard, where that is said before the claim.
        pleaded: What the plaintiff wants and tells.
        answered: What stands between that and what the court found.
        found: What the court found.
        requests: Where the plaintiff says what the court should order.
    """

    original: str
    text: str
    facts: str
    before: Part
    pleaded: Part
    answered: Part
    found: Part
    requests: tuple[Span, ...]

    def sentences(self, *parts: Part) -> Iterator[re.Match[str]]:
        """The sentences of some parts."""
        for part in parts:
            yield from SENTENCE.finditer(self.text, part.start, part.end)

    def sentences_of_fact(self, part: Part) -> Iterator[re.Match[str]]:
        """The sentences of a part, without what is asked of the court."""
        yield from SENTENCE.finditer(self.facts, part.start, part.end)

    def said(self, field: str, span: Span, value: str, *, claimed: bool = False) -> Found:
        """A value with its place."""
        start, end = span
        return Found(field=field, start=start, end=end, raw=self.original[start:end], value=value, claimed=claimed)


def find_sections(text: str, head: int, names: list[str]) -> Sections | None:
    """The parts of a judgment; None where nobody claims anything.

    Args:
        text: The document.
        head: Where its head ends.
        names: Of the parties.
    """
    plain = _apart(text, names)
    claim = CLAIM.search(plain, head)
    if claim is None:
        return None
    orders = ORDERS.search(plain, claim.end())
    last = orders.start() if orders else len(plain)
    facts = max(FACTS.finditer(plain, claim.end(), last), key=re.Match.start, default=None)  # evidence comes before
    reasons = REASONS.search(plain, facts.end(), last) if facts else None
    ends = reasons.start() if reasons else last
    begins = facts.start() if facts else ends
    answer = ANSWER.search(plain, claim.end(), begins)
    pleaded = answer.start() if answer else begins
    start = max(plain.rfind(mark, 0, claim.start()) for mark in "。\n") + 1
    requests = tuple(_requests(plain, start, pleaded))
    return Sections(
        original=text,
        text=plain,
        facts=_without(plain, requests),
        before=Part(start=head, end=max(head, start), claimed=False),
        pleaded=Part(start=start, end=pleaded, claimed=True),
        answered=Part(start=pleaded, end=begins, claimed=True),
        found=Part(start=facts.end() if facts else ends, end=ends, claimed=False),
        requests=requests,
    )


def _requests(text: str, at: int, end: int) -> Iterator[Span]:
    while begin := REQUEST.search(text, at, end):
        ends = REQUEST_ENDS.search(text, begin.end(), end)
        at = ends.start() if ends else end
        yield begin.start(), at


def _without(text: str, spans: tuple[Span, ...]) -> str:
    places = [0, *(place for span in spans for place in span), len(text)]
    pieces = (text[begin:end] for begin, end in pairwise(places))
    return "".join("。" * len(piece) if number % 2 else piece for number, piece in enumerate(pieces))


def _apart(text: str, names: list[str]) -> str:
    for name in sorted((name for name in names if name[-1:].isdigit()), key=len, reverse=True):
        text = text.replace(name, name.rstrip("0123456789").ljust(len(name), "某"))
    return text
