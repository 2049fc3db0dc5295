from __future__ import annotations

import pytest

from tests.intake.identity.test_rules import mention, registered
from zbrisk.intake.identity.scores import Namesakes, evidence_between, namesakes

PEOPLE = [
    registered(name, number=f"3396021964040500{n:02}") for n, name in enumerate(["王伟"] * 3 + ["欧阳娜", "李雷"])
]
NAMES = Namesakes(
    people=1000, bearers={"王伟": 3, "欧阳娜": 1, "张三": 96}, firsts={"王": 40, "欧": 1}, rests={"伟": 9, "阳娜": 1},
    excess=1.0, county=(5.0, 0.2),
)  # fmt: skip


def test_of_several_bearers_each_is_as_likely() -> None:
    assert NAMES.same(1.0) == pytest.approx(0.632, abs=0.001)  # 1 - 1/e, which is the mean of 1 / (1 + others)
    assert NAMES.same(NAMES.expected("王伟")) < 0.5 < 0.9 < NAMES.same(NAMES.expected("欧阳娜"))
    assert NAMES.expected("王某") > NAMES.expected("王伟") > NAMES.expected("王某公司", organisation=True)


def test_what_stands_beside_moves_the_odds_by_what_it_is_worth() -> None:
    def odds(*evidence: str) -> float:
        probability = NAMES.same(2.0, evidence)
        return probability / (1 - probability)

    assert odds("county") == pytest.approx(5 * odds()) and odds("other_county") == pytest.approx(odds() / 5)
    assert odds("chain", "only_fit") == pytest.approx(1000 / 10 * 20 * odds())
    assert 0 < NAMES.same(0.0) < 1 and NAMES.same(1e9, ["number"]) < 1


def test_evidence_is_what_two_mentions_have_in_common() -> None:
    whole, damaged = registered("王伟", number="339602196404053609"), mention("王伟", pattern="339602********3609")
    assert evidence_between(whole, damaged) == ("part_of_number",)
    phoned = registered("王伟", phone="1", number="339602196404053609")
    assert evidence_between(mention("王伟", phone="1", court="浙9602"), phoned) == ("phone", "county")
    assert evidence_between(mention("王伟", court="浙9603"), whole, "chain") == ("chain", "other_county")
    assert evidence_between(mention("王伟"), mention("王伟")) == ()


def test_names_are_counted_among_people_with_numbers() -> None:
    found = namesakes([*PEOPLE, mention("张三"), mention("某公司", list="organisations", field="name")], range(7))
    assert found.people == 6 and found.bearers == {"王伟": 3, "欧阳娜": 1, "李雷": 1} and found.rests["伟"] == 3
    assert found.excess > 0.5 and found.county == (5.0, 0.5)  # nobody's court is known
    assert found.expected("王伟") > found.expected("李雷")


def test_a_link_is_weighed_by_the_name_that_fits_more_people() -> None:
    full, masked = mention("欧阳娜", chains=(1,)), mention("欧某", chains=(1,))
    likely, others, evidence = NAMES.weighed(full, masked, "chain_masked")
    assert others == NAMES.expected("欧某") > NAMES.expected("欧阳娜") and evidence == ("chain", "only_fit")
    assert likely == NAMES.same(others, evidence) < NAMES.weighed(full, full, "chain")[0]
    assert NAMES.weighed(full, masked, "reviewed")[0] == 1.0
