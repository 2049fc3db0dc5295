from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pytest

from tests.bundle.forging import altered, resigned
from tests.bundle.mutants import ADDED_UP, REFUSED, grown, mutants
from training.models.prior import PRIORS, prior_of
from zbrisk.bundle.trees import read_trees
from zbrisk.errors import BundleError
from zbrisk.scoring.scorer import load_scorer

ROOT = Path(__file__).parents[2]
TEXT = grown()


def with_first(field: str, value: str) -> str:
    """The text with the first entry of the first such line changed."""
    changed = re.sub(rf"^{field}=\S+", f"{field}={value}", TEXT, count=1, flags=re.M)
    assert changed != TEXT
    return changed


@pytest.mark.parametrize("leaves", [2, 6, 31, 200])
def test_what_lightgbm_writes_is_read_and_scores_the_same(leaves: int) -> None:
    text = grown(leaves=leaves)
    trees = read_trees(text)
    ours, its = trees.booster(), lgb.Booster(model_str=text)
    assert trees.text == text == its.model_to_string()
    rows = np.random.default_rng(0).normal(size=(200, 4))
    rows[::3, 2] = np.nan
    for what in ({"raw_score": True}, {"pred_contrib": True}):
        assert np.array_equal(ours.predict(rows, **what), its.predict(rows, **what))
    assert trees.gains().tolist() == its.feature_importance("gain").tolist()
    assert trees.features == tuple(its.feature_name())


def test_a_model_that_learnt_nothing_is_read() -> None:
    data = lgb.Dataset(np.ones((50, 2)), np.arange(50) % 2.0)
    text = lgb.train({"objective": "binary", "verbosity": -1}, data, 3).model_to_string()
    trees = read_trees(text)
    assert trees.text == text and trees.trees[0].leaves == 1
    assert trees.booster().predict(np.zeros((1, 2)), raw_score=True) == pytest.approx(0)


@pytest.mark.parametrize("target", [path.stem for path in sorted(PRIORS.glob("*.txt"))])
def test_the_priors_are_read_and_score_the_same(target: str) -> None:
    prior = prior_of(target)
    assert prior is not None
    rows = np.random.default_rng(0).normal(size=(50, len(prior.features))) * 100
    assert np.array_equal(prior.scores(rows), lgb.Booster(model_str=prior.text).predict(rows, raw_score=True))


#: What ended the process, never returned, was a traceback, or was accepted with a score that is none.
HOSTILE = {
    "a split by a feature far away": with_first("split_feature", "2147483647"),
    "a split by a feature below 0": with_first("split_feature", "-1"),
    "a child far away": with_first("left_child", "100000"),
    "a child that is its own parent": with_first("left_child", "0"),
    "a leaf far away": with_first("left_child", "-2147483648"),
    "no leaves": with_first("num_leaves", "0"),
    "more leaves than there are": with_first("num_leaves", "100000"),
    "a category without categories": with_first("decision_type", "1"),
    "an unknown kind of missing": with_first("decision_type", "12"),
    "a leaf that is no number": with_first("leaf_value", "nan"),
    "a leaf without end": with_first("leaf_value", "inf"),
    "a leaf beyond all bounds": with_first("leaf_value", "1.0000000000000001e+300"),
    "a threshold that is no number": with_first("threshold", "nan"),
    "a count of nothing": with_first("leaf_count", "0"),
    "a count below nothing": with_first("internal_count", "-5"),
    "a whole number of 400 digits": with_first("leaf_count", "9" * 400),
    "half a model": TEXT[: len(TEXT) // 2],
    "no trees": TEXT[: TEXT.index("Tree=0")],
    "no end of trees": TEXT.replace("end of trees", "end of tree"),
    "many classes": TEXT.replace("num_class=1\n", "num_class=3\n"),
    "no class": TEXT.replace("num_class=1\n", ""),
    "no trees an iteration": TEXT.replace("num_tree_per_iteration=1", "num_tree_per_iteration=0"),
    "another objective": TEXT.replace("binary sigmoid:1", "multiclass num_class:3"),
    "an average": TEXT.replace("feature_names=", "average_output\nfeature_names=", 1),
    "more features than names": with_first("max_feature_idx", "2147483646"),
    "other tree sizes": with_first("tree_sizes", "99999999999"),
    "no tree sizes": re.sub(r"^tree_sizes=.*\n", "", TEXT, flags=re.M),
    "equations in leaves": with_first("is_linear", "1"),
    "categories": with_first("num_cat", "1"),
    "a tree twice": TEXT.replace("Tree=1\n", "Tree=0\n"),
    "Windows lines": TEXT.replace("\n", "\r\n"),
    "one letter more": TEXT + "\n",
    "full-width digits": TEXT.replace("num_leaves=6", "num_leaves=６"),
    "a parser": TEXT.replace("end of parameters\n", "end of parameters\n\nparser:\nx\nend of parser\n"),
    "categories of pandas": TEXT.replace("pandas_categorical:null", f"pandas_categorical:{'[' * 100_000}"),
    "a parameter of two lines": TEXT.replace("[linear_tree: 0]", "[linear_tree: 0]\nx"),
    "an empty text": "",
    "an endless name": TEXT.replace("Column_0", "x" * 5000),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_harms_lightgbm_is_refused_in_a_sentence(what: str) -> None:
    assert HOSTILE[what] != TEXT
    with pytest.raises(BundleError, match="no model that can be run safely") as refused:
        read_trees(HOSTILE[what])
    assert len(refused.value.problem) < 250 and refused.value.problem.isprintable()


def bent(change: Callable[[dict[str, list[int]]], object]) -> str:
    """The model with its first tree bent, and otherwise written as LightGBM would write it."""
    trees = read_trees(TEXT)
    first, *others = trees.trees
    arrays = {name: list(getattr(first, name)) for name in ("left_child", "right_child", "leaf_count")}
    change(arrays)
    edited = replace(first, **{name: tuple(values) for name, values in arrays.items()})  # type: ignore[arg-type]
    return replace(trees, trees=(edited, *others)).text


def upside_down(arrays: dict[str, list[int]]) -> None:
    arrays["left_child"][-1] = 0


def shared(arrays: dict[str, list[int]]) -> None:
    arrays["right_child"][0] = arrays["left_child"][0]


def heavier(arrays: dict[str, list[int]]) -> None:
    arrays["leaf_count"][0] += 1


@pytest.mark.parametrize("change", [upside_down, shared, heavier])
def test_a_tree_that_is_none_is_refused_however_well_it_is_written(
    change: Callable[[dict[str, list[int]]], object],
) -> None:
    with pytest.raises(BundleError):
        read_trees(bent(change))


def test_a_tree_too_deep_to_explain_a_case_by_is_refused() -> None:
    trees = read_trees(TEXT)
    splits = 100
    chain = replace(
        trees.trees[0],
        split_feature=(0,) * splits, split_gain=(1.0,) * splits, threshold=(0.5,) * splits,
        decision_type=(2,) * splits, left_child=(*range(1, splits), -splits - 1),
        right_child=tuple(-leaf - 1 for leaf in range(splits)), leaf_value=(0.1,) * (splits + 1),
        leaf_weight=(1.0,) * (splits + 1), leaf_count=(1,) * (splits + 1), internal_value=(0.0,) * splits,
        internal_weight=(1.0,) * splits, internal_count=tuple(splits + 1 - place for place in range(splits)),
    )  # fmt: skip
    with pytest.raises(BundleError, match="a tree deeper than 64 splits"):
        read_trees(replace(trees, trees=(chain,)).text)


def test_other_features_than_the_bundles_are_refused() -> None:
    names = read_trees(TEXT).features
    assert read_trees(TEXT, names).features == names
    with pytest.raises(BundleError, match="other features"):
        read_trees(TEXT, names[::-1])


def test_lightgbm_gets_nothing_that_scores_do_not_depend_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    booster = lgb.Booster
    monkeypatch.setattr(lgb, "Booster", lambda *, model_str: (given.append(model_str), booster(model_str=model_str))[1])
    read_trees(TEXT.replace("[seed: 0]", "[seed: 666]")).booster()
    assert "666" not in given[0] and "parameters" not in given[0] and given[0].endswith("end of trees\n\n")


def test_a_signed_bundle_with_an_edited_model_is_refused_or_scores(folder: Path) -> None:
    path = folder / "models" / "concealed_assets.txt"
    source = mutants(path.read_text(), seed=3)
    refused = 0
    for _ in range(30):
        path.write_bytes(next(source).encode())
        altered(folder)
        resigned(folder)
        try:
            scorer = load_scorer(folder)
        except BundleError:
            refused += 1
        else:
            assert np.isfinite(scorer.models[0].scores(np.zeros((1, len(scorer.program.features))))).all()
    assert refused > 10


@pytest.mark.slow
def test_mutants_are_refused_or_harmless_and_never_end_the_process() -> None:
    """20,000 and more: `python -m tests.bundle.mutants 20000`."""
    words = [sys.executable, "-m", "tests.bundle.mutants", "1000", "1"]
    ended = subprocess.run(words, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True)
    found = {what: int(number) for number, what in (line.split(maxsplit=1) for line in ended.stdout.splitlines())}
    assert found.keys() == {REFUSED, ADDED_UP} and sum(found.values()) == 1000
    assert found[ADDED_UP] > 50 and found[REFUSED] > 500
