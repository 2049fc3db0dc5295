"""The pages of several cases in one folder, with a page for each series and an index of one entry a series."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from zbrisk.contract import Contract
from zbrisk.errors import DataError
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.masking import mask_identifiers
from zbrisk.files import replacing
from zbrisk.pages.beside import NOTHING_BESIDE, Beside, SeriesMark
from zbrisk.pages.index import IndexItem, render_index
from zbrisk.pages.page import render_page
from zbrisk.pages.series_page import Page, render_series, series_title
from zbrisk.selection.series import Series

__all__ = ["write_case_pages"]

INDEX = "index.html"


def write_case_pages(
    explanations: Sequence[Explanation],
    folder: Path,
    contract: Contract,
    *,
    series: Sequence[Series] = (),
    beside: Mapping[str, Beside] | None = None,
) -> Path:
    """Write a page for each case, in the given order, and an index; an earlier folder of pages is replaced.

    Args:
        explanations: The cases.
        folder: Where.
        contract: The contract in force.
        series: Which of the cases belong together; a page for each series of two or more.
        beside: By case, what the tables tell beside it.

    Returns:
        The index.

    Raises:
        DataError: The folder holds other things than pages, which would be lost.
    """
    if folder.exists() and not (folder.is_dir() and all(f.suffix == ".html" for f in folder.iterdir())):
        raise DataError(f"{folder} holds other things than pages.", "Name a new folder; nothing was overwritten.")
    pages = [(_file_name(place, each), each) for place, each in enumerate(explanations, 1)]
    groups = _groups(pages, series)
    known = beside or {}
    with replacing(folder) as draft:
        draft.mkdir()
        for home, together in groups:
            mark = SeriesMark(cases=len(together), page=home) if home else None
            for name, each in together:
                around = replace(known.get(each.case_id, NOTHING_BESIDE), series=mark)
                (draft / name).write_text(render_page(each, contract, around), encoding="utf-8")
            if home:
                (draft / home).write_text(render_series(together, contract), encoding="utf-8")
        (draft / INDEX).write_text(render_index(_items(groups), contract), encoding="utf-8")
    return folder / INDEX


def _groups(pages: Sequence[Page], series: Sequence[Series]) -> list[tuple[str, list[Page]]]:
    """The pages put together by series, each with the file of its own page; none for a case alone."""
    of_case = {case: number for number, each in enumerate(series) for case in each.cases}
    together: dict[object, list[Page]] = {}
    for name, each in pages:
        together.setdefault(of_case.get(each.case_id, name), []).append((name, each))
    groups = list(together.values())
    return [(f"series-{place:03}.html" if len(g) > 1 else "", g) for place, g in enumerate(groups, 1)]


def _items(groups: Sequence[tuple[str, list[Page]]]) -> list[IndexItem]:
    return [
        IndexItem(
            link=home or together[0][0],
            explanation=together[0][1],
            title=series_title([each for _, each in together]) if home else "",
        )
        for home, together in groups
    ]


def _file_name(place: int, explanation: Explanation) -> str:
    """The place tells two cases apart whose ids differ only in signs that file names cannot have."""
    case = re.sub(r"[^\w-]+", "_", mask_identifiers(explanation.case_id))[:60]
    return f"{place:03}-{case}.html"
