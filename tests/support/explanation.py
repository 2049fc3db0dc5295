"""A made-up case, filled with everything a page must carry. No person, firm, number or plate in it exists."""

from __future__ import annotations

import datetime as dt

from zbrisk.bundle.levels import Basis
from zbrisk.contract.labels import Bilingual
from zbrisk.explaining.explanation import Explanation, TableFreshness, TargetRisk, TimelineEvent
from zbrisk.explaining.reason import Cell, EvidenceRow, Feature, Reason

__all__ = ["made_up_explanation", "reason", "row"]

Day = dt.date
AS_OF = Day(2026, 11, 22)


def row(table: str, key: str, ident: str, known_at: Day, **values: Cell) -> EvidenceRow:
    """An evidence row with a single key column."""
    return EvidenceRow(table=table, key={key: ident}, known_at=known_at, values=values)


def reason(
    signal: str,
    contribution: float,
    label: str,
    sentence: str,
    *,
    typology: tuple[str, ...] = ("context",),
    percentile: float | None = None,
    evidence: tuple[EvidenceRow, ...] = (),
    total: int | None = None,
    absence: bool = False,
    no_data: bool = False,
    innocent: str = "",
    verify: str = "",
    law: str | None = None,
) -> Reason:
    """A reason with one feature; English stands in for itself."""
    feature = Feature(
        name=f"{signal}__count",
        label=Bilingual(zh=label, en=signal),
        value=None if no_data else 1.0,
        contribution=contribution,
        percentile=percentile,
    )
    return Reason(
        signal=signal,
        typology=typology,
        label=Bilingual(zh=label, en=signal),
        contribution=contribution,
        sentence=Bilingual(zh=sentence, en=signal),
        percentile=percentile,
        features=(feature,),
        evidence=evidence,
        evidence_total=len(evidence) if total is None else total,
        is_absence=absence,
        no_data=no_data,
        lawful_explanation=Bilingual(zh=innocent, en="") if innocent else None,
        next_steps=Bilingual(zh=verify, en="") if verify else None,
        law=law,
    )


def sightings() -> tuple[EvidenceRow, ...]:
    """Eleven sightings of a seized car."""
    return tuple(
        row(
            "vehicle_sightings",
            "sighting_id",
            f"SI0000{6690 + i}",
            Day(2026, 1 + i % 10, 9),
            plate="浙Q6SD87",
            asset_id="A0008292",
            ts=dt.datetime(2026, 1 + i % 10, 8, 17 - i, 3 * i + 5, 27),
            place=f"339603-3{90 - i}",
            kind="camera" if i % 3 else "parking",
            driver_id="P0032181" if i % 4 == 2 else None,
        )
        for i in range(11)
    )


def incomes() -> tuple[EvidenceRow, ...]:
    """Months of social security after the closing."""
    return tuple(
        EvidenceRow(
            table="income_records",
            key={"party_id": "P0022911", "month": Day(2025, 8 + i, 1), "kind": "social_security"},
            known_at=Day(2025, 10 + i, 10) if i < 3 else Day(2026, i - 2, 10),
            values={"employer_id": "P0013602", "base": 8420.0, "paid": 673.6, "balance": None},
        )
        for i in range(5)
    )


def concealed() -> TargetRisk:
    """A high risk with five reasons, mitigating facts, and a signal without data."""
    reasons = (
        reason(
            "asset_to_kin_at_undervalue",
            1.02,
            "诉讼期间向近亲属低价转让财产",
            "应诉通知送达后 12 天，向近亲属转让不动产 1 处，转让价为估值的 35%",
            typology=("A1",),
            percentile=0.978,
            evidence=(
                row(
                    "asset_events",
                    "event_id",
                    "EV00011544",
                    Day(2023, 6, 20),
                    asset_id="A0006683",
                    event="transfer",
                    event_date=Day(2023, 6, 17),
                    holder_id="P0022911",
                    counterparty_id="P0003332",
                    case_id=None,
                    seize_rank=None,
                    price=298655.5,
                    share=1.0,
                ),
                row(
                    "assets",
                    "asset_id",
                    "A0006683",
                    Day(2021, 1, 9),
                    asset_class="real_estate",
                    natural_key="339682GB9442669300",
                    region_code="339682",
                    value=853300.0,
                ),
                row(
                    "party_relations",
                    "relation_id",
                    "RE00006715",
                    Day(2019, 11, 22),
                    party_a="P0022911",
                    party_b="P0003332",
                    relation="parent_child",
                    start_date=Day(1979, 2, 5),
                    confidence=0.98,
                ),
            ),
            innocent="支付了相应对价的正常买卖；为偿还该房屋按揭而出售；赠与或继承在债务形成之前已约定",
            verify="调取不动产登记档案及转让合同；核对转让款的银行流水；询问受让人资金来源及实际居住人",
            law="《民法典》第五百三十八条、第五百三十九条；《民事诉讼法》第一百一十四条",
        ),
        reason(
            "seized_vehicle_seen",
            0.71,
            "查封车辆仍在行驶",
            "车辆浙Q6SD87 查封后仍被拍到 11 次，涉及 9 处地点，最近一次距今 45 天",
            typology=("A13",),
            percentile=0.995,
            evidence=sightings(),
            total=11,
            innocent="查封前已出售但未过户；套牌；亲属日常使用",
            verify="调取卡口照片、停车缴费记录；查询交强险投保人；责令交出车辆",
            law="《最高人民法院关于人民法院民事执行中查封、扣押、冻结财产的规定》",
        ),
        reason(
            "stake_to_nominee",
            0.44,
            "诉前零对价转让股权后仍任职",
            "起诉前 74 天以 0 元转让持股 51%，转让后仍担任该企业监事",
            typology=("A3", "A5"),
            percentile=0.93,
            evidence=(
                EvidenceRow(
                    table="shareholdings",
                    key={"company_id": "P0013602", "holder_id": "P0003332", "valid_from": Day(2023, 3, 10)},
                    known_at=Day(2023, 3, 24),
                    values={
                        "pct": 0.51,
                        "subscribed": 510000.0,
                        "paid_in": 0.0,
                        "due_date": Day(2043, 4, 23),
                        "change": "transfer",
                        "price": 0.0,
                        "frozen_flag": False,
                    },
                ),
                EvidenceRow(
                    table="company_officers",
                    key={
                        "company_id": "P0013602",
                        "person_id": "P0022911",
                        "role": "supervisor",
                        "valid_from": Day(2023, 3, 10),
                    },
                    known_at=Day(2023, 3, 24),
                    values={"valid_to": None},
                ),
            ),
            innocent="家族企业正常传承；原系代他人持股，现予还原；企业净资产为负",
            verify="调取工商内档、股东会决议及签名；核查分红流向；询问新股东是否知情",
        ),
        reason(
            "receivable_and_priority",
            -0.38,
            "已查封财产负担超过估值",
            "名下唯一不动产抵押金额为估值的 1.2 倍，处置后预计无剩余",
            percentile=0.88,
            evidence=(
                row(
                    "assets",
                    "asset_id",
                    "A0009120",
                    Day(2022, 3, 1),
                    asset_class="real_estate",
                    value=610000.0,
                    encumbered=732000.0,
                ),
            ),
        ),
        reason(
            "income_after_closing",
            0.31,
            "终本后仍有稳定工资收入",
            "终本后有社保缴费 5 个月，月均缴费基数 8,420 元，为最低工资的 3.4 倍",
            typology=("A8",),
            percentile=0.86,
            evidence=incomes(),
            innocent="灵活就业人员自行缴费；收入仅够本人及所扶养家属的生活必需",
            verify="向用人单位核实工资发放；核对财产报告；保留必需生活费用后研判可否扣划",
            law="《民事诉讼法》第二百五十四条",
        ),
        reason(
            "spending_after_order",
            0.22,
            "限制消费后仍有高消费",
            "限制消费令发布后乘坐高铁一等座 2 次、飞机 1 次",
            typology=("A17",),
            percentile=0.9,
            evidence=tuple(
                row(
                    "spending",
                    "spending_id",
                    f"SP0000329{i}",
                    Day(2026, 2, 3),
                    party_id="P0022911",
                    kind=kind,
                    seat=seat,
                    spent_date=Day(2026, 1, 4 + 9 * i),
                    amount=amount,
                    document="passport",
                )
                for i, (kind, seat, amount) in enumerate(
                    [("g_train", "一等座", 512.0), ("g_train", "一等座", 512.0), ("flight", "经济舱", 1425.0)]
                )
            ),
            innocent="用人单位因公支付；经法院批准；同名同号误配；限制令作出前已订票",
            verify="核对证件号码与订票人；核实付款账户",
            law="《最高人民法院关于限制被执行人高消费及有关消费的若干规定》第三条",
        ),
        reason(
            "instalments_kept",
            -0.21,
            "正在按约分期履行",
            "近 6 个月按约付款 3 次，共 9,000 元",
            percentile=0.8,
            evidence=(
                row(
                    "enforcement_actions",
                    "action_id",
                    "AC00029196",
                    Day(2026, 9, 1),
                    case_id="C0013750",
                    action="payment_out",
                    action_date=Day(2026, 9, 1),
                    result=None,
                ),
            ),
        ),
        reason(
            "applicant_consented",
            -0.15,
            "申请执行人同意终本",
            "申请执行人王建国书面同意终本",
            percentile=None,
            absence=False,
            evidence=(
                row(
                    "enforcement_actions",
                    "action_id",
                    "AC00029101",
                    Day(2025, 5, 2),
                    case_id="C0013750",
                    action="ruling_served",
                    action_date=Day(2025, 5, 2),
                    result="申请执行人王建国（13812345678）同意终本",
                ),
            ),
        ),
        reason("claim_size", 0.12, "标的金额", "执行标的 86.4 万元", percentile=0.81),
        reason("cash_out_after_judgment", -0.09, "判决后大额取现", "无资金流水数据", typology=("A18",), no_data=True),
        reason(
            "unqueried_classes",
            0.05,
            "未查询的财产类别",
            "未查询保险、公积金 2 类财产",
            typology=("A19",),
            percentile=0.6,
        ),
        reason("debtor_age_of_firm", -0.02, "关联企业成立年限", "关联企业成立 8 年", percentile=0.4),
    )
    base = -3.21
    return TargetRisk(
        target="concealed_assets",
        label=Bilingual(zh="隐匿财产", en="Concealed assets"),
        score=base + sum(r.contribution for r in reasons),
        base_score=base,
        probability=0.234,
        reasons=reasons,
        base_rate=0.041,
        level="很高",
        basis=Basis(reviewed=22, confirmed=8, low=0.07, high=0.41),
    )


def sham() -> TargetRisk:
    """A risk below one in a hundred."""
    reasons = (
        reason(
            "series_plaintiff",
            -0.55,
            "系列借贷诉讼原告",
            "未发现申请执行人在近 12 个月内有其他民间借贷诉讼",
            typology=("S2",),
            absence=True,
        ),
        reason(
            "quick_mediation",
            0.34,
            "起诉后快速调解",
            "起诉后 9 天达成调解，被告未提出抗辩，调解后 8 天申请执行",
            typology=("S1",),
            percentile=0.91,
            evidence=(
                row(
                    "suits",
                    "case_id",
                    "C0010856",
                    Day(2023, 7, 12),
                    served_date=Day(2023, 6, 5),
                    hearing_count=1,
                    end_kind="mediation",
                    ended_date=Day(2023, 6, 14),
                    defended_flag=False,
                    cash_delivery_flag=True,
                    principal=800000.0,
                    monthly_rate=0.015,
                ),
            ),
            innocent="诉前调解正常达成；债务事实清楚、双方无争议",
            verify="调取原审卷宗；核实款项交付凭证；分别询问双方当事人借款经过",
            law="《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》第十八条",
        ),
        reason(
            "plaintiff_defendant_tied",
            -0.2,
            "原被告存在特定关系",
            "未发现原告与被告存在亲属、任职或同址关系",
            typology=("S1",),
            absence=True,
        ),
    )
    return TargetRisk(
        target="sham_litigation",
        label=Bilingual(zh="虚假诉讼", en="Sham litigation"),
        score=-5.3 - 0.41,
        base_score=-5.3,
        probability=0.0041,
        reasons=reasons,
        base_rate=0.006,
        level="较低",
        basis=Basis(reviewed=300, confirmed=9, low=0.0, high=0.06),
    )


def milestones() -> tuple[TimelineEvent, ...]:
    """Days of the case and of its evidence."""
    own = [
        (Day(2023, 5, 23), "起诉立案"),
        (Day(2023, 6, 5), "应诉送达"),
        (Day(2023, 6, 14), "调解"),
        (Day(2023, 6, 22), "执行立案"),
        (Day(2024, 1, 12), "查封车辆"),
        (Day(2024, 2, 20), "限制消费"),
        (Day(2025, 5, 6), "终本"),
    ]
    evidence = [
        (Day(2023, 6, 17), "向近亲属转让不动产", "asset_to_kin_at_undervalue"),
        (Day(1979, 2, 5), "父母子女关系", "asset_to_kin_at_undervalue"),
        (Day(2023, 3, 10), "零对价转让股权 51%", "stake_to_nominee"),
        *((Day(2026, 1 + i, 8), "查封车辆被拍到", "seized_vehicle_seen") for i in range(10)),
        *((Day(2025, 8 + i, 1), "社保缴费", "income_after_closing") for i in range(5)),
        *((Day(2026, 1, 4 + 9 * i), "高消费", "spending_after_order") for i in range(3)),
        (Day(2023, 6, 14), "起诉后 9 天调解", "quick_mediation"),
    ]
    return (
        *(TimelineEvent(day=day, label=label, signal=None) for day, label in own),
        *(TimelineEvent(day=day, label=label, signal=signal) for day, label, signal in evidence),
    )


def made_up_explanation() -> Explanation:
    """The whole case."""
    no_data = [r for risk in (concealed(), sham()) for r in risk.reasons if r.no_data]
    return Explanation(
        case_id="C0013750",
        as_of=AS_OF,
        case={
            "case_id": "C0013750",
            "case_no": "（2023）浙9682执1234号",
            "case_kind": "enforcement",
            "court_code": "浙9682",
            "cause": "民间借贷纠纷",
            "filed_date": Day(2023, 6, 22),
            "closed_date": Day(2025, 5, 6),
            "close_mode": "terminated_round",
            "basis_case_id": "C0010856",
            "basis_kind": "mediation",
            "parent_case_id": None,
            "claim_amount": 864000.0,
            "realised_amount": 21500.0,
        },
        parties=(
            {"party_id": "P0022560", "role": "applicant", "name": "王建国", "party_kind": "person"},
            {"party_id": "P0022911", "role": "debtor", "name": "欧阳志强", "party_kind": "person"},
            {"party_id": "P0003332", "role": None, "name": "陈阿凤", "party_kind": "person", "tie": "被执行人之母"},
            {
                "party_id": "P0013602",
                "role": None,
                "name": "临越市云溪区瑞鑫纺织有限公司",
                "party_kind": "company",
                "tie": "被执行人原持股企业",
            },
            {"party_id": "P0032181", "role": None, "name": "李秀英", "party_kind": "person", "tie": "前配偶"},
        ),
        risks=(concealed(), sham()),
        timeline=milestones(),
        freshness=(
            TableFreshness(table="cases", label="案件", present=True, rows=26306, newest=Day(2026, 11, 20)),
            TableFreshness(
                table="asset_events", label="权属与负担", present=True, rows=23018, newest=Day(2026, 10, 30)
            ),
            TableFreshness(
                table="vehicle_sightings", label="车辆轨迹", present=True, rows=13350, newest=Day(2026, 10, 9)
            ),
            TableFreshness(table="shareholdings", label="股权", present=True, rows=5995, newest=Day(2026, 2, 14)),
            TableFreshness(
                table="income_records", label="社保公积金个税", present=True, rows=26684, newest=Day(2026, 3, 15)
            ),
            TableFreshness(table="spending", label="出行与高消费", present=True, rows=0, newest=None),
            TableFreshness(table="transactions", label="资金流水", present=False, rows=0, newest=None),
        ),
        unknown=(
            *no_data,
            reason("kin_bid_at_auction", 0.0, "亲属参与竞拍", "无拍卖数据", typology=("A6",), no_data=True),
        ),
        model_version="2026q3-1f3c9a",
        trained_until=Day(2026, 7, 1),
    )
