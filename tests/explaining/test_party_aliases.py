"""Role names that stay the same on a whole page, and nobody named."""

from __future__ import annotations

import datetime as dt

from tests.support.explanation import made_up_explanation, row
from zbrisk.contract import load_contract
from zbrisk.explaining.party_aliases import PartyAliases

CONTRACT = load_contract()
DAY = dt.date(2024, 1, 1)


def test_the_cases_own_parties_come_first_and_each_has_one_stem() -> None:
    cast = PartyAliases.of(made_up_explanation(), CONTRACT)
    assert [member.alias for member in cast.members.values()] == [
        "被执行人甲",
        "申请执行人乙",
        "关联人丙",
        "关联企业丁",
        "关联人戊",
    ]


def test_a_party_with_two_roles_is_one_member() -> None:
    parties = [{"party_id": "P1", "role": "plaintiff"}, {"party_id": "P1", "role": "applicant", "name": "赵六"}]
    cast = PartyAliases.gathered(parties, [], CONTRACT)
    (member,) = cast.members.values()
    assert (member.alias, member.roles) == ("申请执行人甲", ("applicant", "plaintiff"))
    assert member.name == "赵某"


def test_ids_of_the_evidence_get_role_names() -> None:
    rows = [row("case_agents", "case_id", "C1", DAY, party_id="P1", agent_id="G1", agent_kind="citizen")]
    cast = PartyAliases.gathered([{"party_id": "P1", "role": "debtor"}], rows, CONTRACT)
    assert cast.cell("case_agents", "agent_id", "G1") == "代理人乙"
    assert cast.cell("case_agents", "party_id", "P1") == "被执行人甲"
    assert cast.cell("case_agents", "party_id", "P9") == "关联人"


def test_texts_lose_names_and_do_not_say_a_role_twice() -> None:
    cast = PartyAliases.gathered([{"party_id": "P1", "role": "debtor", "name": "王建国"}], [], CONTRACT)
    assert cast.text("被执行人王建国已将车辆浙D12345过户") == "被执行人甲已将车辆浙D·***45过户"


def test_a_column_that_the_contract_does_not_know_is_masked_as_free_text() -> None:
    cast = PartyAliases.gathered([], [], CONTRACT)
    assert cast.cell("team_table", "note", "电话13812345678") == "电话138****5678"
    assert cast.cell("petitions", "text", "电话13812345678") == "电话138****5678"
    assert cast.cell("team_table", "amount", 12.5) == 12.5
    assert cast.cell("cases", "case_no", "（2024）浙0602执1234号") == "（2024）浙0602执1234号"


def test_a_column_that_is_called_as_personal_data_is_masked_though_the_contract_does_not_say_so() -> None:
    cast = PartyAliases.gathered([], [], CONTRACT)
    assert cast.cell("team_table", "contact_name", "王建国") == "王某"
    assert cast.cell("team_table", "id_card", "A1234567") == "****4567"
    assert cast.cell("team_table", "bank_card", "6222 0212 3456 7890") == "尾号 7890"


def test_names_of_others_that_stand_in_texts_are_masked() -> None:
    debtor = {"party_id": "P1", "role": "debtor", "name": "王建国"}
    cast = PartyAliases.gathered([debtor], [], CONTRACT, ["李小明", "王建国"])
    assert cast.text("王建国把房子给了李 小明") == "被执行人甲把房子给了李某"


def test_more_parties_than_stems_are_numbered() -> None:
    cast = PartyAliases.gathered([{"party_id": f"P{i}", "role": "debtor"} for i in range(25)], [], CONTRACT)
    assert list(cast.members.values())[-1].alias == "被执行人25"


def test_an_enciphered_account_has_no_last_digits() -> None:
    cast = PartyAliases.gathered([], [], CONTRACT)
    assert cast.cell("transactions", "counter_account", "6222 0212 3456 7890") == "尾号 7890"
    assert "尾号" not in str(cast.cell("transactions", "counter_account", "84fedf7c2f0e32b9"))
