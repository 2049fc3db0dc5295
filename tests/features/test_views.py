"""Who is near a debtor, and what a debtor owns: the views seen through the plainest signals that use them."""

from __future__ import annotations

import pytest

from tests.features.story import (
    Rows,
    auction,
    company,
    event,
    features,
    mother,
    office,
    owns,
    person,
    role,
    sells,
    stake,
    tie,
    told,
)

NEIGHBOURS = {
    "kin": (mother("K"), 1),
    "kin of kin": (told(tie("D", "W", "spouse"), tie("W", "K", "sibling")), 2),
    "company of the spouse": (told(tie("D", "W", "spouse"), company("K"), stake("K", "W", "2016-01-01", 1)), 2),
    "own company": (told(company("K"), office("K", "D")), 1),
    "company of a fellow director": (told(company("C"), office("C", "D"), office("C", "K")), 2),
    "shared phone": (told(person("D", phone_hash="138"), person("K", phone_hash="138")), 1),
    "ended marriage": (tie("D", "K", "spouse", "2010-01-01", "2015-01-01"), 1),
    "nearest path": (told(mother("K"), tie("D", "W", "spouse"), tie("W", "K", "in_law")), 1),
}
STRANGERS = {
    "three steps": told(tie("D", "W", "spouse"), tie("W", "V", "sibling"), tie("V", "K", "spouse")),
    "a guarantor's kin": told(tie("D", "G", "guarantor"), tie("G", "K", "sibling")),
    "a neighbour's kin": told(person("D", phone_hash="138"), person("V", phone_hash="138"), tie("V", "K", "spouse")),
    "a debtor too": told(mother("K"), role("E", "K", "guarantor")),
    "a hub": told(mother("K"), *(tie("K", f"customer {n}", "employment") for n in range(20))),
    "through a hub": told(
        company("C"), office("C", "D"), office("C", "K"), *(office("C", f"clerk {n}") for n in range(19))
    ),
    "an empty stake": told(company("K"), stake("K", "D", "2016-01-01", 0)),
}


@pytest.fixture(scope="module")
def steps() -> dict[str, float | None]:
    """The steps from D to K in every little world, by who wins an auction."""
    worlds = {name: rows for name, (rows, _) in NEIGHBOURS.items()} | STRANGERS
    found = features({name: ("auction_winner_in_circle", told(rows, auction("K"))) for name, rows in worlds.items()})
    return {name: values["min_steps__all"] for name, values in found.items()}


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_circle_holds(name: str, steps: dict[str, float | None]) -> None:
    assert steps[name] == NEIGHBOURS[name][1]


@pytest.mark.parametrize("name", STRANGERS)
def test_circle_leaves_out(name: str, steps: dict[str, float | None]) -> None:
    assert steps[name] is None


def test_a_spouse_who_lives_with_the_debtor_is_a_spouse_and_no_neighbour() -> None:
    home = told(person("D", address="road 1"), person("A", address="road 1"))
    worlds = {"couple": told(tie("D", "A", "spouse"), home), "neighbours": home}
    found = features({name: ("kin_plaintiff", rows) for name, rows in worlds.items()})
    assert {name: values["max_kin__all"] for name, values in found.items()} == {"couple": 1, "neighbours": 0}


def ended(on: str) -> Rows:
    """The house is no longer D's."""
    return event("house", "own_end", on)


HOLDINGS: dict[str, tuple[Rows, float]] = {
    "bought": (owns("house"), 1),
    "sold": (told(owns("house"), sells("house", "X", "2019-01-01", 1)), 0),
    "sold and bought back": (
        told(
            owns("house"),
            sells("house", "X", "2019-01-01", 1),
            event("house", "transfer", "2020-01-01", "X", "D", price=1),
        ),
        1,
    ),
    "ended": (told(owns("house"), ended("2019-01-01")), 0),
    "sold by the court": (told(owns("house"), event("house", "dispose", "2022-09-02", case_id="E")), 0),
    "owned with the spouse": (told(owns("house", "W"), event("house", "co_own", "2015-01-01", "D", "W", share=0.5)), 1),
    "given": (told(owns("house", "X"), event("house", "gift", "2019-01-01", "X", "D")), 1),
    "known only by its sale": (sells("house", "X", "2019-01-01", 1), 0),
}


@pytest.fixture(scope="module")
def held() -> dict[str, float | None]:
    """How many assets D still holds in every little world."""
    found = features({name: ("assets_still_held", rows) for name, (rows, _) in HOLDINGS.items()})
    return {name: values["count__all"] for name, values in found.items()}


@pytest.mark.parametrize("name", HOLDINGS)
def test_owned_assets(name: str, held: dict[str, float | None]) -> None:
    assert held[name] == HOLDINGS[name][1]


SEIZURES: dict[str, tuple[Rows, float]] = {
    "in force": (event("house", "seize", "2022-07-01", case_id="E", until_date="2025-07-01"), 1),
    "without an end": (event("house", "seize", "2022-07-01", case_id="E"), 1),
    "lapsed": (event("house", "seize", "2022-07-01", case_id="E", until_date="2023-07-01"), 0),
    "renewed": (
        told(
            event("house", "seize", "2022-07-01", case_id="E", until_date="2023-07-01"),
            event("house", "renew", "2023-06-01", case_id="E", until_date="2024-07-01"),
        ),
        1,
    ),
    "lifted": (
        told(
            event("house", "seize", "2022-07-01", case_id="E", until_date="2025-07-01"),
            event("house", "lift", "2022-10-01", case_id="E"),
        ),
        0,
    ),
    "lifted by another court": (
        told(
            event("house", "seize", "2022-07-01", case_id="E", until_date="2025-07-01"),
            event("house", "lift", "2022-10-01", case_id="E9"),
        ),
        1,
    ),
}


@pytest.fixture(scope="module")
def seized() -> dict[str, float | None]:
    """Whether D's house is under seizure in every little world."""
    found = features({name: ("assets_still_held", told(owns("house"), rows)) for name, (rows, _) in SEIZURES.items()})
    return {name: values["share_seized__all"] for name, values in found.items()}


@pytest.mark.parametrize("name", SEIZURES)
def test_seizures_in_force(name: str, seized: dict[str, float | None]) -> None:
    assert seized[name] == SEIZURES[name][1]
