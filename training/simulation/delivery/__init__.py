"""What courts and agencies would send of a simulated prefecture: lists as clerks and systems write them."""

from training.simulation.delivery.clerk import TIDY, Dirt
from training.simulation.delivery.deliver import deliver
from training.simulation.delivery.lists import delivered

__all__ = ["TIDY", "Dirt", "deliver", "delivered"]
