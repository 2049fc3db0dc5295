"""The page of the tables, from the contract's file with its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import zbrisk.contract
from zbrisk.contract.labels import load_labels

__all__ = ["tables_page"]

FILE = Path(zbrisk.contract.__file__).with_name("tables.yaml")
HEAD = """# The tables

Made from [tables.yaml](../../zbrisk/contract/tables.yaml), the contract between exports and zbrisk, by
`python -m docs.write`. *Required* columns must be present and filled. Every table also takes `known_at`, the first day
on which this office could have seen the row; *known from* says what is used where it is missing.
[How to export tables](../how-to/export-tables.md) begins with the three that must be there.
"""


def tables_page() -> str:
    """Every table with its columns, as Markdown."""
    text = FILE.read_text(encoding="utf-8")
    contract, comments = yaml.safe_load(text), _comments(text)
    required = contract["required_tables"]
    tables: dict[str, dict[str, Any]] = contract["tables"]
    parts = [HEAD, "## All tables\n", "| table | | |", "|---|---|---|"]
    for name, table in tables.items():
        must = "must be there" if name in required else ""
        parts.append(f"| [`{name}`](#{name}) | {table['label']} | {must} |")
    parts += ["", "## Rules\n", *_rules(text)]
    for name, table in tables.items():
        parts += ["", f"## {name}", "", *_table(name, table, contract, comments)]
    return "\n".join(parts) + "\n"


def _table(
    name: str, table: dict[str, Any], contract: dict[str, Any], comments: dict[tuple[str, str], str]
) -> Iterator[str]:
    labels = load_labels()
    about = f": {table['about']}" if "about" in table else ""
    yield f"{table['label']}{about}"
    yield ""
    yield f"- key: {', '.join(f'`{column}`' for column in table['key'])}"
    yield f"- known from: {_known(table['known_at_default'])}"
    if "parent" in table:
        yield f"- counts no earlier than its row of `{table['parent']['table']}`, by `{table['parent']['column']}`"
    for day, hidden in table.get("later_facts", {}).items():
        yield f"- until `{day}` has passed, unknown: {', '.join(f'`{column}`' for column in hidden)}"
    yield ""
    yield "| column | | type | |"
    yield "|---|---|---|---|"
    for column, kind in table["columns"].items():
        notes = ["required"] if column in table["required"] else []
        if rule := contract["restricted"].get(f"{name}.{column}"):
            notes.append(f"restricted: {rule}")
        if mask := contract["personal"].get(name, {}).get(column):
            notes.append(f"masked as {mask}")
        if comment := comments.get((name, column)):
            notes.append(comment.replace("|", "\\|"))
        shown = re.sub(r"^code\((.*)\)$", lambda found: found[1].replace("|", ", "), kind)
        kinds = f"one of {shown}" if shown != kind else shown
        yield f"| `{column}` | {labels.column(name, column)} | {kinds} | {'; '.join(notes)} |"


def _known(rule: Any) -> str:
    if isinstance(rule, str):
        return rule if rule in ("always", "required") else f"`{rule}`"
    return ", ".join(f"{key} {value}" for key, value in rule.items())


def _comments(text: str) -> dict[tuple[str, str], str]:
    """What stands behind a column's type."""
    found, table, inside = {}, "", False
    for line in text.splitlines():
        inside = inside or line == "tables:"
        if head := re.fullmatch(r"  (\w+):", line):
            table = head[1]
        elif inside and (column := re.fullmatch(r" {6}(\w+): .*?\s# (.*)", line)):
            found[table, column[1]] = column[2]
    return found


def _rules(text: str) -> Iterator[str]:
    """The comment at the head of the file, one point a paragraph."""
    for line in text.splitlines()[2:]:
        if not line.startswith("#"):
            return
        words = line[2:]
        if words.startswith("  "):
            yield words
        else:
            yield f"- {words}"
