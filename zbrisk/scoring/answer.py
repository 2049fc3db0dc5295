"""What a scorer says of one case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import orjson

from zbrisk.contract import Contract
from zbrisk.errors import MissingExtraError
from zbrisk.explaining.explanation import PARTS, Explanation, TargetRisk
from zbrisk.pages import render_page

if TYPE_CHECKING:
    import shap

__all__ = ["Answer"]

AS_WRITTEN = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_SERIALIZE_NUMPY  # days and times as Python writes them
OF_A_RISK = ("target", "label", "score", "base_score", "probability", "base_rate", "level", "basis")  # name nobody


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Scores, probabilities and reasons of one case at one day.

    Scores and probabilities are there at once; reasons, their evidence and all else are found when they are first
    asked for, in `explanation`.

    Attributes:
        case_id: The case.
        scores: Raw scores (log-odds) by target.
        probabilities: Calibrated probabilities by target.
        contract: The bundle's.
        explain: Finds the explanation, or the parts of it that are asked for.
    """

    case_id: str
    scores: Mapping[str, float]
    probabilities: Mapping[str, float]
    contract: Contract
    explain: Callable[[Collection[str]], Explanation] = field(repr=False)

    @classmethod
    def of(cls, explanation: Explanation, contract: Contract) -> Answer:
        """The answer that an explanation is."""
        return cls(
            case_id=explanation.case_id,
            scores={risk.target: risk.score for risk in explanation.risks},
            probabilities={risk.target: risk.probability for risk in explanation.risks},
            contract=contract,
            explain=lambda parts: explanation,
        )

    @cached_property
    def explanation(self) -> Explanation:
        """Everything that is said of the case.

        Raises:
            Exceeded: The case's evidence takes more than the limits allow.
        """
        return self.explain(PARTS)

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

    def to_json(self, parts: Collection[str] | None = None, *, reasons: bool = True) -> str:
        """The explanation as JSON, for a case system. Not masked.

        `shown` of each risk names the signals that stand under the headings of the page; the contribution of a reason
        says how weighty it is, and not for whom it speaks.

        Args:
            parts: Fields of the explanation; all if None. What is not asked for is not worked out.
            reasons: Whether risks are written with their reasons; without them they name nobody.
        """
        return self.to_utf8(parts, reasons=reasons).decode()

    def to_utf8(self, parts: Collection[str] | None = None, *, reasons: bool = True) -> bytes:
        """`to_json` as it is sent."""
        asked = PARTS if parts is None else parts
        found = self.explanation if parts is None else self.explain([p for p in asked if reasons or p != "risks"])
        document = {name: getattr(found, name) for name in PARTS if name in asked}
        if "risks" in document:
            document["risks"] = [_with_shown(risk) if reasons else _without_reasons(risk) for risk in found.risks]
        return orjson.dumps(document, default=_plain, option=AS_WRITTEN)

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


def _with_shown(risk: TargetRisk) -> dict[str, object]:
    raising, lowering = risk.sides()
    sides = {"raising": raising, "lowering": lowering, "other": risk.other_facts()}
    shown = {side: [reason.signal for reason in found] for side, found in sides.items()}
    own = {each.name: getattr(risk, each.name) for each in fields(risk)}
    return own | {"basis": risk.basis.to_json(), "shown": shown}


def _plain(value: object) -> object:
    """A value that JSON has no form for."""
    if isinstance(value, Mapping):
        return dict(value)
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _without_reasons(risk: TargetRisk) -> dict[str, object]:
    return {name: getattr(risk, name) for name in OF_A_RISK} | {"basis": risk.basis.to_json()}
