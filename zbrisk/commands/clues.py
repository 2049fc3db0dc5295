"""zbrisk clues: one list to hand out, of checkpoints and models together; zbrisk clues snooze: set one aside."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from typer.core import TyperGroup

from zbrisk.clues.handing_out import ENDINGS, write_one_list
from zbrisk.clues.one_list import Clue, clues_of_checkpoints, clues_of_models, one_list, without_finished
from zbrisk.clues.snoozing import Snooze, read_snoozes, snooze, snoozed_on
from zbrisk.commands.application import app
from zbrisk.commands.campaigns import CampaignFile, campaign_moments, campaign_verdicts
from zbrisk.commands.day import parse_day
from zbrisk.commands.progress import console, progress
from zbrisk.commands.rank import Finished, typologies_of
from zbrisk.commands.tables import Tables, TablesFile, opened
from zbrisk.commands.trust_options import Unsigned
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.files import require_file

VERDICT_COLUMNS = ["case_id", "as_of", "rule", "aspect", "verdict", "severity", "sentence_zh", "evidence"]


class _ListByDefault(TyperGroup):
    """`zbrisk clues TABLES` means `zbrisk clues list TABLES`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `list` in front, unless a command or --help stands there."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["list", *args]
        return super().parse_args(ctx, args)


clues = typer.Typer(
    cls=_ListByDefault,
    help="One worklist: `zbrisk clues TABLES ...`; `zbrisk clues snooze` sets one aside.",
    no_args_is_help=True,
)
app.add_typer(clues, name="clues")


@clues.command("list")
def listed(
    tables: Tables,
    as_of: Annotated[str, typer.Option(metavar="DAY", help="The day of the list (2026-11-22).")],
    out: Annotated[Path, typer.Option(metavar="CLUES", help="The list: .xlsx or .csv for people, else .parquet.")],
    model: Annotated[
        Path | None, typer.Option("--model", metavar="BUNDLE", help="The folder that `zbrisk train` wrote.")
    ] = None,
    checkpoints: Annotated[
        Path | None, typer.Option(metavar="V.parquet", help="What `zbrisk checkpoints` wrote for the same day.")
    ] = None,
    campaign: CampaignFile = None,
    snoozed: Annotated[Path | None, typer.Option(metavar="S.csv", help="Clues that were set aside.")] = None,
    flags: Annotated[
        bool, typer.Option("--flags", help="List cases too where checkpoints only flag something.")
    ] = False,
    top: Annotated[int, typer.Option(min=1, help="The first N clues of the models for each target.")] = 200,
    tables_file: TablesFile = None,
    unsigned: Unsigned = False,
    finished: Finished = False,
) -> None:
    """Write one worklist of what checkpoints and models found.

    One entry lists all cases of a debtor, is marked as found by rules, by models or both, and says whom a high
    sham clue asks to verify. Left out is what is finished (reviewed, issued for review, restored or performed
    before the day, unless newer facts stand behind it; --all lists it too), and what is snoozed.
    """
    day = parse_day(as_of, "--as-of")
    if model is None and checkpoints is None:
        raise DataError("Clues of what?", "Give --model BUNDLE, --checkpoints V.parquet, or both.")
    if out.suffix.lower() not in ENDINGS:
        raise DataError(f"{out.name} is no clue list.", f"End the name in {', '.join(ENDINGS)}.")
    require_file(out)
    aside = snoozed_on(read_snoozes(snoozed), day) if snoozed is not None else set()
    verdicts = _verdicts(checkpoints, day) if checkpoints is not None else None
    scorer = _scorer(model, unsigned)
    with opened(tables, scorer.contract if scorer else load_contract(tables_file)) as docket:
        chosen, moments = None, docket.cohort(day)
        if campaign is not None:
            chosen, moments = campaign_moments(campaign, docket, as_of=day)
        found: list[Clue] = []
        if scorer is not None:
            with progress("Ranking", "signals") as advance:
                ranked = scorer.rank(docket, moments=moments, top=top, progress=advance, finished=finished)
            found += clues_of_models(chosen.clues(ranked, moments) if chosen else ranked, typologies_of(scorer))
        key = docket.contract.cohort.key
        if verdicts is not None:
            wanted = verdicts[verdicts["case_id"].isin(moments[key])]
            found += clues_of_checkpoints(campaign_verdicts(chosen, wanted) if chosen else wanted)
        if not finished:
            found = without_finished(docket, found, day)
        first = moments[moments["priority"]][key] if chosen else ()
        entries = one_list(docket, found, day, without=aside, first=first, flags=flags)
        write_one_list(entries, out, docket)
    console().print(f"{len(entries):,} entries, {sum(len(entry.clues) for entry in entries):,} clues: {out}")


@clues.command("snooze")
def set_aside(
    file: Annotated[Path, typer.Option(metavar="S.csv", help="The list of snoozed clues; made if need be.")],
    case: Annotated[str, typer.Option(metavar="ID", help="The case.")],
    target: Annotated[str, typer.Option(metavar="T", help="What the clue is of, such as concealed_assets.")],
    author: Annotated[str, typer.Option(help="Who sets it aside.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    until: Annotated[str, typer.Option(metavar="DAY", help="From this day on it is listed again (2026-11-22).")],
    tables_file: TablesFile = None,
) -> None:
    """Set a clue aside until a day, with who and why; the entry is added and nothing else is touched."""
    contract = load_contract(tables_file)
    known = contract.outcomes.targets if contract.outcomes else ()
    if target not in known:
        raise DataError(f"There is no target {target!r}.", f"Give one of {', '.join(known)}.")
    day = parse_day(until, "--until", ahead=True)
    entry = Snooze(case_id=case, target=target, author=author, reason=reason, until=day)
    snooze(file, entry)
    console().print(f"Snoozed until {entry.until}: {file}")


def _scorer(model: Path | None, unsigned: bool) -> Any:
    if model is None:
        return None
    from zbrisk.scoring.scorer import load_scorer  # brings scikit-learn, which takes seconds

    return load_scorer(model, unsigned=unsigned)


def _verdicts(path: Path, day: dt.date) -> pd.DataFrame:
    try:
        verdicts = pd.read_parquet(path, columns=VERDICT_COLUMNS)
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            f"{path} holds no verdicts.", "Give what `zbrisk checkpoints --out V.parquet` wrote."
        ) from error
    days = set(pd.to_datetime(verdicts["as_of"]).dt.date)
    if days - {day}:
        raise DataError(f"The verdicts are of {max(days - {day})}, not of {day}.", "Check the cases on the same day.")
    return verdicts
