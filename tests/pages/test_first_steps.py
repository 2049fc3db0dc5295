"""Each row of what to fetch first is one errand at one office, and follows what the rows are about."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.explanation import made_up_explanation, row
from zbrisk.contract import load_contract
from zbrisk.explaining.party_aliases import PartyAliases
from zbrisk.pages.cells import Cells
from zbrisk.pages.first_steps import BY_ASKING, Steps, exclusions, papers
from zbrisk.pages.things import Thing, things_of

REGISTER = "调取登记档案与价款支付凭证，比对双方得失时间"
PAID = "向付款单位调取合同、付款凭证与收款人"
HOUSE = Thing(kind="asset_class", code="real_estate", name="不动产 73.72 万元")
CAR = Thing(kind="asset_class", code="vehicle", name="车辆 8.88 万元")


def steps(number: str, verify: str, *things: Thing, lawful: str = "正常往来") -> Steps:
    return Steps(number=number, verify=[verify], lawful=[lawful], things=things)


def asked(*reasons: Steps) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(paper.what, paper.holder, paper.numbers) for paper in papers(reasons)]


def test_each_class_of_asset_has_its_own_register_and_the_bank_has_the_payment() -> None:
    assert asked(steps("1.1", REGISTER, HOUSE, CAR)) == [
        ("登记、过户档案：不动产 73.72 万元", "不动产登记中心", ("1.1",)),
        ("登记、过户档案：车辆 8.88 万元", "车辆管理所", ("1.1",)),
        ("价款支付凭证与流水", "开户银行、支付机构", ("1.1",)),
    ]


def test_one_office_is_one_errand_whatever_the_file_is_called() -> None:
    other = steps("1.2", "调取过户档案与价款支付流水", HOUSE)
    assert asked(steps("1.1", REGISTER, HOUSE), other) == [
        ("登记、过户档案：不动产 73.72 万元", "不动产登记中心", ("1.1", "1.2")),
        ("价款支付凭证与流水", "开户银行、支付机构", ("1.1", "1.2")),
    ]


@pytest.mark.parametrize(
    ("code", "holder", "lawful"),
    [("project", "付款单位", "实际施工人"), ("rent", "承租人", "租金"), ("demolition", "征收部门", "征收安置")],
)
@pytest.mark.parametrize("verify", [PAID, "调取征收补偿协议、付款凭证与领款委托书"])
def test_whoever_pays_is_asked_and_what_ends_the_reason_is_about_that_payment(
    code: str, holder: str, lawful: str, verify: str
) -> None:
    reason = steps("1.3", verify, Thing(kind="receivable", code=code, name="33.2 万元"), lawful="征收安置共有")
    (paper,) = papers([reason])
    assert paper.holder == holder and paper.what.endswith("：33.2 万元")
    (end,) = exclusions([reason])
    assert lawful in end.finding


def test_a_thing_says_nothing_of_a_step_that_asks_for_another_paper() -> None:
    reason = steps("1.1", "核对工资表、考勤与现场证人", HOUSE, lawful="确有用工")
    assert asked(reason) == [("核对工资表、考勤与现场证人", "社会保险经办机构、用人单位", ("1.1",))]
    assert exclusions([reason])[0].finding == "确有用工"


def test_the_file_of_the_first_court_is_one_errand() -> None:
    first, second = steps("1.1", "比对诉状、借条笔迹与证据形成时间"), steps("1.2", "调阅案卷，核实债权真实性")
    assert asked(first, second) == [
        ("比对诉状、借条笔迹与证据形成时间", "原审法院（原审卷宗）", ("1.1", "1.2")),
    ]


def test_no_row_names_two_offices_but_of_one_kind_and_each_reason_s_first_errand_comes_first() -> None:
    reasons = [steps(f"1.{n}", REGISTER, Thing(kind="asset_class", code=c)) for n, c in enumerate(
        ("real_estate", "vehicle", "security", "equity", "ship", "ip"), 1)]  # fmt: skip
    holders = [paper.holder for paper in papers(reasons)]
    assert holders == ["不动产登记中心", "车辆管理所", "证券公司、中国结算", "市场监督管理机关", "海事管理机构"]


def test_what_nobody_is_known_to_hold_is_asked_of_people() -> None:
    assert asked(steps("1.1", "现场查看")) == [("现场查看", BY_ASKING, ("1.1",))]


def test_things_are_those_of_the_rows() -> None:
    contract, explanation = load_contract(), made_up_explanation()
    cells = Cells(cast=PartyAliases.of(explanation, contract))
    day = dt.date(2024, 1, 1)
    rows = [
        row("asset_events", "event_id", "E1", day, asset_class="security", value=205_200.0, asset_id="F1"),
        row("receivables", "receivable_id", "B1", day, kind="project", amount=332_000.0),
        row("income_records", "record_id", "I1", day, kind="pension", base=1.0),
    ]
    assert things_of(rows, cells) == (
        Thing(kind="asset_class", code="security", name="证券 20.52 万元"),
        Thing(kind="receivable", code="project", name="工程款 33.2 万元"),
    )
