"""zbrisk rank: which cases to look at first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zbrisk.commands.application import app
from zbrisk.commands.options import (
    LIST_ENDINGS,
    TODAY,
    CampaignFile,
    Finished,
    ModelBundle,
    MomentsFile,
    day_option,
    on_day,
)
from zbrisk.commands.output import note, print_result, records
from zbrisk.commands.progress import console, progress
from zbrisk.commands.shard_options import ShardSize, Workers, sharded
from zbrisk.commands.tables import Tables, opened
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.commands.trust_options import Unsigned
from zbrisk.errors import DataError
from zbrisk.files import require_ending, require_file

if TYPE_CHECKING:
    import pandas as pd

    from zbrisk.docket import Docket
    from zbrisk.scoring.scorer import Scorer


Out = Annotated[
    Path | None,
    typer.Option(
        metavar="CLUES",
        help="The list to write: .parquet for programs, .csv or .xlsx (in Chinese) for people; without it the first"
        " entries are printed.",
    ),
]
AsOf = Annotated[
    dt.date | None, day_option("--as-of", f"Rank every case whose 终本 stands on this day (2026-11-22){TODAY}")
]
PRINTED = 10  # entries of each target
Top = Annotated[int | None, typer.Option(min=1, help="The first N clues of each target; all if left out.")]
SuccessRate = Annotated[
    float | None,
    typer.Option(help="The longest list of which at least this share (0.8) is expected to be confirmed, or none."),
]
Budget = Annotated[int | None, typer.Option(min=1, help="Plan N reviews for each target; no case is reviewed twice.")]
Audits = Annotated[float, typer.Option(min=0, max=1, help="With --budget: the share of it that is sampled at random.")]
Learn = Annotated[
    float,
    typer.Option(min=0, max=1, help="With --budget: the share drawn for what a review would teach the next model."),
]
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


@app.command()
def rank(
    tables: Tables,
    model: ModelBundle,
    out: Out = None,
    as_of: AsOf = None,
    moments: MomentsFile = None,
    campaign: CampaignFile = None,
    top: Top = None,
    success_rate: SuccessRate = None,
    budget: Budget = None,
    audits: Audits = 0.1,
    learn: Learn = 0.0,
    by: By = "probability",
    quotas: Quotas = None,
    lists: Lists = None,
    unsigned: Unsigned = False,
    finished: Finished = False,
    shards: ShardSize = None,
    workers: Workers = 1,
) -> None:
    """Rank cases by risk, each with its reasons.

    With --moments those moments are ranked instead; --as-of is then the day of rows that name none. The list has one
    row for each case and target; without --out the first entries of each target are printed, masked. Nothing that
    became known on the day itself or later is used. With --campaign the list holds its cases and targets alone, and
    within each target those with priority come first; ranks stay those of risk.
    With --success-rate the list of each target is the longest of which at least that share is expected to be confirmed.
    With --budget the list holds the reviews to do next: by worth, a share at random, none done or issued before; with
    --learn a share goes to cases of doubt, from which the next model would learn most.
    Finished cases are left out, unless facts became known since; --all lists them too, and so do named moments.
    """
    if out is not None:
        require_ending(out, "clue list", LIST_ENDINGS)
        require_file(out)
    if lists is not None:
        require_file(lists)
    _check_plan(budget, quotas, lists, top, moments)
    _check_success_rate(success_rate, top=top, moments=moments, campaign=campaign, budget=budget)
    from zbrisk.clues.ranked_list_file import (  # these bring pandas and scikit-learn, which take seconds
        for_programs,
        ranked_for_people,
        write_ranked_list,
    )
    from zbrisk.docket.moments_file import read_moments
    from zbrisk.explaining.explainer import CHIEF_REASONS
    from zbrisk.scoring.scorer import load_scorer
    from zbrisk.selection.campaign_file import read_campaign

    as_of = on_day(as_of) if moments is None else as_of
    scorer = load_scorer(model, unsigned=unsigned)
    narrowed = None if campaign is None else read_campaign(campaign, scorer.contract)
    chosen_later = budget is not None or success_rate is not None
    with sharded(tables, out, shards, workers) as parts, opened(tables, scorer.contract) as docket:
        asked = None if moments is None else read_moments(moments, docket, as_of=as_of)
        everything = finished or asked is not None
        if narrowed is not None:
            asked = narrowed.cases_on(docket, as_of, among=asked)
        with progress("Ranking", "signals" if parts is None else "shards") as advance:
            if parts is not None:
                cohort = docket.cohort(as_of) if asked is None and as_of is not None else asked
                assert cohort is not None
                clues = parts.rank(
                    scorer, model, cohort, unsigned=unsigned, top=top, finished=everything, progress=advance
                )
            else:
                clues = scorer.rank(
                    docket, as_of=as_of if asked is None else None, moments=asked, top=top, progress=advance,
                    reasons=0 if chosen_later else CHIEF_REASONS, finished=everything,
                )  # fmt: skip
        if narrowed is not None and asked is not None:
            clues = narrowed.clues(clues, asked)
        if budget is not None:
            shares = {"audits": audits, "learn": learn}
            clues = _planned(clues, docket, budget, shares, by, quotas, lists)
        elif success_rate is not None:
            clues = _of_success_rate(clues, scorer, success_rate)
        if parts is not None:
            clues = parts.with_reasons(scorer, model, clues, unsigned=unsigned)
        elif chosen_later:
            clues = scorer.with_reasons(docket, clues)
        if out is not None:
            write_ranked_list(clues, out, scorer.program, docket)
            note(f"{counted(len(clues), 'clue')}: {out}")
        print_result(
            lambda: {
                "as_of": as_of,
                "written": [out] if out else [],
                "clues": records(for_programs(clues, scorer.program, docket)),
            },
            lambda: None if out else _print_first(clues, ranked_for_people(clues, scorer.program, docket)),
        )


def _print_first(clues: pd.DataFrame, entries: pd.DataFrame) -> None:
    """The first entries of each target, masked."""
    from zbrisk.commands.display.ranked_entries import ranked_entries

    if clues.empty:
        console().print("The list holds no case.")
        return
    first = entries[entries["rank"] <= PRINTED]
    console_of_list = Terminal()
    for table in ranked_entries(first):
        console_of_list.print(table)
    note(f"The first {len(first):,} of {counted(len(entries), 'entry')}; --out CLUES.xlsx writes them all.")


def _check_plan(budget: int | None, quotas: Path | None, lists: Path | None, top: int | None, moments: object) -> None:
    """Refuse options that do not go together."""
    if budget is None and (quotas or lists):
        raise DataError("--quotas and --lists belong to a plan of reviews.", "Add --budget 200.")
    if budget is not None and (top is not None or moments is not None):
        raise DataError("A plan chooses among all cases of a day.", "Leave --top and --moments out.")
    if lists is not None and lists.exists():
        raise DataError(f"{lists} exists; an earlier list would be lost.", "Name a new file, and add its rows.")


def _check_success_rate(rate: float | None, **others: object) -> None:
    """Refuse what a promise cannot stand beside: it speaks of all cases of a day."""
    if rate is None:
        return
    if not 0 < rate < 1:
        raise DataError(f"A success rate of {rate} cannot be promised.", "Give one between 0 and 1, such as 0.8.")
    given = [f"--{name}" for name, value in others.items() if value is not None]
    if given:
        raise DataError("A promise speaks of all cases of a day.", f"Leave out {', '.join(given)}.")


def _planned(
    clues: pd.DataFrame, docket: Docket, budget: int, shares: Mapping[str, float], by: str, quotas: Path | None,
    lists: Path | None,
) -> pd.DataFrame:  # fmt: skip
    """The clues to review; the lists are written."""
    from zbrisk.selection.budget import plan_reviews
    from zbrisk.selection.quotas import read_quotas
    from zbrisk.selection.review_list_rows import write_lists

    least = read_quotas(quotas) if quotas is not None else None
    plan = plan_reviews(clues, docket, budget, quotas=least, by=by, **shares)  # type: ignore[arg-type]
    if lists is not None:
        write_lists(plan.lists, lists)
    return plan.chosen


def _of_success_rate(clues: pd.DataFrame, scorer: Scorer, rate: float) -> pd.DataFrame:
    """The clues that the promise holds for; what is promised of each target, or why nothing is, is printed."""
    from zbrisk.selection.success_rate import select_success_rate

    chosen, found = select_success_rate(clues, scorer.bundle.targets, rate)
    for target, each in found.items():
        note(f"{target}: {each.sentence}.")
    return chosen
