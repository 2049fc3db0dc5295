"""The bins of a distribution: about a tenth of its cases each, and how many of other cases fall into them.

Counts add up over the parts of a cohort, so that many cases are compared with few numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zbrisk.bundle.reference import Distribution
from zbrisk.typing import Floats

__all__ = ["Bins"]

TENTH = 10


@dataclass(frozen=True, kw_only=True)
class Bins:
    """The bins of one number, and after them one of "no data".

    Attributes:
        edges: Where every bin but the first begins.
        shares: The shares of the reference cases, "no data" last.
    """

    edges: Floats
    shares: Floats

    @classmethod
    def of(cls, then: Distribution) -> Bins:
        """Bins that held equal shares then, as nearly as its values allow.

        The value of most cases (a count's zero) is a bin by itself, for a bin ends where the next value begins.
        """
        edges, below, goal = [], [], 1 / TENTH
        for value, share in zip(then.values[1:], then.below[1:], strict=True):
            if share >= goal - 1e-9:
                edges.append(value)
                below.append(share)
                goal = (int(share * TENTH + 1e-9) + 1) / TENTH
        full = np.diff(np.concatenate([[0.0], below, [1.0]])) if then.values else np.array([1.0])
        return cls(edges=np.array(edges), shares=np.append(full * (1 - then.null_share), then.null_share))

    def counts(self, values: ArrayLike) -> NDArray[np.int64]:
        """How many of some values (NaN for no data) fall into each."""
        every = np.asarray(values, dtype=np.float64)
        known = every[~np.isnan(every)]
        found = np.bincount(np.searchsorted(self.edges, known, side="right"), minlength=len(self.shares) - 1)
        return np.append(found, every.size - known.size)
