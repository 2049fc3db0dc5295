"""From contributions of features to reasons: one a signal, with its sentence, its percentile and its evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from zbrisk.compiler.compiled import CompiledSignal, Program
from zbrisk.contract.labels import Bilingual
from zbrisk.docket.days import to_date
from zbrisk.explaining.evidence import EvidenceRows
from zbrisk.explaining.reason import Feature, Reason
from zbrisk.explaining.reason_text import NO_DATA, sentence, shown_window
from zbrisk.signals.measure import COUNTED
from zbrisk.signals.window import Window

__all__ = ["law_for_readers", "reasons_of", "with_rows"]

Percentile = Callable[[str, float], float | None]
MARKS = re.compile(r"\s*\[([LSWK])\]")  # how we know a provision: its text, a summary, an excerpt, from memory
UNCHECKED = ("W", "K")


def reasons_of(
    program: Program, values: Mapping[str, float], contributions: Mapping[str, float], percentile: Percentile
) -> tuple[Reason, ...]:
    """A reason for each signal that moved the score, and for each without data, by falling weight.

    Evidence is laid in later, where it is shown.

    Args:
        program: The signals.
        values: All features of the case; NaN is no data.
        contributions: Those of the model's features, in log-odds.
        percentile: The share of reference cases with a smaller value of a feature.
    """
    reasons = []
    for signal in program.groups:
        labels = feature_labels(signal)
        if not any(name in contributions for name in labels):
            continue
        no_data = all(math.isnan(values[name]) for name in labels)
        if no_data or any(contributions.get(name) for name in labels):
            reasons.append(_reason(signal, labels, values, contributions, percentile, no_data=no_data))
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.contribution), reason.signal)))


@lru_cache(maxsize=4096)
def feature_labels(signal: CompiledSignal) -> dict[str, Bilingual]:
    """The features of a signal in words."""
    card = signal.card
    return {
        name: Bilingual(zh=card.feature_label(m, w, "zh"), en=card.feature_label(m, w, "en"))
        for name, m, w in card.features()
    }


def _reason(
    signal: CompiledSignal,
    labels: Mapping[str, Bilingual],
    values: Mapping[str, float],
    contributions: Mapping[str, float],
    percentile: Percentile,
    *,
    no_data: bool,
) -> Reason:
    card = signal.card
    features = tuple(
        Feature(
            name=name,
            label=label,
            value=None if math.isnan(values[name]) else values[name],
            contribution=contributions[name],
            percentile=percentile(name, values[name]),
        )
        for name, label in labels.items()
        if name in contributions
    )
    absent = not no_data and _speaks_of_absence(signal, values)
    window = None if no_data or absent else shown_window(signal, values, contributions)
    said = NO_DATA if no_data else sentence(signal, values, absent=absent, window=window)
    return Reason(
        signal=card.name,
        typology=card.typology,
        label=_both(card.label),
        contribution=sum(feature.contribution for feature in features),
        sentence=said,
        percentile=_heaviest(features, signal, window).percentile,
        features=features,
        evidence=(),
        evidence_total=0,
        is_absence=absent,
        no_data=no_data,
        lawful_explanation=_both(card.innocent) if card.innocent else None,
        next_steps=_both(card.verify) if card.verify else None,
        law=law_for_readers(card.law) if card.law else None,
        direction=card.direction,
        window=window.text if window else None,
        says_nothing=not (no_data or absent or window),
        favourable=card.favourable,
    )


def with_rows(reason: Reason, signal: CompiledSignal, values: Mapping[str, float], found: EvidenceRows) -> Reason:
    """The reason with the names of its rows, and its sentence about just these rows.

    Args:
        reason: A reason with rows.
        signal: Its signal.
        values: All features of the case.
        found: The rows of the reason's window.
    """
    window = next((w for w in signal.card.windows if w.text == reason.window), None)
    total = max(found.total, 1)  # what is read off the case itself is proved by the case's own row
    last_day = to_date(max(found.days)) if found.days else None
    said = sentence(signal, {**values, **found.values}, absent=False, window=window, rows=total, last_day=last_day)
    return replace(reason, rows=found.first, evidence_total=total, sentence=said)


def law_for_readers(law: str) -> str:
    """A legal anchor without our marks of how well it is known; one that nobody has read in full says so."""
    return MARKS.sub(lambda mark: "（条文未核）" if mark[1] in UNCHECKED else "", law)


def _heaviest(features: Sequence[Feature], signal: CompiledSignal, window: Window | None) -> Feature:
    """The feature that weighs most, of those of the window that is shown."""
    own_names = {name for name, _, each in signal.card.features() if window is None or each == window}
    own = [feature for feature in features if feature.name in own_names] or features
    return max(own, key=lambda feature: abs(feature.contribution))


def _speaks_of_absence(signal: CompiledSignal, values: Mapping[str, float]) -> bool:
    """Whether the features say that the signal has no rows at all: all that count are 0, and all else is unknown."""
    counted = [values[name] for name, m, _ in signal.card.features() if m.kind in COUNTED and m.per_measure is None]
    other = [
        values[name] for name, m, _ in signal.card.features() if m.kind not in COUNTED or m.per_measure is not None
    ]
    return all(value == 0 or math.isnan(value) for value in counted) and all(math.isnan(value) for value in other)


def _both(text: Mapping[str, str]) -> Bilingual:
    return Bilingual(zh=text["zh"], en=text["en"])
