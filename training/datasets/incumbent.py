"""An earlier bundle, asked about the same cases."""

from __future__ import annotations

import numpy as np
import pandas as pd

from zbrisk.docket import Docket
from zbrisk.scoring.scorer import Scorer
from zbrisk.typing import Floats

__all__ = ["Incumbent"]


class Incumbent:
    """What an earlier bundle says.

    Args:
        scorer: The bundle's.
        docket: The tables of today.
    """

    def __init__(self, scorer: Scorer, docket: Docket) -> None:
        self._scorer, self._docket = scorer, docket
        self.version = scorer.bundle.version
        self.until = pd.Timestamp(scorer.bundle.until)

    def scores(self, target: str, moments: pd.DataFrame) -> Floats:
        """Raw margins, moment by moment; NaN where it has no model of the target."""
        if target not in self._scorer.targets or moments.empty:
            return np.full(len(moments), np.nan)
        keys = moments[["case_id", "as_of"]].assign(case_id=moments["case_id"].astype(object))
        ranked = self._scorer.rank(self._docket, moments=keys.drop_duplicates(), reasons=0)
        own = ranked[ranked["target"] == target]
        known = own.assign(case_id=own["case_id"].astype(object)).set_index(["case_id", "as_of"])["score"]
        return np.asarray(known.reindex(pd.MultiIndex.from_frame(keys)), dtype=np.float64)
