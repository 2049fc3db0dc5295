"""The figures of the study as one Markdown page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from experiments.chicago.comparison import Comparison
from experiments.chicago.history import Agreement
from training.evaluation import Estimate

__all__ = ["history_page", "results_page"]


def results_page(rows: Mapping[str, Comparison], spread: Mapping[str, Sequence[float]]) -> str:
    """A table with a line for each order, the deployed model's first.

    Args:
        rows: The figures of each order, by what it may know.
        spread: AUC of each seed alone, for the orders that have seeds.
    """
    lines = [
        "| order | AUC | found in the first half | AUC minus deployed | found minus deployed | AUC of one seed |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, figures in rows.items():
        cells = (
            name,
            _number(figures.auc),
            _percent(figures.found),
            _number(figures.auc_difference, sign="+"),
            _percent(figures.found_difference, sign="+"),
            f"{min(spread[name]):.4f} to {max(spread[name]):.4f}" if name in spread else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def history_page(history: Agreement, weather: Agreement, same_day: pd.DataFrame) -> str:
    """How many rows agree, and the inspections that the City based on one of the same day."""
    lines = [
        f"History columns: {history.equal:,} of {history.rows:,} rows equal in all five.",
        f"Weather columns: {weather.equal:,} of {weather.rows:,} rows equal in all four.",
        "",
        "| licence | inspection | day | the City based it on |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {row.License:.0f} | {row.Inspection_ID:.0f} | {row.Inspection_Date:%Y-%m-%d} | {row.based_on:.0f} |"
        for row in same_day.itertuples()
    ]
    return "\n".join(lines) + "\n"


def _number(estimate: Estimate, *, sign: str = "") -> str:
    return f"{estimate.value:{sign}.4f} ({estimate.low:{sign}.3f} to {estimate.high:{sign}.3f})"


def _percent(estimate: Estimate, *, sign: str = "") -> str:
    return f"{estimate.value:{sign}.1%} ({estimate.low:{sign}.1%} to {estimate.high:{sign}.1%})"
