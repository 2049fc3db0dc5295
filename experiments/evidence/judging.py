"""The rows that a scheme left, beside the rows that the list shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.evidence.study_run import StudyRun

__all__ = ["judged_cases", "judged_schemes", "knowable_rows", "shown_rows"]

REASONS = 5
ROWS = 8  # of a reason
HEAD = ("cases", "case_parties")  # what a page says of the case itself, whatever the reasons


def shown_rows(study: StudyRun, typology: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """What a reader of the list sees of its true cases: one line a row of a reason.

    Args:
        study: The ranking.
        typology: The typologies of each signal, and of each of its groups by codes.

    Returns:
        case_id, target, place (of the reason, 1 is first), signal, typologies, table, key, planted (deed,
        context or nothing).
    """
    lines = [
        {"case_id": clue.case_id, "target": clue.target, "place": place, "signal": reason["signal"],
         "typologies": frozenset(t for signal in _signals(reason) for t in typology[signal]),
         "table": row["table"], "key": row["key"]}
        for clue in _true_clues(study).itertuples()
        for place, reason in enumerate(_raising(clue.reasons), start=1)
        for row in reason["evidence"][:ROWS]
    ]  # fmt: skip
    columns = ["case_id", "target", "place", "signal", "typologies", "table", "key"]
    shown = pd.DataFrame(lines, columns=columns)
    part = study.truth["planted_rows"].drop_duplicates(["case_id", "target", "table", "key", "part"])
    # a row that is a deed of one scheme and context of another is a deed
    part = part.sort_values("part", ascending=False).drop_duplicates(["case_id", "target", "table", "key"])
    merged = shown.merge(
        part[["case_id", "target", "table", "key", "part"]], on=["case_id", "target", "table", "key"], how="left"
    )
    return merged.rename(columns={"part": "planted"}).fillna({"planted": ""})


def knowable_rows(study: StudyRun, shown: pd.DataFrame) -> pd.DataFrame:
    """The planted rows of the listed true cases that were there to be found on the day, and whether each is shown.

    The case itself and its parties head every page and need not be found.
    """
    planted = study.truth["planted_rows"]
    # a row without a day of its own is known with the case that it belongs to
    later = pd.to_datetime(planted["known_at"]) >= pd.Timestamp(study.as_of)
    there = ~later & ~planted["discovered"].astype(bool)
    listed = _true_clues(study)[["case_id", "target"]]
    rows = planted[there].merge(listed, on=["case_id", "target"])
    own = rows["table"].isin(HEAD) & (rows["key"].str.partition("|")[0] == rows["case_id"])
    rows = rows[~own]
    seen = shown[["case_id", "target", "table", "key"]].drop_duplicates().assign(seen=True)
    rows = rows.merge(seen, on=["case_id", "target", "table", "key"], how="left")
    return rows.assign(seen=rows["seen"].notna())


def judged_cases(shown: pd.DataFrame, knowable: pd.DataFrame) -> pd.DataFrame:
    """For each listed true case: recall (of deeds, of deeds and context), precision, rows shown and there.

    `recall_room` is the recall of deeds where a series has more than five reasons of eight rows can hold.
    """
    by = ["case_id", "target"]
    every = knowable.drop_duplicates([*by, "table", "key", "part"])
    deeds = every[every["part"] == "deed"].groupby(by)["seen"]
    both = every.drop_duplicates([*by, "table", "key"]).groupby(by)["seen"]
    once = shown.drop_duplicates([*by, "table", "key"])
    right = once.assign(right=once["planted"] != "").groupby(by)["right"]
    judged = pd.DataFrame({
        "recall_deeds": deeds.mean(), "deeds": deeds.size(),
        "recall_room": deeds.sum() / deeds.size().clip(upper=REASONS * ROWS),
        "recall_all": both.mean(), "rows": both.size(),
        "precision": right.mean(), "shown": right.size(),
    })  # fmt: skip
    return judged.reset_index()


def judged_schemes(study: StudyRun, shown: pd.DataFrame, knowable: pd.DataFrame) -> pd.DataFrame:
    """For each scheme of a listed true case that left a deed to be found: what of it is shown.

    `named` says whether a signal of the typology is among the reasons; `precision` is that of the rows beside the
    signals of the typology; `recall_room` as for cases.
    """
    deeds = knowable[knowable["part"] == "deed"]
    lines = []
    for (case, target, scheme), rows in deeds.groupby(["case_id", "target", "typology"]):
        beside = shown[(shown["case_id"] == case) & (shown["target"] == target)]
        own = beside.loc[[scheme in typologies for typologies in beside["typologies"]], :]
        lines.append({
            "case_id": case, "target": target, "typology": scheme, "deeds": len(rows), "recall": rows["seen"].mean(),
            "recall_room": rows["seen"].sum() / min(len(rows), REASONS * ROWS),
            "precision": (own["planted"] != "").mean() if len(own) else None, "named": len(own) > 0,
        })  # fmt: skip
    columns = ["case_id", "target", "typology", "deeds", "recall", "recall_room", "precision", "named"]
    return pd.DataFrame(lines, columns=columns)


def _true_clues(study: StudyRun) -> pd.DataFrame:
    clues = study.clues
    true = [case in study.true_cases(target) for case, target in zip(clues["case_id"], clues["target"], strict=True)]
    return clues[true]


def _signals(reason: Mapping[str, Any]) -> list[str]:
    return [str(said["signal"]) for said in (reason, *reason["related"])]


def _raising(reasons: str) -> list[dict[str, Any]]:
    return [reason for reason in json.loads(reasons) if reason["contribution"] > 0][:REASONS]
