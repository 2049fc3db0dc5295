from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from training.registry.comparison import Comparison, compare


def cases(confirmed: int, refuted: int, *, champion: float, challenger: float, seed: int = 0) -> pd.DataFrame:
    """Cases whose confirmed ones stand so much higher than the refuted, in the order of each bundle."""
    random = np.random.default_rng(seed)
    label = np.repeat([1.0, 0.0], [confirmed, refuted])
    noise = random.normal(size=len(label))
    frame = pd.DataFrame({"label": label, "group": np.arange(len(label)) // 2, "at_random": label == 1})
    for name, signal in (("champion", champion), ("challenger", challenger)):
        score = signal * label + noise
        frame[f"{name}_score"] = score
        frame[f"{name}_probability"] = 1 / (1 + np.exp(1 - score))
    return frame


def judged(*counts: int, **signals: float) -> Comparison:
    return compare(cases(*counts, **signals), "t", draws=300)


def test_a_clear_gain_is_better() -> None:
    found = judged(40, 160, champion=1.0, challenger=2.5)
    gain = found.figures["average precision"].gain
    assert found.verdict == "better" and found.passes and found.missing is None
    assert gain.low is not None and gain.low > 0
    assert (found.cases, found.confirmed, found.at_random) == (200, 40, 40)
    assert str(found).startswith("t: better; average precision 0.") and "40 confirmed of 200 later cases" in str(found)


def test_a_clear_loss_is_worse_and_names_each_figure_that_is() -> None:
    found = judged(40, 160, champion=2.5, challenger=0.5)
    assert found.verdict == "worse" and not found.passes
    assert "average precision" in str(found) and "precision among the first 20" in str(found)


def test_one_order_twice_is_as_good() -> None:
    found = judged(40, 160, champion=1.0, challenger=1.0)
    gain = found.figures["average precision"].gain
    assert (gain.value, gain.low, gain.high) == (0.0, 0.0, 0.0)
    assert found.verdict == "as good" and found.passes


def test_a_better_order_with_wild_probabilities_is_worse() -> None:
    wild = cases(40, 160, champion=1.0, challenger=2.0).assign(challenger_probability=0.999)
    found = compare(wild, "t", draws=300)
    assert found.verdict == "worse"
    assert "Brier skill" in str(found) and "average precision" not in str(found)


@pytest.mark.parametrize(("counts", "missing"), [((13, 80), "7 more confirmed"), ((30, 17), "3 more refuted")])
def test_too_few_say_how_many_more(counts: tuple[int, int], missing: str) -> None:
    found = judged(*counts, champion=1.0, challenger=2.0)
    assert found.verdict == "too few" and not found.passes and found.figures == {}
    assert f"at least {missing} ones are needed" in str(found)


def test_unsure_says_about_how_many_more_and_so_many_are_enough() -> None:
    random = np.random.default_rng(2)
    frame = cases(25, 100, champion=1.2, challenger=1.2)
    frame["challenger_score"] += random.normal(scale=0.7, size=len(frame)) + 0.3 * frame["label"]
    found = compare(frame, "t", margin=0.05, draws=300)
    assert found.verdict == "unsure" and found.missing is not None
    times = -(-(25 + found.missing) // 25) + 1
    more = pd.concat([frame.assign(group=frame["group"] + 1000 * i) for i in range(times)])
    assert compare(more, "t", margin=0.05, draws=300).passes


def test_cases_of_one_debtor_are_drawn_together() -> None:
    frame = cases(40, 160, champion=1.0, challenger=1.6)
    copied = pd.concat([frame] * 4)  # the same evidence four times over, in the same groups
    one, four = (compare(each, "t", draws=300).figures["average precision"].gain for each in (frame, copied))
    assert one.low is not None and one.high is not None and four.low is not None and four.high is not None
    assert four.high - four.low == pytest.approx(one.high - one.low, rel=0.05)
