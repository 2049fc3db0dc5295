"""No checkpoint calls a breach unlawful by a law that nobody read: `verified` says what laws.yaml says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.checkpoints.court import headers
from zbrisk.checkpoints.header import CheckpointHeader

READ: dict[str, str | list[int]] = yaml.safe_load(Path(__file__).with_name("laws.yaml").read_text(encoding="utf-8"))
ARTICLES = re.compile(r"第(\d+)条(?:至第(\d+)条)?")
NO_LAW = ("为办案单位参数", "办案单位参数：", "执行依据确定的责任限额")
CUSTOMS = ("主体不适格监督类案", "主体不适格会商纪要", "以案找案")  # nobody's law: never verified


def cited(basis: str) -> dict[str, set[int]]:
    """The laws that a basis names, each with its articles; none where it names the whole."""
    laws: dict[str, set[int]] = {}
    of = ""
    for part in re.split(r"[；、](?![^（]*）)", re.sub(r"（(?!2017年修正)[^）]*）", "", basis)):
        if any(phrase in part for phrase in NO_LAW):
            continue
        named = ARTICLES.sub("", re.sub(r"第\(.\)项", "", part)).strip()
        of = named or of
        for first, last in ARTICLES.findall(part):
            laws.setdefault(of, set()).update(range(int(first), int(last or first) + 1))
        laws.setdefault(of, set())
    return laws


def was_read(law: str, articles: set[int]) -> bool:
    read = READ[law]
    return read == "all" or (bool(articles) and articles <= set(read))


@pytest.mark.parametrize("header", headers().values(), ids=headers())
def test_verified_means_that_every_article_was_read(header: CheckpointHeader) -> None:
    laws = cited(header.basis)
    custom = [law for law in laws if law in CUSTOMS]
    unknown = set(laws) - set(READ) - set(CUSTOMS)
    assert not unknown, f"laws.yaml says nothing of {unknown}"
    read = all(was_read(law, articles) for law, articles in laws.items() if law not in CUSTOMS)
    if header.verified:
        assert laws and read and not custom, f"{header.name} rests on what nobody read: {header.basis}"


def test_a_basis_is_taken_apart() -> None:
    basis = (
        "法〔2016〕373号第1条第(三)项、第3条；变更追加规定第10条（死亡）、第21条至第23条（注销）；"
        "失信名单规定（2017年修正）第10条"
    )
    assert cited(basis) == {
        "法〔2016〕373号": {1, 3},
        "变更追加规定": {10, 21, 22, 23},
        "失信名单规定（2017年修正）": {10},
    }
    assert cited("查扣冻规定第19条（不得明显超标的额）；一点五倍为办案单位参数") == {"查扣冻规定": {19}}


def test_what_nobody_read_is_told_from_what_was() -> None:
    assert was_read("法〔2016〕373号", {1, 9})
    assert not was_read("法〔2016〕373号", {1, 3})
    assert not was_read("法〔2016〕373号", set())
    assert not was_read("法发〔2017〕6号", set())
