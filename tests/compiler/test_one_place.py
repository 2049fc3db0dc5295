"""What must be right everywhere is written once: how a relation is compiled, and where time is cut."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = [path for room in ("zbrisk", "training", "experiments") for path in sorted((ROOT / room).rglob("*.py"))]
CUT = re.compile(r"\b_known_(?:from|until)\s*(?:[<>]|=(?!=)\s*\d)")
TERSE = re.compile(r"(?<![A-Za-z0-9_])_(?:k|u|m|ev|g)\b")  # hidden columns, as nobody can read them
COMPILES = re.compile(r"\b(?:QueryCompiler|PlainCompiler|in_all_dialects)\(")


def found(pattern: re.Pattern[str], *allowed: str) -> list[str]:
    """The lines that a pattern is found in, outside of some files and folders."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in CODE
        if not str(path.relative_to(ROOT)).startswith(allowed)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_room_above_the_docket_cuts_time_by_hand() -> None:
    assert found(CUT, "zbrisk/compiler/", "zbrisk/docket/") == []


def test_hidden_columns_have_names_that_can_be_read() -> None:
    assert found(TERSE) == []


def test_relations_are_compiled_in_one_place() -> None:
    assert found(COMPILES, "zbrisk/compiler/") == []


@pytest.mark.parametrize("line", ["where _known_from < 5", "f'{x}_known_until >= {day}'", "and c._known_from<m._as_of"])
def test_a_cut_is_seen(line: str) -> None:
    assert CUT.search(line)
