"""What a run was asked for, what it ran on and how well it did, kept in MLflow on this machine.

The store is one SQLite file beside the bundles unless an address is given. Figures, counts, hashes and choices go
there; rows, case numbers and names never do.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from training.registry.store import Store

if TYPE_CHECKING:
    from mlflow.entities import Metric, Param

    from training.run import Trained

__all__ = ["track"]

MOST_AT_ONCE = 1_000  # figures that MLflow takes; each request is a commit of its database


def track(trained: Trained, *, bundle: str | Path, store: str | None = None) -> dict[str, str]:
    """Write one MLflow run a target and return their run ids by target.

    Args:
        trained: What `training.run.train` returned.
        bundle: Where the bundle was or will be written; its name is the run's.
        store: An MLflow tracking address; the local store beside the bundle if None.

    Raises:
        MissingExtraError: MLflow is not installed.
        DataError: The store cannot be used; a run is there whole or not at all.
    """
    kept = Store(store or Path(bundle).resolve().parent)
    client = kept.client
    runs = {}
    with kept.answering():
        for target in trained.targets:
            name = f"{Path(bundle).name}/{target.target}"
            with kept.run(name, _tags(trained, target.target)) as info:
                run = info.run_id
                client.log_batch(run, params=_choices(trained))
                figures = _figures({**target.metrics, "seconds": trained.seconds})
                for start in range(0, len(figures), MOST_AT_ONCE):
                    client.log_batch(run, metrics=figures[start : start + MOST_AT_ONCE])
                client.log_dict(run, dict(target.metrics), "metrics.json")
            runs[target.target] = run
    return runs


def _tags(trained: Trained, target: str) -> dict[str, str]:
    hashes = {f"hash.{name}": value for name, value in trained.hashes.items()}
    versions = {f"version.{name}": value for name, value in trained.versions.items()}
    return {"target": target, "until": trained.until.isoformat(), **hashes, **versions}


def _choices(trained: Trained) -> list[Param]:
    from mlflow.entities import Param

    return [Param(choice, str(value)) for choice, value in trained.recipe.model_dump().items()]


def _figures(metrics: Mapping[str, object]) -> list[Metric]:
    from mlflow.entities import Metric

    now = time.time_ns() // 1_000_000
    return [Metric(figure, number, now, step=0) for figure, number in _numbers(metrics)]


def _numbers(tree: Mapping[str, object], path: str = "") -> Iterator[tuple[str, float]]:
    """Every number in nested metrics, by its dotted path."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _numbers(value, f"{path}{name}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{path}{name}".replace(" ", "_"), float(value)
