from __future__ import annotations

import time
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from zbrisk.errors import DataError
from zbrisk.intake.headers.find import Role, find_layout, role_below
from zbrisk.intake.headers.kinds import heading, heading_unit, list_kinds
from zbrisk.intake.headers.mapping import HeadingMap, read_mapping, write_mapping
from zbrisk.intake.reading.raw_rows import RawRow

LEDGER = ["案号", "申请执行人", "被执行人", "立案日期", "结案方式", "执行标的（万元）"]
CASE = ["（2024）浙9602执1号", "王小明", "李雷", "2024-01-05", "终本", "12.5"]


def rows(*cells: Sequence[str]) -> list[RawRow]:
    return [RawRow("", number, list(row)) for number, row in enumerate(cells, 1)]


def roles(sheet: list[RawRow], mapping: HeadingMap | None = None) -> list[str]:
    layout = find_layout(sheet, mapping or HeadingMap())
    return [
        str(layout.above.get(r.row) or ("header" if r.row in layout.header else role_below(r, layout))) for r in sheet
    ]


def test_every_row_of_a_sheet_has_its_role() -> None:
    sheet = rows(
        ["执行案件情况通报（截至2025年9月30日）"],
        ["填报单位：某法院", "", "单位：元"],
        [],
        LEDGER,
        CASE,
        LEDGER,
        [],
        ["合计", "1"],
        ["制表人：某某", "", "审核：某某"],
        ["以上数据由系统自动导出"],
    )
    expected = "title unit blank header data repeated_header blank total signature note"
    assert roles(sheet) == expected.split()
    assert str(find_layout(sheet, HeadingMap()).day) == "2025-09-30"


def test_a_header_of_two_rows_is_joined() -> None:
    upper = ["案号", "申请执行人", "被执行人", "", "立案", "结案方式"]
    lower = ["", "", "姓名/名称", "备注", "日期", ""]
    layout = find_layout(rows(upper, lower, CASE), HeadingMap())
    assert layout.header == (1, 2)
    assert layout.columns["debtor"].place == 2 and layout.columns["filed_date"].place == 4


def test_a_heading_says_its_unit() -> None:
    assert (heading("执行标的（万元）"), heading_unit("执行标的（万元）")) == ("执行标的", "万元")
    assert (heading(" 执行 标的\n(单位：元)*"), heading_unit("标的(单位:元)")) == ("执行标的", "元")
    assert find_layout(rows(LEDGER, CASE), HeadingMap()).columns["claim_amount"].unit == 10_000


def test_a_row_above_says_the_unit_of_the_sheet() -> None:
    header = [*LEDGER[:-1], "执行标的"]
    layout = find_layout(rows(["单位：万元"], header, CASE), HeadingMap())
    assert layout.columns["claim_amount"].unit == Decimal(10_000)


def test_a_sheet_without_known_headings_is_of_no_kind() -> None:
    assert find_layout(rows(["甲", "乙", "丙"], CASE), HeadingMap()).kind is None


def test_a_heading_that_comes_twice_counts_once() -> None:
    layout = find_layout(rows([*LEDGER, "案号"], [*CASE, "x"]), HeadingMap())
    assert layout.columns["case_no"].place == 0 and layout.unknown == ("案号",)


def test_a_block_above_the_table_gives_what_no_column_gives() -> None:
    sheet = rows(
        ["户名", "王小明", "账号", "0001"],
        ["反馈日期：2025-12-01"],
        ["交易日期", "借方发生额", "贷方发生额", "账户余额"],
    )
    layout = find_layout(sheet, HeadingMap())
    assert layout.kind is not None and layout.kind.name == "bank_statements"
    assert layout.head == {"holder": "王小明", "account_no": "0001", "replied_date": "2025-12-01"}


@pytest.mark.parametrize("name", list(list_kinds()))
def test_the_shipped_headings_of_a_list_are_known_as_that_list(name: str) -> None:
    kind = list_kinds()[name]
    for choice in (0, -1):
        layout = find_layout(rows([f.words[choice] for f in kind.fields.values()]), HeadingMap())
        assert layout.kind is not None
        assert layout.kind.name == name or len(layout.columns) >= len(kind.fields)


def test_a_teams_own_heading_is_read_and_one_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(
        'lists:\n  enforcement_cases:\n    标的数: claim_amount\n    庭室: "-"\n    其他: "?"\n', encoding="utf-8"
    )
    mapping = read_mapping(path)
    layout = find_layout(rows([*LEDGER[:-1], "标的数", "庭室", "其他"], [*CASE, "一庭", ""]), mapping)
    assert layout.columns["claim_amount"].place == 5
    assert (layout.left_out, layout.unknown) == (("庭室",), ("其他",))


def test_a_mapping_that_is_written_reads_back(tmp_path: Path) -> None:
    used = {"suits": {"案号": "case_no", "标的#'x": "?", "庭室": "-"}}
    write_mapping(tmp_path / "m.yaml", used, {("suits", "标的#'x"): ["principal"]})
    assert read_mapping(tmp_path / "m.yaml").lists == used
    assert "perhaps principal" in (tmp_path / "m.yaml").read_text(encoding="utf-8")


def test_nobody_is_asked_what_a_cell_without_a_letter_or_without_an_end_means() -> None:
    sheet = rows([*LEDGER, "<<", "其他", "长" * 1000], [*CASE, "", "", ""])
    assert find_layout(sheet, HeadingMap()).unknown == ("其他",)


@pytest.mark.parametrize("text", ["lists: {ledgers: {}}", "lists: {suits: {案号: number}}", "lists: [suits]"])
def test_a_mapping_that_names_what_there_is_not_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"m\.yaml"):
        read_mapping(tmp_path / "m.yaml")


def test_roles_are_texts() -> None:
    assert str(Role.DATA) == "data"


def test_of_two_columns_with_one_meaning_the_likelier_heading_counts_and_somebody_is_asked_about_the_other() -> None:
    header = [*LEDGER[:3], "收案日期", "立案日期"]
    layout = find_layout(rows(header, [*CASE[:3], "2024-01-02", "2024-01-05"]), HeadingMap())
    assert (layout.columns["filed_date"].place, layout.unknown) == (4, ("收案日期",))
    own = HeadingMap(lists={"enforcement_cases": {"收到日期": "filed_date"}})
    assert find_layout(rows([*header, "收到日期"]), own).columns["filed_date"].place == 5


@pytest.mark.parametrize(
    ("headings", "field", "column", "unknown"),
    [
        (["案号", "查封文号", "财产类型", "号牌号码", "查封日期", "措施类型"], "case_no", "案号", "查封文号"),
        (["案号", "财产类型", "账号", "不动产单元号", "查封日期", "措施类型"], "natural_key", "不动产单元号", "账号"),
        (["案号", "被执行人", "立案日期", "报结日期", "结案日期"], "closed_date", "结案日期", "报结日期"),
        (["企业名称", "社会信用代码", "核准日期", "投资人", "法定代表人"], "legal_rep", "法定代表人", "投资人"),
        (["账号", "户名", "交易日期", "入账时间", "交易时间", "收入"], "clock", "交易时间", "入账时间"),
        (["案号", "被执行人", "立案日期", "标的额（万元）", "执行标的（元）"], "claim_amount", "执行标的", "标的额"),
    ],
)
def test_an_empty_cell_is_not_filled_from_a_column_of_another_meaning(
    headings: list[str], field: str, column: str, unknown: str
) -> None:
    layout = find_layout(rows(headings), HeadingMap())
    cells = ["" if heading(word) == column else "x" for word in headings]
    assert layout.columns[field].text(cells) == "" and layout.unknown == (unknown,)


@pytest.mark.parametrize(
    ("written", "word", "unit"),
    [
        ("执行标的（人民币万元）", "执行标的", "万元"),
        ("执行标的（单位：万元，保留四位小数）", "执行标的", "万元"),
        ("执行标的/万元", "执行标的", "万元"),
        ("执行标的万元", "执行标的", "万元"),
        ("执行标的（百万元）", "执行标的", "百万元"),
        ("交易金额(分)", "交易金额", "分"),
        ("借方发生额/元(支取)", "借方发生额(支取)", "元"),
        ("对方帐号", "对方账号", ""),
        ("记账金额(收入)", "记账金额(收入)", ""),
    ],
)
def test_a_heading_says_its_unit_in_many_ways(written: str, word: str, unit: str) -> None:
    assert (heading(written), heading_unit(written)) == (word, unit)


@pytest.mark.parametrize(
    ("row", "unit"),
    [
        ("金额单位：人民币万元", 10_000),
        ("单位（万元）", 10_000),
        ("单位：件、万元", 10_000),
        ("金额以万元为单位", 10_000),
        ("终本清单（金额单位：万元）", 10_000),
        ("单位：件/万元", 10_000),
        ("（单位：万）", 10_000),
        ("单位：万", 1),
        ("金额单位：万", 10_000),
        ("单位（万）", 10_000),
        ("金额单位：元、面积单位：万平方米", 1),
        ("单位：元，万元", 1),
        ("单位：元/万元", 1),
        ("报送单位：亿，2024", 1),
        ("填报单位：千山区法院", 1),
        ("某单位职工缴费部分", 1),
    ],
)
def test_a_row_above_says_the_unit_in_many_ways(row: str, unit: int) -> None:
    header = [*LEDGER[:-1], "执行标的"]
    assert find_layout(rows([row], header, CASE), HeadingMap()).columns["claim_amount"].unit == unit


def test_a_group_of_headings_gives_its_unit_and_days_stand_behind() -> None:
    upper = ["案件基本情况", "当事人", "", "标的情况（万元）", "", "日期", ""]
    lower = ["案号", "申请执行人", "被执行人", "申请标的", "到位标的", "立案", "结案"]
    layout = find_layout(rows(upper, lower), HeadingMap())
    names = ["case_no", "applicant", "debtor", "claim_amount", "realised_amount", "filed_date", "closed_date"]
    assert [layout.columns[name].place for name in names] == [*range(7)]
    assert layout.columns["realised_amount"].unit == 10_000


def test_the_other_side_of_a_booking_is_not_ones_own() -> None:
    upper = ["本方", "", "交易日期", "交易金额", "", "交易对手信息", ""]
    lower = ["户名", "账号", "", "收入", "支出", "户名", "账号"]
    columns = find_layout(rows(upper, lower), HeadingMap()).columns
    assert (columns["credit"].place, columns["debit"].place) == (3, 4)
    assert (columns["holder"].place, columns["counter_name"].place) == (0, 5)
    assert (columns["account_no"].place, columns["counter_account"].place) == (1, 6)


MEASURES = ["案号", "被执行人姓名/名称", "执行法院", "立案时间", "执行依据文号", "发布时间"]


@pytest.mark.parametrize(
    ("headings", "kind", "implied"),
    [
        ([*MEASURES, "失信被执行人行为具体情形"], "credit_measures", {"kind": "失信被执行人"}),
        (["限制消费人员姓名", "案号", "执行法院", "发布时间"], "credit_measures", {"kind": "限制消费"}),
        (MEASURES, "enforcement_cases", {}),
        (["执行案号", "权利人", "不动产单元号", "查封类型", "查封日期"], "seizures", {"asset_class": "不动产"}),
        (["执行案号", "号牌号码", "不动产单元号", "查封类型", "查封日期"], "seizures", {}),
    ],
)
def test_a_heading_that_one_list_alone_has_says_what_no_column_says(
    headings: list[str], kind: str, implied: dict[str, str]
) -> None:
    layout = find_layout(rows(headings), HeadingMap())
    assert layout.kind is not None and layout.kind.name == kind
    assert {name: column.implies for name, column in layout.implied.items()} == implied


COURT_LEDGER = ["案号", "申请执行人", "被执行人", "立案日期", "结案日期", "结案方式"]


@pytest.mark.parametrize(
    "more",
    [
        ["限制消费人员", "限高日期"],
        ["失信行为具体情形", "发布时间"],
        ["冻结账号", "冻结日期", "冻结类型", "冻结金额"],
        ["查封日期", "措施", "号牌号码"],
    ],
)
def test_a_ledger_with_columns_of_another_list_stays_a_ledger(more: list[str]) -> None:
    for headings in (COURT_LEDGER, COURT_LEDGER[:-1]):
        layout = find_layout(rows([*headings, *more]), HeadingMap())
        assert layout.kind is not None and layout.kind.name == "enforcement_cases"
        assert set(more) >= set(layout.unknown) != set()


@pytest.mark.parametrize(
    ("headings", "row", "field"),
    [
        (["案号", "姓名/名称", "名单类别", "失信行为具体情形", "发布时间"], ["限制消费", "x"], "kind"),
        (["执行案号", "登记号码", "财产性质", "冻结账号", "查封日期", "措施"], ["房产", "1"], "asset_class"),
        (["姓名", "缴存年月", "缴存类别", "个人缴存基数"], ["养老保险", "5000"], "kind"),
    ],
)
def test_a_heading_implies_nothing_beside_an_unknown_column_that_may_say_it(
    headings: list[str], row: list[str], field: str
) -> None:
    layout = find_layout(rows(headings, ["李雷", "202401", *row]), HeadingMap())
    assert (layout.implied, layout.unknown[0]) == ({}, headings[2])
    assert (
        layout.kind is not None and field in layout.kind.fields and layout.kind.fields[field].words[0] in layout.lacking
    )


def test_what_a_heading_implies_it_says_of_rows_whose_cell_is_filled() -> None:
    sheet = rows(["执行案号", "不动产单元号", "登记号码", "措施", "查封日期"])
    column = find_layout(sheet, HeadingMap()).implied["asset_class"]
    assert column.text(["", "330106001001", "", "", ""]) == "不动产"
    assert column.text(["", "无", "1", "", ""]) == ""


def test_a_measure_is_of_the_person_who_is_restrained() -> None:
    headings = ["案号", "被执行人", "限制消费人员", "惩戒类型", "发布时间"]
    layout = find_layout(rows(headings), HeadingMap())
    assert (layout.columns["debtor"].place, layout.unknown) == (2, ("被执行人",))


def test_a_block_above_may_hold_several_in_one_cell_and_blank_rows() -> None:
    sheet = rows(
        ["账号:6217000000000000019  户名:王小明"],
        [],
        ["打印时间：2024-04-01 10:00:00"],
        ["交易日期", "收入金额", "支出金额", "账户余额"],
    )
    assert find_layout(sheet, HeadingMap()).head == {"account_no": "6217000000000000019", "holder": "王小明"}


@pytest.mark.parametrize(
    ("above", "head"),
    [
        (["户名:ZHANG SAN 账号:62220001"], {"holder": "ZHANG SAN", "account_no": "62220001"}),
        (
            ["户名:绍兴 恒达  账号:62220001  币种:人民币"],
            {"holder": "绍兴 恒达", "account_no": "62220001", "currency": "人民币"},
        ),
        (["账户:个人活期 币种:人民币 账号:62220001"], {"account_no": "62220001", "currency": "人民币"}),
        (["账号: 户名:李雷", "x"], {"holder": "李雷"}),
        (["户名:", "账号:62220001"], {"account_no": "62220001"}),
        (["本方户名:李雷 反馈日期:2024-03-01 10:00:00"], {"holder": "李雷", "replied_date": "2024-03-01 10:00:00"}),
        (["查询人", "姓名", "王警官", "户名", "李雷"], {"holder": "李雷"}),
        (["经办人姓名:王五 姓名:李雷"], {}),
        (["卡号", "62220001", "账号", "0001"], {"account_no": "0001"}),
    ],
)
def test_a_value_above_the_table_runs_to_the_next_heading_or_a_gap(above: list[str], head: dict[str, str]) -> None:
    sheet = rows(above, ["账号", "户名", "交易日期", "收入金额", "支出金额"])
    assert find_layout(sheet, HeadingMap()).head == head


def test_a_team_may_name_a_heading_that_stands_above_the_table() -> None:
    sheet = rows(["姓名:李雷", "账号:62220001"], ["交易日期", "收入金额", "支出金额"])
    own = HeadingMap(lists={"bank_statements": {"姓名": "holder"}})
    assert find_layout(sheet, own).head == {"holder": "李雷", "account_no": "62220001"}


@pytest.mark.parametrize("unit", ["（万元）", "万元"])
def test_a_row_of_units_below_the_headings_belongs_to_them(unit: str) -> None:
    layout = find_layout(rows([*LEDGER[:-1], "执行标的"], ["", "", "", "", "", unit], CASE), HeadingMap())
    assert (layout.header, layout.columns["claim_amount"].unit) == ((1, 2), 10_000)


def test_units_below_a_word_that_may_be_a_group_leave_it_its_meaning() -> None:
    headings = ["账号", "户名", "交易日期", "交易金额", "余额", "收支"]
    columns = find_layout(rows(headings, ["", "", "", "(万元)", "(元)", ""]), HeadingMap()).columns
    assert (columns["amount"].place, columns["amount"].unit, columns["balance"].unit) == (3, 10_000, 1)


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (["被执行人", "案号", "立案日期"], ["绍兴恒合计", CASE[0], "2024-01-05"]),
        (["姓名", "身份证号", "案号"], ["李累计", "330602197001011234", CASE[0]]),
        (["摘要", "账号", "户名", "交易日期", "收入", "支出"], ["利息合计", "62220001", "李雷", "2024-01-01", "5", ""]),
        (["备注", "案号", "被执行人", "立案日期"], ["备注:已和解", CASE[0], "李雷", ""]),
    ],
)
def test_a_row_that_says_what_the_list_needs_is_neither_a_sum_nor_a_remark(headings: list[str], row: list[str]) -> None:
    assert roles(rows(headings, row)) == ["header", "data"]


def test_remarks_and_sums_below_a_table_are_no_data() -> None:
    notes = [
        "注：以上截至2024年12月31日",
        "打印时间：2024-04-01",
        "第1页/共1页",
        "温馨提示：1.仅供参考",
        "总收入：5,000.00",
    ]
    sheet = rows(LEDGER, CASE, *([note] for note in notes), ["人民币合计", "", "", "", "", "12.5"])
    assert roles(sheet) == ["header", "data", *["note"] * len(notes), "total"]


def test_a_remark_that_is_all_that_a_row_needs_to_say_is_data() -> None:
    sheet = rows(["诉求内容", "受理时间", "来源"], ["说明：房子被占", "2024-01-05", "12345"])
    assert roles(sheet) == ["header", "data"]


def test_a_layout_says_what_the_list_needs_and_lacks() -> None:
    layout = find_layout(rows(["交易时间", "收/支", "金额(元)", "交易对方", "备注"]), HeadingMap())
    assert layout.lacking == ("账号", "户名")


@pytest.mark.parametrize("piece", [",", ", ", "户名:", "户名 :", " ", "单位：元、", "人民币"])
def test_a_long_cell_above_the_table_takes_no_long_time(piece: str) -> None:
    sheet = rows(["账号:" + piece * (100_000 // len(piece))], ["户名", "交易日期", "金额", "余额"])
    begun = time.process_time()
    find_layout(sheet, HeadingMap())
    assert time.process_time() - begun < 5  # a minute where it grows with the square
