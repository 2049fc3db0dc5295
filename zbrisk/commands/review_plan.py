"""The part of zbrisk rank that plans reviews."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from zbrisk.docket import Docket
from zbrisk.errors import DataError

if TYPE_CHECKING:
    from zbrisk.scoring.scorer import Scorer

__all__ = ["Audits", "Budget", "By", "Lists", "Quotas", "check_plan", "planned", "with_reasons"]

Budget = Annotated[int | None, typer.Option(min=1, help="Plan N reviews for each target; no case is reviewed twice.")]
Audits = Annotated[float, typer.Option(min=0, max=1, help="With --budget: the share of it that is sampled at random.")]
By = Annotated[str, typer.Option(help="With --budget: a review is worth its probability, or the money expected.")]
Quotas = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="With --budget: least reviews of a court, a CSV file with court_code,reviews."),
]
Lists = Annotated[
    Path | None,
    typer.Option(
        metavar="review_lists.csv",
        help="With --budget: every eligible case with its chance, by which training can undo the selection.",
    ),
]


def check_plan(budget: int | None, quotas: Path | None, lists: Path | None, top: int | None, moments: object) -> None:
    """Refuse options that do not go together.

    Raises:
        DataError: They do not.
    """
    if budget is None and (quotas or lists):
        raise DataError("--quotas and --lists belong to a plan of reviews.", "Add --budget 200.")
    if budget is not None and (top is not None or moments is not None):
        raise DataError("A plan chooses among all cases of a day.", "Leave --top and --moments out.")
    if lists is not None and lists.exists():
        raise DataError(f"{lists} exists; an earlier list would be lost.", "Name a new file, and add its rows.")


def planned(
    clues: pd.DataFrame, docket: Docket, budget: int, audits: float, by: str, quotas: Path | None, lists: Path | None
) -> pd.DataFrame:
    """The clues to review; the lists are written."""
    from zbrisk.planning import plan_reviews, read_quotas, write_lists

    least = read_quotas(quotas) if quotas is not None else None
    plan = plan_reviews(clues, docket, budget, audits=audits, quotas=least, by=by)  # type: ignore[arg-type]
    if lists is not None:
        write_lists(plan.lists, lists)
    return plan.chosen


def with_reasons(clues: pd.DataFrame, scorer: Scorer, docket: Docket) -> pd.DataFrame:
    """A few clues that were ranked without reasons, with them."""
    if clues.empty:
        return clues
    moments = clues[["case_id", "as_of"]].drop_duplicates(ignore_index=True)
    again = scorer.rank(docket, moments=moments).set_index(["case_id", "target"])["reasons"]
    pairs = pd.MultiIndex.from_frame(clues[["case_id", "target"]])
    return clues.assign(reasons=again.reindex(pairs).to_numpy())
