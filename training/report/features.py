"""What a model makes of its features, over the cases of the training's last day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from training.report.plots import beeswarm, chinese_font, dependence, explanation_of
from zbrisk.bundle.target_model import TargetModel
from zbrisk.bundle.trained import TrainedTarget
from zbrisk.pages.report import Picture, ReportTable, Section
from zbrisk.signals.header import SignalHeader

__all__ = ["feature_labels", "features_section"]

MOST_CASES = 1000
PLOTTED_FEATURES, LISTED_FEATURES = 6, 25
Labels = Mapping[str, tuple[str, str]]

ABOUT = (
    "Contributions are in log-odds and, with the base, add up to the raw score. They describe how the model decides;"
    " among features that move together credit is shared, and nothing here is causal. Grey is no data; a dash at the"
    " left edge of a dependence plot is a case without data."
)


def feature_labels(headers: Sequence[SignalHeader]) -> dict[str, tuple[str, str]]:
    """Features in Chinese and in English."""
    labels: dict[str, tuple[str, str]] = {}
    for header in headers:
        english = header.feature_labels("en")
        labels |= {name: (zh, english[name]) for name, zh in header.feature_labels("zh").items()}
    return labels


def features_section(trained: TrainedTarget, reference_cases: pd.DataFrame, labels: Labels) -> Section:
    """A beeswarm, the strongest features in depth, and a table of mean absolute contributions.

    Args:
        trained: The model.
        reference_cases: Features of the reference cases.
        labels: Features in words; Chinese is drawn only where a font for it is installed.
    """
    title = f"{trained.target}: what it makes of its features"
    drawn = reference_cases.iloc[:: max(1, -(-len(reference_cases) // MOST_CASES))]
    data = np.ascontiguousarray(drawn.to_numpy(np.float64))
    values, base = TargetModel(trained, tuple(map(str, reference_cases))).contributions(data)
    weight = np.abs(values).mean(axis=0) if len(values) else np.zeros(values.shape[1])
    order = [int(place) for place in np.argsort(-weight, kind="stable") if weight[place] > 0]
    if not order:
        return Section(title=title, paragraphs=("The model reads no feature: every case scores alike.",))
    language = 0 if chinese_font() else 1
    names = [labels.get(name, (name, name)) for name in trained.feature_names]
    explained = explanation_of(values, base, data, [each[language] for each in names])
    rows = tuple((names[place][1], names[place][0], f"{weight[place]:.3f}") for place in order[:LISTED_FEATURES])
    table = ReportTable(headings=("Feature", "特征", "Mean |contribution|"), rows=rows, numbers=frozenset({2}))
    return Section(
        title=title,
        paragraphs=(f"{len(drawn):,} cases of the last day's cohort; {len(order)} features are read. {ABOUT}",),
        pictures=(
            Picture(png=beeswarm(explained), caption="Contributions of the strongest features, a dot a case"),
            Picture(
                png=dependence(explained, order[:PLOTTED_FEATURES]),
                caption="Contribution by value, 1st to 99th percentile",
            ),
        ),
        tables=(table,),
    )
