"""The versions of the registered model, each a whole bundle, and their aliases `champion` and `challenger`."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.registry.mlflow_model import BUNDLE, check_wrapped, wrap
from training.registry.store import Store
from zbrisk.bundle.bundle import MANIFEST, Bundle, read_bundle, sign_bundle
from zbrisk.bundle.last_seen import Seen, check_not_older, remember
from zbrisk.bundle.signature import SIGNATURES
from zbrisk.errors import BundleError, DataError
from zbrisk.files import replacing

__all__ = ["CHALLENGER", "CHAMPION", "NAME", "Models", "Version"]

NAME = "zbrisk"
CHAMPION, CHALLENGER = "champion", "challenger"


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
        unsigned: Take bundles whoever made them.
    """

    def __init__(self, store: Store, name: str = NAME, *, unsigned: bool = False) -> None:
        self.store = store
        self.name = name
        self.unsigned = unsigned

    def add(self, folder: Path) -> Version:
        """Register a bundle as the challenger; one that is registered already only gets the alias.

        Raises:
            BundleError: The folder is no bundle, or an altered one.
            DataError: The bundle is the champion.
        """
        bundle = read_bundle(folder, unsigned=self.unsigned)
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

    def fetch(self, which: str, out: Path, *, older: bool = False) -> Version:
        """Copy a version's bundle into a folder, whole or not at all.

        Args:
            which: An alias or a number.
            out: The folder.
            older: Take a champion also if it is older than the last one that was fetched.

        Raises:
            DataError: There is no such version.
            BundleError: What the store holds is not what was registered, would run other code when it is served, is
                not signed by a trusted key, or is an older champion; or `out` exists and is no bundle.
        """
        found = self.version(which)
        if out.exists() and not (out / MANIFEST).is_file():
            raise BundleError(f"{out} exists and is no bundle.", "Name a new folder; nothing was overwritten.")
        with tempfile.TemporaryDirectory() as desk:
            held, bundle = self._held(found, Path(desk))
            seen = Seen(bundle=bundle.version, until=bundle.until.isoformat(), number=found.number)
            if which == CHAMPION and not older:
                check_not_older(self._place, seen, cure="If it was rolled back on purpose, fetch it with --older.")
            with replacing(out) as draft:
                shutil.copytree(held, draft)
                if which == CHAMPION:
                    remember(self._place, seen)
        return found

    def approve(self, version: Version) -> None:
        """Sign a version as the user, beside whoever signed it before.

        Raises:
            BundleError: As `fetch`.
        """
        with tempfile.TemporaryDirectory() as desk:
            held, _ = self._held(version, Path(desk))
            before = (held / SIGNATURES).read_bytes() if (held / SIGNATURES).is_file() else b""
            sign_bundle(held)
            if (held / SIGNATURES).read_bytes() != before:
                with self.store.answering():
                    self._client.log_artifact(version.run, str(held / SIGNATURES), f"model/{BUNDLE}")

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

    @property
    def _place(self) -> str:
        return f"the champion of {self.name} in {self.store.address}"

    def _held(self, version: Version, desk: Path) -> tuple[Path, Bundle]:
        """What the store holds of a version, on this machine, verified."""
        with self.store.answering():
            model = Path(self._client.download_artifacts(version.run, "model", str(desk)))
        check_wrapped(model)
        bundle = read_bundle(model / BUNDLE, unsigned=self.unsigned)
        if not version.holds(bundle):
            raise BundleError(
                f"Version {version.number} is not the bundle {version.bundle} that was registered.",
                "Somebody has replaced it; register the bundle anew.",
            )
        return model / BUNDLE, bundle

    def _new(self, folder: Path, bundle: Bundle) -> int:
        from mlflow.exceptions import MlflowException

        with suppress(MlflowException):  # it is there already
            self._client.create_registered_model(self.name)
        tags = _tags(bundle)
        with self.store.run(f"{folder.name}/model", tags) as run, tempfile.TemporaryDirectory() as desk:
            shutil.copytree(folder, Path(desk) / "bundle")  # MLflow names the copy by the folder's name
            wrap(Path(desk) / "bundle", Path(desk) / "model")
            self._client.log_artifacts(run.run_id, str(Path(desk) / "model"), "model")
            source = f"{run.artifact_uri}/model"
            # the last step, which sets all tags at once: a version is there whole or not at all
            made = self._client.create_model_version(self.name, source, run.run_id, tags=tags)
        return int(made.version)


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
