from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from tests.support.bundle import AS_OF, FEATURES, three_cases
from zbrisk.explaining.explanation import PARTS
from zbrisk.scoring.answer import Answer
from zbrisk.scoring.scorer import Scorer


@pytest.fixture(scope="module")
def answer(small: Scorer) -> Answer:
    return small.explain(three_cases(), case_id="A", as_of=AS_OF)


def test_risks_scores_and_probabilities_by_target(answer: Answer, small: Scorer) -> None:
    assert set(answer.risks) == set(answer.scores) == set(answer.probabilities) == set(small.targets) == set(FEATURES)
    for target, risk in answer.risks.items():
        assert (answer.scores[target], answer.probabilities[target]) == (risk.score, risk.probability)
        assert risk.probability == pytest.approx(1 / (1 + np.exp(-(0.8 * risk.score - 0.5))))


def test_the_base_rate_is_the_mean_probability_of_the_reference(small: Scorer, answer: Answer) -> None:
    for model in small.models:
        counts = np.array([[a, b] for a in range(4) for b in range(4)], dtype=float)[:, : len(FEATURES[model.target])]
        low, high = np.quantile(model.probabilities(model.booster.predict(counts, raw_score=True)), [0, 1])
        assert low < model.base_rate < high
        assert answer.risks[model.target].base_rate == model.base_rate


def test_json_holds_everything(answer: Answer) -> None:
    document = json.loads(answer.to_json())
    assert document["case_id"] == "A"
    assert document["as_of"] == "2024-06-01"
    assert [risk["target"] for risk in document["risks"]] == list(FEATURES)
    assert document["risks"][0]["score"] == answer.scores["concealed_assets"]
    tell = next(reason for reason in document["risks"][0]["reasons"] if reason["signal"] == "tell")
    assert [row["key"] for row in tell["evidence"]] == [{"petition_id": "t1"}, {"petition_id": "t0"}]
    assert tell["evidence"][0]["values"]["received_date"] == "2024-03-01"


def test_json_says_under_which_heading_a_reason_stands(answer: Answer) -> None:
    for written, risk in zip(json.loads(answer.to_json())["risks"], answer.explanation.risks, strict=True):
        assert written["shown"]["raising"] == [reason.signal for reason in risk.top()]
        assert written["shown"]["lowering"] == [reason.signal for reason in risk.mitigating()]
        assert written["shown"]["other"] == [reason.signal for reason in risk.other_facts()]
    assert json.loads(answer.to_json())["risks"][0]["shown"]["raising"] == ["tell"]


def test_the_page_is_made_of_the_same_explanation(answer: Answer) -> None:
    page = answer.to_html()
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert "线索提示" in page


def test_shap_gets_contributions_values_and_base(answer: Answer) -> None:
    shap = pytest.importorskip("shap")
    for target, risk in answer.risks.items():
        explanation = answer.to_shap(target)
        assert isinstance(explanation, shap.Explanation)
        assert explanation.base_values + explanation.values.sum() == pytest.approx(risk.score, abs=1e-9)
        features = [feature for reason in risk.reasons for feature in reason.features]
        assert explanation.data.tolist() == [feature.value for feature in features]
        assert explanation.feature_names == [feature.label.zh for feature in features]


def test_json_is_what_the_standard_library_writes_of_every_field(answer: Answer) -> None:
    found = answer.explanation
    risks = [
        {
            **_by_field(risk),
            "basis": risk.basis.to_json(),
            "shown": json.loads(answer.to_json())["risks"][place]["shown"],
        }
        for place, risk in enumerate(found.risks)
    ]
    document = {name: getattr(found, name) for name in PARTS} | {"risks": risks}
    assert json.loads(answer.to_json()) == json.loads(json.dumps(document, default=_plain))
    assert list(json.loads(answer.to_json())) == list(document)


def _plain(value: Any) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return _by_field(value) if is_dataclass(value) else str(value)


def _by_field(value: Any) -> dict[str, object]:
    return {each.name: getattr(value, each.name) for each in fields(value)}
