"""Dirty deliveries of a simulated prefecture: what is written can be read back, and what is dirty is counted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from training.simulation import World, simulate
from training.simulation.delivery import TIDY, Dirt, deliver, delivered
from training.simulation.delivery.capitals import in_capitals
from zbrisk.docket.check import check
from zbrisk.intake import Outcome, intake
from zbrisk.intake.cells.money import read_money

WORLD = World(cases=60, seed=3)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return simulate(WORLD).tables


@pytest.mark.parametrize("yuan", [0.05, 10, 105, 1_010, 10_500, 100_005, 1_234_567.89, 30_000_000, 200_000_300.4])
def test_sums_in_capitals_are_read_as_what_they_were(yuan: float) -> None:
    assert float(read_money(in_capitals(yuan)).value) == yuan


@pytest.mark.slow
def test_the_same_seed_writes_the_same_delivery(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    for name in ("one", "other"):
        deliver(tables, WORLD.end, tmp_path / name, seed=8)
    files = sorted(path for path in (tmp_path / "one").rglob("*.csv"))
    assert len(files) == 12
    for path in files:
        assert path.read_bytes() == (tmp_path / "other" / path.relative_to(tmp_path / "one")).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("dirt", [TIDY, Dirt()], ids=["tidy", "dirty"])
def test_intake_understands_a_delivery(tables: dict[str, pd.DataFrame], tmp_path: Path, dirt: Dirt) -> None:
    sent = deliver(tables, WORLD.end, tmp_path / "raw", dirt=dirt)
    outcome = intake(tmp_path / "raw", tmp_path / "tables")
    assert check(tmp_path / "tables").passed and not outcome.open_headings
    assert sum(account.roles["data"] for account in outcome.accounts) == sent
    clean, taken = delivered(tables)["cases"], pd.read_parquet(tmp_path / "tables" / "cases.parquet")
    if dirt is TIDY:
        assert taken["case_no"].nunique() == clean["case_no"].nunique()  # awards' numbers may be in another form
        courts = [set(frame.loc[frame["court_code"].notna(), "case_no"]) for frame in (taken, clean)]
        assert courts[0] <= courts[1]
        assert not _unreadable(outcome)
    else:
        assert 0.95 < taken["case_no"].nunique() / clean["case_no"].nunique() <= 1
        assert _unreadable(outcome)


def test_the_clean_side_holds_what_lists_say_and_no_more(tables: dict[str, pd.DataFrame]) -> None:
    clean = delivered(tables)
    summed = clean["cases"].groupby("case_kind")["claim_amount"].count()
    assert summed["suit"] == 0 and summed["enforcement"] == (clean["cases"]["case_kind"] == "enforcement").sum()
    parties = clean["parties"]
    in_a_case = parties["party_id"].isin(clean["case_parties"]["party_id"])
    people = parties["party_kind"] == "person"
    insured = parties["party_id"].isin(clean["income_records"]["party_id"])
    assert set(parties.loc[parties["address"].notna(), "party_id"]) <= set(parties.loc[in_a_case, "party_id"])
    assert (parties.loc[people, "id_no"].notna() == (in_a_case | insured)[people]).all()
    assert set(clean["assets"].loc[clean["assets"]["region_code"].notna(), "asset_class"]) == {"real_estate"}


def _unreadable(outcome: Outcome) -> dict[str, int]:
    """Refused for a fault of spelling; that somebody is not in the lists is none."""
    return {reason: n for reason, n in outcome.reasons.items() if reason in ("no_date", "no_amount", "no_year")}
