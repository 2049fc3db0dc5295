"""Where MLflow keeps runs and models: a folder of bundles on this machine, or a server named by its address.

MLflow's own telemetry is switched off before it is imported.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from zbrisk.errors import DataError, MissingExtraError

__all__ = ["Store", "load_mlflow", "sqlite_address"]

EXPERIMENT = "zbrisk"
DATABASE = "mlflow.db"
SQLITE = "sqlite:///"


class Store:
    """An MLflow store.

    Args:
        place: A folder of bundles, whose store is the file `mlflow.db` in it, or an MLflow address.
    """

    def __init__(self, place: str | Path) -> None:
        folder = None if "://" in str(place) else Path(place).resolve()
        self.address = str(place) if folder is None else sqlite_address(folder / DATABASE)
        self.database = database_of(self.address)

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
        finally:
            self._remove_empty_twin()
        return client

    def _remove_empty_twin(self) -> None:
        """MLflow makes the folder of an address as it is written, with a %3F in its name where a ? is meant."""
        twin = Path(self.address.removeprefix(SQLITE)).parent
        if self.database is not None and twin.is_absolute() and twin != self.database.parent:
            with suppress(OSError):
                os.removedirs(twin)  # what is not empty stays

    @cached_property
    def experiment(self) -> str:
        """The id of zbrisk's experiment, made if need be; a server keeps files where it likes, a folder beside it."""
        known = self.client.get_experiment_by_name(EXPERIMENT)
        if known is not None:
            return str(known.experiment_id)
        place = None if self.database is None else (self.database.parent / "mlflow-artifacts").resolve().as_uri()
        return str(self.client.create_experiment(EXPERIMENT, artifact_location=place))


def sqlite_address(file: Path) -> str:
    """The address of a SQLite file: what means something in an address (a ? or %) is escaped."""
    return SQLITE + str(file).replace("%", "%25").replace("?", "%3F")


def database_of(address: str) -> Path | None:
    """The file that an address names, if it names one."""
    path = address.removeprefix(SQLITE).partition("?")[0]
    return Path(unquote(path)) if address.startswith(SQLITE) else None


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
