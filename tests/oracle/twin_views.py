"""The test views once more, as nested loops; see twins.py."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.known import Row
from tests.oracle.naive import Day, Rows, Twin
from tests.oracle.nulls import at_most, differ, distinct, smallest

VIEWS: dict[str, Twin] = {}


def view(rows: Rows) -> Rows:
    """Register the function as the twin of the view of its name."""
    VIEWS[rows.__name__] = Twin(rows=rows)
    return rows


@view
def debtors(day: Day) -> Iterator[Row]:
    for role in day.rows("case_parties", case_id=day.this_case["case_id"], role="debtor"):
        yield {"party_id": role["party_id"]}


@view
def applicants(day: Day) -> Iterator[Row]:
    roles = day.rows("case_parties", case_id=day.this_case["case_id"])
    yield from distinct({"party_id": role["party_id"]} for role in roles if role["role"] in ("applicant", "plaintiff"))


@view
def ties(day: Day) -> Iterator[Row]:
    for tie in day.rows("party_relations"):
        for one, other in (("party_a", "party_b"), ("party_b", "party_a")):
            yield _tie(tie[one], tie[other], tie["relation"], tie["start_date"], tie["end_date"])
    for office in day.rows("company_officers"):
        if office["role"] in ("legal_rep", "controller"):
            yield _tie(office["company_id"], office["person_id"], "officer", office["valid_from"], office["valid_to"])
    for share in day.rows("shareholdings"):
        if at_most(0.5, share["pct"]):
            yield _tie(share["company_id"], share["holder_id"], "holder", share["valid_from"], None)


def _tie(party_id: str, other_id: str, relation: str, start: int | None, end: int | None) -> Row:
    return {"party_id": party_id, "other_id": other_id, "relation": relation, "start_date": start, "end_date": end}


@view
def circle(day: Day) -> Iterator[Row]:
    ring, outer_ring = [], []
    for debtor in day.view("debtors"):
        for tie in day.view("ties", party_id=debtor["party_id"]):
            if tie["end_date"] is None or tie["end_date"] >= day.today:
                ring.append({"debtor_id": debtor["party_id"], "party_id": tie["other_id"], "path": tie["relation"]})
    for near in ring:
        for tie in day.view("ties", party_id=near["party_id"]):
            if differ(tie["other_id"], near["debtor_id"]):
                path = f"{near['path']}>{tie['relation']}"
                outer_ring.append({"debtor_id": near["debtor_id"], "party_id": tie["other_id"], "path": path})
    yield from distinct([*ring, *outer_ring])


@view
def owned_assets(day: Day) -> Iterator[Row]:
    for debtor in day.view("debtors"):
        for own in day.rows("asset_events", holder_id=debtor["party_id"], event="own_start"):
            gone = [
                event["event_date"]
                for event in day.rows("asset_events", asset_id=own["asset_id"])
                if event["event"] in ("own_end", "transfer") and at_most(own["event_date"], event["event_date"])
            ]
            yield {
                "asset_id": own["asset_id"],
                "party_id": own["holder_id"],
                "owned_from": own["event_date"],
                "owned_until": smallest(gone),
            }


@view
def seizures(day: Day) -> Iterator[Row]:
    for debtor in day.view("debtors"):
        for event in day.rows("asset_events", holder_id=debtor["party_id"], event="seize"):
            yield event | {"seized_on": event["event_date"]}


@view
def money_out(day: Day) -> Iterator[Row]:
    for txn in day.rows("transactions", direction="out"):
        if at_most(10_050, txn["amount"]):
            yield txn
