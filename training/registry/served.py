"""The bundle as an MLflow model: MLflow copies this file into the model and runs it there; nothing else imports it.

A request holds cases, an answer holds what `Scorer.score_case` says of each, as `Answer.to_json` gives it: not masked.
"""

import json
from typing import Any

from mlflow.models import set_model
from mlflow.pyfunc.model import PythonModel
from pydantic import BaseModel

from zbrisk.errors import ZbriskError
from zbrisk.scoring.scorer import load_scorer


class Case(BaseModel):
    """What one case is scored from: its records by table, the day, and which case is meant if there are several."""

    as_of: str
    records: dict[str, list[dict[str, Any]]]
    case_id: str | None = None


class BundleModel(PythonModel):
    """Scores cases with the bundle that lies beside it."""

    def load_context(self, context: Any) -> None:
        """Load the bundle, which refuses if a byte of it has changed."""
        self.scorer = load_scorer(context.artifacts["bundle"])

    def predict(
        self, context: Any, model_input: list[Case], params: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """One row a case: its answer, or the `problem` and `cure` of a case that cannot be scored."""
        return [self._answer(case) for case in model_input]

    def _answer(self, case: Case) -> dict[str, Any]:
        try:
            answer = self.scorer.score_case(case.records, as_of=case.as_of, case_id=case.case_id)
        except ZbriskError as error:  # an MlflowException would have the whole request sent back and logged
            return {"problem": error.problem, "cure": error.cure}
        said: dict[str, Any] = json.loads(answer.to_json())
        return said


set_model(BundleModel())
