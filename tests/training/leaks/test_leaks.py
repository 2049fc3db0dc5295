"""Each leak is planted and seen; an honest matrix passes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.support.office import Tables, builder, office
from training.datasets.dataset import TargetDataset, build_datasets
from training.labels.splits import Fold
from training.leaks import Finding, LeakReport, check_leaks
from training.leaks.columns import missingness, purity, separation
from training.leaks.hindsight import cut_docket, hindsight
from training.leaks.split_overlap import split_overlap
from training.recipe import Recipe
from training.stage_timer import StageTimer
from zbrisk.docket import Docket, open_docket
from zbrisk.errors import DataError
from zbrisk.execution.signal_builder import SignalBuilder

UNTIL = dt.date(2024, 7, 1)
RECIPE = Recipe(reference_cases=100, trials=0)
Made = tuple[Docket, SignalBuilder, TargetDataset]


def made(tables: Tables, folder: Path) -> Made:
    docket = open_docket(tables)
    signals = builder(folder, docket)
    datasets = build_datasets(docket, signals, until=UNTIL, recipe=RECIPE, timer=StageTimer()).datasets
    return docket, signals, datasets[0]


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(office(), tmp_path_factory.mktemp("signals"))


def checked(docket: Docket, signals: SignalBuilder, dataset: TargetDataset) -> LeakReport:
    (report,) = check_leaks(docket, signals, [dataset], until=UNTIL, recipe=RECIPE)
    return report


def only(findings: object) -> Finding:
    (finding,) = findings  # type: ignore[misc]
    assert isinstance(finding, Finding)
    return finding


def test_an_honest_matrix_passes(honest: Made) -> None:
    report = checked(*honest)
    assert report.findings == ()
    assert report.columns == 2 and report.reviewed > 200
    report.refuse()


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_column_that_holds_the_answer_stops_the_training(honest: Made, sign: float) -> None:
    *_, dataset = honest
    noise = np.random.default_rng(0).normal(0, 0.2, len(dataset.X))
    answer = sign * (dataset.moments["label"] + noise)
    planted = replace(dataset, X=dataset.X.assign(answer=answer.to_numpy()))
    found = only(separation(planted.X, planted.moments["label"], planted.moments["group"]))
    assert found.subject == "answer" and found.sure and "AUC of" in found.words
    report = LeakReport(target="concealed_assets", columns=3, reviewed=250, findings=(found,))
    with pytest.raises(DataError, match=r"concealed_assets knows the answer \(separation: answer"):
        report.refuse()


def test_an_answer_that_is_told_by_missing_cells_alone_is_seen(honest: Made) -> None:
    *_, dataset = honest
    label = dataset.moments["label"]
    X = pd.DataFrame({"told": np.where(label == 1, np.nan, 3.0)})
    assert only(separation(X, label, dataset.moments["group"])).sure


def test_a_strong_honest_column_is_believed() -> None:
    random = np.random.default_rng(1)
    label = np.repeat([0.0, 1.0], [300, 60])
    X = pd.DataFrame({"strong": label * 1.4 + random.normal(0, 1, 360)})  # AUC 0.84
    assert list(separation(X, label, np.arange(360))) == []


def test_a_finding_of_the_review_that_was_dated_by_its_event_is_suspicious() -> None:
    label = np.repeat([0.0, 1.0], [200, 100])
    found_later = np.where(np.arange(300) >= 240, 1.0, 0.0)  # 60 of the confirmed, none of the refuted
    X = pd.DataFrame({"assets_held": found_later, "other": np.tile([0.0, 1.0], 150)})
    finding = only(purity(X, label))
    assert finding.subject == "assets_held" and not finding.sure
    assert finding.words == "60 of the 60 reviewed cases with a value above 0 were confirmed"


def test_no_data_that_goes_with_the_answer_is_a_warning() -> None:
    label = np.repeat([0.0, 1.0], [200, 100])
    gone = np.arange(300) >= 250  # half of the confirmed
    X = pd.DataFrame({"even": np.where(np.arange(300) % 3 == 0, np.nan, 1.0), "told": np.where(gone, np.nan, 1.0)})
    finding = only(missingness(X.assign(twin=X["told"]), label))
    assert finding.subject == "told" and not finding.sure
    assert finding.words == "no data for 50% of the confirmed and 0% of the refuted (2 columns alike)"


def test_the_splits_keep_a_debtor_on_one_side_and_a_torn_one_is_seen(honest: Made) -> None:
    docket, _, dataset = honest
    moments = dataset.moments
    shared = moments["group"].duplicated(keep=False) & moments["case_id"].ne(moments["group"])
    one, other = moments.index[shared | moments["group"].isin(moments.loc[shared, "group"])][:2]
    fold = Fold(cut=pd.Timestamp(UNTIL), train=np.array([one]), validation=np.array([other]))
    pair = moments.assign(group="same").loc[[one, other]].reset_index(drop=True)
    both = replace(fold, train=np.array([0]), validation=np.array([1]))
    seen = only(split_overlap(docket, pair, [both], until=UNTIL))
    assert seen.subject == "groups" and seen.sure


def test_a_debtor_whom_the_groups_forgot_is_seen(honest: Made) -> None:
    docket, _, dataset = honest
    alone = dataset.moments.assign(group=dataset.moments["case_id"])  # as if nobody shared a debtor
    first, second = _neighbours(dataset)  # the office gives two neighbouring cases one debtor
    fold = Fold(cut=pd.Timestamp(UNTIL), train=np.array([first]), validation=np.array([second]))
    seen = only(split_overlap(docket, alone, [fold], until=UNTIL))
    assert seen.subject == "debtors" and seen.sure and seen.words.startswith("1 debtors are both")


def test_one_person_under_two_ids_is_seen(honest: Made, tmp_path: Path) -> None:
    tables = office()
    tables["parties"]["id_no"] = [f"n{i}" for i in range(len(tables["parties"]))]
    tables["parties"].loc[tables["parties"]["party_id"].isin(["p10", "p400"]), "id_no"] = "one person"
    docket = open_docket(tables)
    moments = pd.DataFrame({"case_id": ["c00020", "c00800"], "group": ["c00020", "c00800"]})
    fold = Fold(cut=pd.Timestamp(UNTIL), train=np.array([0]), validation=np.array([1]))
    seen = only(split_overlap(docket, moments, [fold], until=UNTIL))
    assert seen.subject == "identities" and not seen.sure
    assert "n1" not in seen.words and "p10" not in seen.words


def test_a_future_table_is_seen(honest: Made) -> None:
    docket, signals, dataset = honest
    leaky = FromTheFuture(signals.signals).fit(docket)
    moments = dataset.moments
    X = leaky.transform(moments[["case_id", "as_of"]])
    finding = only(hindsight(docket, leaky, [replace(dataset, X=X)])["concealed_assets"])
    assert finding.subject == "reviews_ever" and finding.sure
    assert "once what became known later is taken away" in finding.words


def test_a_cut_docket_holds_what_was_known(honest: Made) -> None:
    docket, *_ = honest
    day = dt.date(2022, 1, 1)
    cut = cut_docket(docket, day)
    assert cut.present == docket.present
    for table in cut.present:
        known = cut.frame(table)["known_at"]
        assert known.dropna().lt(pd.Timestamp(day)).all()
    closed = cut.frame("cases")["closed_date"]
    assert closed.isna().any() and closed.dropna().lt(pd.Timestamp(day)).all()
    assert cut.cohort(day).equals(docket.cohort(day))


class FromTheFuture(SignalBuilder):
    """Counts all outcomes of a case, also those that came after the day."""

    def transform(self, moments: pd.DataFrame) -> pd.DataFrame:
        reviews = self.docket_.frame("review_outcomes").groupby("case_id").size()
        ever = moments["case_id"].map(reviews).fillna(0.0).to_numpy(float)
        return super().transform(moments).assign(reviews_ever=ever)


def _neighbours(dataset: TargetDataset) -> tuple[int, int]:
    place = {case: i for i, case in enumerate(dataset.moments["case_id"])}
    number = next(n for n in range(0, 1500, 2) if {f"c{n:05d}", f"c{n + 1:05d}"} <= set(place))
    return place[f"c{number:05d}"], place[f"c{number + 1:05d}"]
