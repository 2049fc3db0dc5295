"""Clue lists as files."""

from zbrisk.clues.ranked_list_file import read_clues, write_clues, write_ranked_list
from zbrisk.clues.worklist import Clue, Entry, one_list
from zbrisk.clues.worklist_file import write_one_list

__all__ = ["Clue", "Entry", "one_list", "read_clues", "write_clues", "write_one_list", "write_ranked_list"]
