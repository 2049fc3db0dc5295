"""What tests of a nation share."""

from __future__ import annotations

from pathlib import Path

import pytest

ON_SPARK = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

DAY = "2024-07-01"


def sources(home: Path) -> dict[str, str]:
    """Where each table of a home lies."""
    return {folder.name: str(folder) for folder in sorted((home / "tables").iterdir())}
