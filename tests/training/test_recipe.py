from __future__ import annotations

from pathlib import Path

import pytest

from training.recipe import Recipe, read_recipe
from training.strategies import ReviewedOnly, WeakNegatives
from zbrisk.errors import DataError


def written(folder: Path, text: str) -> Path:
    file = folder / "recipe.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_recipe_names_only_what_differs_from_the_defaults(tmp_path: Path) -> None:
    recipe = read_recipe(written(tmp_path, "trials: 3\ntargets: [sham_litigation]\ntimeout_seconds: 60\n"))
    assert recipe == Recipe(trials=3, targets=("sham_litigation",), timeout_seconds=60)
    assert read_recipe(written(tmp_path, "")) == Recipe()


def test_the_digest_changes_with_every_choice_and_with_nothing_else(tmp_path: Path) -> None:
    assert read_recipe(written(tmp_path, "# as it is\nseed: 0\n")).digest == Recipe().digest
    assert Recipe(seed=1).digest != Recipe().digest


def test_the_strategy_is_chosen_by_name() -> None:
    assert Recipe(weak_weight=0.2).unreviewed() == WeakNegatives(per_reviewed=4, weight=0.2)
    assert Recipe(strategy="reviewed_only").unreviewed() == ReviewedOnly()


@pytest.mark.parametrize(("text", "problem"), [
    ("trails: 3", "Did you mean `trials`"),
    ("trials: many", "recipe.yaml:1: `trials` is 'many' and no whole number from 0 to 10,000"),
    ("trials: true", "`trials` is True and no whole number"),
    ("trials: 2.5", "`trials` is 2.5 and no whole number"),
    ("holdout: 0.9", "`holdout` is 0.9 and no number from 0.05 to 0.5"),
    ("max_depth: 13", "`max_depth` is 13 and no whole number from 1 to 12"),
    ("strategy: guess", "`strategy` is 'guess', which is unknown.\n  Use one of weak_negatives, reviewed_only"),
    ("monotone: 1", "`monotone` is 1, neither true nor false"),
    ("targets: sham_litigation", "`targets` is 'sham_litigation' and no list"),
    ("seed: 1\ntop:\n- 5\n- a", "recipe.yaml:4: `top.2` is 'a' and no whole number"),
    ("- trials", "The recipe is \\['trials'\\] and no mapping"),
    ("a: [", "cannot be read"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_cure(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        read_recipe(written(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_recipe(tmp_path / "none.yaml")
