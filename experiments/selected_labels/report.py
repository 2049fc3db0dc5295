"""The study as Markdown tables and a picture."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.selected_labels.arms import DEFAULT

__all__ = ["draw_shares", "page"]

NAMES = {"concealed_assets": "Concealed assets", "sham_litigation": "Sham litigation"}
WANTED = {"concealed_assets": 0.85, "sham_litigation": 0.80}


def page(rows: pd.DataFrame) -> str:
    """Shares of full knowledge by way of learning, the worst world beside the mean; then the default by world."""
    parts = []
    for target, own in rows.groupby("target"):
        parts += [f"## {NAMES[str(target)]}", _ways(own), _worlds(own[own["arm"] == DEFAULT])]
    return "\n\n".join(parts) + "\n"


def _ways(rows: pd.DataFrame) -> str:
    off = (rows["predicted"] - rows["true"]).abs()
    by = rows.assign(off=off).groupby("arm", sort=False)
    lines = [
        "| way of learning | share of full truth, worst | mean | slopes | Brier skill, worst | furthest off |",
        "|---|---|---|---|---|---|",
    ]
    for arm, own in sorted(by, key=lambda each: -each[1]["share"].min()):
        name = f"**{arm}**" if arm == DEFAULT else arm
        lines.append(
            f"| {name} | {own['share'].min():.2f} | {own['share'].mean():.2f} | {own['slope'].min():.2f} to "
            f"{own['slope'].max():.2f} | {own['skill'].min():.2f} | {own['off'].max():.3f} |"
        )
    return "\n".join(lines)


def _worlds(rows: pd.DataFrame) -> str:
    lines = [
        "| prefecture | confirmed | AP | plain, full truth | the same, full truth | share | first 200 | slope | Brier "
        "skill | upper 5 %: predicted | true |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows.to_dict("records"):
        lines.append(
            f"| {row['world']} | {row['confirmed']} | {row['ap']:.3f} | {row['plain, tuned']:.3f} | "
            f"{row['the same model']:.3f} | {row['share']:.2f} | {row['at_200']:.0%} | {row['slope']:.2f} | "
            f"{row['skill']:.2f} | {row['predicted']:.3f} | {row['true']:.3f} |"
        )
    return "\n".join(lines)


def draw_shares(rows: pd.DataFrame, file: Path) -> None:
    """Every world a dot, every way of learning a line, by target."""
    import matplotlib.pyplot as plt

    targets = list(dict.fromkeys(rows["target"]))
    figure, axes = plt.subplots(1, len(targets), figsize=(6 * len(targets), 6), sharey=True, squeeze=False)
    order = rows.groupby("arm")["share"].min().sort_values().index
    for axis, target in zip(axes[0], targets, strict=True):
        own = rows[rows["target"] == target]
        for place, arm in enumerate(order):
            shares = own.loc[own["arm"] == arm, "share"]
            axis.plot([shares.min(), shares.max()], [place, place], color="0.8", zorder=1)
            axis.scatter(shares, [place] * len(shares), color="tab:red" if arm == DEFAULT else "tab:blue", s=18)
        axis.axvline(WANTED[target], color="0.5", linestyle=":")
        axis.set(title=NAMES[target], xlabel="average precision, share of full truth", yticks=range(len(order)))
        axis.set_yticklabels(order)
    figure.tight_layout()
    figure.savefig(file, dpi=120)
    plt.close(figure)
