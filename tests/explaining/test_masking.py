"""What people may see of names and numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.contract.forms import MASKS as DECLARED
from zbrisk.explaining.masking import MASKS, mask_case_number, mask_identifiers, mask_name, mask_text
from zbrisk.explaining.plain_text import PlainText, visible


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
    for key in ("330602198001011237", "330602198001011230", "330602800101123", "91330602MA2D8K3X1K", "13812345678"):
        assert mask_identifiers(key).endswith("****" + key[-4:])
    assert mask_identifiers("P330602198001011237") == "P****1237"
    assert mask_identifiers("6222020200012345678") == "****5678"
    assert mask_identifiers("王建国") == "王某"
    assert mask_identifiers("（2024）浙0602执恢1234号") == "（2024）浙0602执恢1234号"
    for key in ("C0013750", "202401010001", "8f14e45f-ceea-467f-a8de-0123456789ab"):
        assert mask_identifiers(key) == key


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("（2024）浙0602执1234号之一", "（2024）浙0602执1234号之一"),
        ("（2024）浙0602执1234号 王建国 13812345678", "（2024）浙0602执1234号…"),
        ("王建国（2024）浙0602执1234号", "…（2024）浙0602执1234号"),
        ("（2024）浙0602执330602197001011232号 王建国", "(2024)浙0602执****号"),
        ("王建国", "王某"),
        ("A-17", "A-17"),
        ("电话13812345678", "电话138****5678"),
    ],
)
def test_a_case_number_shows_nothing_that_was_written_beside_or_into_it(text: str, shown: str) -> None:
    assert mask_case_number(text) == shown


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("某王建国", "某某"),
        ("王建国*", "王某"),
        ("王*国", "王*国"),
        ("王某某", "王某某"),
        ("欧阳某", "欧阳某"),
        ("王 建 国", "王某"),
        ("王\u200b建国", "王某"),
        ("王建国、李四", "王某、李某"),
        ("绍兴市宏达**纺织有限公司", "绍兴市**纺织有限公司"),
        ("绍兴市**纺织有限公司", "绍兴市**纺织有限公司"),
    ],
)
def test_what_only_looks_masked_is_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_a_known_name_is_found_with_blanks_and_hidden_letters_inside() -> None:
    assert mask_text("王 建\u200b国付款", {"王建国": "甲"}) == "甲付款"


FORMS = [
    line.encode("latin-1", "backslashreplace").decode("unicode-escape")
    for line in (Path(__file__).parent / "personal_forms.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_nearly_all_personal_forms_are_hidden_and_little_else() -> None:
    """Recall: of what is personal, the share that does not survive. Precision: of what is hidden, the share that is."""
    personal = [(form, value) for form in FORMS for value in re.findall("⟦(.+?)⟧", form, re.DOTALL)]
    missed = [form for form, value in personal if _survives(value, form)]
    harmed = [form for form in FORMS if _loses_more(form)]
    hidden = len(personal) - len(missed)
    assert len(FORMS) >= 200 and len(personal) >= 150
    assert hidden / len(personal) >= 0.98, missed
    assert hidden / (hidden + len(harmed)) >= 0.95, harmed


def _masked(form: str) -> str:
    return mask_text(form.replace("⟦", "").replace("⟧", ""))


def _survives(value: str, form: str) -> bool:
    """Whether more of a value is left than its ends: all of a short one, or five letters in a row of a longer one."""
    bare, left = (re.sub(r"[\W_]", "", PlainText.of(text).plain) for text in (value, _masked(form)))
    length = min(len(bare), 5)
    return any(bare[i : i + length] in left for i in range(len(bare) - length + 1))


def _loses_more(form: str) -> bool:
    return any(part not in _masked(form) for part in re.split("⟦.+?⟧", form, flags=re.DOTALL))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "1 ",
        "1.",
        "a@",
        "@a.",
        "路1",
        "浙A",
        "二",
        "身份证1",
        "号",
        "-",
        "王 ",
        "O",
        "1O",
        "&#49;",
        "&",
        "%31",
        "%",
    ],
)
def test_a_text_of_any_length_comes_to_an_end(piece: str) -> None:
    """A search that tried each letter against all that follow would take an hour here."""
    text = piece * (400_000 // len(piece))
    assert len(mask_text(text, {"王建国": "甲"})) <= len(text)
    assert len(MASKS["address"](text)) <= len(text)


def test_an_escape_that_stands_for_no_letter_stays() -> None:
    for text in ("&nonsense;", "&#x110000;", "%ff%fe", "&", "%", "\\u12", "50%-60%"):
        assert mask_text(text) == text


def test_no_letter_acts_where_people_read() -> None:
    assert visible("C\x1b]0;title\x07\u202e1\u200b") == "C⟨U+001B⟩]0;title⟨U+0007⟩⟨U+202E⟩1⟨U+200B⟩"
    assert visible("（2024）浙0602执1234号\n\t√ 王某·𠮷") == "（2024）浙0602执1234号\n\t√ 王某·𠮷"


@given(st.text())
def test_plain_text_knows_the_way_back(text: str) -> None:
    plain = PlainText.of(text)
    assert len(plain.plain) == len(plain.starts) == len(plain.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(plain.starts, plain.ends, strict=True))
    assert plain.replaced([], lambda _: "").text == text
