"""The training report: one page that says how a run went, how good its models are, and what to doubt."""

from training.report.page import training_report

__all__ = ["training_report"]
