"""What a list may hold: how each case stands, and which clues are new."""

from zbrisk.selection.news import NewFact
from zbrisk.selection.status import Restoration, Review, Status, statuses
from zbrisk.selection.unfinished import finished, unfinished

__all__ = ["NewFact", "Restoration", "Review", "Status", "finished", "statuses", "unfinished"]
