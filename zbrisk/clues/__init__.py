"""Clue lists as files."""

from zbrisk.clues.clue_list import write_clues

__all__ = ["write_clues"]
