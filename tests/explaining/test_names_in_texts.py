"""Names that the tables know are found in what people wrote, whatever case they are of, and no others."""

from __future__ import annotations

import time

import pytest

from zbrisk.contract import load_contract
from zbrisk.docket import open_docket
from zbrisk.docket.days import day_number
from zbrisk.docket.docket import Docket
from zbrisk.explaining.names_in_texts import names_in_texts

NAMES = [
    "欧阳志远",
    "柳三",
    "买买提·吐尔逊",
    "John A. Smith",
    "宁波市拓普样板有限公司",
    "柯桥（中国）轻纺城商行",
    "王建国",
]
DAY = day_number("2024-06-01")


@pytest.fixture(scope="module")
def docket() -> Docket:
    parties = [{"party_id": f"P{i}", "party_kind": "person", "name": name} for i, name in enumerate(NAMES)]
    parties.append({"party_id": "L", "party_kind": "person", "name": "后来人", "known_at": "2025-01-01"})
    cases = [{"case_id": "C1", "case_no": "1", "case_kind": "enforcement", "filed_date": "2024-01-10"}]
    return open_docket(
        {"cases": cases, "parties": parties, "case_parties": [{"case_id": "C1", "party_id": "P6", "role": "debtor"}]}
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("房子过户给了其表弟欧阳志远，由柳三代持", {"欧阳志远", "柳三"}),
        ("欧阳　志 远", {"欧阳志远"}),
        ("钱转给买买提·吐尔逊的儿子", {"买买提·吐尔逊"}),
        ("paid to John A. Smith in cash", {"John A. Smith"}),
        ("货款付至宁波市拓普样板有限公司账上", {"宁波市拓普样板有限公司"}),
        ("由柯桥（中国）轻纺城商行代付", {"柯桥（中国）轻纺城商行"}),
        ("王建 国\n与后来人", {"王建国"}),
        ("查无此人，另有赵六", set()),
        ("", set()),
    ],
)
def test_names_are_found_however_they_stand(docket: Docket, text: str, names: set[str]) -> None:
    for connection in (docket.connection, docket.store()):
        assert set(names_in_texts(connection, docket.contract, [text], DAY)) == names


def test_a_contract_without_names_has_none_to_find(docket: Docket) -> None:
    from dataclasses import replace

    contract = load_contract()
    bare = {name: table for name, table in contract.tables.items() if name != "parties"}
    assert names_in_texts(docket.connection, replace(contract, tables=bare), ["王建国"], DAY) == ()


def test_a_long_text_takes_no_long_time(docket: Docket) -> None:
    began = time.process_time()
    names_in_texts(docket.connection, docket.contract, ["公司" * 100_000], DAY)
    assert time.process_time() - began < 20
