"""The first entries of a ranked list on a terminal, masked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from zbrisk.clues.ranked_list_file import for_people
from zbrisk.explaining.masking import mask_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ranked_entries"]


def ranked_entries(entries: pd.DataFrame) -> Iterator[Table]:
    """A table a target: rank, case, level, and the first reason.

    Args:
        entries: What `ranked_for_people` returned.
    """
    people = for_people(entries)
    for target, part in people.groupby("target", sort=False):
        table = Table(title=f"[bold]{escape(str(target))}[/]", title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("排名", justify="right")
        table.add_column("案号", overflow="fold")
        table.add_column("等级", no_wrap=True)
        table.add_column("主要理由", overflow="fold")
        for row in part.to_dict("records"):
            number = mask_text(str(row.get("case_no") or row["case_id"]))
            series = f"（{row['series']}）" if row["series"] else ""
            why = str(row["reasons"]).partition("\n")[0].removeprefix("1. ")
            table.add_row(str(row["rank"]), escape(number + series), str(row.get("level") or ""), escape(why))
        yield table
