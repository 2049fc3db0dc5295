"""What a trial is, and rows to tell one with.

Case E as in tests/support/story.py: A against D, filed 2022-06-01, terminated 2022-12-01, 100,000 yuan, looked at on
2024-01-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support.story import Rows, event, owns, person, row, told


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One case before one checkpoint."""

    checkpoint: str
    about: str
    verdict: str
    rows: Rows
    as_of: str = "2024-01-01"

    def __str__(self) -> str:
        return f"{self.checkpoint}-{self.about.replace(' ', '_')}"


def trials(checkpoint: str, *told_of: tuple[str, str, Rows], as_of: str = "2024-01-01") -> list[Trial]:
    return [
        Trial(checkpoint=checkpoint, verdict=verdict, about=about, rows=rows, as_of=as_of)
        for verdict, about, rows in told_of
    ]


def case(**columns: Any) -> Rows:
    """Case E is otherwise."""
    return row("cases", case_id="E", **columns)


def measure(kind: str, on: str, party: str = "D", **columns: Any) -> Rows:
    """A credit measure of case E."""
    return row("credit_measures", party_id=party, kind=kind, published_date=on, **({"case_id": "E"} | columns))


def listed(on: str, **columns: Any) -> Rows:
    """D goes on the dishonest list."""
    return measure("dishonest_list", on, **columns)


def seized(
    asset: str = "house", on: str = "2022-07-01", until: str | None = "2025-07-01", rank: int | None = 1
) -> Rows:
    """Case E seizes an asset of D."""
    return event(asset, "seize", on, case_id="E", until_date=until, seize_rank=rank)


def lot(
    number: int, published: str, start: str | None, end: str | None, result: str = "unsold", **columns: Any
) -> Rows:
    """A round of the auction of D's house."""
    times = {"start_ts": f"{start} 10:00:00" if start else None, "end_ts": f"{end} 10:00:00" if end else None}
    described = {"auction_id": f"U{number}", "case_id": "E", "asset_id": "house", "round": number, "result": result}
    return row("auctions", published_date=published, **(described | times | columns))


def asked(party: str, asset_class: str, on: str = "2022-07-01", **columns: Any) -> Rows:
    """A query of any party's property, in case E if not said otherwise."""
    answer = {"case_id": "E", "result": "none", "channel": "online"} | columns
    return row("property_queries", party_id=party, asset_class=asset_class, query_date=on, **answer)


def all_classes(party: str = "D", on: str = "2022-07-01", **columns: Any) -> Rows:
    classes = ("deposit", "e_wallet", "vehicle", "real_estate", "security")
    return told(*(asked(party, each, on, **columns) for each in classes))


def again(on: str = "2023-03-01", **columns: Any) -> Rows:
    """Case E is restored."""
    return row(
        "cases", case_id="E2", case_no="E2", case_kind="restoration", filed_date=on, parent_case_id="E", **columns
    )


def share(number: str, rank: str, claim: float, planned: float, on: str = "2023-01-10", **columns: Any) -> Rows:
    """A share in the proceeds of auction U1; number E is case E's own."""
    described = {"case_id": number, "party_id": f"creditor {number}", "auction_id": "U1", "rank": rank}
    return row("distributions", claim=claim, planned=planned, planned_date=on, **(described | columns))


DEAD_BEFORE = person("D", death_date="2022-05-01")
RESTORATION = case(case_kind="restoration")
HOUSE, CAR = owns("house"), owns("car", asset_class="vehicle", value=80_000)
MORTGAGED = owns("house", encumbered=450_000)
