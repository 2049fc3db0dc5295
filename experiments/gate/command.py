"""The share of challengers let through, by how many later cases are confirmed and how much better they truly are."""

from __future__ import annotations

import argparse
from collections import Counter
from functools import cache

import numpy as np
import pandas as pd

from training.evaluation.metrics import RankedRows, average_precision
from training.registry.comparison import DECIDING, compare

CONFIRMED = (20, 50, 100, 200)  # on average
DIFFERENCES = (-0.10, -0.05, 0.0, 0.05, 0.10)
BASE = 0.17  # share confirmed
CHAMPION = 1.5  # standard deviations by which its confirmed cases stand above the refuted
SHARED = 0.7  # correlation of the two orders' noise
PAIRS, DRAWS = 200, 400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(asked: argparse.Namespace) -> None:
    """Print what became of each draw."""
    print(f"average precision of the champion: {precision_of(CHAMPION):.3f}")
    for confirmed in CONFIRMED:
        for difference in DIFFERENCES:
            counts = fates(confirmed, difference)
            shares = ", ".join(f"{fate} {count / PAIRS:.0%}" for fate, count in sorted(counts.items()))
            print(f"{confirmed:4d} confirmed, {difference:+.2f}: {shares}", flush=True)


def fates(confirmed: int, difference: float, *, pairs: int = PAIRS) -> Counter[str]:
    """How often challengers that are better by `difference` of average precision pass, or why not."""
    strength = strength_of(precision_of(CHAMPION) + difference)
    found: Counter[str] = Counter()
    for seed in range(pairs):
        random = np.random.default_rng([seed, confirmed, int(difference * 100) + 50])
        compared = compare(pair(random, round(confirmed / BASE), strength), "any", draws=DRAWS)
        if not compared.passes:
            found[compared.verdict] += 1
        else:
            found["let through" if (compared.figures[DECIDING].gain.value or 0) > 0 else "no gain"] += 1
    return found


def pair(random: np.random.Generator, cases: int, challenger: float, champion: float = CHAMPION) -> pd.DataFrame:
    """Later cases, two to a debtor, with both scores and right probabilities."""
    label = (random.random(cases) < BASE).astype(float)
    shared = random.normal(size=cases) * np.sqrt(SHARED)
    frame = pd.DataFrame({"label": label, "group": np.arange(cases) // 2, "at_random": False})
    for name, strength in (("challenger", challenger), ("champion", champion)):
        score = strength * label + shared + random.normal(size=cases) * np.sqrt(1 - SHARED)
        odds = np.log(BASE / (1 - BASE)) + strength * score - strength**2 / 2
        frame[f"{name}_score"], frame[f"{name}_probability"] = score, 1 / (1 + np.exp(-odds))
    return frame


@cache
def precision_of(strength: float, cases: int = 200_000) -> float:
    """The average precision of an order, on very many cases."""
    frame = pair(np.random.default_rng(0), cases, strength, strength)
    judged = RankedRows(frame["label"].to_numpy(), frame["champion_score"].to_numpy())
    return float(average_precision(judged, np.ones((1, cases)))[0])


def strength_of(precision: float) -> float:
    """The strength that gives an average precision."""
    strengths = np.linspace(0.8, 2.2, 29)
    return float(np.interp(precision, [precision_of(float(each)) for each in strengths], strengths))
