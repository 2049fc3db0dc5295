"""What a person answered of two names: one party or two. Kept with the deliveries, for the tables are made from both.

Each is known by the place where it was named first (its party_id then), so that an answer holds whatever comes later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["Answer", "read_answers", "write_answers"]

FILE = "answers.parquet"
SCHEMA = pa.schema([("one", pa.string()), ("other", pa.string()), ("same", pa.bool_())])


@dataclass(frozen=True, kw_only=True, order=True)
class Answer:
    """Whether two parties are one; `one` is the lesser of the ids."""

    one: str
    other: str
    same: bool

    @classmethod
    def of(cls, first: str, second: str, *, same: bool) -> Answer:
        """An answer about two, in either order."""
        one, other = sorted((first, second))
        return cls(one=one, other=other, same=same)


def read_answers(folder: Path) -> tuple[Answer, ...]:
    """Those that a folder keeps."""
    path = folder / FILE
    return tuple(Answer(**row) for row in pq.read_table(path).to_pylist()) if path.is_file() else ()


def write_answers(answers: Iterable[Answer], folder: Path) -> None:
    """Keep them; no file where there are none."""
    rows = sorted(answers)
    if rows:
        columns = {name: [getattr(answer, name) for answer in rows] for name in SCHEMA.names}
        pq.write_table(pa.table(columns, schema=SCHEMA), folder / FILE)
