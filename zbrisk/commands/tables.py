"""The tables that nearly every command opens: the argument, the option beside it, and the opening."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from zbrisk.commands.progress import console
from zbrisk.contract import Contract

if TYPE_CHECKING:
    import datetime as dt

    from zbrisk.docket import Docket

__all__ = ["Tables", "TablesFile", "opened", "require_cases"]

Tables = Annotated[
    Path,
    typer.Argument(
        metavar="TABLES",
        help="A folder with one .parquet, .csv or .csv.gz (or a folder of such parts) a table, a DuckDB file, or what"
        " `zbrisk open` wrote.",
    ),
]
TablesFile = Annotated[
    Path | None,
    typer.Option(
        "--tables-file", metavar="FILE", help="A YAML file with your team's own tables, or its whole contract."
    ),
]


@contextmanager
def opened(tables: Path, contract: Contract) -> Iterator[Docket]:
    """An open docket, closed when the block ends.

    Args:
        tables: What the TABLES argument says.
        contract: What the tables are: a bundle's contract, or `load_contract` of what --tables-file says.

    Raises:
        DataError: The tables cannot be read or do not keep the contract.
    """
    from zbrisk.docket import open_docket

    with console().status(Text(f"Opening {tables}")):
        docket = open_docket(tables, contract=contract)
    try:
        yield docket
    finally:
        docket.close()


def require_cases(tables: Path, contract: Contract, cases: Sequence[str], as_of: dt.date) -> None:
    """Refuse a case that is in no row, before anything that takes long.

    Raises:
        DataError: It is not there.
    """
    from zbrisk.docket import looking_up

    looking_up.require_cases(tables, contract, cases, as_of)
