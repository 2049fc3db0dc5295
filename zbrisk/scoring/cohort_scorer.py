"""Many cases at once, on DuckDB: their features, scores, reasons and new facts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from zbrisk.bundle.target_model import TargetModel
from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.docket.days import to_date
from zbrisk.docket.docket import Docket
from zbrisk.engines.limits import Limits
from zbrisk.execution.moments import moments_of
from zbrisk.execution.run import Run
from zbrisk.execution.started import started
from zbrisk.explaining.explainer import Explainer, Sides
from zbrisk.typing import Floats, Progress
from zbrisk.uncollected import uncollected

__all__ = ["CohortScorer", "Scores"]

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Clues by target and rank, and the features that they were scored by.

    Attributes:
        clues: case_id, as_of, target, score, probability, rank; `_row` is the row of the features.
        features: One row a moment.
    """

    clues: pd.DataFrame
    features: Floats


@dataclass(frozen=True, kw_only=True)
class CohortScorer:
    """Scores and explains the moments of a cohort.

    Attributes:
        program: The signals.
        models: One a target.
        explainer: Explains.
        contract: The bundle's.
        limits: How much one question may cost.
        gathers: Read of a docket only what the cases look at; see `zbrisk.execution.started`.
    """

    program: Program
    models: Sequence[TargetModel]
    explainer: Explainer
    contract: Contract
    limits: Limits
    gathers: bool = False

    def scores(
        self, docket: Docket, case_ids: Sequence[str], days: Days, *, top: int | None, progress: Progress | None
    ) -> Scores:
        """The scores of moments, the first `top` of each target; all if None."""
        features = self.features(docket, case_ids, days, progress)
        clues = [_ranked(model, features, case_ids, days, top) for model in self.models]
        return Scores(clues=pd.concat(clues, ignore_index=True), features=features)

    def features(self, docket: Docket, case_ids: Sequence[str], days: Days, progress: Progress | None = None) -> Floats:
        """All features of moments, one row each."""
        with self._run(docket, case_ids, days) as run:
            return run.matrix(progress)

    def sides(self, docket: Docket, clues: pd.DataFrame, features: Floats | None, most: int) -> list[Sides]:
        """What raises and what lowers each clue.

        Args:
            docket: The tables.
            clues: The clues; with `_row` where features are given.
            features: What was scored; None: they are measured again, of these clues' moments alone.
            most: The most reasons of each kind.
        """
        if clues.empty:
            return []
        moments = clues.drop_duplicates(["case_id", "as_of"])
        case_ids, days = moments_of(moments, docket)
        pairs = zip(moments["case_id"], moments["as_of"], strict=True)
        place = {moment: number for number, moment in enumerate(pairs)}
        asked = [
            (place[case, day], str(target))
            for case, day, target in zip(clues["case_id"], clues["as_of"], clues["target"], strict=True)
        ]
        with self._run(docket, case_ids, days, evidence=True) as run, uncollected():
            own = run.matrix() if features is None else features[moments["_row"].to_numpy()]
            return self.explainer.sides(run, own, asked, most)

    def _run(
        self, docket: Docket, case_ids: Sequence[str], days: Days, *, evidence: bool = False
    ) -> AbstractContextManager[Run]:
        """A run over these moments that was started."""
        return started(
            self.program, docket, case_ids, days, contract=self.contract, limits=self.limits, evidence=evidence,
            gathers=self.gathers,
        )  # fmt: skip


def _ranked(model: TargetModel, features: Floats, case_ids: Sequence[str], days: Days, top: int | None) -> pd.DataFrame:
    scores = model.scores(features)
    # equal scores stand in the order of their ids, so that a list is the same on every run
    order = np.lexsort((np.array(case_ids), -scores))[:top]
    return pd.DataFrame(
        {
            "case_id": [case_ids[i] for i in order],
            "as_of": pd.to_datetime([to_date(int(days[i])) for i in order]).as_unit("s"),
            "target": model.target,
            "score": scores[order],
            "probability": model.probabilities(scores[order]),
            "rank": np.arange(1, len(order) + 1),
            "_row": order,
        }
    )
