from __future__ import annotations

import time

import pytest

from zbrisk.intake.cells.codes import code_words, read_code
from zbrisk.intake.cells.plates import read_plate
from zbrisk.intake.cells.readers import FORMS, reader_of
from zbrisk.intake.cells.texts import read_account, read_flag, read_phone, read_rank, read_serial, read_text, read_words
from zbrisk.intake.headers.kinds import list_kinds


@pytest.mark.parametrize(
    ("text", "plate"), [("浙q·12345", "浙Q12345"), ("浙A D12345", "浙AD12345"), ("浙A1234学", "浙A1234学")]
)
def test_a_plate_is_in_capitals_and_without_dots(text: str, plate: str) -> None:
    assert read_plate(text).value == plate


@pytest.mark.parametrize("text", ["无牌", "A12345", "浙QI1234567", "浙Q" * 50_000])
def test_what_is_no_plate_is_refused(text: str) -> None:
    assert read_plate(text).value is None


def test_a_text_that_begins_like_a_formula_is_kept() -> None:
    assert read_text("=来电反映").value == "=来电反映"


def test_control_letters_and_line_ends_go() -> None:
    assert read_words("王\x00小\n明").value == "王小明"
    assert read_words("王\x00小\n明").rule == "line_ends_and_controls_removed"


def test_a_text_names_the_one_case_in_it() -> None:
    assert read_text("其（2022）浙9604执11号案件拖延").beside == "（2022）浙9604执11号"
    assert read_text("（2022）浙9604执11号、（2022）浙9604执12号").beside is None


def test_an_overlong_text_is_refused() -> None:
    assert read_words("长" * 52_000).reason == "overlong_text"


@pytest.mark.parametrize(
    ("text", "flag"), [("是", True), ("否", False), ("√", True), ("有", True), ("", None), ("壹拾", None)]
)
def test_a_flag_is_yes_or_no(text: str, flag: bool | None) -> None:
    assert read_flag(text).value is flag


@pytest.mark.parametrize(("text", "rank"), [("首封", 1), ("轮候2", 2), ("第三轮候", None), ("轮候三", 3), ("", None)])
def test_a_rank_of_seizure(text: str, rank: int | None) -> None:
    assert read_rank(text).value == rank


@pytest.mark.parametrize("text", ["轮候", "轮候查封", "轮候冻结"])
def test_a_seizure_that_waits_is_not_the_first(text: str) -> None:
    assert read_rank(text) == (2, "place_in_line_unknown", "", None)


def test_a_telephone_becomes_a_code_and_a_code_stays() -> None:
    assert read_phone("007beca60e").value == "007beca60e"
    assert read_phone("0207043754").value == "0207043754"
    assert read_phone("138-0013-8000").value == read_phone("+8613800138000").value != "13800138000"


@pytest.mark.parametrize("text", ["6222 0212 0200 0000 17\t", "6222******0017", "085e9858e8a1", "zhao***@example.com"])
def test_an_account_is_a_number_or_a_wallets_name(text: str) -> None:
    assert read_account(text).value == "".join(text.split())


@pytest.mark.parametrize(
    "text", ["6.22202E+18", "6.2220212020000e+18", "6222E15", "622202e12", "3167", "某银行", "ABCDEF", "转账12345678"]
)
def test_what_is_no_whole_account_is_refused(text: str) -> None:
    assert read_account(text).reason == "no_account"


def test_a_plate_among_registry_numbers_is_written_as_a_plate() -> None:
    assert read_serial("浙q·d7078").value is not None
    assert read_serial("浙q·d70783").value == "浙QD70783"


def test_an_unknown_word_is_never_guessed() -> None:
    assert read_code("销案（其他）", code_words()["close_mode"]).reason == "unknown_code"
    assert read_code("终本", code_words()["close_mode"]).value == "terminated_round"


@pytest.mark.parametrize("letter", ["1", "a", "（", "某", "执", "、", " ", "零", "万", "2024年", "-", "号"])
def test_every_reader_takes_time_that_grows_with_the_cell_alone(letter: str) -> None:
    text = letter * (100_000 // len(letter))
    for reads in FORMS:
        from decimal import Decimal

        begun = time.process_time()
        reader_of(reads, "close_mode", Decimal(1))(text)
        assert time.process_time() - begun < 5, reads  # minutes where it grows with the square


def test_every_field_has_a_reader_and_its_codes() -> None:
    for kind in list_kinds().values():
        for field in kind.fields.values():
            assert field.reads in FORMS
            assert (field.reads == "code") == bool(field.codes) and (not field.codes or field.codes in code_words())
