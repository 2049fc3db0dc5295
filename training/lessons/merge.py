"""Several offices' lessons as one, for a provincial training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from training.lessons.lessons import Lessons, Office
from zbrisk.errors import DataError

__all__ = ["merge_lessons"]


def merge_lessons(parts: Sequence[Lessons]) -> Lessons:
    """Pool lessons of unlike offices, made with one contract and one catalogue; each row keeps its office.

    Raises:
        DataError: They do not fit together, or one office stands in two of them.
    """
    if len(parts) < 2:
        raise DataError("There is nothing to merge.", "Give the lessons of two offices or more.")
    first = parts[0]
    for other in parts[1:]:
        _check_alike(first, other)
    offices = [office for part in parts for office in _named(part)]
    twice = [label for label, count in Counter(office.label for office in offices).items() if count > 1]
    if twice or len({office.seal for office in offices}) < len(offices):
        which = twice[0] if twice else "one office"
        raise DataError(
            f"{which} is in them twice.", "Give each office's lessons once; export again with another --label."
        )
    targets = list(dict.fromkeys(target for part in parts for target in part.rows))
    return Lessons(
        contract=first.contract, catalogue=first.catalogue,
        recipe={label: recipe for part in parts for label, recipe in part.recipe.items()},
        least=min(part.least for part in parts), offices=tuple(offices),
        rows={target: _pooled(parts, target) for target in targets},
        treated={target: _treated(parts, target) for target in targets}, signers={},
    )  # fmt: skip


def _check_alike(first: Lessons, other: Lessons) -> None:
    names = [", ".join(office.label for office in each.offices) for each in (first, other)]
    for what, one, two in (
        ("contracts", first.contract, other.contract), ("catalogues of signals", first.catalogue, other.catalogue)
    ):  # fmt: skip
        if one != two:
            raise DataError(
                f"The lessons of {names[0]} and of {names[1]} were made with different {what}: {one[:12]}, {two[:12]}.",
                "Let both export again with the same zbrisk, the same --tables-file and the same --signals.",
            )
    for target in first.rows.keys() & other.rows.keys():
        if first.features(target) != other.features(target):
            raise DataError(f"The features of {target} differ between {names[0]} and {names[1]}.", "Export both again.")


def _named(part: Lessons) -> list[Office]:
    """The offices of one part; of lessons straight from an office, whose seal and keys they came with."""
    keys = {name: key.fingerprint for name, key in part.signers.items()}
    return [office if office.seal else replace(office, seal=part.seal, keys=keys) for office in part.offices]


def _pooled(parts: Sequence[Lessons], target: str) -> pd.DataFrame:
    return pd.concat([part.rows[target] for part in parts if target in part.rows], ignore_index=True)


def _treated(parts: Sequence[Lessons], target: str) -> dict[str, int]:
    """Columns by treatment, summed over the offices."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part.treated.get(target, {}))
    return dict(total)
