from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.intake.lists import Deliver, Rows, as_csv


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The folder that a delivery arrives in."""
    return tmp_path / "raw"


@pytest.fixture
def deliver(raw: Path) -> Deliver:
    """Write one list: `deliver("2025Q4/ledger.csv", rows)`; a workbook where the name ends in .xlsx."""

    def written(name: str, rows: Rows, *, encoding: str = "utf-8", separator: str = ",") -> Path:
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".xlsx":
            book = Workbook()
            for row in rows:
                book.active.append(list(row))
            book.save(path)
        else:
            path.write_bytes(as_csv(rows, encoding, separator))
        return raw

    return written
