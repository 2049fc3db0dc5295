"""What a cell may hold, and how it becomes the value that engines count in, as DuckDB expressions.

One definition for every container: `values.py` says the same in Python for cells that are Python objects, with the
limits and patterns of this module; a property test keeps the two together.

    id, code  text as it is; whole numbers as their digits (12.0, which pandas makes of ids with gaps, is 12). Refused:
              floats of 2^53 and more, which have lost digits, what programs make of a long id (3.3E+17, 3.3E17), NUL
    str       as ids, but that the text 12.0 stays as it is
    date      2024-01-31, alone or with a clock, which is dropped; dates and timestamps of the years 1 to 9999
    ts        the same, to the second, in local time
    money     plain numbers of yuan below 10^13, rounded half away from zero to 分; a float is the number it prints as
    ratio     plain finite numbers
    int       whole numbers below 10^15; flags are 1 and 0
    bool      true and false in any capitals, 1 and 0

A null, NaN, NaT or empty text is a missing value in every type. Times with a zone are refused everywhere: which day
they are of depends on whose day is meant. So are blanks around values, separators, units and any digits but 0 to 9. The
limits of money and whole numbers let 9,000 of the greatest values be summed in 64 bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zbrisk.contract import Column, ColumnType
from zbrisk.contract.contract import SECONDS_A_DAY

__all__ = ["CUT", "DATED", "EXACT", "FLAG", "FLOATED", "KNOWN_AT", "MAX_WHOLE_NUMBER", "MAX_YUAN", "NUMBER", "TEXTS"]
__all__ += ["TYPE_WORDS", "WHOLE", "TypedCell", "cell"]

KNOWN_AT = Column(name="known_at", type=ColumnType.DATE)

MAX_YUAN = 10**13
MAX_WHOLE_NUMBER = 10**15  # of whole numbers, and of money in 分
EXACT: dict[type, int] = {
    float: 2**53,
    np.float32: 2**24,
    np.float16: 2**11,
}  # below it a float holds every whole number

# These patterns mean the same to Python and to RE2: no \d and no (?i), which in one of them know more than ASCII
YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
CLOCK = r"[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
DATED = f"{YEAR}-[0-9]{{2}}-[0-9]{{2}}(?:{CLOCK})?"
NUMBER = r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?"
WHOLE = r"[+-]?[0-9]+(?:\.0+)?"
FLAG = r"[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[01](?:\.0+)?"
FLOATED = r"-?(?:0|[1-9][0-9]*)\.0"
CUT = r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]+|[0-9]\.[0-9]+[eE][0-9]+"  # the second as Java writes it

ENGINE_TYPES = {
    ColumnType.DATE: "integer",
    ColumnType.TS: "bigint",
    ColumnType.MONEY: "bigint",
    ColumnType.INT: "bigint",
    ColumnType.BOOL: "integer",
    ColumnType.RATIO: "double",
}
TEXTS = (ColumnType.ID, ColumnType.STR, ColumnType.CODE)

PLAIN = "without separators, blanks, units or full-width digits"
NO_DAY = "A number is no day, and a time with a zone may be of two."
TEXT = (
    "a text that can be read as it was",
    "Export the column as text: floats and 3.3E+17 have lost the digits of an id; bytes and lists are no text.",
)
TYPE_WORDS = {
    ColumnType.DATE: ("a date", f"Write dates as 2024-01-31. {NO_DAY}"),
    ColumnType.TS: ("a timestamp", f"Write local time without a zone, as 2024-01-31 08:15:00. {NO_DAY}"),
    ColumnType.MONEY: ("an amount of yuan", f"Write plain numbers such as 12345.67, below 10^13, {PLAIN}."),
    ColumnType.RATIO: ("a number", f"Write plain numbers such as 0.25, no percent sign, {PLAIN}."),
    ColumnType.INT: ("a whole number", f"Write plain whole numbers below 10^15, {PLAIN}."),
    ColumnType.BOOL: ("a flag", "Write true or false, or 1 or 0."),
    **dict.fromkeys(TEXTS, TEXT),
}


@dataclass(frozen=True, kw_only=True)
class TypedCell:
    """How one supplied column is read.

    `raw` is the supplied value with empty text and NaN as null. Of rows that hold it under the column's own name (once,
    for planning it again and again takes longer than reading), `value` is that, `typed` the engine's value, null where
    it cannot be read, `text` what a message shows; `sure` says that nothing can go wrong.
    """

    column: Column
    raw: str
    value: str
    typed: str
    text: str
    sure: bool = False

    @property
    def unreadable(self) -> str:
        """The condition under which a cell holds something that is not of the column's type."""
        return f"({self.value}) is not null and ({self.typed}) is null"

    @property
    def noun(self) -> str:
        """What the cell should have held."""
        return TYPE_WORDS[self.column.type][0]

    @property
    def cure(self) -> str:
        """What to write instead."""
        return TYPE_WORDS[self.column.type][1]


def cell(column: Column, supplied: str | None) -> TypedCell:
    """How to read a column that was supplied with DuckDB's type `supplied`; None stands for an absent column."""
    engine = ENGINE_TYPES.get(column.type, "varchar")
    nothing = f"cast(null as {engine})"
    if supplied is None or supplied == '"NULL"':
        return TypedCell(column=column, raw="null", value="null", typed=nothing, text="null", sure=True)
    name = f'"{column.name}"'
    kind = _kind(supplied, column.type)
    raw = RAW.get(kind, "{x}").replace("{x}", name)
    within = WITHIN.get(supplied.split("(")[0], "{x}").replace("{x}", name)
    shown = (
        f"coalesce(cast({within} as varchar), 'beyond the year 9999')"
        if kind == "timestamp"
        else f"cast({name} as varchar)"
    )
    reading = READINGS[column.type].get(kind)
    if reading is None:
        return TypedCell(column=column, raw=raw, value=name, typed=nothing, text=shown)
    value = {"real": f"cast({name} as double)", "digits": DIGITS.replace("{x}", name)}.get(kind, within)
    exact = str(EXACT[np.float32 if supplied == "FLOAT" else float])
    typed = f"cast({reading.replace('{x}', value).replace('{exact}', exact)} as {engine})"
    return TypedCell(column=column, raw=raw, value=name, typed=typed, text=shown, sure=(column.type, kind) in SURE)


def _kind(supplied: str, wanted: ColumnType) -> str:
    """Which of a handful of kinds a DuckDB type is."""
    head = supplied.split("(")[0]
    if supplied.endswith("]"):
        return "list"
    if head in ("VARCHAR", "ENUM", "UUID", "JSON"):
        return "text"
    if head in ("FLOAT", "DOUBLE"):
        return "real"
    if head in ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"):
        return "timestamp"
    if head in ("HUGEINT", "UHUGEINT"):
        return "digits"
    if head == "DECIMAL":
        return "decimal" if wanted is ColumnType.MONEY and int(supplied[:-1].split(",")[1]) <= 3 else "digits"
    if head in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"):
        return "whole"
    return head.lower()


SURE = {
    (ColumnType.BOOL, "boolean"),
    (ColumnType.INT, "boolean"),
    (ColumnType.RATIO, "whole"),
    *((kind, "whole") for kind in TEXTS),
    *((kind, "boolean") for kind in TEXTS),
}

RAW = {
    "text": "nullif(cast({x} as varchar), '')",
    # DuckDB takes isnan() for false where the statistics of a Parquet file, which leave NaN out, say so
    "real": "case when isfinite({x}) or abs({x}) = 'infinity' then {x} end",
}

# Timestamps of the years that Python has, in microseconds: DuckDB breaks where a cast of greater units overflows
FIRST_DAY, LAST_MOMENT = "0001-01-01", "9999-12-31 23:59:59.999999"
WITHIN = {
    "DATE": f"case when {{x}} between date '{FIRST_DAY}' and date '9999-12-31' then {{x}} end",
    "TIMESTAMP_NS": "make_timestamp(epoch_ns({x}) // 1000 - case when epoch_ns({x}) % 1000 < 0 then 1 else 0 end)",
    **{
        f"TIMESTAMP{unit}": f"case when {{x}} between cast('{FIRST_DAY}' as timestamp{unit})"
        f" and cast('{LAST_MOMENT}' as timestamp{unit}) then cast({{x}} as timestamp) end"
        for unit in ("", "_S", "_MS")
    },
}

# DECIMAL(2, 2) prints .50
DIGITS = r"regexp_replace(cast({x} as varchar), '^(-?)\.', '\10.')"

AS_IT_IS = (
    "case when contains({x}, chr(0))"
    f" or ((contains({{x}}, '+') or contains({{x}}, '.')) and regexp_full_match({{x}}, '{CUT}'))"
)
TEXT_READINGS = {
    "text": f"{AS_IT_IS} then null else {{x}} end",
    "whole": "{x}",
    "digits": "case when contains({x}, '.') then rtrim(rtrim({x}, '0'), '.') else {x} end",
    "boolean": "{x}",
    "date": "{x}",
    "timestamp": "{x}",
    "real": "case when {x} <> trunc({x}) then cast({x} as varchar)"
    " when abs({x}) < {exact} then cast(cast({x} as bigint) as varchar) end",
}
ID_READINGS = {
    **TEXT_READINGS,
    "text": f"{AS_IT_IS} then null when ends_with({{x}}, '.0') and regexp_full_match({{x}}, '{FLOATED}') then"
    f" case when abs(try_cast({{x}} as double)) < {EXACT[float]} then left({{x}}, length({{x}}) - 2) end"
    " else {x} end",
}

WHOLE_TEXT = (
    f"case when regexp_full_match({{x}}, '{WHOLE}') then try_cast(split_part({{x}}, '.', 1) as decimal(15)) end"
)
ZERO_OR_ONE = "case {x} when 1 then 1 when 0 then 0 end"
# below 10^13; cutting off behind the third decimal changes no rounding to the second, half away from zero
FEN = (
    "100 * try_cast(round(try_cast(left({x}, case strpos({x}, '.') when 0 then length({x}) else strpos({x}, '.') + 3"
    " end) as decimal(16, 3)), 2) as decimal(15, 2))"
)
# floats that are nearly half a 分, or great, as the decimals that they print as
FLOAT_FEN = (
    "case when abs(100 * {x}) < 1e12 and abs(abs(100 * {x} - trunc(100 * {x})) - 0.5) > 0.01"
    f" then cast(round(100 * {{x}}) as bigint) when abs({{x}}) < {MAX_YUAN}"
    f" then cast({FEN.replace('{x}', 'cast({x} as varchar)')} as bigint) end"
)

READINGS: dict[ColumnType, dict[str, str]] = {
    ColumnType.ID: ID_READINGS,
    ColumnType.CODE: ID_READINGS,
    ColumnType.STR: TEXT_READINGS,
    ColumnType.DATE: {
        "text": f"case when regexp_full_match({{x}}, '{DATED}')"
        " then try_cast(left({x}, 10) as date) - date '1970-01-01' end",
        "date": "({x}) - date '1970-01-01'",
        "timestamp": "cast({x} as date) - date '1970-01-01'",
    },
    ColumnType.TS: {
        "text": f"case when regexp_full_match({{x}}, '{DATED}')"
        " then floor(epoch_us(try_cast(left({x}, 19) as timestamp)) / 1000000) end",
        "date": f"{SECONDS_A_DAY} * cast(({{x}}) - date '1970-01-01' as bigint)",
        "timestamp": "floor(epoch_us({x}) / 1000000)",
    },
    ColumnType.MONEY: {
        "text": f"case when not regexp_full_match({{x}}, '{NUMBER}') then null when contains(lower({{x}}), 'e')"
        f" then {FLOAT_FEN.replace('{x}', 'try_cast({x} as double)')} else cast({FEN} as bigint) end",
        "whole": f"case when {{x}} > -{MAX_YUAN} and {{x}} < {MAX_YUAN} then 100 * cast({{x}} as bigint) end",
        "real": FLOAT_FEN,
        "decimal": "100 * try_cast(round(try_cast({x} as decimal(16, 3)), 2) as decimal(15, 2))",
        "digits": FEN,
    },
    ColumnType.RATIO: {
        "text": f"case when regexp_full_match({{x}}, '{NUMBER}') and isfinite(try_cast({{x}} as double))"
        " then try_cast({x} as double) end",
        "whole": "{x}",
        "real": "case when isfinite({x}) then {x} end",
        "digits": "try_cast({x} as double)",
    },
    ColumnType.INT: {
        "text": WHOLE_TEXT,
        "whole": "try_cast({x} as decimal(15))",
        "real": f"case when {{x}} = trunc({{x}}) and abs({{x}}) < {MAX_WHOLE_NUMBER} then cast({{x}} as bigint) end",
        "digits": WHOLE_TEXT,
        "boolean": "{x}",
    },
    ColumnType.BOOL: {
        "text": f"case when regexp_full_match({{x}}, '{FLAG}') then left({{x}}, 1) in ('1', 't', 'T') end",
        "whole": ZERO_OR_ONE,
        "real": ZERO_OR_ONE,
        "digits": f"case when regexp_full_match({{x}}, '{FLAG}') then left({{x}}, 1) = '1' end",
        "boolean": "{x}",
    },
}
