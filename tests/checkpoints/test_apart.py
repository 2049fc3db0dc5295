"""No verdict on lawfulness feeds a risk model, and the page about checkpoints is up to date."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from docs.generate.checkpoints import checkpoints_page
from tests.checkpoints.court import checkpoints
from tests.support.story import CONTRACT, everything

ROOT = Path(__file__).parents[2]
OWN_VIEWS = {path.stem for path in (ROOT / "features" / "checkpoints" / "views").glob("*.sql")}
MODELS = (
    "training",
    "zbrisk/scoring",
    "zbrisk/execution",
    "zbrisk/compiler",
    "zbrisk/signals",
    "zbrisk/explaining",
    "zbrisk/pages",
)


@pytest.mark.slow
def test_no_signal_names_a_checkpoint_or_its_views() -> None:
    names = {each.header.name for each in checkpoints()} | OWN_VIEWS
    program = everything()
    assert not names & {part.name for part in program.parts}
    for part in program.parts:
        assert not names & {*part.tables, *part.views}


@pytest.mark.slow
def test_no_signal_reads_what_reviewers_wrote_of_checkpoints() -> None:
    for part in everything().parts:
        assert ".checkpoint" not in part.sql["duckdb"]


def test_no_verdict_is_a_table() -> None:
    assert not [name for name in CONTRACT.tables if "checkpoint" in name or "verdict" in name]


@pytest.mark.parametrize("room", MODELS)
def test_no_room_of_the_models_imports_checkpoints(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in named if name.startswith("zbrisk.checkpoints")], path


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "reference" / "checkpoints.md").read_text(encoding="utf-8")
    assert page == checkpoints_page(checkpoints()), "run `python -m docs.write`"


def test_every_rule_has_a_checkpoint() -> None:
    rules = {each.header.rule for each in checkpoints()}
    wanted = {f"R-{n:02}" for n in (*range(1, 34), *range(40, 47), *range(50, 59))}  # R-47 is lawful
    assert rules == wanted
