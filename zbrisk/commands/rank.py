"""zbrisk rank: which cases to look at first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from zbrisk.clues import write_clues
from zbrisk.clues.suspected import with_suspect_names, with_suspect_side
from zbrisk.commands.application import app
from zbrisk.commands.campaigns import CampaignFile, campaign_clues, campaign_moments
from zbrisk.commands.day import parse_day
from zbrisk.commands.moments import MomentsFile, read_moments
from zbrisk.commands.progress import console, progress
from zbrisk.commands.promised_list import SuccessRate, check_promise, kept
from zbrisk.commands.review_plan import Audits, Budget, By, Lists, Quotas, check_plan, planned, with_reasons
from zbrisk.commands.tables import Tables, opened
from zbrisk.commands.trust_options import Unsigned
from zbrisk.docket import Docket
from zbrisk.errors import DataError
from zbrisk.files import require_file
from zbrisk.pages.standing import news_words

if TYPE_CHECKING:
    from zbrisk.scoring.scorer import Scorer

Model = Annotated[Path, typer.Option("--model", metavar="BUNDLE", help="The folder that `zbrisk train` wrote.")]
Finished = Annotated[
    bool, typer.Option("--all", help="List finished cases too: reviewed, issued for review, restored or performed.")
]
ENDINGS = (".parquet", ".csv", ".xlsx")


@app.command()
def rank(
    tables: Tables,
    model: Model,
    out: Annotated[
        Path,
        typer.Option(
            metavar="CLUES", help="The list to write: .parquet for programs, .csv or .xlsx (in Chinese) for people."
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Rank every case whose 终本 stands on this day (2026-11-22)."),
    ] = None,
    moments: MomentsFile = None,
    campaign: CampaignFile = None,
    top: Annotated[int | None, typer.Option(min=1, help="The first N clues of each target; all if left out.")] = None,
    success_rate: SuccessRate = None,
    budget: Budget = None,
    audits: Audits = 0.1,
    by: By = "probability",
    quotas: Quotas = None,
    lists: Lists = None,
    unsigned: Unsigned = False,
    finished: Finished = False,
) -> None:
    """Rank cases by risk, each with its reasons.

    With --moments those moments are ranked instead; --as-of is then the day of rows that name none. The list has one
    row for each case and target. Nothing that became known on the day itself or later is used. With --campaign the list
    holds its cases and targets alone, and within each target those with priority come first; ranks stay those of risk.
    With --success-rate the list of each target is the longest of which at least that share is expected to be confirmed.
    With --budget the list holds the reviews to do next: by worth, a share at random, none done or issued before.
    Finished cases are left out, unless facts became known since; --all lists them too, and so do named moments.
    """
    day = parse_day(as_of, "--as-of") if as_of else None
    if day is None and moments is None:
        raise DataError("Which cases, on which day?", "Give --as-of 2026-11-22, or --moments with a file.")
    if out.suffix.lower() not in ENDINGS:
        raise DataError(f"{out.name} is no clue list.", f"End the name in {', '.join(ENDINGS)}.")
    require_file(out)
    if lists is not None:
        require_file(lists)
    check_plan(budget, quotas, lists, top, moments)
    check_promise(success_rate, top=top, moments=moments, campaign=campaign, budget=budget)
    from zbrisk.scoring.scorer import REASONS, load_scorer  # brings scikit-learn, which takes seconds

    scorer = load_scorer(model, unsigned=unsigned)
    with opened(tables, scorer.contract) as docket:
        asked = None if moments is None else read_moments(moments, docket, as_of=day)
        with progress("Ranking", "signals") as advance:
            if campaign is not None:
                chosen, inside = campaign_moments(campaign, docket, as_of=day, asked=asked)
                everything = finished or asked is not None
                clues = campaign_clues(scorer, docket, chosen, inside, top, advance, finished=everything)
            else:
                clues = scorer.rank(
                    docket, as_of=day if asked is None else None, moments=asked, top=top, progress=advance,
                    reasons=REASONS if budget is None and success_rate is None else 0,
                    finished=finished or asked is not None,
                )  # fmt: skip
        if budget is not None:
            clues = with_reasons(planned(clues, docket, budget, audits, by, quotas, lists), scorer, docket)
        elif success_rate is not None:
            clues = with_reasons(kept(clues, scorer, success_rate), scorer, docket)
        write_clues(listed_for(out, clues, scorer, docket), out)
    console().print(f"{len(clues):,} clues: {out}")


def listed_for(out: Path, clues: pd.DataFrame, scorer: Scorer, docket: Docket) -> pd.DataFrame:
    """The clues as their list has them: whom sham clues ask to verify, and for people case numbers and new facts."""
    typologies = typologies_of(scorer)
    if out.suffix.lower() == ".parquet":
        return with_suspect_side(clues, typologies)
    told = [news_words(json.loads(facts or "[]"), docket.contract) for facts in clues["new_facts"]]
    people = clues.assign(new_facts=pd.Series(told, index=clues.index, dtype=object))
    return with_case_numbers(with_suspect_names(people, typologies, docket), docket)


def typologies_of(scorer: Scorer) -> dict[str, tuple[str, ...]]:
    """The typologies that each signal of the bundle speaks of."""
    return {signal.name: signal.card.typology for signal in scorer.program.signals}


def with_case_numbers(clues: pd.DataFrame, docket: Docket) -> pd.DataFrame:
    """The clues with case_no, by which people know a case, where the tables have it."""
    table = docket.contract.tables[docket.contract.cohort.table]
    if "case_no" not in table.columns:
        return clues
    parts = [pd.Series(dtype=object)]  # an empty list is a list
    for as_of, part in clues.groupby(clues["as_of"].dt.date):
        rows = docket.rows(table.name, part["case_id"].unique(), str(as_of))
        numbers = {str(row[docket.contract.cohort.key]): row["case_no"] for row in rows}
        parts.append(part["case_id"].map(numbers))
    return clues.assign(case_no=pd.concat(parts))
