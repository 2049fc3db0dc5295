"""What of a claim is still unpaid, of one case and of several together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zbrisk.selection.status import NOTHING_DONE, Status

__all__ = ["unpaid", "unpaid_together"]


def unpaid(case: Mapping[str, Any], status: Status = NOTHING_DONE) -> float | None:
    """The claim without what came in until the closing and after restorations, in yuan; None without a claim."""
    claim, paid = case.get("claim_amount"), case.get("realised_amount")
    if not isinstance(claim, int | float):
        return None
    came_in = [paid if isinstance(paid, int | float) else 0.0, *(each.paid or 0.0 for each in status.restorations)]
    return max(float(claim) - float(sum(came_in)), 0.0)


def unpaid_together(cases: Mapping[str, Mapping[str, Any]], statuses: Mapping[str, Status]) -> float | None:
    """Of cases by id; None where no claim is known.

    A restoration is about what the restored case left unpaid: where both are among them, that is counted once.
    """
    once = {case: row for case, row in cases.items() if row.get("parent_case_id") not in cases}
    known = [left for case, row in once.items() if (left := unpaid(row, statuses.get(case, NOTHING_DONE))) is not None]
    return sum(known) if known else None
