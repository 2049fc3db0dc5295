"""Orders without a model: what an office could do with the signals alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from training.datasets.feature_columns import RISING
from zbrisk.signals.header import SignalHeader

__all__ = ["CONTEXT", "by_count", "fired", "learnt_precision", "rule_features"]

CONTEXT = ("context",)
#: Reviewed cases' worth of the mean precision that a rule starts from, or one lucky hit would lead the list.
STARTS_FROM = 10


def rule_features(headers: Iterable[SignalHeader], target: str) -> dict[str, str]:
    """The feature by which each rule-like signal of a target fires: its first count, over its first window.

    Signals that lower a risk, that only give context, or that count nothing are no rules.
    """
    found = {}
    for header in (group for each in headers for group in each.groups):
        if target in header.targets and header.direction == "raises" and header.typology != CONTEXT:
            plain = (
                name
                for name, m, _ in header.features()
                if m.kind in RISING and m.per_measure is None and m.per_column is None
            )
            if first := next(plain, None):
                found[header.name] = first
    return found


def fired(X: pd.DataFrame, features: Mapping[str, str]) -> pd.DataFrame:
    """Whether each rule-like signal fires; no data is no hit, as in an office's own lists."""
    return pd.DataFrame({signal: X[feature] > 0 for signal, feature in features.items()}, index=X.index)


def by_count(hits: pd.DataFrame) -> pd.Series[float]:
    """How many rules fire."""
    return hits.sum(axis=1).astype(float)


def learnt_precision(hits: pd.DataFrame, label: pd.Series[float]) -> pd.Series[float]:
    """The share of confirmed cases among the reviewed ones that each rule hit, drawn towards the mean of all."""
    found = hits.mul(label.to_numpy(), axis=0).sum()
    return (found + STARTS_FROM * label.mean()) / (hits.sum() + STARTS_FROM)
