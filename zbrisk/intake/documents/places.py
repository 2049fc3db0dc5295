"""A document's text, and values with the place where each stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["DATE", "SPELT", "Found", "clauses", "found", "head_of"]

SPELT = r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
DATE = re.compile(rf"\d{{4}}[年.\-/]\d{{1,2}}[月.\-/]\d{{1,2}}日?|{SPELT}")
ITEM = r"(?<![\d某])\d{1,2}、(?!\d{1,3}(?!\d))"  # what a list is numbered with; 某1、某2 are people
CLAUSE = re.compile(rf"(?:{ITEM})?(?:(?!{ITEM})[^。；;\n])+")
#: What a line of the head begins with: some papers have a blank line behind every line.
OF_HEAD = (
    "[ \u3000]*(?:原告|被告|第三人|申请|被申请|上诉|被上诉|被执行|再审|复议|异议|申诉|被申诉|案外人|利害关系"
    "|委托|法定代表|负责人|主要负责人|经营者"
    r"|民[ \u3000]*事|执[ \u3000]*行|[(（]\d{4}[)）])"
)
BODY = re.compile(
    r"一案|诉称|(?<!变更)(?<!承认)(?<!放弃)(?<!增加)诉讼请求|不履行|本院[^，。]{0,12}(?:受理|立案)|立案执行|如下[:：]"
    rf"|\n\s*\n(?!{OF_HEAD})"
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """One value: the field, the text from `start` to `end` that says it, and what that means.

    `claimed` is what only a party says, where the court's findings say nothing of it.
    """

    field: str
    start: int
    end: int
    raw: str
    value: str
    claimed: bool = False


def found(field: str, match: re.Match[str], value: str, group: int | str = 0) -> Found:
    """What a match says."""
    return Found(field=field, start=match.start(group), end=match.end(group), raw=match[group], value=value)


def clauses(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The clauses between two places."""
    yield from CLAUSE.finditer(text, start, end)


def head_of(text: str) -> int:
    """Where the head ends: court, number, parties and agents stand before it."""
    match = BODY.search(text)
    if match is None:
        return len(text)
    if not match[0].strip():  # a blank line: the head may lack its last mark
        return match.start()
    before = max(text.rfind("\n", 0, match.start()), text.rfind("。", 0, match.start())) + 1
    return before or match.start()
