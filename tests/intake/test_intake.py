from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.intake.lists import CASE, LEDGER, MEASURE, MEASURES, SEIZURE, SEIZURES, SUIT, SUITS, Deliver, changed
from zbrisk.docket.check import check
from zbrisk.errors import DataError
from zbrisk.intake import intake, undo
from zbrisk.intake.headers.mapping import read_mapping


def table(out: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(out / f"{name}.parquet").to_pylist()
    return rows


def everything(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_a_ledger_gives_cases_parties_and_who_stands_where(deliver: Deliver, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    deliver("2025Q4/执行案件清单.csv", [LEDGER, CASE], encoding="gb18030")
    outcome = intake(deliver("2025Q4/民商事案件.xlsx", [["一审案件（截至2025年12月31日）"], SUITS, SUIT]), out)
    assert outcome.tables == {"cases": 2, "suits": 1, "parties": 2, "case_parties": 4, "coverage": 1}
    assert not outcome.waits
    enforcement, suit = table(out, "cases")[1], table(out, "cases")[0]
    assert suit["case_id"] == enforcement["basis_case_id"] == "（2023）浙9602民初8号"
    assert enforcement["close_mode"] == "terminated_round" and enforcement["claim_amount"] == 125_000
    assert enforcement["known_at"] == dt.date(2025, 12, 31) and enforcement["basis_kind"] == "judgment"
    assert table(out, "suits")[0]["principal"] == 120_000
    roles = {(row["role"], row["party_id"]) for row in table(out, "case_parties")}
    assert len({party for _, party in roles}) == 2 and len(roles) == 4
    assert check(out).passed


@pytest.mark.slow
def test_the_sum_of_a_suit_is_that_of_its_case(deliver: Deliver, tmp_path: Path) -> None:
    deliver("2025Q4/执行案件清单.csv", [LEDGER, CASE])
    intake(deliver("2025Q4/民商事案件.csv", [[*SUITS, "诉讼标的额（万元）"], [*SUIT, "13.5"]]), tmp_path / "tables")
    sums = {row["case_kind"]: row["claim_amount"] for row in table(tmp_path / "tables", "cases")}
    assert sums == {"suit": 135_000, "enforcement": 125_000}


def test_an_account_that_two_replies_name_in_turn_has_a_version_of_each_day(deliver: Deliver, tmp_path: Path) -> None:
    replied = [("2025-03-01", "李雷"), ("", "李磊"), ("2025-03-01", "李雷"), ("2025-02-01", "李磊")]
    headings = ["账号", "户名", "反馈日期", "交易日期", "收支", "金额"]
    deliver("2025Q4/ledger.csv", [LEDGER, CASE])
    raw = deliver(
        "2025Q4/flow.csv", [headings, *(["0001111", who, day, "2024-01-05", "收", "50"] for day, who in replied)]
    )
    intake(raw, tmp_path / "tables", salt=b"0" * 32)
    known = [row["known_at"] for row in table(tmp_path / "tables", "accounts")]
    assert sorted(known) == [dt.date(2025, 2, 1), dt.date(2025, 3, 1), dt.date(2025, 12, 31)]
    assert check(tmp_path / "tables").passed


@pytest.mark.slow
def test_python_looks_for_no_cycles_meanwhile_and_does_afterwards(deliver: Deliver, tmp_path: Path) -> None:
    looked: set[bool] = set()
    raw = deliver("2025Q4/执行案件清单.csv", [LEDGER, CASE])
    intake(raw, tmp_path / "tables", advance=lambda done, of: looked.add(gc.isenabled()))
    assert looked == {False} and gc.isenabled()


@pytest.mark.slow
def test_a_seized_car_is_the_same_where_it_was_seen(deliver: Deliver, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    deliver("2025Q4/ledger.csv", [LEDGER, CASE])
    deliver(
        "2025Q4/seizures.csv",
        [SEIZURES, SEIZURE, changed(SEIZURE, SEIZURES, 执行案号="", 查封开始="2025-01-01", 类型="续封")],
    )
    intake(
        deliver(
            "2025Q4/seen.csv",
            [["车牌号", "过车时间", "卡口", "类型"], ["浙q12345", "2025-03-01 08:00:00", "a", "卡口"]],
        ),
        out,
    )
    assert table(out, "vehicle_sightings")[0]["asset_id"] == table(out, "assets")[0]["asset_id"]
    events = table(out, "asset_events")
    assert {event["event"] for event in events} == {"seize", "renew"}
    assert {event["case_id"] for event in events} == {CASE[0]}
    filled = [cell for cell in table(out / "intake", "cells") if cell["rule"] == "filled_down"]
    assert [(cell["row"], cell["field"]) for cell in filled] == [(3, "case_no")]
    assert check(out).passed


ROWS_REFUSED = {
    "impossible_date": changed(CASE, LEDGER, 立案日期="2024-02-30"),
    "no_year": changed(CASE, LEDGER, 立案日期="5月3日"),
    "required_cell_empty": changed(CASE, LEDGER, 立案日期=""),
    "after_known_day": changed(CASE, LEDGER, 立案日期="2026-01-01"),
    "case_number_damaged": changed(CASE, LEDGER, 案号="（2024）浙96执号"),
    "too_many_cells": (*CASE, "x"),
    "too_few_cells": CASE[:-1],
    "open_quote": ('"' + CASE[0], *CASE[1:]),
}


def test_a_row_that_cannot_be_used_is_refused_with_its_reason(deliver: Deliver, raw: Path, tmp_path: Path) -> None:
    out, good = tmp_path / "tables", [f"（2024）浙9602执{n}号" for n in range(2, 2 + len(ROWS_REFUSED))]
    for number, (reason, row) in zip(good, ROWS_REFUSED.items(), strict=True):
        deliver(f"2025Q4/{reason}.csv", [LEDGER, row, changed(CASE, LEDGER, 案号=number)])
    outcome = intake(raw, out)
    assert outcome.waits and outcome.reasons == dict.fromkeys(ROWS_REFUSED, 1)
    refused = {each["reason"]: (each["file"], each["row"]) for each in table(out / "intake", "quarantine")}
    assert refused == {reason: (f"{reason}.csv", 2) for reason in ROWS_REFUSED}
    assert sorted(each["case_id"] for each in table(out, "cases")) == good
    assert check(out).passed


CELLS_REFUSED = [
    ({"结案日期": "1900-01-00"}, "closed_date", "impossible_date"),
    ({"结案日期": "2023-12-31"}, "closed_date", "before_start"),
    ({"结案方式": "销案"}, "close_mode", "unknown_code"),
    ({"执行标的": "详见判决书"}, "claim_amount", "no_amount"),
    ({"申请执行人": "=1+1"}, None, "formula_in_name"),
]


@pytest.mark.slow
def test_a_cell_that_cannot_be_used_costs_itself(deliver: Deliver, raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    for n, (cells, _, _) in enumerate(CELLS_REFUSED):
        row = changed(CASE, LEDGER, 案号=f"（2024）浙9602执{n}1号", **cells)
        deliver(f"2025Q4/{n}.csv", [LEDGER, row])
    outcome = intake(raw, out)
    assert outcome.reasons == {reason: 1 for _, _, reason in CELLS_REFUSED}
    cases = sorted(table(out, "cases"), key=lambda case: case["case_id"])
    for case, (_, column, _) in zip(cases, CELLS_REFUSED, strict=True):
        assert column is None or case[column] is None
    assert check(out).passed


@pytest.mark.slow
def test_what_hangs_on_a_case_that_never_came_waits_for_it(deliver: Deliver, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    other = changed(MEASURE, MEASURES, 执行案号="（2024）浙9602执9号")
    deliver("2025Q3/measures.csv", [MEASURES, MEASURE, other])
    outcome = intake(deliver("2025Q3/ledger.csv", [LEDGER, CASE]), out)
    assert outcome.reasons == {"case_not_delivered": 1} and outcome.tables["credit_measures"] == 1
    outcome = intake(deliver("2025Q4/ledger.csv", [LEDGER, changed(CASE, LEDGER, 案号="（2024）浙9602执9号")]), out)
    assert not outcome.reasons and outcome.tables["credit_measures"] == 2
    assert check(out).passed


def test_an_arbitral_number_that_comes_again_is_another_case(deliver: Deliver, tmp_path: Path) -> None:
    award = changed(SUIT, SUITS, 案号="临越仲裁字（2023）第2号", 结案方式="裁决")
    other = changed(award, SUITS, 立案日期="2023-09-09", 原告="韩梅梅", 被告="吉姆")
    deliver("2025Q4/suits.csv", [SUITS, award, other])
    based = changed(CASE, LEDGER, 执行依据="临越仲裁字（2023）第2号", 被执行人="吉姆", 申请执行人="韩梅梅")
    intake(deliver("2025Q4/ledger.csv", [LEDGER, based]), tmp_path / "tables")
    cases = {row["case_id"]: row for row in table(tmp_path / "tables", "cases")}
    assert set(cases) == {"临越仲裁字（2023）第2号", "临越仲裁字（2023）第2号 2023-09-09", CASE[0]}
    assert cases[CASE[0]]["basis_case_id"] == "临越仲裁字（2023）第2号 2023-09-09"
    assert cases[CASE[0]]["basis_kind"] == "award"


@pytest.mark.slow
def test_a_statement_whose_balances_do_not_follow_is_refused_whole(deliver: Deliver, tmp_path: Path) -> None:
    deliver("2025Q4/ledger.csv", [LEDGER, CASE])
    head = [["户名", "李雷", "账号", "0001111"], ["反馈日期", "2025-12-01"]]
    columns = ["交易日期", "交易时间", "借方发生额", "贷方发生额", "账户余额", "对方户名", "对方账号"]
    good = [
        ["2024-01-03", "08:00:00", "10.00", "", "90.00", "", ""],
        ["2024-01-02", "09:00:00", "", "50.00", "100.00", "韩梅梅", "0002222"],
    ]
    broken = [["2024-01-03", "08:00:00", "10.00", "", "80.00", "", ""], good[1]]
    deliver("2025Q4/a.csv", [*head, columns, *good])
    intake(
        deliver("2025Q4/b.csv", [["户名", "李雷", "账号", "0002222"], head[1], columns, *broken]), tmp_path / "tables"
    )
    booked = table(tmp_path / "tables", "transactions")
    assert sorted((row["direction"], float(row["amount"])) for row in booked) == [("in", 50.0), ("out", 10.0)]
    assert {row["known_at"] for row in booked} == {dt.date(2025, 12, 1)}
    accounts = {row["account_id"] for row in table(tmp_path / "tables", "accounts")}
    assert {row["counter_account"] for row in booked} - {None} == accounts - {row["account_id"] for row in booked}
    refused = table(tmp_path / "tables" / "intake", "quarantine")
    assert {(row["file"], row["reason"]) for row in refused} == {("b.csv", "balances_do_not_follow")}
    assert check(tmp_path / "tables").passed


@pytest.mark.slow
def test_batches_in_any_order_and_one_twice_give_the_same_bytes(deliver: Deliver, tmp_path: Path) -> None:
    later = changed(CASE, LEDGER, 执行标的="130000", 案由="")
    deliver("2025Q3/ledger.csv", [LEDGER, changed(CASE, LEDGER, 结案日期="", 结案方式="")])
    raw = deliver(
        "2025Q4/ledger.csv", [LEDGER, later, changed(CASE, LEDGER, 案号="（2024）浙9602执2号", 被执行人="李某")]
    )
    at_once, in_order, reverse = (tmp_path / name for name in ("a", "b", "c"))
    intake(raw, at_once)
    for out, order in ((in_order, ("2025Q3", "2025Q4")), (reverse, ("2025Q4", "2025Q3"))):
        for batch in order:
            intake(raw / batch, out)
    expected = everything(at_once)
    assert everything(in_order) == expected and everything(reverse) == expected
    intake(raw / "2025Q4", at_once)
    assert everything(at_once) == expected
    versions = [row for row in table(at_once, "cases") if row["case_id"] == CASE[0]]
    assert [(row["known_at"].month, row["claim_amount"], row["cause"]) for row in versions] == [
        (9, 125_000, "民间借贷纠纷"), (12, 130_000, "民间借贷纠纷"),
    ]  # fmt: skip


@pytest.mark.slow
def test_the_id_of_a_party_that_was_known_before_says_whose_it_is_now(deliver: Deliver, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    deliver("2025Q3/ledger.csv", [LEDGER, CASE])
    raw = deliver("2025Q4/ledger.csv", [LEDGER, changed(CASE, LEDGER, 案由="买卖合同纠纷")])
    intake(raw / "2025Q4", out)
    before = {row["name"]: row["party_id"] for row in table(out, "parties")}
    intake(raw / "2025Q3", out)
    now = {row["name"]: row["party_id"] for row in table(out, "parties")}
    places = {row["place"]: row["party_id"] for row in table(out / "intake", "mentions")}
    assert before.keys() == now.keys() and not set(before.values()) & set(now.values())
    assert {name: places[party] for name, party in before.items()} == now


@pytest.mark.slow
def test_a_batch_that_is_taken_out_leaves_what_would_be_without_it(deliver: Deliver, tmp_path: Path) -> None:
    deliver("2025Q3/ledger.csv", [LEDGER, CASE])
    raw = deliver("2025Q4/ledger.csv", [LEDGER, changed(CASE, LEDGER, 案由="买卖合同纠纷")])
    alone, both = tmp_path / "alone", tmp_path / "both"
    intake(raw / "2025Q3", alone)
    intake(raw, both)
    assert everything(both) != everything(alone)
    undo(both, "2025Q4")
    assert everything(both) == everything(alone)
    with pytest.raises(DataError, match="no batch '2025Q4'"):
        undo(both, "2025Q4")
    with pytest.raises(DataError, match="No row of cases"):
        undo(both, "2025Q3")
    assert everything(both) == everything(alone)


def test_the_same_bytes_in_two_batches_count_once_and_from_the_first_day(deliver: Deliver, tmp_path: Path) -> None:
    deliver("2025Q4/copy.csv", [LEDGER, CASE])
    outcome = intake(deliver("2025Q3/ledger.csv", [LEDGER, CASE]), tmp_path / "tables")
    assert [(file.name, file.reason) for file in outcome.files] == [("ledger.csv", ""), ("copy.csv", "same_bytes")]
    assert [row["known_at"] for row in table(tmp_path / "tables", "cases")] == [dt.date(2025, 9, 30)]


def test_a_list_that_says_nowhere_when_it_was_known_asks_for_the_day(deliver: Deliver, tmp_path: Path) -> None:
    raw = deliver("ledger.csv", [LEDGER, CASE])
    with pytest.raises(DataError, match=r"ledger\.csv says nowhere on which day(.|\n)*--known"):
        intake(raw, tmp_path / "tables")
    assert not (tmp_path / "tables").exists()
    intake(raw, tmp_path / "tables", known=dt.date(2025, 11, 5), batch="first")
    assert table(tmp_path / "tables", "cases")[0]["known_at"] == dt.date(2025, 11, 5)


@pytest.mark.slow
def test_an_unknown_heading_is_asked_for_once(deliver: Deliver, tmp_path: Path) -> None:
    out, kept = tmp_path / "tables", tmp_path / "tables" / "intake" / "mapping.yaml"
    raw = deliver("2025Q4/ledger.csv", [(*LEDGER, "到位数", "序号"), (*CASE, "5000", "1")])
    outcome = intake(raw, out)
    assert outcome.open_headings == {"enforcement_cases": ("到位数",)} and outcome.waits
    assert outcome.proposals["enforcement_cases", "到位数"][0] == "realised_amount"
    assert read_mapping(kept).lists["enforcement_cases"]["到位数"] == "?"
    kept.write_text(kept.read_text(encoding="utf-8").replace('到位数: "?"', "到位数: realised_amount").replace(
        "到位数: '?'", "到位数: realised_amount"), encoding="utf-8")  # fmt: skip
    assert not intake(raw, out).waits
    assert table(out, "cases")[0]["realised_amount"] == 5000


@pytest.mark.slow
def test_a_list_whose_case_numbers_stand_under_an_unknown_heading_asks_for_it(deliver: Deliver, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    raw = deliver("2025Q4/other.csv", [("本案编码", *LEDGER[1:]), changed(CASE, LEDGER, 案号="（2024）浙9602执9号")])
    outcome = intake(deliver("2025Q4/ledger.csv", [LEDGER, CASE]), out)
    assert outcome.reasons == {"column_unknown": 1} and outcome.tables["cases"] == 1
    assert outcome.proposals["enforcement_cases", "本案编码"][0] == "case_no"
    (tmp_path / "m.yaml").write_text("lists: {enforcement_cases: {本案编码: case_no}}", encoding="utf-8")
    assert intake(raw, out, mapping=tmp_path / "m.yaml").tables["cases"] == 2


@pytest.mark.slow
def test_broken_papers_and_litter_are_listed_and_not_read(deliver: Deliver, tmp_path: Path) -> None:
    raw = deliver("2025Q4/ledger.csv", [LEDGER, CASE])
    for name, content in (("判决书.pdf", b"%PDF-1.7"), ("~$a.xlsx", b"\x05"), ("b.txt", b""), ("c.xls", b"<html>")):
        (raw / "2025Q4" / name).write_bytes(content)
    outcome = intake(raw, tmp_path / "tables")
    assert outcome.waits  # somebody has to ask for the judgment again
    assert {file.name: file.reason for file in outcome.files} == {
        "ledger.csv": "", "判决书.pdf": "document_broken", "~$a.xlsx": "lock", "b.txt": "empty", "c.xls": "web_page",
    }  # fmt: skip


@pytest.mark.slow
def test_a_delivery_of_which_nothing_can_be_read_changes_nothing(deliver: Deliver, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    intake(deliver("2025Q4/ledger.csv", [LEDGER, CASE]), out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    papers = tmp_path / "papers" / "2025Q4"
    papers.mkdir(parents=True)
    (papers / "判决书.pdf").write_bytes(b"%PDF-1.7")
    (papers / "~$a.xlsx").write_bytes(b"\x05")
    with pytest.raises(DataError, match=r"判决书\.pdf: the document cannot be read"):
        intake(papers.parent, out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_heading_that_comes_twice_is_judged_by_its_second_column(deliver: Deliver, tmp_path: Path) -> None:
    rows = [(*LEDGER, "案由"), (*CASE, "37.5万元")]
    outcome = intake(deliver("2025Q4/ledger.csv", rows), tmp_path / "tables")
    assert outcome.proposals["enforcement_cases", "案由"][0] == "realised_amount"


def test_all_that_is_written_is_for_this_user_alone(deliver: Deliver, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    intake(deliver("2025Q4/ledger.csv", [LEDGER, CASE]), out)
    assert {oct(path.stat().st_mode & 0o777) for path in out.rglob("*")} == {"0o600", "0o700"}
    assert out.stat().st_mode & 0o777 == 0o700


def test_no_name_stands_on_the_report(deliver: Deliver, tmp_path: Path) -> None:
    intake(deliver("2025Q4/ledger.csv", [LEDGER, CASE]), tmp_path / "tables")
    page = (tmp_path / "tables" / "intake" / "report.html").read_text(encoding="utf-8")
    assert "概况" in page and "王小明" not in page and "李雷" not in page


def test_a_folder_of_other_things_is_left_alone(deliver: Deliver, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "mine.txt").write_text("x")
    with pytest.raises(DataError, match="intake did not write"):
        intake(deliver("2025Q4/ledger.csv", [LEDGER, CASE]), tmp_path / "tables")
    assert [path.name for path in (tmp_path / "tables").iterdir()] == ["mine.txt"]


@pytest.mark.slow
def test_batches_and_books_may_be_kept_beside_the_tables(deliver: Deliver, tmp_path: Path) -> None:
    out, state, whole = tmp_path / "tables", tmp_path / "state", tmp_path / "whole"
    raw = deliver("2025Q3/ledger.csv", [LEDGER, CASE])
    intake(raw, out, state=state)
    deliver("2025Q4/suits.csv", [SUITS, SUIT])
    intake(raw, out, state=state)
    intake(raw, whole)
    assert {**everything(out), **{f"intake/{name}": content for name, content in everything(state).items()}} == (
        everything(whole)
    )
    undo(out, "2025Q4", state=state)
    assert not (out / "suits.parquet").exists() and not (out / "intake").exists()
    with pytest.raises(DataError, match="with another --state"):
        intake(raw, out)


def test_a_state_within_the_tables_is_refused(deliver: Deliver, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="lie in one another"):
        intake(deliver("2025Q4/ledger.csv", [LEDGER, CASE]), tmp_path / "tables", state=tmp_path / "tables" / "state")
