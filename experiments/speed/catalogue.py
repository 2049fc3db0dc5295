"""The whole catalogue on a simulated prefecture: how long it takes, how much memory, and which signals are slow."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from experiments.speed.apart import apart, seconds
from experiments.speed.copies import write_copies
from experiments.speed.figure import Figure
from training.simulation import World, simulate
from zbrisk.compiler.compiled import CompiledView
from zbrisk.docket import Docket, open_docket
from zbrisk.engines.duckdb import DuckDB
from zbrisk.execution.moments import moments_of
from zbrisk.execution.run import Run
from zbrisk.execution.signal_builder import SignalBuilder

__all__ = ["catalogue"]

COPIES = 10
SLOWEST = 10
SIGNAL, VIEW = "signal ", "view "


def catalogue(*, small: bool = False) -> list[Figure]:
    """20,000 cases as they are simulated, and 200,000: the same ones ten times over, with ids of their own."""
    world = World(cases=200 if small else 20_000, seed=7)
    as_of = world.end + dt.timedelta(days=1)
    with tempfile.TemporaryDirectory(prefix="zbrisk-speed-") as scratch:
        one = Path(scratch) / "one"
        simulate(world).write(one)
        many = write_copies(one, Path(scratch) / "many", COPIES)
        few, all_of_them = (apart(built, folder, as_of) for folder in (one, many))
    return [
        _figure(few, "Catalogue"), _figure(all_of_them, "...", few),
        _slowest(all_of_them, SIGNAL), _slowest(all_of_them, VIEW),
    ]  # fmt: skip


def built(folder: Path, as_of: dt.date) -> dict[str, float]:
    """Seconds for all features of every case: in all, by signal, by view; and for opening the tables."""
    start = time.perf_counter()
    docket = open_docket(folder)
    spent = {"open": time.perf_counter() - start}
    program = SignalBuilder().fit(docket).program_
    case_ids, days = moments_of(docket.cohort(as_of), docket)
    run = Run(program, _Clocked(docket, spent), docket.contract)
    start = last = time.perf_counter()

    def clock(done: int, of: int) -> None:
        nonlocal last
        now = time.perf_counter()
        spent[SIGNAL + program.signals[done - 1].name], last = now - last, now

    run.start(case_ids, days)
    last = time.perf_counter()
    features = run.matrix(clock).shape[1]
    return spent | {
        "build": time.perf_counter() - start, "cases": len(case_ids), "features": features,
        "signals": len(program.signals),
    }  # fmt: skip


class _Clocked(DuckDB):
    """Keeps how long each view takes."""

    def __init__(self, docket: Docket, spent: dict[str, float]) -> None:
        super().__init__(docket)
        self._spent = spent

    def make_view(self, view: CompiledView, *, evidence: bool) -> None:
        """See `Engine.make_view`."""
        make = super().make_view
        self._spent[VIEW + view.name] = seconds(lambda: make(view, evidence=evidence))


def _figure(run: Mapping[str, float], what: str, smaller: Mapping[str, float] | None = None) -> Figure:
    cases, taken = run["cases"], run["build"]
    size = f"{what}: {cases:,.0f} cases, {run['signals']:.0f} signals, {run['features']:.0f} features"
    return Figure(
        what=size,
        ours=f"{taken:.0f} s, {cases / taken:,.0f} cases a second, {run['peak']:.1f} GiB at most",
        yardstick=f"opening the tables {run['open']:.0f} s",
        ratio=f"{taken / smaller['build']:.1f} times the time" if smaller else "",
    )


def _slowest(run: Mapping[str, float], kind: str) -> Figure:
    """The slowest of a kind, each with its share of all."""
    own = {name.removeprefix(kind): taken for name, taken in run.items() if name.startswith(kind)}
    slow = sorted(own, key=lambda name: -own[name])[:SLOWEST]
    return Figure(
        what=f"... of which the {len(own)} {kind.strip()}s take {sum(own.values()):.0f} s; the slowest {len(slow)}",
        ours=", ".join(f"{name} {own[name]:.1f} s" for name in slow),
        yardstick="",
        ratio=f"{sum(own[name] for name in slow) / run['build']:.0%} of all",
    )
