"""What a scorer says of one case."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zbrisk.contract import Contract
from zbrisk.errors import MissingExtraError
from zbrisk.explaining.explanation import Explanation, TargetRisk
from zbrisk.pages import render_page

if TYPE_CHECKING:
    import shap

__all__ = ["Answer"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Scores, probabilities and reasons of one case at one day.

    Scores and probabilities are there at once; reasons, their evidence and all else are found when they are first
    asked for, in `explanation`.

    Attributes:
        scores: Raw scores (log-odds) by target.
        probabilities: Calibrated probabilities by target.
        contract: The bundle's.
        explain: Finds the explanation.
    """

    scores: Mapping[str, float]
    probabilities: Mapping[str, float]
    contract: Contract
    explain: Callable[[], Explanation] = field(repr=False)

    @classmethod
    def of(cls, explanation: Explanation, contract: Contract) -> Answer:
        """The answer that an explanation is."""
        return cls(
            scores={risk.target: risk.score for risk in explanation.risks},
            probabilities={risk.target: risk.probability for risk in explanation.risks},
            contract=contract,
            explain=lambda: explanation,
        )

    @cached_property
    def explanation(self) -> Explanation:
        """Everything that is said of the case.

        Raises:
            Exceeded: The case's evidence takes more than the limits allow.
        """
        return self.explain()

    @property
    def risks(self) -> Mapping[str, TargetRisk]:
        """The risks by target."""
        return {risk.target: risk for risk in self.explanation.risks}

    def snoozed(self, until: Mapping[str, dt.date]) -> Answer:
        """The answer with clues that somebody set aside: until when, by target."""
        status = self.explanation.status.aside(until)
        return Answer.of(replace(self.explanation, status=status), self.contract)

    def to_html(self) -> str:
        """The reviewer's page, masked: one self-contained file."""
        return render_page(self.explanation, self.contract)

    def to_json(self) -> str:
        """Everything as JSON, for a case system. Not masked.

        `shown` of each risk names the signals that stand under the headings of the page; the contribution of a reason
        says how weighty it is, and not for whom it speaks.
        """
        document = asdict(self.explanation)
        for risk, written in zip(self.explanation.risks, document["risks"], strict=True):
            written["basis"] = risk.basis.to_json()
            sides = {"raising": risk.top(), "lowering": risk.mitigating(), "other": risk.other_facts()}
            written["shown"] = {side: [reason.signal for reason in reasons] for side, reasons in sides.items()}
        return json.dumps(document, ensure_ascii=False, default=_plain, indent=1)

    def to_shap(self, target: str) -> shap.Explanation:
        """The contributions of one target's features as a `shap.Explanation`, for every plot that shap has.

        Raises:
            MissingExtraError: shap is not installed.
        """
        try:
            import shap
        except ImportError as error:
            raise MissingExtraError.for_library("shap", "training") from error
        risk = self.risks[target]
        features = [feature for reason in risk.reasons for feature in reason.features]
        return shap.Explanation(
            values=np.array([feature.contribution for feature in features]),
            base_values=risk.base_score,
            data=np.array([np.nan if feature.value is None else feature.value for feature in features]),
            feature_names=[feature.label.zh for feature in features],
        )


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
