from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.identity.normalise import fits, normal_name
from zbrisk.intake.identity.rules import Mention, county, link

A, B = "339602196404053609", "339604197208198066"


def mention(name: str, **said: object) -> Mention:
    known: dict[str, object] = {
        "list": "enforcement_cases", "field": "debtor", "side": "owing", "name": name, "row": 0, "number": None,
        "pattern": None, "address": None, "phone": None, "tied_to": None, "chains": (), "court": None, "filed": None,
    }  # fmt: skip
    return Mention(**{**known, **said})  # type: ignore[arg-type]


def registered(name: str, **said: object) -> Mention:
    return mention(name, **{"list": "persons", "field": "name", "side": "", **said})


def groups(*mentions: Mention) -> list[int]:
    clusters = link(mentions)
    return [clusters.first(number) for number in range(len(mentions))]


def test_a_name_within_a_chain_of_cases_is_one_party() -> None:
    assert groups(mention("王伟", chains=(1,)), mention("王伟", chains=(1,)), mention("王伟", chains=(2,))) == [0, 0, 2]


def test_a_masked_name_is_the_one_full_name_that_fits() -> None:
    assert groups(mention("王伟", chains=(1,)), mention("王某", chains=(1,))) == [0, 0]
    assert groups(mention("王伟", chains=(1,)), mention("王强", chains=(1,)), mention("王某", chains=(1,))) == [0, 1, 2]
    assert groups(mention("王伟", chains=(1,), side="claiming"), mention("王某", chains=(1,))) == [0, 1]


def test_one_name_on_both_sides_of_a_case_is_two_people() -> None:
    one = mention("王伟", chains=(1,), side="claiming", field="applicant", row=7)
    assert groups(one, mention("王伟", chains=(1,), row=7)) == [0, 1]


def test_equal_numbers_are_one_party_and_different_ones_never() -> None:
    assert groups(registered("王伟", number=A), registered("王炜王", number=A)) == [0, 0]
    assert groups(registered("王伟", number=A, chains=(1,)), registered("王伟", number=B, chains=(1,))) == [0, 1]


def test_one_number_under_two_names_without_a_common_letter_stays_apart() -> None:
    assert groups(registered("王伟", number=A), registered("李雷", number=A)) == [0, 1]


def test_a_name_that_one_registered_person_bears_is_that_person() -> None:
    assert groups(registered("王伟", number=A), mention("王伟"), mention("王伟", chains=(3,))) == [0, 0, 0]


def test_the_rest_of_a_registered_number_is_the_one_whole_number_that_agrees() -> None:
    insured = [mention("王伟", list="income_records", field="name", side="", number=number) for number in (A, B)]
    spoilt = registered("王伟", pattern="339602************")
    assert groups(spoilt, *insured, mention("王伟"))[:3] == [0, 0, 2]
    assert groups(spoilt, insured[0], mention("王伟")) == [0, 0, 0]


def test_the_rest_of_a_registered_number_links_nobody_where_two_agree_or_too_little_is_left() -> None:
    insured = mention("王伟", list="income_records", field="name", side="", number=A)
    spoilt = registered("王伟", pattern="339602************", chains=(1,))
    assert groups(spoilt, replace(spoilt, chains=(2,)), insured) == [0, 1, 2]
    assert groups(spoilt, insured, replace(insured, number="339602197208198063")) == [0, 1, 2]
    assert groups(replace(spoilt, pattern="339***************"), insured) == [0, 1]
    assert groups(spoilt, registered("王伟", number=A, chains=(2,))) == [0, 1]  # both stand in a register


def test_of_two_bearers_the_one_of_the_courts_county() -> None:
    both = (registered("王伟", number=A), registered("王伟", number=B))
    assert groups(*both, mention("王伟", court="浙9604"), mention("王伟")) == [0, 1, 1, 3]


def test_the_code_of_a_basic_court_says_its_county() -> None:
    assert [county(code) for code in ("黔0302", "浙9604", "浙96", "最高法", None)] == ["520302", "339604", "", "", ""]


def test_a_bearer_whose_county_stands_in_a_spoilt_number_may_be_meant_too() -> None:
    spoilt = registered("王伟", pattern="339604********0001", phone="1")
    both = (registered("王伟", number=B), spoilt)  # of one county
    assert groups(*both, mention("王伟", court="浙9604")) == [0, 1, 2]
    assert groups(registered("王伟", number=A), spoilt, mention("王伟", court="浙9604")) == [0, 1, 1]


def test_where_somebody_sues_says_nothing_of_where_he_lives() -> None:
    both = (registered("王伟", number=A), registered("王伟", number=B))
    assert groups(*both, mention("王伟", court="浙9604", side="claiming")) == [0, 1, 2]


def test_of_two_bearers_the_one_on_the_side_of_the_case() -> None:
    claims, owes = ({"chains": chains, "court": "浙9699"} for chains in ((1, 4, 5), (2,)))
    lender = (registered("王伟", number=A, **claims), mention("王伟", side="claiming", row=1, **claims))
    debtor = (registered("王伟", number=B, **owes), mention("王伟", row=1, **owes))
    claim = mention("王伟", side="claiming", chains=(3,), court="浙9698")
    assert groups(*lender, *debtor, claim) == [0, 0, 2, 2, 0]
    assert groups(*lender, *debtor[:1], claim) == [0, 0, 2, 3]  # what the other does is not known
    twice = [replace(each, chains=(1, 4)) for each in lender]
    assert groups(*twice, *debtor, claim) == [0, 0, 2, 2, 4]  # many sue once or twice


def test_who_is_known_to_be_sued_is_not_the_one_who_sues() -> None:
    sued = {"chains": (1, 4, 5)}
    lender = registered("王伟", number=B, **sued), mention("王伟", side="claiming", row=1, **sued)
    debt, claim = mention("王伟", court="浙9603", chains=(2,)), mention("王伟", side="claiming", chains=(3,))
    other = registered("王伟", number=f"339603{A[6:]}")
    assert groups(*lender, other, claim) == [0, 0, 2, 3]  # of the other nothing is known
    assert groups(*lender, other, claim, debt) == [0, 0, 2, 0, 2]  # the debt is of his county; so the claim is not his


def test_claims_too_many_for_the_few_who_bear_the_name_are_a_series() -> None:
    both = (registered("王伟", number=A), registered("王伟", number=B))
    claims = [mention("王伟", side="claiming", chains=(place,)) for place in range(10)]
    assert groups(*both, *claims) == [0, 1, *[2] * 10]
    assert len(set(groups(*both, *claims[1:]))) == 11  # nine may be several people's
    assert len(set(groups(*both, *(replace(each, side="owing") for each in claims)))) == 12
    assert len(set(groups(*both, registered("王伟"), *claims))) == 13  # more bear it than that


def test_debts_before_one_court_at_once_are_one_persons() -> None:
    both = (registered("王伟", number=A), registered("王伟", number=A[:6] + B[6:]))
    days = [dt.date(2024, month, 1) for month in (1, 5, 9)] + [dt.date(2025, 9, 1)]
    debts = [mention("王伟", court="浙9602", chains=(n,), filed=day) for n, day in enumerate(days)]
    assert groups(*both, *debts) == [0, 1, 2, 2, 2, 5]  # a year later it may be the other
    assert len(set(groups(*both, *(replace(debt, side="claiming") for debt in debts)))) == 6
    assert len(set(groups(*both, debts[0], replace(debts[1], court="浙9603")))) == 4
    assert groups(*both[:1], *debts) == [0] * 5  # where one bears the name there is nothing to ask


def test_what_is_left_of_a_number_links_within_a_name() -> None:
    assert groups(registered("王伟", number=A), registered("王伟", pattern="339602********3609", number=None),
                  registered("王伟", number=B)) == [0, 0, 2]  # fmt: skip


def test_an_organisation_is_known_by_its_name_in_either_form() -> None:
    one, other = "绍兴宏达纺织有限公司", "绍兴宏达纺织有限责任公司"
    assert groups(mention(one), mention(other, list="suits"), registered(one, list="organisations")) == [0, 0, 0]


def test_masks() -> None:
    assert (
        fits("王某某", "王建国") and fits("王*国", "王建国") and not fits("李某", "王建国") and not fits("王某", "王")
    )
    assert normal_name("阿依古丽·买买提") == "阿依古丽买买提"


@given(
    st.lists(
        st.tuples(st.sampled_from(["王伟", "王某", "李雷"]), st.sampled_from([None, A, B]), st.integers(0, 2)),
        max_size=12,
    )
)
def test_two_valid_numbers_never_come_together(drawn: list[tuple[str, str | None, int]]) -> None:
    mentions = [registered(name, number=number, chains=(chain,)) for name, number, chain in drawn]
    clusters = link(mentions)
    for first in {clusters.first(n) for n in range(len(mentions))}:
        numbers = {m.number for n, m in enumerate(mentions) if clusters.first(n) == first and m.number}
        assert len(numbers) <= 1


def test_what_a_person_answered_comes_before_the_rules() -> None:
    three = (mention("王伟", chains=(1,)), mention("王伟", chains=(2,)), mention("王伟", chains=(1,)))
    assert [link(three, [(0, 1, True)]).first(n) for n in range(3)] == [0, 0, 0]
    apart = link(three, [(0, 2, False), (1, 2, True)])
    assert [apart.first(n) for n in range(3)] == [0, 1, 1]
    assert not apart.merge(0, 1, "x") and not apart.merge(2, 0, "x")


def test_every_cluster_is_held_together_by_its_links() -> None:
    mentions = [
        mention("王伟", chains=(1,)),
        mention("王某", chains=(1,)),
        registered("王伟", number=A),
        mention("李雷"),
    ]
    assert list(link(mentions).links()) == [(0, 1, "chain_masked"), (2, 0, "only_bearer")]
