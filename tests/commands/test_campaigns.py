"""--campaign narrows what is ranked and explained, and orders it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import DAY, Invoke, Office, said

CAMPAIGN = "label: {zh: 测试, en: test}\ncases:\n  terminated: {over: 2y}\ntargets: [concealed_assets]\n"
PRIORITY = "priority:\n  terminated: {over: 3y}\n"


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    path = tmp_path / "old.yaml"
    path.write_text(CAMPAIGN + PRIORITY, encoding="utf-8")
    return path


def ranked(zbrisk: Invoke, office: Office, out: Path, *words: object) -> pd.DataFrame:
    result = zbrisk("rank", office.tables, "--model", office.bundle, "--as-of", DAY, "--out", out, *words)
    assert result.exit_code == 0, result.stderr
    return pd.read_parquet(out)


@pytest.mark.slow
def test_rank_narrows_and_orders(made_up: Office, zbrisk: Invoke, tmp_path: Path, campaign: Path) -> None:
    every = ranked(zbrisk, made_up, tmp_path / "all.parquet").set_index("case_id")
    some = ranked(zbrisk, made_up, tmp_path / "some.parquet", "--campaign", campaign)
    closed = pd.read_parquet(made_up.tables / "cases.parquet").set_index("case_id")["closed_date"]
    closed = pd.to_datetime(closed.loc[some["case_id"]]).to_numpy()
    day = pd.Timestamp(DAY)
    assert 0 < len(some) < len(every)
    assert (closed <= day - pd.DateOffset(years=2)).all()
    assert some["priority"].tolist() == (closed <= day - pd.DateOffset(years=3)).tolist()
    assert some["priority"].is_monotonic_decreasing and some["priority"].nunique() == 2
    for _, part in some.groupby("priority"):
        assert part["rank"].is_monotonic_increasing
    scored = every.loc[some["case_id"]]  # being first is no risk
    assert scored["score"].tolist() == some["score"].tolist()
    assert scored["probability"].tolist() == some["probability"].tolist()


@pytest.mark.slow
def test_explain_takes_the_first_of_a_campaign(made_up: Office, zbrisk: Invoke, tmp_path: Path, campaign: Path) -> None:
    some = ranked(zbrisk, made_up, tmp_path / "some.parquet", "--campaign", campaign)
    words = ["--model", made_up.bundle, "--as-of", DAY, "--campaign", campaign, "--top", 2, "--out", tmp_path / "pages"]
    assert zbrisk("explain", made_up.tables, *words).exit_code == 0
    pages = [path.name for path in (tmp_path / "pages").rglob("*.html")]
    for case in some[some["rank"] <= 2]["case_id"]:
        assert any(case in page for page in pages)


@pytest.mark.slow
def test_explain_refuses_a_case_outside(made_up: Office, zbrisk: Invoke, tmp_path: Path, campaign: Path) -> None:
    every = ranked(zbrisk, made_up, tmp_path / "all.parquet")
    some = ranked(zbrisk, made_up, tmp_path / "some.parquet", "--campaign", campaign)
    outside = sorted(set(every["case_id"]) - set(some["case_id"]))[0]
    words = ["--model", made_up.bundle, "--as-of", DAY, "--campaign", campaign]
    said(zbrisk("explain", made_up.tables, "--case", outside, *words), outside, "does not belong", "--campaign")
    assert zbrisk("explain", made_up.tables, "--case", some["case_id"][0], *words).exit_code == 0


def test_campaigns_that_are_none(made_up: Office, zbrisk: Invoke, tmp_path: Path) -> None:
    words = ["--model", made_up.bundle, "--as-of", DAY, "--out", tmp_path / "c.parquet", "--campaign"]
    said(zbrisk("rank", made_up.tables, *words, "absent"), "no campaign absent", "vehicles")
    said(zbrisk("rank", made_up.tables, *words, "vehicles"), "asset_events", "no data is not a no")
    (tmp_path / "none.yaml").write_text("label: {zh: 无, en: none}\ncases:\n  amount: {from: 1000000000000}\n")
    said(zbrisk("rank", made_up.tables, *words, tmp_path / "none.yaml"), "none has no case then")
