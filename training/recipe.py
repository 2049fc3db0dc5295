"""How a training run is made: everything that a person may choose, in one place with one hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from training.strategies import (
    ElkanNoto,
    InversePropensity,
    ReviewedOnly,
    Spies,
    Strategy,
    StrategyName,
    WeakNegatives,
)
from zbrisk.errors import DataError
from zbrisk.untrusted import yaml_node
from zbrisk.validation import Invalid, Many, StrictModel, line_of, lines_of, validated

__all__ = ["Recipe", "read_recipe"]


class Recipe(StrictModel):
    """The choices of a training run.

    Args:
        targets: Outcome targets to train; empty for all that the signals are made for.
        strategy: What to make of unreviewed cases: weak_negatives, reviewed_only, inverse_propensity, elkan_noto or
            spies; see training/strategies.
        prior: What the model starts from: simulated (trees learnt on simulated prefectures, where there are some for
            the target and the signals are there that they read) or none.
        linear: Whether a share of the margin of a logistic regression of the reviewed cases is added to the trees',
            where it pays by cross-fitting.
        weak_weight: What one weak negative weighs; a reviewed case weighs 1.
        holdout: Share of the confirmed cases, the latest, that figures are measured on.
        audit_share: Share of the random audits that nothing is learnt from, so that promises about a list can rest on
            them; none is kept before there are 400.
        folds: Forward folds of the tuning, all before the hold-out.
        trials: Optuna trials, from 500 confirmed and as many refuted on; 0 takes the defaults.
        timeout_seconds: Ends the tuning early. The result then depends on the machine's speed.
        max_depth: Depth of the trees at most.
        leaves: Leaves of a tree, and at most in a search; 0 for as many as the confirmed cases pay for, from 8 to 127.
        monotone: Whether features keep to the direction that their signal's header gives.
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

    targets: Many[str] = ()
    strategy: StrategyName = "weak_negatives"
    prior: Literal["simulated", "none"] = "simulated"
    linear: bool = True
    weak_weight: float = Field(default=0.1, ge=0.0001, le=1)
    holdout: float = Field(default=0.25, ge=0.05, le=0.5)
    audit_share: float = Field(default=0.5, ge=0, le=0.9)
    folds: int = Field(default=4, ge=1, le=20)
    trials: int = Field(default=30, ge=0, le=10_000)
    timeout_seconds: float | None = Field(default=None, ge=1, le=1e6)
    max_depth: int = Field(default=8, ge=1, le=12)
    leaves: int = Field(default=0, ge=0, le=1024)
    monotone: bool = True
    calibration: Literal["noisy_sigmoid", "sigmoid", "isotonic", "none"] = "noisy_sigmoid"
    least_confirmed: int = Field(default=10, ge=2, le=1_000_000)
    reference_cases: int = Field(default=5000, ge=100, le=1_000_000)
    bootstrap_draws: int = Field(default=1000, ge=100, le=100_000)
    refits: int = Field(default=4, ge=0, le=100)
    top: Many[int] = (20, 50, 100)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    threads: int = Field(default=1, ge=1, le=1024)

    @property
    def digest(self) -> str:
        """SHA-256 of all choices: two runs with one digest were asked for the same."""
        return hashlib.sha256(json.dumps(self.model_dump(), sort_keys=True).encode()).hexdigest()

    def unreviewed(self) -> Strategy:
        """The strategy by its name."""
        drawn = WeakNegatives(weight=self.weak_weight)
        by_name: dict[StrategyName, Strategy] = {
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
        node, document = yaml_node(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataError(f"The recipe {file} cannot be read: {error}", "Give a YAML file in UTF-8.") from error
    try:
        return validated(Recipe, document or {}, what="The recipe")
    except Invalid as error:
        raise DataError(f"{file}:{line_of(error.place, lines_of(node))}: {error.problem}", error.cure) from error
