"""How good an order and its probabilities are, on later cases of other debtors; each figure with its interval."""

from training.evaluation.bootstrap import Estimate, interval, paired_difference
from training.evaluation.ranking_metrics import evaluate

__all__ = ["Estimate", "evaluate", "interval", "paired_difference"]
