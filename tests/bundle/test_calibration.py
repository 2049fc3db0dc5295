from __future__ import annotations

import json
import math

import numpy as np
import pytest

from zbrisk.bundle.calibration import Calibration
from zbrisk.validation import validated

SIGMOID = Calibration.sigmoid(2.0, -1.0)
ISOTONIC = Calibration.isotonic([-1.0, 1.0], [0.1, 0.5])


def test_identity_is_the_logistic_function() -> None:
    assert Calibration.identity().probability(math.log(3)) == pytest.approx(0.75)


def test_sigmoid_scales_and_shifts_the_margin() -> None:
    assert SIGMOID.probability(0.5) == pytest.approx(0.5)
    assert SIGMOID.probability(1.0) == pytest.approx(1 / (1 + math.exp(-1)))


def test_isotonic_interpolates_and_is_constant_outside() -> None:
    assert ISOTONIC.probability(np.array([-5.0, -1.0, 0.0, 9.0])).tolist() == pytest.approx([0.1, 0.1, 0.3, 0.5])


@pytest.mark.parametrize("calibration", [Calibration.identity(), SIGMOID, ISOTONIC])
def test_one_number_gives_what_an_array_gives_and_order_is_kept(calibration: Calibration) -> None:
    raw = np.linspace(-800, 800, 41)
    many = calibration.probability(raw)
    assert [calibration.probability(float(value)) for value in raw] == many.tolist()
    assert (np.diff(many) >= 0).all() and many.min() >= 0 and many.max() <= 1


@pytest.mark.parametrize("calibration", [Calibration.identity(), SIGMOID, ISOTONIC])
def test_json_gives_an_equal_calibration_back(calibration: Calibration) -> None:
    assert Calibration.model_validate(json.loads(json.dumps(calibration.model_dump(mode="json")))) == calibration


@pytest.mark.parametrize(("document", "problem"), [
    ({"kind": "magic", "parameters": {}}, "`kind` is 'magic', which is unknown. Use one of identity"),
    ({"kind": "sigmoid", "parameters": {"slope": [1]}}, "takes the parameters"),
    ({"kind": "sigmoid", "parameters": {"slope": [-1], "intercept": [0]}}, "must never fall"),
    ({"kind": "sigmoid", "parameters": {"slope": [float("nan")], "intercept": [0]}}, "`parameters.slope.1` is nan"),
    ({"kind": "isotonic", "parameters": {"raw": [1, 0], "probability": [0, 1]}}, "must never fall"),
    ({"kind": "isotonic", "parameters": {"raw": [0, 1], "probability": [0, 1.5]}}, "must never fall"),
    ({"kind": "isotonic", "parameters": {"raw": [], "probability": []}}, "must never fall"),
])  # fmt: skip
def test_what_would_turn_the_order_round_is_refused(document: dict[str, object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        validated(Calibration, document, what="calibration")
