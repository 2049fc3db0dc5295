"""No reviewer reads a raw column name or code of zbrisk's own contract."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zbrisk.contract import load_contract
from zbrisk.contract.labels import labels_of, load_labels
from zbrisk.errors import ContractError
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.pages.cells import Cells
from zbrisk.pages.headline import court_name

CHINESE = re.compile("[\u4e00-\u9fff]")
CONTRACT, LABELS = load_contract(), load_labels()


def test_every_column_has_a_chinese_label() -> None:
    columns = [(table.name, column) for table in CONTRACT.tables.values() for column in table.columns]
    assert [place for place in columns if not CHINESE.search(LABELS.column(*place))] == []


def test_every_code_has_a_chinese_label() -> None:
    codes = [
        (table.name, column.name, code)
        for table in CONTRACT.tables.values()
        for column in table.columns.values()
        for code in column.codes
    ]
    assert [place for place in codes if not CHINESE.search(LABELS.code(*place))] == []


def test_no_label_speaks_of_a_column_or_code_that_is_gone() -> None:
    known = {f"{t.name}.{c}" for t in CONTRACT.tables.values() for c in (*t.columns, "known_at")}
    assert {f"{t}.{c}" for t, cs in LABELS.columns.items() if t != "*" for c in cs} <= known
    for place, codes in LABELS.codes.items():
        table, _, column = place.partition(".")
        listed = CONTRACT.tables[table].columns[column].codes
        assert not listed or set(codes) == set(listed), place


def test_every_typology_is_named() -> None:
    assert {f"A{i}" for i in range(1, 21)} | {f"S{i}" for i in range(1, 13)} <= set(LABELS.typologies)
    assert LABELS.typology("A13") == "A13 查封车辆仍在使用"
    assert set(LABELS.meanings) == set(LABELS.typologies) - {"context"}


LABELLED = """
cohort: {table: visits, key: visit_id}
tables:
  visits: {key: [visit_id], known_at_default: visited, columns: {visit_id: id, visited: date, result: code(ok|bad)}}
labels:
  visits.visited: 检查日期
  visits.result: {label: 结果, codes: {bad: 不合格}}
"""


def test_a_contract_names_its_own_columns_and_codes(tmp_path: Path) -> None:
    (tmp_path / "tables.yaml").write_text(LABELLED, encoding="utf-8")
    contract = load_contract(tmp_path / "tables.yaml")
    labels = labels_of(contract)
    assert [labels.column("visits", name) for name in contract.tables["visits"].columns] == [
        "visit_id",
        "检查日期",
        "结果",
    ]
    assert [labels.code("visits", "result", code) for code in ("ok", "bad")] == ["ok", "不合格"]
    assert labels.column("cases", "case_no") == "案号"
    cells = Cells(cast=PartyAliases.gathered([], [], contract))
    assert (cells.heading("visits", "visited"), cells.text("visits", "result", "bad")) == ("检查日期", "不合格")


def test_a_contract_laid_over_ours_names_the_courts(tmp_path: Path) -> None:
    (tmp_path / "courts.yaml").write_text(
        "labels: {cases.court_code: {codes: {浙9602: 临越市北城区人民法院}}}", "utf-8"
    )
    contract = load_contract(tmp_path / "courts.yaml")
    assert [court_name(code, contract) for code in ("浙9602", "浙9603", "")] == [
        "临越市北城区人民法院", "法院代字 浙9603", "",
    ]  # fmt: skip
    assert labels_of(contract).column("cases", "court_code") == labels_of(CONTRACT).column("cases", "court_code")


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ("visits.day: 日", "names visits.day, which is no column"),
        ("visits.result: {codes: {worse: 更差}}", "worse"),
        ("visits.result: [结果]", "labels.visits.result|`labels`"),
    ],
)
def test_a_label_of_nothing_is_refused(tmp_path: Path, wrong: str, match: str) -> None:
    (tmp_path / "tables.yaml").write_text(
        LABELLED[: LABELLED.index("  visits.visited")] + f"  {wrong}\n", encoding="utf-8"
    )
    with pytest.raises(ContractError, match=match):
        load_contract(tmp_path / "tables.yaml")


def test_a_team_labels_what_it_adds(tmp_path: Path) -> None:
    text = "targets: [smuggling]\nlabels: {review_outcomes.target: {codes: {smuggling: 走私}}}\n"
    (tmp_path / "tables.yaml").write_text(text, encoding="utf-8")
    labels = labels_of(load_contract(tmp_path / "tables.yaml"))
    assert labels.code("review_outcomes", "target", "smuggling") == "走私"
    assert labels.code("review_outcomes", "result", "refuted") == load_labels().code(
        "review_outcomes", "result", "refuted"
    )


def test_what_has_no_label_is_shown_as_it_is() -> None:
    assert LABELS.column("inspections", "risk_level") == "risk_level"
    assert LABELS.code("inspections", "risk_level", "high") == "high"
    assert LABELS.typology("X1") == "X1"
