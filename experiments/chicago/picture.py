"""The gain curves as one picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from training.evaluation.metrics import RankedRows
from zbrisk.typing import Floats

__all__ = ["draw_gains"]


def draw_gains(label: Floats, scores: Mapping[str, Floats], path: Path, *, half: float) -> None:
    """Draw, for each named score, the share of critical violations found against the share of inspections made.

    Args:
        label: 1 where a critical violation was found.
        scores: Higher is inspected earlier.
        path: A .png or .svg file.
        half: Where the City's "first half" ends, as a share.
    """
    figure = Figure(figsize=(7, 5), layout="constrained")
    axes = figure.add_subplot()
    for name, score in scores.items():
        made, found = RankedRows(label, score).taken(np.ones((1, len(label))))
        axes.plot(made[0] / len(label), found[0] / label.sum(), label=name, linewidth=1.6)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle=":", label="in any order")
    axes.axvline(half, color="grey", linewidth=0.8)
    axes.set(
        xlabel="share of inspections made", ylabel="share of critical violations found", xlim=(0, 1), ylim=(0, 1),
        title=f"{len(label):,} inspections of the test period, {label.sum():.0f} with a critical violation",
    )  # fmt: skip
    axes.legend(frameon=False)
    axes.grid(alpha=0.2)
    figure.savefig(path, dpi=120)
