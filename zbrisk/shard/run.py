"""Parts assigned to processes, until all are finished."""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from multiprocessing import get_context, parent_process
from threading import Thread

from zbrisk.errors import DataError, ZbriskError
from zbrisk.shard.parts import Part
from zbrisk.shard.work import Job, Outcome, Worker
from zbrisk.typing import Progress

__all__ = ["finish_all"]

MEMORY = Outcome(too_large=True, problem="A worker ended in the midst of its work.", cure="Give fewer --workers.")


def finish_all(job: Job, parts: Sequence[Part], *, workers: int, progress: Progress | None = None) -> list[Part]:
    """Finish all parts that are not finished yet.

    A part that does not fit into memory, or whose process was killed, is done again in halves.

    Args:
        job: What is asked of each.
        parts: The parts.
        workers: How many processes; 1 for this one.
        progress: Called with (done, of) after each.

    Returns:
        The finished parts, in the order of `parts`, halves in the place of those that were halved.

    Raises:
        DataError: A part was refused, or one case alone does not fit.
    """
    job.folder.mkdir(parents=True, exist_ok=True)
    board = _Board(job, parts, progress)
    if workers == 1:
        with closing(Worker(job)) as worker:
            while board.waiting:
                part = board.waiting.popleft()
                board.settle(part, worker.do(part))
    else:
        while board.waiting:
            _with_pool(job, board, workers)
    return board.finished()


class _Board:
    """Which parts wait, and what became of each."""

    def __init__(self, job: Job, parts: Sequence[Part], progress: Progress | None) -> None:
        self._progress = progress
        self._places: list[list[Part]] = [[part] for part in parts]
        self._place = {id(part): place for place, part in enumerate(parts)}
        self.waiting = deque(part for part in parts if not job.parts.finished(part))
        self._report()

    def settle(self, part: Part, outcome: Outcome) -> None:
        """Take note of an outcome; a part that was too large waits in halves."""
        if outcome.too_large and len(part.moments) > 1:
            halves, place = part.halves, self._place.pop(id(part))
            at = next(number for number, each in enumerate(self._places[place]) if each is part)
            self._places[place][at : at + 1] = halves
            self._place |= {id(half): place for half in halves}
            self.waiting.extend(halves)
        elif outcome.problem:
            first = part.moments["case_id"].iloc[0]
            cases = len(part.moments)
            which = f"case {first}" if cases == 1 else f"the shard of {cases:,} cases from {first}"
            raise DataError(f"In {which}: {outcome.problem}", outcome.cure)
        self._report()

    def finished(self) -> list[Part]:
        """All parts in order."""
        return [part for place in self._places for part in place]

    def _report(self) -> None:
        if self._progress:
            parts = sum(map(len, self._places))
            self._progress(parts - len(self.waiting), parts)


def _with_pool(job: Job, board: _Board, workers: int) -> None:
    """Work on what waits, until nothing does or a process dies."""
    spawn = get_context("spawn")  # a copy of this process would share open databases
    doing: dict[Future[Outcome], Part] = {}
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin, initargs=(job,)) as pool:
        try:
            while board.waiting or doing:
                while board.waiting and len(doing) < workers:
                    part = board.waiting.popleft()
                    doing[pool.submit(_do, part)] = part
                done, _ = wait(doing, return_when=FIRST_COMPLETED)
                for future in done:
                    outcome = future.result()
                    board.settle(doing.pop(future), outcome)
        except BrokenProcessPool:
            for part in doing.values():  # nobody knows which of them it was
                board.settle(part, MEMORY)
        except ZbriskError:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


_WORKERS: list[Worker] = []


def _begin(job: Job) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _WORKERS.append(worker := Worker(job))
    atexit.register(_WORKERS.clear)  # an interpreter that ends with an open database complains
    atexit.register(worker.close)


def _end_with_parent() -> None:
    """A pool's processes wait for ever where that which gave them work was killed."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _do(part: Part) -> Outcome:
    return _WORKERS[0].do(part)
