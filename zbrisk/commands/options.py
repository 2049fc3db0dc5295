"""The options that several commands have, each said once. Nothing heavy is imported here: `--help` must be quick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zbrisk.commands.output import note
from zbrisk.errors import DataError, ZbriskError

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "LIST_ENDINGS",
    "TODAY",
    "CampaignFile",
    "Finished",
    "ModelBundle",
    "Moments",
    "MomentsFile",
    "SignalsFolder",
    "day_option",
    "on_day",
    "parse_day",
]

TODAY = "; today (UTC) if left out."

LIST_ENDINGS = (".parquet", ".csv", ".xlsx")


def day_option(option: str, help: str, *, ahead: bool = False) -> Any:
    """An option that takes a day as people write it, 2026-11-22; the command receives a date.

    Args:
        option: The option's name.
        help: Its help.
        ahead: Whether it may be a day that has not come.
    """

    def parsed(text: str) -> dt.date:
        return parse_day(text, option, ahead=ahead)

    return typer.Option(option, parser=parsed, metavar="DAY", help=help)


def on_day(day: dt.date | None) -> dt.date:
    """The day that was given, or today (UTC)."""
    import datetime as dt

    if day is not None:
        return day
    today = dt.datetime.now(dt.UTC).date()
    note(f"As of {today}, today (UTC).")
    return today


def parse_day(text: str, option: str, *, ahead: bool = False) -> dt.date:
    """The day that an option names, in ISO form.

    Raises:
        ZbriskError: It is no day, or has not come.
    """
    from zbrisk.docket.days import day_number, past_day_number, to_date

    try:
        return to_date(day_number(text) if ahead else past_day_number(text))
    except DataError as error:  # a ValueError, of which typer would show nothing but the text that was given
        raise ZbriskError(f"{option}: {error.problem}", error.cure) from None


def _there(path: Path | None) -> Path | None:
    """Refuse a file that is not there before tables are opened, which may take long."""
    if path is not None and not path.is_file():
        raise DataError(f"There is no file {path}.", "Give a CSV file with case_id and as_of.")
    return path


ModelBundle = Annotated[Path, typer.Option("--model", metavar="BUNDLE", help="The folder that `zbrisk train` wrote.")]
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
