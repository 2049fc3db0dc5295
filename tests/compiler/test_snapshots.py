"""The compiled SQL of every test signal and view, as text: a change of it is looked at before it is taken.

ZBRISK_UPDATE_SNAPSHOTS=1 pytest tests/compiler/test_snapshots.py      take the text as it is now
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlglot

from tests.oracle.agreement import compiled
from tests.oracle.naive import SIGNALS

FOLDER = Path(__file__).parent / "snapshots"
NAMES = sorted(path.stem for path in SIGNALS.rglob("*.sql"))


@pytest.fixture(scope="module")
def statements() -> dict[str, str]:
    """The DuckDB text of each relation, laid out to be read and compared line by line."""
    program = compiled()
    texts = {view.name: view.sql["duckdb"] for view in (program.this_case, *program.views)}
    texts |= {signal.name: signal.sql["duckdb"] for signal in program.signals}
    trees = {name: sqlglot.parse_one(text, dialect="duckdb") for name, text in texts.items()}
    return {name: tree.sql("duckdb", pretty=True) for name, tree in trees.items()}


@pytest.mark.parametrize("name", ["this_case", *NAMES])
def test_compiled_sql_is_the_snapshot(statements: dict[str, str], name: str) -> None:
    path = FOLDER / f"{name}.sql"
    if os.environ.get("ZBRISK_UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(statements[name] + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == statements[name] + "\n"


def test_no_snapshot_is_left_behind() -> None:
    assert {path.stem for path in FOLDER.glob("*.sql")} == {"this_case", *NAMES}
