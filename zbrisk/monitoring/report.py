"""What monitoring found, as a page in Chinese."""

from __future__ import annotations

from zbrisk.contract import Contract
from zbrisk.contract.labels import load_labels
from zbrisk.monitoring.feeds import Feed
from zbrisk.monitoring.lists import IssuedList
from zbrisk.monitoring.monitor import Monitoring, TargetDrift
from zbrisk.monitoring.outcomes import CalibrationCheck
from zbrisk.monitoring.stability import Drift
from zbrisk.pages.report import Report, ReportTable, Section

__all__ = ["monitoring_report"]

LEVELS = {
    "steady": "稳定", "watch": "留意", "moved": "明显偏移", "no data": "无数据", "fine": "正常", "late": "迟到",
    "stale": "训练后再无新数据", "shrunk": "历史行减少", "missing": "缺失", "new": "新增",
    "kept": "相符", "broken": "不符",
}  # fmt: skip
NONE = "—"


def monitoring_report(found: Monitoring, contract: Contract, labels: dict[str, str]) -> Report:
    """The page's content.

    Args:
        found: What monitoring found.
        contract: The bundle's.
        labels: Features in words.
    """
    return Report(
        language="zh",
        kind="模型监测",
        title="模型是否仍适用" + ("：需要关注" if found.attention else "：未见异常"),
        stamp=f"评估日 {found.as_of}　模型 {found.version}　训练截至 {found.trained}　案件 {found.cases} 件",
        sections=(
            _summary(found),
            _promises(found),
            *([_lists(found.lists)] if found.lists else []),
            *(_drift(each, labels) for each in found.drifts),
            _feeds(found.feeds, contract),
        ),
    )


def target_label(target: str) -> str:
    """A target in Chinese."""
    return load_labels().code("review_outcomes", "target", target)


def _summary(found: Monitoring) -> Section:
    moved = tuple(
        f"{target_label(each.target)}：{_count(each)} 个特征明显偏移，得分{LEVELS[each.score.level]}"
        for each in found.drifts
    )
    tables = [f"{each.table}（{LEVELS[each.level]}）" for each in found.feeds if each.used and _late(each)]
    return Section(
        title="结论",
        paragraphs=(
            "有偏移不等于模型失效，无偏移也不等于模型正确；请先查数据来源，再决定是否重新训练。",
            f"需要关注的数据表：{'、'.join(tables) if tables else '无'}。",
        ),
        points=moved,
    )


def _promises(found: Monitoring) -> Section:
    return Section(
        title="训练之后的审查结果",
        paragraphs=(
            "只说明被挑选审查的案件；区间为 95%（Wilson）。审查不足 30 件，或查实、未查实不足 5 件，写“无数据”。",
        ),
        tables=(
            ReportTable(
                headings=("事项", "已审结", "查实", "预测占比", "实际占比", "95% 区间", "结论"),
                rows=tuple(_calibration(each) for each in found.calibration),
                numbers=frozenset({1, 2, 3, 4, 5}),
            ),
        ),
    )


def _lists(lists: tuple[IssuedList, ...]) -> Section:
    about = (
        "按得分列入名单的线索，列入后复核并审结的有多少查实，与承诺的比例（或列入时的得分）相比；抽签列入的不计。"
        "95% 区间（Wilson）的上限低于承诺，写“不符”；已审结不足 30 件，写“无数据”。名单多时偶有一份不符，应看合计。"
    )
    headings = ("事项", "名单", "线索", "已审结", "查实", "承诺占比", "实际占比", "95% 区间", "结论")
    rows = tuple(_list(each) for each in lists)
    table = ReportTable(headings=headings, rows=rows, numbers=frozenset(range(2, 8)))
    return Section(title="名单的承诺与结果", paragraphs=(about,), tables=(table,))


def _list(each: IssuedList) -> tuple[str, ...]:
    counts = (str(each.listed), str(each.decided), str(each.confirmed))
    shares = (_share(each.expected), _share(each.found), _reach(each.low, each.high))
    return (target_label(each.target), each.list_id or "合计", *counts, *shares, LEVELS[each.level])


def _calibration(each: CalibrationCheck) -> tuple[str, ...]:
    shares = (_share(each.predicted), _share(each.found), _reach(each.low, each.high))
    return (target_label(each.target), str(each.decided), str(each.confirmed), *shares, LEVELS[each.level])


def _drift(each: TargetDrift, labels: dict[str, str]) -> Section:
    return Section(
        title=f"{target_label(each.target)}：得分和特征的稳定性",
        paragraphs=("群体稳定性指数（PSI）：0.1 以下稳定，0.25 以上明显偏移；案件少时偶然波动较大，已予扣除。",),
        tables=(
            ReportTable(
                headings=("特征", "PSI", "无数据（训练时）", "无数据（现在）", "模型使用", "结论"),
                rows=(_row(each.score, "得分"), *(_row(one, labels.get(one.name, one.name)) for one in each.features)),
                numbers=frozenset({1, 2, 3}),
            ),
        ),
    )


def _row(one: Drift, name: str) -> tuple[str, ...]:
    index = NONE if one.index is None else f"{one.index:.3f}"
    return (name, index, f"{one.null_then:.1%}", f"{one.null_now:.1%}", "是" if one.used else "否", LEVELS[one.level])


def _feeds(found: tuple[Feed, ...], contract: Contract) -> Section:
    if not found:
        return Section(title="数据表", paragraphs=("无数据：模型包没有记录训练时各表的情况，请重新训练。",))
    rows = tuple(
        (
            f"{contract.tables[each.table].label} {each.table}",
            _number(each.rows_then),
            _number(each.rows_still),
            str(each.newest or NONE),
            _number(each.days_silent),
            _number(each.allowed),
            "是" if each.used else "否",
            LEVELS[each.level],
        )
        for each in found
    )
    headings = ("数据表", "训练时行数", "同一批现在行数", "最新获知日", "距今天数", "正常间隔", "模型使用", "结论")
    return Section(title="数据表", tables=(ReportTable(headings=headings, rows=rows, numbers=frozenset({1, 2, 4, 5})),))


def _late(each: Feed) -> bool:
    return each.level not in ("fine", "new")


def _count(each: TargetDrift) -> int:
    return sum(one.used and one.level == "moved" for one in each.features)


def _reach(low: float | None, high: float | None) -> str:
    return NONE if low is None or high is None else f"{low:.1%}–{high:.1%}"


def _share(value: float | None) -> str:
    return NONE if value is None else f"{value:.1%}"


def _number(value: int | None) -> str:
    return NONE if value is None else f"{value:,}"
