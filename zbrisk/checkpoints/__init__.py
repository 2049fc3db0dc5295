"""Lawfulness of terminations and of punishments: verdicts from the record, for review and never for a risk score."""

from zbrisk.checkpoints.credit_repair import credit_repair
from zbrisk.checkpoints.run import VERDICT_COLUMNS, check_cases, find_verdicts

__all__ = ["VERDICT_COLUMNS", "check_cases", "credit_repair", "find_verdicts"]
