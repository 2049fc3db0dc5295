"""No reviewer reads a raw column name or code of zbrisk's own contract."""

from __future__ import annotations

import re

from zbrisk.contract import load_contract
from zbrisk.contract.labels import load_labels

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


def test_what_has_no_label_is_shown_as_it_is() -> None:
    assert LABELS.column("inspections", "risk_level") == "risk_level"
    assert LABELS.code("inspections", "risk_level", "high") == "high"
    assert LABELS.typology("X1") == "X1"
