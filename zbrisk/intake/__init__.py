"""Intake: from a folder as it arrives to tables that keep the contract, with nothing lost and every value traceable."""

from zbrisk.intake.intake import Outcome, intake, undo

__all__ = ["Outcome", "intake", "undo"]
