"""LightGBM's text, read strictly before LightGBM's native loader sees it.

That loader trusts its text: an edited one makes it write out of bounds, or walk a circle without end. So the text is
read here into trees that are proper ones (children in range, each node reached once, counts that add up, finite
numbers, bounded sizes), and is accepted only if writing these trees again gives the same text, byte for byte. What the
native loader then gets is written from the trees, never the text itself.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zbrisk.errors import BundleError
from zbrisk.typing import Floats

if TYPE_CHECKING:
    import lightgbm as lgb

__all__ = ["Tree", "Trees", "read_trees"]


MOST_BYTES = 64 * 2**20
MOST_FEATURES = 20_000
MOST_TREES = 5_000
MOST_LEAVES = 4_096  # of one tree
DEEPEST = 64
MOST_WORK = 20_000_000  # leaves times depth squared, which is what explaining one row costs
LARGEST_LEAF = 1_000.0  # log-odds; beyond it scores lose the digits that contributions need to add up
MOST_PARAMETERS = 500

FEATURE = re.compile(r"[\w.+-]{1,400}")
INFO = re.compile(r"none|\[-?[0-9.e+-]{1,30}:-?[0-9.e+-]{1,30}\]")
PARAMETER = re.compile(r"\[[a-z][a-z0-9_]{0,60}: [^\x00-\x1f\x7f]{0,200000}\]")
OBJECTIVE = "binary sigmoid:1"
MISSING = frozenset({0, 2, 4, 6, 8, 10})  # bit 0 is a category, 1 the default side, 2 and 3 what counts as missing
CATEGORICAL = ("pandas_categorical:null", "pandas_categorical:[]")


@dataclass(frozen=True, kw_only=True)
class Tree:
    """One tree, as LightGBM's arrays: one entry a split, or one a leaf. A child below 0 is leaf `-child - 1`."""

    split_feature: tuple[int, ...]
    split_gain: tuple[float, ...]
    threshold: tuple[float, ...]
    decision_type: tuple[int, ...]
    left_child: tuple[int, ...]
    right_child: tuple[int, ...]
    leaf_value: tuple[float, ...]
    leaf_weight: tuple[float, ...]
    leaf_count: tuple[int, ...]
    internal_value: tuple[float, ...]
    internal_weight: tuple[float, ...]
    internal_count: tuple[int, ...]
    shrinkage: float

    @property
    def leaves(self) -> int:
        """How many leaves it has."""
        return len(self.leaf_value)

    @property
    def text(self) -> str:
        """The tree as LightGBM writes it."""
        lines = [f"num_leaves={self.leaves}", "num_cat=0"]
        for name, exact in ARRAYS.items():
            lines.append(f"{name}={' '.join([exact % value for value in getattr(self, name)])}")
        return "\n".join([*lines, "is_linear=0", f"shrinkage={self.shrinkage:g}"]) + "\n\n\n"

    def work(self, features: int) -> int:
        """What explaining one row costs: the leaves' depths squared, summed.

        Raises:
            ValueError: It is no proper tree of that many features.
        """
        splits, leaves = len(self.split_feature), self.leaves
        _must(1 <= leaves <= MOST_LEAVES, f"a tree of {leaves} leaves")
        if splits:
            _must(all(len(getattr(self, name)) == splits for name in OF_SPLITS), "arrays of unequal lengths")
            _must(all(len(getattr(self, name)) == leaves for name in OF_LEAVES), "arrays of unequal lengths")
        else:
            _must(len(self.leaf_count) == 1 and len(self.leaf_weight) <= 1, "arrays of unequal lengths")
            _must(not any(getattr(self, name) for name in OF_SPLITS), "arrays of unequal lengths")
        _must(leaves == splits + 1, f"{splits} splits and {leaves} leaves")
        _must(all(0 <= each < features for each in self.split_feature), "a split by a feature that is not there")
        _must(MISSING.issuperset(self.decision_type), "a split of an unknown kind")
        _must(all(abs(each) <= LARGEST_LEAF for each in self.leaf_value), "a leaf beyond all bounds")
        _must(all(map(math.isfinite, self._numbers())), "a number that is not finite")
        _must(min(self.leaf_count) >= (1 if splits else 0), "a leaf without cases")
        return self._walked()

    def _numbers(self) -> Iterator[float]:
        for name in ("split_gain", "leaf_value", "leaf_weight", "internal_value", "internal_weight"):
            yield from getattr(self, name)
        yield self.shrinkage
        yield from (each for each in self.threshold if each != math.inf)  # splits off what is missing

    def _walked(self) -> int:
        """Go through all splits; a child comes after its parent, so that one pass in order is a walk from the root."""
        splits = len(self.split_feature)
        depth, reached = [0] * splits, Counter([0])
        work, leaves = 0, set[int]()
        for split in range(splits):
            count = 0
            for child in (self.left_child[split], self.right_child[split]):
                if child < 0:
                    leaf = -child - 1
                    _must(leaf < self.leaves and leaf not in leaves, "a leaf that is not there, or reached twice")
                    leaves.add(leaf)
                    work += (depth[split] + 1) ** 2
                    count += self.leaf_count[leaf]
                else:
                    _must(split < child < splits, "a split that is not there, or above its parent")
                    reached[child] += 1
                    depth[child] = depth[split] + 1
                    count += self.internal_count[child]
            _must(count == self.internal_count[split], "counts that do not add up")
        _must(all(reached[split] == 1 for split in range(splits)), "a split that is not reached once")
        _must(max(depth, default=0) < DEEPEST, f"a tree deeper than {DEEPEST} splits")
        return work


WHOLE, SHORT, EXACT = "%d", "%g", "%.17g"
ARRAYS = {
    "split_feature": WHOLE, "split_gain": SHORT, "threshold": EXACT, "decision_type": WHOLE, "left_child": WHOLE,
    "right_child": WHOLE, "leaf_value": EXACT, "leaf_weight": EXACT, "leaf_count": WHOLE, "internal_value": SHORT,
    "internal_weight": SHORT, "internal_count": WHOLE,
}  # fmt: skip
OF_LEAVES = ("leaf_value", "leaf_weight", "leaf_count")
OF_SPLITS = tuple(name for name in ARRAYS if name not in OF_LEAVES)


@dataclass(frozen=True, kw_only=True)
class Trees:
    """The trees of one model.

    Args:
        features: The columns, in the order in which they are read.
        infos: What LightGBM notes of each column: its range, or none.
        monotone: -1, 0 or 1 a column, or nothing.
        trees: In the order in which they were grown; the raw margin is the sum of their leaves.
        parameters: What they were grown with, as lines; None where that is not said. No score depends on them.
        categorical: LightGBM's last line, which says that there are no categories.
    """

    features: tuple[str, ...]
    infos: tuple[str, ...]
    monotone: tuple[str, ...]
    trees: tuple[Tree, ...]
    parameters: tuple[str, ...] | None
    categorical: str

    @property
    def text(self) -> str:
        """The model as LightGBM writes it."""
        ranked = sorted(Counter(feature for feature, _ in self._useful()).items(), key=lambda item: (-item[1], item[0]))
        importances = [f"{self.features[feature]}={count}" for feature, count in ranked]
        said = ["feature_importances:", *importances, ""]
        if self.parameters is not None:
            said += ["parameters:", *self.parameters, "", "end of parameters", ""]
        return self._start(self.infos, self.monotone) + "\n".join(["", *said, self.categorical]) + "\n"

    def booster(self) -> lgb.Booster:
        """The trees at work. LightGBM gets what scores depend on, written from the trees.

        Raises:
            BundleError: LightGBM does not take them, or a row's contributions do not add up to its score.
        """
        import lightgbm as lgb  # takes a second

        bare = self._start(("none",) * len(self.features), ())
        try:
            booster = lgb.Booster(model_str=bare + "\n")
            adds_up = self._adds_up(booster)
        except lgb.basic.LightGBMError as error:
            raise BundleError(f"LightGBM does not take the model: {error}.", MEND) from error
        if not adds_up:
            raise BundleError("The contributions of a row do not add up to its score.", MEND)
        return booster

    def gains(self) -> Floats:
        """What the splits by each feature brought, summed; LightGBM's importance by gain."""
        gains = np.zeros(len(self.features))
        for feature, gain in self._useful():
            gains[feature] += np.float32(gain)  # LightGBM's own precision
        return gains

    def _useful(self) -> Iterator[tuple[int, float]]:
        """Feature and gain of every split that brought something."""
        for tree in self.trees:
            yield from (pair for pair in zip(tree.split_feature, tree.split_gain, strict=True) if pair[1] > 0)

    @cached_property
    def _grown(self) -> list[str]:
        return [f"Tree={place}\n{tree.text}" for place, tree in enumerate(self.trees)]

    def _start(self, infos: Sequence[str], monotone: Sequence[str]) -> str:
        lines = [
            "tree",
            "version=v4",
            "num_class=1",
            "num_tree_per_iteration=1",
            "label_index=0",
            f"max_feature_idx={len(self.features) - 1}",
            f"objective={OBJECTIVE}",
            f"feature_names={' '.join(self.features)}",
            *([f"monotone_constraints={' '.join(monotone)}"] if monotone else []),
            f"feature_infos={' '.join(infos)}",
            f"tree_sizes={' '.join(str(len(tree)) for tree in self._grown)}",
        ]
        return "\n".join([*lines, "", ""]) + "".join(self._grown) + "end of trees\n"

    def _adds_up(self, booster: lgb.Booster) -> bool:
        rows = self._rows()
        raw = np.asarray(booster.predict(rows, raw_score=True, num_threads=1), dtype=np.float64)
        shap = np.asarray(booster.predict(rows, pred_contrib=True, num_threads=1), dtype=np.float64)
        error = np.abs(shap.sum(axis=1) - raw)
        return bool(np.isfinite(shap).all() and (error <= 1e-7 * (1 + np.abs(shap).sum(axis=1))).all())

    def _rows(self) -> Floats:
        """Rows of nothing, of no data, and of values on both sides of where the trees split."""
        rows = np.zeros((5, len(self.features)))
        rows[1] = np.nan
        for tree in self.trees:
            for feature, threshold in zip(tree.split_feature, tree.threshold, strict=True):
                if threshold == math.inf:
                    continue
                rows[2, feature] = (rows[2, feature] + threshold) / 2
                rows[3, feature] = max(rows[3, feature], threshold)
                rows[4, feature] = min(rows[4, feature], threshold - 1)
        return rows


MEND = "Take the bundle from where it was trained, or train anew."


def read_trees(text: str, features: Sequence[str] | None = None, *, name: str = "The model") -> Trees:
    """Read LightGBM's text.

    Args:
        text: What `Booster.model_to_string` gave.
        features: The columns that it must have, in this order; any if None.
        name: What an error calls it.

    Raises:
        BundleError: It is not what LightGBM writes for trees that vote yes or no on numbers, or of unbounded size.
    """
    try:
        _must(len(text) <= MOST_BYTES, "more than 64 MB")
        trees = _read(text)
        _must(features is None or trees.features == tuple(features), "other features than the bundle's")
        work = sum(tree.work(len(trees.features)) for tree in trees.trees)
        _must(work <= MOST_WORK, "trees too large to explain a case by")
        _must(trees.text == text, "something else than its trees")
    except (ValueError, IndexError, OverflowError) as error:
        raise BundleError(f"{name} is no model that can be run safely: it has {_short(error)}.", MEND) from error
    return trees


def _read(text: str) -> Trees:
    start, found, rest = text.partition("\n\nTree=0\n")
    _must(bool(found), "no trees")
    said = dict(line.partition("=")[::2] for line in start.split("\n"))
    grown, found, end = rest.partition("\n\n\nend of trees\n")
    _must(bool(found), "no end of trees")
    names, infos = (tuple(said.get(key, "").split(" ")) for key in ("feature_names", "feature_infos"))
    _must(len(names) <= MOST_FEATURES and len(set(names)) == len(names), "too many features, or one twice")
    _must(all(map(FEATURE.fullmatch, names)), "a feature without a proper name")
    _must(len(infos) == len(names) and all(map(INFO.fullmatch, infos)), "features that are not described")
    texts = re.split(r"\n\n\nTree=[0-9]{1,5}\n", grown, maxsplit=MOST_TREES)
    _must(len(texts) <= MOST_TREES, "too many trees")
    monotone = tuple(said["monotone_constraints"].split(" ")) if "monotone_constraints" in said else ()
    _must(len(monotone) in (0, len(names)) and {"-1", "0", "1"}.issuperset(monotone), "unknown directions")
    return Trees(
        features=names,
        infos=infos,
        monotone=monotone,
        trees=tuple(map(_tree, texts)),
        parameters=_parameters(end),
        categorical=CATEGORICAL[end.endswith(f"{CATEGORICAL[1]}\n")],
    )


def _tree(text: str) -> Tree:
    said = dict(line.partition("=")[::2] for line in text.split("\n"))
    _must(said.keys() == {*ARRAYS, "num_leaves", "num_cat", "is_linear", "shrinkage"}, "a tree of other lines")
    _must((said["num_cat"], said["is_linear"]) == ("0", "0"), "categories, or equations in leaves")
    arrays = {
        name: tuple(map(int if form == WHOLE else float, said[name].split(" "))) if said[name] else ()
        for name, form in ARRAYS.items()
    }
    return Tree(**arrays, shrinkage=float(said["shrinkage"]))  # type: ignore[arg-type]


def _parameters(end: str) -> tuple[str, ...] | None:
    _, found, rest = end.partition("\n\nparameters:\n")
    if not found:
        return None
    lines = tuple(rest.partition("\n\nend of parameters\n")[0].split("\n"))
    _must(len(lines) <= MOST_PARAMETERS and all(map(PARAMETER.fullmatch, lines)), "unknown parameters")
    return lines


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def _short(error: Exception) -> str:
    said = str(error)
    return said if len(said) <= 100 and said.isprintable() else "a number that cannot be read"
