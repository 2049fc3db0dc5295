"""Two programs may have views of one name on one docket: each reads its own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.support.bundle import AS_OF, three_cases
from zbrisk.execution.signal_builder import SignalBuilder

VIEW = """/* label: {{zh: 申诉, en: complaints}} */
select petition.case_id, petition.received_date as told_on from petitions as petition where petition.category = '{kind}'
union all
select petition.case_id, petition.received_date as told_on from petitions as petition where petition.category = 'other'
"""
SIGNAL = """/*
label: {zh: 标签, en: label}
targets: [concealed_assets]
typology: context
at: told_on
measures: [count]
reason: {zh: "{count}", en: "{count}"}
*/
select this_case.case_id, told.told_on from this_case join told on told.case_id = this_case.case_id
"""


def written(folder: Path, kind: str) -> Path:
    (folder / kind / "views").mkdir(parents=True)
    (folder / kind / "views" / "told.sql").write_text(VIEW.format(kind=kind), encoding="utf-8")
    (folder / kind / "told_of.sql").write_text(SIGNAL, encoding="utf-8")
    return folder / kind


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_programs_do_not_read_each_other_s_views(tmp_path: Path, engine: str) -> None:
    docket = three_cases()
    moments = pd.DataFrame({"case_id": ["A", "B"], "as_of": AS_OF})
    builders = [
        SignalBuilder(written(tmp_path, kind), engine=engine).fit(docket) for kind in ("hidden_assets", "delay")
    ]
    counts = [builder.transform(moments)["told_of__count__all"].to_list() for builder in (*builders, builders[0])]
    assert counts == [[2.0, 0.0], [0.0, 1.0], [2.0, 0.0]]
