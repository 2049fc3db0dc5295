"""What the coefficients of a linear part usually are, and how far they stray: learnt on simulated prefectures.

A hundred outcomes cannot tell which of a thousand features matter. A ridge that holds all of them equally shrinks the
few that do with the many that do not. So each coefficient has a normal prior of its own, whose mean and variance are
those of ridges that know the whole truth of some twenty prefectures, no two alike (empirical Bayes; Gelman and Hill
2006 on partial pooling): a feature that means little everywhere must prove itself, one that means much
in some places may soon do so here. docs/results/foreign-worlds.md has what that is worth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from zbrisk.typing import Floats

__all__ = ["Coefficients", "Usual", "UsualSlopes"]

#: Bounds of a variance, the mean being 1: nothing is held for certain, and nothing let go.
LEAST, MOST = 0.03, 30.0
DIGITS = 4


class Usual(NamedTuple):
    """Mean and variance of the slope of a feature's value, and of the indicator that it has no data."""

    slope: float
    slope_variance: float
    jump: float
    jump_variance: float


@dataclass(frozen=True, kw_only=True)
class Coefficients:
    """What is expected of the coefficients of some columns, first all slopes, then all indicators.

    Args:
        means: Where each is expected.
        variances: How far it may stray, 1 on average.
    """

    means: Floats
    variances: Floats

    @classmethod
    def unknown(cls, features: int) -> Self:
        """Nothing is known: an ordinary ridge."""
        return cls(means=np.zeros(2 * features), variances=np.ones(2 * features))


@dataclass(frozen=True, kw_only=True)
class UsualSlopes:
    """What is usual for each feature, by name."""

    by_feature: Mapping[str, Usual]

    @classmethod
    def learnt(cls, features: Sequence[str], slopes: Sequence[Floats], jumps: Sequence[Floats]) -> Self:
        """From what was fitted to several prefectures: a slope and a jump a feature in each."""
        columns = [np.mean(slopes, axis=0), np.var(slopes, axis=0), np.mean(jumps, axis=0), np.var(jumps, axis=0)]
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return cls(by_feature={name: Usual(*row) for name, row in zip(features, rows, strict=True)})

    @cached_property
    def text(self) -> str:
        """As JSON, a feature a line, in digits enough."""
        lines = (
            f"{json.dumps(name)}: [{', '.join(f'{value:.{DIGITS}g}' for value in usual)}]"
            for name, usual in self.by_feature.items()
        )
        return "{\n" + ",\n".join(lines) + "\n}\n"

    @classmethod
    def read(cls, folder: Path, target: str) -> Self | None:
        """Those of a target; None where nobody has learnt any."""
        file = folder / f"{target}.slopes.json"
        if not file.is_file():
            return None
        return cls(by_feature={name: Usual(*row) for name, row in json.loads(file.read_text(encoding="utf-8")).items()})

    def of(self, features: Sequence[str]) -> Coefficients:
        """Of some columns; a feature that is not known is as free as the average one."""
        known = [self.by_feature.get(name) for name in features]
        free = np.mean([(each.slope_variance, each.jump_variance) for each in self.by_feature.values()])
        rows = np.array([each or Usual(0.0, float(free), 0.0, float(free)) for each in known])
        variances = np.concatenate([rows[:, 1], rows[:, 3]])
        relative = np.clip(variances / (variances.mean() or 1.0), LEAST, MOST)
        return Coefficients(means=np.concatenate([rows[:, 0], rows[:, 2]]), variances=relative)
