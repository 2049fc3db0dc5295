"""Names that stand in SQL: one pattern, checked in one place.

Names of tables, columns, views and windows come from files that somebody else wrote. zbrisk puts names into SQL as
they are, without quotes, and so takes only names that mean the same, and nothing but a name, in every engine.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["FORM", "is_identifier", "is_name", "sql_name"]

FORM = "lower-case letters a to z, digits and underscores, beginning with a letter, at most 60"
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
WRITTEN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")

# Words that DuckDB, SQLite, Spark or sqlglot take for more than a name in some place where a name may stand (found by
# trying every keyword of theirs), names that the engines give to their own catalogues and row numbers, and those of
# zbrisk's own relations and columns.
SQL_WORDS = """
add all alter analyse analyze and anti any array as asc asof asymmetric at authorization autoincrement between binary
both by case cast check collate collation column columns commit concurrently constraint create cross current_date
current_time current_timestamp default deferrable delete desc describe distinct do drop else end escape except exists
false fetch for force foreign freeze from full generated glob grant group having if ilike in index initially inner
insert install intersect into is isnull join lambda lateral leading left like limit map minus natural not nothing
notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary qualify
raise recursive references regexp returning revoke right rollback select semi set show similar some struct summarize
symmetric table tablesample then to trailing transaction true try_cast tuple union unique unpack unpivot update user
using values variadic verbose when where window with
"""
OWN_WORDS = """
information_schema main memory oid pg_catalog rowid sqlite_master sqlite_schema supplied supplied_file system temp
temporary this_case this_moment this_party moments calendar calendar_days known_at as_of given row_number
"""
KEYWORDS = frozenset(SQL_WORDS.split())
TAKEN = frozenset(OWN_WORDS.split())


def is_name(value: object) -> bool:
    """Whether it is a plain name, which may be a file's or a feature's; see FORM."""
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def is_identifier(value: object) -> bool:
    """Whether it may name a table or column that comes from outside: a plain name, and no word of SQL or of zbrisk."""
    return is_name(value) and value not in KEYWORDS and value not in TAKEN and not str(value).startswith("sqlite_")


@lru_cache(maxsize=4096)
def sql_name(name: str) -> str:
    """A name as SQL text, for whoever writes a statement as text: the name itself.

    Raises:
        ValueError: It is more than a name. Whatever reads names from outside refuses such a one with file and place
            before it comes here.
    """
    if WRITTEN.fullmatch(name) is None or name.lower() in KEYWORDS:
        raise ValueError(f"{name[:80]!r} cannot name a relation or column.")
    return name
