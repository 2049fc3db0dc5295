"""The versions of the registered model, each a whole bundle, and their aliases `champion` and `challenger`."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from training.registry.store import Store, load_mlflow
from zbrisk.errors import BundleError, DataError
from zbrisk.files import replacing
from zbrisk.scoring.bundle import Bundle, read_bundle

__all__ = ["CHALLENGER", "CHAMPION", "NAME", "Models", "Version"]

NAME = "zbrisk"
CHAMPION, CHALLENGER = "champion", "challenger"
SERVED = Path(__file__).with_name("served.py")


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of the registered model.

    Args:
        number: MLflow's, counted from 1.
        bundle: The bundle's own version, made from the hashes of its files.
        until: Nothing known on or after this day was learnt from.
        aliases: Such as champion.
        tags: Hashes, and what the gate said.
        run: The MLflow run that holds the files.
    """

    number: int
    bundle: str
    until: dt.date
    aliases: tuple[str, ...]
    tags: Mapping[str, str]
    run: str

    def holds(self, bundle: Bundle) -> bool:
        """Whether this is the version of that bundle."""
        return (self.bundle, self.until) == (bundle.version, bundle.until)


class Models:
    """The registered model of a store.

    Args:
        store: The store.
        name: The registered model's name; several offices can share a server.
    """

    def __init__(self, store: Store, name: str = NAME) -> None:
        self.store = store
        self.name = name

    def add(self, folder: Path) -> Version:
        """Register a bundle as the challenger; one that is registered already only gets the alias.

        Raises:
            BundleError: The folder is no bundle, or an altered one.
            DataError: The bundle is the champion.
        """
        bundle = read_bundle(folder)
        with self.store.answering():
            return self._added(folder, bundle)

    def _added(self, folder: Path, bundle: Bundle) -> Version:
        self.settle()
        known = next((version for version in self.versions() if version.holds(bundle)), None)
        if known is not None and CHAMPION in known.aliases:
            raise DataError(f"{folder} is the champion, version {known.number}.", "Train another one to challenge it.")
        number = known.number if known is not None else self._new(folder, bundle)
        self._client.set_registered_model_alias(self.name, CHALLENGER, str(number))
        return self.version(str(number))

    def versions(self) -> list[Version]:
        """All versions, the newest first."""
        with self.store.answering():
            found = self._client.search_model_versions(f"name = '{self.name}'")
            whole = [
                self._client.get_model_version(self.name, each.version) for each in found
            ]  # a search lacks aliases
        return sorted((_version(each) for each in whole if "bundle" in each.tags), key=lambda each: -each.number)

    def version(self, which: str) -> Version:
        """The version with this number or alias.

        Raises:
            DataError: There is none.
        """
        found = self.find(which)
        if found is None:
            raise DataError(
                f"There is no {which!r} of {self.name} in {self.store.address}.",
                "`zbrisk models add BUNDLE` registers a challenger; `zbrisk models list` shows what there is.",
            )
        return found

    def find(self, which: str) -> Version | None:
        """The version with this number or alias, or None."""
        return next((each for each in self.versions() if which in (str(each.number), *each.aliases)), None)

    def fetch(self, which: str, out: Path) -> Version:
        """Copy a version's bundle into a folder, whole or not at all.

        Raises:
            DataError: There is no such version.
            BundleError: What the store holds is not what was registered, or `out` exists and is no bundle.
        """
        found = self.version(which)
        if out.exists() and not (out / "bundle.json").is_file():
            raise BundleError(f"{out} exists and is no bundle.", "Name a new folder; nothing was overwritten.")
        with tempfile.TemporaryDirectory() as desk:
            with self.store.answering():
                held = Path(self._client.download_artifacts(found.run, "model/artifacts/bundle", desk))
            if not found.holds(read_bundle(held)):
                raise BundleError(
                    f"Version {found.number} is not the bundle {found.bundle} that was registered.",
                    "Somebody has replaced it; register the bundle anew.",
                )
            with replacing(out) as draft:
                shutil.copytree(held, draft)
        return found

    def record(self, version: Version, tags: Mapping[str, str]) -> None:
        """Leave tags on a version, the first of them last: whoever sees it sees all."""
        number, (first, *others) = str(version.number), tags
        with self.store.answering():
            if first in version.tags:
                self._client.delete_model_version_tag(self.name, number, first)
            for name in (*others, first):
                self._client.set_model_version_tag(self.name, number, name, tags[name])

    def crown(self, version: Version) -> None:
        """Make a version the champion; it is a challenger no more."""
        with self.store.answering():
            self._client.set_registered_model_alias(self.name, CHAMPION, str(version.number))
            self.settle()

    def settle(self) -> None:
        """Finish what a process that died has not: remove half-added runs, and the champion's claim to challenge."""
        self.store.sweep()
        champion = self.find(CHAMPION)
        if (
            champion is not None
            and CHALLENGER in self._client.get_model_version(self.name, str(champion.number)).aliases
        ):
            self._client.delete_registered_model_alias(self.name, CHALLENGER)

    @property
    def _client(self) -> Any:
        return self.store.client

    def _new(self, folder: Path, bundle: Bundle) -> int:
        from mlflow.exceptions import MlflowException

        with suppress(MlflowException):  # it is there already
            self._client.create_registered_model(self.name)
        tags = _tags(bundle)
        with self.store.run(f"{folder.name}/model", tags) as run, tempfile.TemporaryDirectory() as desk:
            shutil.copytree(folder, Path(desk) / "bundle")  # MLflow names the copy by the folder's name
            _save(Path(desk) / "bundle", Path(desk) / "model")
            self._client.log_artifacts(run.run_id, str(Path(desk) / "model"), "model")
            source = f"{run.artifact_uri}/model"
            # the last step, which sets all tags at once: a version is there whole or not at all
            made = self._client.create_model_version(self.name, source, run.run_id, tags=tags)
        return int(made.version)


def _save(folder: Path, out: Path) -> None:
    """Write the MLflow model: the code as a file and the bundle as files; MLflow's client has no call for it."""
    pyfunc = load_mlflow().pyfunc
    with warnings.catch_warnings(record=True):  # a record's cells are of any type, which MLflow warns of
        pyfunc.save_model(
            out,
            python_model=str(SERVED),
            artifacts={"bundle": str(folder)},
            pip_requirements=[f"zbrisk=={installed('zbrisk')}"],  # or MLflow loads the model in order to guess
        )


def _tags(bundle: Bundle) -> dict[str, str]:
    hashes = {f"hash.{name}": str(value) for name, value in bundle.run.get("hashes", {}).items()}
    targets = ", ".join(each.target for each in bundle.targets)
    return {"bundle": bundle.version, "until": bundle.until.isoformat(), "targets": targets, **hashes}


def _version(found: Any) -> Version:
    """A version; the champion challenges nobody, though its promotion may have been cut short."""
    aliases = set(found.aliases) - ({CHALLENGER} if CHAMPION in found.aliases else set())
    return Version(
        number=int(found.version),
        bundle=found.tags.get("bundle", ""),
        until=dt.date.fromisoformat(found.tags.get("until", "0001-01-01")),
        aliases=tuple(sorted(aliases)),
        tags=dict(found.tags),
        run=found.run_id,
    )
