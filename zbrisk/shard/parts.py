"""What was done with each part of a cohort, kept on disk until all is done: whoever begins again goes on from there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from zbrisk.errors import ZbriskError
from zbrisk.files import digest_of_file, replacing
from zbrisk.untrusted import read_json

__all__ = ["Frames", "Part", "Parts", "cut"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some moments: case_id and as_of, with further columns if the work needs them."""

    moments: pd.DataFrame

    @property
    def halves(self) -> list[Part]:
        """Two parts that together are this one."""
        return cut(self.moments, -(-len(self.moments) // 2))


def cut(moments: pd.DataFrame, size: int) -> list[Part]:
    """Moments in parts of at most `size`, in their order."""
    return [Part(moments=moments.iloc[start : start + size]) for start in range(0, len(moments), size)]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A folder of finished parts.

    A part is finished when its marker stands: the hash of its rows, under a name made from all that they hang on. A
    part that was done with other tables, another bundle or another question has another name, and is not looked at.

    Args:
        folder: Where.
        question: What every part's rows hang on besides its moments.
    """

    folder: Path
    question: str

    def path(self, part: Part) -> Path:
        """The file of a part's rows."""
        asked = part.moments.to_json(orient="split", date_format="iso", index=False)
        name = hashlib.sha256(f"{self.question}\n{asked}".encode()).hexdigest()[:32]
        return self.folder / f"{name}.parquet"

    def finished(self, part: Part) -> bool:
        """Whether the part was done, and its rows are what they were."""
        path = self.path(part)
        try:
            marker = read_json(path.with_suffix(".json"))
            return isinstance(marker, dict) and marker.get("sha256") == digest_of_file(path)
        except (OSError, ZbriskError):
            return False

    def finish(self, part: Part, rows: pd.DataFrame) -> None:
        """Write a part's rows, then its marker.

        Raises:
            DataError: There is no room, or no right to write.
        """
        path = self.path(part)
        with replacing(path) as draft:
            pq.write_table(pa.Table.from_pandas(rows, preserve_index=False), draft, compression="zstd")
        marker: dict[str, Any] = {"moments": len(part.moments), "rows": len(rows), "sha256": digest_of_file(path)}
        with replacing(path.with_suffix(".json")) as draft:
            draft.write_text(json.dumps(marker), encoding="utf-8")

    def rows(self, part: Part) -> pd.DataFrame:
        """The rows of a finished part."""
        rows = pd.read_parquet(self.path(part))
        return rows.assign(as_of=rows["as_of"].dt.as_unit("s")) if "as_of" in rows.columns else rows


@dataclass(frozen=True, kw_only=True)
class Frames(Iterable[pd.DataFrame]):
    """The rows of finished parts, one part in memory at a time, as often as they are asked for."""

    parts: Parts
    finished: Sequence[Part]

    def __iter__(self) -> Iterator[pd.DataFrame]:
        """Each part's rows."""
        return map(self.parts.rows, self.finished)
