"""Does a bundle repeat another? A retrain is the validated recipe and signals; what differs beyond it is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from training.recipe import Recipe
from zbrisk.bundle.bundle import Bundle
from zbrisk.compiler.serial import program_to_json
from zbrisk.errors import BundleError
from zbrisk.validation import Invalid, validated

__all__ = ["Difference", "differences", "recipe_of"]

SHORT = 12  # characters of a hash
#: What was a choice in earlier bundles, with the value that is fixed now.
FIXED: Mapping[str, object] = {"weak_per_reviewed": 4, "group_role": "debtor", "group_most": 50, "calibration_folds": 5}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that differs: what it was `then` and is `now`, and where that can be said, in what."""

    what: str
    then: str
    now: str
    where: str = ""


def recipe_of(bundle: Bundle) -> Recipe:
    """The recipe that a bundle was trained with.

    Choices that this zbrisk has and the bundle lacks take their defaults, which `differences` then shows; so do what
    were choices once, where the bundle had the value that is fixed now.

    Raises:
        BundleError: The bundle says none, or one that this zbrisk cannot follow.
    """
    said = bundle.run.get("recipe")
    if isinstance(said, Mapping):
        said = {name: value for name, value in said.items() if name not in FIXED or value != FIXED[name]}
    try:
        return validated(Recipe, said, what="It")
    except Invalid as error:
        raise BundleError(
            f"The bundle's recipe cannot be followed: {error.problem}",
            "Retrain with the zbrisk it was trained with, or write a recipe of your own.",
        ) from error


def differences(before: Bundle, after: Bundle) -> tuple[Difference, ...]:
    """What differs between two bundles; none if they are the same, byte by byte.

    Where nothing that went in differs and the files still do, the one difference is `files`: something else, such as
    the machine or a search ended by its time, had a say.
    """
    found = [
        *_changed("until", before.until, after.until),
        *_hashes(before, after),
        *_versions(before, after),
    ]
    return tuple(found or _changed("files", before.version, after.version))


def _changed(what: str, then: object, now: object) -> list[Difference]:
    return [] if then == now else [Difference(what=what, then=str(then), now=str(now))]


def _hashes(before: Bundle, after: Bundle) -> Iterator[Difference]:
    where = {"recipe": _choices, "signals": _signals, "tables": _tables}
    then, now = before.run.get("hashes", {}), after.run.get("hashes", {})
    for what in sorted({*then, *now}):
        if then.get(what) != now.get(what):
            rows = where[what](before, after) if what in where else ""
            then_short, now_short = (str(hashes.get(what, "none"))[:SHORT] for hashes in (then, now))
            yield Difference(what=what, then=then_short, now=now_short, where=rows)


def _versions(before: Bundle, after: Bundle) -> list[Difference]:
    then, now = before.run.get("versions", {}), after.run.get("versions", {})
    names = sorted({*then, *now})
    return [each for name in names for each in _changed(name, then.get(name, "none"), now.get(name, "none"))]


def _choices(before: Bundle, after: Bundle) -> str:
    then, now = before.run.get("recipe", {}), after.run.get("recipe", {})
    names = [name for name in {**then, **now} if then.get(name) != now.get(name)]
    return ", ".join(f"{name} {then.get(name, 'not there')} -> {now.get(name, 'not there')}" for name in names)


def _signals(before: Bundle, after: Bundle) -> str:
    then, now = _parts(before), _parts(after)
    return ", ".join(
        f"{name} {'new' if name not in then else 'gone' if name not in now else 'changed'}"
        for name in sorted({*then, *now})
        if then.get(name) != now.get(name)
    )


def _parts(bundle: Bundle) -> dict[str, Any]:
    """The signals and views of a program by name, as JSON values."""
    program = program_to_json(bundle.program)
    views = {f"view {view['name']}": view for view in program["views"]}
    return views | {signal["name"]: signal for signal in program["signals"]}


def _tables(before: Bundle, after: Bundle) -> str:
    if before.contract.digest != after.contract.digest:
        return "another contract"
    then, now = _rows(before), _rows(after)
    moved = [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
    rows = [f"{name} {then.get(name, 'no')} -> {now.get(name, 'no')} rows" for name in moved]
    return ", ".join(rows) or "as many rows in each, of other content"


def _rows(bundle: Bundle) -> dict[str, int]:
    """Rows by table, known before the training's last day."""
    return {name: int(feed["rows"]) for name, feed in bundle.run.get("feeds", {}).items()}
