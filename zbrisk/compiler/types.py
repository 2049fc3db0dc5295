"""The types of the signal language, and what may be done with them."""

from __future__ import annotations

from dataclasses import dataclass

from zbrisk.contract import Column, ColumnType

__all__ = ["DATE", "FLAG", "INT", "MONEY", "NULL", "PREDICATE", "RATIO", "TEXT", "TS", "Type", "column_type"]


@dataclass(frozen=True)
class Type:
    """A kind, the closed list of a code, and whether equality with it may tie rows together (ids and links).

    Kinds: id, str, code, date, ts, money, ratio, int, bool (0/1/null), null, and predicate (an engine's own true/false,
    which never leaves a condition).
    """

    kind: str
    codes: tuple[str, ...] = ()
    joinable: bool = False
    whole: bool = True  # an integer inside the engines; money times a ratio is not

    def __str__(self) -> str:
        return {"bool": "flag", "str": "text", "predicate": "condition"}.get(self.kind, self.kind)


DATE, TS, MONEY, INT, RATIO = Type("date"), Type("ts"), Type("money"), Type("int"), Type("ratio", whole=False)
FLAG, NULL, PREDICATE, TEXT = Type("bool"), Type("null"), Type("predicate"), Type("str")


def column_type(column: Column, *, link: bool) -> Type:
    """The type of a contract's column."""
    if column.type is ColumnType.RATIO:
        return RATIO
    return Type(column.type.value, codes=column.codes, joinable=link or column.type is ColumnType.ID)
