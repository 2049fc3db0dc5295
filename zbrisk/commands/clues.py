"""zbrisk clues: one worklist, of checkpoints and models together; set one aside; take a filled list in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zbrisk.commands.application import app
from zbrisk.commands.command import App, Group
from zbrisk.commands.options import LIST_ENDINGS, TODAY, CampaignFile, Finished, day_option, on_day
from zbrisk.commands.output import note, print_result
from zbrisk.commands.progress import progress
from zbrisk.commands.tables import Tables, TablesFile, opened
from zbrisk.commands.terminal import counted
from zbrisk.commands.trust_options import Unsigned
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.files import replacing, require_ending, require_file

if TYPE_CHECKING:
    from zbrisk.intake.filled_worklist import Refusal


class _ListByDefault(Group):
    """`zbrisk clues TABLES` means `zbrisk clues list TABLES`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `list` in front, unless a command or --help stands there."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["list", *args]
        return super().parse_args(ctx, args)


clues = App(
    cls=_ListByDefault,
    help="One worklist: `zbrisk clues TABLES ...`; `snooze` sets a clue aside, `import` takes a filled list in.",
    no_args_is_help=True,
)
app.add_typer(clues, name="clues")


@clues.command("list")
def list_clues(
    tables: Tables,
    out: Annotated[Path, typer.Option(metavar="CLUES", help="The list: .xlsx or .csv for people, else .parquet.")],
    as_of: Annotated[dt.date | None, day_option("--as-of", f"The day of the list (2026-11-22){TODAY}")] = None,
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
    weak: Annotated[
        bool, typer.Option("--weak", help="List entries too without a high level (较高, 很高) or a substantive breach.")
    ] = False,
    pages: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder of pages that the rows of a workbook lead to.")
    ] = None,
) -> None:
    """Write one worklist of what checkpoints and models found.

    One entry lists all cases of a series: of one debtor, or of one side that sham clues ask to verify. A workbook is
    for clerks: who gets the entry, why, what to fetch first, until when, and cells for the result, which `zbrisk clues
    import` takes in again. Left out is what is finished (reviewed, issued for review, restored or performed before the
    day, unless newer facts stand behind it; --all lists it too), what is snoozed, and, unless --weak is given, what is
    neither at a high level nor a substantive breach.
    """
    if model is None and checkpoints is None:
        raise DataError("Clues of what?", "Give --model BUNDLE, --checkpoints V.parquet, or both.")
    require_ending(out, "clue list", LIST_ENDINGS)
    require_file(out)
    from zbrisk.checkpoints.lists import read_verdicts  # these bring pandas and scikit-learn, which take seconds
    from zbrisk.clues import write_worklist
    from zbrisk.clues.make_worklist import make_worklist
    from zbrisk.clues.snoozing import read_snoozes, snoozed_on
    from zbrisk.scoring.scorer import load_scorer
    from zbrisk.selection.campaign_file import read_campaign

    day = on_day(as_of)
    aside = snoozed_on(read_snoozes(snoozed), day) if snoozed is not None else set()
    verdicts = read_verdicts(checkpoints, day) if checkpoints is not None else None
    scorer = load_scorer(model, unsigned=unsigned) if model is not None else None
    contract = scorer.contract if scorer else load_contract(tables_file)
    narrowed = None if campaign is None else read_campaign(campaign, contract)
    with opened(tables, contract) as docket:
        with progress("Ranking", "signals") as advance:
            entries = make_worklist(
                docket, day, scorer=scorer, verdicts=verdicts, campaign=narrowed, without=aside, flags=flags,
                top=top, finished=finished, weak=weak, progress=advance,
            )  # fmt: skip
        write_worklist(entries, out, docket, pages=pages)
    found = sum(len(entry.clues) for entry in entries)
    print_result(
        lambda: {"as_of": day, "written": [out], "entries": len(entries), "clues": found},
        lambda: note(f"{counted(len(entries), 'entry')}, {counted(found, 'clue')}: {out}"),
    )


@clues.command("snooze")
def snooze_clue(
    file: Annotated[Path, typer.Option(metavar="S.csv", help="The list of snoozed clues; made if need be.")],
    case: Annotated[str, typer.Option(metavar="ID", help="The case.")],
    target: Annotated[str, typer.Option(metavar="T", help="What the clue is of, such as concealed_assets.")],
    author: Annotated[str, typer.Option(help="Who sets it aside.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    until: Annotated[dt.date, day_option("--until", "From this day on it is listed again (2026-11-22).", ahead=True)],
    tables_file: TablesFile = None,
) -> None:
    """Set a clue aside until a day, with who and why; the entry is added and nothing else is touched."""
    contract = load_contract(tables_file)
    known = contract.outcomes.targets if contract.outcomes else ()
    if target not in known:
        raise DataError(f"There is no target {target!r}.", f"Give one of {', '.join(known)}.")
    from zbrisk.clues.snoozing import Snooze, snooze

    entry = Snooze(case_id=case, target=target, author=author, reason=reason, until=until)
    snooze(file, entry)
    print_result(lambda: {"written": [file], **asdict(entry)}, lambda: note(f"Snoozed until {entry.until}: {file}"))


@clues.command("import")
def import_filled(
    filled: Annotated[Path, typer.Argument(metavar="FILLED.xlsx", help="The worklist, filled in.")],
    out: Annotated[Path, typer.Option(metavar="OUTCOMES", help="A new file of review_outcomes: .csv or .parquet.")],
    tables_file: TablesFile = None,
) -> None:
    """Turn a filled worklist into rows of review_outcomes, which the next model learns from.

    Every row that cannot be taken is named with its cell and what to do, and the exit code is 1; the others are written
    all the same. Correct the workbook, and import it into another file.
    """
    require_ending(out, "file of outcomes", (".csv", ".parquet"))
    require_file(out)
    if out.exists():
        raise DataError(f"{out} exists; earlier outcomes would be lost.", "Name a new file, and add its rows.")
    contract = load_contract(tables_file)
    if contract.outcomes is None:
        raise DataError("The contract in force has no outcomes.", "Import into a contract that has them.")
    from zbrisk.intake.filled_worklist import read_filled_worklist

    found = read_filled_worklist(filled, contract)
    with replacing(out) as draft:
        if out.suffix.lower() == ".csv":
            found.outcomes.to_csv(draft, index=False)
        else:
            found.outcomes.to_parquet(draft, index=False)
    note(f"{counted(len(found.outcomes), 'outcome')}: {out}; {counted(len(found.refused), 'row')} refused.")
    print_result(
        lambda: {
            "written": [out],
            "outcomes": len(found.outcomes),
            "refused": [asdict(each) for each in found.refused],
        },
        lambda: _print_refused(found.refused),
    )
    if found.refused:
        raise typer.Exit(1)


def _print_refused(refused: Sequence[Refusal]) -> None:
    for each in refused:
        typer.echo(f"{each.cell}: {each.problem} {each.cure}")
