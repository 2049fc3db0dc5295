"""Small worlds with one terminated case each, told in a few rows, and what a signal makes of them.

What every signal should find stands in features/*/*.test.yaml; here is what a test in Python needs. Every world begins
with the same case: A sued D on 2022-01-10 (suit S, served 2022-01-20, judgment 2022-04-01) and applied for enforcement
on 2022-06-01 (case E, 100,000 yuan); it was terminated on 2022-12-01 and is looked at on 2024-01-01. A world adds rows,
or changes columns of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from zbrisk.compiler.compiled import Program
from zbrisk.compiler.program import compile_catalogue
from zbrisk.contract import ColumnType, load_contract
from zbrisk.docket.docket import open_docket
from zbrisk.execution.signal_builder import SignalBuilder
from zbrisk.signals.catalogue import Catalogue, read_catalogue

AS_OF = "2024-01-01"
CONTRACT = load_contract()
MUST_BE_THERE = ("cases", "parties", "case_parties")
PREFIXES_MEAN_SOMETHING = "suits.text_hash"

Row = tuple[str, dict[str, Any]]
Rows = list[Row]
Values = dict[str, float | None]


def features(scenes: Mapping[str, tuple[str, Rows]], *, without: str | None = None) -> dict[str, Values]:
    """The features of many scenes, built together in one docket.

    Args:
        scenes: For each name a signal and the rows that the scene adds.
        without: A table that is missing, or covers none of the cases.
    """
    names = {signal for signal, _ in scenes.values()}
    chosen = tuple(signal for signal in everything().signals if signal.name in names)
    needed = {view for signal in chosen for view in signal.views}
    program = replace(everything(), signals=chosen, views=tuple(v for v in everything().views if v.name in needed))
    tables = tables_of(scenes, {table for signal in chosen for table in signal.tables})
    if without in MUST_BE_THERE:
        tables["coverage"] = [{"coverage_id": "1", "table_name": without, "court_code": "elsewhere"}]
    elif without is not None:
        del tables[without]
    moments = pd.DataFrame({"case_id": [f"{name}/E" for name in scenes], "as_of": pd.Timestamp(AS_OF)})
    matrix = SignalBuilder(program=program).fit(open_docket(tables, contract=CONTRACT)).transform(moments)
    return {
        name: {
            str(feature).removeprefix(f"{signal}__"): None if pd.isna(value) else value
            for feature, value in values.items()
            if str(feature).startswith(f"{signal}__")
        }
        for (name, (signal, _)), values in zip(scenes.items(), matrix.to_dict("records"), strict=True)
    }


@cache
def everything() -> Program:
    """All signals, compiled once."""
    return compile_catalogue(catalogue(), CONTRACT)


@cache
def catalogue() -> Catalogue:
    """All signals and views, read once."""
    return read_catalogue(None, CONTRACT)


def tables_of(scenes: Mapping[str, tuple[str, Rows]], read: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of all scenes by table; a table that is read but told nothing of is there, and empty."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in (*MUST_BE_THERE, *read)}
    for name, (_, rows) in scenes.items():
        for table, row in whole(rows):
            tables.setdefault(table, []).append(_own(name, table, row))
    return tables


def whole(rows: Rows) -> Rows:
    """The common beginning and a story's rows; a row with the key of an earlier one changes it."""
    merged: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {}
    for number, (table, row) in enumerate([*BEGINNING, *rows]):
        key = CONTRACT.tables[table].key
        if len(key) == 1:
            row = {key[0]: f"{table}{number}"} | row
        merged.setdefault((table, tuple(row[name] for name in key)), {}).update(row)
    return [(table, row) for (table, _), row in merged.items()]


def _own(scene: str, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose ids, addresses and the like are those of its scene alone."""
    columns = CONTRACT.tables[table].columns
    own = dict(row)
    for name, value in row.items():
        place = f"{table}.{name}"
        ties = place in CONTRACT.links or (name in columns and columns[name].type is ColumnType.ID)
        if ties and value is not None and place != PREFIXES_MEAN_SOMETHING:
            own[name] = f"{scene}/{value}"
    return own


# -- rows -------------------------------------------------------------------------------------------------------------


def told(*parts: Iterable[Row]) -> Rows:
    """One list of rows."""
    return [row for part in parts for row in part]


def row(table: str, **columns: Any) -> Rows:
    """Any row."""
    return [(table, columns)]


def person(party: str, **columns: Any) -> Rows:
    """A natural person."""
    return row("parties", party_id=party, party_kind="person", **columns)


def company(party: str, since: str = "2015-01-01", **columns: Any) -> Rows:
    """A company, with its entry in the register."""
    entry = {"valid_from": since, "registered_date": since, "status": "active"} | columns
    return [*row("parties", party_id=party, party_kind="company"), *row("companies", party_id=party, **entry)]


def tie(one: str, other: str, relation: str, start: str = "2000-01-01", end: str | None = None) -> Rows:
    """A relation between two parties."""
    return row("party_relations", party_a=one, party_b=other, relation=relation, start_date=start, end_date=end)


def mother(party: str = "K") -> Rows:
    """D's mother."""
    return tie(party, "D", "parent_child")


def owns(asset: str, holder: str = "D", since: str = "2015-01-01", **columns: Any) -> Rows:
    """A house worth 400,000 (or what `columns` say), owned since a day."""
    described = {"asset_class": "real_estate", "value": 400_000} | columns
    return [*row("assets", asset_id=asset, **described), *event(asset, "own_start", since, holder)]


def event(asset: str, kind: str, on: str, holder: str | None = "D", to: str | None = None, **columns: Any) -> Rows:
    """Something that happened to an asset."""
    return row(
        "asset_events", asset_id=asset, event=kind, event_date=on, holder_id=holder, counterparty_id=to, **columns
    )


def sells(asset: str, to: str, on: str, price: float | None) -> Rows:
    """D passes an asset on."""
    return event(asset, "transfer", on, "D", to, price=price)


def stake(firm: str, holder: str, since: str, pct: float, **columns: Any) -> Rows:
    """A version of a shareholding."""
    return row("shareholdings", company_id=firm, holder_id=holder, valid_from=since, pct=pct, **columns)


def office(firm: str, holder: str, role_: str = "manager", since: str = "2016-01-01", until: str | None = None) -> Rows:
    """An office in a company."""
    return row("company_officers", company_id=firm, person_id=holder, role=role_, valid_from=since, valid_to=until)


def role(case: str, party: str, role_: str) -> Rows:
    """A party's part in a case."""
    return row("case_parties", case_id=case, party_id=party, role=role_)


def suit(case: str, filed: str, plaintiff: str, defendant: str = "D", **columns: Any) -> Rows:
    """A suit over 100,000 yuan; `columns` go to its facts, or to the case where they belong there."""
    of_case = {k: v for k, v in columns.items() if k in CONTRACT.tables["cases"].columns}
    facts = {k: v for k, v in columns.items() if k not in of_case}
    described = {"case_kind": "suit", "case_no": case, "cause": "民间借贷纠纷", "claim_amount": 100_000}
    return [
        *row("cases", case_id=case, filed_date=filed, **(described | of_case)),
        *row("suits", case_id=case, **facts),
        *role(case, plaintiff, "plaintiff"),
        *role(case, defendant, "defendant"),
    ]


def enforcement(case: str, filed: str, applicant: str, debtor: str = "D", **columns: Any) -> Rows:
    """An enforcement case over 100,000 yuan."""
    described = {"case_kind": "enforcement", "case_no": case, "claim_amount": 100_000}
    return [
        *row("cases", case_id=case, filed_date=filed, **(described | columns)),
        *role(case, applicant, "applicant"),
        *role(case, debtor, "debtor"),
    ]


def action(kind: str, on: str, **columns: Any) -> Rows:
    """Something done in case E."""
    return row("enforcement_actions", case_id="E", action=kind, action_date=on, **columns)


def query(asset_class: str, result: str, on: str = "2022-07-01", amount: float | None = None) -> Rows:
    """A query of D's property in case E."""
    found = {"asset_class": asset_class, "result": result, "query_date": on, "amount": amount}
    return row("property_queries", case_id="E", party_id="D", **found)


def wage(month: str, base: float, party: str = "D", kind: str = "social_security", **columns: Any) -> Rows:
    """A month of social security, housing fund, tax or pension."""
    return row("income_records", party_id=party, month=month, kind=kind, base=base, **columns)


def auction(winner: str = "X", ended: str = "2022-09-02 10:00:00") -> Rows:
    """D's house is sold by the court: appraised at 400,000, sold for 280,000."""
    lot = {"auction_id": "U", "case_id": "E", "asset_id": "house", "published_date": "2022-08-01"}
    sale = {"result": "sold", "appraisal": 400_000, "final_price": 280_000}
    return row("auctions", end_ts=ended, winner_id=winner, **lot, **sale)


def bid(bidder: str, payer: str | None = None) -> Rows:
    """A bid in that auction."""
    offer = {"bid_no": ord(bidder[0]), "ts": "2022-09-01 12:00:00", "price": 280_000}
    return row("auction_bids", auction_id="U", bidder_id=bidder, deposit_payer_id=payer or bidder, **offer)


def petition(category: str, on: str, **columns: Any) -> Rows:
    """A petition; about case E unless `columns` say otherwise."""
    return row("petitions", category=category, received_date=on, **({"case_id": "E"} | columns))


def outcome(case: str, target: str, result: str, on: str, **columns: Any) -> Rows:
    """What a review found."""
    decided = {"opened_date": "2023-01-10", "decided_date": on, "result": result}
    return row("review_outcomes", case_id=case, target=target, **decided, **columns)


BEGINNING = told(
    person("A"),
    person("D"),
    suit("S", "2022-01-10", "A", served_date="2022-01-20", ended_date="2022-04-01", end_kind="judgment"),
    row("cases", case_id="S", closed_date="2022-04-01", close_mode="judgment"),
    enforcement("E", "2022-06-01", "A", basis_case_id="S", closed_date="2022-12-01", close_mode="terminated_round"),
)
