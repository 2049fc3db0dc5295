from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Invoke, Office, left_in, said


@pytest.mark.parametrize(
    ("name", "language", "part"),
    [
        ("card.md", "en", "# Model "),
        ("card.md", "zh", "# 模型 "),
        ("card.html", "zh", "<h1>模型 "),
        ("card.html", "en", "<h1>Model "),
    ],
)
def test_writes_the_card_of_a_trained_bundle(
    made_up: Office, zbrisk: Invoke, tmp_path: Path, name: str, language: str, part: str
) -> None:
    result = zbrisk("model-card", made_up.bundle, "--out", tmp_path / name, "--language", language)
    assert result.exit_code == 0, result.stderr
    card = (tmp_path / name).read_text("utf-8")
    assert part in card
    for said_of_the_run in ("petitions", "2024-07-01", "TreeSHAP"):
        assert said_of_the_run in card


def test_training_says_how_to_make_it(made_up: Office) -> None:
    assert f"zbrisk model-card {made_up.bundle} --out card.html" in made_up.printed


def test_other_endings_and_languages_are_refused(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    said(zbrisk("model-card", made_up.bundle, "--out", tmp_path / "card.pdf"), "card.pdf is no card", ".md or .html")
    said(zbrisk("model-card", made_up.bundle, "--out", tmp_path / "card.md", "--language", "fr"), "no card in 'fr'")
    assert left_in(tmp_path) == []
