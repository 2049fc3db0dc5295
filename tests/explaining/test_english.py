"""A lone 1 stands before a singular, whatever number the sentence was written for."""

from __future__ import annotations

import pytest

from zbrisk.explaining.english import with_singulars


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("1 records concerning: x", "1 record concerning: x"),
        ("Within 90 days, 1 cars transferred", "Within 90 days, 1 car transferred"),
        ("1 companies, 1 addresses or phones, 1 leases", "1 company, 1 address or phone, 1 lease"),
        ("1 insurance policies were bought", "1 insurance policy was bought"),
        ("1 assets still stand in its name", "1 asset still stands in its name"),
        ("1 business receipts; 1 other enforcement cases", "1 business receipt; 1 other enforcement case"),
        ("1 people, 1 classes, 1 ties", "1 person, 1 class, 1 tie"),
        ("1 times while seized", "1 time while seized"),
    ],
)
def test_one_is_singular(plural: str, singular: str) -> None:
    assert with_singulars(plural) == singular


@pytest.mark.parametrize(
    "text",
    [
        "for 1 times the claim", "1 of this case", "11 records", "0.1 years", "2024-01-1 records", "1 of the payments",
        "3 records", "1 of them is closed", "rank 1",
    ],
)  # fmt: skip
def test_all_else_stays(text: str) -> None:
    assert with_singulars(text) == text
