"""What stands behind the clues of a list, looked for once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from zbrisk.docket.docket import Docket
from zbrisk.explaining.explainer import CHIEF_REASONS, Sides, names_behind
from zbrisk.scoring.clue_table import reasons_to_json
from zbrisk.scoring.cohort_scorer import CohortScorer
from zbrisk.selection.news import first_known, new_facts
from zbrisk.typing import Floats

__all__ = ["ListReasons"]

Flags = npt.NDArray[np.bool_]
Clue = tuple[str, pd.Timestamp, str]  # case, day, target


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
