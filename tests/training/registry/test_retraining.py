from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.support.bundle import program_of, write_small
from training.recipe import Recipe
from training.registry.retraining import differences, recipe_of
from zbrisk.bundle.bundle import Bundle, read_bundle
from zbrisk.errors import BundleError

RUN: dict[str, Any] = {
    "hashes": {"tables": "t", "signals": "s", "recipe": "r"},
    "versions": {"python": "3.11", "lightgbm": "4.7"},
    "recipe": Recipe(trials=3, top=(20,)).model_dump(),
    "feeds": {"petitions": {"rows": 900}, "cases": {"rows": 800}},
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    home = tmp_path_factory.mktemp("bundle")
    return read_bundle(write_small(home / "b", program_of(home), run=RUN))


def told(bundle: Bundle, **changes: Any) -> list[tuple[str, str]]:
    run = {**bundle.run, **{name: {**bundle.run[name], **change} for name, change in changes.items()}}
    return [(each.what, each.where) for each in differences(bundle, replace(bundle, run=run))]


def test_a_bundle_does_not_differ_from_itself(bundle: Bundle) -> None:
    assert differences(bundle, bundle) == ()


def test_the_recipe_comes_back_as_it_was(bundle: Bundle) -> None:
    assert recipe_of(bundle) == Recipe(trials=3, top=(20,))


def test_what_was_a_choice_once_is_passed_over_where_it_had_the_value_fixed_now(bundle: Bundle) -> None:
    once = {**RUN["recipe"], "weak_per_reviewed": 4, "group_most": 50}
    assert recipe_of(replace(bundle, run={**bundle.run, "recipe": once})) == recipe_of(bundle)
    with pytest.raises(BundleError, match="group_most"):
        recipe_of(replace(bundle, run={**bundle.run, "recipe": {**once, "group_most": 20}}))


def test_another_recipe_names_the_choices(bundle: Bundle) -> None:
    found = told(bundle, hashes={"recipe": "x"}, recipe={"trials": 9, "seed": 1})
    assert found == [("recipe", "trials 3 -> 9, seed 0 -> 1")]


def test_other_tables_name_those_with_more_or_fewer_rows(bundle: Bundle) -> None:
    found = told(bundle, hashes={"tables": "x"}, feeds={"petitions": {"rows": 901}})
    assert found == [("tables", "petitions 900 -> 901 rows")]
    assert told(bundle, hashes={"tables": "x"}) == [("tables", "as many rows in each, of other content")]


def test_a_hash_that_only_one_of_them_has_is_told(bundle: Bundle) -> None:
    assert told(bundle, hashes={"last": "x"}) == [("last", "")]  # the bundle that a training was compared with


def test_other_signals_are_named(bundle: Bundle) -> None:
    calm, *others = bundle.program.signals
    changed = replace(calm, sql={"duckdb": "select 1"})
    program = replace(bundle.program, signals=(changed, *others[:-1]))
    after = replace(bundle, program=program, run={**bundle.run, "hashes": {**RUN["hashes"], "signals": "x"}})
    (found,) = differences(bundle, after)
    assert (found.what, found.then, found.now) == ("signals", "s", "x")
    assert found.where == f"{calm.header.name} changed, {others[-1].header.name} gone"


def test_another_library_is_named(bundle: Bundle) -> None:
    run = {**bundle.run, "versions": {"python": "3.11", "lightgbm": "4.8"}}
    (found,) = differences(bundle, replace(bundle, run=run))
    assert (found.what, found.then, found.now) == ("lightgbm", "4.7", "4.8")


def test_the_same_inputs_with_other_bytes_are_not_passed_over(bundle: Bundle) -> None:
    (found,) = differences(bundle, replace(bundle, version="other"))
    assert found.what == "files"


@pytest.mark.parametrize("said", [{"recipe": {"trails": 3}}, {"recipe": {"trials": -1}}, {"recipe": None}])
def test_a_recipe_that_cannot_be_followed_is_refused(bundle: Bundle, said: dict[str, Any]) -> None:
    with pytest.raises(BundleError, match="recipe cannot be followed"):
        recipe_of(replace(bundle, run={**bundle.run, **said}))
