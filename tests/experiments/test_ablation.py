"""The study runs on a small prefecture; without a table its signals have no data, and all others stay as they are."""

from __future__ import annotations

import pandas as pd
import pytest

from experiments.ablation.parts import parts_of
from experiments.ablation.report import page
from experiments.ablation.study import run_study
from training.simulation import World, simulate
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import load_contract
from zbrisk.docket import open_docket
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.signals.catalogue import read_catalogue

pytestmark = pytest.mark.slow  # whole studies, if tiny ones


def test_the_study_tells_what_families_typologies_and_tables_are_worth(monkeypatch) -> None:
    import experiments.ablation.study as study

    few = lambda program, target: [p for p in parts_of(program, target) if p.kind in ("all", "family", "first")]  # noqa: E731
    monkeypatch.setattr(study, "parts_of", few)
    world = World(cases=400, seed=1, concealed_rate=0.3, review_rate=0.3)
    *_, answers = run_study([world], repeats=1, draws=10, tell=lambda what: None)
    report = page(answers)
    assert "| asset_records |" in report
    assert "| first deployment |" in report


def test_a_part_keeps_what_it_does_not_name() -> None:
    contract = load_contract()
    program = compile_catalogue(read_catalogue(None, contract), contract)
    parts = {part.name: part for part in parts_of(program, "concealed_assets")}
    assert "transfer_to_circle" in parts["litigation_patterns"].kept
    assert "transfer_to_circle" not in parts["A1"].kept
    assert "transfer_to_circle" not in parts["asset_events"].kept
    assert "transfer_to_circle" not in parts["first deployment"].kept
    assert "transfer_to_circle" in parts["and asset registers and family ties"].kept


def test_without_a_table_its_signals_have_no_data_and_the_others_do_not_change() -> None:
    tables = simulate(World(cases=300, seed=3)).tables
    whole, without = (
        open_docket({name: rows for name, rows in tables.items() if name != left}) for left in ("", "income_records")
    )
    moments = whole.cohort("2026-01-01").head(200)
    builder = SignalBuilder().fit(whole)
    needing = [s for s in builder.program_.signals if "income_records" in s.tables]
    full = builder.transform(moments)
    poor = SignalBuilder(program=builder.program_).fit(without).transform(moments)
    gone = [name for signal in needing for name, *_ in signal.card.features()]
    assert poor[gone].isna().all(axis=None)
    pd.testing.assert_frame_equal(poor.drop(columns=gone), full.drop(columns=gone))
