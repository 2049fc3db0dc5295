"""The versions of the registered model, each a whole bundle, and their aliases `champion` and `challenger`."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
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
DECIDED = "zbrisk.decided"  # a version's tag: what is being done with it, which counts from the moment it is set


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
        if known is None:
            return self.version(str(self._new(folder, bundle)))
        if CHAMPION in known.aliases:
            raise DataError(f"{folder} is the champion, version {known.number}.", "Train another one to challenge it.")
        self._challenge(known.number)
        return self.version(str(known.number))

    def versions(self) -> list[Version]:
        """All versions, the newest first; one that is still being added is not there yet."""
        with self.store.answering():
            half = self.store.unfinished()
            found = self._client.search_model_versions(f"name = '{self.name}'")
            # a search lacks aliases
            whole = [self._client.get_model_version(self.name, each.version) for each in found]
        there = [each for each in whole if "bundle" in each.tags and (each.aliases or each.run_id not in half)]
        return _as_decided(sorted(map(_version, there), key=lambda each: -each.number))

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
                    self.store.put(version.run, held / SIGNATURES, f"model/{BUNDLE}")

    def record(self, version: Version, tags: Mapping[str, str], *, crown: bool = False) -> None:
        """Leave tags on a version, and make it the champion if so: all of it, or nothing."""
        decided = json.dumps({"tags": dict(tags), "crown": crown}, ensure_ascii=False)
        with self.store.answering():
            self._client.set_model_version_tag(self.name, str(version.number), DECIDED, decided)
            self.settle()

    def crown(self, version: Version) -> None:
        """Make a version the champion; it is a challenger no more."""
        self.record(version, {}, crown=True)

    def settle(self) -> None:
        """Finish what a process that died has not: remove half-added versions, carry out what was decided."""
        self.store.sweep()
        for version in self.versions():
            if DECIDED in version.tags:
                self._carry_out(version)

    def _carry_out(self, version: Version) -> None:
        client, number = self._client, str(version.number)
        for name, value in version.tags.items():
            if name != DECIDED:
                client.set_model_version_tag(self.name, number, name, value)
        if CHAMPION in version.aliases:
            client.set_registered_model_alias(self.name, CHAMPION, number)
            if CHALLENGER in client.get_model_version(self.name, number).aliases:
                client.delete_registered_model_alias(self.name, CHALLENGER)
        client.delete_model_version_tag(self.name, number, DECIDED)

    def _challenge(self, number: int) -> None:
        self._client.set_registered_model_alias(self.name, CHALLENGER, str(number))

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
            made = self._client.create_model_version(self.name, source, run.run_id, tags=tags)
            self._challenge(made.version)  # the step from which the version is there
        return int(made.version)


def _tags(bundle: Bundle) -> dict[str, str]:
    hashes = {f"hash.{name}": str(value) for name, value in bundle.run.get("hashes", {}).items()}
    targets = ", ".join(each.target for each in bundle.targets)
    return {"bundle": bundle.version, "until": bundle.until.isoformat(), "targets": targets, **hashes}


def _version(found: Any) -> Version:
    try:
        until = dt.date.fromisoformat(found.tags["until"])
    except (KeyError, ValueError) as error:
        raise _strange(found.version, "until") from error
    return Version(
        number=int(found.version),
        bundle=found.tags["bundle"],
        until=until,
        aliases=_aliases(found.aliases),
        tags=dict(found.tags),
        run=found.run_id,
    )


def _as_decided(versions: list[Version]) -> list[Version]:
    """The versions as they are when all that was decided is carried out; until it is, the tag that says so stays."""
    for decided in [each for each in versions if DECIDED in each.tags]:
        tags, crown = _decision(decided)
        versions = [replace(each, tags={**each.tags, **tags}) if each is decided else each for each in versions]
        if crown:
            versions = [replace(each, aliases=_crowned(each, each.number == decided.number)) for each in versions]
    return versions


def _decision(version: Version) -> tuple[Mapping[str, str], bool]:
    try:
        said = json.loads(version.tags[DECIDED])
        return {str(name): str(value) for name, value in said["tags"].items()}, said["crown"] is True
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _strange(version.number, DECIDED) from error


def _crowned(version: Version, champion: bool) -> tuple[str, ...]:
    return _aliases({*version.aliases, CHAMPION} if champion else set(version.aliases) - {CHAMPION})


def _aliases(names: Iterable[str]) -> tuple[str, ...]:
    """In order; the champion challenges nobody."""
    return tuple(sorted(set(names) - ({CHALLENGER} if CHAMPION in names else set())))


def _strange(number: int | str, tag: str) -> BundleError:
    return BundleError(
        f"The tag {tag} of version {number} in the store is not as zbrisk writes it.",
        "Find out who writes to the store; then remove the version there, and register the bundle anew.",
    )
