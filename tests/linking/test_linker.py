"""Each tie by a hand-made case that it finds, and by a look-alike that it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.linking.world import JUDGE, LAWYER, linked, linker_of, ties
from tests.support.story import (
    AS_OF,
    Rows,
    action,
    auction,
    enforcement,
    event,
    mother,
    owns,
    person,
    petition,
    role,
    row,
    suit,
    told,
)
from zbrisk.errors import DataError
from zbrisk.linking import Linker


def cases(many: int, prefix: str = "N") -> Rows:
    """So many suits of strangers."""
    return told(*(suit(f"{prefix}{i}", "2021-05-01", "P", "Q") for i in range(many)))


def roles(many: int, party: str, what: str, prefix: str = "N") -> Rows:
    """A party's part in each of those suits."""
    return told(*(role(f"{prefix}{i}", party, what) for i in range(many)))


def agents(many: int, agent: str, firm: str) -> Rows:
    """An agent of strangers in each of those suits."""
    columns = {"party_id": "P", "agent_id": agent, "agent_kind": "lawyer", "firm": firm}
    return told(*(row("case_agents", case_id=f"N{i}", **columns) for i in range(many)))


def pleaded(case: str, text: str) -> Rows:
    return row("suits", case_id=case, text_hash=text)


def ended(case: str, closed: str, judge: str = "J1", mode: str = "terminated_round") -> Rows:
    return [
        *enforcement(case, "2022-05-01", "P", "Q"),
        *row("cases", case_id=case, judge_id=judge, closed_date=closed, close_mode=mode),
    ]


ELSEWHERE = suit("N0", "2021-05-01", "P", "Q")
HERE = petition("delay", "2023-02-01", party_id="V")
THERE = petition("delay", "2023-03-01", case_id="N0", party_id="V")


@dataclass(frozen=True, kw_only=True)
class Tied:
    """`found` ties case N0 to E by the tie alone; `hub` and `innocent` look like it and do not."""

    tie: str
    found: Rows
    innocent: Rows
    hub: Rows

    @property
    def scenes(self) -> dict[str, Rows]:
        """Its rows by the name of their scene."""
        return {f"{part} {self.tie}": rows for part, rows in vars(self).items() if part != "tie"}


STORIES = [
    Tied(
        tie="same_debtor",
        found=suit("N0", "2021-05-01", "P", "D"),
        innocent=told(ELSEWHERE, role("N0", "D", "third")),
        hub=told(cases(51), roles(51, "D", "defendant")),
    ),
    Tied(
        tie="debtor_as_creditor",
        found=suit("N0", "2021-05-01", "D", "Q"),
        innocent=told(ELSEWHERE, role("N0", "D", "third")),
        hub=told(cases(51), roles(51, "D", "plaintiff")),
    ),
    Tied(
        tie="same_applicant",
        found=enforcement("N0", "2021-05-01", "A", "Q"),
        innocent=told(ELSEWHERE, role("N0", "A", "third")),
        hub=told(cases(31), roles(31, "A", "plaintiff")),
    ),
    Tied(
        tie="circle_party",
        found=told(mother("K"), suit("N0", "2021-05-01", "K", "Q")),
        innocent=told(person("K"), suit("N0", "2021-05-01", "K", "Q")),
        hub=told(mother("K"), cases(21), roles(21, "K", "plaintiff")),
    ),
    Tied(
        tie="same_agent",
        found=told(LAWYER, ELSEWHERE, agents(1, "G", "浙江乙律师事务所")),
        innocent=told(LAWYER, ELSEWHERE, agents(1, "H", "浙江乙律师事务所")),
        hub=told(LAWYER, cases(21), agents(21, "G", "浙江乙律师事务所")),
    ),
    Tied(
        tie="same_firm",
        found=told(LAWYER, ELSEWHERE, agents(1, "H", "浙江甲律师事务所")),
        innocent=told(LAWYER, ELSEWHERE, agents(1, "H", "浙江乙律师事务所")),
        hub=told(LAWYER, cases(21), agents(21, "H", "浙江甲律师事务所")),
    ),
    Tied(
        tie="same_address",
        found=told(
            person("A", address="柯桥路1号"), person("Z", address="柯桥路1号"), suit("N0", "2021-05-01", "Z", "Q")
        ),
        innocent=told(
            person("A", address="柯桥路1号"), person("Z", address="柯桥路2号"), suit("N0", "2021-05-01", "Z", "Q")
        ),
        hub=told(
            person("A", address="柯桥路1号"), person("Z", address="柯桥路1号"), cases(13), roles(13, "Z", "plaintiff")
        ),
    ),
    Tied(
        tie="same_phone",
        found=told(person("A", phone_hash="h1"), person("Z", phone_hash="h1"), suit("N0", "2021-05-01", "Z", "Q")),
        innocent=told(person("A", phone_hash="h1"), person("Z", phone_hash="h2"), suit("N0", "2021-05-01", "Z", "Q")),
        hub=told(person("A", phone_hash="h1"), person("Z", phone_hash="h1"), cases(13), roles(13, "Z", "plaintiff")),
    ),
    Tied(
        tie="same_asset",
        found=told(ELSEWHERE, owns("house"), event("house", "seize", "2022-07-01", case_id="N0", seize_rank=2)),
        innocent=told(ELSEWHERE, owns("house", "Q"), event("house", "seize", "2022-07-01", "Q", case_id="N0")),
        hub=told(
            cases(31), owns("house"), *(event("house", "seize", "2022-07-01", case_id=f"N{i}") for i in range(31))
        ),
    ),
    Tied(
        tie="same_buyer",
        found=told(auction("X"), suit("N0", "2021-05-01", "X", "Q")),
        innocent=told(auction("X"), suit("N0", "2021-05-01", "P", "Q")),
        hub=told(auction("X"), cases(16), roles(16, "X", "plaintiff")),
    ),
    Tied(
        tie="same_petitioner",
        found=told(ELSEWHERE, HERE, THERE),
        innocent=told(ELSEWHERE, HERE, petition("delay", "2023-03-01", case_id="N0", party_id="W")),
        hub=told(
            cases(13),
            HERE,
            *(petition("delay", "2023-03-01", case_id=f"N{i}", party_id="V") for i in range(13)),
        ),
    ),
    Tied(
        tie="same_judge",
        found=told(JUDGE, ended("N0", "2022-12-20")),
        innocent=told(
            JUDGE,
            ended("N0", "2023-02-20"),
            ended("N1", "2022-12-20", mode="performed"),
            ended("N2", "2022-12-20", "J2"),
        ),
        hub=told(JUDGE, *(ended(f"N{i}", "2022-12-20") for i in range(41))),
    ),
]


@pytest.fixture(scope="module")
def linker() -> Linker:
    """All stories in one docket."""
    return linker_of({name: rows for story in STORIES for name, rows in story.scenes.items()})


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.tie)
def test_tie_is_found_with_its_evidence(linker: Linker, story: Tied) -> None:
    links = linker.linked(f"found {story.tie}/E", AS_OF)
    assert ties(links) == {"N0": {story.tie}}
    (tie,) = next(link for link in links.cases if link.case_id.endswith("/N0")).ties
    assert tie.evidence and all(table and key for table, key in tie.evidence)
    assert tie.shared_by >= 1 and tie.sentence.zh and "{" not in tie.sentence.zh + tie.sentence.en


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.tie)
def test_look_alike_is_not(linker: Linker, story: Tied) -> None:
    assert ties(linker.linked(f"innocent {story.tie}/E", AS_OF)) == {}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.tie)
def test_hub_is_named_and_left_out(linker: Linker, story: Tied) -> None:
    links = linker.linked(f"hub {story.tie}/E", AS_OF)
    assert ties(links) == {}
    (hub,) = [hub for hub in links.hubs if hub.tie == story.tie]
    assert hub.cases > hub.limit


def test_an_asset_is_named_by_what_it_is_and_not_by_its_number() -> None:
    seized = event("house", "seize", "2022-07-01", case_id="N0", seize_rank=2)
    for known, shown in ((owns("house"), "不动产"), (event("house", "seize", "2022-06-01", case_id="E"), "其他")):
        (tie,) = linked(ELSEWHERE, known, seized).cases[-1].ties
        assert f"（{shown}）" in tie.sentence.zh and "house" not in tie.sentence.zh + tie.sentence.en


def test_texts_by_the_same_agent_that_share_a_prefix() -> None:
    found = told(LAWYER, pleaded("S", "abcdef01"), ELSEWHERE, pleaded("N0", "abcdef02"))
    hired = row("case_agents", case_id="N0", party_id="P", agent_id="G", agent_kind="lawyer")
    assert ties(linked(found, hired)) == {"N0": {"same_agent", "same_text"}}
    assert ties(linked(found)) == {}  # a prefix alone is a form that half the county uses


def test_identical_texts_of_strangers() -> None:
    assert ties(linked(pleaded("S", "abcdef01"), ELSEWHERE, pleaded("N0", "abcdef01"))) == {"N0": {"same_text"}}


def test_the_dispute_itself_comes_first() -> None:
    again = enforcement("R", "2023-03-01", "A", parent_case_id="E", basis_case_id="S")
    again += row("cases", case_id="R", case_kind="restoration")
    links = linked(again, suit("N0", "2021-05-01", "P", "D"))
    assert [link.case_id for link in links.cases] == ["R", "S", "N0"]
    assert {tie.tie for tie in links.cases[0].ties} == {"same_dispute", "same_debtor", "same_applicant"}


def test_the_fewer_share_it_the_stronger() -> None:
    one = linked(suit("N0", "2021-05-01", "P", "D")).cases[-1]
    many = linked(cases(9), roles(9, "D", "defendant")).cases[-1]
    assert one.strength > many.strength
    assert many.ties[0].shared_by == 10  # and the suit behind E


def test_nothing_known_on_the_day_or_later_ties() -> None:
    later = suit("N0", "2023-12-31", "P", "D")
    assert ties(linked(later, as_of="2023-12-31")) == {}
    assert ties(linked(later, as_of="2024-01-01")) == {"N0": {"same_debtor"}}


def test_a_state_later_than_the_day_is_hidden() -> None:
    closing = told(suit("N0", "2021-05-01", "P", "D"), row("cases", case_id="N0", closed_date="2023-05-01"))
    closing += row("cases", case_id="N0", close_mode="judgment")
    before = linked(closing, as_of="2023-05-01").cases[-1].case
    after = linked(closing, as_of="2023-05-02").cases[-1].case
    assert (before["close_mode"], after["close_mode"]) == (None, "judgment")


def test_petitions_of_the_case_and_of_its_parties() -> None:
    links = linked(
        row("petitions", petition_id="1", received_date="2023-02-01", case_id="E", text="电话13812345678"),
        row("petitions", petition_id="2", received_date="2023-03-01", party_id="A"),
        row("petitions", petition_id="3", received_date="2023-04-01", party_id="V"),
        row("petitions", petition_id="4", received_date="2024-01-01", case_id="E"),
    )
    assert [(entry.petition_id, [why.zh for why in entry.why]) for entry in links.petitions] == [
        ("2", ["由本案债权人提出"]),
        ("1", ["反映的就是本案"]),
    ]
    assert "138****5678" in links.petitions[1].text


def test_some_ties_alone() -> None:
    both = told(JUDGE, ended("N0", "2022-12-20"), role("N0", "D", "debtor"))
    assert ties(linked(both)) == {"N0": {"same_judge", "same_debtor"}}
    assert ties(linked(both, kinds=["judge"])) == {"N0": {"same_judge"}}


def test_a_case_that_is_not_known_is_refused() -> None:
    with pytest.raises(DataError, match="not known"):
        linked(action("search", "2022-07-01"), as_of="2022-06-01")
