"""The scores that one model gives to a simulated prefecture, with the truth beside them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from zbrisk.docket import open_docket
from zbrisk.scoring.scorer import load_scorer

__all__ = ["scored_cases"]


def scored_cases(tables: Path, truth: Path, model: Path, as_of: dt.date, target: str) -> pd.DataFrame:
    """score, probability and truth of every case that the model did not learn from as a reviewed one.

    Args:
        tables: Folder of the prefecture's tables.
        truth: Its cases.parquet.
        model: A bundle trained on them.
        as_of: The day of the ranking.
        target: Whose model.
    """
    scorer = load_scorer(model)
    docket = open_docket(tables, contract=scorer.contract)
    clues = scorer.rank(docket, as_of=as_of, reasons=0, finished=True)
    outcomes = docket.frame("review_outcomes")
    learnt = (outcomes["target"] == target) & (pd.to_datetime(outcomes["known_at"]) < pd.Timestamp(scorer.bundle.until))
    own = clues[(clues["target"] == target) & ~clues["case_id"].isin(outcomes.loc[learnt, "case_id"])]
    known = pd.read_parquet(truth).set_index("case_id")[target].astype(float)
    return own.assign(truth=own["case_id"].map(known))[["score", "probability", "truth"]].dropna(ignore_index=True)
