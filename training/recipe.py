"""How a training run is made: everything that a person may choose, in one place with one hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from training.strategies import (
    STRATEGIES,
    ElkanNoto,
    InversePropensity,
    ReviewedOnly,
    Spies,
    Strategy,
    WeakNegatives,
)
from zbrisk.errors import DataError
from zbrisk.untrusted import yaml_node

__all__ = ["Recipe", "read_recipe"]

_CHOICES = {
    "strategy": STRATEGIES,
    "prior": ("simulated", "none"),
    "calibration": ("noisy_sigmoid", "sigmoid", "isotonic", "none"),
}
_RANGES: dict[str, tuple[float, float]] = {
    "weak_weight": (0.0001, 1), "holdout": (0.05, 0.5),
    "audit_share": (0, 0.9), "folds": (1, 20), "trials": (0, 10_000), "timeout_seconds": (1, 1e6),
    "max_depth": (1, 5), "least_confirmed": (2, 1_000_000),
    "reference_cases": (100, 1_000_000), "bootstrap_draws": (100, 100_000), "refits": (0, 100), "seed": (0, 2**31 - 1),
    "threads": (1, 1024),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """The choices of a training run.

    Args:
        targets: Outcome targets to train; empty for all that the signals are made for.
        strategy: What to make of unreviewed cases: weak_negatives, reviewed_only, inverse_propensity, elkan_noto or
            spies; see training/strategies.
        prior: What the model starts from: simulated (trees learnt on simulated prefectures, where there are some for
            the target and the signals are there that they read) or none.
        weak_weight: What one weak negative weighs; a reviewed case weighs 1.
        holdout: Share of the confirmed cases, the latest, that figures are measured on.
        audit_share: Share of the random audits that nothing is learnt from, so that promises about a list can rest on
            them; none is kept before there are 400.
        folds: Forward folds of the tuning, all before the hold-out.
        trials: Optuna trials; 0 takes the defaults.
        timeout_seconds: Ends the tuning early. The result then depends on the machine's speed.
        max_depth: Depth of the trees at most.
        monotone: Whether features keep to the direction that their signal's card gives.
        calibration: noisy_sigmoid (accounts for wrong outcomes), sigmoid, isotonic or none.
        least_confirmed: With fewer confirmed cases there is no model.
        reference_cases: Cases of the cohort on the last day that a value's percentile is taken from.
        bootstrap_draws: Resamples behind an interval.
        refits: Fits with other seeds, to see how much a figure varies with them.
        top: The lengths of list for which precision is reported.
        seed: Seed of everything.
        threads: Threads of LightGBM.

    Raises:
        ValueError: A value of another type or outside its range.
    """

    targets: tuple[str, ...] = ()
    strategy: str = "weak_negatives"
    prior: str = "simulated"
    weak_weight: float = 0.1
    holdout: float = 0.25
    audit_share: float = 0.5
    folds: int = 4
    trials: int = 30
    timeout_seconds: float | None = None
    max_depth: int = 4
    monotone: bool = True
    calibration: str = "noisy_sigmoid"
    least_confirmed: int = 10
    reference_cases: int = 5000
    bootstrap_draws: int = 1000
    refits: int = 4
    top: tuple[int, ...] = (20, 50, 100)
    seed: int = 0
    threads: int = 1

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name), field.default)

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, choices: Mapping[str, Any]) -> Recipe:
        """The recipe of plain JSON values, whose lists become tuples; what is left out takes its default.

        Raises:
            ValueError: A value of another type or outside its range.
            TypeError: A name that is no choice.
        """
        values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in choices.items()}
        return cls(**values)

    @property
    def digest(self) -> str:
        """SHA-256 of all choices: two runs with one digest were asked for the same."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()

    def unreviewed(self) -> Strategy:
        """The strategy by its name."""
        drawn = WeakNegatives(weight=self.weak_weight)
        by_name: dict[str, Strategy] = {
            "weak_negatives": drawn,
            "reviewed_only": ReviewedOnly(),
            "inverse_propensity": InversePropensity(drawn=drawn),
            "elkan_noto": ElkanNoto(drawn=drawn),
            "spies": Spies(drawn=drawn),
        }
        return by_name[self.strategy]


def read_recipe(file: str | Path) -> Recipe:
    """Read a recipe from YAML: any of the names of `Recipe`, each with its value.

    Raises:
        DataError: The file cannot be read, or holds an unknown name or an unfit value.
    """
    try:
        document = yaml_node(Path(file).read_text(encoding="utf-8"))[1] or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataError(f"The recipe {file} cannot be read: {error}", "Give a YAML file in UTF-8.") from error
    if not isinstance(document, dict):
        raise DataError(f"The recipe {file} is not a list of names and values.", "Write lines such as `trials: 50`.")
    known = [field.name for field in fields(Recipe)]
    for name in document:
        if name not in known:
            near = get_close_matches(str(name), known, n=1) or [", ".join(known)]
            raise DataError(f"The recipe {file} has no choice {name!r}.", f"Did you mean: {near[0]}?")
    try:
        return Recipe.from_json(document)
    except ValueError as error:
        raise DataError(
            f"The recipe {file} does not hold: {error}", "Correct the value or leave the line out."
        ) from error


def _check(name: str, value: object, default: object) -> None:
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ValueError(f"{name} is one of {', '.join(_CHOICES[name])}, not {value!r}.")
    if isinstance(default, tuple):
        kind = int if name == "top" else str
        if not isinstance(value, tuple) or not all(isinstance(v, kind) for v in value):
            raise ValueError(f"{name} is a list of {'whole numbers' if kind is int else 'names'}, not {value!r}.")
    elif isinstance(default, bool | str):
        if type(value) is not type(default):
            raise ValueError(f"{name} is a {type(default).__name__}, not {value!r}.")
    elif not (value is None and default is None):
        _check_number(name, value, whole=isinstance(default, int))


def _check_number(name: str, value: object, *, whole: bool) -> None:
    low, high = _RANGES[name]
    right = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not right or not low <= float(value) <= high:  # type: ignore[arg-type]
        kind = "whole number" if whole else "number"
        raise ValueError(f"{name} is a {kind} from {low:g} to {high:g}, not {value!r}.")
