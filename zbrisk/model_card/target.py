"""The part of a model card that speaks of one target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from zbrisk.bundle.bundle import Bundle
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.contract.labels import load_labels
from zbrisk.model_card.sides import sides
from zbrisk.model_card.texts import Texts
from zbrisk.pages.report import ReportTable, Section

__all__ = ["target_label", "target_sections"]

MOST_FEATURES = 30
NONE = "—"
Metrics = Mapping[str, Any]


def target_sections(bundle: Bundle, trained: TrainedTarget, say: Texts) -> Iterator[Section]:
    """Labels, figures, groups, the leak check and features."""
    name = target_label(trained.target, say)
    metrics: Metrics = trained.metrics
    yield _labels(name, metrics.get("learnt_from"), bundle, say)
    yield _figures(name, metrics.get("holdout"), bundle, say)
    yield from _plain(name, (metrics.get("holdout") or {}).get("against"), say)
    yield _groups(name, (metrics.get("holdout") or {}).get("groups"), say)
    yield _leaks(name, metrics.get("leak_check"), say)
    yield _features(name, bundle, trained, say)


def target_label(target: str, say: Texts) -> str:
    """A target in words."""
    return load_labels().code("review_outcomes", "target", target) if say.language == "zh" else target.replace("_", " ")


def _labels(name: str, learnt: Metrics | None, bundle: Bundle, say: Texts) -> Section:
    title = say("labels", target=name)
    if learnt is None:
        return Section(title=title, paragraphs=(say("none"),))
    reviewed, confirmed = learnt["reviewed"], learnt["confirmed"]
    about = say(
        "labels_text", first=learnt["first_opened"], last=learnt["last_opened"], reviewed=reviewed, confirmed=confirmed,
        refuted=reviewed - confirmed, weak=learnt["weak_negatives"],
        weight=bundle.run.get("recipe", {}).get("weak_weight", NONE),
        **sides(bundle.contract, say, learnt["groups"]),
    )  # fmt: skip
    chosen = [(_selected_by(kind, say), f"{count:,}") for kind, count in learnt["selected_by"].items()]
    left = [(reason, f"{count:,}") for reason, count in learnt["left_out"].items()]
    tables = (
        ReportTable(headings=say.texts("selected_headings"), rows=tuple(chosen), numbers=frozenset({1})),
        ReportTable(headings=say.texts("left_headings"), rows=tuple(left), numbers=frozenset({1})),
    )
    return Section(title=title, paragraphs=(about,), tables=tables)


def _selected_by(kind: str, say: Texts) -> str:
    return load_labels().code("review_outcomes", "selected_by", kind) if say.language == "zh" else kind


def _figures(name: str, later: Metrics | None, bundle: Bundle, say: Texts) -> Section:
    title = say("figures", target=name)
    if later is None or "reviewed" not in later:
        return Section(title=title, paragraphs=(say("none"),))
    about = say(
        "figures_text", reviewed=later["reviewed"], confirmed=later["confirmed"], taught=later["learnt_from_confirmed"],
        **{"from": later["from"]}, **sides(bundle.contract, say),
    )  # fmt: skip
    note = (str(later["note"]),) if "note" in later else ()
    rows = tuple((_figure_name(key, say), *_estimate(each, say)) for key, each in _estimates(later))
    table = ReportTable(headings=say.texts("figures_headings"), rows=rows, numbers=frozenset({1, 2}))
    return Section(title=title, paragraphs=(about, *note), tables=(table,) if rows else ())


def _plain(name: str, against: Metrics | None, say: Texts) -> Iterator[Section]:
    """The model beside other orders of the same cases."""
    if not against:
        return
    rows = tuple(
        (
            say.named("order_names", order, order),
            *_estimate(each["average_precision"], say),
            *_estimate(each["gain"], say),
        )
        for order, each in against.items()
    )
    table = ReportTable(headings=say.texts("plain_headings"), rows=rows, numbers=frozenset({1, 3}))
    yield Section(title=say("plain", target=name), paragraphs=(say("plain_text"),), tables=(table,))


def _groups(name: str, groups: Metrics | None, say: Texts) -> Section:
    title = say("groups", target=name)
    if not groups:
        return Section(title=title, paragraphs=(say("groups_none"),))
    rows = tuple(
        (by, str(group), str(part.get("reviewed", NONE)), str(part.get("confirmed", NONE)), _figure_name(key, say),
         *_estimate(each, say))
        for by, parts in groups.items()
        for group, part in parts.items()
        for key, each in _estimates(part)
    )  # fmt: skip
    headings = say.texts("groups_headings")
    return Section(title=title, tables=(ReportTable(headings=headings, rows=rows, numbers=frozenset({2, 3, 5, 6})),))


def _leaks(name: str, checked: Metrics | None, say: Texts) -> Section:
    title = say("leaks", target=name)
    if checked is None:
        return Section(title=title, paragraphs=(say("leaks_none"),))
    if not checked["findings"]:
        clean = say("leaks_clean", columns=checked["columns"], reviewed=checked["reviewed"])
        return Section(title=title, paragraphs=(clean,))
    points = tuple(f"{each['check']}: {each['subject']} {each['words']}" for each in checked["findings"])
    return Section(title=title, paragraphs=(say("leaks_found"),), points=points)


def _features(name: str, bundle: Bundle, trained: TrainedTarget, say: Texts) -> Section:
    gain = trained.trees.gains()
    share = gain / max(float(gain.sum()), 1e-300)
    headers = [signal.header for signal in bundle.program.signals]
    words = {name: text for header in headers for name, text in header.feature_labels(say.language).items()}
    order = [i for i in np.argsort(-share, kind="stable") if share[i] > 0]
    rows = []
    for place in order[:MOST_FEATURES]:
        feature = trained.feature_names[place]
        direction = say.named("directions", trained.monotone.get(feature, 0), NONE)
        rows.append((words.get(feature, feature), f"{share[place]:.1%}", direction))
    about = say(
        "features_text", count=len(share), used=len(order), shown=len(rows),
        monotone=sum(sign != 0 for sign in trained.monotone.values()),
    )  # fmt: skip
    table = ReportTable(headings=say.texts("features_headings"), rows=tuple(rows), numbers=frozenset({1}))
    return Section(title=say("features", target=name), paragraphs=(about,), tables=(table,))


def _estimates(figures: Metrics) -> Iterator[tuple[str, Metrics]]:
    for name, figure in figures.items():
        if isinstance(figure, Mapping) and "value" in figure:
            yield name, figure


def _estimate(figure: Metrics, say: Texts) -> tuple[str, str]:
    if figure["value"] is None:
        return say("none"), str(figure.get("note", NONE))
    reach = f"{figure['low']:.3f} – {figure['high']:.3f}" if "low" in figure else str(figure.get("note", NONE))
    return f"{figure['value']:.3f}", reach


def _figure_name(name: str, say: Texts) -> str:
    if say.language == "zh" and name.startswith("precision_at_"):
        return f"前 {name.removeprefix('precision_at_')} 件的精确率"
    return say.named("figure_names", name, name.replace("_", " "))
