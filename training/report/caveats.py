"""What a sceptical statistician would attack first, said by the report itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["caveats"]

#: Confirmed cases below which every figure is loose.
FEW_CONFIRMED = 50
FEW_AUDITS = 100
SHORT = 12  # characters of a hash
Metrics = Mapping[str, Any]


def caveats(metrics: Metrics) -> tuple[str, ...]:
    """The weak points of one target's figures, the gravest first; empty where none was found.

    Args:
        metrics: Of the target.
    """
    later: Metrics = metrics["holdout"]
    found = [
        *_selected(metrics),
        *_few(later),
        *_prior(metrics),
        *_no_better(later),
        *_seeds(later),
        *_calibration(later),
        *_groups(later),
        *_leaks(metrics),
    ]
    return tuple(found)


def _selected(metrics: Metrics) -> Iterator[str]:
    estimates: Metrics = metrics.get("unselected") or metrics["holdout"].get("unselected") or {}
    audits = estimates.get("audits", 0)
    if audits < FEW_AUDITS:
        yield (
            f"Nearly all labels are of cases that somebody chose; {audits} random audits speak of the others. No figure"
            " of the hold-out carries over to cases that nobody would have chosen."
        )
    lists: Metrics = metrics["holdout"].get("backtest", {}).get("lists", {})
    for length, figures in list(lists.items())[:1]:
        if figures["labelled"] < 0.5:
            yield (
                f"Of the first {length} on the list of the hold-out's first day {figures['labelled']:.0%} were ever"
                f" reviewed: the confirmed share lies anywhere between {figures['if_all_unlabelled_refuted']:.0%} and"
                f" {figures['if_all_unlabelled_confirmed']:.0%}."
            )


def _few(later: Metrics) -> Iterator[str]:
    if later.get("confirmed", 0) < FEW_CONFIRMED:
        reach = _reach(later.get("average_precision"))
        spans = f"; the interval of average precision spans {reach}" if reach else ""
        yield f"All figures rest on {later.get('confirmed', 0)} confirmed cases in the hold-out{spans}."
    reviewed = later.get("reviewed", 0)
    lengths = [int(name.removeprefix("precision_at_")) for name in later if name.startswith("precision_at_")]
    long = [str(length) for length in lengths if reviewed / 2 < length <= reviewed]
    if long:
        places = " and ".join(long)
        yield f"Of {reviewed} reviewed cases the first {places} are more than half: no list is so long a part."


def _prior(metrics: Metrics) -> Iterator[str]:
    prior: Metrics = metrics.get("prior", {})
    if taught := prior.get("taught_by"):
        yield (
            f"It starts from the {prior['trees']} trees of bundle {taught['bundle']} (seal {taught['seal'][:SHORT]},"
            f" signed by {_signed_by(taught)}): what is said of labels holds of that bundle's too. If this office was"
            " among its teachers, it has seen cases that it is judged on."
        )
        if differ := taught.get("signals_that_differ"):
            yield f"{len(differ)} signals mean something else in that bundle than here: {', '.join(differ)}."
    elif trees := prior.get("trees"):
        yield (
            f"It starts from {trees} trees learnt on simulated prefectures: they know the conduct that the simulation's"
            " author thought of. On tables that were made up likewise, all its figures flatter."
        )


def _signed_by(taught: Metrics) -> str:
    return ", ".join(f"{name} {key}" for name, key in taught["keys"].items()) or "nobody who was asked for"


def _no_better(later: Metrics) -> Iterator[str]:
    for name, figures in later.get("against", {}).items():
        gain: Metrics = figures["gain"]
        if gain["value"] is None:
            yield f"Whether it beats {_called(name, figures)} is unknown: {gain.get('note', 'no data')}."
        elif gain.get("low", -1.0) <= 0:
            yield (
                f"It is not shown to beat {_called(name, figures)}: average precision {gain['value']:+.3f}"
                f" ({_reach(gain) or 'no interval'})."
            )


def _seeds(later: Metrics) -> Iterator[str]:
    seeds: Metrics = later.get("seeds", {})
    figure, own = seeds.get("average_precision"), later.get("average_precision", {}).get("value")
    if figure and own is not None and figure["most"] - figure["least"] > 0.02:
        best = " The figure reported is the luckiest of them." if own >= figure["most"] else ""
        yield (
            f"The seed alone moves average precision from {figure['least']:.3f} to {figure['most']:.3f} over"
            f" {seeds['fits']} fits (mean {figure['mean']:.3f}).{best}"
        )


def _calibration(later: Metrics) -> Iterator[str]:
    slope, skill = later.get("calibration_slope", {}), later.get("brier_skill", {})
    if "low" in slope and not (slope["low"] <= 1 <= slope["high"]):
        word = "too bold" if slope["value"] < 1 else "too timid"
        yield f"Probabilities are {word}: the calibration slope is {slope['value']:.2f} ({_reach(slope)})."
    elif "low" in slope and slope["high"] - slope["low"] > 1:
        yield f"Calibration is unknown: the slope lies between {slope['low']:.2f} and {slope['high']:.2f}."
    if "low" in skill and skill["low"] <= 0:
        skilled = f"{skill['value']:.3f} ({_reach(skill)})"
        yield f"The probabilities may be no better than the base rate: Brier skill {skilled}."


def _groups(later: Metrics) -> Iterator[str]:
    parts = [(by, name, each) for by, groups in later.get("groups", {}).items() for name, each in groups.items()]
    poor = sum(each["auc"]["value"] is None for _, _, each in parts)
    if poor:
        yield f"For {poor} of {len(parts)} groups nobody knows how well it orders: too few confirmed or refuted cases."
    for by, name, each in parts:
        predicted, found = each["predicted"]["value"], each["found"]
        if predicted is not None and "low" in found and not (found["low"] <= predicted <= found["high"]):
            yield (
                f"{by.replace('_', ' ')} {name}: {predicted:.0%} predicted, {found['value']:.0%} found"
                f" ({found['low']:.0%} to {found['high']:.0%})."
            )


def _leaks(metrics: Metrics) -> Iterator[str]:
    findings = metrics.get("leak_check", {}).get("findings", [])
    if findings:
        yield f"The leak check has {len(findings)} suspicions that a person has to judge; the model card lists them."


def _called(name: str, figures: Metrics) -> str:
    words = {
        "untuned": "its own untuned shape",
        "without_prior": "the same model without its prior",
        "prior_alone": "its prior alone",
        "plain_lightgbm": "plain LightGBM on the same features and outcomes",
        "logistic_regression": "logistic regression on the same features and outcomes",
        "signals_that_fire": "the number of signals that fire",
    }
    which = f" ({figures['which']})" if "which" in figures else ""
    return words.get(name, f"the {name.replace('_', ' ')}") + which


def _reach(figure: Metrics | None) -> str:
    return f"{figure['low']:.3f} to {figure['high']:.3f}" if figure and "low" in figure else ""
