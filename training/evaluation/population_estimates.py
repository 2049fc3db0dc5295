"""What holds for cases that nobody chose: estimates from reviews whose chance of being held is known.

Two estimators of a share, both for a population of cases with predictions f and few audits with answers y, drawn with
known chances, weight w = 1 / chance:

* Hájek (1971): sum(w y) / sum(w), with the linearised variance (Särndal, Swensson and Wretman 1992, 5.7).
* prediction-powered (Angelopoulos et al. 2023, Science 382), with power tuning (PPI++, Angelopoulos, Duchi and Zrnic
  2023): l * mean(f) over the population + the Hájek mean of y - l * f over the audits. With weights it is the survey
  statisticians' difference estimator. l is the slope that makes the variance least; at l = 0 it is Hájek's.

The intervals are Wilson's (1927) at the effective number of cases that gives the estimate's own variance (Korn and
Graubard 1998 do so with another interval): those of the normal distribution are too short for rare findings. Kish's
(1965) effective sample size, (sum w)^2 / sum w^2, says what unequal weights leave of the audits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.evaluation.backtest import first_places
from training.evaluation.bootstrap import Estimate
from zbrisk.monitoring.outcomes import wilson
from zbrisk.typing import Floats, Json

__all__ = ["Audited", "Population", "effective_size", "estimate_population", "hajek", "powered"]

#: Audits below which no share is estimated.
MIN_AUDITS = 20


@dataclass(frozen=True, kw_only=True)
class Audited:
    """Random reviews, which no model learnt from: raw margin, probability, finding (1 or 0) and 1 / chance."""

    score: Floats
    probability: Floats
    label: Floats
    weight: Floats

    def above(self, score: float) -> Audited:
        """Those that score as high."""
        high = self.score >= score
        return Audited(
            score=self.score[high], probability=self.probability[high], label=self.label[high], weight=self.weight[high]
        )


@dataclass(frozen=True, kw_only=True)
class Population:
    """The cases that the audits speak of; `weight` is how many each represents."""

    score: Floats
    probability: Floats
    weight: Floats


def estimate_population(audits: Audited, population: Population, top: Sequence[int]) -> Json:
    """The base rate, and the share confirmed among the first k, if all cases were reviewed."""
    figures: Json = {
        "audits": len(audits.label),
        "confirmed": int(audits.label.sum()),
        "base_rate": _both(audits, population.probability, population.weight),
    }
    for length in top:
        if length <= population.weight.sum():
            inside = first_places(population.score, population.weight, length)
            # audits at or above the last score on the list are a sample of the list itself: the same question is asked
            # of them, with the chances they were drawn with
            last = float(population.score[inside > 0].min())
            figures[f"precision_at_{length}"] = _both(audits.above(last), population.probability, inside)
    return figures


def effective_size(weight: Floats) -> float:
    """Kish's effective sample size."""
    return float(weight.sum() ** 2 / (weight**2).sum()) if len(weight) else 0.0


def hajek(label: Floats, weight: Floats) -> Estimate:
    """The weighted share with its interval; no data for fewer than 20 audits."""
    if len(label) < MIN_AUDITS:
        return _too_few(label)
    return _estimate(*_weighted_mean(label, weight), weight)


def powered(label: Floats, prediction: Floats, weight: Floats, others: Floats, sampling_weight: Floats) -> Estimate:
    """The prediction-powered share with its interval; no data for fewer than 20 audits.

    Args:
        label: Findings of the audits.
        prediction: The model's probabilities of the audits.
        weight: 1 / chance of each audit.
        others: The model's probabilities of the population.
        sampling_weight: How many cases each of those represents.
    """
    if len(label) < MIN_AUDITS:
        return _too_few(label)
    mean, spread = _mean_and_variance(others, sampling_weight)
    power = _power(label, prediction, weight, others, sampling_weight)
    # the model's mean may be far from what reviews would find; its mean error on the audits says how far
    error, variance = _weighted_mean(label - power * prediction, weight)
    # two independent parts: the error from few audits, and f's mean, of a cohort that may itself be sampled
    variance += power**2 * spread / effective_size(sampling_weight)
    return _estimate(power * mean + error, variance, weight)


def _both(audits: Audited, others: Floats, sampling_weight: Floats) -> Json:
    label, weight = audits.label, audits.weight
    return {
        "audits": len(label),
        "effective": round(effective_size(weight), 1),
        "hajek": hajek(label, weight).to_json(),
        "powered": powered(label, audits.probability, weight, others, sampling_weight).to_json(),
    }


def _too_few(label: Floats) -> Estimate:
    return Estimate(value=None, note=f"{len(label)} audits; at least {MIN_AUDITS} are needed")


def _power(label: Floats, prediction: Floats, weight: Floats, others: Floats, sampling_weight: Floats) -> float:
    """PPI++'s slope, held between 0 and 1: cov(y, f) / ((1 + n / N) var(f)), in effective sizes."""
    _, spread = _mean_and_variance(prediction, weight)
    if spread <= 0:
        return 0.0  # predictions that are all the same explain nothing
    share = weight / weight.sum()
    together = float(share @ ((label - share @ label) * (prediction - share @ prediction)))
    # 1 + n / N: f's own mean is uncertain too where the population is not much larger than the audits
    ratio = effective_size(weight) / effective_size(sampling_weight)
    # held in 0..1: beyond, a slope learnt from few audits would make the variance worse, not better
    return float(np.clip(together / ((1 + ratio) * spread), 0, 1))


def _weighted_mean(values: Floats, weight: Floats) -> tuple[float, float]:
    """Hájek's mean and its variance, drawn with replacement: a little too large where much was drawn."""
    share, n = weight / weight.sum(), len(values)
    mean = float(share @ values)
    # a ratio of two sums: linearised, each audit adds share * (value - mean); n / (n - 1) as in any sample variance
    return mean, float((share**2 @ (values - mean) ** 2) * n / (n - 1))


def _mean_and_variance(values: Floats, weight: Floats) -> tuple[float, float]:
    share = weight / weight.sum()
    mean = float(share @ values)
    return mean, float(share @ (values - mean) ** 2)


def _estimate(share: float, variance: float, weight: Floats) -> Estimate:
    share = min(max(share, 0.0), 1.0)
    uncertain = share * (1 - share)
    # the number of plain draws whose share would be just as uncertain; none found or all found leaves no variance, and
    # then Kish's size says how much was looked at, so that the interval is not empty
    size = uncertain / variance if variance > 0 and uncertain > 0 else effective_size(weight)
    low, high = wilson(share * size, size)
    return Estimate(value=share, low=low, high=high)
