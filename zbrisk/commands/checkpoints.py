"""zbrisk checkpoints: was the termination lawful, and is the punishment?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from zbrisk.commands.application import app
from zbrisk.commands.options import LIST_ENDINGS, TODAY, CampaignFile, day_option, on_day
from zbrisk.commands.output import note, print_result, records
from zbrisk.commands.progress import progress
from zbrisk.commands.shard_options import ShardSize, Workers, sharded
from zbrisk.commands.tables import Tables, TablesFile, opened, require_cases
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.files import require_ending, require_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from zbrisk.selection.campaign import Campaign

COLOURS = {"fail": "red", "flag": "yellow", "hint": "dim", "unknown": "dim", "pass": "green", "not_applicable": "dim"}


@app.command()
def checkpoints(
    tables: Tables,
    as_of: Annotated[
        dt.date | None, day_option("--as-of", f"Check by what was known before this day (2026-11-22){TODAY}")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="V", help="Verdicts: .parquet with all of them, .csv or .xlsx with the breaches, in Chinese."
        ),
    ] = None,
    case: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only this case; as often as you like.")] = None,
    campaign: CampaignFile = None,
    repairs: Annotated[
        Path | None,
        typer.Option("--credit-repair", metavar="LIST", help="Who is punished and perhaps should be no longer."),
    ] = None,
    features: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder of views and checkpoints instead of zbrisk's own.")
    ] = None,
    tables_file: TablesFile = None,
    hints: Annotated[bool, typer.Option("--all", help="With hints too: traces that are seldom a breach.")] = False,
    shards: ShardSize = None,
    workers: Workers = 1,
) -> None:
    """Check every termination, and every punishment, against the law.

    A breach is a fail (与规定不符) only where the law was verified and is its own; else a flag (待核). What is seldom a
    breach is a hint (仅供参考), which lists leave out unless --all is given. Missing data is never a breach. No verdict
    feeds a risk model. With --campaign its cases and checkpoints alone.
    """
    import pandas as pd

    from zbrisk.checkpoints import credit_repair, find_verdicts
    from zbrisk.checkpoints.lists import breaches, write_credit_repair, write_verdicts
    from zbrisk.selection.campaign_file import read_campaign

    for path in (out, repairs):
        if path is not None:
            require_ending(path, "list", LIST_ENDINGS)
            require_file(path)
    if out is None and repairs is None and not case:
        raise DataError("Where to?", "Give --out V.parquet, --credit-repair LIST.xlsx, or --case ID to read it here.")
    if shards is not None and case:
        raise DataError("Some cases are no cohort that needs shards.", "Leave --case or --shards out.")
    day = on_day(as_of)
    contract = load_contract(tables_file)
    require_cases(tables, contract, case or [], day)
    narrowed = None if campaign is None else read_campaign(campaign, contract)
    with sharded(tables, out or repairs, shards, workers) as parts, opened(tables, contract) as docket:
        moments = pd.DataFrame({"case_id": list(dict.fromkeys(case)), "as_of": pd.Timestamp(day)}) if case else None
        if narrowed is not None:
            moments = narrowed.cases_on(docket, day, among=moments)
        with progress("Checking", "checkpoints" if parts is None else "shards") as advance:
            if parts is None:
                verdicts: Iterable[pd.DataFrame] = find_verdicts(
                    docket, day, moments=moments, folder=features, engine="sqlite" if case else "duckdb",
                    progress=advance,
                )  # fmt: skip
            else:
                asked = docket.cohort(day) if moments is None else moments
                named = asked.rename(columns={contract.cohort.key: "case_id"})[["case_id", "as_of"]]
                verdicts = parts.verdicts(named, folder=features, tables_file=tables_file, progress=advance)
        if narrowed is not None:
            verdicts = _Narrowed(verdicts, narrowed)
        if out is not None:
            write_verdicts(verdicts, out, docket, hints=hints)
        if repairs is not None:
            write_credit_repair(credit_repair(breaches(verdicts), docket), repairs, docket)
        written = [path for path in (out, repairs) if path is not None]
        for path in written:
            note(f"Written: {path}")
        print_result(
            lambda: _document(verdicts, written, day, in_full=bool(case)),
            lambda: Terminal().print(_case_table(pd.concat(verdicts), hints=hints) if case else _summary(verdicts)),
        )


class _Narrowed:
    """Of verdicts, those of a campaign's checkpoints."""

    def __init__(self, verdicts: Iterable[pd.DataFrame], campaign: Campaign) -> None:
        self._verdicts, self._campaign = verdicts, campaign

    def __iter__(self) -> Iterator[pd.DataFrame]:
        return map(self._campaign.verdicts, self._verdicts)


def _counted(verdicts: Iterable[pd.DataFrame]) -> tuple[int, pd.Series[int]]:
    """How many cases there are, and with each verdict by aspect; each case stands in one frame."""
    import pandas as pd

    cases, counts = 0, []
    for frame in verdicts:
        cases += frame["case_id"].nunique()
        counts.append(frame.groupby(["aspect", "verdict"])["case_id"].nunique())
    return cases, pd.concat(counts).groupby(level=[0, 1]).sum().rename("cases")


def _document(verdicts: Iterable[pd.DataFrame], written: list[Path], day: dt.date, *, in_full: bool) -> dict[str, Any]:
    cases, counts = _counted(verdicts)
    return {
        "as_of": day,
        "written": written,
        "cases": cases,
        "counts": records(counts.reset_index()),
        "verdicts": [row for frame in verdicts for row in records(frame)] if in_full else [],
    }


def _summary(verdicts: Iterable[pd.DataFrame]) -> Table:
    """How many cases have a breach, by aspect."""
    from zbrisk.checkpoints.header import ASPECTS
    from zbrisk.checkpoints.lists import VERDICT_WORDS

    cases, counts = _counted(verdicts)
    shown = Table(title=counted(cases, "case"))
    shown.add_column("方面")
    for verdict in VERDICT_WORDS.values():
        shown.add_column(verdict, justify="right")
    for aspect, text in ASPECTS.items():
        cells = [f"{int(counts.get((aspect, verdict), 0)):,}" for verdict in VERDICT_WORDS]
        shown.add_row(f"{aspect} {text['zh']}", *cells)
    return shown


def _case_table(verdicts: pd.DataFrame, *, hints: bool) -> Table:
    """What was breached, and what is not known, of each case; hints if asked."""
    from zbrisk.checkpoints.lists import BREACHED, VERDICT_WORDS, WEAK
    from zbrisk.explaining.masking import mask_identifiers

    shown = Table(show_lines=False)
    for heading in ("案件", "规则", "结论", "说明", "依据"):
        shown.add_column(heading)
    for row in verdicts[verdicts["verdict"].isin([*BREACHED, *(WEAK if hints else ()), "unknown"])].itertuples():
        word = f"[{COLOURS[str(row.verdict)]}]{VERDICT_WORDS[str(row.verdict)]}[/]"
        case = mask_identifiers(str(row.case_id))
        shown.add_row(escape(case), str(row.rule), word, escape(str(row.sentence_zh)), escape(str(row.basis)))
    return shown
