"""python -m experiments documents --texts FOLDER --half development"""

from __future__ import annotations

import argparse
from pathlib import Path

from experiments.documents.judging import (
    Score,
    agreement,
    items_marked,
    items_read,
    judged,
    load_marks,
    texts_of,
)
from zbrisk.intake.documents.grammar import read_document

HALVES = ("development", "held", "both")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--texts", type=Path, required=True, help="the folder that holds the texts that were marked")
    parser.add_argument("--half", choices=HALVES, default="both", help="rules were mended on the development half")
    parser.add_argument("--faults", action="store_true", help="list every difference: values of real texts are shown")


def run(asked: argparse.Namespace) -> None:
    """Read the marked texts, and compare with the marks; a Markdown table with exact 95 % intervals."""
    marks = [one for one in load_marks() if asked.half in (one.half, "both")]
    texts = texts_of(marks, asked.texts)
    found = [(items_marked(one.settled, texts[one.id]), items_read(read_document(texts[one.id]))) for one in marks]
    print(f"{len(marks)} documents ({asked.half}).\n\n{page(judged(found))}\n")
    print("Both readings of the marker, where either says something:")
    readings = [(items_marked(one.first, texts[one.id]), items_marked(one.second, texts[one.id])) for one in marks]
    for field, (equal, of) in agreement(readings).items():
        print(f"  {field}: {equal} of {of} equal")
    if asked.faults:
        for one, (marked, read) in zip(marks, found, strict=True):
            for field, should in marked.items():
                if should is not None and should != read[field]:
                    print(
                        f"{one.id} {field}: marked {sorted(map(str, should))}, read {sorted(map(str, read[field] or ()))}"
                    )


def page(scores: list[Score]) -> str:
    """The scores as a Markdown table."""
    rows = [f"| {one.field.replace('_', ' ')} | {one.precision} | {one.recall} |" for one in scores]
    return "\n".join(["| field | precision | recall |", "|---|---|---|", *rows])
