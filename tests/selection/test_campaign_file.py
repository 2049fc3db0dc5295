"""Campaign files: the ready ones, and what is wrong with a bad one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.story import CONTRACT
from zbrisk.errors import DataError
from zbrisk.selection.campaign import Campaign
from zbrisk.selection.campaign_conditions import CONDITIONS
from zbrisk.selection.campaign_file import Conditions, read_campaign, ready_campaigns
from zbrisk.signals.catalogue import features_folder
from zbrisk.signals.signal_file import read_signal_file

LABEL = "label: {zh: 车辆, en: vehicles}\n"


def read(folder: Path, text: str) -> Campaign:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return read_campaign(path, CONTRACT)


def test_six_are_ready() -> None:
    assert set(ready_campaigns()) == {
        "social_security", "real_estate_seizure", "credit_punishment", "vehicles", "judicial_auctions",
        "long_dormant_hardship",
    }  # fmt: skip


@pytest.mark.parametrize("name", ready_campaigns())
def test_ready_campaigns_can_be_read_by_name(name: str) -> None:
    campaign = read_campaign(name, CONTRACT)
    assert campaign.name == name and campaign.cases and campaign.rules


def test_a_whole_campaign(tmp_path: Path) -> None:
    campaign = read(
        tmp_path,
        LABEL
        + "cases:\n  cause: {prefix: [民间]}\n  amount: {from: 10000}\n  terminated: {over: 3y, to: 2022-01-01}\n"
        + "checkpoints: {rules: [R-18], aspects: [7]}\ntargets: [concealed_assets]\n",
    )
    assert campaign.cases == {
        "cause": {"prefix": ("民间",)},
        "amount": {"from": 10000},
        "terminated": {"over": "3y", "to": dt.date(2022, 1, 1)},
    }
    assert (campaign.rules, campaign.aspects) == (frozenset({"R-18"}), frozenset({"7"}))


@pytest.mark.parametrize(
    ("text", "line", "problem", "cure"),
    [
        ("case:\n  restored: false\n", 2, "unknown key 'case'", "cases"),
        ("cases:\n  courts: [浙96]\n", 3, "`cases` has the unknown key 'courts'", "court"),
        ("cases:\n  seized: [car]\n", 3, "'car' is unknown", "vehicle"),
        ("cases:\n  seized: vehicle\n", 3, "`cases.seized` is 'vehicle' and no list", "[one, another]"),
        ("cases:\n  seized: []\n", 3, "`cases.seized` is [], which is empty", "leave the key out"),
        ("cases:\n  amount: {from: ten}\n", 3, "`cases.amount.from` is 'ten' and no number of at least 0", "number"),
        ("cases:\n  amount: {from: 3, to: 2}\n", 3, "`cases.amount` has its `from` after its `to`", "Change"),
        ("cases:\n  amount: {}\n", 3, "`cases.amount` holds no key", "from"),
        (
            "cases:\n  terminated:\n    over: three years\n",
            4,
            "`cases.terminated.over` is 'three years', which has not the form 3y or 18m",
            "3y",
        ),
        ("cases:\n  filed: {over: 3y}\n", 3, "`cases.filed` has the unknown key 'over'", "from, to"),
        ("cases:\n  filed: {from: '2022'}\n", 3, "`cases.filed.from` is '2022' and no date", "2022-11-22"),
        ("cases:\n  cause:\n    prefix: [民间, 5]\n", 4, "`cases.cause.prefix.2` is 5 and no text", "quotes"),
        ("cases:\n  cause: {prefx: [民间]}\n", 3, "unknown key 'prefx'", "Did you mean `prefix`"),
        ("cases:\n  restored: 1\n", 3, "`cases.restored` is 1, neither true nor false", "true or false"),
        ("cases:\n  court: [9602]\n", 3, "`cases.court.1` is 9602 and no text", "quotes"),
        ("priority:\n  applicant_hardship: [poor]\n", 3, "'poor' is unknown", "low_income"),
        ("checkpoints: {rules: [18]}\n", 2, "`checkpoints.rules.1` is 18 and no text", "quotes"),
        ("checkpoints: {rules: [r18]}\n", 2, "`checkpoints.rules.1` is 'r18', which has not the form R-18", "R-18"),
        ("targets: [concealed]\n", 2, "'concealed' is unknown", "concealed_assets"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, problem: str, cure: str) -> None:
    with pytest.raises(DataError) as refusal:
        read(tmp_path, LABEL + text)
    assert f"mine.yaml:{line}: " in refusal.value.problem
    assert problem in refusal.value.problem
    assert cure in refusal.value.cure


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("label: vehicles\n", "no text in two languages"),
        ("label: {zh: [\n", "no YAML"),
        ("", "lacks `label`"),
        ("- label", "no mapping"),
    ],
)
def test_no_campaign_at_all(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        read(tmp_path, text)


def test_an_absent_file_names_the_ready_ones(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refusal:
        read_campaign(tmp_path / "absent.yaml", CONTRACT)
    assert "vehicles" in refusal.value.cure


def test_every_condition_has_its_sql() -> None:
    assert set(Conditions.model_fields) == set(CONDITIONS)


@pytest.mark.parametrize("name", ready_campaigns())
def test_ready_campaigns_name_rules_that_exist(name: str) -> None:
    files = (features_folder() / "checkpoints").glob("*.sql")
    known = {str(read_signal_file(path).header["rule"]) for path in files}
    assert read_campaign(name, CONTRACT).rules <= known
