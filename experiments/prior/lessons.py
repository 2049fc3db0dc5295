"""What one simulated prefecture teaches: the features of its cases on two days each, and the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.rules_against_model.setting import Setting
from training.datasets.feature_columns import features_of, monotone_directions
from training.simulation import World
from zbrisk.typing import Floats

__all__ = ["Taught", "taught_by", "young"]

EARLY = (30, 900)  # days after the closing, when cases are ranked or reviews are opened
TARGETS = ("concealed_assets", "sham_litigation")
HONEST_SHARE = 0.3  # of the honest cases, learnt from; more of them teach little


@dataclass(frozen=True, kw_only=True)
class Taught:
    """Features, truth and weights of one target, the typologies of each case, and which way a feature may push."""

    X: pd.DataFrame
    truth: Floats
    typology: pd.Series[str]
    weight: Floats
    monotone: dict[str, int]


def taught_by(world: World) -> dict[str, Taught]:
    """Some terminated cases of a world, by target: as they stand at its end, and as they stood when still young.

    All the guilty are among them and a share of the others, who weigh the more; each case is there twice, so that a
    row counts as half a case.
    """
    setting = Setting(world)
    truth = setting.prefecture.truth["cases"].set_index("case_id")
    end = _thinned(setting.cohort[setting.cohort["case_id"].isin(truth.index)], truth, world.seed)
    moments = pd.concat([end, young(setting, end)], ignore_index=True)
    X = setting.builder.transform(moments)
    truth = truth.loc[moments["case_id"]]
    guilty = truth[list(TARGETS)].any(axis=1).to_numpy()
    headers = [signal.header for signal in setting.program.signals]
    signs = monotone_directions(headers)
    taught = {}
    for target in TARGETS:
        names = list(features_of(headers, target))
        monotone = {name: signs[name] for name in names if name in signs}
        known, weight = truth[target].to_numpy(np.float64), np.where(guilty, 0.5, 0.5 / HONEST_SHARE)
        taught[target] = Taught(
            X=X[names].astype(np.float32), truth=known, typology=truth["typology"].fillna(""), weight=weight,
            monotone=monotone,
        )  # fmt: skip
    return taught


def _thinned(cases: pd.DataFrame, truth: pd.DataFrame, seed: int) -> pd.DataFrame:
    guilty = truth.loc[cases["case_id"], list(TARGETS)].any(axis=1).to_numpy()
    return cases[guilty | (np.random.default_rng([seed, 7]).random(len(cases)) < HONEST_SHARE)].reset_index(drop=True)


def young(setting: Setting, end: pd.DataFrame) -> pd.DataFrame:
    """The same cases some time after their closing, and not before they were known."""
    versions = setting.docket.frame("cases").groupby("case_id")
    closed = pd.to_datetime(versions["closed_date"].last().reindex(end["case_id"]))
    known = pd.to_datetime(versions["known_at"].min().reindex(end["case_id"])) + pd.Timedelta(days=1)
    after = np.random.default_rng([setting.world.seed, 5]).integers(*EARLY, len(closed))
    day = (closed + pd.to_timedelta(after, "D")).clip(lower=known).clip(upper=pd.Timestamp(setting.as_of))
    return pd.DataFrame({"case_id": end["case_id"].to_numpy(), "as_of": day.to_numpy()}).dropna()
