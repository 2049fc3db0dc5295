"""What a person read in judgments, beside or instead of what the grammar read. Kept with the deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["ValueAnswer", "read_value_answers", "write_value_answers"]

FILE = "value_answers.parquet"
SCHEMA = pa.schema([("sha256", pa.string()), ("field", pa.string()), ("said", pa.string())])


@dataclass(frozen=True, kw_only=True)
class ValueAnswer:
    """What a paper says of a column of `suits`, or nothing; the paper is known by the hash of its file."""

    sha256: str
    field: str
    said: str | None


def read_value_answers(folder: Path) -> tuple[ValueAnswer, ...]:
    """Those that a folder keeps."""
    path = folder / FILE
    return tuple(ValueAnswer(**row) for row in pq.read_table(path).to_pylist()) if path.is_file() else ()


def write_value_answers(answers: Sequence[ValueAnswer], folder: Path) -> None:
    """Keep them; no file where there are none."""
    if answers:
        columns = {name: [getattr(answer, name) for answer in answers] for name in SCHEMA.names}
        pq.write_table(pa.table(columns, schema=SCHEMA), folder / FILE)
