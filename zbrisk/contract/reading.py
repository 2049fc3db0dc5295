"""Read a contract from YAML, and lay a team's own tables over it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
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
    Moment,
    Outcomes,
    Parent,
    Table,
)
from zbrisk.errors import ContractError

__all__ = ["MASKS", "load_contract"]

CODE = re.compile(r"code\((?P<codes>[^()]+)\)")
NAME = re.compile(r"[a-z][a-z0-9_]*")
MOMENT = re.compile(r"(?:(?P<via>\w+)\s*->\s*(?P<table>\w+)\.)?(?P<column>\w+)")
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
    own = yaml.safe_load(resources.files("zbrisk.contract").joinpath("tables.yaml").read_text(encoding="utf-8"))
    if tables_file is None:
        return parse_contract(own)
    team = _read_yaml(Path(tables_file))
    return parse_contract(team if "cohort" in team else _overlaid(own, team, str(tables_file)))


def parse_contract(document: Mapping[str, Any]) -> Contract:
    """A contract from the parsed YAML (or the JSON of a bundle)."""
    for section in ("cohort", "tables"):
        if section not in document:
            raise ContractError(
                f"The contract has no section {section!r}.", "Compare it with zbrisk/contract/tables.yaml."
            )
    tables = {name: _table(name, body) for name, body in document["tables"].items()}
    contract = Contract(
        version=int(document.get("version", 1)),
        label=str(document.get("label", "")),
        tables=tables,
        required_tables=tuple(document.get("required_tables") or [document["cohort"]["table"]]),
        references={
            column: table for table, columns in (document.get("references") or {}).items() for column in columns
        },
        cohort=_cohort(document["cohort"]),
        outcomes=_outcomes(document.get("outcomes"), tables),
        restricted=dict(document.get("restricted") or {}),
        personal={
            f"{table}.{column}": str(mask)
            for table, masks in (document.get("personal") or {}).items()
            for column, mask in masks.items()
        },
        links=frozenset(document.get("links") or ()),
        digest=hashlib.sha256(
            json.dumps(document, sort_keys=True, ensure_ascii=False, default=str).encode()
        ).hexdigest(),
        document=document,
    )
    _check_references(contract)
    return contract


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ContractError(f"{path} cannot be read: {error}.", "Give a UTF-8 YAML file.") from error
    except yaml.YAMLError as error:
        raise ContractError(f"{path} is no YAML: {error}", "Mend the line it names.") from error
    if not isinstance(document, dict):
        raise ContractError(f"{path} holds no mapping.", "Compare it with zbrisk/contract/tables.yaml.")
    return document


def _overlaid(own: dict[str, Any], team: dict[str, Any], source: str) -> dict[str, Any]:
    clash = set(own["tables"]) & set(team.get("tables") or {})
    if clash:
        raise ContractError(
            f"{source} defines {', '.join(sorted(clash))} again.",
            "Give your own table another name; the contract's names are final.",
        )
    merged = dict(own)
    merged["tables"] = {**own["tables"], **(team.get("tables") or {})}
    merged["restricted"] = {**own["restricted"], **(team.get("restricted") or {})}
    merged["personal"] = {**own["personal"], **(team.get("personal") or {})}
    merged["references"] = {
        table: [*own["references"].get(table, ()), *(team.get("references") or {}).get(table, ())]
        for table in [*own["references"], *(team.get("references") or {})]
    }
    merged["links"] = [*own.get("links", ()), *(team.get("links") or ())]
    targets = list(team.get("targets") or ())
    if targets:
        table, column = own["outcomes"]["table"], own["outcomes"]["target"]
        outcomes = {**own["tables"][table], "columns": dict(own["tables"][table]["columns"])}
        outcomes["columns"][column] = outcomes["columns"][column][:-1] + "|" + "|".join(targets) + ")"
        merged["tables"][table] = outcomes
    return merged


def _table(name: str, body: Mapping[str, Any]) -> Table:
    if not isinstance(body, Mapping) or "columns" not in body or "key" not in body:
        raise ContractError(f"Table {name} lacks `key` or `columns`.", "Give both.")
    columns = {column: _column(name, column, text) for column, text in body["columns"].items()}
    parent = body.get("parent")
    table = Table(
        name=name,
        label=str(body.get("label", name)),
        about=" ".join(str(body.get("about", "")).split()),
        key=tuple(body["key"]),
        columns=columns,
        required=tuple(body.get("required") or body["key"]),
        known_at=_known_at(name, body.get("known_at_default", "required")),
        parent=Parent(column=parent["column"], table=parent["table"]) if parent else None,
        later_facts={date: tuple(facts) for date, facts in (body.get("later_facts") or {}).items()},
    )
    dates = (table.known_at.column, *table.later_facts)
    named = [*table.key, *table.required, *(d for d in dates if d), *(c for f in table.later_facts.values() for c in f)]
    for column in named:
        if column not in columns:
            raise ContractError(
                f"Table {name} speaks of a column {column}, which it does not define.", "Add it to `columns`."
            )
    return table


def _column(table: str, name: str, text: Any) -> Column:
    code = CODE.fullmatch(str(text).strip())
    if not NAME.fullmatch(name):
        raise ContractError(f"{table}.{name} is no column name.", "Use lower-case letters, digits and underscores.")
    if code:
        return Column(name=name, type=ColumnType.CODE, codes=tuple(c.strip() for c in code["codes"].split("|")))
    try:
        return Column(name=name, type=ColumnType(str(text)))
    except ValueError:
        types = ", ".join(t.value for t in ColumnType)
        raise ContractError(
            f"{table}.{name} has the unknown type {text!r}.", f"Use one of {types}, or code(a|b)."
        ) from None


def _known_at(table: str, rule: Any) -> KnownAt:
    if rule in (KnownRule.ALWAYS, KnownRule.REQUIRED):
        return KnownAt(rule=KnownRule(rule))
    if isinstance(rule, Mapping):
        return KnownAt(
            rule=KnownRule.COLUMN,
            column=rule["column"],
            plus_months=int(rule.get("plus_months", 0)),
            always_otherwise=rule.get("otherwise") == "always",
        )
    if isinstance(rule, str):
        return KnownAt(rule=KnownRule.COLUMN, column=rule)
    raise ContractError(
        f"Table {table}: known_at_default {rule!r} is not understood.", "Name a column, `always` or `required`."
    )


def _cohort(body: Mapping[str, Any]) -> Cohort:
    moments = []
    for name, text in (body.get("moments") or {}).items():
        match = MOMENT.fullmatch(str(text).strip())
        if not match:
            raise ContractError(
                f"Reference day {name}: {text!r} is not understood.", "Write `column` or `id_column -> table.column`."
            )
        moments.append(Moment(name=name, column=match["column"], via=match["via"], table=match["table"]))
    return Cohort(
        table=body["table"],
        key=body["key"],
        where=body.get("where"),
        moments=tuple(moments),
        label=_cohort_label(body),
        groups=_groups(body.get("groups")),
    )


def _cohort_label(body: Mapping[str, Any]) -> dict[str, str]:
    """What the cohort's rows are called; terminated cases where they are those of zbrisk's own contract."""
    if (label := body.get("label")) is not None:
        if not isinstance(label, Mapping) or not {"zh", "en"} <= set(label):
            problem = f"The cohort's label {label!r} is not understood."
            raise ContractError(problem, "Write `label: {zh: 车手, en: drivers}`.")
        return {language: str(label[language]) for language in ("zh", "en")}
    if (body["table"], body.get("where")) == TERMINATED:
        return {"zh": "终本案件", "en": "terminated enforcement cases"}
    return {"zh": str(body["table"]), "en": str(body["table"]).replace("_", " ")}


def _groups(body: Any) -> Groups | None:
    if body is None:
        return None
    if not isinstance(body, Mapping) or set(body) != {"table", "column"}:
        raise ContractError(
            f"The cohort's groups {body!r} are not understood.", "Write `groups: {table: entries, column: team_id}`."
        )
    return Groups(table=str(body["table"]), column=str(body["column"]))


def _outcomes(body: Mapping[str, Any] | None, tables: Mapping[str, Table]) -> Outcomes | None:
    if body is None:
        return None
    if body["table"] not in tables:
        raise ContractError(f"The outcomes' table {body['table']} is not defined.", "Define it under `tables`.")
    target = tables[body["table"]].columns.get(body["target"])
    return Outcomes(
        table=body["table"],
        target=body["target"],
        result=body["result"],
        opened=body["opened"],
        decided=body["decided"],
        targets=target.codes if target else (),
    )


def _check_references(contract: Contract) -> None:
    cohort = contract.cohort
    if cohort.table not in contract.tables or contract.tables[cohort.table].key != (cohort.key,):
        raise ContractError(
            f"The cohort's table {cohort.table} is not defined with the key [{cohort.key}].", "Define it so."
        )
    for moment in cohort.moments:
        source = contract.tables.get(moment.table or cohort.table)
        if source is None or moment.column not in source.columns:
            raise ContractError(
                f"Reference day {moment.name} names an unknown table or column.", "Mend `cohort: moments`."
            )
    if cohort.groups is not None:
        tied = contract.tables.get(cohort.groups.table)
        if tied is None or not {cohort.key, cohort.groups.column} <= set(tied.columns):
            raise ContractError(
                f"The cohort's groups need a table {cohort.groups.table} with the columns {cohort.key} and"
                f" {cohort.groups.column}.",
                "Mend `cohort: groups`.",
            )
    for table in contract.tables.values():
        if table.parent and table.parent.table not in contract.tables:
            raise ContractError(f"{table.name} names the unknown parent {table.parent.table}.", "Define that table.")
    for name in [*contract.required_tables, *contract.references.values()]:
        if name not in contract.tables:
            raise ContractError(
                f"`required_tables` or `references` names the unknown table {name}.", "Define it under `tables`."
            )
    for place, why in [*contract.restricted.items(), *((link, "never") for link in contract.links)]:
        if not _defines(contract, place) or why not in RESTRICTIONS:
            raise ContractError(
                f"`restricted` or `links` names {place}: {why}, which is unknown.", f"Use {', '.join(RESTRICTIONS)}."
            )
    for place, mask in contract.personal.items():
        if not _defines(contract, place) or mask not in MASKS:
            raise ContractError(f"`personal` names {place}: {mask}, which is unknown.", f"Use {', '.join(MASKS)}.")


def _defines(contract: Contract, place: str) -> bool:
    name, _, column = place.partition(".")
    return name in contract.tables and column in contract.tables[name].columns
