"""Names of people and firms known to the tables that stand in free texts, whatever case they are of.

Every stretch of a text that may be a name is looked up, so that the time depends on the texts and not on how the
tables' names are spelt: two to four Chinese letters, a name with a dot, some Latin words, what ends as firms do.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator

import duckdb

from zbrisk.contract import Contract
from zbrisk.docket.validity import known_before
from zbrisk.explaining.name_parts import ORGANISATIONS
from zbrisk.explaining.plain_text import PlainText

__all__ = ["names_in_texts"]

PARTIES = "parties"
AT_ONCE = 10_000  # names a query
LONGEST_TEXT = 20_000  # letters in all; a page shows less
LONGEST_FIRM = 40
BLANKS = re.compile(r"[ \t\u3000]+")
HAN = re.compile(r"[\u4e00-\u9fff]+")
DOTTED = re.compile(r"([\u4e00-\u9fff]+)((?:[·•][\u4e00-\u9fff]+)+)")
WORDS = re.compile(r"[A-Za-z][A-Za-z.'\-]*(?: [A-Za-z][A-Za-z.'\-]*)+")
FIRM_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()（）·&]+")
FIRM_END = re.compile("|".join(sorted(ORGANISATIONS, key=len, reverse=True)))


def names_in_texts(
    connection: sqlite3.Connection | duckdb.DuckDBPyConnection, contract: Contract, texts: Iterable[str], day: int
) -> tuple[str, ...]:
    """The names of parties that were known before the day and stand in one of the texts.

    Args:
        connection: Where the table `parties` lies, if the contract has one with names.
        contract: The contract in force.
        texts: What people wrote.
        day: The number of the day.
    """
    if "name" not in (contract.tables[PARTIES].columns if PARTIES in contract.tables else ()):
        return ()
    joined = "\n".join(texts)[:LONGEST_TEXT]
    wanted = list(dict.fromkeys(_stretches(joined)))
    found: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        marks = ", ".join("?" * len(some))
        query = f"select distinct name from {PARTIES} where name in ({marks}) and {known_before(day)}"
        found |= {str(name) for (name,) in connection.execute(query, some).fetchall()}
    return tuple(sorted(found))


def _stretches(text: str) -> Iterator[str]:
    for line in {text, PlainText.letters(text)}:
        together = BLANKS.sub("", line)
        for run in HAN.findall(together):
            for length in (2, 3, 4):
                yield from (run[i : i + length] for i in range(len(run) - length + 1))
        for first, rest in DOTTED.findall(together):
            last = len(rest) - len(re.split("[·•]", rest)[-1])
            yield from (
                first[-i:] + rest[:j] for i in range(1, 9) for j in range(last + 1, min(len(rest), last + 9) + 1)
            )
        for run in WORDS.findall(line):
            words = run.split(" ")
            yield from (" ".join(words[i : i + k]) for k in (2, 3, 4) for i in range(len(words) - k + 1))
        for run in FIRM_LETTERS.findall(together):
            for end in FIRM_END.finditer(run):
                yield from (run[i : end.end()] for i in range(max(0, end.end() - LONGEST_FIRM), end.start()))
