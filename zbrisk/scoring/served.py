"""The bundle as an MLflow model: what `mlflow models serve` imports from here, and no code comes out of the store.

A request holds cases, an answer holds what `Scorer.score_case` says of each, as `Answer.to_json` gives it: not masked.
A bundle older than the last one served is refused; $ZBRISK_SERVES names what is served where a machine serves several,
and is empty where somebody else has seen to it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from zbrisk.bundle.last_seen import Seen, check_not_older, remember
from zbrisk.errors import ZbriskError
from zbrisk.scoring.scorer import Scorer, load_scorer

__all__ = ["OLDER", "SERVES", "ServedBundle"]

SERVES = "ZBRISK_SERVES"
OLDER = "ZBRISK_OLDER"
KEYS = ("as_of", "records", "case_id")


class ServedBundle:
    """Scores cases with a bundle."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer

    def predict(self, model_input: Iterable[Mapping[str, Any]], params: Any = None) -> list[dict[str, Any]]:
        """One row a case: its answer, or the `problem` and `cure` of a case that cannot be scored.

        Args:
            model_input: Cases: `as_of`, `records` by table, and `case_id` if there are several in the records.
            params: MLflow's; there are none.
        """
        return [self._answer(case) for case in model_input]

    def _answer(self, case: object) -> dict[str, Any]:
        if not isinstance(case, Mapping) or not {"as_of", "records"} <= case.keys() <= set(KEYS):
            return {"problem": "This is no case.", "cure": f"Give an object with {', '.join(KEYS)}."}
        as_of, records, case_id = (_plain(case.get(key)) for key in KEYS)
        try:
            answer = self.scorer.score_case(records, as_of=as_of, case_id=case_id)
        except ZbriskError as error:  # an exception would have the whole request sent back and logged
            return {"problem": error.problem, "cure": error.cure}
        said: dict[str, Any] = json.loads(answer.to_json())
        return said


def _load_pyfunc(path: str) -> ServedBundle:
    """What MLflow calls with the folder of the bundle."""
    scorer = load_scorer(path)
    place = os.environ.get(SERVES, f"what is served from {os.environ.get('MLFLOW_TRACKING_URI', 'MLflow')}")
    if place:
        seen = Seen(bundle=scorer.bundle.version, until=scorer.bundle.until.isoformat())
        if not os.environ.get(OLDER):
            check_not_older(place, seen, cure=f"To serve it on purpose, set {OLDER}=1 once.")
        remember(place, seen)
    return ServedBundle(scorer)


def _plain(value: object) -> Any:
    """MLflow puts each value into an array of no dimensions."""
    return value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value
