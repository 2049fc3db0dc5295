"""What a case number or an id must not do: name somebody, or act on a page or a terminal."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from tests.support.explanation import made_up_explanation
from zbrisk.commands.display.case_summary import case_summary
from zbrisk.commands.terminal import Terminal
from zbrisk.contract import load_contract
from zbrisk.explaining.explanation import Explanation
from zbrisk.pages import IndexItem, render_index, render_page
from zbrisk.pages.headline import case_title
from zbrisk.scoring.answer import Answer

NUMBER, NAME, PHONE = "330602197001011232", "赵钱孙", "13812345678"
ACTING = "C\x1b]0;title\x07\x1b[2J\u202e1\u2066\x9b"


def numbered(case_no: str) -> Explanation:
    explanation = made_up_explanation()
    return replace(explanation, case={**explanation.case, "case_no": case_no})


def printed(explanation: Explanation) -> str:
    out = io.StringIO()
    Terminal(file=out, width=120, force_terminal=True).print(case_summary(Answer.of(explanation, load_contract())))
    return out.getvalue()


@pytest.mark.parametrize("case_no", [f"（2024）浙0602执{NUMBER}号 {NAME} {PHONE}", f"{NAME}{NUMBER}", f"{PHONE}"])
def test_a_case_number_names_nobody(case_no: str) -> None:
    explanation = numbered(case_no)
    index = render_index([IndexItem(link="a.html", explanation=explanation)], load_contract())
    for shown in (render_page(explanation, load_contract()), index, printed(explanation)):
        assert not any(secret in shown for secret in (NUMBER, PHONE))
    assert NAME not in case_title(numbered(f"（2024）浙0602执{NUMBER}号 {NAME}"))


def test_no_letter_acts_on_a_page_or_a_terminal() -> None:
    explanation = numbered(ACTING)
    page, terminal = render_page(explanation, load_contract()), printed(explanation)
    assert not any(letter in page for letter in "\x1b\x07\x9b\u202e\u2066")
    assert "\x1b]0" not in terminal and "\x1b[2J" not in terminal and "\u202e" not in terminal
    assert "⟨U+202E⟩" in page and "⟨U+202E⟩" in terminal


@pytest.mark.parametrize("party_id", ["330602700101123", "91330602MA2D8K3X1K", "6222020200012345678", f"P{NUMBER}"])
def test_a_party_id_that_is_a_personal_number_stays_hidden(party_id: str) -> None:
    explanation = made_up_explanation()
    parties = tuple({**party, "party_id": party_id} for party in explanation.parties[:1])
    page = render_page(replace(explanation, parties=parties), load_contract())
    assert party_id not in page
