from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from zbrisk.intake.reading import raw_rows
from zbrisk.intake.reading.raw_rows import RawRow, read_rows, write_rows


def test_rows_are_held_by_so_many_letters_as_by_so_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_rows, "MOST_LETTERS", 10)
    monkeypatch.setattr(raw_rows, "AT_ONCE", 3)
    rows = [RawRow("a", number, ["x" * length]) for number, length in enumerate((1, 2, 3, 40, 1, 9, 2), 1)]
    assert write_rows(rows, tmp_path / "rows.parquet") == 7
    assert [len(chunk) for chunk in read_rows(tmp_path / "rows.parquet", "a")] == [3, 1, 3]
    assert pq.ParquetFile(tmp_path / "rows.parquet").num_row_groups == 3
    assert [row for chunk in read_rows(tmp_path / "rows.parquet", "a") for row in chunk] == rows
