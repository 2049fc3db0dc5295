"""The figures of the study as one Markdown page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from experiments.evidence.study_run import drawn_share
from experiments.evidence.tables import markdown
from training.evaluation import Estimate

__all__ = ["harm_page"]

FEW = 20  # honest cases below which a rate is not shown
NONE = "none"
SIDES = {"applicant": "applicant's hardship", "debtor": "debtor's hardship", "debtor_kind": "debtor"}


def harm_page(
    target: str,
    honest: pd.DataFrame,
    wrong: pd.DataFrame,
    listed: int,
    debtor: Mapping[str, str],
    verify: Mapping[str, str],
) -> str:
    """All tables of one target.

    Args:
        target: Of which list.
        honest: What `honest_cases` returned.
        wrong: What `wronged` returned.
        listed: How long the list is.
        debtor: The debtor of each case, by which the bootstrap draws.
        verify: The verification step of each signal.
    """
    everyone = float(honest["listed"].mean())
    return "\n".join((
        f"## {target}\n",
        f"{len(wrong)} of the first {listed} are honest: {everyone:.2%} of all {len(honest):,} honest ones.\n",
        "### Who\n", _who(honest, everyone, debtor),
        "### What put them there, and what settles it\n", _why(wrong, verify),
        "### What would take them out\n", _out(wrong),
    ))  # fmt: skip


def _who(honest: pd.DataFrame, everyone: float, debtor: Mapping[str, str]) -> str:
    looks = honest.assign(look_alike=honest["look_alike"].str.split(";")).explode("look_alike")
    groups = [("look-alike", name or NONE, rows) for name, rows in looks.groupby("look_alike")]
    for column, words in SIDES.items():
        groups += [(words, str(name), rows) for name, rows in honest.groupby(column)]
    other = honest[honest["other_target"]]
    groups.append(("true of the other target", "yes", other))
    lines = [
        [what, name, f"{len(rows):,}", int(rows["listed"].sum()), _percent(_rate(rows, debtor)),
         f"{rows['listed'].mean() / everyone:.1f}" if everyone else ""]
        for what, name, rows in groups if len(rows) >= FEW
    ]  # fmt: skip
    return markdown(["", "group", "honest cases", "listed", "share listed", "times that of all honest"], lines)


def _rate(rows: pd.DataFrame, debtor: Mapping[str, str]) -> Estimate:
    return drawn_share(list(rows["listed"].astype(float)), [debtor.get(case, case) for case in rows["case_id"]])


def _why(wrong: pd.DataFrame, verify: Mapping[str, str]) -> str:
    heaviest = Counter(raising[0] for raising in wrong["raising"] if raising)
    among = Counter(signal for raising in wrong["raising"] for signal in raising)
    lines = [
        [f"`{signal}`", heaviest[signal], count, verify.get(signal, "")] for signal, count in among.most_common(12)
    ]
    return markdown(["signal", "heaviest reason", "among the five", "verification step"], lines)


def _out(wrong: pd.DataFrame) -> str:
    steps = wrong["steps"]
    mitigated = wrong["lowering"].map(len) > 0
    lowering = Counter(signal for signals in wrong["lowering"] for signal in signals).most_common(5)
    lines = [
        ["leave the list once their heaviest reason is checked and cleared", int((steps == 1).sum())],
        ["... once two are", int((steps == 2).sum())],
        ["... once three to five are", int((steps >= 3).sum())],
        ["stay even if all shown reasons with rows are cleared", int(steps.isna().sum())],
        ["have a mitigating signal with rows", int(mitigated.sum())],
        ["have none", int((~mitigated).sum())],
        ["log-odds that these take off", f"{wrong.loc[mitigated, 'lowered'].mean():.2f}"],
        ["the commonest", ", ".join(f"`{name}` {count}" for name, count in lowering)],
    ]  # fmt: skip
    return markdown(["of the honest cases in the list", ""], lines)


def _percent(estimate: Estimate) -> str:
    if estimate.value is None:
        return ""
    return f"{estimate.value:.1%} ({estimate.low:.1%} to {estimate.high:.1%})"
