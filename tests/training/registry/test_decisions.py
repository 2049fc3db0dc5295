"""What was decided of a version counts from the moment that it is written down, whoever carries it out."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from training.registry.models import DECIDED, Version, _as_decided
from zbrisk.errors import BundleError


def version(number: int, *aliases: str, **tags: str) -> Version:
    return Version(
        number=number, bundle=f"b{number}", until=dt.date(2024, 1, number), aliases=aliases, tags=tags, run=f"r{number}"
    )


def decided(crown: bool, **tags: str) -> dict[str, str]:
    return {DECIDED: json.dumps({"tags": tags, "crown": crown})}


def seen(*versions: Version) -> list[tuple[int, tuple[str, ...], str]]:
    return [(each.number, each.aliases, each.tags.get("gate", "")) for each in _as_decided(list(versions))]


def test_who_was_let_through_is_the_champion_before_any_alias_says_so() -> None:
    new, old = version(2, "challenger", **decided(True, gate="let through")), version(1, "champion", gate="first")
    assert seen(new, old) == [(2, ("champion",), "let through"), (1, (), "first")]


def test_who_was_refused_stays_the_challenger_with_the_new_reason() -> None:
    new = version(2, "challenger", gate="refused before", **decided(False, gate="refused"))
    assert seen(new, version(1, "champion")) == [(2, ("challenger",), "refused"), (1, ("champion",), "")]


def test_carried_out_halfway_looks_the_same() -> None:
    half = version(2, "challenger", "champion", gate="let through", **decided(True, gate="let through"))
    assert seen(half, version(1)) == [(2, ("champion",), "let through"), (1, (), "")]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"tags": [], "crown": true}', "[" * 100_000])
def test_a_decision_that_zbrisk_did_not_write_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BundleError, match="version 2 in the store is not as zbrisk writes it"):
        _as_decided([version(2, **{DECIDED: text})])
