"""The figures of the study as one Markdown page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from experiments.evidence.study_run import drawn_share
from training.evaluation import Estimate

__all__ = ["cell", "evidence_page", "markdown"]


def evidence_page(cases: pd.DataFrame, schemes: pd.DataFrame, shown: pd.DataFrame, debtor: Mapping[str, str]) -> str:
    """All tables of the study.

    Args:
        cases: What `judged_cases` returned.
        schemes: What `judged_schemes` returned.
        shown: What `shown_rows` returned.
        debtor: The debtor of each case, by which the bootstrap draws.
    """

    def share(rows: pd.DataFrame, column: str) -> str:
        there = rows[rows[column].notna()]
        return cell(drawn_share(list(there[column].astype(float)), [debtor[case] for case in there["case_id"]]))

    return "\n".join((
        "### By target\n", _targets(cases, schemes, share),
        "### By typology\n", _typologies(schemes, share),
        "### By signal\n", _signals(shown),
    ))  # fmt: skip


def markdown(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    """A table."""
    rule = ["---"] * len(heads)
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in (heads, rule, *lines)) + "\n"


def cell(estimate: Estimate) -> str:
    """A share with its interval."""
    if estimate.value is None:
        return ""
    return f"{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f})"


Share = Callable[[pd.DataFrame, str], str]


def _targets(cases: pd.DataFrame, schemes: pd.DataFrame, share: Share) -> str:
    heads = ["target", "true cases listed", "deeds shown", "... of what 40 rows can hold", "deeds and context shown",
             "rows shown a case", "shown rows that were planted", "typology of a scheme among the five"]  # fmt: skip
    lines = [
        [target, len(rows), share(rows, "recall_deeds"), share(rows, "recall_room"), share(rows, "recall_all"),
         f"{rows['shown'].mean():.1f}", share(rows, "precision"),
         share(schemes[schemes["target"] == target], "named")]
        for target, rows in cases.groupby("target")
    ]  # fmt: skip
    return markdown(heads, lines)


def _typologies(schemes: pd.DataFrame, share: Share) -> str:
    heads = ["typology", "cases", "deeds a case", "deeds shown", "... of what 40 rows can hold",
             "planted among its signals' rows", "among the five"]  # fmt: skip
    lines = [
        [typology, len(rows), f"{rows['deeds'].mean():.1f}", share(rows, "recall"), share(rows, "recall_room"),
         share(rows, "precision"), share(rows, "named")]
        for typology, rows in sorted(schemes.groupby("typology"), key=lambda pair: _order(str(pair[0])))
    ]  # fmt: skip
    return markdown(heads, lines)


def _signals(shown: pd.DataFrame) -> str:
    by = shown.assign(right=shown["planted"] != "").groupby(["target", "signal"])
    figures = pd.DataFrame({"cases": by["case_id"].nunique(), "rows": by.size(), "right": by["right"].mean()})
    figures = figures[figures["rows"] >= 10].sort_values("rows", ascending=False).reset_index()
    lines = [[f"`{r.signal}`", r.target, r.cases, r.rows, f"{r.right:.2f}"] for r in figures.itertuples()]
    return markdown(["signal", "target", "cases", "rows shown", "planted"], lines)


def _order(typology: str) -> tuple[str, int]:
    return typology[0], int(typology[1:])
