"""Checkpoints compared with the duties that the simulated courts truly left undone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.rules_against_model.setting import Setting
from zbrisk.checkpoints.catalogue import compile_checkpoints
from zbrisk.checkpoints.run import check_cases

__all__ = ["checked", "checkpoint_figures", "wilson"]

Z = 1.959964


def checked(setting: Setting, most: int) -> pd.DataFrame:
    """Verdicts on at most `most` cases of the checkpoints that the simulation knows the truth of, with that truth."""
    broken = setting.prefecture.truth["violations"]
    own = compile_checkpoints(setting.docket.contract, names=sorted(set(broken["checkpoint"])))
    known = setting.cohort[setting.cohort["case_id"].isin(setting.hits.index)]
    moments = known.sample(min(most, len(known)), random_state=setting.world.seed).sort_index()
    verdicts = check_cases(setting.docket, moments=moments, checkpoints=own)
    truth = pd.MultiIndex.from_frame(broken[["case_id", "checkpoint"]].astype(object))
    asked = pd.MultiIndex.from_frame(verdicts[["case_id", "checkpoint"]].astype(object))
    return verdicts[["case_id", "rule", "checkpoint", "verdict"]].assign(true=asked.isin(truth))


def checkpoint_figures(verdicts: pd.DataFrame) -> pd.DataFrame:
    """One row a checkpoint: how often it fails or flags, how often rightly, and what it could not tell."""
    rows = []
    for (rule, name), own in verdicts.groupby(["rule", "checkpoint"]):
        row = {"rule": rule, "checkpoint": name, "checked": len(own), "truly violated": int(own["true"].sum())}
        for verdict in ("fail", "flag"):
            said = own["verdict"] == verdict
            low, high = wilson(int(own.loc[said, "true"].sum()), int(said.sum()))
            row |= {verdict: int(said.sum()), f"{verdict} right": own.loc[said, "true"].mean()}
            row |= {f"{verdict} low": low, f"{verdict} high": high}
        breached = own["verdict"].isin(["fail", "flag"])
        row |= {"found": own.loc[own["true"], "verdict"].isin(["fail", "flag"]).mean(), "breached": int(breached.sum())}
        row |= {"unknown": (own["verdict"] == "unknown").mean()}
        rows.append(row)
    return pd.DataFrame(rows)


def wilson(found: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; NaN of nothing."""
    if not of:
        return np.nan, np.nan
    share, size = found / of, 1 + Z**2 / of
    middle, half = share + Z**2 / (2 * of), Z * np.sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    return float((middle - half) / size), float((middle + half) / size)
