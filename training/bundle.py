"""A training run whose models are written as a bundle."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from training.recipe import Recipe
from training.run import Trained, train
from zbrisk.bundle.bundle import write_bundle
from zbrisk.bundle.keys import SigningKey, own_key
from zbrisk.compiler.compiled import Program
from zbrisk.docket import Docket
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.monitoring.feeds import feed_state
from zbrisk.scoring.scorer import Scorer
from zbrisk.typing import Progress

__all__ = ["train_bundle"]


def train_bundle(
    docket: Docket,
    out: str | Path,
    *,
    until: dt.date,
    signals: Path | None = None,
    program: Program | None = None,
    recipe: Recipe | None = None,
    last: Scorer | None = None,
    study: Path | None = None,
    key: SigningKey | None = None,
    progress: Progress | None = None,
) -> Trained:
    """Train and write the bundle, signed.

    Args:
        docket: The tables.
        out: The bundle's folder; an earlier bundle is replaced.
        until: Nothing known on or after this day is used.
        signals: The folder of signals; None for zbrisk's own.
        program: A bundle's compiled signals instead; they are read again before they run.
        recipe: The choices; the defaults if None.
        last: The bundle in use, to be compared with.
        study: A SQLite file that keeps the trials of the search, so that one that was stopped can go on.
        key: Signs it; None for the user's own.
        progress: Called with how many signals, and later trials, are done, and of how many.

    Raises:
        ZbriskError: There can be no key, a signal does not compile, or there is too little to learn from.
    """
    key = key or own_key()  # nobody wants to learn after hours of training that the bundle cannot be signed
    builder = SignalBuilder(signals, program=program, progress=progress).fit(docket)
    trained = train(docket, builder, until=until, recipe=recipe, last=last, study=study, progress=progress)
    write_bundle(
        Path(out),
        contract=docket.contract,
        program=builder.program_,
        targets=trained.targets,
        until=trained.until,
        run={
            "hashes": dict(trained.hashes),
            "versions": dict(trained.versions),
            "skipped": dict(trained.skipped),
            "recipe": trained.recipe.to_json(),
            "feeds": feed_state(docket, trained.until),
        },
        key=key,
    )
    return trained
