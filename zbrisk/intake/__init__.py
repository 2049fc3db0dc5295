"""Intake: from a folder as it arrives to tables that keep the contract, with nothing lost and every value traceable."""

from zbrisk.intake.intake import answer, intake, undo
from zbrisk.intake.outcome import Outcome
from zbrisk.intake.reviewing import write_review

__all__ = ["Outcome", "answer", "intake", "undo", "write_review"]
