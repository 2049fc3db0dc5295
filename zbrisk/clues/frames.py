"""Frames one after the other into one Parquet file, whose bytes do not depend on where one frame ends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.files import replacing

__all__ = ["write_frames"]

GROUP = 20_000  # rows


def write_frames(frames: Iterable[pd.DataFrame], path: Path) -> tuple[int, int]:
    """Write frames of the same columns, whole or not at all; no more than some groups of rows are held in memory.

    Returns:
        How many columns and rows.

    Raises:
        DataError: It cannot be written to.
    """
    columns, rows, rest, writer = 0, 0, None, None
    with replacing(path) as draft:
        try:
            for frame in frames:
                table = pa.Table.from_pandas(frame, preserve_index=False)
                writer = writer or pq.ParquetWriter(draft, table.schema)
                rest = table if rest is None else pa.concat_tables([rest, table])
                whole = len(rest) - len(rest) % GROUP
                if whole:
                    writer.write_table(rest.slice(0, whole).combine_chunks(), row_group_size=GROUP)
                    rest = rest.slice(whole).combine_chunks()
                columns, rows = table.num_columns, rows + len(table)
            if writer is not None and rest is not None and len(rest):
                writer.write_table(rest.combine_chunks(), row_group_size=GROUP)
        finally:
            if writer is not None:
                writer.close()
    return columns, rows
