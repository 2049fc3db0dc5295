"""What one simulated prefecture teaches: the features of its cases on two days each, and the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.rules_against_model.setting import Setting
from training.datasets.feature_columns import features_of, monotone_directions
from training.simulation import World

__all__ = ["Taught", "taught_by"]

EARLY = (30, 900)  # days after the closing, when cases are ranked or reviews are opened
TARGETS = ("concealed_assets", "sham_litigation")


@dataclass(frozen=True, kw_only=True)
class Taught:
    """Features and truth of one target, the schemes behind it, and which way a feature may push."""

    X: pd.DataFrame
    truth: pd.Series[float]
    typology: pd.Series[str]
    monotone: dict[str, int]


def taught_by(world: World) -> dict[str, Taught]:
    """All terminated cases of a world, by target: as they stand at its end, and as they stood when still young."""
    setting = Setting(world)
    truth = setting.prefecture.truth["cases"].set_index("case_id")
    end = setting.cohort[setting.cohort["case_id"].isin(truth.index)]
    moments = pd.concat([end, _young(setting, end)], ignore_index=True)
    X = setting.builder.transform(moments)
    cards = [signal.card for signal in setting.program.signals]
    signs = monotone_directions(cards)
    taught = {}
    for target in TARGETS:
        names = list(features_of(cards, target))
        known = truth[target].reindex(moments["case_id"]).astype(float).reset_index(drop=True)
        monotone = {name: signs[name] for name in names if name in signs}
        schemes = truth["typology"].reindex(moments["case_id"]).reset_index(drop=True)
        taught[target] = Taught(X=X[names].astype(np.float32), truth=known, typology=schemes, monotone=monotone)
    return taught


def _young(setting: Setting, end: pd.DataFrame) -> pd.DataFrame:
    cases = setting.docket.frame("cases").drop_duplicates("case_id", keep="last").set_index("case_id")
    closed = pd.to_datetime(cases["closed_date"].reindex(end["case_id"]))
    after = np.random.default_rng([setting.world.seed, 5]).integers(*EARLY, len(closed))
    day = (closed + pd.to_timedelta(after, "D")).clip(upper=pd.Timestamp(setting.as_of))
    return pd.DataFrame({"case_id": end["case_id"].to_numpy(), "as_of": day.to_numpy()}).dropna()
