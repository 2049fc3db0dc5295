"""What counts where several outcomes speak of one review.

Outcomes of one case and target whose review was opened on one day are one review. Of these the one settled last
counts: decided, and known to the office. Where two that contradict each other were settled on the same day, neither
counts, for which of them is right nobody can say; `zbrisk check` names them. Reviews opened on different days count
each for itself: the records differed, and so may have the truth.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

__all__ = ["one_of_each_review"]


def one_of_each_review(outcomes: pd.DataFrame, review: Sequence[str], result: str) -> pd.DataFrame:
    """The outcomes that count, at most one for each review, whatever the order of the rows.

    Args:
        outcomes: One row an outcome, with the column `settled`.
        review: The columns that say which review an outcome is of.
        result: The column of what was found.
    """
    of_review = outcomes.groupby(list(review), sort=False, dropna=False)
    last = outcomes[outcomes["settled"] == of_review["settled"].transform("max")]
    results = last.groupby(list(review), sort=False, dropna=False)[result].transform("nunique", dropna=False)
    return last[results == 1].drop_duplicates(list(review))
