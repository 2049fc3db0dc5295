"""串案 of a ranked list: the entry that each clue's case belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from zbrisk.clues.case_parties import held_together_by, roles_in
from zbrisk.clues.suspected import suspicions_of
from zbrisk.docket.docket import Docket
from zbrisk.selection.series import series_of

__all__ = ["SERIES", "with_series"]

SERIES = "series"


def with_series(clues: pd.DataFrame, typologies: Mapping[str, Sequence[str]], docket: Docket) -> pd.DataFrame:
    """The clues with `series`: of each target and day, the place of the entry that their case belongs to.

    Args:
        clues: Of a ranked list, by target and rank, with reasons in JSON.
        typologies: Of each signal.
        docket: The tables.
    """
    place = pd.Series(0, index=clues.index, dtype="int64")
    suspected = dict(zip(clues.index, suspicions_of(clues, typologies), strict=True))
    for (_, as_of), part in clues.groupby(["target", "as_of"], sort=False):
        roles = roles_in(docket, part["case_id"].unique().tolist(), str(as_of)[:10])
        parties: dict[str, set[str]] = {}
        for index, case in part.sort_values("rank")["case_id"].items():
            found = suspected[index]
            parties.setdefault(case, set()).update(held_together_by(roles[case], [found] if found else []))
        number = {case: n for n, each in enumerate(series_of(parties), 1) for case in each.cases}
        place[part.index] = part["case_id"].map(number)
    return clues.assign(**{SERIES: place})
