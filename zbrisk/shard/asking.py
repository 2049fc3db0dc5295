"""What may be asked of a cohort in shards: features, verdicts, and ranked clues with their reasons."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from zbrisk import __version__
from zbrisk.docket.opened import is_opened
from zbrisk.docket.opened_manifest import read_manifest
from zbrisk.errors import DataError
from zbrisk.files import holding
from zbrisk.scoring.scorer import Scorer
from zbrisk.scoring.tally import added, tally
from zbrisk.shard.parts import Frames, Part, cut
from zbrisk.shard.run import finish_all
from zbrisk.shard.work import Job
from zbrisk.typing import Progress

__all__ = ["Shards", "in_shards"]

MEMORY_MB, LEAST_MB = 3_000, 500  # of DuckDB, in all processes and at least in each


@dataclass(frozen=True, kw_only=True)
class Shards:
    """A cohort in shards: their size, how many processes work on them, and where parts are kept.

    Use `in_shards`, which keeps the folder until all went well.
    """

    opened: Path
    folder: Path
    size: int
    workers: int

    def features(
        self, moments: pd.DataFrame, *, signals: Path | None, tables_file: Path | None, progress: Progress | None = None
    ) -> Iterator[pd.DataFrame]:
        """The features of moments beside them, a part at a time in their order."""
        asked = {"signals": _files_in(signals, tables_file)}
        job = self._job("features", asked, signals=signals, tables_file=tables_file)
        for part in self._finished(job, moments, progress):
            yield pd.concat([part.moments.reset_index(drop=True), job.parts.rows(part)], axis=1)

    def verdicts(
        self, moments: pd.DataFrame, *, folder: Path | None, tables_file: Path | None, progress: Progress | None = None
    ) -> Frames:
        """What `check_cases` finds at these moments."""
        asked = {"signals": _files_in(folder, tables_file)}
        job = self._job("verdicts", asked, signals=folder, tables_file=tables_file)
        return Frames(parts=job.parts, finished=self._finished(job, moments, progress))

    def rank(
        self, scorer: Scorer, bundle: Path, moments: pd.DataFrame, *, unsigned: bool, top: int | None, finished: bool,
        progress: Progress | None = None,
    ) -> pd.DataFrame:  # fmt: skip
        """The clues that `Scorer.rank` lists of these moments, without reasons: each shard's own best, put together."""
        options = {"top": top, "finished": finished, "reasons": 0}
        asked = {**options, "bundle": scorer.bundle.seal}
        job = self._job("best", asked, bundle=bundle, unsigned=unsigned, options=options)
        named = moments.rename(columns={scorer.contract.cohort.key: "case_id"})[["case_id", "as_of"]]
        best = [job.parts.rows(part) for part in self._finished(job, named, progress)]
        return _best(pd.concat(best, ignore_index=True), scorer.targets, top)

    def with_reasons(
        self, scorer: Scorer, bundle: Path, clues: pd.DataFrame, *, unsigned: bool, progress: Progress | None = None
    ) -> pd.DataFrame:
        """`Scorer.with_reasons` of chosen clues."""
        if clues.empty:
            return clues.assign(reasons="")
        job = self._job("reasons", {"bundle": scorer.bundle.seal}, bundle=bundle, unsigned=unsigned)
        parts = self._finished(job, clues, progress)
        return pd.concat([job.parts.rows(part) for part in parts], ignore_index=True)

    def measuring(
        self, scorer: Scorer, bundle: Path, *, unsigned: bool, progress: Progress | None = None
    ) -> MeasuredInShards:
        """How `zbrisk.monitoring` measures cases in shards."""
        return MeasuredInShards(shards=self, scorer=scorer, bundle=bundle, unsigned=unsigned, progress=progress)

    def _finished(self, job: Job, moments: pd.DataFrame, progress: Progress | None) -> list[Part]:
        return finish_all(job, cut(moments, self.size), workers=self.workers, progress=progress)

    def _job(self, work: Any, asked: dict[str, Any], **more: Any) -> Job:
        said = {"zbrisk": __version__, "work": work, "opened": read_manifest(self.opened).digest(), **asked}
        return Job(
            work=work,
            opened=self.opened,
            folder=self.folder,
            memory_limit=f"{max(MEMORY_MB // self.workers, LEAST_MB)}MB",
            question=json.dumps(said, sort_keys=True),
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class MeasuredInShards:
    """What `zbrisk.monitoring` looks at of moments, found in shards: see its `Measuring`."""

    shards: Shards
    scorer: Scorer
    bundle: Path
    unsigned: bool
    progress: Progress | None

    def tally(self, moments: pd.DataFrame) -> pd.DataFrame:
        """`Scorer.tally` of moments."""
        nothing = tally(self.scorer.models, np.empty((0, len(self.scorer.program.features))))
        return added([nothing, *self._rows("tally", moments)])

    def scores(self, moments: pd.DataFrame) -> pd.DataFrame:
        """case_id, as_of, target and score of moments."""
        return pd.concat(self._rows("scores", moments), ignore_index=True)

    def _rows(self, work: str, moments: pd.DataFrame) -> Frames:
        asked = {"bundle": self.scorer.bundle.seal}
        job = self.shards._job(work, asked, bundle=self.bundle, unsigned=self.unsigned)
        return Frames(parts=job.parts, finished=self.shards._finished(job, moments, self.progress))


@contextmanager
def in_shards(opened: Path, out: Path, size: int, workers: int) -> Iterator[Shards]:
    """Shards of a cohort whose finished parts are kept beside `out` until the block ends well.

    Args:
        opened: The folder that `open_tables` wrote.
        out: What will be written.
        size: The most moments of a shard.
        workers: How many processes work.

    Raises:
        DataError: The tables are not opened ones, or somebody else is at work on `out`.
    """
    if not is_opened(opened):
        raise DataError(
            f"{opened} holds no opened tables, which shards are read from.",
            f"Open them first: zbrisk open {opened} --out OPENED, and give OPENED.",
        )
    folder = out.with_name(f"{out.name}.shards")
    with holding(folder):
        try:
            yield Shards(opened=opened, folder=folder, size=size, workers=workers)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            with suppress(OSError):  # it holds finished parts, or was never made
                folder.rmdir()


def _best(clues: pd.DataFrame, targets: tuple[str, ...], top: int | None) -> pd.DataFrame:
    """The first clues of each target among all shards' first ones, ranked as one list."""
    place = clues["target"].map({target: number for number, target in enumerate(targets)}).to_numpy()
    order = np.lexsort((clues["case_id"].to_numpy(dtype=str), -clues["score"].to_numpy(), place))
    ranked = clues.iloc[order].reset_index(drop=True)
    ranked["rank"] = ranked.groupby("target").cumcount() + 1
    return ranked[ranked["rank"] <= (top or len(ranked))].reset_index(drop=True)


def _files_in(*places: Path | None) -> str:
    """One hash over files and folders that were named."""
    found = hashlib.sha256()
    for place in places:
        files = sorted(place.rglob("*")) if place is not None and place.is_dir() else [place] if place else []
        for file in files:
            if file.is_file():
                found.update(f"{file.name}\0".encode() + file.read_bytes())
    return found.hexdigest()
