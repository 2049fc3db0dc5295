"""Splits that ask what will be asked: learn from the past, judge on later cases of other debtors.

A fold's training rows are those whose label was settled before the cut, which leaves the gap that deciding a review
takes; its validation rows are the reviewed moments opened on or after it. Groups that are in the validation leave the
training. Cuts are placed so that each part holds about equally many confirmed cases, the scarce thing. Weak labels
never validate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Fold", "confirmed_quantile", "forward_folds", "rarer_labels", "split_at"]


@dataclass(frozen=True, kw_only=True)
class Fold:
    """Row positions of one split in time; `cut` is the day on which the training could have been run."""

    cut: pd.Timestamp
    train: NDArray[np.intp]
    validation: NDArray[np.intp]


def split_at(moments: pd.DataFrame, cut: pd.Timestamp, end: pd.Timestamp | None = None) -> Fold:
    """One split of moments (as_of, settled, group, reviewed) at a day; the validation stops before `end`."""
    later = (moments["as_of"] >= cut) & moments["reviewed"]
    if end is not None:
        later &= moments["as_of"] < end
    earlier = (moments["settled"] < cut) & (moments["as_of"] < cut)
    earlier &= ~moments["group"].isin(moments.loc[later, "group"])
    return Fold(cut=cut, train=np.flatnonzero(earlier), validation=np.flatnonzero(later))


def forward_folds(moments: pd.DataFrame, *, count: int, first: float = 0.4) -> list[Fold]:
    """Rolling origin: `count` validation periods one after another, the first after the share `first` of the confirmed.

    A period that cannot be learnt for or judged on, because a class is missing on either side, is left out.
    """
    cuts = [confirmed_quantile(moments, first + (1 - first) * i / count) for i in range(count)]
    ends = [*cuts[1:], None]
    folds = [split_at(moments, cut, end) for cut, end in zip(cuts, ends, strict=True)]
    label = moments["label"].to_numpy()
    return [fold for fold in folds if _both(label[fold.train]) and _both(label[fold.validation])]


def confirmed_quantile(moments: pd.DataFrame, share: float) -> pd.Timestamp:
    """The day before which about `share` of the confirmed moments were opened."""
    days = np.sort(moments.loc[moments["label"] == 1, "as_of"].to_numpy())
    return pd.Timestamp(days[min(int(share * len(days)), len(days) - 1)])


def rarer_labels(moments: pd.DataFrame) -> int:
    """How many reviewed moments are of the rarer kind, confirmed or refuted: what a model can learn from."""
    label = moments.loc[moments["reviewed"].astype(bool), "label"]
    return int(min(label.sum(), (1 - label).sum()))


def _both(labels: NDArray[np.float64]) -> bool:
    return len(np.unique(labels)) == 2
