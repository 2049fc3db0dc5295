"""Read a contract from YAML, and lay a team's own tables over it.

A contract comes from whoever wrote the bundle or the tables file, and its names go into SQL: nothing in it is taken
that is not of the form that `tables.yaml` shows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping
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
from zbrisk.contract.parts import Part
from zbrisk.errors import ContractError
from zbrisk.identifiers import FORM, is_identifier, is_name
from zbrisk.untrusted import read_yaml

__all__ = ["MASKS", "load_contract", "parse_contract"]

CODE = re.compile(r"code\((?P<codes>[^()]+)\)")
REFERENCE_DAY = re.compile(r"(?:(?P<via>\w+)\s*->\s*(?P<table>\w+)\.)?(?P<column>\w+)")
MOST_MONTHS = 1200
LONGEST_WHERE = 10_000
LONGEST_CODE = 200
DAYS = (ColumnType.DATE, ColumnType.TS)
ADDED = ("tables", "restricted", "personal")  # what a team's file adds to, name by name
RELATIONS = ("this_", "moments_")  # how zbrisk's own relations begin
TERMINATED = ("cases", "close_mode = 'terminated_round'")
RESTRICTIONS = ("never", "checkpoint", "linking", "priority")
MASKS = (
    "name",
    "id_no",
    "uscc",
    "phone",
    "plate",
    "account",
    "address",
    "serial",
    "hash",
    "decade",
    "party",
    "agent",
    "hidden",
)


def load_contract(tables_file: str | Path | None = None) -> Contract:
    """The contract in force: zbrisk's own, or with a team's file laid over it.

    Args:
        tables_file: A YAML file of the form of `tables.yaml`. One that names a `cohort` replaces the whole contract;
            any other adds tables, `targets`, `links`, masks and restrictions to it.

    Raises:
        ContractError: The file cannot be read, or does not hold together; the message names the table and column.
    """
    if tables_file is None:
        return _own()
    source = str(tables_file)
    team = read_yaml(Path(tables_file), error=ContractError)
    whole = isinstance(team, dict) and "cohort" in team
    return parse_contract(team if whole else _overlaid(dict(_own().document), Part(team, source=source)), source)


@cache
def _own() -> Contract:
    """zbrisk's own contract, which no part of zbrisk changes."""
    text = resources.files("zbrisk.contract").joinpath("tables.yaml").read_text(encoding="utf-8")
    return parse_contract(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # ten times as fast


def parse_contract(document: Any, source: str = "The contract") -> Contract:
    """A contract from the parsed YAML (or the JSON of a bundle).

    Args:
        document: What was read; nothing of it is trusted.
        source: What it is called in an error.

    Raises:
        ContractError: It is not of the form of `tables.yaml`, names something that is no name, or does not hold
            together.
    """
    whole = Part(document, source=source)
    tables = {name: _table(name, body) for name, body in whole["tables"].items()}
    _check_parents(tables, whole)
    cohort = _cohort(whole["cohort"], tables)
    required = [part.one_of(tables, "table") for part in whole.each("required_tables")]
    return Contract(
        version=version.whole(1, 1_000_000) if (version := whole.get("version")) else 1,
        label=label.text() if (label := whole.get("label")) else "",
        tables=tables,
        required_tables=tuple(required or [cohort.table]),
        references=_references(whole, tables),
        cohort=cohort,
        outcomes=_outcomes(outcomes, tables) if (outcomes := whole.get("outcomes")) else None,
        restricted={
            _column_of(place, part, tables): part.one_of(RESTRICTIONS, "restriction")
            for place, part in whole.items("restricted")
        },
        personal={
            _column_of(f"{table}.{column}", part, tables): part.one_of(MASKS, "mask")
            for table, masks in whole.items("personal")
            for column, part in masks.items()
        },
        links=frozenset(_column_of(part.text(), part, tables) for part in whole.each("links")),
        digest=_digest(whole),
        document=document,
    )


def _digest(whole: Part) -> str:
    try:
        text = json.dumps(whole.value, sort_keys=True, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError) as error:
        raise whole.fail("has keys that are no texts", "Put quotes around numbers and words such as yes.") from error
    return hashlib.sha256(text.encode()).hexdigest()


def _overlaid(own: dict[str, Any], team: Part) -> dict[str, Any]:
    added = {key: dict(part.mapping()) for key in ADDED if (part := team.get(key))}
    clash = set(own["tables"]) & set(added.get("tables", ()))
    if clash:
        raise team.fail(
            f"defines {', '.join(sorted(clash))} again",
            "Give your own table another name; the contract's names are final.",
        )
    merged = dict(own) | {key: {**own[key], **more} for key, more in added.items()}
    merged["references"] = dict(own["references"])
    for name, part in team.items("references"):
        merged["references"][name] = part.value if "." in name else [*own["references"].get(name, ()), *_texts(part)]
    merged["links"] = [*own.get("links", ()), *(part.text() for part in team.each("links"))]
    targets = [_target(part) for part in team.each("targets")]
    if targets:
        table, column = own["outcomes"]["table"], own["outcomes"]["target"]
        outcomes = {**own["tables"][table], "columns": dict(own["tables"][table]["columns"])}
        outcomes["columns"][column] = outcomes["columns"][column][:-1] + "|" + "|".join(targets) + ")"
        merged["tables"] = {**merged["tables"], table: outcomes}
    return merged


def _texts(part: Part) -> list[str]:
    return [each.text() for each in part.each()]


def _target(part: Part) -> str:
    """A target is a feature's, a file's and a column's name."""
    if not is_name(part.value):
        raise part.fail(f"is {part.shown}, which is no target's name", f"Use {FORM}.")
    return str(part.value)


def _table(name: str, body: Part) -> Table:
    if not is_identifier(name) or name.startswith(RELATIONS):
        raise body.fail("is no name of a table", f"Use {FORM}, and no word of SQL or of zbrisk.")
    if body.get("columns") is None or body.get("key") is None:
        raise body.fail("lacks `key` or `columns`", "Give both.")
    columns = {
        column: _column(column, Part(part.value, f"{name}.{column}"[:120], part.source))
        for column, part in body.items("columns")
    }
    days = [column.name for column in columns.values() if column.type in DAYS]

    def named(part: Part, among: Collection[str], what: str) -> str:
        if isinstance(part.value, str) and part.value not in columns:
            raise body.fail(f"speaks of a column {part.value[:60]}, which it does not define", "Add it to `columns`.")
        return part.one_of(among, what)

    key = tuple(named(part, columns, "column of the table") for part in body.each("key"))
    if not key or len(set(key)) < len(key):
        raise body["key"].fail("names no column, or one twice", "Name the columns that tell one row from another.")
    parent = body.get("parent")
    return Table(
        name=name,
        label=label.text() if (label := body.get("label")) else name,
        about=" ".join(about.text().split()) if (about := body.get("about")) else "",
        key=key,
        columns=columns,
        required=tuple(named(part, columns, "column of the table") for part in body.each("required")) or key,
        known_at=_known_at(body, lambda part: named(part, days, "date or time of the table")),
        parent=None
        if parent is None
        else Parent(column=named(parent["column"], columns, "column of the table"), table=parent["table"].identifier()),
        later_facts={
            named(Part(date, facts.place, facts.source), days, "date or time of the table"): tuple(
                named(part, columns, "column of the table") for part in facts.each()
            )
            for date, facts in body.items("later_facts")
        },
    )


def _column(name: str, part: Part) -> Column:
    if not is_identifier(name):
        raise part.fail("is no column name", f"Use {FORM}, and no word of SQL or of zbrisk.")
    text = part.text(200_000).strip()
    code = CODE.fullmatch(text)
    if code:
        codes = tuple(each.strip() for each in code["codes"].split("|"))
        for each in codes:
            if not each or len(each) > LONGEST_CODE or not each.isprintable() or codes.count(each) > 1:
                raise part.fail(f"has the code {each[:60]!r}", "Write each code once, as a short text: code(a|b).")
        return Column(name=name, type=ColumnType.CODE, codes=codes)
    try:
        return Column(name=name, type=ColumnType(text))
    except ValueError:
        types = ", ".join(t.value for t in ColumnType)
        raise part.fail(f"has the unknown type {part.shown}", f"Use one of {types}, or code(a|b).") from None


def _known_at(table: Part, day: Callable[[Part], str]) -> KnownAt:
    part = table.get("known_at_default")
    if part is None:
        return KnownAt(rule=KnownRule.REQUIRED)
    if isinstance(part.value, dict):
        otherwise = part.get("otherwise")
        return KnownAt(
            rule=KnownRule.COLUMN,
            column=day(part["column"]),
            plus_months=months.whole(0, MOST_MONTHS) if (months := part.get("plus_months")) else 0,
            always_otherwise=otherwise is not None and bool(otherwise.one_of(("always",), "rule")),
        )
    if not isinstance(part.value, str):
        raise table.fail(f"known_at_default {part.shown} is not understood", "Name a column, `always` or `required`.")
    if part.value in (KnownRule.ALWAYS, KnownRule.REQUIRED):
        return KnownAt(rule=KnownRule(part.value))
    return KnownAt(rule=KnownRule.COLUMN, column=day(part))


def _check_parents(tables: Mapping[str, Table], whole: Part) -> None:
    for table in tables.values():
        if table.parent is None:
            continue
        part = whole["tables"][table.name]["parent"]
        if table.parent.table not in tables:
            raise part.fail(f"names the unknown parent {table.parent.table}", "Define that table.")
        if table.parent.column not in tables[table.parent.table].columns:
            raise part.fail(
                f"names the column {table.parent.column}, which {table.parent.table} lacks",
                "Both tables share that column.",
            )
    try:
        TopologicalSorter({t.name: [t.parent.table] if t.parent else [] for t in tables.values()}).prepare()
    except CycleError as error:
        circle = " -> ".join(error.args[1][:10])
        raise whole.fail(f"has tables that are each other's parents: {circle}", "Let `parent` point one way.") from None


def _references(whole: Part, tables: Mapping[str, Table]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, part in whole.items("references"):
        if "." in name:
            found[_column_of(name, part, tables)] = None if part.value is None else _referred(part.text(), part, tables)
            continue
        for each in part.each():
            column = each.identifier()
            if found.setdefault(column, _referred(name, part, tables)) != name:
                cure = f"Rename one of the columns, or write what one table's column holds: `table.{column}: {name}`."
                raise each.fail(f"gives {column} a second table beside {found[column]}", cure)
    return found


def _referred(table: str, part: Part, tables: Mapping[str, Table]) -> str:
    if table not in tables:
        raise part.fail(f"names the unknown table {table[:60]}", "Define it under `tables`.")
    if len(tables[table].key) != 1:
        raise part.fail("refers to a table whose key is not one column", "Leave it out.")
    return table


def _cohort(body: Part, tables: Mapping[str, Table]) -> Cohort:
    name, key = body["table"].identifier(), body["key"].identifier()
    if name not in tables or tables[name].key != (key,) or tables[name].columns[key].type is not ColumnType.ID:
        raise body.fail(f"names the table {name}, which is not defined with the key [{key}], an id", "Define it so.")
    days = [_reference_day(day, part, tables[name], tables) for day, part in body.items("moments")]
    where = body.get("where")
    if where is not None and not where.text(LONGEST_WHERE).strip():
        raise where.fail("is empty", "Leave it out, or write a condition.")
    return Cohort(
        table=name,
        key=key,
        where=None if where is None else where.text(),
        reference_days=tuple(days),
        label=_cohort_label(body, name),
        groups=_groups(body.get("groups"), key, tables),
    )


def _reference_day(name: str, part: Part, cohort: Table, tables: Mapping[str, Table]) -> ReferenceDay:
    if not is_identifier(name) or name in cohort.columns:
        raise part.fail(
            "is no name of a reference day", f"Use {FORM}, no word of SQL or of zbrisk, and no column of {cohort.name}."
        )
    match = REFERENCE_DAY.fullmatch(part.text().strip())
    if not match:
        raise part.fail(f"is {part.shown}, which is not understood", "Write `column` or `id_column -> table.column`.")
    via, target = match["via"], tables.get(match["table"] or cohort.name)
    if target is None or match["column"] not in target.columns:
        raise part.fail("names an unknown table or column", "Mend `cohort: moments`.")
    if target.columns[match["column"]].type is not ColumnType.DATE:
        raise part.fail(f"is {part.shown}, which is no date", "Name a column of type date.")
    if via is not None and (via not in cohort.columns or len(target.key) != 1):
        raise part.fail(
            f"goes by {via}, which is no column of {cohort.name} or meets no single key", "Name an id of the cohort."
        )
    return ReferenceDay(name=name, column=match["column"], via=via, table=match["table"])


def _cohort_label(body: Part, table: str) -> dict[str, str]:
    """What the cohort's rows are called; terminated cases where they are those of zbrisk's own contract."""
    label, where = body.get("label"), body.get("where")
    if label is not None:
        if not isinstance(label.value, dict) or not {"zh", "en"} <= set(label.value):
            problem = f"is {label.shown}: the cohort's label {label.shown} is not understood"
            raise label.fail(problem, "Write `label: {zh: 车手, en: drivers}`.")
        return {language: label[language].text() for language in ("zh", "en")}
    if (table, where and where.value) == TERMINATED:
        return {"zh": "终本案件", "en": "terminated enforcement cases"}
    return {"zh": table, "en": table.replace("_", " ")}


def _groups(part: Part | None, key: str, tables: Mapping[str, Table]) -> Groups | None:
    if part is None:
        return None
    if not isinstance(part.value, dict) or set(part.value) != {"table", "column"}:
        raise part.fail(
            f"is {part.shown}: the cohort's groups {part.shown} are not understood",
            "Write `groups: {table: entries, column: team_id}`.",
        )
    table, column = part["table"].identifier(), part["column"].identifier()
    if table not in tables or not {key, column} <= set(tables[table].columns):
        raise part.fail(
            f"names what is not there: the cohort's groups need a table {table} with the columns {key} and {column}",
            "Mend `cohort: groups`.",
        )
    return Groups(table=table, column=column)


def _outcomes(body: Part, tables: Mapping[str, Table]) -> Outcomes:
    table = body["table"].identifier()
    if table not in tables:
        raise body.fail(f"names the table {table}, which is not defined", "Define it under `tables`.")
    columns = tables[table].columns
    target, result, opened, decided = (
        body[key].one_of(columns, f"column of {table}") for key in ("target", "result", "opened", "decided")
    )
    for code in columns[target].codes:
        _target(Part(code, body["target"].place, body.source))
    return Outcomes(
        table=table, target=target, result=result, opened=opened, decided=decided, targets=columns[target].codes
    )


def _column_of(place: str, part: Part, tables: Mapping[str, Table]) -> str:
    """`table.column`, if there is such a column."""
    table, _, column = place.partition(".")
    if table not in tables or column not in tables[table].columns:
        raise part.fail(f"names {place[:60]}, which is no column", "Write table.column, as `tables` define them.")
    return place
