"""Clue lists as files."""

from zbrisk.clues.clue_list import read_clues, write_clues, write_ranked_list
from zbrisk.clues.handing_out import write_one_list
from zbrisk.clues.one_list import Clue, Entry, one_list

__all__ = ["Clue", "Entry", "one_list", "read_clues", "write_clues", "write_one_list", "write_ranked_list"]
