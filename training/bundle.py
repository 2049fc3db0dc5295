"""A training run whose models are written as a bundle."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from training.recipe import Recipe
from training.run import Trained, train
from zbrisk.bundle.bundle import FOLDER, Bundle, write_bundle
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
    prior: Bundle | None = None,
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
        prior: Another office's or a province's bundle, which the models start from instead of what simulations taught.
        study: A SQLite file that keeps the trials of the search, so that one that was stopped can go on.
        key: Signs it; None for the user's own.
        progress: Called with how many signals, and later trials, are done, and of how many.

    Raises:
        ZbriskError: `out` is a folder of something else, there can be no key, a signal does not
            compile, or there is too little to learn from.
    """
    FOLDER.refuse_other(Path(out))  # nobody wants to learn so after hours of training
    key = key or own_key()
    builder = SignalBuilder(signals, program=program, progress=progress).fit(docket)
    trained = train(docket, builder, until=until, recipe=recipe, last=last, prior=prior, study=study, progress=progress)
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
            "recipe": trained.recipe.model_dump(),
            "feeds": feed_state(docket, trained.until),
        },
        key=key,
    )
    return trained
