"""How a case stands, in words: reviewed, restored, listed, snoozed, and what is new since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from zbrisk.contract import Contract
from zbrisk.contract.labels import labels_of, load_labels
from zbrisk.explaining.explanation import Explanation
from zbrisk.explaining.masking import mask_case_number
from zbrisk.pages.cells import yuan
from zbrisk.selection.status import LISTS, RESTORATIONS, REVIEWS, Restoration, Review

__all__ = ["NONE", "NO_DATA", "news_words", "review_words", "status_lines"]

NONE, NO_DATA = "无", "无数据"
BETWEEN = "；"


def status_lines(explanation: Explanation, contract: Contract) -> list[tuple[str, str]]:
    """Heading and words of each line of a page's status strip.

    Args:
        explanation: The case on its day.
        contract: The contract in force.
    """
    status = explanation.status
    reviews = [review_words(each, contract) for each in status.reviews]
    listed = [f"{_target(target, contract)}：{day} 列入复核名单" for target, day in sorted(status.listed.items())]
    restored = [_restoration(each) for each in status.restorations]
    if status.performed is not None:
        restored.append(f"{status.performed} 履行完毕")
    elif status.paid_in_full:
        restored.append("案款已全部到位")
    snoozed = [f"{_target(target, contract)}：至 {day}" for target, day in sorted(status.snoozed.items())]
    lines = [
        ("复核", _said(reviews, known=REVIEWS in status.told_by)),
        *([("恢复执行", _said(restored, known=True))] if RESTORATIONS in status.told_by else []),
        ("名单", _said(listed, known=LISTS in status.told_by)),
        ("搁置", _said(snoozed, known=True)),
    ]
    news = [
        f"{risk.label.zh}：{news_words([fact.to_json() for fact in risk.new_facts], contract)}"
        for risk in explanation.risks
        if risk.new_facts
    ]
    return [*lines, ("新事实", BETWEEN.join(news))] if news else lines


def news_words(facts: Sequence[Mapping[str, str]], contract: Contract) -> str:
    """New facts by table: how many rows, and when the last became known; nothing where there are none."""
    if not facts:
        return ""
    tables = Counter(fact["table"] for fact in facts)
    names = {name: contract.tables[name].label if name in contract.tables else name for name in tables}
    rows = "、".join(f"{names[name]} {count} 项" for name, count in tables.items())
    return f"复核后新获知{rows}（最近于 {max(fact['known_at'] for fact in facts)} 获知）"


def _said(words: Sequence[str], *, known: bool) -> str:
    return BETWEEN.join(words) or (NONE if known else NO_DATA)


def review_words(review: Review, contract: Contract) -> str:
    """`隐匿财产：2022-03-07 查实`, or that it goes on."""
    what = _target(review.target, contract)
    if review.decided is None:
        return f"{what}：正在复核" + (f"（{review.opened} 启动）" if review.opened else "")
    result = labels_of(contract).code(_table(contract), "result", review.result or "")
    return f"{what}：{review.decided} {result or '已结'}"


def _restoration(each: Restoration) -> str:
    begun = f"{mask_case_number(each.case_no)} {each.filed or ''}".strip() + " 恢复"
    ended = f"（{load_labels().code('cases', 'close_mode', each.mode)}）" if each.mode else ""
    how = f"，{each.closed} 结案{ended}" if each.closed else "，尚未结案"
    return begun + how + (f"，到位 {yuan(each.paid)}" if each.paid is not None else "")


def _target(target: str, contract: Contract) -> str:
    return labels_of(contract).code(_table(contract), "target", target)


def _table(contract: Contract) -> str:
    return contract.outcomes.table if contract.outcomes else "review_outcomes"
