from __future__ import annotations

from pathlib import Path

import pytest

from zbrisk.contract import ColumnType, KnownRule, load_contract
from zbrisk.contract.reading import parse_contract
from zbrisk.errors import ContractError


def written(path: Path, text: str) -> Path:
    file = path / "tables.yaml"
    file.write_text(text, encoding="utf-8")
    return file


OWN = """
tables:
  flights:
    key: [flight_id]
    known_at_default: {column: flown, plus_months: 1}
    columns: {flight_id: id, party_id: id, pilot: id, flown: date}
references: {parties: [pilot]}
targets: [smuggling]
restricted: {flights.pilot: never}
links: [flights.party_id]
"""

INSPECTIONS = """
cohort: {table: visits, key: visit_id}
tables:
  visits: {key: [visit_id], known_at_default: visited, columns: {visit_id: id, visited: date, kind: code(a|b)}}
"""


def test_the_contract_holds_together() -> None:
    contract = load_contract()
    cases = contract.tables["cases"]
    assert cases.columns["claim_amount"].type is ColumnType.MONEY
    assert cases.fact_date("close_mode") == "closed_date"
    assert contract.tables["suits"].known_at.rule is KnownRule.ALWAYS
    assert contract.references["holder_id"] == "parties"
    assert contract.required_tables == ("cases", "parties", "case_parties")
    assert contract.outcomes is not None
    assert contract.outcomes.targets[:2] == ("concealed_assets", "sham_litigation")


def test_every_reference_is_a_column_and_meets_a_single_key() -> None:
    contract = load_contract()
    columns = {column for table in contract.tables.values() for column in table.columns}
    assert set(contract.references) <= columns
    assert all(target and len(contract.tables[target].key) == 1 for target in contract.references.values())


def test_one_tables_column_may_refer_to_another_table_or_to_none(tmp_path: Path) -> None:
    text = OWN.replace("{parties: [pilot]}", "{parties: [pilot], flights.party_id: null, flights.pilot: assets}")
    contract = load_contract(written(tmp_path, text))
    assert contract.refers("flights", "party_id") is None
    assert contract.refers("flights", "pilot") == "assets"
    assert contract.refers("case_parties", "party_id") == contract.refers("other", "pilot") == "parties"
    assert parse_contract(contract.document) == contract


def test_a_teams_tables_are_laid_over_ours(tmp_path: Path) -> None:
    contract = load_contract(written(tmp_path, OWN))
    assert contract.tables["flights"].known_at.plus_months == 1
    assert "cases" in contract.tables
    assert (contract.references["pilot"], contract.references["party_id"]) == ("parties", "parties")
    assert contract.outcomes is not None
    assert contract.outcomes.targets[-1] == "smuggling"
    assert contract.restricted["flights.pilot"] == "never"
    assert "flights.party_id" in contract.links


def test_a_file_with_a_cohort_replaces_the_contract(tmp_path: Path) -> None:
    contract = load_contract(written(tmp_path, INSPECTIONS))
    assert list(contract.tables) == ["visits"]
    assert contract.required_tables == ("visits",)
    assert contract.tables["visits"].columns["kind"].codes == ("a", "b")


def test_the_digest_is_of_the_meaning(tmp_path: Path) -> None:
    first = load_contract(written(tmp_path, INSPECTIONS)).digest
    assert load_contract(written(tmp_path, "# a comment\n" + INSPECTIONS)).digest == first
    assert load_contract(written(tmp_path, INSPECTIONS.replace("a|b", "a|c"))).digest != first


def test_a_contract_survives_its_document() -> None:
    contract = load_contract()
    assert parse_contract(contract.document) == contract


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("tables: {cases: {key: [x], columns: {x: id}}}", "defines cases again"),
        ("tables: {flights: {columns: {x: id}}}", "`tables.flights` lacks `key`"),
        ("tables: {flights: {key: [x], columns: {x: integer}}}", "flights.columns.x` has the unknown type 'integer'"),
        ("tables: {flights: {key: [y], columns: {x: id}}}", "speaks of a column y"),
        ("tables: {flights: {key: [x], known_at_default: 3, columns: {x: id}}}", "known_at_default` is 3 and no text"),
        ("references: {planes: [x]}", "unknown table planes"),
        ("references: {cases.case_no: planes}", "unknown table planes"),
        ("references: {cases.nothing: parties}", "cases.nothing, which is no column"),
        ("references: {planes.x: null}", "planes.x, which is no column"),
        ("references: {cases.case_no: case_parties}", "key is not one column"),
        ("references: {cases.case_no: [parties]}", "gives a list"),
        ("references: {accounts: [case_id]}", "`table.column: accounts`|second table"),
        ("restricted: {parties.nose: never}", "parties.nose"),
        ("cohrt: {}", "unknown key 'cohrt'"),
        ("tables: {flights: {key: [x], colums: {x: id}}}", "Did you mean `columns`"),
        ("cohort: {}\n1: 2", "has the unknown key 1|`cohort` lacks"),
        ("1: 2", "The file has the unknown key 1"),
        ("[1, 2]", "The file is \\[1, 2\\] and no mapping"),
        ("a: [", "is no YAML"),
    ],
)
def test_what_does_not_hold_together_is_named(tmp_path: Path, text: str, match: str) -> None:
    with pytest.raises(ContractError, match=match):
        load_contract(written(tmp_path, text))


def test_an_absent_file(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="cannot be read"):
        load_contract(tmp_path / "absent.yaml")
