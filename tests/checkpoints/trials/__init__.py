"""Hand-worked cases: for each checkpoint who fails, who passes, whom it does not concern, and what stays open."""

from tests.checkpoints.trial import Trial
from tests.checkpoints.trials import aftermath, auctions, closing, dues, holding, inquiry, opening, punishments

TRIALS: tuple[Trial, ...] = tuple(
    trial
    for room in (opening, inquiry, closing, holding, aftermath, dues, auctions, punishments)
    for trial in room.TRIALS
)
