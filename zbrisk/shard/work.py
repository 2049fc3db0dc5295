"""What is done with one part, in whatever process: the same code, on an opened docket, with the rows it looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from zbrisk.bundle.bundle import Bundle, read_bundle
from zbrisk.checkpoints.catalogue import CompiledCheckpoint, compile_checkpoints
from zbrisk.checkpoints.run import check_cases
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import Contract, load_contract
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.engines.limits import Exceeded
from zbrisk.errors import ZbriskError
from zbrisk.execution.moments import moments_of
from zbrisk.execution.started import started
from zbrisk.scoring.scorer import Scorer
from zbrisk.shard.parts import Part, Parts
from zbrisk.signals.catalogue import read_catalogue

__all__ = ["Job", "Outcome", "Worker"]


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is asked of every part; it goes to other processes, and so names what they open themselves.

    Attributes:
        work: `best` are the first clues of each part, `reasons` those of chosen clues, `features` a matrix, `verdicts`
            those of checkpoints, `tally` and `scores` what monitoring looks at.
        opened: The folder of opened tables.
        folder: Where parts are kept.
        memory_limit: What DuckDB may use in each process.
        question: What the answer hangs on, as text.
        bundle: The bundle, for clues.
        unsigned: Whether the bundle is taken whoever signed it.
        signals: The folder of signals, or of checkpoints; None for those that come with zbrisk.
        tables_file: A team's contract, where there is no bundle.
        options: For `Scorer.rank`.
        gathers: Read only the rows that the moments look at: not where the tables hold hardly any others.
    """

    work: Literal["best", "reasons", "features", "verdicts", "tally", "scores"]
    opened: Path
    folder: Path
    memory_limit: str
    question: str
    bundle: Path | None = None
    unsigned: bool = False
    signals: Path | None = None
    tables_file: Path | None = None
    options: Mapping[str, Any] | None = None
    gathers: bool = True

    @property
    def parts(self) -> Parts:
        """Where its parts are kept."""
        return Parts(folder=self.folder, question=self.question)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How the work on a part ended: well, or `too_large`, or in a refusal."""

    too_large: bool = False
    problem: str = ""
    cure: str = ""


class Worker:
    """A process's own docket, bundle and signals, opened once.

    Args:
        job: What is asked.
        bundle: The job's, if it has been read already.
    """

    def __init__(self, job: Job, bundle: Bundle | None = None) -> None:
        self.job = job
        self._given = bundle

    def move(self, opened: Path) -> None:
        """Do the same on other opened tables; what was read, checked and compiled stays."""
        self.close()
        self.job = replace(self.job, opened=opened)

    def do(self, part: Part) -> Outcome:
        """Do a part and keep its rows; errors come back as words, for they cross processes."""
        try:
            self.job.parts.finish(part, self.rows(part.moments))
        except Exceeded as error:
            return Outcome(too_large="memory" in error.why, problem=error.problem, cure=error.cure)
        except MemoryError:
            return Outcome(too_large=True, problem="There is not enough memory.", cure="Give smaller --shards.")
        except ZbriskError as error:
            return Outcome(problem=error.problem, cure=error.cure)
        return Outcome()

    def close(self) -> None:
        """Close the docket."""
        if docket := self.__dict__.pop("_docket", None):
            docket.close()

    def rows(self, moments: pd.DataFrame) -> pd.DataFrame:
        """What is asked of these moments.

        Raises:
            ZbriskError: As of the work; `Exceeded` where there is not enough memory or time.
        """
        if self.job.work == "features":
            return self._features(moments)
        if self.job.work == "verdicts":
            checkpoints = self._checkpoints
            return check_cases(self._docket, moments=moments, checkpoints=checkpoints, gathers=self.job.gathers)
        if self.job.work == "reasons":
            return self._scorer.with_reasons(self._docket, moments)
        if self.job.work == "tally":
            return self._scorer.tally(self._docket, moments)
        if self.job.work == "scores":
            return self._scorer.score(self._docket, moments=moments)[["case_id", "as_of", "target", "score"]]
        return self._scorer.rank(self._docket, moments=moments, **(self.job.options or {}))

    def _features(self, moments: pd.DataFrame) -> pd.DataFrame:
        case_ids, days = moments_of(moments, self._docket)
        gathers = self.job.gathers
        with started(self._program, self._docket, case_ids, days, contract=self._contract, gathers=gathers) as run:
            return pd.DataFrame(run.matrix(), columns=list(self._program.features))

    @cached_property
    def bundle(self) -> Bundle:
        """The bundle, for clues."""
        assert self.job.bundle is not None
        return self._given or read_bundle(self.job.bundle, unsigned=self.job.unsigned)

    @cached_property
    def _docket(self) -> Docket:
        return open_docket(self.job.opened, contract=self._contract, memory_limit=self.job.memory_limit)

    @cached_property
    def _contract(self) -> Contract:
        return load_contract(self.job.tables_file) if self.job.bundle is None else self.bundle.contract

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self.bundle, gathers=self.job.gathers)

    @cached_property
    def _program(self) -> Program:
        return compile_catalogue(read_catalogue(self.job.signals, self._contract), self._contract)

    @cached_property
    def _checkpoints(self) -> tuple[CompiledCheckpoint, ...]:
        return tuple(compile_checkpoints(self._contract, self.job.signals))
