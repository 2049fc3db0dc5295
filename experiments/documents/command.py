"""python -m experiments documents --texts FOLDER --part fresh"""

from __future__ import annotations

import argparse
from pathlib import Path

from experiments.documents.judging import Score, agreement, items_marked, items_read, judged, load_marks, texts_of
from zbrisk.intake.documents.grammar import read_document

PARTS = ("development", "held", "fresh")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What may be chosen."""
    parser.add_argument("--texts", type=Path, required=True, help="the folder that holds the texts that were marked")
    parser.add_argument("--part", choices=PARTS, help="which texts; else all, part by part")
    parser.add_argument("--faults", action="store_true", help="list every difference; it shows values of real texts")


def run(asked: argparse.Namespace) -> None:
    """Read the marked texts, and compare with the marks; Markdown tables with exact 95 % intervals."""
    marks = load_marks()
    texts = texts_of(marks, asked.texts)
    for part in [asked.part] if asked.part else PARTS:
        some = [one for one in marks if one.part == part]
        found = [(items_marked(one.settled, texts[one.id]), items_read(read_document(texts[one.id]))) for one in some]
        print(f"{part}: {len(some)} documents\n\n{page(judged(found))}\n")
        for one, (marked, read) in zip(some, found, strict=True) if asked.faults else ():
            for field in (field for field, should in marked.items() if should not in (None, read[field])):
                print(f"{one.id} {field}:\n  marked {marked[field]}\n  read {read[field]}")
    twice = [(one.id, one.first, one.second) for one in marks if one.second is not None]
    pairs = [(items_marked(first, texts[place]), items_marked(second, texts[place])) for place, first, second in twice]
    print(f"The two readings of {len(twice)} documents, where either says something:")
    for field, (equal, of) in agreement(pairs).items():
        print(f"  {field.replace('_', ' ')}: {equal} of {of} equal")


def page(scores: list[Score]) -> str:
    """The scores as a Markdown table."""
    rows = [f"| {one.field.replace('_', ' ')} | {one.precision} | {one.recall} |" for one in scores]
    return "\n".join(["| field | precision | recall |", "|---|---|---|", *rows])
