from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.cells.names import read_name, read_names

NAMES = ["王小明", "欧阳娜", "李雷", "绍兴市宏达纺织有限公司", "张某某", "阿依古丽·买买提"]


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
    st.sampled_from(["、", "；", "，", "/", "\n", " ", "、 "]),
)
def test_names_joined_in_any_way_come_apart(names: list[str], mark: str) -> None:
    assert read_names(mark.join(names)).value == tuple(names)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("杨　哲", ("杨哲",)),
        ("张三 李四", ("张三", "李四")),
        (" 杨凯英　", ("杨凯英",)),
        ("刘哲涛，临越市安嘉贸易有限公司等2人", ("刘哲涛", "临越市安嘉贸易有限公司")),
        ("John Smith、王二", ("John Smith", "王二")),
        ("绍兴A1广告有限公司", ("绍兴A1广告有限公司",)),
        ("𠮷田", ("𠮷田",)),
        ("李雷（男）、李磊（身份证号：330106198001011234）", ("李雷", "李磊")),
        ("宏达纺织有限公司（法定代表人：孙七）", ("宏达纺织有限公司",)),
        ("宏达投资中心（有限合伙）", ("宏达投资中心(有限合伙)",)),
        ("绍兴（男装）有限公司、绍兴（女装）有限公司", ("绍兴(男装)有限公司", "绍兴(女装)有限公司")),
        ("绍兴恒达（负责人）公司", ("绍兴恒达(负责人)公司",)),
        ("李雷（男，汉族）等2人", ("李雷",)),
    ],
)
def test_marks_between_and_behind_names(text: str, names: tuple[str, ...]) -> None:
    assert read_names(text).value == names


def test_a_cell_that_names_fewer_than_it_counts_says_so() -> None:
    assert read_names("李某等三人").rule == "not_all_named"
    assert read_names("李某、王某等2人").rule != "not_all_named"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('=HYPERLINK("http://example.invalid","点击")', "formula_in_name"),
        ("=1+1", "formula_in_name"),
        ("@SUM(A1)", "formula_in_name"),
        ("-2+3", "formula_in_name"),
        ("＝1+1", "formula_in_name"),
        ("339602198001010000", "number_in_name"),
        ("长" * 61, "overlong_name"),
        ("长" * 100_000, "overlong_name"),
        ("。。", "no_name"),
        ("被执行人：李雷", "no_name"),
    ],
)
def test_what_is_no_name_is_refused(text: str, reason: str) -> None:
    assert read_names(text).reason == reason


def test_one_name_is_one_name() -> None:
    assert read_name("王小明").value == "王小明"
    assert read_name("李雷（曾用名李磊）") == ("李雷", "note_left_out", "", None)
    assert read_name("王小明、李雷").reason == "several_names"
