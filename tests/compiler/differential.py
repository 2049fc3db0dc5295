"""Random texts of nasty tokens, tried on an engine and on the checker, around a canary that nobody may wake.

    python -m tests.compiler.differential duckdb 60000 [SEED]
    python -m tests.compiler.differential sqlite 150000 [SEED]

A text that the checker accepts is run as its checked tree renders it, and as it stands. The first must never call the
canary; that the second does not either says that the two parsers see the same.
"""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from zbrisk.compiler.safety import checked_tree
from zbrisk.errors import BundleError

TOKENS = (
    "select", "canary()", "canary", "(", ")", "()", ",", "from", "t", "t as u", "u", "a", "t.a", "*", "1",
    "0", "'x'", "''",
    "'", '"', '""', '"a"', '"canary"', '"canary"()', "`canary`", "`", "[canary]", "[", "]", "{", "}", "--",
    "-- \n", "/*", "*/",
    "/*!", "/* /* */", "\n", "\r", "\t", "\0", "\u00a0", "\u200b", "\ufeff", "$$", "$x$", "E'\\'", "x'00'",
    "U&'\\0061'", "::",
    "::int", ";", "union", "union all", "except", "where", "and", "or", "not", "exists", "in", "is null",
    "like", "escape",
    "case when", "then", "else", "end", "with x as (", "with recursive", "group by", "order by", "limit 1", "over ()",
    "filter (where", "as", "join", "on", "left join", "=", "<", "||", "+", "-", "%", "coalesce(", "max(", "count(*)",
    "substr(", "cast(", "values", "\\", "\\'", "#", "@", ":a", "?", "lambda", "->", "=>", ".", "..", "main.", "temp.",
)  # fmt: skip
STARTS = ("select ", "select 1 as b from t where ", "select a, ", "select (", "with x as (select 1 as a) select ", "")
ENDS = ("", " from t", ")", " as b from t", "'", "*/", "\n")


@dataclass
class Outcome:
    """How many texts were tried, valid, accepted; and those that got through."""

    tried: int = 0
    valid: int = 0
    accepted: int = 0
    woken_as_it_stands: int = 0
    through: list[str] | None = None


def text(chance: random.Random) -> str:
    """One nasty text."""
    middle = [chance.choice(TOKENS) for _ in range(chance.randint(1, 9))]
    if chance.random() < 0.7:
        middle.insert(chance.randrange(len(middle) + 1), "canary()")
    space = chance.choice((" ", " ", "", "\n"))
    return chance.choice(STARTS) + space.join(middle) + chance.choice(ENDS)


def tried(dialect: str, many: int, seed: int) -> Outcome:
    """Try so many texts."""
    woken: list[bool] = []
    run = _engine(dialect, lambda: woken.append(True) or 1)
    chance, outcome = random.Random(seed), Outcome(through=[])
    for _ in range(many):
        sql = text(chance)
        outcome.tried += 1
        outcome.valid += run(sql)
        woken_as_it_stands = bool(woken)
        woken.clear()
        try:
            tree = checked_tree("canary", sql, {"t"}, dialect)
        except BundleError:
            continue
        outcome.accepted += 1
        outcome.woken_as_it_stands += woken_as_it_stands
        run(tree.sql(dialect))
        if woken and outcome.through is not None:
            outcome.through.append(sql)
        woken.clear()
    return outcome


def _engine(dialect: str, canary: Callable[[], int]) -> Callable[[str], bool]:
    """What runs a text and says whether it was valid."""
    if dialect == "duckdb":
        duck = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
        duck.execute("create table t as select 1 as a")
        duck.create_function("canary", canary, [], "BIGINT", side_effects=True)
        duck.execute("set enable_external_access = false")
        duck.execute("set lock_configuration = true")
        return lambda sql: _ran(lambda: duck.execute(sql) and duck.fetchmany(10))  # nothing comes of an empty text
    lite = sqlite3.connect(":memory:")
    lite.execute("create table t as select 1 as a")
    lite.create_function("canary", 0, canary)
    return lambda sql: _ran(lambda: lite.execute(sql).fetchmany(10))


def _ran(work: Callable[[], object]) -> bool:
    try:
        work()
    except (duckdb.Error, sqlite3.Error, sqlite3.Warning, ValueError, RuntimeError):
        return False
    return True


if __name__ == "__main__":
    found = tried(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    sys.stdout.write(f"{sys.argv[1]}: {found}\n")
