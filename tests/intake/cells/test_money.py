from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.cells.money import read_money

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
WIDE = {ord(a): ord(b) for a, b in zip("0123456789,.", "０１２３４５６７８９，．", strict=True)}


def in_capitals(yuan: int) -> str:
    """As cashiers write it, below 10^8."""

    def below_10_000(number: int, pad: bool) -> str:
        text, zero = "", pad and number < 1000
        for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            digit = number // unit % 10
            if digit:
                text += ("零" if zero else "") + CAPITALS[digit] + name
                zero = False
            elif text:
                zero = True
        return text

    high, low = divmod(yuan, 10_000)
    text = (below_10_000(high, False) + "万" if high else "") + below_10_000(low, bool(high))
    return (text or "零") + "元整"


@given(st.integers(0, 10**8 - 1), st.sampled_from(["", "人民币"]))
def test_capital_numerals_read_back(yuan: int, before: str) -> None:
    assert read_money(before + in_capitals(yuan)).value == yuan


@given(
    st.decimals(0, 10**11, places=2),
    st.booleans(),
    st.sampled_from(["", "￥", "¥", "人民币", "约"]),
    st.sampled_from(["", "元"]),
)
def test_figures_read_back(yuan: Decimal, wide: bool, before: str, after: str) -> None:
    text = f"{before}{yuan:,.2f}{after}"
    assert read_money(text.translate(WIDE) if wide else text).value == yuan


@given(st.integers(0, 10**10))
def test_figures_in_ten_thousands_read_back(yuan: int) -> None:
    assert read_money(f"{Decimal(yuan).scaleb(-4):.4f}万元").value == yuan


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("12.5万", 125_000),
        ("1.2亿元", 120_000_000),
        ("壹拾贰万伍仟元整", 125_000),
        ("仨仟元", 3000),
        ("叁拾伍元零伍分", Decimal("35.05")),
        ("伍角", None),
        ("125000余元", 125_000),
        ("-439.47", Decimal("-439.47")),
        ("(1,200.50)", Decimal("-1200.50")),
        ("(￥300.00)", -300),
        ("-￥1,234.50", Decimal("-1234.50")),
        ("1000万人民币", 10_000_000),
        ("500万元（人民币）", 5_000_000),
    ],
)
def test_other_forms(text: str, yuan: object) -> None:
    assert read_money(text).value == yuan


@pytest.mark.parametrize(
    "text", ["详见判决书", "10-12万元", "$1000", "100万美元", "#REF!", "12,34,56", "1.2.3", "九" * 5000, "1" * 100_000]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert read_money(text).reason == "no_amount"


def test_an_approximate_amount_says_so() -> None:
    assert read_money("约12万元").rule == "approximate"


def test_a_heading_gives_the_unit_and_a_cell_may_give_its_own() -> None:
    unit = Decimal(10_000)
    assert read_money("3.0000", unit).value == 30_000
    assert read_money("30000元", unit).value == 30_000
    assert read_money("12345", Decimal("0.01")).value == Decimal("123.45")


def test_capitals_under_a_heading_of_ten_thousands_are_in_doubt() -> None:
    assert read_money("壹拾万", Decimal(10_000)).reason in ("unit_in_doubt", "no_amount")
    assert read_money("壹拾元整", Decimal(10_000)).reason == "unit_in_doubt"


def test_an_amount_in_ten_thousands_is_as_exact_as_its_last_digit() -> None:
    assert read_money("3.8425万元").beside == 1
    assert read_money("38425.00").beside is None
