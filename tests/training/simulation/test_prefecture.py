"""The simulated prefecture keeps the contract, its own parameters, and its secrets."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from training.simulation import Prefecture, World, review_draws, simulate
from zbrisk.contract import Contract, KnownRule, load_contract

WORLD = World(cases=600, seed=5)
REFERS = {"C": "cases", "P": "parties", "F": "assets", "K": "accounts", "U": "auctions"}


@pytest.fixture(scope="module")
def prefecture() -> Prefecture:
    return simulate(WORLD)


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract()


def test_every_table_of_the_contract_is_there_and_filled(prefecture: Prefecture, contract: Contract) -> None:
    assert set(prefecture.tables) == set(contract.tables)
    for name, table in contract.tables.items():
        frame = prefecture.tables[name]
        assert len(frame), name
        assert list(frame.columns) == [*table.columns, "known_at"]
        assert not frame[list(table.required)].isna().any(axis=None), name


def test_codes_are_those_of_the_contract(prefecture: Prefecture, contract: Contract) -> None:
    for name, table in contract.tables.items():
        for column in table.columns.values():
            if column.codes:
                assert set(prefecture.tables[name][column.name].dropna()) <= set(column.codes), f"{name}.{column.name}"


def test_no_key_comes_twice_on_one_day(prefecture: Prefecture, contract: Contract) -> None:
    for name, table in contract.tables.items():
        assert not prefecture.tables[name].duplicated([*table.key, "known_at"]).any(), name


def test_every_id_leads_to_its_row(prefecture: Prefecture, contract: Contract) -> None:
    there = {first: set(prefecture.tables[to][contract.tables[to].key[0]]) for first, to in REFERS.items()}
    for name, frame in prefecture.tables.items():
        for column in frame.columns:
            ids = frame[column].dropna() if column.endswith("_id") or column in ("party_a", "party_b") else []
            for first, known in there.items():
                assert {i for i in ids if i[0] == first} <= known, f"{name}.{column}"


def test_nothing_is_known_before_it_happens_or_after_the_export(prefecture: Prefecture, contract: Contract) -> None:
    for name, table in contract.tables.items():
        known = prefecture.tables[name]["known_at"].dropna()
        assert (known <= pd.Timestamp(WORLD.end)).all(), name
        if table.known_at.rule is KnownRule.COLUMN and table.known_at.column:
            happened = prefecture.tables[name].loc[known.index, table.known_at.column].dt.floor("D")
            assert not (known < happened).any(), name


def test_cases_close_after_they_are_filed(prefecture: Prefecture) -> None:
    cases = prefecture.tables["cases"]
    assert not (cases["closed_date"] < cases["filed_date"]).any()


def test_courts_and_regions_do_not_exist(prefecture: Prefecture) -> None:
    assert prefecture.tables["cases"]["court_code"].str.startswith("浙97").all()
    assert prefecture.tables["parties"]["region_code"].str.startswith("3397").all()
    assert prefecture.tables["parties"]["id_no"].dropna().str.fullmatch(r"3397\d{13}[\dX]").all()


def test_the_truth_knows_every_terminated_case_and_keeps_the_rates(prefecture: Prefecture) -> None:
    cases, truth = prefecture.tables["cases"], prefecture.truth["cases"]
    assert set(truth["case_id"]) == set(cases.loc[cases["close_mode"] == "terminated_round", "case_id"])
    assert truth["concealed_assets"].mean() == pytest.approx(WORLD.concealed_rate, abs=0.01)
    assert truth["sham_litigation"].mean() == pytest.approx(WORLD.sham_rate, abs=0.004)


@pytest.mark.slow
def test_planted_rows_are_in_the_tables(prefecture: Prefecture, contract: Contract) -> None:
    planted = prefecture.truth["planted_rows"]
    guilty = prefecture.truth["cases"].set_index("case_id")
    assert len(planted)
    for name, rows in planted.groupby("table"):
        keys = prefecture.tables[name][list(contract.tables[name].key)].copy()
        for column in keys.select_dtypes("datetime"):
            keys[column] = keys[column].dt.strftime("%Y-%m-%d")
        assert set(rows["key"]) <= set(keys.astype("str").agg("|".join, axis=1)), name
    for row in planted.drop_duplicates(["case_id", "typology"]).itertuples():
        assert guilty.loc[row.case_id, row.target]
        assert row.typology in guilty.loc[row.case_id, "typology"].split(";")


@pytest.mark.slow
def test_what_a_review_discovers_becomes_known_with_it() -> None:
    prefecture = simulate(World(cases=600, seed=2, hidden=0.6, review_rate=0.5, label_noise=0.0))
    found = prefecture.truth["planted_rows"].query("discovered")
    outcomes = prefecture.tables["review_outcomes"].query("result == 'confirmed'")
    assert len(found)
    assert found["known_at"].min() > outcomes["opened_date"].min()
    assert set(found["typology"].str[0]) <= {"A", "S"}


@pytest.mark.slow
def test_the_same_world_gives_the_same_tables() -> None:
    world = World(cases=120, seed=9)
    one, other = simulate(world), simulate(world)
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name])
    for name, frame in one.truth.items():
        pd.testing.assert_frame_equal(frame, other.truth[name])


def test_reviews_can_be_drawn_again_in_the_same_world(prefecture: Prefecture) -> None:
    one, other = review_draws(WORLD, [1, 2])
    truth = prefecture.truth["cases"].set_index("case_id")
    assets = one[one["target"] == "concealed_assets"]
    assert list(truth.loc[assets["case_id"], "concealed_assets"]) == list(assets["truth"])
    assert set(one["case_id"]) != set(other["case_id"])


@pytest.mark.slow
def test_no_simple_rule_does_the_work(prefecture: Prefecture) -> None:
    big = simulate(World(cases=2_500, seed=3, hidden=0.0))
    hits = big.truth["rule_hits"].set_index("case_id")
    truth = big.truth["cases"].set_index("case_id").loc[hits.index]
    precision = {rule: truth.loc[hits[rule], "concealed_assets"].mean() for rule in hits if hits[rule].sum() >= 20}
    assert max(precision.values()) < 0.5
    assert max(precision.values()) > 0.1


def test_reviews_say_how_they_chose(prefecture: Prefecture) -> None:
    outcomes, lists = prefecture.tables["review_outcomes"], prefecture.tables["review_lists"]
    drawn = outcomes[outcomes["selected_by"] == "random"]
    assert drawn["propensity"].notna().all()
    assert outcomes.loc[outcomes["selected_by"] == "rule", "propensity"].isna().all()
    assert set(drawn["case_id"]) <= set(lists.loc[lists["chosen_flag"].fillna(False), "case_id"])
    assert (outcomes["opened_date"] < outcomes["decided_date"]).all()


@pytest.mark.slow
def test_missing_courts_are_told_by_the_coverage() -> None:
    gaps = simulate(World(cases=120, seed=4, gaps=0.5))
    cases, parties = gaps.tables["cases"], gaps.tables["case_parties"]
    covered = set(gaps.tables["coverage"].query("table_name == 'income_records'")["court_code"])
    dark = cases[(cases["close_mode"] == "terminated_round") & ~cases["court_code"].isin(covered)]
    debtors = parties[parties["case_id"].isin(dark["case_id"]) & (parties["role"] == "debtor")]["party_id"]
    assert 0 < len(covered) < gaps.world.courts
    assert len(debtors)
    assert not set(debtors) & set(gaps.tables["income_records"]["party_id"])


def test_written_files_read_back_and_the_truth_stays_apart(prefecture: Prefecture, tmp_path: Path) -> None:
    prefecture.write(tmp_path)
    assert {p.stem for p in tmp_path.glob("*.parquet")} == set(prefecture.tables)
    assert {p.stem for p in (tmp_path / "truth").glob("*.parquet")} == set(prefecture.truth)
    assert len(pd.read_parquet(tmp_path / "cases.parquet")) == len(prefecture.tables["cases"])
    assert not list(tmp_path.rglob("*.part"))


def test_a_world_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 50 cases"):
        World(cases=10)
