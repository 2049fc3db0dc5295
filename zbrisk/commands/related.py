"""zbrisk related: from one case to the cases that are tied to it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.markup import escape
from rich.table import Table

from zbrisk.commands.application import app
from zbrisk.commands.options import TODAY, day_option, on_day
from zbrisk.commands.output import note, print_result
from zbrisk.commands.tables import Tables, TablesFile, opened, require_cases
from zbrisk.commands.terminal import Terminal, counted
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.files import require_ending, require_file

if TYPE_CHECKING:
    from zbrisk.linking.links import Links

MAX_PRINTED = 20
LINKS_ENDINGS = (".csv", ".xlsx", ".html", ".json")


@app.command()
def related(
    tables: Tables,
    case: Annotated[str, typer.Option(metavar="ID", help="The case to start from.")],
    as_of: Annotated[
        dt.date | None, day_option("--as-of", f"Only what was known before this day (2026-11-22){TODAY}")
    ] = None,
    tie: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TIE",
            help="Only these ties, as often as you like: debtor, agent, address and others; a wrong name lists all.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write .csv, .xlsx or .html (masked), or .json (not masked) instead."),
    ] = None,
    tables_file: TablesFile = None,
) -> None:
    """Find other cases tied to a case (以案找案), the strongest tie first, each with its evidence.

    By debtor, creditor, people near the debtor, agent, law firm, address, phone, asset, auction buyer, text and
    petitioner, and by judge, which serves this alone and no risk. What too many cases share is no tie; it is named with
    its number. Petitions and hotline entries of the case and its parties are listed too.
    """
    from zbrisk.linking.linker import Linker
    from zbrisk.linking.listing import write_links
    from zbrisk.linking.tie import TIES

    for kind in tie or ():
        if kind not in TIES:
            raise DataError(f"There is no tie {kind!r}.", f"Give one of {', '.join(TIES)}.")
    if out is not None:
        require_ending(out, "list of links", LINKS_ENDINGS)
        require_file(out)
    day, contract = on_day(as_of), load_contract(tables_file)
    require_cases(tables, contract, [case], day)
    with opened(tables, contract) as docket:
        links = Linker(docket).linked(case, day, tie or ())
    if out is not None:
        write_links(links, out, docket.contract)
        note(f"{counted(len(links.cases), 'case')}, {counted(len(links.petitions), 'petition')}: {out}")
    print_result(
        lambda: {"written": [out] if out else [], **json.loads(links.to_json())},
        lambda: None if out else Terminal().print(_summary(links)),
    )


def _summary(links: Links) -> Group:
    from zbrisk.explaining.masking import mask_case_number, mask_identifiers
    from zbrisk.linking.words import case_state

    title = f"{len(links.cases)} 件关联案件，{len(links.petitions)} 件信访热线"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("案号", no_wrap=True)
    table.add_column("状态", overflow="fold")
    table.add_column("强度", justify="right")
    table.add_column("关联依据", overflow="fold")
    for link in links.cases[:MAX_PRINTED]:
        why = "；".join(found.sentence.zh for found in link.ties)
        number = link.case.get("case_no")
        shown = mask_case_number(str(number)) if number else mask_identifiers(link.case_id)
        table.add_row(escape(shown), case_state(link.case), f"{link.strength:.1f}", escape(why))
    left_out = [
        f"[dim]未列入：{hub.label.zh} {escape(hub.through)}，{hub.cases} 件（上限 {hub.limit}）[/]"
        for hub in links.hubs
    ]
    return Group(table, *left_out)
