"""What a worker does with a shard: its rows become opened tables of its own, and today's code works on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from zbrisk.bundle.bundle import Bundle, read_bundle
from zbrisk.compiler.compiled import Program
from zbrisk.contract import Contract
from zbrisk.docket.keeping import keep_part
from zbrisk.docket.opened_manifest import Undated, Whole
from zbrisk.engines.limits import Exceeded
from zbrisk.errors import BundleError
from zbrisk.nation.cells import ASKED, SHARD, Batches, by_shard, too_large, unpacked
from zbrisk.nation.opened import declared
from zbrisk.nation.session import worded
from zbrisk.shard.parts import Part
from zbrisk.shard.work import Job, Worker

__all__ = ["Order", "worked"]

#: The bundle that this process worked with last, by its seal.
_READ: dict[str, Bundle] = {}


@dataclass(frozen=True, kw_only=True)
class Order:
    """What every shard is asked; it goes to workers, which share no folder with whoever asks.

    Attributes:
        work: As of `zbrisk.shard.work.Job`.
        contract: What the tables are.
        whole: What is known of all rows.
        undated: Tables that cannot be used on some days.
        files: The bundle's, or those of signals or checkpoints, by their path within it; None for those that come with
            zbrisk.
        seal: The bundle's: whoever asks has verified who signed it.
        program: The bundle's, checked where the work is asked for: that takes each worker seconds.
        tables_file: What the file of a team's own tables holds.
        options: For `Scorer.rank`.
        schema: The columns of the answer.
        memory_limit: What DuckDB may use in each worker.
    """

    work: Literal["best", "reasons", "features", "verdicts"]
    contract: Contract
    whole: Whole
    undated: tuple[Undated, ...]
    schema: pa.Schema
    memory_limit: str
    files: Mapping[str, bytes] | None = None
    seal: str = ""
    program: Program | None = None
    tables_file: bytes | None = None
    options: Mapping[str, Any] | None = None


def worked(cells: DataFrame, shards: Sequence[int], order: Order, columns: str) -> DataFrame:
    """The answers of some shards, with SHARD beside them: those of a shard come together on one worker."""
    rows = cells.where(F.col("_column") == "")
    return by_shard(rows, shards).mapInArrow(partial(_work_batches, order=order), f"{SHARD} int, {columns}")


def _work_batches(batches: Batches, *, order: Order) -> Iterator[pa.RecordBatch]:
    """On a worker: shard after shard, each in a folder that goes with it."""
    with worded(), TemporaryDirectory(prefix="zbrisk-bundle-") as home:
        _unpack_files(order, Path(home))
        with closing(Worker(_job(order, Path(home)), _bundle(order, Path(home)))) as worker:
            for shard, tables, _ in unpacked(batches):
                asked = tables.pop(ASKED)
                with TemporaryDirectory(prefix="zbrisk-shard-") as folder:
                    own = declared(tables, order.contract, order.whole.known_since)
                    keep_part(own, Path(folder), order.contract, order.whole, order.undated)
                    worker.move(Path(folder))
                    for rows in _in_halves(worker, Part(moments=_moments(asked))):
                        answer = pa.Table.from_pandas(_dated(rows), schema=order.schema, preserve_index=False)
                        numbers = pa.array([shard] * len(answer), pa.int32())
                        yield from answer.add_column(0, SHARD, numbers).to_batches()


def _in_halves(worker: Worker, part: Part) -> Iterator[pd.DataFrame]:
    """The answer; in halves where there is not enough memory for the whole: halves give the same rows."""
    try:
        rows = worker.rows(part.moments)
        beside = [part.moments.reset_index(drop=True)] if worker.job.work == "features" else []
        yield pd.concat([*beside, rows], axis=1)
    except (Exceeded, MemoryError) as error:
        if isinstance(error, Exceeded) and "memory" not in error.why:
            raise
        if len(part.moments) == 1:
            raise too_large(part.moments["case_id"].iloc[0]) from error
        for half in part.halves:
            yield from _in_halves(worker, half)


def _moments(asked: pa.Table) -> pd.DataFrame:
    moments: pd.DataFrame = asked.to_pandas()
    order = [name for name in ("case_id", "target") if name in moments.columns]
    return _on_days(moments).sort_values(order, ignore_index=True)


def _on_days(moments: pd.DataFrame) -> pd.DataFrame:
    return moments.assign(as_of=pd.to_datetime(moments["as_of"]).dt.as_unit("s"))


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(as_of=pd.to_datetime(rows["as_of"]).dt.date)


def _unpack_files(order: Order, home: Path) -> None:
    if order.tables_file is not None:
        (home / "tables.yaml").write_bytes(order.tables_file)
    for name, content in (order.files or {}).items():
        place = home / "files" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _job(order: Order, home: Path) -> Job:
    files = None if order.files is None else home / "files"
    of_bundle = order.work in ("best", "reasons")
    return Job(
        work=order.work,
        opened=home,
        folder=home,
        memory_limit=order.memory_limit,
        question="",
        bundle=files if of_bundle else None,
        unsigned=True,
        signals=None if of_bundle else files,
        tables_file=None if order.tables_file is None else home / "tables.yaml",
        options=order.options,
        gathers=order.work == "reasons",  # of few cases; all others ask for all that the shard was sent
    )


def _bundle(order: Order, home: Path) -> Bundle | None:
    """The bundle whose signature was verified where the work was asked for, with the program that was checked there."""
    if order.seal and order.seal not in _READ:
        bundle = read_bundle(home / "files", unsigned=True)
        if bundle.seal != order.seal:
            raise BundleError("A worker was sent another bundle than the one that was verified.", "Begin again.")
        _READ.clear()
        _READ[order.seal] = replace(bundle, program=order.program or bundle.program)
    return _READ.get(order.seal)
