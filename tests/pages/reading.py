"""A page as a reader sees it: headings, sentences, how many items they say there are, rows and marks."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from zbrisk.contract import load_contract

__all__ = [
    "ReadLane",
    "ReadReason",
    "facts_under",
    "keeps_the_rules",
    "main_part",
    "read_lanes",
    "read_reasons",
    "text",
]

ROW = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
RAW_ID = re.compile(r"\b(?:[A-Z]{1,3}\d{4,}|\d{6,})\b")
MOST_IDS = 15
TABLES = frozenset(load_contract().tables) - {"cases", "parties", "companies", "spending"}  # words of one kind alone
COLUMNS = frozenset(name for table in load_contract().tables.values() for name in table.columns)
WINDOW = re.compile(r"(前|后|近) \d+ (天|个月|年)内，")
NUMBER = re.compile(r"(?<![\d.])\d+(?![\d.%]|-\d)")


@dataclass(frozen=True, kw_only=True)
class ReadReason:
    """One reason with its evidence: `number` is the first in the sentence, `total` and `shown` what the count says."""

    sentence: str
    number: int | None
    total: int | None
    shown: int | None
    rows: int


@dataclass(frozen=True, kw_only=True)
class ReadLane:
    """A lane of the timeline: how many marks it says it has, of how many, and how many there are."""

    label: str
    shown: int
    total: int
    marks: int


def read_reasons(page: str) -> list[ReadReason]:
    """The reasons shown in full, in the order of the page; not those that point to an earlier one."""
    articles = re.findall(r'<article class="reason" id="r[\d.]+">(.*?)</article>', page, re.DOTALL)
    return [_reason(article) for article in articles if "所依据的记录同" not in article]


def facts_under(page: str, part: str) -> list[str]:
    """The sentences under a heading: `raising` (on page one, in all), `lowering` or `other`."""
    if part == "raising":
        found = re.findall(r'<h4><a class="number".*?</a>(.*?)</h4>', page, re.DOTALL)
        return list(dict.fromkeys(text(each) for each in found))
    pattern = r'<ul class="other">(.*?)</ul>' if part == "other" else r'<div class="lowering"><ul>(.*?)</ul></div>'
    facts = [fact for block in re.findall(pattern, page, re.DOTALL) for fact in _items(block)]
    return [text(re.sub(r"<small>.*?</small>", "", fact)) for fact in facts]


def read_lanes(page: str) -> list[ReadLane]:
    """The lanes of the timeline but for the milestones."""
    pattern = r'<span class="name">([^<]+)(?:<small>.*?</small>)?</span>\s*<svg[^>]*aria-label="([^"]*项)">(.*?)</svg>'
    lanes = []
    for label, said, body in re.findall(pattern, page, re.DOTALL):
        numbers = [int(n) for n in re.findall(r"(\d+) (?=/|项)", said)]
        marks = body.count('class="mark"') + body.count('class="earlier"')
        lanes.append(ReadLane(label=text(label), shown=numbers[0], total=numbers[-1], marks=marks))
    return lanes


def main_part(page: str) -> str:
    """What stands before the appendix."""
    return page[: page.index('<div class="appendix"')]


def text(part: str) -> str:
    """What is left when the tags are gone."""
    return html.unescape(re.sub(r"<[^>]+>", "", part)).strip()


def _items(block: str) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", block, re.DOTALL)


def _reason(article: str) -> ReadReason:
    sentence = text(re.sub(r'<a class="number".*?</a>', "", _found(r"<h4>(.*?)</h4>", article)))
    count = text(_found(r'<p class="count">(.*?)</p>', article))
    total, shown = (re.search(pattern, count) for pattern in (r"共 (\d+) 项", r"显示 (\d+) / 共"))
    number = NUMBER.search(WINDOW.sub("", sentence))
    rows = sum(part.count("<tr>") for part in ROW.findall(article))
    return ReadReason(
        sentence=sentence,
        number=int(number.group()) if number else None,
        total=int(total[1]) if total else None,
        shown=int(shown[1]) if shown else int(total[1]) if total else None,
        rows=rows,
    )


def _found(pattern: str, article: str) -> str:
    match = re.search(pattern, article, re.DOTALL)
    assert match, pattern
    return match[1]


def keeps_the_rules(page: str) -> None:
    """Before the appendix stand few raw ids, no table's English name, and at most three sentences of why."""
    main = main_part(page)
    said = re.sub(r"<title>.*?</title>|<style>.*?</style>", "", main, flags=re.DOTALL)
    assert len(RAW_ID.findall(text(said))) <= MOST_IDS
    words = set(re.findall(r"[a-z]+(?:_[a-z]+)+", text(said[said.index("<main>") :])))
    assert not words & TABLES, words & TABLES
    if 'id="why"' in page:
        assert 1 <= main[main.index('<ol class="raised">') :].split("</ol>")[0].count("<li>") <= 3
    for table in re.findall(r'<table class="evidence">.*?</table>', page, re.DOTALL):
        assert not COLUMNS & set(re.findall(r"[a-z_]+", text(table)))
    for headings in re.findall(r'<table class="evidence">.*?<thead>(.*?)</thead>', page, re.DOTALL):
        assert 4 <= headings.count("<th ") <= 6, headings
