"""Honest cases in the list: who they are, what put them there, and what would take them out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.evidence import StudyRun

__all__ = ["honest_cases", "wronged"]

REASONS = 5


def honest_cases(study: StudyRun, target: str) -> pd.DataFrame:
    """Every undecided case in which the target is not true.

    Returns:
        case_id, listed, look_alike (typologies, `A1;A8`), applicant and debtor (hardship, or none), debtor_kind.
    """
    cases = study.truth["cases"]
    honest = cases[cases["case_id"].isin(study.undecided[target]) & ~cases[target].astype(bool)]
    listed = set(study.clues.loc[study.clues["target"] == target, "case_id"])
    hardship = study.docket.frame("parties").set_index("party_id")["hardship"]
    debtor = honest["case_id"].map(study.debtor)
    return pd.DataFrame({
        "case_id": honest["case_id"], "listed": honest["case_id"].isin(listed),
        "look_alike": honest["look_alike"].fillna(""),
        "applicant": honest["hardship"].fillna("none").replace("", "none"),
        "debtor": debtor.map(hardship).astype(object).fillna("none"), "debtor_kind": honest["debtor_kind"],
        "other_target": honest["concealed_assets"].astype(bool) | honest["sham_litigation"].astype(bool),
    }).reset_index(drop=True)  # fmt: skip


def wronged(study: StudyRun, honest: pd.DataFrame, target: str, verify: Mapping[str, str]) -> pd.DataFrame:
    """The honest cases in the list, each with its reasons and how little would take it out.

    Args:
        study: The ranking.
        honest: What `honest_cases` returned.
        target: Of which list.
        verify: The verification step of each signal.

    Returns:
        case_id, look_alike, raising (signals by weight), lowering (signals that have something to show), lowered (what
        those take off, in log-odds), steps (verification steps needed, each taking its reason away, until the case
        falls below the last that is listed; None where those of all five do not do it), step (the first of them).
    """
    clues = study.clues[study.clues["target"] == target]
    floor = clues["score"].min()
    looks = honest.set_index("case_id")["look_alike"]
    lines = []
    for clue in clues[clues["case_id"].isin(honest["case_id"])].itertuples():
        reasons = json.loads(clue.reasons)
        up = [reason for reason in reasons if reason["contribution"] > 0][:REASONS]
        down = [reason for reason in reasons if reason["contribution"] < 0 and reason["evidence"]][:REASONS]
        lines.append({
            "case_id": clue.case_id, "look_alike": looks[clue.case_id],
            "raising": tuple(reason["signal"] for reason in up), "lowering": tuple(r["signal"] for r in down),
            "lowered": -sum(reason["contribution"] for reason in down),
            "steps": _steps(clue.score - floor, [_together(r) for r in up if r["evidence"]]),
            "step": next((verify[r["signal"]] for r in up if r["evidence"] and verify.get(r["signal"])), ""),
        })  # fmt: skip
    columns = ["case_id", "look_alike", "raising", "lowering", "lowered", "steps", "step"]
    return pd.DataFrame(lines, columns=columns)


def _together(reason: dict[str, Any]) -> float:
    return float(sum(said["contribution"] for said in (reason, *reason["related"])))


def _steps(above: float, weights: list[float]) -> int | None:
    for done, _ in enumerate(weights, start=1):
        if sum(weights[:done]) > above:
            return done
    return None
