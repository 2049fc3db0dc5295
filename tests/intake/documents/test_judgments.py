"""What a judgment says of a suit about a loan; every sentence is invented."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zbrisk.intake.documents.grammar import read_document

HEAD = "原告：赵甲1，男，住临越市。被告：钱乙1，男，住临越市。被告：孙丙1，女，住临越市。"
ASKS = "赵甲1向本院提出诉讼请求：1、判令钱乙1偿还借款30000元及利息；2、诉讼费由被告承担。"
TELLS = "事实与理由：2019年3月4日，钱乙1向赵甲1借款30000元。"
SILENT = "钱乙1、孙丙1未作答辩。"


def read(asks: str = ASKS, tells: str = TELLS, answers: str = SILENT, finds: str = "", head: str = HEAD) -> list[str]:
    """All that is said of the suit, as field=value; what only the plaintiff tells has a star."""
    found = f"本院经审理认定事实如下：{finds}" if finds else ""
    document = read_document(f"{head}\n\n{asks}{tells}{answers}{found}")
    return [f"{said.field}={said.value}{'*' * said.claimed}" for said in document.others]


def one(field: str, said: list[str]) -> list[str]:
    """The values of one field."""
    return [each.partition("=")[2] for each in said if each.startswith(f"{field}=")]


@pytest.mark.parametrize(
    ("asks", "sums"),
    [
        (ASKS, ["30000.00"]),
        ("原告诉称，请求判令：1．二被告归还借款贰万元整，并按月利率2％付息；2．诉讼费由被告负担。", ["20000.00"]),
        ("赵甲1提出诉讼请求：1、偿还借款本金1.5万元；2、偿还借款本金5，000元；3、支付利息700元。", ["20000.00"]),
        ("赵甲1提出诉讼请求：1、支付利息（以8000元为基数）；2、孙丙1承担偿还5000元的连带清偿责任。", []),
        ("赵甲1提出诉讼请求：偿还借款9000元。审理中，赵甲1变更诉讼请求为：偿还借款7000元。", ["7000.00"]),
        ("赵甲1提出诉讼请求：要求被告偿还借款9000元，后变更为7000元。", ["7000.00"]),
        ("赵甲1诉讼请求：偿还9000元。变更请求为：偿还8000元。又变更请求为：1、偿还7000元；2、付利息。", ["7000.00"]),
        ("原告诉称，多次要求被告还款未果，故要求钱乙1归还借款9000元。", ["9000.00"]),
        ("赵甲1提出诉讼请求：返还投资款9000元；支付应得利润800元。", ["9000.00"]),
        ("赵甲1提出诉讼请求：要求被告归还钱乙120000元。", ["20000.00"]),
        ("赵甲1提出诉讼请求：要求被告归还借款本金及利息。", []),
    ],
)  # fmt: skip
def test_the_sum_asked_for_is_the_principal_of_all_items_as_last_changed(asks: str, sums: list[str]) -> None:
    assert one("claim_amount", read(asks=asks)) == sums


@pytest.mark.parametrize(
    ("answers", "answered", "disputed"),
    [
        ("钱乙1、孙丙1未作答辩。", False, False),
        ("被告钱乙1辩称，借款属实，但目前经济困难。", True, False),
        ("被告钱乙1辩称，对借款没有异议。原告为证明其主张，提交借条一份，孙丙1认为与其无关。", True, False),
        ("被告钱乙1对原告的诉讼请求及理由均无异议。", True, False),
        ("被告钱乙1辩称，已向原告归还了4000元。", True, True),
        ("被告孙丙1答辩称：该款与其无关。", True, True),
        ("被告孙丙1辩称，主合同无效，其无需还款。", True, True),
        ("被告孙丙1辩称，借条属实。约定的利息过高。", True, True),
        ("被告孙丙1辩称，其没有拿到钱，借条是受胁迫写的。", True, True),
    ],
)
def test_whether_a_defendant_answered_and_denied_something(answers: str, answered: bool, disputed: bool) -> None:
    said = read(answers=answers)
    assert (one("answered", said), one("disputed", said)) == (["true"] * answered, ["true"] * disputed)


@pytest.mark.parametrize(
    ("answers", "absent"),
    [
        ("被告孙丙1经传票传唤，无正当理由拒不到庭。", True),
        ("钱乙1、孙丙1未到庭参加诉讼。", True),
        ("被告钱乙1未按传票规定的时间到庭参加诉讼。", True),
        ("被告孙丙1缺席。", True),
        ("被告孙丙1在指定的期限内既未提出答辩也未参加诉讼。", True),
        ("原告经传票传唤拒不到庭，被告钱乙1辩称，借款属实。", False),
        (SILENT, False),
    ],
)
def test_whether_a_defendant_stayed_away(answers: str, absent: bool) -> None:
    assert one("absent", read(answers=answers)) == ["true"] * absent


@pytest.mark.parametrize(
    ("finds", "days"),
    [
        ("2019年3月5日，钱乙1因经营所需向赵甲1借款30000元。2019年8月1日，钱乙1偿还借款2000元。", ["2019-03-05"]),
        ("钱乙1分别于2019年3月5日、4月6日向赵甲1借款1万元、2万元。", ["2019-03-05", "2019-04-06"]),
        ("2019年3月5日，钱乙1向赵甲1借款1万元，同年4月6日又借款2万元。", ["2019-03-05", "2019-04-06"]),
        ("赵甲1于2019年3月5日向钱乙1的账户转账30000元，钱乙1于2019年9月9日转账给赵甲1两千元。", ["2019-03-05"]),
        ("2019年元月，钱乙1向赵甲1借款30000元，2019年10月8日出具借条。", ["2019-01"]),
        ("2019年10月8日，钱乙1向赵甲1出具借条一份，内容为今借到赵甲1现金30000元。", ["2019-10-08"]),
        ("2019年10月8日，双方将两次借款合并，钱乙1出具欠条。", ["2019-10-08"]),
        ("截至2019年10月8日，钱乙1向赵甲1借款30000元未还。", ["2019-03-04*"]),
        ("钱乙1写下借据，借款期限自2019年5月2日至2019年6月1日。", ["2019-05-02"]),
        ("孙丙1担保，钱乙1尚欠30000元。", ["2019-03-04*"]),
        ("2019年3月5日，钱乙1借款1万元。4月6日，钱乙1又向赵甲1借款2万元。", ["2019-03-05", "2019-04-06"]),
        ("赵甲1于2019年3月5日、6日向钱乙1转账30000元。", ["2019-03-05", "2019-03-06"]),
        ("2018年3月5日至2019年3月6日，钱乙1陆续借款并出具借条。", ["2019-03-04*"]),
        ("2019年3月5日，钱乙1借款30000元。2019年8月1日，赵甲1宣布借款到期。", ["2019-03-05"]),
        (
            "2019年3月5日，钱乙1借款30000元。2019年8月1日，孙丙1出具保证书，写明钱乙1借款30000元。",
            ["2019-03-05"],
        ),
    ],
)
def test_the_days_of_the_loans_are_those_found_and_else_those_pleaded(finds: str, days: list[str]) -> None:
    assert one("loan_date", read(finds=finds)) == days


@pytest.mark.parametrize(
    ("finds", "due"),
    [
        ("约定还款日为2019年9月5日。", ["2019-09-05"]),
        ("约定于2019年9月5日归还借款。", ["2019-09-05"]),
        ("2019年9月5日前还清。", ["2019-09-05"]),
        ("承诺于2019年9月5日支付本息共计32000元。", ["2019-09-05"]),
        ("借款期限自2019年3月4日至2019年9月5日止。", ["2019-09-05"]),
        ("后双方将借款延期至2019年9月5日。", ["2019-09-05"]),
        ("钱乙1于2019年9月5日归还了2000元。", []),
        ("钱乙1于2019年9月5日归还2000元。", []),
        ("钱乙1未按约定的期限还款，付息至2019年9月5日。", []),
        ("2019年3月5日，钱乙1向赵甲1借款30000元，借期六个月。", ["2019-09-05"]),
        ("2019年8月31日，钱乙1向赵甲1借款30000元，半年内还清。", ["2020-02-29"]),
        ("2019年3月5日，钱乙1向赵甲1借款30000元，借期十天。", ["2019-03-15"]),
        ("双方未约定还款期限。", []),
    ],
)
def test_the_day_on_which_it_was_due_is_named_or_computed(finds: str, due: list[str]) -> None:
    assert one("due_date", read(finds=finds)) == due


def test_a_term_that_the_court_says_was_not_agreed_is_not_taken_from_the_plaintiff() -> None:
    tells = f"{TELLS}约定2019年9月4日前归还，月息2分。"
    assert one("due_date", read(tells=tells, finds="孙丙1系担保人。")) == ["2019-09-04*"]
    assert one("monthly_rate", read(tells=tells, finds="孙丙1系担保人。")) == ["0.02*"]
    silent = read(tells=tells, finds="双方未约定还款期限和利息。")
    assert not one("due_date", silent) and not one("monthly_rate", silent)
    unpaid = read(tells=tells, finds="钱乙1未按约定支付利息。")
    assert one("monthly_rate", unpaid) == ["0.02*"]


@pytest.mark.parametrize(
    ("finds", "rate"),
    [
        ("约定月利率1.5％。", ["0.015"]),
        ("约定月息一分五厘。", ["0.015"]),
        ("约定月息2分5。", ["0.025"]),
        ("约定利息2分，2019年4月4日起付。", ["0.02"]),
        ("约定月息俩分肆厘。", ["0.024"]),
        ("约定月利2％计息。", ["0.02"]),
        ("约定按月利率20‰计息。", ["0.02"]),
        ("约定借款利息为年利率12％。", ["0.01"]),
        ("约定年利率为百分之二十四。", ["0.02"]),
        ("约定年息1分。", ["0.008333"]),
        ("约定年化利率为12％。", ["0.01"]),
        ("约定月收益率20‰。", ["0.02"]),
        ("约定按每月3％计算利息。", ["0.03"]),
        ("钱乙1借款30000元，每月利息600元。", ["0.02"]),
        ("约定利息5％。", []),
        ("约定利率按银行同期贷款利率的四倍计算。", []),
        ("约定逾期利息按月利率3％计算。", []),
        ("赵甲1要求按月利率2％支付利息。", []),
        ("当时月息1.5分，2019年5月1日重新出具借条，约定月息1分。", ["0.01"]),
    ],
)
def test_the_rate_is_the_one_agreed_by_the_month(finds: str, rate: list[str]) -> None:
    assert one("monthly_rate", read(finds=finds)) == rate


@pytest.mark.parametrize(
    ("finds", "cash"),
    [
        ("赵甲1以现金方式交付借款。", True),
        ("赵甲1取出现金30000元交给钱乙1。", True),
        ("赵甲1给钱乙1现金30000元。", True),
        ("钱乙1出具借条：“今收到赵甲1交付的现金30000元”。", False),
        ("钱乙1出具收条：“现金已当面交付”。", True),
        ("钱乙1以现金方式归还2000元。", False),
        ("孙丙1向原告支付现金2000元。", False),
        ("赵甲1没有以现金交付过借款。", False),
        ("赵甲1转账30000元。", False),
    ],
)
def test_cash_is_what_was_handed_over_and_not_the_word_in_a_note(finds: str, cash: bool) -> None:
    assert one("cash", read(finds=finds)) == ["true"] * cash


def test_what_the_plaintiff_tells_begins_anew_where_the_court_agrees_with_him() -> None:
    said = read(finds="与原告主张的事实一致。")
    assert one("loan_date", said) == ["2019-03-04*"]


def test_a_remark_behind_a_demand_is_no_fact() -> None:
    said = read(asks="赵甲1提出诉讼请求：偿还借款3万元及利息。（按月息2％计算）。", finds="孙丙1担保。")
    assert not one("monthly_rate", said)


def test_a_second_instance_and_a_ruling_have_no_loan() -> None:
    head = "上诉人（原审原告）：赵甲1，男。被上诉人（原审被告）：钱乙1，男。"
    assert not read(head=head)
    assert not read_document("通知书\n" + TELLS).others


def test_powers_of_an_agent_do_not_end_the_head() -> None:
    powers = "代为承认、变更诉讼请求，提起上诉"
    head = f"原告：赵甲1，男。委托代理人：李丁，临越法律服务所法律工作者，{powers}。被告：钱乙1，男，"
    document = read_document(f"{head}\n\n{ASKS}{TELLS}")
    assert [party.name.raw for party in document.parties] == ["赵甲1", "钱乙1"]
    assert [said.value for said in document.others if said.field == "claim_amount"] == ["30000.00"]


def test_a_head_without_marks_still_names_everybody() -> None:
    run = read_document("原告赵甲被告钱乙被告孙丙\n\n原告诉称，还款。")
    assert [party.name.raw for party in run.parties] == ["赵甲", "钱乙", "孙丙"]
    counted = read_document("原告：赵甲。被告一：钱乙。被告2：孙丙。\n\n原告诉称，还款。")
    assert [party.name.raw for party in counted.parties] == ["赵甲", "钱乙", "孙丙"]
    after = read_document("原告：赵甲，男，身份证号×××被告钱乙，男，系被告孙丙之兄。\n\n原告诉称，还款。")
    assert [party.name.raw for party in after.parties] == ["赵甲", "钱乙"]


@pytest.mark.parametrize("name", ["于某1", "应国强", "于洪区人民政府", "临越应用科技有限公司", "诸因明"])
def test_a_name_may_have_letters_of_a_sentence(name: str) -> None:
    text = f"原告：{name}，男。被告：钱乙，男。\n\n原告诉称，被告于2019年3月4日借款。被告因故未还，被告应当归还。"
    assert [party.name.raw for party in read_document(text).parties] == [name, "钱乙"]


@pytest.mark.parametrize(
    ("line", "kind", "firm", "acts_for"),
    [
        ("二被告委托代理人：李丁，浙江越律师事务所律师。", "lawyer", "浙江越律师事务所", (1, 2)),
        ("共同委托诉讼代理人：李丁，系浙江越律师事务所律师。", "lawyer", "浙江越律师事务所", (1, 2)),
        ("委托代理人李丁（受赵甲、钱乙的特别授权委托），男。", "citizen", "", (0, 1)),
        ("委托代理人李丁（系被告钱乙之兄），男，住临越市。", "kin", "", (2,)),
        ("委托代理人：李丁（系被告妻某1，1974年生，农民。", "kin", "", (2,)),
        ("委托代理人李丁。", "citizen", "", (2,)),
    ],
)
def test_for_whom_an_agent_acts(line: str, kind: str, firm: str, acts_for: tuple[int, ...]) -> None:
    head = f"原告：赵甲，男。被告：钱乙，男。被告：孙丙，女。{line}"
    (agent,) = read_document(f"{head}\n\n原告诉称，还款。").agents
    assert (agent.name.raw, agent.kind, agent.firm, agent.acts_for) == ("李丁", kind, firm, acts_for)


RULING = (
    "（2023）浙9602执8号申请执行人：赵甲，男。被执行人：钱乙，男。赵甲与钱乙买卖一案，因被执行人未履行，"
    "申请执行人于2023年2月3日申请执行，要求钱乙支付案款58，833元，本院采取了下列措施："
    "1、向被执行人发出执行通知书，责令其报告财产2、走访后未能找到被执行人的其他财产，已将扣划的存款发放给申请执行人"
    "3、申请执行人不能向本院提供财产线索\n本院认为，裁定如下：终结本次执行程序\n审判长李媛审判员刘辉二〇二三年三月四日书记员杨山"
)


def test_a_ruling_without_marks_has_its_steps_but_no_day_of_another_sentence() -> None:
    document = read_document(RULING)
    assert {step.action for step in document.steps} == {"enforcement_notice", "report_order", "payment_out"}
    assert {step.day for step in document.steps} == {None}
    said = {each.field: each.value for each in document.others}
    assert (said["claim_amount"], said["ruled_date"]) == ("58833.00", "2023-03-04")


def test_a_ruling_names_what_is_enforced_and_when_that_was_asked_for() -> None:
    text = RULING.replace("一案，", "一案，（2021）浙9602执3号，（2020）浙9602民初7号民事判决书生效，").replace(
        "申请执行，要求", "向本院申请强制执行，要求"
    )
    said = {each.field: each.value for each in read_document(text).others}
    assert (said["basis_no"], said["applied_date"]) == ("（2020）浙9602民初7号", "2023-02-03")


def test_a_judgment_says_when_it_was_heard() -> None:
    heard = "赵甲1与钱乙1一案，本院于2019年6月1日立案，于2019年7月2日公开开庭审理。\n"
    said = {each.field: each.value for each in read_document(f"民事判决书\n{HEAD}\n{heard}{ASKS}{TELLS}").others}
    assert (said["filed_date"], said["hearing_date"]) == ("2019-06-01", "2019-07-02")


def test_papers_that_went_out_together_share_their_day() -> None:
    text = RULING.replace("1、向", "1、2023年2月9日向")
    steps = {step.action: step.day for step in read_document(text).steps}
    assert steps["enforcement_notice"] == steps["report_order"] == dt.date(2023, 2, 9)


def test_a_number_in_the_body_is_not_the_documents_own() -> None:
    assert read_document(f"{HEAD}\n\n{ASKS}（2015）浙9602民初3号判决书载明。").case_no is None


def test_that_a_bankruptcy_was_accepted_is_no_filing() -> None:
    assert not one("filed_date", read(finds="2019年10月11日，本院裁定受理钱乙1的破产申请。"))


PIECES = [
    HEAD,
    "\n\n",
    ASKS,
    TELLS,
    SILENT,
    "本院经审理认定事实如下：",
    "约定月息2分，借期两个月。",
    "现金交付",
    "钱乙1",
    "，",
    "。",
]


@given(st.lists(st.sampled_from([*PIECES, *RULING.split("，")]), max_size=30))
def test_every_value_stands_at_its_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert all(text[said.start : said.end] == said.raw for said in read_document(text).fields)
