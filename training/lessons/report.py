"""What lessons hold, for whoever has to agree that they leave the office."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from training.lessons.lessons import Lessons
from zbrisk.pages.report import Report, ReportTable, Section

__all__ = ["lessons_report"]

SHORT = 12  # characters of a hash
HOLDS = (
    "Of each row: whether it was reviewed, confirmed or refuted, how it was chosen and with which chance, the months in"
    " which the review was opened and settled, its weight, which rows share a debtor or household (by a number that"
    " means nothing elsewhere), and its features.",
    "No name, identity number, case number, court, judge, address, day, exact rare amount, reason or text.",
    "They are personal data all the same: identifiers are taken away (去标识化), and they are not anonymous (匿名化)."
    " Who knows much of a person may find the row. Send them to whom the law lets you, and to nobody else.",
)


def lessons_report(lessons: Lessons, *, name: str) -> Report:
    """Counts by office and target, how coarse the columns are, and what is not in them.

    Args:
        lessons: Verified ones.
        name: Of their folder.
    """
    return Report(
        language="en",
        kind="Lessons · 经验包",
        title=name,
        stamp=" · ".join(
            f"{what} {digest[:SHORT]}"
            for what, digest in (("seal", lessons.seal), ("contract", lessons.contract), ("signals", lessons.catalogue))
        ),
        sections=(
            Section(title="What is in them", points=HOLDS),
            _offices(lessons),
            *(_target(lessons, target) for target in lessons.rows),
        ),
    )


def _offices(lessons: Lessons) -> Section:
    signed = {name: key.fingerprint for name, key in lessons.signers.items()}
    about = "Signed by " + ", ".join(f"{name} {key}" for name, key in signed.items()) + "."
    rows = [
        (o.label, o.until.isoformat(), o.seal[:SHORT] or "these", ", ".join(o.keys.values()) or "as above")
        for o in lessons.offices
    ]
    table = ReportTable(headings=("Office", "Nothing known from", "Exported as", "Signed by"), rows=tuple(rows))
    return Section(title="Offices", paragraphs=(about,), tables=(table,))


def _target(lessons: Lessons, target: str) -> Section:
    rows = lessons.rows[target]
    treated = lessons.treated[target]
    about = (
        f"{len(rows):,} rows of {len(lessons.features(target)):,} features. Every value of every column, no data"
        f" included, is carried by {lessons.least} debtors or more of its office. Over all offices"
        f" {treated.get('exact', 0):,} features were left exact, {treated.get('rounded', 0):,} rounded and"
        f" {treated.get('blank', 0):,} blanked. Rows that no other row equals in all features:"
        f" {_alone(rows, lessons.features(target)):,}."
    )
    headings = ("Office", "Months", "Reviewed", "Confirmed", "Unreviewed", "Debtors")
    table = ReportTable(headings=headings, rows=tuple(_by_office(rows)), numbers=frozenset({2, 3, 4, 5}))
    return Section(title=target, paragraphs=(about,), tables=(table,))


def _by_office(rows: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    for office, own in rows.groupby("office"):
        reviewed = own[own["reviewed"]]
        counts = (len(reviewed), int(reviewed["label"].sum()), len(own) - len(reviewed), own["group"].nunique())
        months = f"{own['opened'].min():%Y-%m} to {own['opened'].max():%Y-%m}"
        yield (str(office), months, *(f"{count:,}" for count in counts))


def _alone(rows: pd.DataFrame, features: list[str]) -> int:
    return int((~rows.duplicated(features, keep=False)).sum())
