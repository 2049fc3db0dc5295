"""A partial view: what is found without one of its tables counts, and that nothing is found says nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.oracle.agreement import compiled, differences, matrix, opened, same
from tests.oracle.days import day_number
from tests.oracle.naive import SIGNALS as FOLDER
from tests.oracle.naive import Moment
from tests.oracle.twins import SIGNALS, TIES
from tests.oracle.world import World, make_world
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.namespace import Namespace
from zbrisk.compiler.query import QueryCompiler
from zbrisk.compiler.views import open_namespace
from zbrisk.contract import load_contract
from zbrisk.docket.docket import Docket
from zbrisk.docket.records import RecordReader
from zbrisk.engines.sqlite import SQLite
from zbrisk.execution.run import Run
from zbrisk.scoring.gathering import gather
from zbrisk.signals.catalogue import read_catalogue
from zbrisk.signals.signal_file import SignalFile

ABSENT = (("party_relations",), ("company_officers", "shareholdings"), tuple(TIES.split()))
KEPT = {
    "joined": "select near.party_id from circle as near",
    "in a CTE": "with kin as (select near.party_id from circle as near) select kin.party_id from kin",
    "in a subquery of FROM": "select kin.party_id from (select near.party_id from circle as near) as kin",
    "DISTINCT and UNION": """select distinct near.party_id from circle as near
        union select tie.other_id from debtors as debtor join ties as tie on tie.party_id = debtor.party_id""",
    "beside a left join of what is whole": """select near.party_id from circle as near
        left join parties as person on person.party_id = near.party_id""",
}
LOST = {
    "left join": """select debtor.party_id from debtors as debtor
        left join ties as tie on tie.party_id = debtor.party_id""",
    "anti-join": """select debtor.party_id from debtors as debtor
        where not exists (select 1 from ties as tie where tie.party_id = debtor.party_id)""",
    "anti-join of a CTE": """with kin as (select near.party_id from circle as near)
        select role.party_id from this_case join case_parties as role on role.case_id = this_case.case_id
        where not exists (select 1 from kin where kin.party_id = role.party_id)""",
    "a number": """select debtor.party_id,
        (select count(*) from ties as tie where tie.party_id = debtor.party_id) as many from debtors as debtor""",
    "a group": "select near.debtor_id, count(*) as many from circle as near group by near.debtor_id",
    "a place": """select near.party_id, row_number() over (partition by near.debtor_id order by near.path) as place
        from circle as near""",
}


@pytest.fixture(scope="module")
def namespace() -> Namespace:
    contract = load_contract()
    return open_namespace(contract, read_catalogue(FOLDER, contract).views)


def partial(namespace: Namespace, sql: str) -> set[str]:
    """The tables that a query may be without."""
    query = QueryCompiler(SignalFile(name="trial", path="trial", header={}, sql=sql), namespace.relations).compile()
    return set(namespace.partial(query.relations, query.must_be_complete))


@pytest.mark.parametrize("form", KEPT)
def test_where_rows_can_only_be_lost_a_table_may_be_missing(form: str, namespace: Namespace) -> None:
    assert partial(namespace, KEPT[form]) == set(TIES.split())


@pytest.mark.parametrize("form", LOST)
def test_where_a_missing_row_would_be_claimed_every_table_is_needed(form: str, namespace: Namespace) -> None:
    assert not partial(namespace, LOST[form])


def test_a_table_that_is_read_elsewhere_too_is_needed(namespace: Namespace) -> None:
    sql = "select near.party_id from circle as near join shareholdings as held on held.holder_id = near.party_id"
    assert partial(namespace, sql) == set(TIES.split()) - {"shareholdings"}


def test_a_mark_vouches_for_a_view_but_for_what_it_reads_itself(namespace: Namespace) -> None:
    contract = load_contract()
    views = read_catalogue(FOLDER, contract).views
    sql = LOST["a group"]
    marked, unmarked = (SignalFile(name="near", path="near", header=h | {"label": 1}, sql=sql) for h in MARKS)
    assert open_namespace(contract, [*views, marked]).relations["near"].partial == set(TIES.split())
    assert not open_namespace(contract, [*views, unmarked]).relations["near"].partial


MARKS: tuple[dict[str, object], ...] = ({"partial": True}, {})


def test_what_speaks_for_a_debtor_is_told_whole_or_not_at_all(tmp_path: Path) -> None:
    header = "label: {zh: 有, en: x}\nabsent: {zh: 无, en: x}\ntargets: [concealed_assets]\ntypology: context\n"
    header += "measures: [count]\nreason: {zh: 有, en: x}\n"
    shutil.copytree(FOLDER / "views", tmp_path / "views")
    told = {"raises": "", "lowers": "", "either": "", "favourable": "\nfavourable: [rows]"}
    for name, more in told.items():
        direction = name if name != "favourable" else "either"
        text = f"/*\n{header}direction: {direction}{more}\n*/\n{KEPT['joined']}"
        (tmp_path / f"{name}.sql").write_text(text, encoding="utf-8")
    program = compiled(tmp_path)
    assert {signal.name: bool(signal.partial) for signal in program.signals} == {
        "raises": True,
        "lowers": False,
        "either": True,
        "favourable": False,
    }


def test_the_oracle_s_twins_say_the_same() -> None:
    assert {s.name: set(s.partial) for s in program().signals} == {n: set(t.partial) for n, t in SIGNALS.items()}


@pytest.mark.slow
@pytest.mark.parametrize("absent", ABSENT, ids="+".join)
def test_features_are_the_oracle_s_without_some_tables(absent: tuple[str, ...]) -> None:
    features = check_without(make_world(3), absent)
    assert features["circle_paths__count__all"].gt(0).any() == (len(absent) < 3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 130))
def test_features_are_the_oracle_s_without_some_tables_in_many_worlds(seed: int) -> None:
    for absent in ABSENT:
        check_without(make_world(seed), absent)


@cache
def program() -> Program:
    """The test signals, compiled once."""
    return compiled()


def check_without(world: World, absent: tuple[str, ...]) -> pd.DataFrame:
    """Both engines give the oracle's features of a world that lacks some tables."""
    lacking = replace(world, tables={name: rows for name, rows in world.tables.items() if name not in absent})
    docket = opened(lacking)
    batch = matrix(program(), docket, world.moments, "duckdb")
    assert not [str(difference) for difference in differences(lacking, program(), batch)]
    assert not same(batch, matrix(program(), docket, world.moments, "sqlite"))
    assert not batch["circle_paths__count__all"].eq(0).any()
    assert batch["lenders__count__all"].isna().all()
    alone = [from_records(docket, moment) for moment in world.moments[:5]]
    assert not same(batch[:5], pd.DataFrame(alone, columns=batch.columns))
    return batch


def from_records(docket: Docket, moment: Moment) -> list[float]:
    """The features of one case from the records that it needs, on the road of `score_case`."""
    records = gather(program(), docket, moment.case_id, day_number(moment.as_of))
    reader = RecordReader(docket.contract)
    store = reader.new_store()
    reader.fill(store, records)
    run = Run(program(), SQLite(store, docket.contract, records), docket.contract)
    run.start([moment.case_id], np.array([day_number(moment.as_of)]))
    features: list[float] = run.matrix()[0].tolist()
    return features
