"""The training report, put together from a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from training.report.caveats import caveats
from training.report.features import feature_labels, features_section
from training.report.plots import reliability_picture
from training.report.tables import (
    against_table,
    bins_table,
    figures_table,
    groups_table,
    lists_table,
    money_table,
    offices_table,
    seconds_table,
    seeds_table,
    unselected_table,
)
from training.run import Trained
from training.stage_timer import StageTimer
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.contract import load_contract
from zbrisk.model_card.sides import sides
from zbrisk.model_card.texts import Texts
from zbrisk.pages.report import Picture, Report, ReportTable, Section

__all__ = ["training_report"]

SHORT = 12  # characters of a hash
Metrics = Mapping[str, Any]


def training_report(trained: Trained, *, name: str) -> Report:
    """What a run did, how good its models are, and what to doubt. It holds figures and counts, never rows.

    Args:
        trained: The run.
        name: The bundle's.
    """
    timer, labels = StageTimer(), feature_labels(trained.headers)
    with timer("report"):
        targets = [section for target in trained.targets for section in _target(target, trained, labels)]
    hashes = " · ".join(f"{what} {value[:SHORT]}" for what, value in trained.hashes.items())
    return Report(
        language="en",
        kind="Training report · 训练报告",
        title=name,
        stamp=f"Nothing known on or after {trained.until} was used · {hashes}",
        sections=(
            *(Section(title=f"{target}: no model", paragraphs=(f"{why}.",)) for target, why in trained.skipped.items()),
            *targets,
            _time({**trained.seconds, **timer.seconds}),
            _run(trained),
        ),
    )


def _target(target: TrainedTarget, trained: Trained, labels: Mapping[str, tuple[str, str]]) -> Iterator[Section]:
    metrics: Metrics = target.metrics
    later: Metrics = metrics["holdout"]
    yield _doubts(target.target, metrics)
    yield _labels(target.target, metrics["learnt_from"], trained)
    if "average_precision" in later:
        yield from _later(target.target, later, metrics, _sides(trained))
    if (reference_cases := trained.reference_cases.get(target.target)) is not None:
        yield features_section(target, reference_cases, labels)
    if offices := metrics.get("offices"):
        yield _offices(target.target, offices)
    yield _tuning(target.target, metrics["tuning"], trained.unsearched.get(target.target, ""))


def _offices(target: str, offices: Metrics) -> Section:
    about = (
        "Each office's reviewed cases, judged by a model that the other offices alone have taught: what a new office"
        " may expect. Where predicted and confirmed shares part, its base rate is not theirs."
    )
    return Section(title=f"{target}: offices", paragraphs=(about,), tables=(offices_table(offices),))


def _doubts(target: str, metrics: Metrics) -> Section:
    points = caveats(metrics) if "average_precision" in metrics["holdout"] else (str(metrics["holdout"]["note"]),)
    about = "Read this before any figure." if points else "None of the usual caveats applies. That proves nothing."
    return Section(title=f"{target}: what a sceptic would say", paragraphs=(about,), points=points)


def _sides(trained: Trained, groups: int = 0) -> dict[str, str]:
    return sides(trained.contract or load_contract(), Texts(language="en"), f"{groups:,}")


def _labels(target: str, learnt: Metrics, trained: Trained) -> Section:
    about = (
        f"Learnt from {learnt['reviewed']:,} reviewed moments opened {learnt['first_opened']} to"
        f" {learnt['last_opened']}, {learnt['confirmed']:,} of them confirmed, of"
        f" {_sides(trained, learnt['groups'])['together']}, and from {learnt['weak_negatives']:,} unreviewed ones."
    )
    rows = [("selected by " + kind, f"{count:,}") for kind, count in learnt["selected_by"].items()]
    rows += [("left out: " + why, f"{count:,}") for why, count in learnt["left_out"].items()]
    table = ReportTable(headings=("Reviews", "Count"), rows=tuple(rows), numbers=frozenset({1}))
    return Section(title=f"{target}: labels", paragraphs=(about,), tables=(table,))


def _later(target: str, later: Metrics, metrics: Metrics, apart: Mapping[str, str]) -> Iterator[Section]:
    yield Section(
        title=f"{target}: on later reviewed cases",
        paragraphs=(
            f"{later['reviewed']:,} reviews opened from {later['from']} on, {later['confirmed']:,} confirmed, of other"
            f" {apart['others']}; judged by a model that had learnt from the"
            f" {later['learnt_from_confirmed']:,} confirmed before. Intervals draw {apart['units']}. They speak of"
            " cases as they were chosen for review.",
        ),
        tables=(figures_table(later),),
    )
    yield _reliability(target, later["reliability"])
    yield Section(
        title=f"{target}: against other orders",
        paragraphs=(
            "The gain is in average precision, on the same cases and resamples. The best single signal was chosen on"
            " earlier reviews. A last model is asked only about cases opened after it was trained.",
        ),
        tables=(against_table(later["against"]), *_churn(metrics)),
    )
    if later["seeds"]:
        kept = [f"{key.replace('_', ' ')}: {value:.0%}" for key, value in later["seeds"].items() if "kept" in key]
        about = f"{later['seeds']['fits']} fits that differ in nothing but their seed. {'; '.join(kept)}."
        yield Section(title=f"{target}: luck of the seed", paragraphs=(about,), tables=(seeds_table(later["seeds"]),))
    yield from _beyond_reviews(target, later, metrics)
    if later["money"]:
        about = "Yuan that reviews of the hold-out found and recovered, and what share stood in its first k."
        yield Section(title=f"{target}: money", paragraphs=(about,), tables=(money_table(later["money"]),))
    yield Section(title=f"{target}: groups", tables=(groups_table(later["groups"]),))


def _reliability(target: str, bins: Sequence[Mapping[str, float]]) -> Section:
    title = f"{target}: does a probability mean what it says?"
    if len(bins) < 2:
        return Section(title=title, paragraphs=("No picture: fewer than 40 later reviews.",))
    picture = Picture(png=reliability_picture(bins), caption="Predicted and found; on the line they agree")
    return Section(title=title, pictures=(picture,), tables=(bins_table(bins),))


def _beyond_reviews(target: str, later: Metrics, metrics: Metrics) -> Iterator[Section]:
    if listed := later.get("backtest"):
        about = (
            f"All {listed['cases']:,} cases that nobody had reviewed by {later['from']}, in the model's order of that"
            f" day; {listed['reviewed_later']:,} were reviewed later, {listed['confirmed_later']:,} confirmed. What the"
            " others hide is between the two bounds. Cases of later days are not on this list."
        )
        tables = tuple(lists_table(lists) for lists in [listed["lists"]] if lists)
        yield Section(title=f"{target}: the list of the hold-out's first day", paragraphs=(about,), tables=tables)
    sampled = [each for each in (metrics.get("unselected"), later.get("unselected")) if each]
    about = (
        "What would be found if everything were reviewed, from reviews whose chance was known: Hájek's estimator, and"
        " the prediction-powered one (Angelopoulos et al. 2023), which leans on the model's probabilities as far as"
        " they are right. Effective is Kish's sample size. The last table is of"
        " the audits within the hold-out, the one before it, if there is one, of audits of all times."
    )
    if sampled:
        tables = tuple(unselected_table(each) for each in sampled)
        yield Section(title=f"{target}: cases that nobody selected", paragraphs=(about,), tables=tables)


def _churn(metrics: Metrics) -> Iterator[ReportTable]:
    if kept := metrics.get("churn", {}).get("kept_in_first"):
        rows = tuple((length, f"{share:.0%}") for length, share in kept.items())
        headings = ("First of the last day's cohort", "Also on the last model's list")
        yield ReportTable(headings=headings, rows=rows, numbers=frozenset({0, 1}))


def _tuning(target: str, tuning: Metrics, unsearched: str) -> Section:
    title = f"{target}: tuning"
    if not tuning["trials"]:
        why = f"; {unsearched}" if unsearched else ""
        return Section(title=title, paragraphs=(f"No search: the shape is the default one{why}.",))
    shape = ", ".join(f"{name} {value:.4g}" for name, value in tuning["boosting"].items())
    about = (
        f"{tuning['trials']} trials on {tuning['folds']} forward folds before the hold-out, {tuning['pruned']} stopped"
        f" early. Average precision there {tuning['score']:.3f}, of the defaults {tuning['default_score']:.3f}:"
        " flattering, for the best of many was taken. What the search bought on the hold-out stands above, against the"
        " untuned shape."
    )
    return Section(title=title, paragraphs=(about, f"Chosen: {shape}."))


def _time(seconds: Mapping[str, float]) -> Section:
    return Section(title="Where the time went", tables=(seconds_table(seconds),))


def _run(trained: Trained) -> Section:
    recipe = tuple((name, str(value)) for name, value in trained.recipe.model_dump().items())
    versions = tuple(trained.versions.items())
    tables = (
        ReportTable(headings=("Choice", "Value"), rows=recipe),
        ReportTable(headings=("Library", "Version"), rows=versions),
    )
    return Section(title="The run", tables=tables)
