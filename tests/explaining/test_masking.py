"""What people may see of names and numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.contract.reading import MASKS as DECLARED
from zbrisk.explaining.masking import MASKS, mask_identifiers, mask_name, mask_text


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王建国", "王某"),
        ("欧阳志强", "欧阳某"),
        ("司马", "司某"),
        ("阿卜杜拉·买买提", "阿某"),
        ("John Smith", "J***"),
        ("李建行", "李某"),  # a person, not a bank
        ("王某", "王某"),
        ("赵燕某", "赵某"),
        ("某置业公司", "某置业公司"),
        ("", ""),
        ("临越市云溪区人民政府", "临越市云溪区人民政府"),
        ("绍兴市宏达纺织有限公司", "绍兴市**纺织有限公司"),
        ("天马印染有限公司", "**印染有限公司"),
        ("临越市云溪区永丰五金经营部", "临越市云溪区**五金经营部"),
        ("临越市云溪区农村信用合作社", "临越市云溪区**合作社"),
    ],
)
def test_a_name_keeps_the_surname_a_firm_its_place_trade_and_kind(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("id_no", "330602198001011234", "****1234"),
        ("uscc", "91330600MA2XYX1234", "****1234"),
        ("phone", "138 1234 5678", "138****5678"),
        ("phone", "81234567", "****4567"),
        ("plate", "浙D12345", "浙D·***45"),
        ("plate", "浙D·D12345", "浙D·***45"),
        ("account", "6222 0212 3456 7890 123", "尾号 0123"),
        ("address", "临越市云溪区和平路367号16室", "临越市云溪区和平路**号"),
        ("address", "绍兴市越城区鉴湖花园3幢2单元501室", "绍兴市越城区鉴湖花园**号"),
        ("address", "柯桥区王坛镇南岸村三组12号", "柯桥区王坛镇南岸村**号"),
        ("address", "临越市工业路7123", "临越市工业路**号"),
        ("address", "越城区五一村", "越城区五一村"),
        ("serial", "339682GB9442669300", "****9300"),
        ("serial", "浙Q6SD87", "浙Q·***87"),
        ("hash", "009c9eb832", "009c…"),
        ("decade", "1987", "1980 年代"),
        ("hidden", "J0000051", "（不显示）"),
    ],
)
def test_each_kind_keeps_no_more_than_tells_two_apart(kind: str, value: str, masked: str) -> None:
    assert MASKS[kind](value) == masked


def test_every_kind_that_a_contract_may_name_has_its_mask() -> None:
    assert {*MASKS, "party", "agent"} == set(DECLARED)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证330602198001011234。", "身份证****1234。"),
        ("身份证３３０６０２１９８００１０１１２３Ｘ", "身份证****123X"),
        ("老证330602800101123号", "老证****1123号"),
        ("电话13812345678或0575-81234567", "电话138****5678或****4567"),
        ("卡号6222021234567890123", "卡号尾号 0123"),
        ("驾驶浙D·A1234和浙DD12345", "驾驶浙D·***34和浙D·***45"),
        ("住临越市云溪区和平路367号16室，鉴湖花园3幢2单元501室", "住临越市云溪区和平路**号，鉴湖花园**号"),
        ("信箱 wang.jg@example.com", "信箱 ****@****"),
        ("代码91330600MA2XYX1234", "代码****1234"),
    ],
)
def test_numbers_in_a_text_are_hidden(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    ["（2024）浙0602执1234号", "2024-05-03 转账 853,300.00 元", "2024年5月3日，共11次", "持股 51%，编号 EV00011544"],
)
def test_case_numbers_dates_and_amounts_stay(text: str) -> None:
    assert mask_text(text) == text


def test_known_names_are_replaced_the_longest_first() -> None:
    assert mask_text("王建国华与王建国", {"王建国": "甲", "王建国华": "乙"}) == "乙与甲"


def test_a_key_that_is_an_identity_number_is_hidden_and_others_stay() -> None:
    assert mask_identifiers("330602198001011237") == "****1237"  # its check digit is right
    assert mask_identifiers("330602198001011234") == "330602198001011234"  # it is not: some other number
    assert mask_identifiers("C0013750") == "C0013750"


@given(prefix=st.sampled_from(["", "与", "，"]), number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_mobile_number_survives(prefix: str, number: str) -> None:
    assert number not in mask_text(f"{prefix}{number}联系")
