"""No text that comes with zbrisk accuses anybody, wherever it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.wording import accusing
from tests.support.explanation import made_up_explanation
from zbrisk.contract import load_contract
from zbrisk.pages import IndexItem, render_index, render_page

ROOT = Path(__file__).parents[2]
READ_ONLY = {Path("zbrisk/intake/cells/codes.yaml")}  # what others write in the lists that they deliver
WRITTEN = sorted(
    path
    for folder, endings in {
        "zbrisk": (".yaml", ".j2", ".py"), "features": (".sql", ".yaml", ".md"), "docs": (".md", ".yaml"),
        "training": (".yaml", ".py"),
    }.items()
    for path in (ROOT / folder).rglob("*")
    if path.suffix in endings and path.relative_to(ROOT) not in READ_ONLY
)  # fmt: skip


def texts(path: Path) -> Iterator[str]:
    """What of a file may be read on a page, a list or a terminal: of code its strings, docstrings of commands too."""
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield content
        return
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("folder", ["zbrisk", "features", "docs", "training"])
def test_no_text_accuses(folder: str) -> None:
    own = [path for path in WRITTEN if path.is_relative_to(ROOT / folder)]
    found = {str(path.relative_to(ROOT)): words for path in own for text in texts(path) if (words := accusing(text))}
    assert own and not found


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_no_readme_accuses(name: str) -> None:
    assert not accusing((ROOT / name).read_text(encoding="utf-8"))


def test_no_page_accuses() -> None:
    explanation, contract = made_up_explanation(), load_contract()
    assert not accusing(render_page(explanation, contract))
    assert not accusing(render_index([IndexItem(link="a.html", explanation=explanation)], contract))
