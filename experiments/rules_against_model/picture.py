"""Precision against the length of the list, as one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from experiments.rules_against_model.study import Answer, pooled
from training.evaluation.metrics import RankedRows, precision_at

__all__ = ["draw_precision"]

LENGTHS = (10, 15, 20, 30, 40, 50, 70, 100, 140, 200, 280, 400, 560, 800)


def draw_precision(answers: Mapping[str, Sequence[Answer]], path: Path) -> None:
    """Draw the mean precision of each union and model, ties broken at random, for each target."""
    figure = Figure(figsize=(5.5 * len(answers), 4.5), layout="constrained")
    for place, (target, own) in enumerate(answers.items(), 1):
        axes = figure.add_subplot(1, len(answers), place)
        names = [name for name in pooled(own) if name in own[0].scores and name not in own[0].rules]
        for name in names:
            curve = np.mean([_curve(answer, name) for answer in own], axis=0)
            axes.plot(LENGTHS, curve, label=name, linewidth=1.6, linestyle="-" if "model" in name else "--")
        axes.set(title=target, xlabel="length of the list", ylabel="precision", xscale="log", ylim=(0, None))
        axes.grid(alpha=0.2)
        axes.legend(frameon=False, fontsize=8)
    figure.savefig(path, dpi=110)


def _curve(answer: Answer, name: str) -> list[float]:
    label = answer.question.truth["label"].to_numpy()
    rows = RankedRows(label, answer.scores[name].to_numpy())
    return [float(precision_at(length)(rows, np.ones((1, len(label))))[0]) for length in LENGTHS]
