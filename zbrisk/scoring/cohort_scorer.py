"""Many cases at once, on DuckDB: their features, scores, reasons and new facts."""

from __future__ import annotations

import datetime as dt
import json
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
from zbrisk.explaining.explainer import CHIEF_REASONS, Explainer, Sides, names_behind
from zbrisk.scoring.clue_table import reasons_to_json
from zbrisk.selection.news import first_known, new_facts
from zbrisk.typing import Floats, Progress

__all__ = ["CohortScorer", "ListReasons", "Scores"]

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Clue = tuple[str, pd.Timestamp, str]  # case, day, target


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
        with self._run(docket, case_ids, days, evidence=True) as run:
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


class ListReasons:
    """What stands behind the clues of one list, looked for once: for news of the reviewed ones, and as reasons.

    Args:
        cohort: Looks for it.
        docket: The tables.
        features: What was scored; see `CohortScorer.sides`.
        most: The most reasons of each kind that will be given; 0 for none.
        explained: To the first N clues of each target alone; to all if None.
    """

    def __init__(
        self, cohort: CohortScorer, docket: Docket, features: Floats | None, *, most: int, explained: int | None = None
    ) -> None:
        self._cohort, self._docket, self._features = cohort, docket, features
        self._most, self._explained = most, explained
        self._sides: dict[Clue, Sides] = {}

    def news(self, clues: pd.DataFrame, since: Sequence[dt.date | None]) -> list[str]:
        """See `FindNews`."""
        reviewed = np.array([day is not None for day in since], dtype=bool)
        asked = reviewed | self._will_be_explained(clues, ~reviewed) if self._most == CHIEF_REASONS else reviewed
        self._look(clues[asked], CHIEF_REASONS)
        behind = [names_behind(self._sides[clue][0]) for clue in _clues(clues[reviewed])]
        known = first_known(
            self._docket.connection.cursor(), self._docket.present, (name for names in behind for name in names)
        )
        days = (day for day in since if day is not None)
        facts = (new_facts(names, day, known) for names, day in zip(behind, days, strict=True))
        found = np.full(len(clues), "", dtype=object)
        found[reviewed] = [json.dumps([fact.to_json() for fact in each]) if each else "" for each in facts]
        return list(found)

    def reasons(self, clues: pd.DataFrame) -> pd.Series[str]:
        """The reasons of every clue as JSON."""
        if self._most != CHIEF_REASONS:
            self._sides.clear()
        self._look(clues, self._most)
        return pd.Series([self._as_json(clue) for clue in _clues(clues)], index=clues.index, dtype="str")

    def _as_json(self, clue: Clue) -> str:
        raising, lowering = self._sides[clue]
        return reasons_to_json((*raising, *lowering), (self._cohort.contract.cohort.table, clue[0]))

    def _will_be_explained(self, clues: pd.DataFrame, listed: Flags) -> Flags:
        """Whether each clue may be among the first; those that are surely listed stand before the others."""
        if self._explained is None:
            return np.ones(len(clues), dtype=bool)
        before = pd.Series(listed).groupby(clues["target"].to_numpy()).cumsum().to_numpy() - listed
        return np.asarray(before < self._explained)

    def _look(self, clues: pd.DataFrame, most: int) -> None:
        unseen = clues[np.array([clue not in self._sides for clue in _clues(clues)], dtype=bool)]
        sides = self._cohort.sides(self._docket, unseen, self._features, most)
        self._sides.update(zip(_clues(unseen), sides, strict=True))


def _clues(clues: pd.DataFrame) -> list[Clue]:
    return list(zip(clues["case_id"].astype(str), clues["as_of"], clues["target"], strict=True))


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
