"""What a run was asked for, what it ran on and how well it did, kept in MLflow on this machine.

The store is one SQLite file beside the bundles unless an address is given. Figures, counts, hashes and choices go
there; rows, case numbers and names never do. MLflow's own telemetry is switched off before it is imported.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zbrisk.errors import MissingExtraError

if TYPE_CHECKING:
    from training.run import Trained

__all__ = ["local_store", "track"]

EXPERIMENT = "zbrisk"


def local_store(bundle: str | Path) -> str:
    """The address of the store for bundles in this one's folder: `mlflow.db` beside the bundle."""
    return f"sqlite:///{Path(bundle).resolve().parent / 'mlflow.db'}"


def track(trained: Trained, *, bundle: str | Path, store: str | None = None) -> dict[str, str]:
    """Write one MLflow run a target and return their run ids by target.

    Args:
        trained: What `training.run.train` returned.
        bundle: Where the bundle was or will be written; its name is the run's.
        store: An MLflow tracking address; the local store beside the bundle if None.

    Raises:
        MissingExtraError: MLflow is not installed.
    """
    client = _client(store or local_store(bundle))
    experiment = _experiment(client, Path(bundle))
    runs = {}
    for target in trained.targets:
        name = f"{Path(bundle).name}/{target.target}"
        run = client.create_run(experiment, run_name=name, tags=_tags(trained, target.target)).info.run_id
        for choice, value in trained.recipe.to_json().items():
            client.log_param(run, choice, value)
        for figure, number in _numbers({**target.metrics, "seconds": trained.seconds}):
            client.log_metric(run, figure, number)
        client.log_dict(run, dict(target.metrics), "metrics.json")
        client.set_terminated(run)
        runs[target.target] = run
    return runs


def _client(address: str) -> Any:
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ["DO_NOT_TRACK"] = "true"
    for noisy in ("mlflow", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        from mlflow import MlflowClient
    except ImportError as error:
        raise MissingExtraError.for_library("mlflow", "training") from error
    logging.getLogger("mlflow").setLevel(logging.WARNING)  # the import sets it to INFO
    return MlflowClient(tracking_uri=address)


def _experiment(client: Any, bundle: Path) -> str:
    known = client.get_experiment_by_name(EXPERIMENT)
    if known is not None:
        return str(known.experiment_id)
    place = (bundle.resolve().parent / "mlflow-artifacts").as_uri()
    return str(client.create_experiment(EXPERIMENT, artifact_location=place))


def _tags(trained: Trained, target: str) -> dict[str, str]:
    hashes = {f"hash.{name}": value for name, value in trained.hashes.items()}
    versions = {f"version.{name}": value for name, value in trained.versions.items()}
    return {"target": target, "until": trained.until.isoformat(), **hashes, **versions}


def _numbers(tree: Mapping[str, object], path: str = "") -> Iterator[tuple[str, float]]:
    """Every number in nested metrics, by its dotted path."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _numbers(value, f"{path}{name}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{path}{name}".replace(" ", "_"), float(value)
