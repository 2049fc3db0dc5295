"""A debtor's circle without one of its tables: whoever is found is near, and nobody found is no data."""

from __future__ import annotations

import pytest

from tests.support.story import Values, company, features, mother, office, owns, person, sells, told

SUED_BY = {
    "mother": mother("A"),
    "neighbour": told(person("D", address="road 1"), person("A", address="road 1")),
    "fellow director": told(company("C"), office("C", "D"), office("C", "A")),
    "stranger": person("A"),
}
SALE = told(owns("house"), sells("house", "X", "2022-03-01", 350_000), person("X"))


def told_without(table: str | None) -> dict[str, Values]:
    """What is said of who sued, without a table."""
    return features({name: ("kin_plaintiff", rows) for name, rows in SUED_BY.items()}, without=table)


@pytest.mark.parametrize(
    ("table", "counts"),
    [
        (None, {"mother": 1, "neighbour": 1, "fellow director": 1, "stranger": 0}),
        ("companies", {"mother": 1, "neighbour": 1, "fellow director": 1, "stranger": None}),
        ("company_officers", {"mother": 1, "neighbour": 1, "fellow director": None, "stranger": None}),
        ("party_relations", {"mother": None, "neighbour": 1, "fellow director": 1, "stranger": None}),
        ("case_parties", {"mother": None, "neighbour": None, "fellow director": None, "stranger": None}),
    ],
)
def test_whoever_is_found_is_near(table: str | None, counts: dict[str, float | None]) -> None:
    assert {name: values["count__all"] for name, values in told_without(table).items()} == counts


def test_nobody_is_called_an_outsider_without_every_table() -> None:
    whole, lacking = (features({"sale": ("fair_sale", SALE)}, without=t)["sale"] for t in (None, "company_officers"))
    assert whole["count__all"] == 1
    assert set(lacking.values()) == {None}
