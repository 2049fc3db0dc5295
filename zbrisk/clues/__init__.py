"""Clue lists as files."""

from zbrisk.clues.ranked_list_file import read_clues, write_clues, write_ranked_list
from zbrisk.clues.worklist import Clue, WorklistEntry, build_worklist
from zbrisk.clues.worklist_file import write_worklist

__all__ = [
    "Clue",
    "WorklistEntry",
    "build_worklist",
    "read_clues",
    "write_clues",
    "write_ranked_list",
    "write_worklist",
]
