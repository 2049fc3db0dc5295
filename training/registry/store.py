"""Where MLflow keeps runs and models: a folder of bundles on this machine, or a server named by its address.

MLflow's own telemetry is switched off before it is imported.
"""

from __future__ import annotations

import logging
import os
from functools import cached_property
from pathlib import Path
from typing import Any

from zbrisk.errors import DataError, MissingExtraError

__all__ = ["Store", "load_mlflow"]

EXPERIMENT = "zbrisk"
DATABASE = "mlflow.db"


class Store:
    """An MLflow store.

    Args:
        place: A folder of bundles, whose store is the file `mlflow.db` in it, or an MLflow address.
    """

    def __init__(self, place: str | Path) -> None:
        folder = None if "://" in str(place) else Path(place).resolve()
        self.address = str(place) if folder is None else f"sqlite:///{folder / DATABASE}"
        database = Path(self.address.removeprefix("sqlite:///")) if self.address.startswith("sqlite:///") else None
        self.database = database

    def must_exist(self) -> None:
        """Refuse a folder without a store, which MLflow would silently begin.

        Raises:
            DataError: There is none.
        """
        if self.database is not None and not self.database.is_file():
            raise DataError(
                f"{self.database.parent} holds no {self.database.name}.",
                "Give the folder of the bundles that `zbrisk train` wrote, or an MLflow address.",
            )

    @cached_property
    def client(self) -> Any:
        """The MlflowClient of this store.

        Raises:
            MissingExtraError: MLflow is not installed.
            DataError: Nothing answers at the address.
        """
        mlflow = load_mlflow()
        try:
            client = mlflow.MlflowClient(tracking_uri=self.address, registry_uri=self.address)
            client.search_experiments(max_results=1)
        except mlflow.MlflowException as error:
            raise DataError(
                f"MLflow cannot use {self.address}: {error}", "Check the address, and that the server runs."
            ) from error
        return client

    @cached_property
    def experiment(self) -> str:
        """The id of zbrisk's experiment, made if need be; a server keeps files where it likes, a folder beside it."""
        known = self.client.get_experiment_by_name(EXPERIMENT)
        if known is not None:
            return str(known.experiment_id)
        place = None if self.database is None else (self.database.parent / "mlflow-artifacts").resolve().as_uri()
        return str(self.client.create_experiment(EXPERIMENT, artifact_location=place))


def load_mlflow() -> Any:
    """MLflow, with its telemetry and its chatter off.

    Raises:
        MissingExtraError: It is not installed.
    """
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ["DO_NOT_TRACK"] = "true"
    os.environ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR"] = "false"
    os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"
    for noisy in ("mlflow", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        import mlflow
    except ImportError as error:
        raise MissingExtraError.for_library("mlflow", "training") from error
    logging.getLogger("mlflow").setLevel(logging.WARNING)  # the import sets it to INFO
    logging.getLogger("mlflow.utils.environment").setLevel(logging.ERROR)  # it misses pip where uv installs
    return mlflow
