"""zbrisk open: type, date and check tables once, for all commands that follow."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from zbrisk.commands.application import app
from zbrisk.commands.output import note, print_result, typed
from zbrisk.commands.progress import console
from zbrisk.commands.tables import Tables, TablesFile
from zbrisk.commands.trust_options import Unsigned
from zbrisk.contract import load_contract
from zbrisk.errors import DataError
from zbrisk.files import require_folder


@app.command("open")
def open_(
    context: typer.Context,
    tables: Tables,
    out: Annotated[Path, typer.Option(metavar="OPENED", help="The folder to write.")],
    model: Annotated[
        Path | None, typer.Option(metavar="BUNDLE", help="Open by the contract of this bundle instead of zbrisk's own.")
    ] = None,
    tables_file: TablesFile = None,
    unsigned: Unsigned = False,
) -> None:
    """Open tables once: every command takes OPENED where it takes TABLES, and begins at once.

    Cells are typed, days resolved, and everything checked that opening checks. OPENED holds what the tables held on
    this day: open them again when they change. It is personal data as the tables are. Where zbrisk.toml names a bundle
    and a file of tables, the bundle's contract counts, unless --tables-file is typed.
    """
    if model is not None and tables_file is not None:
        of_model, of_file = typed(context, "model"), typed(context, "tables_file")
        if of_model and of_file:
            raise DataError("A bundle has a contract of its own.", "Give --model or --tables-file.")
        model, tables_file = (None, tables_file) if of_file else (model, None)
    require_folder(out)
    from zbrisk.docket.keeping import open_tables

    if model is not None:
        from zbrisk.bundle.bundle import read_bundle

        contract = read_bundle(model, unsigned=unsigned).contract
    else:
        contract = load_contract(tables_file)
    with console().status(Text(f"Opening {tables}")):
        open_tables(tables, out, contract=contract)
    print_result(lambda: {"written": [out]}, lambda: note(f"Written: {out}"))
