"""zbrisk explain: why a case stands where it does."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zbrisk.commands.application import app
from zbrisk.commands.options import CampaignFile, Finished, ModelBundle, day_option, on_day
from zbrisk.commands.output import note, output_options, print_result
from zbrisk.commands.progress import progress
from zbrisk.commands.tables import Tables, opened, require_cases
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.commands.trust_options import Unsigned
from zbrisk.errors import DataError
from zbrisk.files import replacing, require_ending, require_file, require_folder

if TYPE_CHECKING:
    from zbrisk.docket import AsOf, Docket
    from zbrisk.pages import Beside
    from zbrisk.scoring.answer import Answer
    from zbrisk.scoring.scorer import Scorer
    from zbrisk.selection.series import Series

    Moments = Sequence[tuple[str, AsOf]]


Case = Annotated[list[str] | None, typer.Option(metavar="ID", help="A case; may be given several times.")]
AsOfOption = Annotated[
    dt.date | None,
    day_option("--as-of", "The day (2026-11-22); if left out, today (UTC), or with --clues the list's own."),
]
Clues = Annotated[
    Path | None, typer.Option(metavar="CLUES.parquet", help="Explain the first cases of this list instead.")
]
Top = Annotated[int, typer.Option(min=1, help="With --clues or --campaign: the first N entries of each target.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="PAGE", help="Write the reviewer's page here (page.html); several cases: a folder."),
]
LISTED = 5  # clues ranked for each entry asked for, so that the first entries are whole
Around = Annotated[
    bool | None,
    typer.Option(
        "--around/--no-around",
        help="Pages with findings on lawfulness and the cases tied to each; by default where a folder is written.",
    ),
]
Snoozed = Annotated[Path | None, typer.Option(metavar="S.csv", help="Clues that were set aside; their pages say so.")]


@app.command()
def explain(
    tables: Tables,
    model: ModelBundle,
    case: Case = None,
    as_of: AsOfOption = None,
    clues: Clues = None,
    campaign: CampaignFile = None,
    top: Top = 20,
    out: Out = None,
    unsigned: Unsigned = False,
    snoozed: Snoozed = None,
    finished: Finished = False,
    around: Around = None,
) -> None:
    """Say why a case stands where it does, with its evidence.

    Prints a short summary, or writes the page that a reviewer reads (Chinese, one file each), or JSON. Cases of one
    debtor or one suspected side are one entry of a list and have a page of their own, with the cases' pages behind it.
    Names and numbers are masked everywhere but in JSON. With --campaign and no --case, the first entries of the
    campaign are explained; with --case, cases outside of it are refused.
    """
    if out is not None and output_options().as_json:
        raise DataError("--out writes pages and --json prints.", "Give one of them.")
    cases = list(dict.fromkeys(case or []))
    if out is not None:
        (require_file if len(cases) == 1 else require_folder)(out)
    if campaign is not None and clues is not None:
        raise DataError("A campaign chooses its own cases.", "Leave --clues out.")
    if as_of is None and clues is None:
        as_of = on_day(as_of)
    from zbrisk.bundle.bundle import read_bundle

    bundle = read_bundle(model, unsigned=unsigned)
    if cases and as_of is not None:
        require_cases(tables, bundle.contract, cases, as_of)
    from zbrisk.clues.ranked_list_file import read_clues  # these bring pandas and scikit-learn, which take seconds
    from zbrisk.clues.snoozing import read_snoozes, snoozed_targets
    from zbrisk.scoring.scorer import Scorer
    from zbrisk.selection.top import first_entries
    from zbrisk.selection.unfinished import still_open

    aside = read_snoozes(snoozed) if snoozed is not None else []
    listed = read_clues(clues) if clues is not None and not cases else None
    moments = [] if campaign or listed is not None else _moments(cases, as_of, clues)
    if listed is not None and as_of is not None:
        raise DataError("The list has its own days.", "Leave --as-of out, or name cases with --case.")
    scorer = Scorer(bundle)
    series: list[Series] = []
    beside: dict[str, Beside] = {}
    with opened(tables, scorer.contract) as docket:
        if campaign is not None and as_of is not None:
            moments, series = _of_campaign(scorer, docket, campaign, cases, as_of, top, finished=finished)
        elif listed is not None:
            moments, series = first_entries(listed if finished else listed[still_open(docket, listed)], top)
        with progress("Explaining", "cases") as advance:
            answers = scorer.explain_each(docket, moments, progress=advance)
        if out is not None and (len(cases) != 1 if around is None else around):
            from zbrisk.linking.beside_pages import beside_cases

            with progress("Looking around", "cases") as advance:
                beside = beside_cases(docket, moments, advance)
    for place, answer in enumerate(answers):
        if until := snoozed_targets(aside, answer.explanation.case_id, answer.explanation.as_of):
            answers[place] = answer.snoozed(until)
    if out is None:
        print_result(lambda: _documents(answers), lambda: _print(answers))
    elif len(cases) == 1:
        _write_page(answers[0], out, beside)
    else:
        from zbrisk.pages.case_pages import write_case_pages

        explanations = [answer.explanation for answer in answers]
        index = write_case_pages(explanations, out, scorer.contract, series=series, beside=beside)
        note(f"{counted(len(answers), 'page')}: {index}")


def _moments(cases: list[str], as_of: dt.date | None, clues: Path | None) -> Moments:
    if bool(cases) == (clues is not None):
        raise DataError("Which cases?", "Give --case ID (as often as you like) with --as-of, or --clues CLUES.parquet.")
    if as_of is None:
        raise DataError("On which day?", "Give --as-of 2026-11-22.")
    return [(case, as_of) for case in cases]


def _of_campaign(
    scorer: Scorer, docket: Docket, source: str, cases: list[str], day: dt.date, top: int, *, finished: bool
) -> tuple[Moments, list[Series]]:
    """The cases that are named, if they belong to the campaign, or else those of its first entries."""
    from zbrisk.clues.list_series import with_series
    from zbrisk.clues.suspected import typologies_of
    from zbrisk.selection.campaign_file import read_campaign
    from zbrisk.selection.top import first_entries

    campaign = read_campaign(source, docket.contract)
    if cases:
        campaign.require_cases(docket, cases, day)
        return [(case, day) for case in cases], []
    inside = campaign.cases_on(docket, day)
    with progress("Ranking", "signals") as advance:
        ranked = scorer.rank(docket, moments=inside, top=LISTED * top, progress=advance, finished=finished)
    return first_entries(with_series(campaign.clues(ranked, inside), typologies_of(scorer.program), docket), top)


def _documents(answers: list[Answer]) -> Any:
    """The answer, or a list of them: what `score_case` gives, too."""
    documents = [json.loads(answer.to_json()) for answer in answers]
    return documents[0] if len(documents) == 1 else documents


def _print(answers: list[Answer]) -> None:
    from zbrisk.commands.display.case_summary import case_summary

    for answer in answers:
        Terminal().print(case_summary(answer))
    if not answers:
        note("The list holds no case.")


def _write_page(answer: Answer, out: Path, beside: Mapping[str, Beside]) -> None:
    from zbrisk.pages.beside import NOTHING_BESIDE
    from zbrisk.pages.page import render_page

    require_ending(out, "page", (".html", ".htm"))
    with replacing(out) as draft:
        page = render_page(answer.explanation, answer.contract, beside.get(answer.explanation.case_id, NOTHING_BESIDE))
        draft.write_text(page, encoding="utf-8")
    note(f"Page: {out}")
