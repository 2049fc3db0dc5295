"""What each table is worth, as one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from experiments.ablation.study import EVERYTHING, Answer
from experiments.rules_against_model.judging import difference, mean

__all__ = ["draw_worth"]


def draw_worth(answers: Mapping[str, Sequence[Answer]], path: Path) -> None:
    """Draw, for each target, what average precision loses without each table, with intervals."""
    figure = Figure(figsize=(5.5 * len(answers), 5.5), layout="constrained")
    for place, (target, own) in enumerate(answers.items(), 1):
        everything = mean([a.verdicts[EVERYTHING] for a in own])
        names = [name for name, part in own[0].parts.items() if part.kind == "table"]
        worth = {name: difference(everything, mean([a.verdicts[name] for a in own])) for name in names}
        names.sort(key=lambda name: worth[name].values["AP"])
        axes = figure.add_subplot(1, len(answers), place)
        for row, name in enumerate(names):
            axes.plot(worth[name].interval("AP"), (row, row), color="tab:blue", linewidth=1.2)
            axes.plot(worth[name].values["AP"], row, "o", color="tab:blue", markersize=4)
        axes.axvline(0, color="grey", linewidth=0.8)
        axes.set(title=target, yticks=range(len(names)), yticklabels=names, xlabel="average precision lost without")
    figure.savefig(path, dpi=110)
