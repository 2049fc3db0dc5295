"""Prefectures differ in style: which schemes there are, how each is carried out, and what honest people do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from training.simulation import WAYS, Prefecture, Style, World, simulate
from training.simulation.choice import able
from training.simulation.companies import institutions
from training.simulation.concealment import BURDENS, CONCEALMENTS, SHAM_SUITS, Scheme
from training.simulation.disputes import act_of, arisen
from training.simulation.stage import Stage
from zbrisk.docket.check import check

_SCHEMES = {**CONCEALMENTS, **SHAM_SUITS, **BURDENS}
_ALIKE = dict.fromkeys(_SCHEMES, 1.0)  # every scheme as often as any other


@pytest.fixture(scope="module")
def villains() -> Prefecture:
    """A prefecture where every scheme is common."""
    return simulate(
        World(
            cases=900, seed=6, concealed_rate=0.5, sham_rate=0.3, concealment_mix=_ALIKE, sham_mix=_ALIKE,
            more_schemes=2.0, trace=1.0, gaps=0.0,
        )
    )  # fmt: skip


@pytest.mark.slow
def test_every_scheme_leaves_rows_that_keep_the_contract(villains: Prefecture, tmp_path: Path) -> None:
    planted = villains.truth["planted_rows"].query("part == 'deed'")
    assert set(planted["typology"]) == set(_SCHEMES)
    villains.write(tmp_path)
    assert check(tmp_path).passed


@pytest.fixture(scope="module")
def stage() -> Stage:
    """A stage on which nobody has done anything yet."""
    stage = Stage(World(cases=300, seed=4, trace=1.0, hidden=0.0))
    stage.disputes = arisen(stage)
    stage.employers = institutions(stage, 40)
    return stage


@pytest.mark.parametrize(("typology", "scheme"), [(t, way) for t, ways in _SCHEMES.items() for way in ways])
def test_every_way_of_a_scheme_leaves_marks(stage: Stage, typology: str, scheme: Scheme) -> None:
    able_ones = np.flatnonzero(able(stage, typology)[stage.disputes.principal[:300]])[:30]
    act = act_of(stage, typology, able_ones, guilty=True)
    before = {name: len(stage.ledger.frame(name)) for name in stage.ledger.tables()}
    scheme(stage, act)
    after = {name: stage.ledger.frame(name)[before.get(name, 0) :] for name in stage.ledger.tables()}
    marked = sum((rows["_typology"] == typology).sum() for rows in after.values())
    assert marked + (stage.disputes.scheme == typology).sum() + (stage.disputes.auction_scheme == typology).sum()


@pytest.mark.slow
def test_every_scheme_has_honest_lives_that_look_like_it() -> None:
    none = World(cases=600, seed=6, concealed_rate=0.0, sham_rate=0.0, look_alikes=dict.fromkeys(_SCHEMES, 0.3))
    cases = simulate(none).truth["cases"]
    assert set(cases["look_alike"].str.split(";").explode()) - {""} == set(_SCHEMES)
    assert not cases["concealed_assets"].any() and not cases["sham_litigation"].any()


def _drawn(seed: int) -> Prefecture:
    return simulate(World(cases=600, seed=1, concealed_rate=0.15, sham_rate=0.08, style=Style.drawn(seed, WAYS)))


@pytest.mark.slow
def test_styles_differ_in_which_schemes_occur() -> None:
    one, other = (set(_drawn(seed).truth["planted_rows"]["typology"]) for seed in (1, 2))
    assert one - other and other - one


@pytest.mark.slow
def test_the_same_style_gives_the_same_tables() -> None:
    assert Style.drawn(3, WAYS) == Style.drawn(3, reversed(WAYS)) != Style.drawn(4, WAYS)
    one, other = (simulate(World(cases=100, seed=2, style=Style.drawn(3, WAYS))) for _ in range(2))
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name])


@pytest.mark.slow
def test_a_table_that_nobody_delivers_is_empty_and_not_covered() -> None:
    tables = simulate(World(cases=150, seed=2, style=Style(absent=frozenset({"spending"})))).tables
    assert tables["spending"].empty
    assert "spending" not in set(tables["coverage"]["table_name"])


@pytest.mark.slow
def test_registers_leave_empty_what_the_style_says() -> None:
    blanks = {"asset_events.price": 1.0, "parties.phone_hash": 0.5}
    tables = simulate(World(cases=150, seed=2, style=Style(blanks=blanks))).tables
    assert tables["asset_events"]["price"].isna().all()
    assert 0.3 < tables["parties"]["phone_hash"].isna().mean() < 0.7


@pytest.mark.slow
def test_helpers_pay_and_move_as_the_style_says() -> None:
    def moved(style: Style) -> pd.DataFrame:
        style = replace(style, ways={way: float(way == "give_to_kin") for way in WAYS})
        world = World(cases=200, seed=6, concealed_rate=0.4, concealment_mix={"A1": 1.0}, style=style)
        prefecture = simulate(world)
        deeds = prefecture.truth["planted_rows"].query("table == 'asset_events' and part == 'deed'")["key"].unique()
        events = prefecture.tables["asset_events"].set_index("event_id").loc[deeds]
        return events.join(prefecture.tables["assets"].set_index("asset_id")["value"], on="asset_id")

    cheap, fair = moved(Style(paid=(0.0, 0.1))), moved(Style(paid=(0.8, 0.9)))
    assert (cheap["price"] / cheap["value"]).median() < 0.15
    assert (fair["price"] / fair["value"]).median() > 0.45


@pytest.mark.slow
def test_reviewers_overlook_faint_traces() -> None:
    def found(overlooked: float) -> float:
        style = Style(overlooked=overlooked)
        world = World(
            cases=300, seed=3, style=style, concealed_rate=0.3, review_rate=0.6, label_noise=0.0, inconclusive=0.0,
            trace=0.5, strength=0.3,
        )  # fmt: skip
        prefecture = simulate(world)
        rows = prefecture.tables["review_outcomes"].query("target == 'concealed_assets'").set_index("case_id")
        truth = prefecture.truth["cases"].set_index("case_id")["concealed_assets"]
        return float((rows.loc[truth.reindex(rows.index).to_numpy(), "result"] == "confirmed").mean())

    assert found(0.0) == 1.0
    assert found(0.9) < 0.9


def test_a_custom_that_nobody_keeps_is_refused() -> None:
    with pytest.raises(ValueError, match="no custom named 'dancing'"):
        Style(customs={"dancing": 2.0})


@pytest.mark.slow
def test_every_custom_is_kept_somewhere() -> None:
    usual = simulate(World(cases=120, seed=8))
    rare = simulate(World(cases=120, seed=8, style=Style(customs={"wages before": 0.0, "journeys": 0.0})))
    assert len(rare.tables["spending"]) < 0.5 * len(usual.tables["spending"])
    assert np.isfinite(len(rare.tables["income_records"]))
