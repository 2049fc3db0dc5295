"""The test signals once more, as nested loops over what was known that day.

Each function is the twin of the SQL file of its name. Null is None: a comparison with null is not true, and where SQL
would hand a null on, so does the loop. Money is in 分, days and timestamps are numbers, flags 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.oracle.known import Row
from tests.oracle.naive import Day, Rows, Twin
from tests.oracle.nulls import at_most, below, differ, distinct, grouped, known, largest, minus, smallest, total
from tests.oracle.twin_views import VIEWS

__all__ = ["SIGNALS", "VIEWS"]

SIGNALS: dict[str, Twin] = {}


TIES = "party_relations company_officers shareholdings"


def signal(*, money: str = "", at_ts: bool = False, partial: str = "") -> Callable[[Rows], Rows]:
    """Register the function as the twin of the signal of its name.

    Args:
        money: Its columns in 分.
        at_ts: Whether its day is a time.
        partial: The tables of which one may be missing.
    """

    def register(rows: Rows) -> Rows:
        lacking = frozenset(partial.split())
        SIGNALS[rows.__name__] = Twin(rows=rows, money=frozenset(money.split()), at_ts=at_ts, partial=lacking)
        return rows

    return register


@signal(money="claim_amount")
def other_cases(day: Day) -> Iterator[Row]:
    case_id = day.this_case["case_id"]
    for mine in day.rows("case_parties", case_id=case_id, role="debtor"):
        for role in day.rows("case_parties", party_id=mine["party_id"]):
            if role["case_id"] != case_id:
                for other in day.rows("cases", case_id=role["case_id"]):
                    yield other | {"party_id": role["party_id"]}


@signal(money="amount")
def case_days(day: Day) -> Iterator[Row]:
    for role in day.rows("case_parties", case_id=day.this_case["case_id"]):
        if role["role"] in ("debtor", "guarantor"):
            yield from day.rows("property_queries", party_id=role["party_id"])


@signal(at_ts=True)
def sightings(day: Day) -> Iterator[Row]:
    for (asset_id,), seized in grouped(day.view("seizures"), "asset_id").items():
        seized_on = smallest(seizure["seized_on"] for seizure in seized)
        first_ts = smallest(earlier["ts"] for earlier in day.rows("vehicle_sightings", asset_id=asset_id))
        for sighting in day.rows("vehicle_sightings", asset_id=asset_id):
            if below(minus(seized_on, 400), sighting["ts"] // 86400):
                place, kind = sighting["place"], sighting["kind"]
                yield {
                    "ts": sighting["ts"],
                    "asset_id": asset_id,
                    "place": place,
                    "place_length": None if place is None else len(place),
                    "spot": None if place is None or kind is None else f"{place[:4]}:{kind}",
                    "e_at": None if place is None else place.find("e") + 1,
                    "at_gate": None if place is None else int(place.startswith("Gate")),
                    "seconds_after": minus(sighting["ts"], first_ts),
                }


@signal(money="amount")
def spending_in_office(day: Day) -> Iterator[Row]:
    for debtor in day.view("debtors"):
        for spent in day.rows("spending", party_id=debtor["party_id"]):
            roles = [
                office["role"]
                for office in day.rows("company_officers", person_id=spent["party_id"])
                if at_most(office["valid_from"], spent["spent_date"])
                and (office["valid_to"] is None or office["valid_to"] > spent["spent_date"])
            ]
            for role in roles or ["none"]:
                severity = {"none": 0, "director": 2}.get(role, 1)
                yield spent | {"held": int(role != "none"), "severity": severity}


@signal()
def unqueried_holdings(day: Day) -> Iterator[Row]:
    for own in day.view("owned_assets"):
        if not day.rows("property_queries", party_id=own["party_id"], result="found"):
            yield own


@signal(money="base paid")
def income_without_query(day: Day) -> Iterator[Row]:
    for debtor in day.view("debtors"):
        for income in day.rows("income_records", party_id=debtor["party_id"]):
            queries = day.rows("property_queries", party_id=income["party_id"])
            if not any(at_most(income["month"], query["query_date"]) for query in queries):
                yield income


@signal()
def shared_agents(day: Day) -> Iterator[Row]:
    for agent in day.rows("case_agents", case_id=day.this_case["case_id"]):
        for elsewhere in day.rows("case_agents", agent_id=agent["agent_id"]):
            is_suit = bool(day.rows("cases", case_id=elsewhere["case_id"], case_kind="suit"))
            if is_suit and elsewhere["case_id"] != agent["case_id"]:
                yield agent
                break


@signal(money="best_price price value")
def sale_history(day: Day) -> Iterator[Row]:
    for debtor in day.view("debtors"):
        for sale in day.rows("asset_events", holder_id=debtor["party_id"]):
            if sale["event"] in ("transfer", "own_end"):
                events = day.rows("asset_events", asset_id=sale["asset_id"])
                yield {
                    "event_date": sale["event_date"],
                    "price": sale["price"],
                    "events_before": sum(below(event["event_date"], sale["event_date"]) for event in events),
                    "best_price": largest(event["price"] for event in events if event["event_id"] != sale["event_id"]),
                    "value": total(worth["value"] for worth in day.rows("assets", asset_id=sale["asset_id"])),
                }


@signal(partial=TIES)
def circle_cases(day: Day) -> Iterator[Row]:
    found = []
    for kin in day.view("circle"):
        for role in day.rows("case_parties", party_id=kin["party_id"]):
            for suit in day.rows("cases", case_id=role["case_id"]):
                if day.rows("case_parties", case_id=suit["case_id"], role="plaintiff"):
                    found.append({name: suit[name] for name in ("case_id", "filed_date", "case_kind")})
    yield from distinct(found)


@signal(partial=TIES)
def circle_paths(day: Day) -> Iterator[Row]:
    yield from distinct({"party_id": kin["party_id"], "path": kin["path"]} for kin in day.view("circle"))


@signal()
def traces(day: Day) -> Iterator[Row]:
    seen = []
    for debtor in day.view("debtors"):
        party = debtor["party_id"]
        seen += [{"seen_on": row["spent_date"], "source": "spending"} for row in day.rows("spending", party_id=party)]
        trips = day.rows("vehicle_sightings", driver_id=party)
        seen += [{"seen_on": trip["ts"] // 86400, "source": "road"} for trip in trips]
    yield from distinct(seen)
    for debtor in day.view("debtors"):
        for paid in day.rows("income_records", party_id=debtor["party_id"]):
            yield {"seen_on": paid["month"], "source": "income"}


@signal(money="claimed")
def many_debts(day: Day) -> Iterator[Row]:
    debts = []
    for debtor in day.view("debtors"):
        for role in day.rows("case_parties", party_id=debtor["party_id"], role="debtor"):
            debts += [claim | {"party_id": role["party_id"]} for claim in day.rows("cases", case_id=role["case_id"])]
    for group in grouped(debts, "party_id", "court_code").values():
        if 2 <= len(group) < 50:
            yield {
                "debts": len(group),
                "claimed": total(debt["claim_amount"] for debt in group),
                "cases": len({debt["case_id"] for debt in group}),
            }


@signal(money="base")
def latest_income(day: Day) -> Iterator[Row]:
    for party in sorted({debtor["party_id"] for debtor in day.view("debtors")}):
        income = day.rows("income_records", party_id=party)
        for group in grouped(income, "kind").values():
            yield max(group, key=lambda row: row["month"]) | {"months": len(income)}


@signal(money="next_price")
def seizure_gaps(day: Day) -> Iterator[Row]:
    for asset_id in sorted({own["asset_id"] for own in day.view("owned_assets")}):
        events = day.rows("asset_events", asset_id=asset_id)
        by_id = sorted(event["event_id"] for event in events)
        events.sort(key=lambda event: (event["event_date"], event["event_id"]))
        for n, event in enumerate(events):
            yield event | {
                "gap": minus(event["event_date"], events[n - 1]["event_date"]) if n else None,
                "next_price": events[n + 1]["price"] if n + 1 < len(events) else None,
                "place": by_id.index(event["event_id"]) + 1,
            }


@signal(money="running twice amount", at_ts=True)
def running_balance(day: Day) -> Iterator[Row]:
    for party in sorted({debtor["party_id"] for debtor in day.view("debtors")}):
        for account in day.rows("accounts", holder_id=party):
            running = 0
            payments = day.rows("transactions", account_id=account["account_id"])
            for txn in sorted(payments, key=lambda row: (row["ts"], row["txn_id"])):
                if at_most(9_999, txn["amount"]) and txn["amount"] <= 12_345_678:
                    running += txn["amount"] if txn["direction"] == "in" else -txn["amount"]
                    small = int(txn["amount"] < 1_000_000)
                    yield txn | {"small": small, "twice": txn["amount"] * 2, "running": running}


@signal(money="amount", at_ts=True, partial=TIES)
def money_to_circle(day: Day) -> Iterator[Row]:
    for debtor in day.view("debtors"):
        for account in day.rows("accounts", holder_id=debtor["party_id"]):
            for paid in day.view("money_out", account_id=account["account_id"]):
                for kin in day.view("circle", party_id=paid["counterparty_id"]):
                    yield paid | {"path": kin["path"]}


@signal(money="claim_amount")
def series_plaintiff(day: Day) -> Iterator[Row]:
    for role in day.rows("case_parties", party_id=day.this["party_id"]):
        if role["role"] in ("plaintiff", "applicant"):
            for other in day.rows("cases", case_id=role["case_id"]):
                yield other | {"sues": int(role["role"] == "plaintiff")}


@signal(money="base")
def party_income(day: Day) -> Iterator[Row]:
    income = day.rows("income_records", party_id=day.this["party_id"])
    for row in income or [{"month": None, "base": None}]:
        yield row | {"age": minus(day.today, row["month"])}


@signal(money="price")
def asset_history(day: Day) -> Iterator[Row]:
    events = day.rows("asset_events", asset_id=day.this["asset_id"])
    for event in events:
        yield event | {"alike": sum(other["event"] == event["event"] for other in events)}


@signal(money="price_or_value")
def prices(day: Day) -> Iterator[Row]:
    for debtor in day.view("debtors"):
        for sale in day.rows("asset_events", holder_id=debtor["party_id"]):
            for thing in day.rows("assets", asset_id=sale["asset_id"]) or [{"value": None}]:
                price, value, rank = sale["price"], thing["value"], sale["seize_rank"]
                ratio = price / value if price is not None and value else None
                yield {
                    "event_date": sale["event_date"],
                    "price_or_value": price if price is not None else value if value is not None else 0,
                    "distance": abs((rank or 0) - 2),
                    "at_least_one": largest([rank, 1]),
                    "at_most_one": smallest([rank, 1]),
                    "rank_or_null": rank or None,
                    "place": {1: "first", 2: "second"}.get(rank, "other"),
                    "cheap": None if ratio is None else int(ratio < 0.7),
                    "half_share": None if sale["share"] is None else sale["share"] * 0.5,
                    "odd": None if rank is None else rank + 5,
                }


@signal()
def suit_endings(day: Day) -> Iterator[Row]:
    found = []
    for debtor in day.view("debtors"):
        for role in day.rows("case_parties", party_id=debtor["party_id"]):
            for claim in day.rows("cases", case_id=role["case_id"]):
                for suit in day.rows("suits", case_id=claim["case_id"]):
                    ended = suit["end_kind"] in ("judgment", "mediation", "award") or claim["close_mode"] == "performed"
                    if suit["ended_date"] is None or ended:
                        found.append(suit | {"close_mode": claim["close_mode"]})
    columns = ("ended_date", "end_kind", "default_flag", "defended_flag", "cash_delivery_flag", "close_mode")
    for group in grouped(found, *columns).values():
        defended = group[0]["defended_flag"]
        yield group[0] | {
            "silent": None if defended is None else 1 - defended,
            "cash_unknown": int(group[0]["cash_delivery_flag"] is None),
            "roles": len(group),
            "hearings": largest(suit["hearing_count"] for suit in group),
        }


@signal()
def suits_open(day: Day) -> Iterator[Row]:
    nothing: Row = {"case_id": None, "ended_date": None, "default_flag": None}
    for debtor in day.view("debtors"):
        for role in day.rows("case_parties", party_id=debtor["party_id"]):
            for claim in day.rows("cases", case_id=role["case_id"]):
                suits = day.rows("suits", case_id=claim["case_id"])
                for suit in [s for s in suits if s["appeared_flag"] or s["end_kind"] is None] or [nothing]:
                    closed = known(claim["closed_date"], claim["close_mode"])
                    yield suit | {"open": int(suit["ended_date"] is None), "closed": int(closed)}


@signal()
def open_seizures(day: Day) -> Iterator[Row]:
    for seizure in day.view("seizures"):
        until = seizure["until_date"]
        if (until is None or until >= day.today - 400) and below(seizure["seized_on"] + 30, day.today):
            yield {"until_date": until, "age": day.today - seizure["seized_on"], "left_over": minus(until, day.today)}


@signal(money="claim_amount")
def claim(day: Day) -> Iterator[Row]:
    case = day.this_case
    yield case | {"from_suit": minus(case["filed"], case["suit_filed"]), "open": int(case["closed"] is None)}


@signal(money="capital")
def lenders(day: Day) -> Iterator[Row]:
    entries = [
        kin | {"capital": entry["registered_capital"]}
        for kin in day.view("circle")
        for entry in day.rows("companies", party_id=kin["party_id"])
        if differ(entry["status"], "revoked")
    ]
    firms = grouped(entries, "debtor_id", "party_id")
    nobody: Row = {"party_id": None, "region_code": None, "death_date": None}
    for debtor in day.view("debtors"):
        near = [tie for tie in day.view("ties", party_id=debtor["party_id"]) if differ(tie["relation"], "same_phone")]
        for tie in near or [{"other_id": None, "relation": None}]:
            people = day.rows("parties", party_id=tie["other_id"])
            people = [p for p in people if p["party_kind"] == "company" or p["region_code"] is not None]
            for person in people or [nobody]:
                if person["party_id"] is None or person["death_date"] is None:
                    firm = firms.get((debtor["party_id"], person["party_id"]), [])
                    worth = largest(entry["capital"] for entry in firm)
                    yield person | {"capital": worth, "relation": tie["relation"]}


@signal()
def phone_mates(day: Day) -> Iterator[Row]:
    for debtor in day.view("debtors"):
        for person in day.rows("parties", party_id=debtor["party_id"]):
            if person["deregistered_date"] is None:
                for mate in day.rows("parties", phone_hash=person["phone_hash"]):
                    if mate["party_id"] != person["party_id"]:
                        yield {"party_id": mate["party_id"], "kind": mate["party_kind"]}


@signal(money="base", partial=TIES)
def kin_income(day: Day) -> Iterator[Row]:
    yield from day.rows("income_records", party_id=day.this["party_id"])


@signal(money="amount")
def spending_by_kind(day: Day) -> Iterator[Row]:
    for part in day.rows("case_parties", case_id=day.this_case["case_id"]):
        for spent in day.rows("spending", party_id=part["party_id"]):
            days = minus(spent["spent_date"], day.this_case["filed"])
            yield spent | {"role": part["role"], "days_from_filing": days}


@signal(money="base")
def party_income_by_kind(day: Day) -> Iterator[Row]:
    yield from day.rows("income_records", party_id=day.this["party_id"])
