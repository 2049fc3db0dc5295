"""Precision and recall of verdicts, as tables: headings and rows."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from experiments.rules_against_model.lawfulness import wilson

__all__ = ["found", "judged", "other"]

PERCENT = 100
SPOKEN = ("fail", "flag", "hint")
SHOWN = ("fail", "flag")
SILENT = ("unknown", "not_applicable")
Table = tuple[list[str], list[list[str]]]


def judged(verdicts: pd.DataFrame, broken: pd.DataFrame) -> Table:
    """Of each checkpoint whose truth is known and each verdict: how often it is said, and how often it is right."""
    rows = []
    for name, own, true in _known(verdicts, broken):
        for verdict in SPOKEN:
            said = (own["verdict"] == verdict).to_numpy()
            if said.any():
                rows.append([name, verdict, f"{said.sum():,}", _share(int(true[said].sum()), int(said.sum()))])
    return ["checkpoint", "verdict", "cases", "right, %"], rows


def found(verdicts: pd.DataFrame, broken: pd.DataFrame) -> Table:
    """Of each checkpoint: how many true breaches, and what share of them it proves, shows, hints at or cannot judge."""
    rows = []
    for name, own, true in _known(verdicts, broken):
        said = own.loc[true, "verdict"]
        shares = [_percent(said.isin(kinds)) for kinds in (("fail",), SHOWN, SPOKEN, SILENT)]
        rows.append([name, f"{true.sum():,}", *shares])
    heads = ["checkpoint", "true breaches", "fail, %", "shown (fail or flag), %", "with hints, %", "cannot judge, %"]
    return heads, rows


def other(verdicts: pd.DataFrame, broken: pd.DataFrame) -> Table:
    """Of each checkpoint whose truth nobody knows: how often it says what."""
    unknown = verdicts[~verdicts["checkpoint"].isin(broken["checkpoint"])]
    counts = pd.crosstab(unknown["checkpoint"], unknown["verdict"]).reindex(columns=list(SPOKEN), fill_value=0)
    spoken = counts[counts.sum(axis=1) > 0]
    rows = [
        [str(name), *(f"{count:,}" for count in row)] for name, row in zip(spoken.index, spoken.to_numpy(), strict=True)
    ]
    return ["checkpoint without truth", *SPOKEN], rows


def _known(verdicts: pd.DataFrame, broken: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, pd.Series[bool]]]:
    for name, cases in broken.groupby("checkpoint")["case_id"]:
        own = verdicts[verdicts["checkpoint"] == name]
        if len(own):
            yield str(name), own, own["case_id"].isin(set(cases))


def _share(right: int, of: int) -> str:
    low, high = wilson(right, of)
    return f"{PERCENT * right / of:.1f} ({PERCENT * low:.1f} to {PERCENT * high:.1f})"


def _percent(share: pd.Series[bool]) -> str:
    return f"{PERCENT * share.mean():.1f}" if len(share) else ""
