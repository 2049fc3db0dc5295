"""The part of zbrisk rank that promises a success rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from zbrisk.commands.progress import console
from zbrisk.errors import DataError

if TYPE_CHECKING:
    from zbrisk.scoring.scorer import Scorer

__all__ = ["SuccessRate", "check_promise", "kept"]

SuccessRate = Annotated[
    float | None,
    typer.Option(help="The longest list of which at least this share (0.8) is expected to be confirmed, or none."),
]


def check_promise(rate: float | None, **others: object) -> None:
    """Refuse what a promise cannot stand beside: it speaks of all cases of a day.

    Raises:
        DataError: The rate is none, or another option was given with it.
    """
    if rate is None:
        return
    if not 0 < rate < 1:
        raise DataError(f"A success rate of {rate} cannot be promised.", "Give one between 0 and 1, such as 0.8.")
    given = [f"--{name}" for name, value in others.items() if value is not None]
    if given:
        raise DataError("A promise speaks of all cases of a day.", f"Leave out {', '.join(given)}.")


def kept(clues: pd.DataFrame, scorer: Scorer, rate: float) -> pd.DataFrame:
    """The clues that the promise holds for; what is promised of each target, or why nothing is, is printed."""
    from zbrisk.scoring.promised_clues import promised_clues

    left, promises = promised_clues(clues, scorer.bundle.targets, rate)
    for target, promise in promises.items():
        console().print(f"{target}: {promise.sentence}.")
    return left
