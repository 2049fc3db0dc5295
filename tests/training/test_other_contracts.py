"""Models for somebody else's tables: boats that are inspected before regattas, without reference days or debtors."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from training.labels.groups import case_groups
from training.leaks.columns import purity
from training.recipe import Recipe
from training.report import training_report
from training.run import Trained, train
from zbrisk.bundle.bundle import read_bundle, write_bundle
from zbrisk.commands.display.training_summary import training_summary
from zbrisk.contract import Contract, load_contract
from zbrisk.docket import Docket, open_docket
from zbrisk.errors import ContractError, DataError
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.model_card import model_card
from zbrisk.pages.report import to_markdown
from zbrisk.scoring.scorer import load_scorer

UNTIL = dt.date(2024, 1, 1)
QUICK = Recipe(trials=4, bootstrap_draws=100, reference_cases=100, refits=0)
CONTRACT = {
    "version": 1,
    "label": "帆船检查",
    "cohort": {"table": "boats", "key": "boat_id", "where": "class = 'keel'", "label": {"zh": "帆船", "en": "boats"}},
    "outcomes": {
        "table": "inspections", "target": "target", "result": "result", "opened": "opened", "decided": "decided",
    },
    "tables": {
        "boats": {
            "key": ["boat_id"], "known_at_default": "built",
            "columns": {"boat_id": "id", "class": "code(keel|dinghy)", "built": "date", "club_id": "id"},
        },
        "repairs": {
            "key": ["repair_id"], "known_at_default": "done",
            "columns": {"repair_id": "id", "boat_id": "id", "done": "date"},
        },
        "inspections": {
            "key": ["inspection_id"], "known_at_default": "decided",
            "columns": {
                "inspection_id": "id", "boat_id": "id", "target": "code(leaky)",
                "result": "code(confirmed|refuted|inconclusive)", "opened": "date", "decided": "date",
            },
        },
    },
}  # fmt: skip
SIGNAL = """/*
label: {zh: 修理, en: repairs}
targets: [leaky]
typology: context
direction: raises
at: done
measures: [count]
windows: [all]
reason: {zh: "{count} 次", en: "{count} times"}
absent: {zh: 没有, en: none}
*/
select this_case.boat_id, repair.done
from this_case
join repairs as repair on repair.boat_id = this_case.boat_id
"""


def contract(folder: Path, **cohort: Any) -> Contract:
    path = folder / "boats.yaml"
    document = {**CONTRACT, "cohort": {**CONTRACT["cohort"], **cohort}}  # type: ignore[dict-item]
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return load_contract(path)


def harbour(*, boats: int = 300, inspections: int = 1, seed: int = 1) -> dict[str, pd.DataFrame]:
    """Boats, leaky where they are often repaired; each is inspected so many times over two years."""
    random = np.random.default_rng(seed)
    ids = np.array([f"b{n:04d}" for n in range(boats)])
    leaky = random.random(boats) < 0.4
    start = pd.Timestamp("2021-06-01")
    times = random.poisson(1 + 3 * leaky)
    repaired = np.repeat(np.arange(boats), times)
    who = np.tile(np.arange(boats), inspections)
    opened = start + pd.to_timedelta(random.integers(0, 700, len(who)), "D")
    return {
        "boats": pd.DataFrame(
            {
                "boat_id": ids,
                "class": "keel",
                "built": dt.date(2020, 1, 1),
                "club_id": [f"k{n % 90}" for n in range(boats)],
            }
        ),
        "repairs": pd.DataFrame(
            {
                "repair_id": [f"r{n}" for n in range(len(repaired))],
                "boat_id": ids[repaired],
                "done": (start - pd.to_timedelta(random.integers(1, 300, len(repaired)), "D")).date,
            }
        ),
        "inspections": pd.DataFrame(
            {
                "inspection_id": [f"i{n}" for n in range(len(who))],
                "boat_id": ids[who],
                "target": "leaky",
                "result": np.where(leaky[who], "confirmed", "refuted"),
                "opened": opened.date,
                "decided": (opened + pd.Timedelta(days=20)).date,
            }
        ),
    }


def run(docket: Docket, folder: Path, *, until: dt.date = UNTIL, recipe: Recipe = QUICK) -> Trained:
    (folder / "repairs_seen.sql").write_text(SIGNAL, encoding="utf-8")
    return train(docket, SignalBuilder(folder).fit(docket), until=until, recipe=recipe)


def plain(trained: Trained) -> str:
    return to_markdown(training_report(trained, name="boats"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    folder = tmp_path_factory.mktemp("boats")
    return run(open_docket(harbour(), contract=contract(folder)), folder)


def test_a_cohort_without_reference_days_is_learnt(alone: Trained) -> None:
    holdout: Any = alone.targets[0].metrics["holdout"]
    assert holdout["auc"]["value"] > 0.7


def test_no_text_speaks_of_debtors_or_terminated_cases(alone: Trained, tmp_path: Path) -> None:
    assert alone.contract is not None
    docket = open_docket(harbour(), contract=alone.contract)
    (tmp_path / "repairs_seen.sql").write_text(SIGNAL, encoding="utf-8")
    program = SignalBuilder(tmp_path).fit(docket).program_
    write_bundle(
        tmp_path / "b", contract=alone.contract, program=program, targets=alone.targets, until=UNTIL, run={"hashes": {}}
    )
    cards = {
        language: to_markdown(model_card(read_bundle(tmp_path / "b"), language=language)) for language in ("zh", "en")
    }
    assert "It orders boats for review." in cards["en"] and "为帆船检查排出核查的先后" in cards["zh"]
    scorer = load_scorer(tmp_path / "b")
    page = scorer.explain(docket, case_id="b0000", as_of="2024-06-01").to_html()
    assert "<title>线索核查单" in page and "帆船检查" in page
    listed = scorer.rank(docket, as_of="2024-06-01", finished=True, top=3).to_csv()
    for text in (plain(alone), page, listed, *cards.values()):
        said = text.replace(r"| group\_role | debtor |", "")  # the recipe's own choices
        assert not [word for word in ("debtor", "terminated", "被执行人", "终本") if word in said]


@pytest.mark.slow
def test_groups_are_what_the_contract_names(tmp_path: Path) -> None:
    docket = open_docket(
        harbour(boats=180), contract=contract(tmp_path, groups={"table": "boats", "column": "club_id"})
    )
    groups = case_groups(docket, UNTIL)
    assert groups["b0000"] == groups["b0090"] == "b0000" and groups.nunique() == 90
    trained = run(docket, tmp_path)
    learnt: Any = trained.targets[0].metrics["learnt_from"]
    assert learnt["groups"] == 90
    assert "of 90 groups that share a club" in plain(trained)


@pytest.mark.parametrize("groups", ["club_id", {"table": "boats"}, {"table": "boats", "column": "colour"}])
def test_groups_that_cannot_be_are_refused(tmp_path: Path, groups: Any) -> None:
    with pytest.raises(ContractError, match="groups"):
        contract(tmp_path, groups=groups)


@pytest.mark.slow
def test_a_hold_out_that_takes_what_is_learnt_from_gives_no_figures(tmp_path: Path) -> None:
    docket = open_docket(harbour(boats=40, inspections=20), contract=contract(tmp_path))
    trained = run(docket, tmp_path)
    holdout: Any = trained.targets[0].metrics["holdout"]
    assert "auc" not in holdout and "Many moments of one entity" in holdout["note"]
    assert "Many moments of one entity" in plain(trained)
    (table,) = training_summary(trained).renderables
    assert "Many moments of one entity" in table.caption


@pytest.mark.slow
def test_outcomes_that_were_not_settled_before_the_hold_out_are_the_reason(tmp_path: Path) -> None:
    tables = harbour()
    tables["inspections"] = tables["inspections"].assign(decided=dt.date(2023, 12, 1), known_at=dt.date(2023, 12, 1))
    recipe = QUICK.model_copy(update={"strategy": "reviewed_only", "trials": 8})
    trained = run(open_docket(tables, contract=contract(tmp_path)), tmp_path, recipe=recipe)
    holdout: Any = trained.targets[0].metrics["holdout"]
    assert holdout["note"].startswith("no data: no outcome was settled before 20")
    assert trained.unsearched["leaky"].startswith("none of the 8 trials was made: 0 confirmed before the hold-out")
    assert "none of the 8 trials was made" in plain(trained)


def test_nobody_on_the_last_day_is_said_before_any_work(tmp_path: Path) -> None:
    tables = harbour()
    gone = tables["boats"].assign(**{"class": "dinghy"}, known_at=dt.date(2023, 12, 1))
    tables["boats"] = pd.concat([tables["boats"].assign(known_at=dt.date(2020, 1, 1)), gone])
    docket = open_docket(tables, contract=contract(tmp_path))
    with pytest.raises(DataError, match="None of the boats stands on 2024-01-01"):
        run(docket, tmp_path)


def test_too_few_outcomes_name_those_left_out(tmp_path: Path) -> None:
    tables = harbour()
    tables["boats"] = tables["boats"].assign(built=dt.date(2023, 12, 1))  # after every inspection
    docket = open_docket(tables, contract=contract(tmp_path))
    with pytest.raises(DataError, match="left out are outcomes: 300 not in the cohort when the review was opened"):
        run(docket, tmp_path)


def test_a_cohort_that_is_known_always_has_rows(tmp_path: Path) -> None:
    tables: Any = {**CONTRACT["tables"]}  # type: ignore[dict-item]
    tables["boats"] = {**tables["boats"], "known_at_default": "always"}
    path = tmp_path / "always.yaml"
    path.write_text(yaml.safe_dump({**CONTRACT, "tables": tables}, allow_unicode=True), encoding="utf-8")
    docket = open_docket(harbour(boats=5), contract=load_contract(path))
    assert len(docket.cohort("2024-01-01")) == 5


def test_a_column_is_pure_only_beyond_what_is_usual() -> None:
    label = np.repeat([1.0, 0.0], [880, 120])
    usual = np.where(np.arange(1000) < 870, 1.0, 0.0)
    usual[880:884] = 1.0  # 870 of 874
    X = pd.DataFrame({"usual": np.where(np.arange(1000) % 6 == 0, 1.0, 0.0) * (label == 1), "sure": usual})
    assert [finding.subject for finding in purity(X, label)] == ["sure"]
