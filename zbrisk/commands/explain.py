"""zbrisk explain: why a case stands where it does."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from zbrisk.clues.snoozing import Snooze, read_snoozes
from zbrisk.commands.application import app
from zbrisk.commands.campaigns import CampaignFile, campaign_clues, campaign_moments, require_inside
from zbrisk.commands.case_pages import write_case_pages
from zbrisk.commands.day import parse_day
from zbrisk.commands.display.case_summary import case_summary
from zbrisk.commands.progress import console, progress
from zbrisk.commands.rank import Finished, Model
from zbrisk.commands.tables import Tables, opened
from zbrisk.commands.terminal import Terminal
from zbrisk.commands.trust_options import Unsigned
from zbrisk.docket import AsOf, Docket
from zbrisk.errors import DataError
from zbrisk.files import replacing, require_file, require_folder
from zbrisk.scoring.answer import Answer
from zbrisk.selection.unfinished import still_open

if TYPE_CHECKING:
    from zbrisk.scoring.scorer import Scorer

Moments = list[tuple[str, AsOf]]
LISTED = ["case_id", "as_of", "target", "rank"]


@app.command()
def explain(
    tables: Tables,
    model: Model,
    case: Annotated[list[str] | None, typer.Option(metavar="ID", help="A case; may be given several times.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day (2026-11-22); with --clues, the list's own.")
    ] = None,
    clues: Annotated[
        Path | None, typer.Option(metavar="CLUES.parquet", help="Explain the first cases of this list instead.")
    ] = None,
    campaign: CampaignFile = None,
    top: Annotated[int, typer.Option(min=1, help="With --clues or --campaign: so many cases of each target.")] = 20,
    out: Annotated[
        Path | None,
        typer.Option(metavar="PAGE", help="Write the reviewer's page here (page.html); several cases: a folder."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything as JSON for a case system. Not masked.")
    ] = False,
    unsigned: Unsigned = False,
    snoozed: Annotated[
        Path | None, typer.Option(metavar="S.csv", help="Clues that were set aside; their pages say so.")
    ] = None,
    finished: Finished = False,
) -> None:
    """Say why a case stands where it does, with its evidence.

    Prints a short summary, or writes the page that a reviewer reads (Chinese, one file each), or JSON. Names and
    numbers are masked everywhere but in JSON. With --campaign and no --case, the first cases of the campaign are
    explained; with --case, cases outside of it are refused.
    """
    if out is not None and as_json:
        raise DataError("--out writes pages and --json prints.", "Give one of them.")
    cases = list(dict.fromkeys(case or []))
    if out is not None:
        (require_file if len(cases) == 1 else require_folder)(out)
    if campaign is not None and (clues is not None or as_of is None):
        raise DataError("A campaign is of a day.", "Give --as-of 2026-11-22, and no --clues.")
    day = parse_day(as_of, "--as-of") if as_of else None
    aside = read_snoozes(snoozed) if snoozed is not None else []
    listed = _read_clues(clues) if clues is not None and not cases else None
    moments = [] if campaign or listed is not None else _moments(cases, day, clues, top)
    if listed is not None and day is not None:
        raise DataError("The list has its own days.", "Leave --as-of out, or name cases with --case.")
    from zbrisk.scoring.scorer import load_scorer  # brings scikit-learn, which takes seconds

    scorer = load_scorer(model, unsigned=unsigned)
    with opened(tables, scorer.contract) as docket:
        if campaign is not None and day is not None:
            moments = _of_campaign(scorer, docket, campaign, cases, day, top, finished=finished)
        elif listed is not None:
            moments = first_moments(listed if finished else listed[still_open(docket, listed)], top)
        answers = [_with_snoozes(answer, aside) for answer in answers_of(scorer, docket, moments)]
    if as_json:
        typer.echo(_json(answers))
    elif out is None:
        for answer in answers:
            Terminal().print(case_summary(answer))
        if not answers:
            console().print("The list holds no case.")
    elif len(cases) == 1:
        _write_page(answers[0], out)
    else:
        index = write_case_pages(answers, out, scorer.contract)
        console().print(f"{len(answers)} pages: {index}")


def _moments(cases: list[str], as_of: dt.date | None, clues: Path | None, top: int) -> Moments:
    if bool(cases) == (clues is not None):
        raise DataError("Which cases?", "Give --case ID (as often as you like) with --as-of, or --clues CLUES.parquet.")
    if as_of is None:
        raise DataError("On which day?", "Give --as-of 2026-11-22.")
    return [(case, as_of) for case in cases]


def _with_snoozes(answer: Answer, snoozes: list[Snooze]) -> Answer:
    """The answer with what is set aside on its day."""
    explanation = answer.explanation
    case, day = explanation.case_id, explanation.as_of
    until = {each.target: each.until for each in snoozes if each.case_id == case and day < each.until}
    return (
        replace(answer, explanation=replace(explanation, status=explanation.status.aside(until))) if until else answer
    )


def _of_campaign(
    scorer: Scorer, docket: Docket, campaign: str, cases: list[str], day: dt.date, top: int, *, finished: bool
) -> Moments:
    if cases:
        require_inside(campaign, docket, cases, day)
        return [(case, day) for case in cases]
    chosen, inside = campaign_moments(campaign, docket, as_of=day)
    with progress("Ranking", "signals") as advance:
        return first_moments(campaign_clues(scorer, docket, chosen, inside, top, advance, finished=finished), top)


def _read_clues(path: Path) -> pd.DataFrame:
    try:
        listed = pd.read_parquet(path)
        return listed[[*LISTED, *(name for name in ("new_facts",) if name in listed.columns)]]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            f"{path} is no clue list in Parquet.", "Give what `zbrisk rank --out CLUES.parquet` wrote."
        ) from error


def first_moments(clues: pd.DataFrame, top: int) -> Moments:
    """The moments of the first `top` clues of each target, by rank, each once."""
    first = clues[clues["rank"] <= top].sort_values("rank", kind="stable").drop_duplicates(["case_id", "as_of"])
    return [(str(case), day.date()) for case, day in zip(first["case_id"], first["as_of"], strict=True)]


def answers_of(scorer: Scorer, docket: Docket, moments: Moments) -> list[Answer]:
    answers = []
    with progress("Explaining", "cases") as advance:
        for case_id, day in moments:
            answers.append(scorer.explain(docket, case_id=case_id, as_of=day))
            advance(len(answers), len(moments))
    return answers


def _json(answers: list[Answer]) -> str:
    if len(answers) == 1:
        return answers[0].to_json()
    documents = [json.loads(answer.to_json()) for answer in answers]
    return json.dumps(documents, ensure_ascii=False, indent=1)


def _write_page(answer: Answer, out: Path) -> None:
    if out.suffix.lower() not in (".html", ".htm"):
        raise DataError(f"{out.name} is no page.", "End the name in .html.")
    with replacing(out) as draft:
        draft.write_text(answer.to_html(), encoding="utf-8")
    console().print(f"Page: {out}")
