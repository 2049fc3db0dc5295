"""python -m experiments fuzz --minutes 60 --out FOLDER"""

from __future__ import annotations

import argparse
import json
import resource
import select
import shutil
import signal
import subprocess
import sys
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from experiments.fuzz.mutations import spoil
from experiments.fuzz.seeds import Seeds, sound_files
from experiments.fuzz.worker import SOUND, spent

FILES = 20  # spoilt ones of a delivery, at most
TWICE = 0.05  # of the deliveries are taken in a second time
WALL = 1800  # seconds by the clock: one that sleeps for ever uses no processor
SLOW = 30  # seconds of a processor that are a fault
SEVERAL = 200  # deliveries of one worker, so that its memory shows a leak
NO_ANSWER = {None: "asleep", -signal.SIGXCPU: "no end"}  # by how the process ended
COMMAND = (sys.executable, "-m", "experiments.fuzz.worker")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--minutes", type=float, default=60, help="of a processor, spent by intake")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=Path, help="a folder of sound files to spoil, beside those made here")
    parser.add_argument("--out", type=Path, required=True, help="a folder for deliveries that show a fault")


@dataclass
class Tally:
    """What was tried and what came of it."""

    deliveries: int = 0
    files: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    slowest: float = 0
    megabytes: int = 0


class Worker:
    """A process that takes deliveries in; started again after one that ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._left = 0
        self._counted = 0.0  # seconds of a processor: of what ended before it, and of its answers

    def take(self, raw: Path, tables: Path, *, twice: bool) -> dict[str, Any]:
        """What the worker answers; a fault where it does not."""
        if self._process is None or self._left <= 0:
            self.end()
            self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
            self._left, self._counted = SEVERAL, spent(resource.RUSAGE_CHILDREN)
        self._left -= 1
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(raw), str(tables), twice]) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], WALL)
        if answer := self._process.stdout.readline() if ready else "":
            said: dict[str, Any] = json.loads(answer)
            self._counted += said["seconds"]
            return said
        status = self._process.wait() if ready else None
        self.end()
        seconds = spent(resource.RUSAGE_CHILDREN) - self._counted
        return {"faults": [NO_ANSWER.get(status, "the process ended")], "seconds": seconds, "megabytes": 0}

    def end(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def run(asked: argparse.Namespace) -> None:
    """Spoil files by chance, take them in, and keep every delivery of which something promised does not hold."""
    warnings.simplefilter("ignore", UserWarning)  # of doubled names in archives, which are meant
    seeds = sound_files()
    if asked.seeds:
        paths = (path for path in sorted(asked.seeds.rglob("*")) if path.is_file())
        seeds |= {f"{at}{path.name}": path.read_bytes() for at, path in enumerate(paths)}
    tally, worker = Tally(), Worker()
    try:
        while tally.seconds < 60 * asked.minutes:
            chance = Random(f"{asked.seed}/{tally.deliveries}")
            _try_one(worker, seeds, chance, asked.out, tally)
            if tally.deliveries % 50 == 0:
                print(_summary(tally), flush=True)
    finally:
        worker.end()
    print(_summary(tally))


def _try_one(worker: Worker, seeds: Seeds, chance: Random, out: Path, tally: Tally) -> None:
    folder = out / f"{tally.deliveries:06}"
    raw = folder / "2025Q4"
    raw.mkdir(parents=True)
    (raw / "sound.csv").write_text(SOUND, encoding="utf-8")
    others = list(seeds.values())
    for at in range(chance.randint(1, FILES)):
        name = chance.choice(sorted(seeds))
        (raw / f"{at}{name}").write_bytes(spoil(seeds[name], chance, others))
        tally.files[Path(name).suffix] += 1
    said = worker.take(raw, folder / "tables", twice=chance.random() < TWICE)
    faults = said["faults"] + ([f"slow: {said['seconds']:.0f} s"] if said["seconds"] > SLOW else [])
    tally.deliveries += 1
    tally.seconds += said["seconds"]
    tally.slowest = max(tally.slowest, said["seconds"])
    tally.megabytes = max(tally.megabytes, said["megabytes"])
    tally.faults.update(fault.partition(" at /")[0][:120] for fault in faults)
    if faults:
        (folder / "faults.txt").write_text("\n".join(faults), encoding="utf-8")
        print(folder.name, *faults, flush=True)
        shutil.rmtree(folder / "tables", ignore_errors=True)
    else:
        shutil.rmtree(folder)


def _summary(tally: Tally) -> str:
    files = ", ".join(f"{count:,} {suffix}" for suffix, count in tally.files.most_common())
    lines = [
        f"{tally.deliveries:,} deliveries with {tally.files.total():,} spoilt files ({files}); "
        f"{tally.seconds:,.0f} s of a processor, {tally.slowest:.1f} s at most; {tally.megabytes:,} MB at most",
        *(f"  {count} x {fault}" for fault, count in tally.faults.most_common(20)),
    ]
    return "\n".join(lines)
