"""What to make of the cases that nobody reviewed: a strategy a file, chosen by its name in the recipe.

With some 130 confirmed among 750 reviewed and 20,000 cases waiting, scarcity hurts more than the bias of selection
does. `experiments/selected_labels` compares them on prefectures whose whole truth is known; the default is what does
best there where it does worst.
"""

from typing import Literal, get_args

from training.strategies.elkan_noto import ElkanNoto
from training.strategies.inverse_propensity import InversePropensity
from training.strategies.reviewed_only import ReviewedOnly
from training.strategies.spies import Spies
from training.strategies.strategy import Strategy, TrainingRows
from training.strategies.weak_negatives import WeakNegatives

__all__ = [
    "STRATEGIES", "ElkanNoto", "InversePropensity", "ReviewedOnly", "Spies", "Strategy", "StrategyName",
    "TrainingRows", "WeakNegatives",
]  # fmt: skip

#: What a recipe calls them.
StrategyName = Literal["weak_negatives", "reviewed_only", "inverse_propensity", "elkan_noto", "spies"]
STRATEGIES: tuple[StrategyName, ...] = get_args(StrategyName)
