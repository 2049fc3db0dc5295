"""The day of the export: what has arrived by then goes into the tables, and the truth beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from training.simulation.choice import Truth
from training.simulation.feeds import FLOW_DAYS, Feeds, cut
from training.simulation.ledger import NEVER, NOBODY, Ints
from training.simulation.money import ordinary_flows, write_accounts
from training.simulation.reviews import Reviews
from training.simulation.stage import Stage
from training.simulation.writing import Names, plate
from zbrisk.contract import Table

__all__ = ["export"]

Frames = dict[str, pd.DataFrame]
_PLANTED = ["case_id", "target", "typology", "table", "key", "part", "known_at", "discovered"]


def export(stage: Stage, truth: Truth, reviews: Reviews, hits: pd.DataFrame) -> tuple[Frames, Frames]:
    """The tables as an office has them, and the truth."""
    confirmed = reviews.confirmed(stage.end)
    found = _found(stage, confirmed)
    reply = _replies(stage, reviews, found)
    _fetch_flows(stage, reply)
    feeds, names = Feeds.laid(stage), Names(stage)
    feeds.coverage()
    contract = stage.ledger.contract
    frames: Frames = {}
    for name in contract.tables:
        frame = _with_ties(stage, stage.ledger.frame(name)) if name == "party_relations" else stage.ledger.frame(name)
        table = contract.tables[name]
        frame = cut(table, feeds.blanked(name, _once(table, feeds.known(name, frame, found, reply))), stage.end)
        frames[name] = _referring(table, frame, frames)
    planted = []
    tables: Frames = {}
    for name, frame in frames.items():
        frame = names.dress(name, names.number_rows(name, _plates(name, frame)))
        frame = feeds.corrected(name, frame)
        tables[name] = names.public(name, frame)
        planted.append(_planted(stage, contract.tables[name], frame, tables[name]))
    cases, members = _cases(stage, truth)
    rows = pd.concat(planted, ignore_index=True).merge(members, on=["root", "scope"]).drop(columns=["root", "scope"])
    rows["case_id"] = names.ids("case_id", rows["case_id"].to_numpy())
    cases["case_id"] = names.ids("case_id", cases["case_id"].to_numpy())
    terminated = tables["cases"].loc[tables["cases"]["close_mode"] == "terminated_round", "case_id"]
    cases, rows = cases[cases["case_id"].isin(terminated)], rows[rows["case_id"].isin(terminated)]
    hits = hits.assign(case_id=names.ids("case_id", np.arange(len(hits))))
    left_undone = [pd.DataFrame({"case_id": case, "checkpoint": name}) for name, case in stage.violations]
    broken = pd.concat(left_undone, ignore_index=True)
    broken["case_id"] = names.ids("case_id", broken["case_id"].to_numpy())
    order = ["case_id", "target", "typology", "table", "key"]
    rows = rows[_PLANTED].drop_duplicates(order).sort_values(order, ignore_index=True)
    return tables, {"cases": cases, "planted_rows": rows, "violations": broken, "rule_hits": hits}


def _found(stage: Stage, confirmed: pd.DataFrame) -> pd.Series:
    """By the case that a scheme was played on: the first day on which a review confirmed it."""
    case = confirmed["case"].to_numpy()
    first = stage.disputes.first_terminated(stage.world.cases)
    assets = (confirmed["target"] == "concealed_assets").to_numpy()
    root = np.where(assets, first[stage.disputes.principal[case]], case)
    return pd.Series(confirmed["decided"].to_numpy(), index=root, dtype="int64").groupby(level=0).min()


def _replies(stage: Stage, reviews: Reviews, found: pd.Series) -> pd.Series:
    """By party: the day on which the banks answered, to a court or to the reviewers."""
    d, world = stage.disputes, stage.world
    rng = np.random.default_rng([world.seed, 37])
    asked = np.flatnonzero(rng.random(world.cases) < world.flows_obtained)
    rows = reviews.rows[(rng.random(len(reviews.rows)) < 0.5) & (reviews.rows["opened"] <= stage.end)]
    case = np.concatenate([asked, rows["case"].to_numpy()])
    day = np.concatenate(
        [
            d.filed[asked] + rng.integers(60, 300, len(asked)),
            rows["opened"].to_numpy() + rng.integers(20, 70, len(rows)),
        ]
    )
    party, when = [d.debtor[case], d.principal[case]], [day, day]
    for _, root, _, other in stage.people.used:  # those whom the money went to, where a review followed it
        decided = found.reindex(root).fillna(NEVER).to_numpy(dtype=np.int64)
        party.append(other[decided != NEVER])
        when.append(decided[decided != NEVER] - 10)
    replies = pd.Series(np.concatenate(when), index=np.concatenate(party)).groupby(level=0).min()
    return replies[replies <= stage.end]


def _fetch_flows(stage: Stage, reply: pd.Series) -> None:
    holder, until = reply.index.to_numpy(dtype=np.int64), reply.to_numpy(dtype=np.int64)
    ordinary_flows(stage, holder, until - FLOW_DAYS, until)
    write_accounts(stage, reply)
    for table in ("accounts", "transactions"):
        stage.ledger.add(
            "coverage", table_name=table, feed="on_request", party_id=holder, from_date=until - FLOW_DAYS, _known=until
        )


def _with_ties(stage: Stage, frame: pd.DataFrame) -> pd.DataFrame:
    """Mark ties that a scheme used, so that a review that confirms it brings them to light."""
    used = _used(stage)
    pairs = used.drop_duplicates("pair").set_index("pair")["root"]
    root = pairs.reindex(_pair(frame["party_a"], frame["party_b"])).fillna(NOBODY).to_numpy(dtype=np.int64)
    free = (frame["_case"] == NOBODY).to_numpy() & (root != NOBODY)
    frame["_part"] = frame["_part"].mask(free, "tie")
    frame["_case"] = frame["_case"].mask(free, root)
    return frame


def _used(stage: Stage) -> pd.DataFrame:
    """The ties that schemes used: typology, root (the case) and pair."""
    rows = [
        pd.DataFrame({"typology": t, "root": root, "pair": _pair(person, other)})
        for t, root, person, other in stage.people.used
    ]
    none = pd.DataFrame(
        {"typology": np.array([], object), "root": np.array([], np.int64), "pair": np.array([], np.int64)}
    )
    return pd.concat([none, *rows], ignore_index=True).drop_duplicates()


def _pair(a: Any, b: Any) -> Ints:
    a, b = np.asarray(a), np.asarray(b)
    pair: Ints = np.minimum(a, b) * 2**32 + np.maximum(a, b)
    return pair


def _once(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """One row a key; a planted one goes before an ordinary one."""
    if (
        table.key[0] not in frame
        or frame[list(table.key)].isna().any(axis=None)
        or (frame[table.key[0]] == NOBODY).all()
    ):
        return frame
    return (
        frame.sort_values("_case", ascending=False, kind="stable")
        .drop_duplicates(list(table.key))
        .reset_index(drop=True)
    )


def _referring(table: Table, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Rows that refer to something that has not arrived wait with it."""
    for name, column in (("cases", "case_id"), ("auctions", "auction_id")):
        if name in frames and column in table.columns and name != table.name:
            there = frame[column].isin(frames[name][column]) | (frame[column] == NOBODY)
            frame = frame[there].reset_index(drop=True)
    if table.name == "cases":
        for column in ("basis_case_id", "parent_case_id"):
            frame[column] = frame[column].where(frame[column].isin(frame["case_id"]), NOBODY)
    return frame


def _plates(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(plate=[plate(int(a)) for a in frame["asset_id"]]) if name == "vehicle_sightings" else frame


def _planted(stage: Stage, table: Table, frame: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """The rows that a scheme made or used: whose (`root` and `scope` say for which cases they speak), and their key."""
    marked = frame[(frame["_case"] != NOBODY) & (frame["_part"] != "tie")]
    rows = pd.DataFrame(
        {"root": marked["_case"], "typology": marked["_typology"], "part": marked["_part"]}, index=marked.index
    )
    rows["discovered"] = marked["_hidden"].astype(bool)
    if table.name == "party_relations":
        ties = (
            pd.DataFrame({"pair": _pair(frame["party_a"], frame["party_b"]), "at": frame.index})
            .merge(_used(stage), on="pair")
            .set_index("at")
        )
        rows = pd.concat([rows, ties[["root", "typology"]].assign(part="context", discovered=False)])
    keys = shown.loc[rows.index, list(table.key)]
    dates = keys.select_dtypes("datetime")
    for name in dates:
        keys[name] = dates[name].dt.strftime("%Y-%m-%d")
    target = np.where(rows["typology"].str.startswith("A"), "concealed_assets", "sham_litigation")
    scope = np.where(rows["typology"] == "S2", "S2", target)
    known = shown.loc[rows.index, "known_at"]
    return rows.assign(
        table=table.name,
        key=keys.astype("str").agg("|".join, axis=1) if len(keys) else "",
        target=target,
        scope=scope,
        known_at=known,
    )


def _cases(stage: Stage, truth: Truth) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The truth of each terminated case, and for which cases a planted row speaks."""
    d, n = stage.disputes, stage.world.cases
    case = np.arange(n)
    person = d.principal[:n]
    schemes = truth.by_person()
    looks = pd.concat(truth.looks).groupby("case")["typology"].agg(";".join)
    hardship = pd.Series(stage.people.hardship).reindex(d.applicant[:n]).to_numpy()
    typology = [
        ";".join(filter(None, [*schemes.get(p, []), s])) for p, s in zip(person.tolist(), truth.sham, strict=True)
    ]
    cases = pd.DataFrame({
        "case_id": case, "concealed_assets": truth.conceals[person], "sham_litigation": truth.sham != "",
        "typology": typology, "look_alike": looks.reindex(case).fillna("").to_numpy(),
        "debtor_kind": np.where(stage.companies.is_debtor[person], "company", "person"), "hardship": hardship,
    })  # fmt: skip
    restored, parent = (np.concatenate(ids) for ids in zip(*stage.restored, strict=True))
    again = cases.iloc[parent].assign(case_id=restored)
    first = d.first_terminated(n)
    lender = pd.Series(case[truth.sham == "S2"]).groupby(d.applicant[:n][truth.sham == "S2"])
    series = [(root, "S2", member) for _, group in lender for root in group for member in group]
    members = pd.concat([
        pd.DataFrame({"root": first[person], "scope": "concealed_assets", "case_id": case}),
        pd.DataFrame({"root": case, "scope": "sham_litigation", "case_id": case}),
        pd.DataFrame(series, columns=["root", "scope", "case_id"]).astype({"root": "int64", "case_id": "int64"}),
    ])  # fmt: skip
    more = (
        members.merge(pd.DataFrame({"case_id": parent, "again": restored}), on="case_id")
        .drop(columns="case_id")
        .rename(columns={"again": "case_id"})
    )
    return pd.concat([cases, again], ignore_index=True), pd.concat([members, more], ignore_index=True)
