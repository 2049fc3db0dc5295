"""What a checkpoint's header must say, and what its file is refused for."""

from __future__ import annotations

from pathlib import Path

import pytest

from zbrisk.checkpoints.catalogue import compile_checkpoints
from zbrisk.contract import load_contract
from zbrisk.errors import SignalError

HEADER = """\
rule: R-11
label: {zh: 满三个月, en: Three months}
aspect: 5
severity: H
basis: 373号
verified: true
in_force: {from: 2016-12-01}
texts:
  fail: {zh: "{filed} 立案", en: "filed {filed}"}
verify: {zh: 核对, en: compare}
"""
SQL = "select this_case.case_id, this_case.filed, 'pass' as verdict from this_case"


def folder(path: Path, header: str = HEADER, sql: str = SQL) -> Path:
    (path / "checkpoints").mkdir()
    (path / "checkpoints" / "x.sql").write_text(f"/*\n{header}*/\n{sql}\n", encoding="utf-8")
    return path


def test_a_checkpoint_needs_no_more_than_this(tmp_path: Path) -> None:
    (found,) = compile_checkpoints(load_contract(), folder(tmp_path))
    assert (found.header.rule, found.header.none, found.header.provable) == ("R-11", "not_applicable", True)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("rule: R-11\n", "", "lacks `rule`"),
        ("rule: R-11", "rule: 11", "x.sql:2: `rule` is 11 and no text.\n  Write a text; a number stands in quotes"),
        ("rule: R-11", "rule: R11", "has not the form R-11.\n  Write it as R-11"),
        ("aspect: 5", "aspect: 12", "`aspect` is 12 and no whole number from 1 to 10"),
        ("severity: H", "severity: X", "Use one of H, M, L"),
        ("verified: true", "verified: perhaps", "`verified` is 'perhaps', neither true nor false"),
        ("{from: 2016-12-01}", "{to: 2016-12-01}", "`in_force` lacks `from`"),
        ("{from: 2016-12-01}", "{from: once}", "`in_force.from` is 'once' and no date"),
        ('  fail: {zh: "{filed} 立案", en: "filed {filed}"}', "  pass: {zh: 好, en: good}", "says what a breach is"),
        ("{filed} 立案", "{gone} 立案", "speaks of gone"),
        ("verify:", "at: filing\nverify:", "no date among"),
        ("verify:", "none: perhaps\nverify:", "`none` is 'perhaps', which is unknown"),
        ("verify:", "codes: {auctions: [x]}\nverify:", "not read"),
        ("  fail:", "  fial:", "x.sql:10: `texts` has the unknown key 'fial'.\n  Did you mean `fail`"),
        ("verify:", "optional: [auctions]\nverify:", "not read"),
        ("verify:", "absence: [auctions]\nverify:", "not read"),
        ("verify:", "colour: red\nverify:", "unknown key 'colour'"),
    ],
)
def test_a_wrong_header_is_refused_with_its_cure(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in HEADER
    with pytest.raises(SignalError, match=problem):
        compile_checkpoints(load_contract(), folder(tmp_path, HEADER.replace(old, new)))


def test_rows_need_a_verdict(tmp_path: Path) -> None:
    with pytest.raises(SignalError, match="no column `verdict`"):
        compile_checkpoints(
            load_contract(), folder(tmp_path, sql="select this_case.case_id, this_case.filed from this_case")
        )


def test_a_checkpoint_may_read_what_a_signal_may_not_and_no_more(tmp_path: Path) -> None:
    sql = (
        "select this_case.case_id, this_case.filed, 'pass' as verdict, p.{} as x from this_case"
        " join case_parties as r on r.case_id = this_case.case_id join parties as p on p.party_id = r.party_id"
    )
    assert compile_checkpoints(load_contract(), folder(tmp_path, sql=sql.format("birth_year")))
    (tmp_path / "other").mkdir()
    with pytest.raises(SignalError, match="restricted"):
        compile_checkpoints(load_contract(), folder(tmp_path / "other", sql=sql.format("name")))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SignalError, match="no checkpoint under"):
        compile_checkpoints(load_contract(), tmp_path)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(SignalError, match="no checkpoint r99"):
        compile_checkpoints(load_contract(), names=["r99"])
