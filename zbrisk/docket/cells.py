"""From the types that people export to the types that engines count in, as DuckDB expressions.

`records.py` says the same in Python for one case's records; tests hold the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from zbrisk.contract import Column, ColumnType

__all__ = ["KNOWN_AT", "Cell", "cell"]

KNOWN_AT = Column(name="known_at", type=ColumnType.DATE)

DAY = r"\d{4}-\d{2}-\d{2}"
CLOCK = r"[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?"
NUMBER = r"[+-]?\d+(\.\d*)?([eE][+-]?\d{1,2})?"
WHOLE = r"[+-]?\d+(\.0+)?"

ENGINE_TYPES = {
    ColumnType.DATE: "integer",
    ColumnType.TS: "bigint",
    ColumnType.MONEY: "bigint",
    ColumnType.INT: "bigint",
    ColumnType.BOOL: "integer",
    ColumnType.RATIO: "double",
}
TEXTS = (ColumnType.ID, ColumnType.STR, ColumnType.CODE)

WORDS = {
    ColumnType.DATE: ("a date", "Write dates as 2024-01-31."),
    ColumnType.TS: ("a timestamp", "Write local time without a zone, as 2024-01-31 08:15:00."),
    ColumnType.MONEY: ("an amount of yuan", "Write plain numbers such as 12345.67, without separators or units."),
    ColumnType.RATIO: ("a number", "Write plain numbers such as 0.25, without a percent sign."),
    ColumnType.INT: ("a whole number", "Write plain whole numbers."),
    ColumnType.BOOL: ("a flag", "Write true or false, or 1 or 0."),
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How one supplied column is read.

    `raw` is the supplied value with empty text and NaN as null, `typed` the engine's value, null where it cannot be
    read; `sure` says that nothing can go wrong.
    """

    column: Column
    raw: str
    typed: str
    sure: bool = False

    @property
    def unreadable(self) -> str:
        """The condition under which a cell holds something that is not of the column's type."""
        return f"({self.raw}) is not null and ({self.typed}) is null"

    @property
    def noun(self) -> str:
        """What the cell should have held."""
        return WORDS[self.column.type][0] if self.column.type in WORDS else "a text"

    @property
    def cure(self) -> str:
        """What to write instead."""
        return WORDS[self.column.type][1] if self.column.type in WORDS else "Export the column as text."


def cell(column: Column, supplied: str | None) -> Cell:
    """How to read a column that was supplied with DuckDB's type `supplied`; None stands for an absent column."""
    engine = ENGINE_TYPES.get(column.type, "varchar")
    nothing = f"cast(null as {engine})"
    if supplied is None or supplied == '"NULL"':
        return Cell(column=column, raw="null", typed=nothing, sure=True)
    name = f'"{column.name}"'
    kind = _kind(supplied)
    raw = {"text": f"nullif(cast({name} as varchar), '')", "real": f"nullif({name}, 'nan')"}.get(kind, name)
    readings = TEXT_READINGS if column.type in TEXTS else READINGS[column.type]
    reading = readings.get(kind)
    if reading is None:
        return Cell(column=column, raw=raw, typed=nothing)
    typed = f"cast({reading.replace('{x}', raw)} as {engine})"
    return Cell(column=column, raw=raw, typed=typed, sure=(column.type, kind) in SURE or column.type in TEXTS)


def _kind(supplied: str) -> str:
    """Which of a handful of kinds a DuckDB type is."""
    head = supplied.split("(")[0]
    if head in ("VARCHAR", "ENUM", "UUID"):
        return "text"
    if head in ("FLOAT", "DOUBLE"):
        return "real"
    if head in ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"):
        return "timestamp"
    if head.endswith("INT") or head == "INTEGER" or head == "UINTEGER":
        return "whole"
    return head.lower()


SURE = {
    (ColumnType.DATE, "date"),
    (ColumnType.DATE, "timestamp"),
    (ColumnType.TS, "date"),
    (ColumnType.TS, "timestamp"),
    (ColumnType.BOOL, "boolean"),
    (ColumnType.INT, "boolean"),
    (ColumnType.RATIO, "whole"),
    (ColumnType.RATIO, "decimal"),
}

TEXT_READINGS = {
    "text": "{x}",
    "whole": "{x}",
    "decimal": "{x}",
    "boolean": "{x}",
    "date": "{x}",
    "timestamp": "{x}",
    # identifiers with gaps come out of pandas as 12.0
    "real": "case when {x} = trunc({x}) and abs({x}) < 1e18 then cast(cast({x} as bigint) as varchar)"
    " else cast({x} as varchar) end",
}

ZERO_OR_ONE = "case {x} when 1 then 1 when 0 then 0 end"

READINGS: dict[ColumnType, dict[str, str]] = {
    ColumnType.DATE: {
        "text": f"case when regexp_full_match({{x}}, '{DAY}({CLOCK})?')"
        " then try_cast(left({x}, 10) as date) - date '1970-01-01' end",
        "date": "{x} - date '1970-01-01'",
        "timestamp": "cast({x} as date) - date '1970-01-01'",
    },
    ColumnType.TS: {
        "text": f"case when regexp_full_match({{x}}, '{DAY}({CLOCK})?')"
        " then floor(epoch_us(try_cast({x} as timestamp)) / 1000000) end",
        "date": "86400 * cast({x} - date '1970-01-01' as bigint)",
        "timestamp": "floor(epoch_us(cast({x} as timestamp)) / 1000000)",
    },
    ColumnType.MONEY: {
        "text": f"case when regexp_full_match({{x}}, '{NUMBER}')"
        " then try_cast(100 * round(try_cast({x} as decimal(38, 18)), 2) as bigint) end",
        "whole": "try_cast(100 * try_cast({x} as hugeint) as bigint)",
        "real": "try_cast(round(100 * {x}) as bigint)",
        "decimal": "try_cast(100 * round({x}, 2) as bigint)",
    },
    ColumnType.RATIO: {
        "text": f"case when regexp_full_match({{x}}, '{NUMBER}') then try_cast({{x}} as double) end",
        "whole": "{x}",
        "real": "case when isfinite({x}) then {x} end",
        "decimal": "{x}",
    },
    ColumnType.INT: {
        "text": f"case when regexp_full_match({{x}}, '{WHOLE}') then try_cast(split_part({{x}}, '.', 1) as bigint) end",
        "whole": "try_cast({x} as bigint)",
        "real": "case when {x} = trunc({x}) then try_cast({x} as bigint) end",
        "decimal": "case when {x} = trunc({x}) then try_cast({x} as bigint) end",
        "boolean": "{x}",
    },
    ColumnType.BOOL: {
        "text": "case lower({x}) when 'true' then 1 when '1' then 1 when 'false' then 0 when '0' then 0 end",
        "whole": ZERO_OR_ONE,
        "real": ZERO_OR_ONE,
        "decimal": ZERO_OR_ONE,
        "boolean": "{x}",
    },
}
