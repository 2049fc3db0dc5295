"""What came out, as Markdown; a mean over worlds stands with its 95 % t interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.stats import t

from experiments.rounds.study import ARMS, Kept

__all__ = ["page"]

WITHOUT = ARMS[1].name
#: Figures of the last look, or summed over all lists, and how each is written.
LAST = ("AP, panel", "others, in the first tenth", "unlooked, in the first tenth", "unlooked, confirmed")
SUMMED = ("listed true", "unlooked, listed", "random, true")
CALIBRATION = ("slope, panel", "intercept, panel", "predicted, undecided", "true, undecided")
COUNTS = frozenset({"listed true", "unlooked, listed", "random, true", "unlooked, confirmed"})
PLAIN = frozenset({"slope, panel", "intercept, panel"})
WORLD = ["kind", "seed"]


def page(kept: Kept) -> str:
    """The whole report."""
    ends = _ends(kept.rounds)
    parts = []
    for kind, rounds in kept.rounds.groupby("kind", sort=False):
        own: pd.DataFrame = ends.loc[[kind]].droplevel("kind")
        parts += [
            f"## {kind}", f"{own.index.unique('seed').size} worlds.",
            "### Round by round (means; 'last' is the look half a year after the fifth list)", _by_round(rounds),
            "### After five rounds", _table(own, (*SUMMED, *LAST)),
            "### Probabilities at the last look, against the truth", _table(own, CALIBRATION),
        ]  # fmt: skip
    parts += [
        "## All worlds, paired", f"### Each arm less '{WITHOUT}', world by world", _less(ends, (*SUMMED[:2], *LAST)),
        "### The last model less the first, world by world", _gain(kept.rounds),
        "## What can be known of all eligible cases, once five lists are decided", _known(kept.known),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _ends(rounds: pd.DataFrame) -> pd.DataFrame:
    """One row for each world and arm: sums over the lists, and the last look."""
    by = rounds.groupby([*WORLD, "arm"], sort=False)
    last = rounds.loc[rounds["round"] == rounds["round"].max()].set_index([*WORLD, "arm"])
    ends: pd.DataFrame = pd.concat([by[list(SUMMED)].sum(), last[[*LAST, *CALIBRATION]]], axis=1)
    return ends


def _by_round(rounds: pd.DataFrame) -> str:
    numbers = sorted(rounds["round"].unique())
    heads = ["", "arm", *(str(n) for n in numbers[:-1]), "last"]
    lines = []
    for figure in ("listed true", "true left", "AP, panel", "AP, undecided", "unlooked, in the first tenth"):
        means = rounds.pivot_table(index="arm", columns="round", values=figure, sort=False).reindex(columns=numbers)
        lines += [[figure, str(arm), *(_said(figure, value) for value in row)] for arm, row in means.iterrows()]
    return _markdown(heads, lines)


def _table(ends: pd.DataFrame, figures: Sequence[str]) -> str:
    lines = [
        [str(arm), *(_with_interval(figure, own[figure]) for figure in figures)]
        for arm, own in ends.groupby("arm", sort=False)
    ]
    return _markdown(["arm", *figures], lines)


def _less(ends: pd.DataFrame, figures: Sequence[str]) -> str:
    base = ends.xs(WITHOUT, level="arm")
    lines = [
        [
            str(arm),
            *(_with_interval(figure, own.droplevel("arm")[figure] - base[figure], sign="+") for figure in figures),
        ]
        for arm, own in ends.groupby("arm", sort=False)
        if arm != WITHOUT
    ]
    return _markdown(["arm", *figures], lines)


def _gain(rounds: pd.DataFrame) -> str:
    figures = ("AP, panel", "others, in the first tenth", "unlooked, in the first tenth")
    judged = rounds.dropna(subset=["AP, panel"]).set_index([*WORLD, "arm"])
    first = judged[judged["round"] == 1]
    last = judged[judged["round"] == judged["round"].max()]
    lines = [
        [str(arm), *(_with_interval(f, (last.loc[own.index, f] - own[f]), sign="+") for f in figures)]
        for arm, own in first.groupby("arm", sort=False)
    ]
    return _markdown(["arm", *figures], lines)


def _known(known: pd.DataFrame) -> str:
    end = known[known["round"] == known["round"].max()]
    heads = [
        "arm", "audits", "effective", "estimate", "interval", "would be confirmed", "covered", "the model's mean "
        "probability", "confirmed of the listed",
    ]  # fmt: skip
    return _markdown(heads, [[str(arm), *_told(own)] for arm, own in end.groupby("arm", sort=False)])


def _told(own: pd.DataFrame) -> list[str]:
    found = own.dropna(subset=["value"])
    so = own["would be confirmed"]
    inside = ((found["low"] <= so[found.index]) & (so[found.index] <= found["high"])).sum()
    some = len(found) > 0
    return [
        f"{own['audits'].mean():.0f}", f"{own['effective'].mean():.0f}",
        _percent(found["value"].mean()) if some else "none",
        f"{_percent(found['low'].mean())} to {_percent(found['high'].mean())}" if some else "none", _percent(so.mean()),
        f"{inside} of {len(found)}" if some else "none", _percent(own["predicted"].mean()),
        _percent(own["confirmed of the listed"].mean()),
    ]  # fmt: skip


def _with_interval(figure: str, values: pd.Series[float], *, sign: str = "") -> str:
    values = values.dropna()
    if values.empty:
        return ""
    mean, n = float(values.mean()), len(values)
    if n < 2:
        return _said(figure, mean, sign)
    half = float(t.ppf(0.975, n - 1) * values.std(ddof=1) / np.sqrt(n))
    return f"{_said(figure, mean, sign)} ({_said(figure, mean - half, sign)} to {_said(figure, mean + half, sign)})"


def _said(figure: str, value: float, sign: str = "") -> str:
    if np.isnan(value):
        return ""
    if figure in PLAIN:
        return f"{value:{sign}.2f}"
    return f"{value:{sign}.0f}" if figure in COUNTS or figure == "true left" else f"{100 * value:{sign}.1f}"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
