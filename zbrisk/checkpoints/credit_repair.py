"""The credit-repair list: who is still punished and, by the record, should perhaps be no longer."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pandas as pd

from zbrisk.checkpoints.standing import standings
from zbrisk.docket.days import AsOf, day_number, to_date
from zbrisk.docket.docket import Docket
from zbrisk.docket.validity import known_before
from zbrisk.errors import DataError

__all__ = ["REPAIR_COLUMNS", "REPAIR_REASONS", "credit_repair"]

REPAIR_REASONS = {  # in the order of their weight
    "r51_still_punished": "已履行或和解完毕",
    "r51_lifted_in_three_workdays": "已履行或和解完毕",
    "r56_bankruptcy": "已受理破产",
    "r31_measure_after_death": "已死亡或注销",
    "r50_no_minor": "未成年人",
    "r50_ground_stated": "无法定失信情形",
    "r50_security_suffices": "查封财产足以清偿",
    "r53_list_term": "惩戒期限届满",
    "r52_twice_nothing_found": "终本后两次查询无财产",
    "r55_former_representative": "已不任法定代表人",
}
REPAIR_COLUMNS = (
    "case_id", "as_of", "party_id", "kind", "published_on", "reasons", "verdict", "basis", "points", "standing",
)  # fmt: skip
BREACHED = ("fail", "flag")


def credit_repair(verdicts: pd.DataFrame, docket: Docket) -> pd.DataFrame:
    """Measures still in force whose grounds have fallen away, by what `check_cases` found.

    Args:
        verdicts: What `check_cases` returned.
        docket: The tables that it was given.

    Returns:
        One row a measure: REPAIR_COLUMNS; `reasons` in Chinese, `verdict` fail or flag, `points` and `standing` the
        assessment of a firm (empty for persons). Measures that were lifted are left out.

    Raises:
        DataError: The tables hold no credit measures.
    """
    if "credit_measures" not in docket.present:
        raise DataError("There is no table credit_measures.", "Export the courts' lists of credit punishment.")
    found = verdicts[verdicts["verdict"].isin(BREACHED) & verdicts["checkpoint"].isin(list(REPAIR_REASONS))]
    parts = [_of_day(part, docket, pd.Timestamp(str(day)).date()) for day, part in found.groupby("as_of")]
    listed = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(REPAIR_COLUMNS))
    return listed[list(REPAIR_COLUMNS)]


def _of_day(found: pd.DataFrame, docket: Docket, as_of: dt.date) -> pd.DataFrame:
    measures: dict[str, dict[str, Any]] = {}
    in_force = _in_force(found, docket, as_of)
    for row in found.sort_values("checkpoint", key=lambda names: names.map(list(REPAIR_REASONS).index)).itertuples():
        for key in _measures(str(row.evidence)):
            if key not in in_force:
                continue
            fresh = {**in_force[key], "case_id": row.case_id, "reasons": {}, "verdict": "flag"}
            entry = measures.setdefault(key, fresh)
            entry["reasons"][REPAIR_REASONS[str(row.checkpoint)]] = row.basis
            entry["verdict"] = "fail" if "fail" in (row.verdict, entry["verdict"]) else "flag"
    firms = standings(docket, (entry["party_id"] for entry in measures.values()), as_of)
    rows = []
    for entry in measures.values():
        firm = firms.get(entry["party_id"])
        rows.append(
            entry
            | {"as_of": pd.Timestamp(as_of).as_unit("s"), "points": firm.points if firm else None}
            | {"reasons": "；".join(entry["reasons"]), "basis": "；".join(dict.fromkeys(entry["reasons"].values()))}
            | {"standing": "；".join(firm.reasons) if firm else ""}
        )
    rows.sort(key=lambda entry: (entry["case_id"], entry["party_id"], entry["kind"]))
    return pd.DataFrame(rows, columns=list(REPAIR_COLUMNS))


def _measures(evidence: str) -> list[str]:
    """The credit measures among the rows that a verdict names."""
    return [each["key"] for each in json.loads(evidence) if each["table"] == "credit_measures"]


def _in_force(found: pd.DataFrame, docket: Docket, as_of: AsOf) -> dict[str, dict[str, Any]]:
    """By key, the measures named as evidence that are neither removed nor over."""
    named = sorted({key for cell in found["evidence"] for key in _measures(cell)})
    day = day_number(as_of)
    query = f"""
        select m._key, m.party_id, m.kind, coalesce(m.published_date, m.decided_date)
        from credit_measures as m
        where m._key in (select unnest($named)) and {known_before("$day", "m.")}
          and coalesce(m.removed_date, $day) >= $day"""
    rows = docket.connection.execute(query, {"named": named, "day": day}).fetchall()
    return {
        key: {"party_id": party, "kind": kind, "published_on": None if since is None else to_date(since)}
        for key, party, kind, since in rows
    }
