"""The stories of all signals."""

from tests.features.stories import (
    auctions,
    equity,
    holdings,
    income,
    litigants,
    past,
    proceedings,
    suits,
    transactions,
    transfers,
)

STORIES = (
    *transfers.STORIES,
    *holdings.STORIES,
    *equity.STORIES,
    *income.STORIES,
    *auctions.STORIES,
    *transactions.STORIES,
    *past.STORIES,
    *proceedings.STORIES,
    *suits.STORIES,
    *litigants.STORIES,
)
