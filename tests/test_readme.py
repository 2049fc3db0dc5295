"""The README is one page, in two languages, and names only what exists; tests/docs looks at commands and links."""

from __future__ import annotations

from pathlib import Path

import pytest

import zbrisk
from tests.docs.reading import command_lines

ROOT = Path(__file__).parents[1]
READMES = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")}
MOST_BYTES = 6000


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_is_short(readme: str) -> None:
    assert (ROOT / readme).stat().st_size <= MOST_BYTES


def test_both_languages_have_one_structure() -> None:
    levels = [[line.split()[0] for line in text.splitlines() if line.startswith("#")] for text in READMES.values()]
    assert levels[0] == levels[1]


def test_both_languages_name_the_same_commands() -> None:
    english, chinese = (list(command_lines(text)) for text in READMES.values())
    assert english == chinese
    assert english


@pytest.mark.parametrize("readme", READMES)
def test_what_is_called_of_the_library_is_public(readme: str) -> None:
    called = {
        word.split("(")[0] for word in READMES[readme].replace("zbrisk.", " zbrisk.").split() if "zbrisk." in word
    }
    names = {word.removeprefix("zbrisk.") for word in called if word.startswith("zbrisk.")}
    assert names
    assert names <= set(zbrisk.__all__)


@pytest.mark.parametrize("readme", READMES)
def test_the_picture_is_small(readme: str) -> None:
    assert "docs/images/page.png" in READMES[readme]
    assert (ROOT / "docs/images/page.png").stat().st_size < 200_000
