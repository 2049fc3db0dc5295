"""Where MLflow keeps runs and models: a folder of bundles on this machine, or a server named by its address.

MLflow's own telemetry is switched off before it is imported.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from training.sqlite_file import SQLITE, database_of, sqlite_address
from zbrisk.errors import DataError, MissingExtraError
from zbrisk.files import cannot_write, holding, replacing
from zbrisk.scratch import ended, own_name, release

__all__ = ["Store", "load_mlflow"]

EXPERIMENT = "zbrisk"
DATABASE = "mlflow.db"
ARTIFACTS = "mlflow-artifacts"
WRITING = "zbrisk.writing"  # a run's tag: which process is at work on it


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
        with self.answering():
            self._lay_out()
            client = mlflow.MlflowClient(tracking_uri=self.address, registry_uri=self.address)
            client.search_experiments(max_results=1)
            client.search_registered_models(max_results=1)  # what makes a folder has made it now
        if self.database is not None:
            _remove_empty_twin(self.database)
        return client

    @contextmanager
    def answering(self) -> Iterator[None]:
        """What MLflow, its database and its disk say against a request, in one sentence.

        Raises:
            DataError: They say something.
        """
        from mlflow.exceptions import MlflowException
        from sqlalchemy.exc import SQLAlchemyError

        place = self.address if self.database is None else self.database
        try:
            yield
        except (MlflowException, SQLAlchemyError) as error:
            said = str(error).partition("\n")[0]
            raise DataError(
                f"MLflow cannot use {place}: {said}.",
                "Check the address, that the server runs, and that the disk has room.",
            ) from error
        except OSError as error:
            raise cannot_write(place, error) from error

    @contextmanager
    def run(self, name: str, tags: Mapping[str, str]) -> Iterator[Any]:
        """A new run, finished when the block ends; one that is not finished goes, at the latest with the next run.

        One that a version of a model with an alias stands on by then is finished.
        """
        self.sweep()
        owner = own_name()
        try:
            info = self.client.create_run(self.experiment, run_name=name, tags={**tags, WRITING: owner}).info
            try:
                yield info
            finally:
                release(owner)
            self._finish(info.run_id)
        finally:
            release(owner)
            self.sweep()

    def unfinished(self) -> dict[str, str]:
        """The runs that somebody is at work on, or was when it died: each with its owner."""
        known = self.client.get_experiment_by_name(EXPERIMENT)
        if known is None:
            return {}
        runs = self.client.search_runs([known.experiment_id], f"tags.`{WRITING}` LIKE '%'")
        return {run.info.run_id: run.data.tags[WRITING] for run in runs}

    def sweep(self) -> None:
        """Remove the runs that dead processes have not finished, with the versions that stand on them."""
        for run, owner in self.unfinished().items():
            if ended(owner):
                self._settle(run)

    def _settle(self, run: str) -> None:
        client = self.client
        named = [(each.name, each.version) for each in client.search_model_versions(f"run_id = '{run}'")]
        if any(client.get_model_version(*each).aliases for each in named):
            self._finish(run)
            return
        for each in named:
            client.delete_model_version(*each)
        if self.database is not None:
            shutil.rmtree(self.database.parent / ARTIFACTS / run, ignore_errors=True)
        client.delete_run(run)

    def put(self, run: str, file: Path, folder: str) -> None:
        """Add a file to those of a run, whole or not at all; how a server does that is its own affair."""
        place = urlsplit(self.client.get_run(run).info.artifact_uri)
        if place.scheme != "file":
            self.client.log_artifact(run, str(file), folder)
            return
        with replacing(Path(url2pathname(place.path)) / folder / file.name) as draft:
            shutil.copyfile(file, draft)

    def _finish(self, run: str) -> None:
        self.client.set_terminated(run)
        self.client.delete_tag(run, WRITING)

    def _lay_out(self) -> None:
        """Make the database whole or not at all: MLflow cannot use one whose tables are half there."""
        if self.database is None or self.database.is_file():
            return
        from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

        with holding(self.database):
            if not self.database.is_file():
                with replacing(self.database) as draft:
                    laid_out: Any = SqlAlchemyStore  # untyped
                    laid_out(sqlite_address(draft), self.artifacts).engine.dispose()
                    _remove_empty_twin(draft)

    @cached_property
    def experiment(self) -> str:
        """The id of zbrisk's experiment, made if need be; a server keeps files where it likes, a folder beside it."""
        known = self.client.get_experiment_by_name(EXPERIMENT)
        if known is not None:
            return str(known.experiment_id)
        return str(self.client.create_experiment(EXPERIMENT, artifact_location=self.artifacts))

    @property
    def artifacts(self) -> str | None:
        """Where a folder's store keeps files."""
        return None if self.database is None else (self.database.parent / ARTIFACTS).resolve().as_uri()


def _remove_empty_twin(file: Path) -> None:
    """MLflow makes the folder of an address as it is written, with a %3F in its name where a ? is meant."""
    twin = Path(sqlite_address(file).removeprefix(SQLITE)).parent
    if twin != file.absolute().parent:
        with suppress(OSError):
            os.removedirs(twin)  # what is not empty stays


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
