"""Columns that know the answer, recognised by how they part the reviewed cases."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import beta, fisher_exact, rankdata

from training.evaluation import interval
from training.evaluation.metrics import RankedRows, auc
from training.leaks.finding import Finding
from zbrisk.typing import Floats

__all__ = ["missingness", "purity", "separation"]

#: Lower end of the 95 % interval of one column's AUC. Fraud signals of the literature reach 0.8 alone, seldom 0.9.
SUSPICIOUS_AUC, UNBELIEVABLE_AUC = 0.9, 0.95
#: Share of confirmed among the cases with a value, its lower bound, where at most half are confirmed, and odds as far
#: above the usual where more are; and the chance that one honest column passes it.
PURE, CHANCE = 0.8, 0.001
#: Difference of the shares of "no data" between the classes from which it is worth a word.
GAP = 0.1
DRAWS = 500


def separation(X: pd.DataFrame, label: ArrayLike, groups: ArrayLike, *, seed: int = 0) -> Iterator[Finding]:
    """Columns that alone part confirmed from refuted better than is believable, whichever way they point."""
    truth = np.asarray(label, dtype=np.float64)
    for name, values in X.items():
        score = max(_orders(values.to_numpy(np.float64)), key=lambda order: _auc(truth, order))
        if _auc(truth, score) < SUSPICIOUS_AUC:
            continue
        found = interval(RankedRows(truth, score), auc, groups, draws=DRAWS, seed=seed)
        if found.value is None or found.low is None or found.low < SUSPICIOUS_AUC:
            continue
        yield Finding(
            check="separation",
            subject=str(name),
            sure=found.low >= UNBELIEVABLE_AUC,
            words=f"alone reaches an AUC of {found.value:.3f} ({found.low:.3f} to {found.high:.3f})",
        )


def purity(X: pd.DataFrame, label: ArrayLike) -> Iterator[Finding]:
    """Columns whose being above zero nearly always goes with a confirmed case, beyond chance among these columns."""
    truth = np.asarray(label, dtype=np.float64)
    pure = max(PURE, _raised(float(truth.mean()), by=PURE / (1 - PURE)))
    for name, values in X.items():
        has = values.to_numpy(np.float64) > 0
        cases, confirmed = int(has.sum()), int(truth[has].sum())
        if confirmed and _lower_bound(confirmed, cases, CHANCE / X.shape[1]) > pure:
            words = f"{confirmed} of the {cases} reviewed cases with a value above 0 were confirmed"
            yield Finding(check="purity", subject=str(name), sure=False, words=words)


def missingness(X: pd.DataFrame, label: ArrayLike) -> Iterator[Finding]:
    """Columns whose share of "no data" differs between the classes, beyond chance among these columns."""
    truth = np.asarray(label, dtype=np.float64) == 1
    missing = X.isna().to_numpy()
    gone, gap = _distinct(X, missing), missing[truth].mean(axis=0) - missing[~truth].mean(axis=0)
    for names, column in gone:
        if abs(gap[column]) < GAP:
            continue
        null = missing[:, column]
        table = [[int((null & side).sum()), int((~null & side).sum())] for side in (truth, ~truth)]
        if fisher_exact(table).pvalue < CHANCE / len(gone):
            shares = f"{null[truth].mean():.0%} of the confirmed and {null[~truth].mean():.0%} of the refuted"
            words = f"no data for {shares} ({len(names)} columns alike)"
            yield Finding(check="missingness", subject=names[0], sure=False, words=words)


def _orders(values: Floats) -> list[Floats]:
    """The four orders in which a tree may read a column: up or down, "no data" first or last."""
    ranks = rankdata(np.where(np.isnan(values), -np.inf, values), method="min").astype(np.float64)
    last = np.where(np.isnan(values), ranks.max() + 1, ranks)
    return [sign * each for each in (ranks, last) for sign in (1.0, -1.0)]


def _auc(truth: Floats, score: Floats) -> float:
    found = auc(RankedRows(truth, score), np.ones((1, len(truth))))[0]
    return float(np.nan_to_num(found))


def _raised(share: float, *, by: float) -> float:
    """The share whose odds are `by` times those of `share`: what is remarkable depends on what is usual."""
    return by * share / (by * share + 1 - share)


def _lower_bound(hits: int, of: int, chance: float) -> float:
    """Clopper and Pearson's lower bound of a share."""
    return float(beta.ppf(chance, hits, of - hits + 1))


def _distinct(X: pd.DataFrame, missing: NDArray[np.bool_]) -> list[tuple[list[str], int]]:
    """The different patterns of missing cells: the columns that share one, and where the first of them stands."""
    patterns: dict[bytes, tuple[list[str], int]] = {}
    for place, name in enumerate(map(str, X)):
        patterns.setdefault(missing[:, place].tobytes(), ([], place))[0].append(name)
    return list(patterns.values())
