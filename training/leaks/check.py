"""All leak checks on the matrices of one run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from training.leaks.columns import missingness, purity, separation
from training.leaks.crossing import crossing
from training.leaks.finding import Finding
from training.leaks.hindsight import hindsight
from training.lessons import Lesson
from training.recipe import Recipe
from training.splits import confirmed_quantile, forward_folds, split_at
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.matrix.builder import SignalBuilder

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
    docket: Docket, builder: SignalBuilder, lesson: Lesson, *, until: dt.date, recipe: Recipe
) -> LeakReport:
    """Hold one target's matrix against every leak that can be told from it.

    Args:
        docket: The tables that the matrix was made of.
        builder: The builder that made it.
        lesson: The matrix and its moments.
        until: Nothing known on or after this day was used.
        recipe: How the splits are made.
    """
    moments = lesson.moments
    reviewed = moments["reviewed"].to_numpy(bool)
    X, label, group = lesson.X[reviewed], moments.loc[reviewed, "label"], moments.loc[reviewed, "group"]
    latest = split_at(moments, confirmed_quantile(moments, 1 - recipe.holdout))
    folds = [latest, *forward_folds(moments, count=recipe.folds)]
    findings = (
        *separation(X, label, group, seed=recipe.seed),
        *purity(X, label),
        *missingness(X, label),
        *crossing(docket, moments, folds, until=until, recipe=recipe),
        *hindsight(docket, builder, moments, lesson.X, seed=recipe.seed),
    )
    return LeakReport(target=lesson.labels.target, columns=X.shape[1], reviewed=int(reviewed.sum()), findings=findings)
