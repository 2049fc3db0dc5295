from __future__ import annotations

from training.report.caveats import caveats

SURE = {"value": 0.6, "low": 0.55, "high": 0.65}
GROUP = {"predicted": {"value": 0.2}, "found": {"value": 0.2, "low": 0.1, "high": 0.3}, "auc": SURE}
GOOD = {
    "confirmed": 300, "average_precision": SURE, "brier_skill": {"value": 0.2, "low": 0.1, "high": 0.3},
    "calibration_slope": {"value": 1.0, "low": 0.8, "high": 1.2}, "groups": {"court": {"a": GROUP}},
    "against": {"signals_that_fire": {"gain": {"value": 0.2, "low": 0.1, "high": 0.3}}},
    "seeds": {"fits": 5, "average_precision": {"least": 0.59, "mean": 0.6, "most": 0.605}},
}  # fmt: skip


def of(**changed: object) -> str:
    return "\n".join(caveats({"holdout": GOOD | changed, "unselected": {"audits": 900}}))


def test_good_figures_raise_no_doubt() -> None:
    assert of() == ""


def test_labels_without_audits_speak_of_the_chosen_only() -> None:
    (only,) = caveats({"holdout": GOOD})
    assert "0 random audits" in only


def test_few_confirmed_cases() -> None:
    assert "rest on 16 confirmed cases in the hold-out; the interval of average precision spans 0.550 to 0.650" in of(
        confirmed=16
    )


def test_a_list_that_is_most_of_the_cases() -> None:
    told = of(reviewed=30, precision_at_10=SURE, precision_at_20=SURE, precision_at_50={"value": None})
    assert told == "Of 30 reviewed cases the first 20 are more than half: no list is so long a part."


def test_a_gain_that_may_be_nothing() -> None:
    told = of(against={"best_signal": {"which": "sold", "gain": {"value": 0.1, "low": -0.05, "high": 0.2}}})
    assert told == "It is not shown to beat the best signal (sold): average precision +0.100 (-0.050 to 0.200)."


def test_what_a_simulation_taught() -> None:
    (only,) = caveats({"holdout": GOOD, "unselected": {"audits": 900}, "prior": {"trees": 120}})
    assert only.startswith("It starts from 120 trees learnt on simulated prefectures")


def test_a_lucky_seed() -> None:
    told = of(seeds={"fits": 5, "average_precision": {"least": 0.4, "mean": 0.5, "most": 0.6}})
    assert "from 0.400 to 0.600 over 5 fits" in told and "luckiest" in told


def test_probabilities_that_are_too_bold_or_too_loose() -> None:
    assert "too bold" in of(calibration_slope={"value": 0.5, "low": 0.3, "high": 0.8})
    assert "Calibration is unknown" in of(calibration_slope={"value": 2.0, "low": 0.5, "high": 4.0})
    assert "no better than the base rate" in of(brier_skill={"value": 0.01, "low": -0.1, "high": 0.1})


def test_a_group_that_is_wrongly_predicted() -> None:
    off = GROUP | {"found": {"value": 0.6, "low": 0.4, "high": 0.8}}
    assert of(groups={"debtor": {"company": off}}) == "debtor company: 20% predicted, 60% found (40% to 80%)."


def test_a_list_that_was_hardly_reviewed() -> None:
    first = {"labelled": 0.1, "if_all_unlabelled_refuted": 0.05, "if_all_unlabelled_confirmed": 0.95}
    assert "anywhere between 5% and 95%" in of(backtest={"lists": {"20": first}})
