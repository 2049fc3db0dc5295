"""What was found, as Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from experiments.rules_against_model.judging import FIGURES, LENGTHS, Verdict, difference
from experiments.rules_against_model.lawfulness import checkpoint_figures
from experiments.rules_against_model.study import MODEL, Answer, Kept, pooled, typologies

__all__ = ["estimate", "page", "table"]

PERCENT = 100


def page(kept: Kept) -> str:
    """The whole report."""
    parts = [part for target, answers in kept.answers.items() for part in _target(target, answers)]
    parts += ["## Checkpoints against true violations", _checkpoints(kept.checkpoints)]
    return "\n\n".join(parts) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is words, the others figures."""
    lines = [f"| {' | '.join(heads)} |", f"| --- | {' | '.join('---:' for _ in heads[1:])} |"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def estimate(verdict: Verdict, figure: str, *, sign: str = "") -> str:
    """A figure in per cent with its interval."""
    low, high = verdict.interval(figure)
    return f"{PERCENT * verdict.values[figure]:{sign}.1f} ({PERCENT * low:{sign}.1f} to {PERCENT * high:{sign}.1f})"


def _target(target: str, answers: Sequence[Answer]) -> list[str]:
    verdicts = pooled(answers)
    unions = [name for name in verdicts if name not in answers[0].rules]
    size = "; ".join(
        f"{len(a.question.truth):,} undecided cases, {int(a.question.truth['label'].sum())} true; {a.learnt}"
        for a in answers
    )
    return [
        f"## {target}", f"By prefecture: {size}.", _figures(verdicts, unions),
        "### The model less each other order, on the same resamples", _differences(verdicts, unions),
        "### Every rule alone", _rules(answers, verdicts),
        "### By typology: share of the true cases that stand in the first 200", _typologies(answers, unions),
    ]  # fmt: skip


def _figures(verdicts: dict[str, Verdict], names: Sequence[str]) -> str:
    heads = ["order", *FIGURES, *(f"P@{n}, by luck among ties" for n in LENGTHS)]
    rows = [[name, *(estimate(verdicts[name], f) for f in FIGURES), *_luck(verdicts[name])] for name in names]
    return table(heads, rows)


def _luck(verdict: Verdict) -> list[str]:
    bounds = [verdict.bounds[f"P@{n}"] for n in LENGTHS]
    return ["" if low == high else f"{PERCENT * low:.1f} to {PERCENT * high:.1f}" for low, high in bounds]


def _differences(verdicts: dict[str, Verdict], names: Sequence[str]) -> str:
    rows = []
    for name in names:
        if name != MODEL:
            less = difference(verdicts[MODEL], verdicts[name])
            rows.append([name, *(estimate(less, figure, sign="+") for figure in FIGURES)])
    return table(["less", *FIGURES], rows)


def _rules(answers: Sequence[Answer], verdicts: dict[str, Verdict]) -> str:
    rows = []
    for name in sorted(answers[0].rules, key=lambda name: -verdicts[name].values["P@100"]):
        fires = sum(a.fires[name] for a in answers)
        true = sum(a.fires[name] * a.right[name] for a in answers if a.fires[name])
        share = f"{PERCENT * true / fires:.1f}" if fires else "no hit"
        own = verdicts[name]
        rows.append([name, f"{fires:,}", share, *(estimate(own, f) for f in FIGURES), _luck(own)[1]])
    heads = ["rule", "cases hit", "of them true, %", *FIGURES, "P@100, by luck among ties"]
    return table(heads, rows)


def _typologies(answers: Sequence[Answer], names: Sequence[str]) -> str:
    shown = [name for name in names if name in answers[0].scores]
    shares = typologies(answers, shown)
    by_number = sorted(shares.index, key=lambda code: (code[0], int(code[1:])))
    rows = [[code, *_shares(shares.loc[code], shown)] for code in by_number]
    return table(["typology", "true cases", *shown], rows)


def _shares(row: pd.Series, names: Sequence[str]) -> list[str]:
    return [f"{int(row['cases'])}", *(f"{PERCENT * row[name]:.0f}" for name in names)]


def _checkpoints(verdicts: pd.DataFrame) -> str:
    every = verdicts.assign(rule="all", checkpoint="")
    figures = pd.concat([checkpoint_figures(verdicts), checkpoint_figures(every)], ignore_index=True)
    rows = [
        [
            f"{row['rule']} {row['checkpoint']}".strip(), f"{row['checked']:,}", f"{row['truly violated']:,}",
            f"{row['fail']:,}", _share(row, "fail"), f"{row['flag']:,}", _share(row, "flag"),
            _percent(row["found"]), _percent(row["unknown"]),
        ]
        for row in figures.to_dict("records")
    ]  # fmt: skip
    heads = [
        "checkpoint",
        "checked",
        "truly violated",
        "fail",
        "right, %",
        "flag",
        "right, %",
        "found, %",
        "unknown, %",
    ]
    return table(heads, rows)


def _share(row: dict[str, float], verdict: str) -> str:
    share, low, high = row[f"{verdict} right"], row[f"{verdict} low"], row[f"{verdict} high"]
    return "" if math.isnan(share) else f"{PERCENT * share:.1f} ({PERCENT * low:.1f} to {PERCENT * high:.1f})"


def _percent(share: float) -> str:
    return "" if math.isnan(share) else f"{PERCENT * share:.1f}"
