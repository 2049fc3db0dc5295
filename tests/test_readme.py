"""The README cannot drift: every command and every public name is in it, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

import zbrisk
from zbrisk.commands import app

ROOT = Path(__file__).parents[1]
READMES = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")}


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_documented(readme: str) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    missing = [name for name in commands if f"zbrisk {name}" not in READMES[readme]]
    assert missing == []


@pytest.mark.parametrize("readme", READMES)
def test_every_public_name_is_real_and_documented(readme: str) -> None:
    assert all(hasattr(zbrisk, name) for name in zbrisk.__all__)
    missing = [name for name in zbrisk.__all__ if f"zbrisk.{name}" not in READMES[readme]]
    assert missing == []


def test_both_languages_have_one_structure() -> None:
    levels = [[line.split()[0] for line in text.splitlines() if line.startswith("#")] for text in READMES.values()]
    assert levels[0] == levels[1]
