"""A contract comes from whoever wrote the bundle: nothing of it reaches SQL that is no identifier."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from zbrisk.contract import load_contract
from zbrisk.contract.reading import parse_contract
from zbrisk.errors import ContractError, ZbriskError
from zbrisk.identifiers import is_identifier, sql_name

OWN = dict(load_contract().document)
NO_NAMES = (
    "evil as select 1; --", "../x", "a b", 'a"b', "a'b", "", "a;b", "A", "1a", "_k", "_key", "a-b", "案件", "ａ", "a\n",
    "a\0",
    "x" * 61, "select", "table", "order", "rowid", "sqlite_master", "sqlite_x", "known_at", "as_of",
    "this_case", 5, None,
    True, 1.5, [], {}, ["a"], {"a": 1},
)  # fmt: skip
# where names stand, as the road to them; a name in brackets is a key of a mapping
PLACES = (
    "cohort.table", "cohort.key", "outcomes.table", "outcomes.target", "outcomes.result", "outcomes.opened",
    "outcomes.decided", "required_tables.0", "tables.suits.parent.column", "tables.suits.parent.table",
    "tables.cases.key.0", "tables.cases.required.0", "tables.cases.later_facts.closed_date.0",
    "tables.case_parties.known_at_default", "references.cases.0", "links.0", "cohort.moments.filed",
    "tables.cases.columns.cause", "tables.[cases]", "tables.cases.columns.[case_no]", "cohort.moments.[filed]",
    "references.[cases]", "references.cases.1",
    "restricted.[parties.name]", "personal.[parties]", "personal.parties.[name]",
    "personal.parties.name", "restricted.[parties.name]", "tables.cases.later_facts.[closed_date]",
)  # fmt: skip


def changed(place: str, value: Any) -> dict[str, Any]:
    """zbrisk's own contract with one value or key replaced."""
    document = copy.deepcopy(OWN)
    road, _, key = place.partition("[")
    at: Any = document
    steps = [step for step in road.split(".") if step]
    for step in steps if key else steps[:-1]:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if key:
        at[value] = at.pop(key.rstrip("]"))
    elif isinstance(at, list):
        at[int(steps[-1])] = value
    else:
        at[steps[-1]] = value
    return document


@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_name_is_refused_with_its_place(place: str) -> None:
    for name in NO_NAMES:
        if (place.endswith("]") and isinstance(name, (list, dict))) or (name is None and not place.endswith("]")):
            continue  # no key of a mapping; absent, which is another test's
        with pytest.raises(ContractError) as refused:
            parse_contract(changed(place, name), "contract.json")
        assert refused.value.problem.startswith("contract.json: "), (place, name)
        assert len(refused.value.problem) < 400 and refused.value.cure


BROKEN = {
    "columns as a list": ("tables.cases.columns", ["case_id"], "no mapping"),
    "a table that is a number": ("tables.suits", 5, "no mapping"),
    "tables as a list": ("tables", ["cases"], "no mapping"),
    "no tables": ("tables", None, "`tables` is None and no mapping"),
    "no cohort": ("cohort", None, "`cohort` is None and no mapping"),
    "personal as a number": ("personal", 5, "no mapping"),
    "personal of a table as a number": ("personal.parties", 5, "no mapping"),
    "restricted as a list": ("restricted", ["parties.name"], "no mapping"),
    "links as a mapping": ("links", {"a": 1}, "no list"),
    "references as a list": ("references", ["cases"], "no mapping"),
    "a parent that is a text": ("tables.suits.parent", "cases", "no mapping"),
    "a parent of itself": ("tables.cases.parent", {"column": "case_id", "table": "cases"}, "each other's parents"),
    "a circle of parents": ("tables.cases.parent", {"column": "case_id", "table": "suits"}, "each other's parents"),
    "months without end": ("tables.cases.known_at_default", {"column": "filed_date", "plus_months": 10**9}, "to 1,200"),
    "months as a text": ("tables.cases.known_at_default", {"column": "filed_date", "plus_months": "1; --"}, "to 1,200"),
    "a default that is no day": ("tables.cases.known_at_default", "cause", "no date"),
    "a moment that is no day": ("cohort.moments.filed", "cause", "no date"),
    "a moment with the name of a column": ("cohort.moments.case_no", "filed_date", "no name"),
    "a moment through a composite key": ("cohort.moments.filed", "case_id -> case_parties.added_date", "key"),
    "a reference to a composite key": ("references.case_parties", ["role"], "not one column"),
    "a column of two tables": ("references.accounts", ["case_id"], "second table"),
    "a code twice": ("tables.cases.columns.cause", "code(a|a)", "'a'"),
    "a code with a line break": ("tables.cases.columns.cause", "code(a|b\nc)", "code"),
    "an empty code": ("tables.cases.columns.cause", "code(a||b)", "''"),
    "a target that is a path": ("tables.review_outcomes.columns.target", "code(../x)", "target"),
    "a version that is a text": ("version", "1; drop table cases", "whole number"),
    "a condition that is a list": ("cohort.where", ["a"], "no text"),
    "an endless condition": ("cohort.where", "x" * 20_000, "20,000 letters"),
    "no condition in it": ("cohort.where", "  ", "empty"),
    "a label that is a mapping": ("label", {}, "no text"),
    "too many columns": ("tables.cases.columns", {f"c{i}": "id" for i in range(3000)}, "3,000"),
    "two keys alike": ("tables.cases.key", ["case_id", "case_id"], "twice"),
    "no key": ("tables.cases.key", [], "empty"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_of_the_form_is_refused_in_one_sentence(name: str) -> None:
    place, value, why = BROKEN[name]
    with pytest.raises(ContractError, match=why) as refused:
        parse_contract(changed(place, value))
    assert "\n" not in refused.value.problem and len(refused.value.problem) < 400


@pytest.mark.parametrize("document", [None, 5, [], "x", {}, {"cohort": {}}, {"tables": {}}, {1: 2}])
def test_a_document_without_its_parts_is_refused(document: Any) -> None:
    with pytest.raises(ContractError):
        parse_contract(document)


def test_the_contract_that_ran_an_attackers_sql_is_refused() -> None:
    injected = (
        "case_id, min(_known_from) as first from cases group by 1) as p using (case_id)) as r;"
        " copy (select 1) to '/tmp/written'; --"
    )
    with pytest.raises(ContractError, match=r"tables\.suits"):
        parse_contract(changed("tables.suits.parent.column", injected))


def mutated(document: Any, chance: random.Random) -> Any:
    """The document with one thing in it replaced, dropped, doubled or wrapped."""
    document = copy.deepcopy(document)
    at, steps = document, chance.randint(1, 5)
    for _ in range(steps):
        inside = [key for key in (at if isinstance(at, dict) else range(len(at))) if isinstance(at[key], (dict, list))]
        if not inside:
            break
        at = at[chance.choice(inside)]
    keys = list(at) if isinstance(at, dict) else list(range(len(at)))
    if not keys:
        return document
    key, value = chance.choice(keys), chance.choice(NO_NAMES)
    match chance.randrange(4):
        case 0:
            at[key] = value
        case 1:
            del at[key]
        case 2:
            at[key] = [at[key]]
        case _ if isinstance(at, dict):
            at[value if isinstance(value, (str, int, float, type(None))) else str(value)] = at.pop(key)
    return document


@pytest.mark.parametrize("many", [200, pytest.param(1400, marks=pytest.mark.slow)])
def test_broken_contracts_are_accepted_whole_or_refused_in_one_sentence(many: int) -> None:
    chance = random.Random(many)
    for _ in range(many):
        try:
            contract = parse_contract(mutated(OWN, chance))
        except ZbriskError as refused:
            assert len(refused.problem) < 500
            continue
        for table in contract.tables.values():
            assert all(is_identifier(name) for name in (table.name, *table.columns))


def test_a_name_for_sql_is_never_more_than_a_name() -> None:
    assert sql_name("case_id") == "case_id" and sql_name("_lo0") == "_lo0"
    for name in ("a b", "a;b", 'a"', "a--", "", "x" * 201, "select", "é"):
        with pytest.raises(ValueError, match="cannot name"):
            sql_name(name)
