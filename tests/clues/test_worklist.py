"""One list of clues: merged per debtor, marked, without what is in hand, fit to hand out."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.support.story import CONTRACT, Rows, enforcement, outcome, person, row, told
from zbrisk.clues.worklist import Clue, build_worklist, clues_of_checkpoints, clues_of_models, without_finished
from zbrisk.clues.worklist_file import write_worklist
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.explaining.suspects import SUSPECTS, suspicion_of

DAY = dt.date(2024, 1, 1)
TYPOLOGIES = {"kin": ("S1",), "series": ("S2", "S10"), "agent": ("S12",), "mixed": ("S1", "S2"), "asset": ("A1",)}


def docket(*parts: Rows) -> Docket:
    """E1 and E2 are D's, E3 is F's."""
    told_of = told(
        person("D", name="王建国"),
        person("F", name="=李四"),
        enforcement("E1", "2022-01-01", "A", "D"),
        enforcement("E2", "2022-02-01", "B", "D"),
        enforcement("E3", "2022-03-01", "B", "F"),
        *parts,
    )
    tables: dict[str, list[dict[str, Any]]] = {"parties": [], "review_outcomes": [], "review_lists": []}
    keys: dict[str, dict[str, Any]] = {}
    for number, (table, columns) in enumerate(told_of):
        key = CONTRACT.tables[table].key
        columns = {key[0]: f"{table}{number}"} | columns
        keys.setdefault(f"{table}|{[columns[k] for k in key]}", {"_table": table}).update(columns)
    for found in keys.values():
        tables.setdefault(found.pop("_table"), []).append(found)
    return open_docket(tables, contract=CONTRACT)


def model(case: str, target: str = "concealed_assets", probability: float = 0.3, **more: Any) -> Clue:
    return Clue(
        case_id=case, target=target, source="model", sentences=("终本后有收入",), evidence=(),
        probability=probability, rank=1, **more,
    )  # fmt: skip


def rule(case: str, verdict: str = "fail", severity: str = "M", number: str = "R-18") -> Clue:
    return Clue(
        case_id=case, target="unlawful_termination", source="rule", sentences=("查封到期未续",), evidence=(),
        rule=number, verdict=verdict, severity=severity,
    )  # fmt: skip


def issued(case: str, chosen: bool) -> Rows:
    listing = {"list_id": "L", "target": "concealed_assets", "listed_date": "2023-12-01"}
    return row("review_lists", case_id=case, chosen_flag=chosen, **listing)


def listed(*clues: Clue, world: Docket | None = None, without: Any = (), **more: Any) -> list[tuple[Any, ...]]:
    entries = build_worklist(world or docket(), clues, DAY, without=set(without), **more)
    return [(entry.case_ids, entry.source) for entry in entries]


def test_cases_of_one_debtor_are_one_entry() -> None:
    assert listed(model("E1"), model("E2"), model("E3", probability=0.2)) == [
        (("E1", "E2"), "model_only"),
        (("E3",), "model_only"),
    ]


def test_debtors_that_share_a_case_are_one_entry() -> None:
    both = row("case_parties", case_id="E2", party_id="F", role="debtor")
    assert listed(model("E1"), model("E2"), model("E3"), world=docket(both)) == [(("E1", "E2", "E3"), "model_only")]


def test_how_it_was_found() -> None:
    assert listed(model("E1"), rule("E2"), rule("E3")) == [(("E1", "E2"), "both"), (("E3",), "rule_only")]


def test_a_flag_stands_beside_and_makes_no_entry() -> None:
    flags = [rule("E1", verdict="flag"), rule("E3", verdict="flag")]
    assert listed(model("E1"), *flags) == [(("E1",), "model_only")]
    assert listed(model("E1"), *flags, flags=True) == [(("E1",), "model_only"), (("E3",), "rule_only")]


def test_order_priority_then_substantive_then_both_then_probability() -> None:
    assert listed(model("E1", probability=0.9), rule("E3", severity="H")) == [
        (("E3",), "rule_only"),
        (("E1",), "model_only"),
    ]
    assert listed(model("E1", probability=0.9), rule("E3"), model("E3", probability=0.1))[0] == (("E3",), "both")
    assert listed(model("E1", probability=0.9), model("E3"), first=["E3"])[0] == (("E3",), "model_only")


def test_what_is_in_hand_is_left_out() -> None:
    world = docket(
        outcome("E1", "concealed_assets", "refuted", "2023-12-31", outcome_id="1"),
        outcome("E2", "concealed_assets", "confirmed", "2024-01-01", outcome_id="2"),
        issued("E3", True),
        issued("E2", False),
    )
    clues = [model("E1"), model("E1", "sham_litigation"), model("E2"), model("E3")]
    entries = build_worklist(world, without_finished(world, clues, DAY), DAY)
    assert [(clue.case_id, clue.target) for entry in entries for clue in entry.clues] == [
        ("E1", "sham_litigation"),
        ("E2", "concealed_assets"),
    ]


def test_clues_of_checkpoints_are_failures_and_flags() -> None:
    verdicts = pd.DataFrame(
        [("E1", "R-18", "fail"), ("E1", "R-51", "flag"), ("E1", "R-01", "pass"), ("E1", "R-02", "unknown")],
        columns=["case_id", "rule", "verdict"],
    ).assign(severity="H", sentence_zh="查封到期未续", evidence='[{"table": "asset_events", "key": "1"}]')
    clues = clues_of_checkpoints(verdicts)
    assert [(c.rule, c.target) for c in clues] == [("R-18", "unlawful_termination"), ("R-51", "credit_measure")]
    assert clues[0].evidence == ({"table": "asset_events", "key": "1"},)


def reason(signal: str, contribution: float) -> dict[str, Any]:
    return {"signal": signal, "contribution": contribution, "sentence": {"zh": "句", "en": "s"}, "evidence": []}


@pytest.mark.parametrize(
    ("reasons", "side"),
    [
        ([reason("kin", 0.5), reason("series", 0.4)], "collusion"),
        ([reason("kin", 0.5), reason("series", 0.4), reason("mixed", 0.4), reason("series", 0.2)], "plaintiff"),
        ([reason("agent", 0.1), reason("asset", 2.0)], "agent"),
        ([reason("asset", 2.0)], None),
        ([reason("kin", -0.5)], None),
    ],
)
def test_who_is_suspected(reasons: list[dict[str, Any]], side: str | None) -> None:
    found = suspicion_of(reasons, TYPOLOGIES)
    assert (found.side if found else None) == side


def test_every_sham_typology_has_a_side_that_the_contract_knows() -> None:
    assert set(SUSPECTS) == {f"S{i}" for i in range(1, 13)}
    assert {found.side for found in SUSPECTS.values()} <= set(
        CONTRACT.tables["review_outcomes"].columns["suspect_side"].codes
    )


def test_sham_clues_alone_name_a_suspect() -> None:
    ranked = pd.DataFrame({"case_id": ["E1", "E1"], "target": ["sham_litigation", "concealed_assets"]})
    ranked = ranked.assign(probability=0.1, rank=1, reasons=json.dumps([reason("kin", 1.0)]), level="较高")
    assert [clue.suspect_side for clue in clues_of_models(ranked, TYPOLOGIES)] == ["collusion", None]
    low = ranked.assign(level="中等")
    assert [clue.suspect_side for clue in clues_of_models(low, TYPOLOGIES)] == [None, None]


def test_lists_to_hand_out_are_masked_and_safe(tmp_path: Path) -> None:
    world = docket()
    suit = model("E2", "sham_litigation", suspicion=SUSPECTS["S2"], level="较高", verify="调取银行流水；询问")
    clues = [model("E1", level="中等"), suit, rule("E1"), model("E3")]
    entries = build_worklist(world, clues, DAY, without=set())
    write_worklist(entries, tmp_path / "c.csv", world)
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["来源"], first["等级"], first["事项"]) == ("规则与模型", "较高", "虚假诉讼")
    assert first["当事人"] == "A、B 对 王某" and first["案号"].split() == ["E1", "E2"]
    assert first["先调什么"] == "调取银行流水（开户银行、支付机构）" and float(first["未执行（元）"]) == 200_000
    assert second["当事人"] == "B 对 =***" and "李四" not in "".join(second.values())
    write_worklist(entries, tmp_path / "c.parquet", world)
    table = pd.read_parquet(tmp_path / "c.parquet")
    assert json.loads(table["case_ids"][0]) == ["E1", "E2"]
    clue = next(clue for clue in json.loads(table["clues"][0]) if clue["target"] == "sham_litigation")
    assert clue["suspect_side"] == "plaintiff" and "suspicion" not in clue


def test_a_workbook_is_ready_to_hand_out(tmp_path: Path) -> None:
    world = docket(row("cases", case_id="E1", closed_date="2022-12-01", close_mode="terminated_round"))
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "001-E1.html").write_text("")
    long = replace(rule("E1", severity="H"), sentences=("查封到期未续" * 500,))
    entries = build_worklist(world, [long, model("E3", level="较高")], DAY)
    book = load_workbook(write_worklist(entries, tmp_path / "c.xlsx", world, pages=pages))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("线索清单", "visible"), ("案件", "visible"), ("怎样使用", "visible"), ("勿改", "hidden"),
    ]  # fmt: skip
    listed = book["线索清单"]
    column = {cell.value: cell.column_letter for cell in listed[1]}
    assert listed[f"{column['期限']}2"].value == dt.datetime(2027, 12, 1) and listed[f"{column['期限']}2"].is_date
    assert listed[f"{column['页面']}2"].hyperlink.target == "pages/001-E1.html"
    assert all(len(str(cell.value or "")) <= 60 for cell in listed[2])
    assert (listed.page_setup.orientation, listed.page_setup.fitToWidth) == ("landscape", 1)
    assert listed.print_title_rows == "$1:$1" and listed.sheet_properties.pageSetUpPr.fitToPage
    assert all(d.height <= 120 for sheet in book for d in sheet.row_dimensions.values() if d.height)
    offered = {str(v.sqref)[0]: v.formula1 for v in book["案件"].data_validations.dataValidation}
    assert '"查实,排除,尚不能确定"' in offered.values()
    assert "f" not in {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}


def test_a_court_is_called_what_the_contract_calls_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = replace(CONTRACT, code_labels={"cases.court_code": {"浙9602": "临越市北城区人民法院"}})
    monkeypatch.setattr(sys.modules[__name__], "CONTRACT", named)
    world = docket(row("cases", case_id="E1", court_code="浙9602"), row("cases", case_id="E3", court_code="浙9603"))
    entries = build_worklist(world, [rule("E1", severity="H"), model("E3", level="较高")], DAY)
    listed = pd.read_csv(write_worklist(entries, tmp_path / "c.csv", world))
    assert set(listed["法院"]) == {"临越市北城区人民法院", "浙9603"}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_an_empty_list_is_a_list(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"c.{ending}"
    write_worklist(build_worklist(docket(), [], DAY, without=set()), path, docket())
    assert path.stat().st_size > 0


def read(tmp_path: Path, world: Docket, *clues: Clue) -> list[dict[str, str]]:
    """The rows of the list of entries."""
    write_worklist(build_worklist(world, clues, DAY), tmp_path / "c.csv", world)
    with (tmp_path / "c.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


WHY = "为何（线索提示，需调查核实；不得作为采取措施的依据）"
LONG = "向关联人转移财产 1 项（只计起诉前三年以来），价值为执行标的的 0.52 倍，价款与价值之比为 60%（赠与按无偿计）"
LONG += "，最近一项在 2018-12-31"


def test_why_is_one_reason_in_whole_clauses(tmp_path: Path) -> None:
    found = reason("moved", 1.0) | {"sentence": {"zh": LONG, "en": "s"}, "related": [reason("cheap", 0.5)]}
    ranked = pd.DataFrame({"case_id": ["E1"], "target": ["concealed_assets"], "rank": [1], "probability": [0.3]})
    (clue,) = clues_of_models(ranked.assign(level="很高", reasons=json.dumps([found])), TYPOLOGIES)
    assert clue.sentences == (LONG, "句")
    (entry,) = read(tmp_path, docket(), clue)
    assert entry[WHY] == "向关联人转移财产 1 项，价值为执行标的的 0.52 倍，价款与价值之比为 60%，最近一项在 2018-12-31"
    (longer,) = read(tmp_path, docket(), replace(clue, sentences=(LONG.replace("财产", "财产" * 10),)))
    assert len(longer[WHY]) <= 60 and not longer[WHY].endswith("…") and LONG.startswith(longer[WHY][:8])


def test_an_entry_says_what_ends_it_how_it_stands_and_which_clock_runs(tmp_path: Path) -> None:
    rent = row("receivables", receivable_id="B1", creditor_id="D", kind="rent", amount=3.0, agreed_date="2022-05-01")
    world = docket(
        rent,
        outcome("E1", "concealed_assets", "confirmed", "2022-03-07", outcome_id="1"),
        row("cases", case_id="E1", closed_date="2022-12-01", close_mode="terminated_round"),
    )
    advice = {"verify": "调取征收补偿协议、付款凭证与领款委托书", "lawful": "征收安置由户内多人共有"}
    clue = model("E1", chief_rows=({"table": "receivables", "key": "B1"},), **advice)
    first, second = read(tmp_path, world, clue, model("E3", probability=0.1, **advice))
    assert first["先调什么"] == "租赁合同、租金付款凭证与收款人（承租人）"
    assert first["何种情形即可排除"] == "租金约定归银行、抵押权人或共有人"
    assert first["复核情况"] == "隐匿财产：2022-03-07 查实" and second["复核情况"] == ""
    assert (first["期限"], first["何种期限"]) == ("2027-12-01", "终本后查询期满")
    assert second["先调什么"].endswith("（征收部门）") and second["何种情形即可排除"] == "征收安置由户内多人共有"
