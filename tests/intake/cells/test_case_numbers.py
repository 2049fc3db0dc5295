from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.cells.case_numbers import find_case_numbers, parsed, read_case_number, read_case_numbers

WIDE = {ord(str(n)): chr(0xFF10 + n) for n in range(10)}


@given(
    st.integers(2000, 2030),
    st.sampled_from(["浙0602", "内04", "京73", "最高法", "兵"]),
    st.sampled_from(["执", "执恢", "民初", "执异", "民终"]),
    st.integers(1, 99_999),
    st.sampled_from(["()", "（）", "〔〕", "【】", "[]"]),
    st.sampled_from(["号", ""]),
    st.booleans(),
    st.sampled_from(["", " ", "　"]),
)
def test_a_number_in_any_spelling_is_one(
    year: int, court: str, kind: str, serial: int, brackets: str, end: str, wide: bool, blank: str
) -> None:
    text = f"{brackets[0]}{year}{brackets[1]}{blank}{court}{kind}{serial}{end}"
    assert read_case_number(text.translate(WIDE) if wide else text).value == f"（{year}）{court}{kind}{serial}号"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("（2024）浙0602执1234号", "enforcement"),
        ("（2024）浙0602执恢1号", "restoration"),
        ("（2024）浙0602民初1号", "suit"),
        ("（2024）浙0602民督1号", "payment_order"),
        ("（2024）浙0602执保1号", "preservation"),
        ("（2024）黔0302执1号", "enforcement"),
        ("（2023）浙0602民撤5号", "suit"),
        ("（2021）苏01民辖终33号", "other"),
        ("（2020）最高法行申6975号", "other"),
        ("（2012）曲中法执字第66号", "enforcement"),
        ("（2014）绍越执民字第1234号", "enforcement"),
        ("（2015）绍执仲字第9号", "enforcement"),
        ("（2013）绍越民二初字第123号", "suit"),
        ("（2010）浙绍商终字第5号", "suit"),
        ("临越仲裁字【2025】第26号", "arbitration"),
        ("临越仲案字（2025）第26", "arbitration"),
        ("（2024）浙临越证民字第4号", "notarised_debt"),
        ("（2020）浙澜证执字第12号", "notarised_debt"),
    ],
)
def test_a_number_says_what_kind_of_case_it_is(text: str, kind: str) -> None:
    number = read_case_number(text).value
    found = parsed(number)
    assert found is not None and found.kind == kind and found.text == number


def test_joined_numbers_are_several() -> None:
    assert read_case_numbers("（2024）浙0602执63、62号").value == ("（2024）浙0602执63号", "（2024）浙0602执62号")
    assert read_case_numbers("(2024)浙0602执3-5号").value == tuple(f"（2024）浙0602执{n}号" for n in (3, 4, 5))
    assert read_case_number("（2024）浙0602执1号、（2024）浙0602民初2号").reason == "several_case_numbers"


def test_a_ruling_of_a_case_is_the_case() -> None:
    assert read_case_number("（2024）浙0602执1号之一").value == "（2024）浙0602执1号"
    assert read_case_number("（2024）浙0602民初1号民事判决书").value == "（2024）浙0602民初1号"


@pytest.mark.parametrize("text", ["（2014）西执字第889-1号", "（2012）曲中法执字第66-2号", "（2014）西执字第881-9号"])
def test_a_number_of_a_series_is_nobody_s_case_in_a_list_and_is_found_in_a_paper(text: str) -> None:
    """66-1 and 66-2 were rulings of one case, or cases of one series; 881-9 is perhaps 881 to 889."""
    assert read_case_number(text).reason == read_case_numbers(text).reason == "case_number_damaged"
    found = find_case_numbers(text)
    assert found == (() if "881" in text else (text.split("-")[0] + "号",))


@pytest.mark.parametrize("text", ["（2025）浙96执号", "详见卷宗", "（2024）浙0602执1号abc", "(2024)" * 50_000])
def test_a_damaged_number_is_refused(text: str) -> None:
    assert read_case_numbers(text).reason == "case_number_damaged"


@pytest.mark.parametrize(
    "text", ["2024浙0602执1号", "（2024浙0602执1号", "2024）浙0602执1", "（2024年）浙0602执1号", "2024年）浙0602执1号"]
)
def test_a_year_that_lost_its_brackets_is_read_and_noted(text: str) -> None:
    found = read_case_number(text)
    assert (found.value, found.rule) == ("（2024）浙0602执1号", "year_without_brackets")
    assert read_case_number("〔2024〕浙0602执1号之一").rule == ""
    assert read_case_numbers(f"{text}、2023浙0602民初7号").value == ("（2024）浙0602执1号", "（2023）浙0602民初7号")


@pytest.mark.parametrize(
    "text", ["浙0602执1号", "（）浙0602民初3号", "24浙0602执1号", "12024浙0602执1号", "1024浙0602执1号"]
)
def test_a_number_without_a_whole_year_is_several_cases_and_refused(text: str) -> None:
    assert read_case_number(text).value is None


def test_a_number_without_its_year_asks_for_the_year() -> None:
    assert read_case_numbers("（）浙0602执1号").reason == "case_number_without_year"
    assert read_case_numbers("（2024）浙0602执1号、浙0602执2号").reason == "case_number_without_year"


def test_numbers_are_found_in_a_sentence() -> None:
    assert find_case_numbers("来人称其【2022】浙9604执11号案件，反映拖延") == ("（2022）浙9604执11号",)
