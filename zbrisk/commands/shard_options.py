"""The options of commands that work through a cohort in shards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zbrisk.errors import DataError

if TYPE_CHECKING:
    from zbrisk.shard.asking import Shards

__all__ = ["ShardSize", "Workers", "sharded"]

ShardSize = Annotated[
    int | None,
    typer.Option(
        "--shards",
        metavar="N",
        min=1,
        help="Work through the cases N at a time, from opened tables, in bounded memory; the same comes out. Begun"
        " again after an interruption, it goes on where it was.",
    ),
]
Workers = Annotated[int, typer.Option(min=1, metavar="K", help="With --shards: how many processes work on them.")]


@contextmanager
def sharded(tables: Path, out: Path | None, size: int | None, workers: int) -> Iterator[Shards | None]:
    """The shards that the options ask for; None where they ask for none.

    Raises:
        DataError: Workers without shards, no file to work for, or tables that are not opened ones.
    """
    if size is None:
        if workers > 1:
            raise DataError("Workers share a cohort in shards.", "Add --shards 20000.")
        yield None
        return
    if out is None:
        raise DataError("Shards that are done are kept beside the file that they are for.", "Add --out FILE.")
    from zbrisk.shard.asking import in_shards

    with in_shards(tables, out, size, workers) as shards:
        yield shards
