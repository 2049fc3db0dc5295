from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.support.office import cases, outcomes, small_docket
from zbrisk.docket import Docket, open_docket
from zbrisk.errors import DataError
from zbrisk.selection.budget import plan_reviews
from zbrisk.selection.quotas import read_quotas
from zbrisk.selection.review_list_rows import write_lists

DAY = "2024-06-01"
TARGET = "concealed_assets"
COLUMNS = ["list_id", "case_id", "target", "listed_date", "chosen_flag", "chosen_by", "propensity", "score"]


def ids(count: int) -> list[str]:
    return [f"c{i:02d}" for i in range(count)]


def docket(count: int = 20, **tables: pd.DataFrame) -> Docket:
    """Cases c00, c01, ...; every fourth in court B, the others in A; each claims 100 yuan times its number."""
    frame = cases(*((case, "2024-01-10") for case in ids(count)))
    court = ["B" if i % 4 == 3 else "A" for i in range(count)]
    frame = frame.assign(court_code=court, claim_amount=100.0 * np.arange(count), realised_amount=50.0)
    return small_docket(frame, **tables)


def clues(count: int = 20, targets: tuple[str, ...] = (TARGET,)) -> pd.DataFrame:
    """c00 is the likeliest, then c01 and so on."""
    probability = np.linspace(0.9, 0.1, count)
    one = pd.DataFrame({"case_id": ids(count), "as_of": pd.Timestamp(DAY), "probability": probability})
    one = one.assign(score=np.log(probability / (1 - probability)), rank=np.arange(1, count + 1), reasons="")
    return pd.concat([one.assign(target=target) for target in targets], ignore_index=True)


def test_most_by_worth_and_a_part_at_random() -> None:
    plan = plan_reviews(clues(), docket(), 10, audits=0.4)
    model = plan.chosen.loc[plan.chosen["chosen_by"] == "model", "case_id"]
    assert model.tolist() == ["c00", "c01", "c02", "c03", "c04", "c05"]
    assert (plan.chosen["chosen_by"] == "random").sum() == 4


def test_lists_hold_every_eligible_case_with_its_chance() -> None:
    lists = plan_reviews(clues(targets=(TARGET, "sham_litigation")), docket(), 10, audits=0.4).lists
    assert list(lists.columns) == COLUMNS
    assert len(lists) == 40
    assert lists.groupby("target")["propensity"].sum().tolist() == pytest.approx([10, 10])
    assert (lists.loc[lists["chosen_by"] == "model", "propensity"] == 1).all()
    assert (lists["propensity"] > 0).all()
    assert lists["chosen_flag"].tolist() == lists["chosen_by"].notna().tolist()


@pytest.mark.slow
@pytest.mark.parametrize("draws", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_totals_over_all_eligible_cases_are_unbiased(draws: int) -> None:
    truth = pd.Series(np.arange(20) % 3 == 0, index=ids(20)).astype(float)
    tables = docket()
    estimates = []
    for seed in range(draws):
        lists = plan_reviews(clues(), tables, 10, audits=0.5, seed=seed).lists
        chosen = lists[lists["chosen_flag"]]
        estimates.append((truth[chosen["case_id"]].to_numpy() / chosen["propensity"].to_numpy()).sum())
    assert abs(np.mean(estimates) - truth.sum()) < 3 * np.std(estimates) / np.sqrt(draws)


def test_money_puts_the_dear_cases_first() -> None:
    chosen = plan_reviews(clues(), docket(), 1, audits=0, by="money").chosen
    worth = {i: (0.9 - 0.8 * i / 19) * (100 * i - 50) for i in range(20)}
    best = max(worth, key=lambda i: worth[i])
    assert chosen["case_id"].tolist() == [f"c{best:02d}"]
    assert chosen["worth"].tolist() == pytest.approx([worth[best]])


def test_quotas_are_held_and_the_least_worthy_make_room() -> None:
    chosen = plan_reviews(clues(), docket(), 6, audits=0, quotas={"B": 3}).chosen
    assert chosen["case_id"].tolist() == ["c00", "c01", "c02", "c03", "c07", "c11"]
    assert chosen["chosen_by"].tolist() == ["model"] * 4 + ["quota"] * 2


def test_a_quota_above_what_a_court_has_takes_all_of_it() -> None:
    chosen = plan_reviews(clues(8), docket(8), 4, audits=0, quotas={"B": 3}).chosen
    assert chosen["case_id"].tolist() == ["c00", "c01", "c03", "c07"]


def test_nobody_twice() -> None:
    known = outcomes(("c00", "refuted", "2024-02-01", "2024-03-01"), ("c01", "refuted", "2024-02-01", "2024-07-01"))
    lists = pd.DataFrame({"list_id": "l", "case_id": ["c02", "c03"], "target": TARGET, "listed_date": "2024-05-01"})
    tables = docket(review_outcomes=known, review_lists=lists.assign(chosen_flag=[True, False]))
    plan = plan_reviews(clues(targets=(TARGET, "sham_litigation")), tables, 3, audits=0)
    chosen = plan.chosen.groupby("target")["case_id"].agg(list)
    assert chosen[TARGET] == ["c01", "c03", "c04"]  # what was decided later was not known
    assert chosen["sham_litigation"] == ["c00", "c01", "c02"]
    assert not {"c00", "c02"} & set(plan.lists.loc[plan.lists["target"] == TARGET, "case_id"])


def test_the_next_day_knows_the_written_list(tmp_path: Path) -> None:
    tables = docket()
    plan = plan_reviews(clues(), tables, 10)
    frames = {name: tables.frame(name) for name in tables.present}
    write_lists(plan.lists, tmp_path / "review_lists.csv")
    again = open_docket({**frames, "review_lists": pd.read_csv(tmp_path / "review_lists.csv")})
    later = clues().assign(as_of=pd.Timestamp("2024-06-02"))
    assert not set(plan.chosen["case_id"]) & set(plan_reviews(later, again, 10).chosen["case_id"])


def test_a_written_list_is_not_overwritten(tmp_path: Path) -> None:
    lists = plan_reviews(clues(), docket(), 10).lists
    write_lists(lists, tmp_path / "review_lists.csv")
    with pytest.raises(DataError, match="an earlier list would be lost"):
        write_lists(lists, tmp_path / "review_lists.csv")


def test_the_order_of_the_clues_does_not_matter() -> None:
    one = plan_reviews(clues(), docket(), 10, seed=5)
    other = plan_reviews(clues().sample(frac=1, random_state=1), docket(), 10, seed=5)
    pd.testing.assert_frame_equal(one.lists, other.lists)


def test_a_budget_above_the_cases_takes_all() -> None:
    lists = plan_reviews(clues(), docket(), 100).lists
    assert lists["chosen_flag"].all()
    assert (lists["propensity"] == 1).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"budget": 0}, "A budget of 0"),
        ({"audits": 1.5}, "audits 1.5"),
        ({"by": "fame"}, "cannot be measured by 'fame'"),
        ({"quotas": {"A": 99}}, "quotas exceed the budget"),
    ],
)
def test_unfit_choices(change: dict[str, object], words: str) -> None:
    with pytest.raises(DataError, match=words):
        plan_reviews(clues(), docket(), **({"budget": 10} | change))  # type: ignore[arg-type]


def test_one_day_only() -> None:
    days = clues().assign(as_of=pd.date_range("2024-05-01", periods=20))
    with pytest.raises(DataError, match="planned for one day"):
        plan_reviews(days, docket(), 5)


def test_quotas_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "quotas.csv"
    path.write_text("court_code,reviews\nA,2\nB,0\n", encoding="utf-8-sig")
    assert read_quotas(path) == {"A": 2, "B": 0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("court,reviews\nA,2\n", "lacks court_code"),
        ("court_code,reviews\nA,2\nA,3\n", "row 3: 'A'"),
        ("court_code,reviews\nA,many\n", "row 2: 'A' with 'many'"),
    ],
)
def test_quotas_that_are_none(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "quotas.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        read_quotas(path)


def test_a_share_goes_to_doubt_with_chances_that_are_written_down() -> None:
    tables = docket(40)
    plan = plan_reviews(clues(40), tables, 12, audits=0.25, learn=0.25)
    assert (plan.chosen["chosen_by"] == "model").sum() == 6
    assert (plan.chosen["chosen_by"] == "random").sum() == 6
    rest = plan.lists[plan.lists["chosen_by"] != "model"]
    assert rest["propensity"].sum() == pytest.approx(6) and rest["propensity"].between(0, 1).all()
    without = plan_reviews(clues(40), tables, 12, audits=0.25).lists.set_index("case_id")["propensity"]
    more = rest.set_index("case_id")["propensity"] - without
    assert more["c20"] > more["c39"] > 0  # 0.49 is in more doubt than 0.1


@pytest.mark.slow
@pytest.mark.parametrize("draws", [30, pytest.param(200, marks=pytest.mark.slow)])
def test_totals_stay_unbiased_where_a_share_goes_to_doubt(draws: int) -> None:
    truth = pd.Series(np.arange(20) % 3 == 0, index=ids(20)).astype(float)
    tables, estimates = docket(), []
    for seed in range(draws):
        lists = plan_reviews(clues(), tables, 8, audits=0.25, learn=0.5, seed=seed).lists
        drawn = lists[lists["chosen_flag"]]
        estimates.append((truth[drawn["case_id"]].to_numpy() / drawn["propensity"]).sum())
    error = np.std(estimates) / np.sqrt(len(estimates))
    assert abs(np.mean(estimates) - truth.sum()) < 3 * error


def test_shares_that_leave_less_than_nothing_are_refused() -> None:
    with pytest.raises(DataError, match="to learn from beside"):
        plan_reviews(clues(), docket(), 10, audits=0.4, learn=0.7)
