from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.documents.grammar import DocumentKind, read_document

RULING = """临越市北城区人民法院
执 行 裁 定 书
（2024）浙9602执1号之一
申请执行人：王小明，男，住临越市。公民身份号码：×××。
委托诉讼代理人：张三、李四（特别授权），浙江正越律师事务所律师。
被执行人：李雷，男。
被执行人：临越市宏越有限责任公司，住所地临越市。法定代表人：韩梅梅，经理。
王小明与李雷民间借贷纠纷一案，本院于2024年1月5日立案，申请执行标的为12.5万元。
1、2024年1月8日，本院依法发出执行通知。
2、2024年1月9日向其发出报告财产令，要求如实申报财产。
3、2024年2月1日，被执行人申报无财产；2024年2月20日，本院对申报内容进行了核实。
4、被执行人未申报财产，本院于2024年3月1日决定拘留。
本案执行到位0元，尚欠人民币125,000.00元。
本院认为，被执行人于2024年4月1日申报无财产。裁定如下：
终结本次执行程序。
二〇二四年六月三十日
"""
REPLY = """财产查询反馈表
案号：（2024）浙9602执1号　　被执行人：李雷
序号\t财产种类\t查询方式\t查询时间\t查询结果\t数额
1\t银行存款\t网络查控\t2024.1.20\t已查到\t44.77
2\t养老保险\t登记机构\t2024-02-01\t无\t/
3\t不动产\t登记机构\t2024-02-02\t反馈异常\t—
"""


def test_a_ruling_says_who_what_and_when() -> None:
    read = read_document(RULING)
    assert read.kind is DocumentKind.TERMINATED_RULING
    assert read.case_no is not None and read.case_no.value == "（2024）浙9602执1号"
    assert [(party.role, party.name.raw) for party in read.parties] == [
        ("applicant", "王小明"), ("debtor", "李雷"), ("debtor", "临越市宏越有限责任公司"),
    ]  # fmt: skip
    assert [(agent.name.raw, agent.kind, agent.firm, agent.acts_for) for agent in read.agents] == [
        ("张三", "lawyer", "浙江正越律师事务所", (0,)), ("李四", "lawyer", "浙江正越律师事务所", (0,)),
    ]  # fmt: skip
    assert {said.field: said.value for said in read.others} == {
        "court": "临越市北城区人民法院", "filed_date": "2024-01-05", "claim_amount": "125000.00",
        "unpaid_amount": "125000.00", "ruled_date": "2024-06-30",
    }  # fmt: skip


@pytest.mark.parametrize("written", ["(2024) 浙9602执1号", "（2024）　浙9602 执 1号之一"])
def test_a_number_may_have_blanks_between_its_parts(written: str) -> None:
    number = read_document(RULING.replace("（2024）浙9602执1号之一", written)).case_no
    assert number is not None and (number.raw, number.value) == (written, "（2024）浙9602执1号")


@pytest.mark.parametrize(
    ("lines", "court", "kind"),
    [
        ("青岛海事法院\n民 事 判 决 书\n", "青岛海事法院", DocumentKind.JUDGMENT),
        ("上海铁路运输法院\n民事调解书\n", "上海铁路运输法院", DocumentKind.MEDIATION),
        ("北京知识产权法院\n民事裁定书\n", "北京知识产权法院", DocumentKind.OTHER),
        ("遵义市红花岗区人民法院 执行裁定书\n", "遵义市红花岗区人民法院", DocumentKind.ENFORCEMENT_RULING),
        ("遵义市红花岗区人民法院民事判决书　（2020）黔0302民初2号\n", "遵义市红花岗区人民法院", DocumentKind.JUDGMENT),
        ("拉萨市城关区人民法院\n协助执行通知书\n某银行：\n附：（2022）藏0102执88号执行裁定书\n",
         "拉萨市城关区人民法院", DocumentKind.OTHER),
    ],
)  # fmt: skip
def test_a_paper_of_any_court_has_its_court_and_kind(lines: str, court: str, kind: DocumentKind) -> None:
    read = read_document(lines + "（2020）黔0302执1号\n申请执行人：王小明。\n")
    assert read.kind is kind
    assert [said.value for said in read.others if said.field == "court"] == [court]


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("上诉人（原审被告）：王小明，男。\n被上诉人（原审原告）：李雷，男。", ["defendant", "plaintiff"]),
        ("再审申请人（一审被告、二审上诉人）：王小明。\n被申请人（一审原告）：李雷，男。", ["defendant", "plaintiff"]),
        ("异议人（被执行人）：王小明，男。\n申请执行人：李雷，男。", ["debtor", "applicant"]),
        ("异议人（案外人）：韩梅梅，女。\n申请执行人：王小明，男。\n被执行人：李雷，男。", ["applicant", "debtor"]),
        ("原告（反诉被告）：王小明，男。\n被告（反诉原告）：李雷，男。", ["plaintiff", "defendant"]),
        ("公诉机关临越市人民检察院。\n被告人王小明，男。", []),
        ("原告：王小明，男，被临越市人民检察院指控犯罪。\n被告：李雷，男。", ["plaintiff", "defendant"]),
    ],
)
def test_who_stands_on_which_side_is_what_he_was_before(line: str, roles: list[str]) -> None:
    read = read_document(f"临越市人民法院\n裁定书\n{line}\n本院受理后，裁定如下：驳回。")
    assert [party.role for party in read.parties] == roles
    assert all(party.name.value in ("王小明", "李雷") for party in read.parties)


def test_what_is_left_unpaid_may_stand_before_the_words_that_say_so() -> None:
    text = RULING.replace("尚欠人民币125,000.00元", "剩余125,000元未执行到位")
    assert [s.value for s in read_document(text).others if s.field == "unpaid_amount"] == ["125000.00"]


@pytest.mark.parametrize("rest", ["支付宝账户余额0.50元未予冻结", "银行余额52.30元未扣划", "拍卖后余款30000元未分配"])
def test_what_lies_somewhere_is_not_what_is_left_unpaid(rest: str) -> None:
    text = RULING.replace("尚欠人民币125,000.00元", rest)
    assert not [s.value for s in read_document(text).others if s.field == "unpaid_amount"]


def test_many_blanks_behind_a_role_take_no_long_time() -> None:
    begun = time.process_time()
    read_document("临越市人民法院\n裁定书\n申请执行人" + " " * 20_000 + "\n裁定如下：驳回。")
    assert time.process_time() - begun < 5


def test_the_steps_that_it_recites_stand_before_its_reasons() -> None:
    steps = [(step.action, step.day) for step in read_document(RULING).steps]
    assert steps == [
        ("enforcement_notice", dt.date(2024, 1, 8)), ("report_order", dt.date(2024, 1, 9)),
        ("report_received", dt.date(2024, 2, 1)), ("report_verified", dt.date(2024, 2, 20)),
        ("detention", dt.date(2024, 3, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "day"),
    [
        ("本院于2024年1月8日向被执行人送达执行通知书", "2024-01-08"),
        ("本院向被执行人发出执行通知书（2024年1月9日送达）", "2024-01-09"),
        ("执行通知书已于2024年1月9日送达", "2024-01-09"),
        ("执行款已于2024年1月9日发还", "2024-01-09"),
        ("本院于2024年3月1日查询存款，2024年3月20日前往其住所搜查", "2024-03-20"),
        ("自2024年1月8日至2024年3月8日，本院发布悬赏公告", "2024-01-08"),
        ("2024年3月5日，因其未在2024年2月1日前履行，决定对其罚款", "2024-03-05"),
        ("本院于2024年1月5日立案后，向被执行人发出执行通知书", None),
        ("本院根据2023年5月6日作出的民事判决，发出执行通知书", None),
        ("王小明于2024年1月2日向本院申请执行，本院发出执行通知书", None),
        ("本院发出执行通知书，责令其于2024年2月1日前履行", None),
        ("责令其于2024年2月1日前报告财产", None),
        ("被执行人应于2024年3月1日前履行，逾期未履行，本院决定拘留", None),
    ],
)
def test_a_step_has_its_own_day_and_no_other_deeds(clause: str, day: str | None) -> None:
    text = RULING.replace("1、2024年1月8日，本院依法发出执行通知", f"1、{clause}")
    said = read_document(text).steps[0].day
    assert (None if said is None else str(said)) == day


@pytest.mark.parametrize(
    ("clause", "actions"),
    [
        ("本院对被执行人罚款一万元", ["fine"]),
        ("因被执行人未报告财产，本院决定对其司法拘留十五日", ["detention"]),
        ("本院依申请发布悬赏公告", ["bounty"]),
        ("本院将被执行人移送公安机关侦查", ["criminal_referral"]),
        ("本院将执行款发放申请执行人", ["payment_out"]),
        ("本院依申请执行人申请对李雷罚款", ["fine"]),
        ("申请执行人申请对被执行人进行审计", ["audit_request"]),
        ("申请执行人申请悬赏执行，本院未予准许", ["bounty_request"]),
        ("申请执行人不申请悬赏执行", []),
        ("本院告知申请执行人可以申请悬赏公告、审计调查", []),
        ("本院告知被执行人，逾期不履行将予以罚款、拘留", []),
        ("如仍不履行，依法予以拘留", []),
        ("本院未对其住所搜查", []),
        ("申请执行人表示不要求对被执行人采取拘留措施", []),
        ("本院决定不移送公安机关侦查", []),
        ("执行款尚未发放申请执行人", []),
    ],
)
def test_what_was_only_threatened_refused_or_asked_for_is_no_step(clause: str, actions: list[str]) -> None:
    text = RULING.replace("1、2024年1月8日，本院依法发出执行通知", f"1、2024年1月8日，{clause}")
    steps = [step.action for step in read_document(text).steps if step.said.raw.endswith(clause)]
    assert steps == actions


def test_what_was_done_on_the_same_day_has_the_day_of_the_clause_before() -> None:
    text = RULING.replace("2、2024年1月9日向其", "同日，向其")
    assert {step.action: str(step.day) for step in read_document(text).steps}["report_order"] == "2024-01-08"
    alone = text.replace("1、2024年1月8日，本院依法发出执行通知", "1、本院依法发出执行通知")
    assert {step.action: step.day for step in read_document(alone).steps}["report_order"] is None


@pytest.mark.parametrize("day", ["二〇二三年六月三十日", "二〇二四年一月四日", "二〇一四年六月三十日"])
def test_a_ruling_of_a_day_before_its_case_has_no_day(day: str) -> None:
    fields = {said.field for said in read_document(RULING.replace("二〇二四年六月三十日", day)).others}
    assert "ruled_date" not in fields and "filed_date" in fields
    unfiled = RULING.replace("2024年1月5日立案，", "").replace("二〇二四年六月三十日", "二〇二三年六月三十日")
    assert "ruled_date" not in {said.field for said in read_document(unfiled).others}


def test_an_answer_says_line_by_line_what_was_found() -> None:
    read = read_document(REPLY)
    assert read.kind is DocumentKind.QUERY_REPLY and not read.parties
    assert [(q.asset_class, q.day.day, q.channel, q.result, q.amount) for q in read.queries] == [
        ("deposit", 20, "online", "found", Decimal("44.77")), ("pension", 1, "registry", "none", None),
        ("real_estate", 2, "registry", "failed", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kind", "firm"),
    [
        ("委托代理人：赵六（一般代理），岳阳法律服务所法律工作者。", "legal_worker", "岳阳法律服务所"),
        ("委托诉讼代理人（特别授权）赵六，系原告之妻。", "kin", ""),
        ("委托诉讼代理人：赵六，该公司职工。", "staff", ""),
        ("委托代理人赵六，男，汉族，住临越市。", "citizen", ""),
    ],
)
def test_an_agent_is_of_a_kind(line: str, kind: str, firm: str) -> None:
    (agent,) = read_document(f"民事判决书\n原告：王小明，男。\n{line}\n原告诉称，还款。").agents
    assert (agent.name.raw, agent.kind, agent.firm, agent.acts_for) == ("赵六", kind, firm, (0,))


def test_a_legal_representative_is_no_agent() -> None:
    assert not read_document("民事判决书\n原告：王小明，男。\n法定代理人：赵六，系原告之父。\n原告诉称，还款。").agents


def test_agents_of_all_act_for_all() -> None:
    agent = "以上被告共同委托诉讼代理人：赵六，正越律师事务所律师。"
    text = f"民事判决书\n被告：甲乙，男。\n被告：丙丁，女。\n{agent}\n原告诉称，还款。"
    assert read_document(text).agents[0].acts_for == (0, 1)


@given(st.lists(st.sampled_from([*RULING.split("，"), *REPLY.split("\n"), "\n", "。"]), max_size=30))
def test_every_value_stands_at_its_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert all(text[said.start : said.end] == said.raw for said in read_document(text).fields)
