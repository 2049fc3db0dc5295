"""The options that several commands have, each said once. Nothing heavy is imported here: `--help` must be quick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import click
import typer

from zbrisk.commands.day import parse_day
from zbrisk.errors import DataError

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "DAY",
    "DAY_AHEAD",
    "LIST_ENDINGS",
    "CampaignFile",
    "Finished",
    "Model",
    "Moments",
    "MomentsFile",
    "SignalsFolder",
]

LIST_ENDINGS = (".parquet", ".csv", ".xlsx")


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day as people write it, 2026-11-22; a command receives a date.

    A click type and no `parser=`: of an error in a parser typer would keep the text that was given alone.

    Args:
        ahead: Whether it may be a day that has not come.
    """

    name = "day"

    def __init__(self, *, ahead: bool = False) -> None:
        self.ahead = ahead

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day.

        Raises:
            DataError: It is no day, or has not come; the option is named.
        """
        option = max(param.opts, key=len) if param is not None else "day"
        return parse_day(str(value), option, ahead=self.ahead)


DAY, DAY_AHEAD = Day(), Day(ahead=True)


def _there(path: Path | None) -> Path | None:
    """Refuse a file that is not there before tables are opened, which may take long."""
    if path is not None and not path.is_file():
        raise DataError(f"There is no file {path}.", "Give a CSV file with case_id and as_of.")
    return path


Model = Annotated[Path, typer.Option("--model", metavar="BUNDLE", help="The folder that `zbrisk train` wrote.")]
Finished = Annotated[
    bool, typer.Option("--all", help="List finished cases too: reviewed, issued for review, restored or performed.")
]
CampaignFile = Annotated[
    str | None,
    typer.Option(
        "--campaign",
        metavar="FILE",
        help="Only the cases of this campaign: a YAML file, or the name of one that comes with zbrisk (vehicles).",
    ),
]
_MOMENTS = typer.Option(
    "--moments", metavar="M.csv", help="A CSV file in UTF-8 with the columns case_id and as_of.", callback=_there
)
Moments = Annotated[Path, _MOMENTS]
MomentsFile = Annotated[Path | None, _MOMENTS]
SignalsFolder = Annotated[
    Path | None,
    typer.Option("--signals", metavar="DIR", help="Your own folder of signals and views instead of zbrisk's."),
]
