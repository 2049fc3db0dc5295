"""From an office's tables to lessons: gather what training would learn from, make it coarse, leave the rest."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd

from training.datasets.dataset import TargetDataset, build_datasets
from training.leaks import check_leaks
from training.lessons.coarsening import coarsened, coarsened_codes, shares_of_debtors
from training.lessons.lessons import LABEL, ROW_COLUMNS, Lessons, Office
from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.typing import Floats

__all__ = ["LEAST", "export_lessons"]

#: Debtors that carry each value, and of whom a target's confirmed and refuted cases are, at least.
LEAST = 10


def export_lessons(
    docket: Docket,
    builder: SignalBuilder,
    *,
    until: dt.date,
    label: str,
    recipe: Recipe | None = None,
    least: int = LEAST,
) -> Lessons:
    """What this office learnt from, as others may have it. It holds no name, id, case number, court, amount or day.

    Args:
        docket: The tables.
        builder: The matrix builder, fitted to them.
        until: Nothing known on or after this day is used.
        label: What the office is called in merged lessons.
        recipe: Says which targets, and how unreviewed cases are drawn.
        least: Debtors that carry each value at least, from `LEAST` up.

    Raises:
        DataError: The label or the number is unfit, a matrix knows the answer, or every target has too few debtors.
    """
    recipe = recipe or Recipe()
    if not LABEL.fullmatch(label):
        raise DataError(f"{label!r:.80} cannot be an office's label.", "Give up to 60 letters, digits, spaces, . - _.")
    if least < LEAST:
        raise DataError(f"At least {least} debtors a value is too few.", f"Give a number from {LEAST} up.")
    # a prior would only reorder the columns
    prepared = build_datasets(
        docket, builder, until=until, recipe=recipe.model_copy(update={"prior": "none"}), timer=StageTimer()
    )
    for report in check_leaks(docket, builder, prepared.datasets, until=until, recipe=recipe):
        report.refuse()
    too_small = {
        **prepared.skipped,
        **{d.labels.target: why for d in prepared.datasets if (why := _too_small(d, least))},
    }
    kept = [dataset for dataset in prepared.datasets if dataset.labels.target not in too_small]
    if not kept:
        reasons = "; ".join(f"{target}: {why}" for target, why in too_small.items())
        raise DataError(f"Nothing can be passed on ({reasons}).", "Export later, when more reviews are decided.")
    coarse = {dataset.labels.target: _coarse(dataset, label, least) for dataset in kept}
    return Lessons(
        contract=docket.contract.digest, catalogue=builder.program_.digest,
        recipe={label: recipe.model_dump(mode="json")},
        least=least, offices=(Office(label=label, until=until, keys={}),),
        rows={target: rows for target, (rows, _) in coarse.items()},
        treated={target: counts for target, (_, counts) in coarse.items()}, signers={},
    )  # fmt: skip


def _too_small(dataset: TargetDataset, least: int) -> str:
    """Why a target is not passed on: of how few debtors its confirmed, or its refuted, cases are."""
    reviewed = dataset.moments[dataset.moments["reviewed"]]
    debtors = reviewed.groupby("label")["group"].nunique().reindex([1.0, 0.0], fill_value=0)
    if debtors.min() >= least:
        return ""
    return (
        f"its confirmed cases are of {debtors[1.0]} debtors or households and its refuted ones of {debtors[0.0]};"
        f" at least {least} of each are needed for nobody to be recognised among them"
    )


def _coarse(dataset: TargetDataset, label: str, least: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """The rows of one target as they leave the office, and how many features were left exact, rounded or blanked."""
    moments = dataset.moments
    shares = shares_of_debtors(pd.factorize(moments["group"])[0])

    def common(values: Floats) -> Floats:
        return coarsened(values, shares, least).values

    columns = {name: coarsened(dataset.X[name].to_numpy(np.float64), shares, least) for name in map(str, dataset.X)}
    codes = moments["selected_by"].astype(object).where(moments["selected_by"].notna(), None).to_numpy()
    rows = pd.DataFrame(
        {
            "office": label,
            "opened": _month(moments["as_of"], common),
            "settled": _month(moments["settled"], lambda months: -common(-months)),
            "label": moments["label"].astype(float).to_numpy(),
            "weight": common(moments["weight"].to_numpy(np.float64)),
            "reviewed": moments["reviewed"].to_numpy(bool),
            "selected_by": coarsened_codes(codes, shares, least),
            "propensity": common(pd.to_numeric(moments["propensity"]).to_numpy(np.float64)),
            "group": pd.factorize(moments["group"])[0],
            **{name: column.values for name, column in columns.items()},
        }
    )
    counted = Counter(column.how for column in columns.values())
    return _in_no_order(rows), {how: counted[how] for how in ("exact", "rounded", "blank")}


def _month(days: pd.Series[pd.Timestamp], common: Callable[[Floats], Floats]) -> pd.Series[pd.Timestamp]:
    """The first day of each month, none of which few share."""
    months = np.asarray(days.dt.year * 12 + days.dt.month - 1, dtype=np.float64)
    whole = np.floor(common(months)).astype(int)
    return pd.Series(pd.to_datetime([f"{month // 12}-{month % 12 + 1:02d}-01" for month in whole]))


def _in_no_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of what they hold, and groups numbered in it: no trace of how they lay in the tables."""
    features = [name for name in map(str, rows) if name not in ROW_COLUMNS]
    ordered = rows.sort_values(["opened", "reviewed", "label", *features, "group"], kind="stable", ignore_index=True)
    return ordered.assign(group=pd.factorize(ordered["group"])[0].astype(np.int64))
