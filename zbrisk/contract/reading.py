"""Read a contract from YAML, and lay a team's own tables over it.

`forms` says what a document looks like; what it names is looked up here, so that all of it holds together.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from zbrisk.contract.contract import (
    Cohort,
    Column,
    ColumnType,
    Contract,
    Groups,
    KnownAt,
    KnownRule,
    Outcomes,
    Parent,
    ReferenceDay,
    Table,
)
from zbrisk.contract.forms import CohortForm, ContractForm, GroupsForm, OutcomesForm, TableForm, TeamForm
from zbrisk.errors import ContractError
from zbrisk.identifiers import FORM, is_name
from zbrisk.untrusted import read_yaml
from zbrisk.validation import Invalid, Place, one_of, refusal, validated

__all__ = ["parse_contract", "read_contract", "zbrisk_contract"]

CODE = re.compile(r"code\((?P<codes>[^()]+)\)")
REFERENCE_DAY = re.compile(r"(?:(?P<via>\w+)\s*->\s*(?P<table>\w+)\.)?(?P<column>\w+)")
LONGEST_CODE = 200
DAYS = (ColumnType.DATE, ColumnType.TS)
TERMINATED = ("cases", "close_mode = 'terminated_round'")
WHOLE = "The contract"


def read_contract(tables_file: Path) -> Contract:
    """A team's contract, or zbrisk's own with a team's tables laid over it; see `load_contract`.

    Raises:
        ContractError: The file cannot be read, or does not hold together.
    """
    source = str(tables_file)
    team = read_yaml(tables_file, error=ContractError)
    if isinstance(team, dict) and "cohort" in team:
        return parse_contract(team, source)
    try:
        merged = _overlaid(dict(zbrisk_contract().document), validated(TeamForm, team, what="The file"), team)
    except Invalid as error:
        raise ContractError(f"{source}: {error.problem}", error.cure) from error
    return parse_contract(merged, source)


@cache
def zbrisk_contract() -> Contract:
    """zbrisk's own contract, which no part of zbrisk changes."""
    text = resources.files("zbrisk.contract").joinpath("tables.yaml").read_text(encoding="utf-8")
    return parse_contract(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # ten times as fast


def parse_contract(document: Any, source: str = WHOLE) -> Contract:
    """A contract from the parsed YAML (or the JSON of a bundle).

    Args:
        document: What was read; nothing of it is trusted.
        source: What it is called in an error.

    Raises:
        ContractError: It is not of the form of `tables.yaml`, names something that is no name, or does not hold
            together.
    """
    try:
        return _contract(validated(ContractForm, document, what=WHOLE), document)
    except Invalid as error:
        raise ContractError(f"{source}: {error.problem}", error.cure) from error


def _contract(form: ContractForm, document: Mapping[str, object]) -> Contract:
    tables = {name: _table(name, body) for name, body in form.tables.items()}
    _check_parents(tables)
    cohort = _cohort(form.cohort, tables)
    for number, name in enumerate(form.required_tables):
        one_of(name, tables, "table", ("required_tables", number))
    labels = dict(_labels(form, tables))
    personal = {(t, c): mask for t, masks in form.personal.items() for c, mask in masks.items()}
    return Contract(
        version=form.version,
        label=form.label,
        tables=tables,
        required_tables=form.required_tables or (cohort.table,),
        references=_references(form, tables),
        cohort=cohort,
        outcomes=_outcomes(form.outcomes, tables) if form.outcomes else None,
        restricted={_column_of(name, ("restricted",), tables): use for name, use in form.restricted.items()},
        personal={_column_of(f"{t}.{c}", ("personal", t), tables): mask for (t, c), mask in personal.items()},
        links=frozenset(_column_of(name, ("links",), tables) for name in form.links),
        digest=_digest(document),
        document=document,
        labels={name: text for name, (text, _) in labels.items() if text},
        code_labels={name: codes for name, (_, codes) in labels.items() if codes},
    )


def _labels(form: ContractForm, tables: Mapping[str, Table]) -> Iterator[tuple[str, tuple[str, Mapping[str, str]]]]:
    """Of each column that is labelled what pages call it, and its codes."""
    for name, label in form.labels.items():
        table, _, column = _column_of(name, ("labels",), tables).partition(".")
        text, codes = (label, {}) if isinstance(label, str) else (label.label or "", label.codes)
        known = tables[table].columns[column].codes
        for code in codes if known else ():  # a column without codes holds texts, any of which may be called something
            one_of(code, known, f"code of {name}", ("labels", name, "codes"))
        yield name, (text, codes)


def _digest(document: Mapping[str, object]) -> str:
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _overlaid(own: dict[str, Any], team: TeamForm, document: Mapping[str, Any]) -> dict[str, Any]:
    for name in team.tables:
        if name in own["tables"]:
            cure = "Give your own table another name; the contract's names are final."
            raise Invalid(f"The file defines {name} again.", cure, place=("tables", name))
    merged = own | {key: {**own[key], **document.get(key, {})} for key in ("tables", "restricted", "personal")}
    merged["references"] = dict(own["references"])
    for name, value in team.references.items():
        joined = isinstance(value, tuple)
        merged["references"][name] = [*own["references"].get(name, ()), *(value or ())] if joined else value
    merged |= {"labels": {**own.get("labels", {}), **document["labels"]}} if team.labels else {}
    merged["links"] = [*own.get("links", ()), *team.links]
    if team.targets:
        table, column = own["outcomes"]["table"], own["outcomes"]["target"]
        outcomes = {**own["tables"][table], "columns": dict(own["tables"][table]["columns"])}
        outcomes["columns"][column] = outcomes["columns"][column][:-1] + "|" + "|".join(team.targets) + ")"
        merged["tables"] = {**merged["tables"], table: outcomes}
    return merged


def _table(name: str, form: TableForm) -> Table:
    place: Place = ("tables", name)
    columns = {column: _column(column, text, (*place, "columns", column)) for column, text in form.columns.items()}
    days = [column.name for column in columns.values() if column.type in DAYS]

    def named(column: str, *key: str, among: Collection[str] = columns, what: str = "column of the table") -> str:
        if column not in columns:
            problem = f"speaks of a column {column}, which the table does not define."
            raise refusal((*place, *key), problem, "Add it to `columns`.")
        return one_of(column, among, what, (*place, *key))

    def day(column: str, *key: str) -> str:
        return named(column, *key, among=days, what="date or time of the table")

    if len(set(form.key)) < len(form.key):
        raise refusal((*place, "key"), "names a column twice.", "Name the columns that tell one row from another.")
    parent = form.parent
    return Table(
        name=name,
        label=name if form.label is None else form.label,
        about=" ".join(form.about.split()),
        key=tuple(named(column, "key") for column in form.key),
        columns=columns,
        required=tuple(named(column, "required") for column in form.required) or form.key,
        known_at=_known_at(form, day),
        parent=Parent(column=named(parent.column, "parent"), table=parent.table) if parent else None,
        later_facts={
            day(date, "later_facts"): tuple(named(fact, "later_facts", date) for fact in facts)
            for date, facts in form.later_facts.items()
        },
    )


def _column(name: str, text: str, place: Place) -> Column:
    code = CODE.fullmatch(text.strip())
    if code:
        codes = tuple(each.strip() for each in code["codes"].split("|"))
        for each in codes:
            if not each or len(each) > LONGEST_CODE or not each.isprintable() or codes.count(each) > 1:
                cure = "Write each code once, as a short text: code(a|b)."
                raise refusal(place, f"has the code {each[:60]!r}.", cure)
        return Column(name=name, type=ColumnType.CODE, codes=codes)
    try:
        return Column(name=name, type=ColumnType(text.strip()))
    except ValueError:
        types = ", ".join(t.value for t in ColumnType)
        raise refusal(place, f"has the unknown type {text[:60]!r}.", f"Use one of {types}, or code(a|b).") from None


def _known_at(form: TableForm, day: Callable[..., str]) -> KnownAt:
    default = form.known_at_default
    if default is None:
        return KnownAt(rule=KnownRule.REQUIRED)
    if not isinstance(default, str):
        return KnownAt(
            rule=KnownRule.COLUMN,
            column=day(default.column, "known_at_default"),
            plus_months=default.plus_months,
            always_otherwise=default.otherwise is not None,
        )
    if default in (KnownRule.ALWAYS, KnownRule.REQUIRED):
        return KnownAt(rule=KnownRule(default))
    return KnownAt(rule=KnownRule.COLUMN, column=day(default, "known_at_default"))


def _check_parents(tables: Mapping[str, Table]) -> None:
    for table in tables.values():
        if table.parent is None:
            continue
        place, parent = ("tables", table.name, "parent"), tables.get(table.parent.table)
        if parent is None:
            raise refusal(place, f"names the unknown parent {table.parent.table}.", "Define that table.")
        if table.parent.column not in parent.columns:
            problem = f"names the column {table.parent.column}, which {parent.name} lacks."
            raise refusal(place, problem, "Both tables share that column.")
    try:
        TopologicalSorter({t.name: [t.parent.table] if t.parent else [] for t in tables.values()}).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1][:10])
        problem = f"has tables that are each other's parents: {circle}."
        raise refusal(("tables",), problem, "Let `parent` point one way.") from None


def _references(form: ContractForm, tables: Mapping[str, Table]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, value in form.references.items():
        place: Place = ("references", name)
        if "." in name and not isinstance(value, tuple):
            column = _column_of(name, ("references",), tables)
            found[column] = None if value is None else _referred(value, place, tables)
            continue
        if not isinstance(value, tuple) or "." in name:
            form_of = "gives a list" if isinstance(value, tuple) else "gives no list"
            raise refusal(place, f"{form_of}.", "Write `table: [column]`, or `table.column: table`.")
        for column in value:
            if found.setdefault(column, _referred(name, place, tables)) != name:
                cure = f"Rename one of the columns, or write what one table's column holds: `table.{column}: {name}`."
                raise refusal(place, f"gives {column} a second table beside {found[column]}.", cure)
    return found


def _referred(table: str, place: Place, tables: Mapping[str, Table]) -> str:
    if table not in tables:
        raise refusal(place, f"names the unknown table {table[:60]}.", "Define it under `tables`.")
    if len(tables[table].key) != 1:
        raise refusal(place, "refers to a table whose key is not one column.", "Leave it out.")
    return table


def _cohort(form: CohortForm, tables: Mapping[str, Table]) -> Cohort:
    name, key = form.table, form.key
    if name not in tables or tables[name].key != (key,) or tables[name].columns[key].type is not ColumnType.ID:
        problem = f"names the table {name}, which is not defined with the key [{key}], an id."
        raise refusal(("cohort",), problem, "Define it so.")
    return Cohort(
        table=name,
        key=key,
        where=form.where,
        reference_days=tuple(_reference_day(day, text, tables[name], tables) for day, text in form.moments.items()),
        label=form.label or _cohort_label(form),
        groups=_groups(form.groups, key, tables) if form.groups else None,
    )


def _reference_day(name: str, text: str, cohort: Table, tables: Mapping[str, Table]) -> ReferenceDay:
    place = ("cohort", "moments", name)
    if name in cohort.columns:
        raise refusal(place, "is no name of a reference day.", f"Use one that is no column of {cohort.name}.")
    match = REFERENCE_DAY.fullmatch(text.strip())
    if not match:
        raise refusal(place, f"is {text[:60]!r}.", "Write `column` or `id_column -> table.column`.")
    via, target = match["via"], tables.get(match["table"] or cohort.name)
    if target is None or match["column"] not in target.columns:
        raise refusal(place, "names an unknown table or column.", "Mend `cohort: moments`.")
    if target.columns[match["column"]].type is not ColumnType.DATE:
        raise refusal(place, f"is {text[:60]!r}, which is no date.", "Name a column of type date.")
    if via is not None and (via not in cohort.columns or len(target.key) != 1):
        problem = f"goes by {via}, which is no column of {cohort.name} or meets no single key."
        raise refusal(place, problem, "Name an id of the cohort.")
    return ReferenceDay(name=name, column=match["column"], via=via, table=match["table"])


def _cohort_label(form: CohortForm) -> dict[str, str]:
    """What the cohort's rows are called; terminated cases where they are those of zbrisk's own contract."""
    if (form.table, form.where) == TERMINATED:
        return {"zh": "终本案件", "en": "terminated enforcement cases"}
    return {"zh": form.table, "en": form.table.replace("_", " ")}


def _groups(form: GroupsForm, key: str, tables: Mapping[str, Table]) -> Groups:
    if form.table not in tables or not {key, form.column} <= set(tables[form.table].columns):
        problem = f"need a table {form.table} with the columns {key} and {form.column}."
        raise refusal(("cohort", "groups"), problem, "Mend `cohort: groups`.")
    return Groups(table=form.table, column=form.column)


def _outcomes(form: OutcomesForm, tables: Mapping[str, Table]) -> Outcomes:
    if form.table not in tables:
        raise refusal(("outcomes",), f"names the table {form.table}, which is not defined.", "Define it.")
    columns = tables[form.table].columns
    for key in ("target", "result", "opened", "decided"):
        one_of(getattr(form, key), columns, f"column of {form.table}", ("outcomes", key))
    targets = columns[form.target].codes
    for code in targets:
        if not is_name(code):
            raise refusal(("outcomes", "target"), f"has {code[:60]!r}, which is no target's name.", f"Use {FORM}.")
    return Outcomes(**form.model_dump(), targets=targets)


def _column_of(name: str, place: Place, tables: Mapping[str, Table]) -> str:
    """`table.column`, if there is such a column."""
    table, _, column = name.partition(".")
    if table not in tables or column not in tables[table].columns:
        cure = "Write table.column, as `tables` define them."
        raise refusal(place, f"names {name[:60]}, which is no column.", cure)
    return name
