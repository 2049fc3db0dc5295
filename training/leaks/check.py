"""All leak checks on the matrices of one run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from training.datasets.dataset import TargetDataset
from training.labels.splits import Fold, confirmed_quantile, forward_folds, split_at
from training.leaks.columns import missingness, purity, separation
from training.leaks.finding import Finding
from training.leaks.hindsight import hindsight
from training.leaks.split_overlap import split_overlap
from training.recipe import Recipe
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.execution.signal_builder import SignalBuilder

__all__ = ["LeakReport", "check_leaks"]

MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class LeakReport:
    """What was checked of one target's matrix, and what was found."""

    target: str
    columns: int
    reviewed: int
    findings: tuple[Finding, ...]

    @property
    def sure(self) -> tuple[Finding, ...]:
        """The findings that no honest matrix shows."""
        return tuple(finding for finding in self.findings if finding.sure)

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        findings = [finding.to_json() for finding in self.findings]
        return {"columns": self.columns, "reviewed": self.reviewed, "findings": findings}

    def refuse(self) -> None:
        """Stop the training where a leak is sure.

        Raises:
            DataError: It is.
        """
        if not self.sure:
            return
        named = "; ".join(f"{each.check}: {each.subject} {each.words}" for each in self.sure[:MOST_NAMED])
        more = f"; and {len(self.sure) - MOST_NAMED} more" if len(self.sure) > MOST_NAMED else ""
        raise DataError(
            f"The matrix of {self.target} knows the answer ({named}{more}).",
            "Give the rows behind it the known_at on which the office had them, or leave the signal out.",
        )


def check_leaks(
    docket: Docket, builder: SignalBuilder, datasets: Sequence[TargetDataset], *, until: dt.date, recipe: Recipe
) -> list[LeakReport]:
    """Check every target's matrix for each leak that can be seen in it.

    Args:
        docket: The tables that the matrices were made of.
        builder: The builder that made them.
        datasets: The matrices and their moments.
        until: Nothing known on or after this day was used.
        recipe: How the splits are made.
    """
    changed = hindsight(docket, builder, datasets, seed=recipe.seed)
    reports = []
    for dataset in datasets:
        reviewed = dataset.moments["reviewed"].to_numpy(bool)
        findings = (
            *_in_columns(dataset.X[reviewed], dataset.moments[reviewed], recipe.seed),
            *split_overlap(docket, dataset.moments, _folds(dataset.moments, recipe), until=until),
            *changed[dataset.labels.target],
        )
        reports.append(
            LeakReport(
                target=dataset.labels.target,
                columns=dataset.X.shape[1],
                reviewed=int(reviewed.sum()),
                findings=findings,
            )
        )
    return reports


def _in_columns(X: pd.DataFrame, moments: pd.DataFrame, seed: int) -> Iterator[Finding]:
    yield from separation(X, moments["label"], moments["group"], seed=seed)
    yield from purity(X, moments["label"])
    yield from missingness(X, moments["label"])


def _folds(moments: pd.DataFrame, recipe: Recipe) -> list[Fold]:
    """Every split that the training makes."""
    latest = split_at(moments, confirmed_quantile(moments, 1 - recipe.holdout))
    return [latest, *forward_folds(moments, count=recipe.folds)]
