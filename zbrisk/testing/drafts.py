"""The first draft of a signal: a header with every key, a SELECT that compiles, and tests that pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from zbrisk.contract import ColumnType, Contract, Table
from zbrisk.errors import DataError
from zbrisk.signals.catalogue import CHECKPOINTS, LINKING, VIEWS
from zbrisk.testing.background import Background, read_background
from zbrisk.testing.suite import ENDING

__all__ = ["write_draft"]

NAME = re.compile(r"[a-z][a-z0-9_]*")
DAYS_AGO = 100  # when the draft's event happened

SIGNAL = """\
/*
# Words for people. Quote a text that has a colon, a comma or a brace in it.
label:     {{zh: 请填写名称, en: to be named}}
# Which models may use it: {targets}.
targets:   [{target}]
# What it is a trace of: A1..A20, S1..S12, or a list of them; context for a plain fact of the case.
typology:  context
# Whether it raises the risk, lowers it, or either.
direction: raises
# The column with the day of the event.
at:        {date}
# Also exists, distinct(x), sum(x), max(x), share(flag), sum(x) / claim_amount ...
measures:  [count, days_since_last]
# Also 90d, 12m, {windows} ...
windows:   [all]
# Rows split by codes, each combination measured and worded for itself.
# by:      {{role: {{debtor: {{zh: 被执行人, en: the debtor}}, kin: {{zh: 亲属, en: kin}}}}}}
# What a reviewer reads; a measure's name in braces shows its value.
reason:    {{zh: "共 {{count}} 次，最近一次距今 {{days_since_last}} 天",
            en: "{{count}} times, the last {{days_since_last}} days ago"}}
# Lawful explanations, and what to fetch or ask.
innocent:  {{zh: 请填写合法解释, en: to be written}}
verify:    {{zh: 请填写核查方法, en: to be written}}
# If they say something: the sentence when there are no rows, and the legal anchor.
# absent:  {{zh: ..., en: ...}}
# law:     ...
*/
-- One row for each event. Nothing from after the day of the score gets in: you never write a date cut.
select event.{key}, event.{date}
from this_case
join {table} as event on event.{key} = this_case.{key} and event.{code} = '{guilty}'
"""

TESTS = """\
# Run me: zbrisk signals test {folder} -k {name}
# Every case begins with the background ({background}). Write only the rows that matter, and of these only the
# columns that matter.
fires:
  - name: to be named - what happened
    given:
      {table}: [{{{key}: {case}, {code}: {guilty}, {date}: as_of - {days}d}}]
    expect: {{count: 1, days_since_last: {days}}}

innocent:
  - name: to be named - what looks alike, and is not
    given:
      {table}: [{{{key}: {case}, {code}: {innocent}, {date}: as_of - {days}d}}]
    expect: {{fires: false}}

no_data:
  - without: {table}
"""


@dataclass(frozen=True, kw_only=True)
class _Example:
    """A table whose rows are dated events of a case, of several kinds."""

    table: str
    date: str
    code: str
    guilty: str
    innocent: str


def write_draft(name: str, folder: Path, contract: Contract, *, room: str | None = None) -> tuple[Path, Path]:
    """Write NAME.sql and NAME.test.yaml; what is there already is left alone.

    Args:
        name: The signal's name.
        folder: The folder of signals.
        contract: What the tables are.
        room: The folder within it; the catalogue lists signals by it.

    Returns:
        The signal's file and its tests'.

    Raises:
        DataError: The name is none or is taken, the files cannot be written, or no table lends itself to an example.
        SignalError: The folder's background is wrong.
    """
    for what in (name, room):
        if what is not None and not NAME.fullmatch(what):
            raise DataError(f"{what!r} is no name.", "Use lower-case letters, digits and underscores.")
    if room in (VIEWS, CHECKPOINTS, LINKING):
        raise DataError(f"{room} holds no signals.", "Choose another folder.")
    for taken in sorted(folder.rglob(f"{name}.sql")):
        raise DataError(f"There is a signal {name} already: {taken}.", "Choose another name.")
    if name in contract.tables:
        raise DataError(f"{name} is the name of a table.", "Choose another name.")
    sql = (folder / room if room else folder) / f"{name}.sql"
    tests = sql.with_suffix(ENDING)
    if tests.exists():
        raise DataError(f"{tests} is there already.", "Choose another name, or move it away.")
    background = read_background(folder, contract)
    words = _words(name, folder, contract, background)
    try:
        sql.parent.mkdir(parents=True, exist_ok=True)
        for path, text in ((sql, SIGNAL), (tests, TESTS)):
            with path.open("x", encoding="utf-8") as file:
                file.write(text.format(**words))
    except OSError as error:
        raise DataError(
            f"{error.filename} cannot be written: {error.strerror}.", "Choose a folder that you may write to."
        ) from error
    return sql, tests


def _words(name: str, folder: Path, contract: Contract, background: Background) -> dict[str, object]:
    example = _example(contract, background)
    targets = contract.outcomes.targets if contract.outcomes else ()
    days = [day.name for day in contract.cohort.reference_days]
    return {
        **vars(example),
        "name": name,
        "folder": folder,
        "background": background.path if Path(background.path).is_relative_to(folder) else "zbrisk's own",
        "key": contract.cohort.key,
        "case": background.case,
        "target": next(iter(targets), ""),
        "targets": ", ".join(targets),
        "windows": ", ".join(f"since {day}" for day in days) or "2y",
        "days": DAYS_AGO,
    }


def _example(contract: Contract, background: Background) -> _Example:
    for table in contract.tables.values():
        dates = [
            c.name for c in table.columns.values() if c.type is ColumnType.DATE and c.name == table.known_at.column
        ]
        codes = [c for c in table.columns.values() if len(c.codes) > 1]
        if table.name == contract.cohort.table or contract.cohort.key not in table.columns:
            continue
        for date in dates:
            for code in codes:
                if _enough(table, {contract.cohort.key, date, code.name}, background):
                    guilty, innocent = code.codes[:2]
                    return _Example(table=table.name, date=date, code=code.name, guilty=guilty, innocent=innocent)
    raise DataError(
        "No table of the contract holds dated events of a case, of several kinds, on which to write an example.",
        "Write the signal by hand; features/README.md says how.",
    )


def _enough(table: Table, written: set[str], background: Background) -> bool:
    """Whether a row needs no other column than these."""
    made_up = set(table.key) if len(table.key) == 1 else set()
    texts = {name for name in table.required if table.columns[name].type is ColumnType.STR}
    return set(table.required) <= written | made_up | texts | set(background.defaults.get(table.name, {}))
