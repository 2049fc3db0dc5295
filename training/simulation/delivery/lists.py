"""The lists of a delivery: what each agency takes from its system, one row a case, person, measure, booking.

A list is a frame with values as they are; the clerk writes them down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from zbrisk.contract import load_contract

__all__ = ["LISTS", "Column", "List", "as_known", "delivered"]

LEDGERS = ("enforcement", "restoration")
GROUNDS = ("suit", "arbitration", "notarised_debt", "payment_order")
SEIZING = ("seize", "renew", "dispose", "detain", "lift")
CITY = "澜州市"
COURTS = ("中级人民法院", "城东区人民法院", "城西区人民法院", "澜江区人民法院", "云溪区人民法院", "北港市人民法院")
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Column:
    """A column: its headings, of which each file uses one, and how the clerk writes its cells."""

    words: tuple[str, ...]
    form: str


@dataclass(frozen=True, kw_only=True)
class List:
    """A list: the sender, what it is called, its columns, and its rows in a prefecture's tables.

    Attributes:
        quarterly: It comes each quarter, with what was new or changed; others come once, at the end.
        workbook: It comes as a workbook; of a quarterly list, the first does.
        statements: It holds replies of banks, whose balances follow from line to line.
    """

    sender: str
    title: str
    columns: Mapping[str, Column]
    rows: Callable[[Tables], pd.DataFrame]
    quarterly: bool = False
    workbook: bool = False
    statements: bool = False


def as_known(tables: Tables, day: dt.date) -> dict[str, pd.DataFrame]:
    """The tables as the senders had them on a day: the last version of each row, and nothing that came later."""
    contract, at = load_contract(), pd.Timestamp(day)
    known = {}
    for name, frame in tables.items():
        table = contract.tables[name]
        seen = frame[frame["known_at"].isna() | (frame["known_at"] <= at)].sort_values("known_at", na_position="first")
        known[name] = seen.drop_duplicates(list(table.key), keep="last")
    for name, of, told in (
        ("cases", "closed_date", ("closed_date", "close_mode", "term_reason", "realised_amount")),
        ("suits", "ended_date", ("ended_date", "end_kind", "effective_date", "default_flag", "defended_flag")),
        ("suits", "effective_date", ("effective_date",)),
        ("credit_measures", "removed_date", ("removed_date",)),
    ):
        later = known[name][of] > at
        known[name] = known[name].assign(**{column: known[name][column].mask(later) for column in told})
    started = known["cases"]["filed_date"] <= at
    known["cases"] = known["cases"][started]
    return known


def delivered(tables: Tables) -> dict[str, pd.DataFrame]:
    """What a delivery speaks of, clean: of the tables the rows, columns and cells that its lists are taken from."""
    cases, parties, events = tables["cases"], tables["case_parties"], tables["asset_events"]
    cases = cases[cases["case_kind"].isin((*LEDGERS, *GROUNDS))]
    parties = parties[parties["case_id"].isin(cases["case_id"])]
    events = events[events["case_id"].isin(cases["case_id"]) & events["event"].isin(SEIZING)]
    assets = tables["assets"][tables["assets"]["asset_id"].isin(events["asset_id"])]
    sightings = tables["vehicle_sightings"]
    sightings = sightings.assign(asset_id=sightings["asset_id"].where(sightings["asset_id"].isin(assets["asset_id"])))
    rows = {**tables, "cases": _told(cases), "case_parties": parties, "asset_events": events}
    rows |= {
        "assets": _only(assets, ("region_code",), assets["asset_class"] == "real_estate"),  # its number begins with it
        "parties": _registered(tables, parties),
        "vehicle_sightings": sightings,
        "suits": tables["suits"][tables["suits"]["case_id"].isin(cases["case_id"])],
    }
    return {name: _without(rows[name], empty) for name, empty in EMPTY.items()}


def _told(cases: pd.DataFrame) -> pd.DataFrame:
    """Cases with what ledgers and lists of suits say of each: those of suits have no sum, and numbers name a court."""
    cases = _only(cases, ("claim_amount",), cases["case_kind"].isin(LEDGERS))
    return _only(cases, ("court_code",), ~cases["case_kind"].isin(("arbitration", "notarised_debt")))


def _registered(tables: Tables, named: pd.DataFrame) -> pd.DataFrame:
    """Parties with what registers say of each: courts' of who stands in a case, others of incomes, companies."""
    parties, in_a_case = tables["parties"], tables["parties"]["party_id"].isin(named["party_id"])
    numbered = pd.concat([tables[name]["party_id"] for name in ("income_records", "companies")])
    parties = _only(parties, ("address", "phone_hash"), in_a_case)
    numbers = ("id_no", "uscc", "birth_year", "region_code")
    return _only(parties, numbers, in_a_case | parties["party_id"].isin(numbered))


def _only(frame: pd.DataFrame, columns: tuple[str, ...], kept: pd.Series) -> pd.DataFrame:
    """The rows, with nothing in columns of which no list says anything there."""
    return frame.assign(**{column: frame[column].where(kept) for column in columns})


def _without(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """The rows, with nothing in columns that no list has."""
    return frame.assign(**{column: frame[column].mask(frame[column].notna()) for column in columns})


def _named(tables: Tables, role: str) -> dict[str, list[str]]:
    """By case, the names of those in a role."""
    rows = tables["case_parties"]
    rows = rows[rows["role"] == role].merge(tables["parties"][["party_id", "name"]], on="party_id")
    names: dict[str, list[str]] = {}
    for case, name in zip(rows["case_id"], rows["name"], strict=True):
        names.setdefault(case, []).append(name)
    return names


def _numbers(tables: Tables) -> pd.Series:
    return tables["cases"].set_index("case_id")["case_no"]


def _name_of(tables: Tables, ids: pd.Series) -> pd.Series:
    return ids.map(tables["parties"].set_index("party_id")["name"])


def _ledger(tables: Tables) -> pd.DataFrame:
    cases = tables["cases"][tables["cases"]["case_kind"].isin(LEDGERS)]
    ids = cases["case_id"]
    return cases.assign(
        applicant=ids.map(_named(tables, "applicant")), debtor=ids.map(_named(tables, "debtor")),
        basis=cases["basis_case_id"].map(_numbers(tables)), court=cases["court_code"].map(_court),
    )  # fmt: skip


def _suits(tables: Tables) -> pd.DataFrame:
    cases = tables["cases"][tables["cases"]["case_kind"].isin(GROUNDS)]
    ids = cases["case_id"]
    rows = cases.assign(plaintiff=ids.map(_named(tables, "plaintiff")), defendant=ids.map(_named(tables, "defendant")))
    return rows.merge(tables["suits"].drop(columns="known_at"), on="case_id", how="left")


def _persons(tables: Tables) -> pd.DataFrame:
    people = tables["parties"][tables["parties"]["party_kind"] == "person"]
    named = tables["case_parties"]
    first = named.drop_duplicates("party_id").set_index("party_id")["case_id"].map(_numbers(tables))
    people = people[people["party_id"].isin(named["party_id"])]
    return people.assign(number=people["party_id"].map(first).where(people.index % 5 < 3))  # clerks filled in some


def _organisations(tables: Tables) -> pd.DataFrame:
    firms = tables["parties"][tables["parties"]["party_kind"] != "person"]
    return firms[firms["party_id"].isin(tables["case_parties"]["party_id"])]


def _seizures(tables: Tables) -> pd.DataFrame:
    events = tables["asset_events"]
    events = events[events["case_id"].notna() & events["event"].isin(SEIZING)]
    rows = events.merge(tables["assets"][["asset_id", "asset_class", "natural_key"]], on="asset_id")
    owner = _name_of(tables, rows["holder_id"]).map(lambda name: [name], na_action="ignore")
    rank = rows["seize_rank"].astype("Int64").astype("string")
    return rows.assign(number=rows["case_id"].map(_numbers(tables)), owner=owner, rank=rank).sort_values("number")


def _measures(tables: Tables) -> pd.DataFrame:
    rows = tables["credit_measures"]
    return rows.assign(number=rows["case_id"].map(_numbers(tables)), debtor=_name_of(tables, rows["party_id"]))


def _companies(tables: Tables) -> pd.DataFrame:
    rows = tables["companies"]
    firm = tables["parties"].set_index("party_id")["uscc"]
    return rows.assign(
        name=_name_of(tables, rows["party_id"]), uscc=rows["party_id"].map(firm),
        head=_name_of(tables, rows["legal_rep_id"]),
    )  # fmt: skip


def _incomes(tables: Tables) -> pd.DataFrame:
    rows = tables["income_records"]
    number = tables["parties"].set_index("party_id")["id_no"]
    return rows.assign(name=_name_of(tables, rows["party_id"]), id_no=rows["party_id"].map(number))


def _sightings(tables: Tables) -> pd.DataFrame:
    return tables["vehicle_sightings"]


def _petitions(tables: Tables) -> pd.DataFrame:
    rows = tables["petitions"]
    number = rows["case_id"].map(_numbers(tables))
    text = ("关于" + number + "一案，" + rows["text"].fillna("")).fillna(rows["text"])
    return rows.assign(petitioner=_name_of(tables, rows["party_id"]), text=text)


def _bookings(tables: Tables) -> pd.DataFrame:
    """Bookings of each reply of a bank, with the balance after each; it never falls below zero."""
    rows = tables["transactions"].merge(tables["accounts"][["account_id", "holder_id"]], on="account_id")
    rows = rows.sort_values(["account_id", "known_at", "ts", "txn_id"]).reset_index(drop=True)
    change = rows["amount"].where(rows["direction"] == "in", -rows["amount"])
    by_reply = change.groupby([rows["account_id"], rows["known_at"]])
    running = by_reply.cumsum()
    opening = -running.groupby([rows["account_id"], rows["known_at"]]).transform("min").clip(upper=0)
    counter = rows["counter_account"].map(lambda code: f"{int(code, 16):015d}", na_action="ignore")
    return rows.assign(
        account="0000" + rows["account_id"].str[1:].str.zfill(12), holder=_name_of(tables, rows["holder_id"]),
        balance=(running + opening).round(2), counter=_name_of(tables, rows["counterparty_id"]),
        counter_number=counter, clock=rows["ts"],
    )  # fmt: skip


def _court(code: str) -> str:
    return CITY + COURTS[int(code[-2:]) % len(COURTS)]


#: The tables that a delivery speaks of, and the columns of which none of its lists says anything.
EMPTY: Mapping[str, tuple[str, ...]] = {
    "cases": ("judge_id",),
    "suits": (
        "served_date", "hearing_count", "appeared_flag", "service_kind",
        "loan_date", "due_date", "monthly_rate", "text_hash",
    ),
    "parties": ("death_date", "deregistered_date", "hardship"),
    "case_parties": ("added_date", "liability_cap"),
    "assets": ("value", "encumbered"), "asset_events": ("counterparty_id", "price", "share"),
    "credit_measures": ("decided_date", "until_date"), "companies": ("phone_hash",), "income_records": ("employer_id",),
    "vehicle_sightings": ("driver_id",), "petitions": (), "accounts": ("bank", "opened_date", "closed_date"),
    "transactions": (),
}  # fmt: skip
NAME = ("姓名", "当事人姓名")
LISTS: Mapping[str, List] = {
    "ledger": List(
        sender="法院", title="执行案件清单", rows=_ledger, quarterly=True, workbook=True,
        columns={
            "case_no": Column(("案号", "执行案号"), "number"),
            "court": Column(("执行法院", "经办法院"), "text"),
            "cause": Column(("案由",), "text"),
            "filed_date": Column(("立案日期", "收案日期"), "day"),
            "applicant": Column(("申请执行人", "申请人"), "names"),
            "debtor": Column(("被执行人", "被执行人姓名/名称"), "names"),
            "basis": Column(("执行依据", "执行依据文号"), "number"),
            "claim_amount": Column(("申请标的额", "执行标的"), "sum"),
            "realised_amount": Column(("到位金额", "实际执行到位"), "sum"),
            "close_mode": Column(("结案方式", "执行结案方式"), "close_mode"),
            "closed_date": Column(("结案日期", "报结日期"), "day"),
            "term_reason": Column(("终本原因", "终本理由"), "text"),
        },
    ),
    "suits": List(
        sender="法院", title="民商事案件清单", rows=_suits, quarterly=True,
        columns={
            "case_no": Column(("案号", "案件编号"), "number"),
            "cause": Column(("案由",), "text"),
            "filed_date": Column(("立案日期", "受理日期"), "day"),
            "plaintiff": Column(("原告", "原告/申请人"), "names"),
            "defendant": Column(("被告", "被告/被申请人"), "names"),
            "ended_date": Column(("结案日期", "裁判日期"), "day"),
            "end_kind": Column(("结案方式",), "end_kind"),
            "effective_date": Column(("生效日期",), "day"),
            "default_flag": Column(("是否缺席",), "flag"),
            "defended_flag": Column(("是否答辩",), "flag"),
            "counter_duty_flag": Column(("对待给付",), "flag"),
            "cash_delivery_flag": Column(("现金交付",), "flag"),
            "principal": Column(("借款本金（万元）", "本金（单位：万元）"), "ten_thousands"),
        },
    ),
    "persons": List(
        sender="法院", title="当事人信息（自然人）", rows=_persons,
        columns={
            "name": Column(NAME, "name"), "id_no": Column(("身份证号", "公民身份号码"), "resident"),
            "number": Column(("案号", "涉案案号"), "number"), "address": Column(("住址",), "text"),
            "phone_hash": Column(("联系方式",), "text"),
        },
    ),
    "organisations": List(
        sender="法院", title="当事人信息（单位）", rows=_organisations,
        columns={
            "name": Column(("单位名称",), "name"), "uscc": Column(("统一社会信用代码",), "text"),
            "address": Column(("住所地",), "text"), "phone_hash": Column(("联系电话",), "text"),
        },
    ),
    "seizures": List(
        sender="法院", title="查控登记", rows=_seizures, workbook=True,
        columns={
            "number": Column(("执行案号",), "number"), "asset_class": Column(("财产类型",), "asset_class"),
            "natural_key": Column(("财产标识",), "text"), "owner": Column(("权利人",), "names"),
            "event": Column(("措施类型",), "event"), "rank": Column(("轮候顺位",), "rank"),
            "event_date": Column(("起始日期",), "day"), "until_date": Column(("到期日",), "day"),
        },
    ),
    "measures": List(
        sender="法院", title="信用惩戒名单", rows=_measures, quarterly=True,
        columns={
            "number": Column(("执行案号", "案号"), "number"), "debtor": Column(("被执行人", "被限制人"), "name"),
            "kind": Column(("惩戒类型", "惩戒措施"), "measure"),
            "published_date": Column(("发布时间", "发布日期"), "day"),
            "removed_date": Column(("屏蔽日期", "移除日期"), "day"), "ground": Column(("事由",), "text"),
        },
    ),
    "companies": List(
        sender="市监", title="企业登记", rows=_companies,
        columns={
            "name": Column(("企业名称",), "name"), "uscc": Column(("社会信用代码",), "text"),
            "registered_date": Column(("成立日期",), "day"), "valid_from": Column(("变更日期",), "day"),
            "registered_capital": Column(("注册资本（万元）",), "ten_thousands"),
            "paid_capital": Column(("实缴资本",), "sum"),
            "head": Column(("法定代表人",), "name"), "status": Column(("经营状态",), "status"),
            "address": Column(("住所",), "text"), "industry": Column(("行业",), "text"),
        },
    ),
    "incomes": List(
        sender="人社", title="社保公积金个税", rows=_incomes,
        columns={
            "name": Column(("姓名",), "name"), "id_no": Column(("证件号码",), "resident"),
            "month": Column(("费款所属期",), "month"), "kind": Column(("险种",), "income"),
            "base": Column(("缴费基数",), "sum"), "paid": Column(("缴费金额",), "sum"),
            "balance": Column(("账户余额",), "sum"),
        },
    ),
    "sightings": List(
        sender="公安", title="车辆轨迹", rows=_sightings,
        columns={
            "plate": Column(("号牌号码",), "text"), "ts": Column(("过车时间",), "moment"),
            "place": Column(("卡口名称",), "text"), "kind": Column(("数据类型",), "sighting"),
        },
    ),
    "petitions": List(
        sender="综治", title="信访热线", rows=_petitions,
        columns={
            "channel": Column(("受理渠道",), "petition"), "received_date": Column(("受理日期",), "day"),
            "petitioner": Column(("诉求人",), "name"), "text": Column(("诉求内容",), "text"),
        },
    ),
    "bookings": List(
        sender="银行", title="协查反馈", rows=_bookings, statements=True,
        columns={
            "account": Column(("账号",), "text"), "holder": Column(("户名",), "text"),
            "ts": Column(("交易日期",), "system_day"), "clock": Column(("交易时间",), "clock"),
            "direction": Column(("借贷标志",), "direction"), "amount": Column(("交易金额",), "plain_sum"),
            "balance": Column(("余额",), "plain_sum"), "counter": Column(("对方户名",), "text"),
            "counter_number": Column(("对方账号",), "text"), "memo": Column(("附言",), "text"),
            "channel": Column(("渠道",), "money"), "known_at": Column(("反馈日期",), "system_day"),
        },
    ),
}  # fmt: skip
