"""A report of headings, paragraphs, tables and pictures, as a page or as Markdown: one content, two forms."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from zbrisk.pages.html import DISCLAIMER, render

__all__ = ["Picture", "Report", "ReportTable", "Section", "to_html", "to_markdown"]

DISCLAIMERS = {"zh": DISCLAIMER, "en": "Clues to be verified; never grounds for any measure"}
LANGUAGES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, kw_only=True)
class ReportTable:
    """Cells as text, in the order of `headings`; the columns in `numbers` are set to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A PNG image and what is to be seen in it; Markdown keeps the words only."""

    png: bytes
    caption: str

    @property
    def address(self) -> str:
        """The image itself, as an address that fetches nothing."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading with paragraphs, points, pictures and tables below it, in this order."""

    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[ReportTable, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """A whole report; `kind` stands small above the title, `stamp` small below it."""

    language: str
    kind: str
    title: str
    stamp: str
    sections: tuple[Section, ...]


def to_html(report: Report) -> str:
    """One self-contained page: everything escaped, nothing fetched, nothing run."""
    return render(
        "report.html.j2",
        report=report,
        images=any(section.pictures for section in report.sections),
        language=LANGUAGES[report.language],
        disclaimer=DISCLAIMERS[report.language],
    )


def to_markdown(report: Report) -> str:
    """Markdown that any viewer shows; cells and texts are escaped."""
    blocks = [f"# {_plain(report.title)}", _plain(report.stamp), f"**{DISCLAIMERS[report.language]}**"]
    for section in report.sections:
        blocks += [f"## {_plain(section.title)}", *map(_plain, section.paragraphs)]
        blocks += ["\n".join(f"- {_plain(point)}" for point in section.points)] if section.points else []
        blocks += (f"*{_plain(picture.caption)}*" for picture in section.pictures)
        blocks += map(_markdown_table, section.tables)
    return "\n\n".join(blocks) + "\n"


def _markdown_table(table: ReportTable) -> str:
    rule = ["---:" if place in table.numbers else "---" for place in range(len(table.headings))]
    return "\n".join(_markdown_row(cells) for cells in (table.headings, rule, *table.rows))


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    """Text that Markdown takes for text."""
    flat = " ".join(text.split())
    for mark in "\\`*_[]<>|#":
        flat = flat.replace(mark, f"\\{mark}")
    return flat
