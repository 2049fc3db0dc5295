"""The pages of several cases in one folder, with an index."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from zbrisk.contract import Contract
from zbrisk.errors import DataError
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.masking import mask_identifiers
from zbrisk.files import replacing
from zbrisk.pages.index import render_index
from zbrisk.pages.page import render_page

__all__ = ["write_case_pages"]

INDEX = "index.html"


def write_case_pages(explanations: Sequence[Explanation], folder: Path, contract: Contract) -> Path:
    """Write a page for each case, in the given order, and an index; an earlier folder of pages is replaced.

    Returns:
        The index.

    Raises:
        DataError: The folder holds other things than pages, which would be lost.
    """
    if folder.exists() and not (folder.is_dir() and all(f.suffix == ".html" for f in folder.iterdir())):
        raise DataError(f"{folder} holds other things than pages.", "Name a new folder; nothing was overwritten.")
    with replacing(folder) as draft:
        draft.mkdir()
        pages = [(_file_name(place, each), each) for place, each in enumerate(explanations, 1)]
        for name, each in pages:
            (draft / name).write_text(render_page(each, contract), encoding="utf-8")
        (draft / INDEX).write_text(render_index(pages, contract), encoding="utf-8")
    return folder / INDEX


def _file_name(place: int, explanation: Explanation) -> str:
    """The place tells two cases apart whose ids differ only in signs that file names cannot have."""
    case = re.sub(r"[^\w-]+", "_", mask_identifiers(explanation.case_id))[:60]
    return f"{place:03}-{case}.html"
