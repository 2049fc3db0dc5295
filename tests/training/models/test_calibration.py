from __future__ import annotations

import numpy as np
import pytest

from training.evaluation.metrics import RankedRows, calibration_slope
from training.models.calibration import TAUGHT_PRIOR, WITH_PRIOR, fit_calibration


def outcomes(noise: float, size: int = 6000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Raw margins that are log-odds, the truth, and outcomes of which some are turned round."""
    random = np.random.default_rng(0)
    raw = random.normal(-2, 2, size)
    truth = (random.random(size) < 1 / (1 + np.exp(-raw))).astype(float)
    return raw, truth, np.where(random.random(size) < noise, 1 - truth, truth)


def slope(probability: np.ndarray, truth: np.ndarray) -> float:
    return float(calibration_slope(RankedRows(truth, probability), np.ones((1, len(truth))))[0])


@pytest.mark.parametrize("noise", [0.0, 0.05, 0.1])
def test_noisy_sigmoid_tells_the_truth_beneath_wrong_outcomes(noise: float) -> None:
    raw, truth, found = outcomes(noise)
    fitted = fit_calibration("noisy_sigmoid", raw, found, np.ones(len(raw)))
    assert fitted.noise == pytest.approx(noise, abs=0.02)
    probability = fitted.calibration.probability(raw)
    assert probability.mean() == pytest.approx(truth.mean(), abs=0.015)
    assert slope(probability, truth) == pytest.approx(1, abs=0.12)


def test_platt_is_drawn_to_the_middle_by_them() -> None:
    raw, truth, found = outcomes(0.1)
    platt = fit_calibration("sigmoid", raw, found, np.ones(len(raw))).calibration
    assert slope(platt.probability(raw), truth) > 1.4


def test_with_hardly_any_outcomes_scores_of_a_prior_are_taken_at_their_word() -> None:
    raw = np.array([-3.0, -2.0, 1.0])
    fitted = fit_calibration("noisy_sigmoid", raw, np.array([0.0, 0.0, 1.0]), np.ones(3), usual=WITH_PRIOR)
    assert fitted.calibration.probability(raw) == pytest.approx(1 / (1 + np.exp(-raw)), abs=0.15)


def test_the_base_rate_of_a_simulation_is_a_usual_one_and_any_other_is_not() -> None:
    raw, truth, _ = outcomes(0.0)
    raw, truth = raw[:400], truth[:400]
    simulated, other = (
        fit_calibration("noisy_sigmoid", raw + 2, truth, np.full(400, 0.05), usual=usual).calibration
        for usual in (WITH_PRIOR, TAUGHT_PRIOR)
    )
    right = truth.mean()
    assert other.probability(raw + 2).mean() - right < 0.6 * (simulated.probability(raw + 2).mean() - right)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="noisy_sigmoid, sigmoid"):
        fit_calibration("platt", np.zeros(2), np.array([0.0, 1.0]), np.ones(2))
