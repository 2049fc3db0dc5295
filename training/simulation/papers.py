"""What the court's papers say beyond the days of its acts, and where they fall short.

Drawn by chances of their own, so that the rest of the world stays as it is.
"""

from __future__ import annotations

import numpy as np

from training.simulation.ledger import NEVER, NOBODY, Floats, Ints
from training.simulation.stage import Stage

__all__ = ["Papers"]

_LATE = 0.03  # of the orders to report, given later than the notice
_ONE_ALONE = 0.04  # of the orders to report where there are two debtors, given to the first alone
_SHORT = 0.07  # of the reports, rulings and sale notices, incomplete
_SEEN = 0.7  # of them, read by somebody
_MISREAD = 0.01
_STALE = 0.04  # of the appraisals, used when they were over a year old
_ORDERED, _TOGETHER, _VALUED = "r02_report_ordered", "r02_report_with_notice", "r42_valuation_valid"


class Papers:
    """The papers of one stage's courts; `noticed` is the day of each case's notice, once it is written down."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._rng = np.random.default_rng([stage.world.seed, 41])
        self.noticed: Ints = np.full(len(stage.disputes), NEVER, dtype=np.int64)

    def ordered(self, done: Ints, who: Ints, day: Ints) -> tuple[Ints, Ints]:
        """The days of orders to report, mostly the notice's own, and whom they name: nobody where they go to all.

        Args:
            done: The cases in which a report was ordered.
            who: Those of them whose order was entered.
            day: The day of an order without a notice.
        """
        d, stage = self._stage.disputes, self._stage
        one_alone = done[np.isin(done, stage.joint) & (self._rng.random(len(done)) < _ONE_ALONE)]
        late = (self._rng.random(len(who)) < _LATE) & (self.noticed[who] != NEVER)
        delayed = np.minimum(self.noticed[who] + self._rng.integers(8, 40, len(who)), d.closed[who] - 1)
        day = np.where(self.noticed[who] == NEVER, day, np.where(late, delayed, self.noticed[who]))
        stage.violations += [(_ORDERED, one_alone), (_TOGETHER, who[late & (day > self.noticed[who] + 3)])]
        to_all = np.isin(who, stage.joint) & ~np.isin(who, one_alone)
        return day, np.where(to_all, NOBODY, d.debtor[who])

    def read(self, case: Ints, checkpoint: str) -> Floats:
        """Whether each paper is complete, as somebody read it; NaN where nobody did."""
        n = len(case)
        short = self._rng.random(n) < _SHORT
        self._stage.violations.append((checkpoint, case[short]))
        complete = short == (self._rng.random(n) < _MISREAD)
        return np.where(self._rng.random(n) < _SEEN, complete.astype(float), np.nan)

    def appraised(self, case: Ints, before: Ints) -> Ints:
        """The day of each appraisal, before the day given; some are used when they are too old."""
        stale = self._rng.random(len(case)) < _STALE
        self._stage.violations.append((_VALUED, case[stale]))
        age = np.where(stale, self._rng.integers(400, 700, len(case)), self._rng.integers(5, 150, len(case)))
        return before - age
