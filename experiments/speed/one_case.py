"""One case: scored from its records, alone and with reasons, beside the same signals on DuckDB."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd

from experiments.speed.apart import seconds
from experiments.speed.figure import Figure
from experiments.speed.office import Office, make_office
from zbrisk.bundle.target_model import TargetModel
from zbrisk.docket import open_docket
from zbrisk.docket.records import RecordReader
from zbrisk.execution.run import Run
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.explaining import explainer

__all__ = ["one_case"]

ROWS = 200  # of a usual case, with all that its score depends on
STEPS: dict[str, tuple[tuple[Any, str], ...]] = {
    "loading": ((RecordReader, "as_lists"), (RecordReader, "fill_listed")),
    "features": ((Run, "start"), (Run, "matrix")),
    "score": ((TargetModel, "scores"), (TargetModel, "probabilities")),
    "SHAP": ((TargetModel, "contributions"),),
    "evidence": ((explainer, "find_reason_rows"),),
}
REST = "texts"  # sentences, rows as they are shown, people, timeline: what no step of the above took

Records = Mapping[str, Any]


def one_case(*, small: bool = False) -> list[Figure]:
    """Some 200 rows, all signals."""
    office = make_office(800 if small else 5_000)
    cases = _usual_cases(office, 3 if small else 30)
    calls = 1 if small else 10
    alone, ours, theirs = [], [], []
    steps: dict[str, list[float]] = defaultdict(list)
    for case_id, records in cases.items():
        score, work = _scoring(office, case_id, records), _explaining(office, case_id, records)
        work()
        theirs.append(_on_duckdb(office, case_id, records))
        alone += [seconds(score) for _ in range(calls)]
        ours += [seconds(work) for _ in range(calls)]
        with clocked() as spent:
            steps[REST].append(seconds(work))
        for step, taken in spent.items():
            steps[step].append(taken)
            steps[REST][-1] -= taken
    rows = np.median([sum(map(len, records.values())) for records in cases.values()])
    parts = ", ".join(f"{step} {_ms(np.median(steps[step]))}" for step in (*STEPS, REST))
    program = office.scorer.program
    what = f"One case, {rows:.0f} rows, {len(program.signals)} signals, {len(program.features):,} features"
    p50, p99 = np.percentile(ours, [50, 99])
    p50_alone, p99_alone = np.percentile(alone, [50, 99])
    on_duckdb = float(np.median(theirs))
    return [
        Figure(what=what, ours=f"p50 {_ms(p50_alone)} ms, p99 {_ms(p99_alone)} ms", yardstick="", wanted="<= 5, 10 ms"),
        Figure(
            what="... with reasons and evidence",
            ours=f"p50 {_ms(p50)} ms, p99 {_ms(p99)} ms",
            yardstick=f"features alone on DuckDB, tables loaded: {_ms(on_duckdb)} ms",
            ratio=f"{on_duckdb / p50:.0f} x faster",
            wanted=">= 20 x",
        ),
        Figure(what="... where the time goes (p50, ms)", ours=parts, yardstick=""),
    ]


def _scoring(office: Office, case_id: str, records: Records) -> Callable[[], Any]:
    def work() -> None:
        office.scorer.score_case(records, as_of=office.as_of, case_id=case_id)

    return work


def _explaining(office: Office, case_id: str, records: Records) -> Callable[[], Any]:
    def work() -> None:
        office.scorer.score_case(records, as_of=office.as_of, case_id=case_id).explanation  # noqa: B018

    return work


def _usual_cases(office: Office, many: int) -> dict[str, Records]:
    """Of some hundred cases, those whose records are nearest to the usual number."""
    needs = office.scorer.needs()
    some = office.docket.cohort(office.as_of)["case_id"].sample(10 * many, random_state=1, replace=True).unique()
    records = {case_id: office.docket.records(case_id, office.as_of, needs) for case_id in some}
    usual = sorted(records, key=lambda case_id: abs(sum(map(len, records[case_id].values())) - ROWS))
    return {case_id: records[case_id] for case_id in usual[:many]}


def _on_duckdb(office: Office, case_id: str, records: Records) -> float:
    """Seconds for the features alone, without reading the records."""
    docket = open_docket(dict(records), contract=office.scorer.contract)
    builder = SignalBuilder(program=office.scorer.program).fit(docket)
    moment = pd.DataFrame({"case_id": [case_id], "as_of": [office.as_of]})
    taken = seconds(lambda: builder.transform(moment))
    docket.close()
    return taken


@contextmanager
def clocked() -> Iterator[dict[str, float]]:
    """Adds up the seconds that the steps take while the context lasts."""
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for step, methods in STEPS.items():
            for owner, name in methods:
                stack.enter_context(patch.object(owner, name, _clocked(getattr(owner, name), spent, step)))
        yield spent


def _clocked(method: Callable[..., Any], spent: dict[str, float], step: str) -> Callable[..., Any]:
    def work(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return method(*arguments, **named)
        finally:
            spent[step] += time.perf_counter() - start

    return work


def _ms(value: float) -> str:
    return f"{1000 * value:.1f}" if value < 0.1 else f"{1000 * value:.0f}"
