"""What was found, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from experiments.ablation.study import BLANKED, EVERYTHING, SHOWN, Answer
from experiments.rules_against_model.judging import Verdict, difference, mean
from experiments.rules_against_model.report import estimate, table

__all__ = ["page"]

TITLES = {
    "family": "### Without a family of signals (a folder)",
    "typology": "### Without the signals of a typology",
    "table": "### Without a table",
}


def page(answers: Mapping[str, Sequence[Answer]]) -> str:
    """The whole report."""
    return "\n\n".join(part for target, own in answers.items() for part in _target(target, own)) + "\n"


def _target(target: str, answers: Sequence[Answer]) -> list[str]:
    verdicts = {name: mean([a.verdicts[name] for a in answers]) for name in answers[0].verdicts}
    everything, parts = verdicts[EVERYTHING], answers[0].parts
    said = [f"## {target}", f"By prefecture: {'; '.join(a.size for a in answers)}."]
    for kind, title in TITLES.items():
        own = {name: verdicts[name] for name, part in parts.items() if part.kind == kind}
        said += [title, _losses(own, everything, answers)]
    first = {name: verdicts[name] for name, part in parts.items() if part.kind == "first"}
    return [
        *said,
        "### First deployment",
        _standings({EVERYTHING: everything, **first, BLANKED: verdicts[BLANKED]}, answers),
    ]


def _losses(verdicts: dict[str, Verdict], everything: Verdict, answers: Sequence[Answer]) -> str:
    """What each part is worth: the figure with everything less the one without it; the dearest first."""
    worth = {name: difference(everything, verdict) for name, verdict in verdicts.items()}
    rows = [
        [name, _left(name, answers), *(estimate(worth[name], figure, sign="+") for figure in SHOWN)]
        for name in sorted(worth, key=lambda name: -worth[name].values["AP"])
    ]
    return table(["left out", "signals left", *(f"worth in {figure}" for figure in SHOWN)], rows)


def _standings(verdicts: dict[str, Verdict], answers: Sequence[Answer]) -> str:
    everything = verdicts[EVERYTHING]
    rows = [
        [
            name, _left(name, answers), *(estimate(own, figure) for figure in SHOWN),
            *(estimate(difference(own, everything), figure, sign="+") for figure in SHOWN),
        ]
        for name, own in verdicts.items()
    ]  # fmt: skip
    return table(["tables", "signals", *SHOWN, *(f"{figure} less everything's" for figure in SHOWN)], rows)


def _left(name: str, answers: Sequence[Answer]) -> str:
    part = answers[0].parts.get(name)
    return str(len(part.kept)) if part else ""
