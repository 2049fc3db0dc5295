"""From the ledger's numbers to what an export shows: ids, case numbers, names, plates, dates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from training.simulation.feeds import court_code
from training.simulation.ledger import NEVER, NOBODY, Ints
from training.simulation.namesakes import CHANCES, firms, people
from training.simulation.stage import Stage, either
from zbrisk.contract import ColumnType

__all__ = ["Names"]

_PREFIX = {
    "case": "C", "basis_case": "C", "parent_case": "C", "asset": "F", "account": "K", "auction": "U", "agent": "G",
    "judge": "J", "list": "Z",
}  # fmt: skip
_OWN_ID = {
    "enforcement_actions": ("action_id", "V"), "property_queries": ("query_id", "Q"),
    "asset_events": ("event_id", "E"), "transactions": ("txn_id", "T"), "party_relations": ("relation_id", "R"),
    "vehicle_sightings": ("sighting_id", "S"), "spending": ("spending_id", "X"),
    "credit_measures": ("measure_id", "M"), "receivables": ("receivable_id", "B"),
    "police_records": ("record_id", "L"), "petitions": ("petition_id", "I"), "distributions": ("distribution_id", "D"),
    "review_outcomes": ("outcome_id", "O"), "coverage": ("coverage_id", "Y"),
}  # fmt: skip
_CODES = {
    "suit": "民初",
    "enforcement": "执",
    "restoration": "执恢",
    "objection": "执异",
    "objection_suit": "民初",
    "payment_order": "民督",
}
_STREETS = ("和平路", "工业路", "澜江路", "人民路", "云溪街", "新华街", "环城东路", "书院巷")


class Names:
    """What everything is called. Ids are shuffled, so that they tell nothing about who came when."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.rng = np.random.default_rng([stage.world.seed, 31])
        self.shuffled = {kind: self.rng.permutation(n) for kind, n in sorted(stage.settled.items())}
        for kind, n in sorted(stage.counts.items()):
            settled = stage.settled.get(kind, 0)
            later = settled + self.rng.permutation(n - settled)
            self.shuffled[kind] = np.concatenate([self.shuffled.get(kind, later[:0]), later])

    def ids(self, column: str, numbers: Ints) -> pd.Series:
        """The ids of parties, cases, assets ... in a column of that name."""
        kind = column.removesuffix("_id")
        prefix = _PREFIX.get(kind, "P")
        if kind == "agent":
            return _coded(prefix, numbers * 48_271 % 9_999_991)
        pool = {"C": "case", "F": "asset", "K": "account", "U": "auction", "P": "party"}.get(prefix)
        shown = numbers if pool is None else np.where(numbers >= 0, self.shuffled[pool][numbers], NOBODY)
        return _coded(prefix, shown)

    def number_rows(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Give the rows ids of their own, in an order that tells nothing."""
        frame = frame.iloc[self.rng.permutation(len(frame))].reset_index(drop=True)
        if table in _OWN_ID:
            column, prefix = _OWN_ID[table]
            frame[column] = _coded(prefix, np.arange(len(frame)))
        return frame

    def dress(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Give parties names and numbers, assets their keys, cases their case numbers."""
        match table:
            case "parties":
                return self._parties(frame)
            case "assets":
                return frame.assign(natural_key=natural_keys(frame), region_code=regions(frame["_county"].to_numpy()))
            case "cases":
                return frame.assign(case_no=_case_numbers(frame), court_code=[court_code(c) for c in frame["_county"]])
            case _:
                return frame

    def _parties(self, frame: pd.DataFrame) -> pd.DataFrame:
        person = (frame["party_kind"] == "person").to_numpy()
        region = regions(frame["_county"].to_numpy())
        serial = self.shuffled["party"][frame["party_id"].to_numpy()]
        birth = frame["birth_year"].fillna(1980).to_numpy(dtype=np.int64)
        letters, names = self.rng.integers(0, CHANCES, (3, len(frame))), np.empty(len(frame), dtype=object)
        names[person], names[~person] = people(letters[:, person], birth[person]), firms(letters[:, ~person])
        return frame.assign(
            name=names,
            id_no=either(person, _id_numbers(region, birth, serial)),
            uscc=either(~person, _credit_codes(region, serial)), region_code=region,
        )  # fmt: skip

    def public(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """The contract's columns in public types, and known_at."""
        columns: dict[str, Any] = {}
        for column in self.stage.ledger.contract.tables[table].columns.values():
            columns[column.name] = self._public(column.name, column.type, frame[column.name])
        known = frame["known_at"].to_numpy(dtype=np.int64)
        return pd.DataFrame({**columns, "known_at": _dates(known)})

    def _public(self, name: str, kind: ColumnType, values: pd.Series) -> Any:
        if name == "address":
            return _text(values, lambda a: f"澜州市{_STREETS[a % 8]}{a // 8 + 1}号")
        if name in ("phone_hash", "counter_account"):
            return _text(values, lambda p: f"{p * 2654435761 % 2**40:010x}")
        if name == "text_hash":
            return _text(values, lambda t: f"{t // 65536 * 2654435761 % 2**32:08x}{t % 65536:04x}")
        if kind is ColumnType.ID and values.dtype.kind in "iu":
            return self.ids(name, values.to_numpy())
        if kind is ColumnType.DATE:
            return _dates(values.to_numpy(dtype=np.int64))
        if kind is ColumnType.TS:
            return pd.Series(values.to_numpy(dtype=np.int64)).astype("datetime64[s]").mask(values.to_numpy() == NEVER)
        if kind is ColumnType.MONEY:
            return values.astype(float).round(2)
        if kind is ColumnType.INT:
            return values.astype("Float64").round().astype("Int64")
        if kind is ColumnType.BOOL:
            return values.astype("Float64").astype("boolean")
        return values.astype(float) if kind is ColumnType.RATIO else values.astype("str").where(values.notna())


def regions(county: Ints) -> np.ndarray:
    """Region codes that do not exist."""
    codes = np.array([f"3397{c + 2:02d}" for c in range(100)], dtype=object)
    return codes[np.maximum(county, 0)]


def natural_keys(assets: pd.DataFrame) -> np.ndarray:
    """Plates for cars, unit codes for houses, numbers for the rest."""
    keys = [
        plate(a)
        if kind == "vehicle"
        else f"3397{c + 2:02d}{'GB' if kind == 'real_estate' else 'BD'}{a * 7919 % 10**10:010d}"
        for a, kind, c in zip(assets["asset_id"], assets["asset_class"], assets["_county"], strict=True)
    ]
    return np.array(keys, dtype=object)


def plate(asset: int) -> str:
    """The plate of a car."""
    digits, rest = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", asset * 48_271 % 34**5
    return "浙V" + "".join(digits[rest // 34**i % 34] for i in range(5))


def _case_numbers(cases: pd.DataFrame) -> list[str]:
    year = cases["filed_date"].to_numpy().astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    code = cases["case_kind"].map(_CODES).fillna(cases["case_kind"])
    key = pd.DataFrame(
        {"case": cases["case_id"], "filed": cases["filed_date"], "year": year, "code": code, "court": cases["_county"]}
    )
    unique = key.drop_duplicates("case").sort_values(["filed", "case"])
    serial = (
        (unique.groupby(["year", "code", "court"]).cumcount() + 1)
        .set_axis(unique["case"])
        .reindex(key["case"])
        .to_numpy()
    )
    special = {"arbitration": "（{y}）澜劳人仲案字第{s}号", "notarised_debt": "（{y}）浙澜证执字第{s}号"}
    return [
        special[c].format(y=y, s=f"{court + 2:02d}{s:05d}") if c in special else f"（{y}）{court_code(court)}{c}{s}号"
        for y, c, court, s in zip(key["year"], key["code"], key["court"], serial, strict=True)
    ]


def _id_numbers(region: np.ndarray, birth: Ints, serial: Ints) -> np.ndarray:
    body = [
        f"{r}{y}{s // 28 % 12 + 1:02d}{s % 28 + 1:02d}{s // 336 % 1000:03d}"
        for r, y, s in zip(region, birth, serial, strict=True)
    ]
    digits = np.array(body, dtype="U17").view("U1").reshape(-1, 17).astype(np.int64)
    check = np.array(list("10X98765432"))[digits @ np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11]
    return np.char.add(np.array(body), check).astype(object)


def _credit_codes(region: np.ndarray, serial: Ints) -> np.ndarray:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = [f"91{r}{s:08d}" for r, s in zip(region, serial, strict=True)]
    digits = np.array(body, dtype="U16").view("U1").reshape(-1, 16).astype(np.int64)
    inner = (11 - digits[:, 8:] @ np.array([3, 7, 9, 10, 5, 8, 4, 2]) % 11) % 11
    seventeen = np.column_stack([digits, np.where(inner == 10, alphabet.index("X"), inner)])
    check = (31 - seventeen @ (3 ** np.arange(17) % 31) % 31) % 31
    return np.array(
        [b + ("X" if i == 10 else str(i)) + alphabet[c] for b, i, c in zip(body, inner, check, strict=True)],
        dtype=object,
    )


def _coded(prefix: str, numbers: Ints) -> pd.Series:
    shown = pd.Series(numbers).astype("str").str.zfill(7)
    return (prefix + shown).where(numbers >= 0)


def _text(values: pd.Series, write: Any) -> pd.Series:
    return pd.Series([write(int(v)) if v >= 0 else None for v in values], dtype="str")


def _dates(days: Ints) -> pd.Series:
    return pd.Series(np.where(days == NEVER, 0, days).astype("datetime64[D]").astype("datetime64[s]")).mask(
        days == NEVER
    )
