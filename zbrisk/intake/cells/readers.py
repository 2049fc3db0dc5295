"""Which reader takes the cells of a field, and what type its values have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import pyarrow as pa

from zbrisk.intake.cells.case_numbers import read_case_number, read_case_numbers
from zbrisk.intake.cells.cell import Cell
from zbrisk.intake.cells.codes import code_words, read_code
from zbrisk.intake.cells.dates import read_clock, read_day, read_day_and_clock, read_moment, read_month
from zbrisk.intake.cells.ids import read_credit_code, read_resident_id
from zbrisk.intake.cells.money import read_money
from zbrisk.intake.cells.names import read_name, read_names
from zbrisk.intake.cells.plates import read_plate
from zbrisk.intake.cells.texts import (
    read_account,
    read_flag,
    read_phone,
    read_rank,
    read_serial,
    read_text,
    read_words,
)  # fmt: skip

__all__ = ["AMOUNT", "Reader", "column_types", "reader_of"]

Reader = Callable[[str], Cell]
AMOUNT = pa.decimal128(15, 2)


@dataclass(frozen=True)
class _Form:
    read: Reader
    type: pa.DataType
    beside: str = ""  # a second column, for what a cell says beside its value
    beside_type: pa.DataType | None = None


TEXT, TEXTS = pa.string(), pa.list_(pa.string())
FORMS = {
    "account": _Form(read_account, TEXT),
    "case_number": _Form(read_case_number, TEXT),
    "case_numbers": _Form(read_case_numbers, TEXTS),
    "clock": _Form(read_clock, pa.time32("s"), "_day", pa.date32()),
    "code": _Form(read_words, TEXT),
    "credit_code": _Form(read_credit_code, TEXT, "_pattern", TEXT),
    "day": _Form(read_day, pa.date32()),
    "day_and_clock": _Form(read_day_and_clock, pa.date32(), "_clock", pa.time32("s")),
    "flag": _Form(read_flag, pa.bool_()),
    "moment": _Form(read_moment, pa.timestamp("s")),
    "money": _Form(read_money, AMOUNT, "_within", AMOUNT),
    "month": _Form(read_month, pa.date32()),
    "name": _Form(read_name, TEXT),
    "names": _Form(read_names, TEXTS),
    "phone": _Form(read_phone, TEXT),
    "plate": _Form(read_plate, TEXT),
    "rank": _Form(read_rank, pa.int32()),
    "resident_id": _Form(read_resident_id, TEXT, "_pattern", TEXT),
    "serial": _Form(read_serial, TEXT),
    "text": _Form(read_text, TEXT, "_case_no", TEXT),
    "words": _Form(read_words, TEXT),
}


def reader_of(reads: str, codes: str, unit: Decimal) -> Reader:
    """The reader of a column.

    Args:
        reads: What lists.yaml says of the field.
        codes: Its list of codes, if it has one.
        unit: What one is worth in the column.
    """
    if reads == "code":
        return partial(read_code, codes=code_words()[codes])
    return partial(read_money, unit=unit) if reads == "money" else FORMS[reads].read


def column_types(name: str, reads: str) -> dict[str, pa.DataType]:
    """The columns that a field fills, with their types."""
    form = FORMS[reads]
    beside = {f"{name}{form.beside}": form.beside_type} if form.beside else {}
    return {name: form.type, **beside}
