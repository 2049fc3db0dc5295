"""Clue lists as files."""

from zbrisk.clues.clue_list import write_clues
from zbrisk.clues.handing_out import write_one_list
from zbrisk.clues.one_list import Clue, Entry, one_list

__all__ = ["Clue", "Entry", "one_list", "write_clues", "write_one_list"]
