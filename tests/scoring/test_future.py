"""What becomes known on the day or later changes no score, reason or evidence row; nor do corrections since then."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from training.simulation import Prefecture
from zbrisk.contract import ColumnType, load_contract
from zbrisk.docket import Docket, open_docket
from zbrisk.scoring.scorer import Scorer

pytestmark = pytest.mark.slow
AS_OF = dt.date(2023, 6, 1)
CONTRACT = load_contract()
Tables = dict[str, pd.DataFrame]


def new_rows(name: str, frame: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Rows of a table again under new keys, known on the day or after it, but speaking of any day."""
    table = CONTRACT.tables[name]
    more = frame.sample(frac=0.5, random_state=random).reset_index(drop=True)
    (first, *_), size = table.key, len(more)
    if table.columns[first].type in (ColumnType.ID, ColumnType.STR) and first not in CONTRACT.references:
        more[first] = [f"{name}-{i}" for i in range(size)]
    return more.assign(known_at=later(size, random))


def corrections(name: str, frame: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Newer versions of known rows, known on the day or after it, whose other cells come from another row."""
    table = CONTRACT.tables[name]
    newest = frame.drop_duplicates(list(table.key), keep="last")
    some = newest.sample(frac=0.3, random_state=random).reset_index(drop=True)
    fixed = {*table.key, *table.required, "known_at", *([table.known_at.column] if table.known_at.column else [])}
    free = [column for column in some.columns if column not in fixed]
    mixed = some[free].sample(frac=1, random_state=random).reset_index(drop=True)
    some[free] = mixed
    return some.assign(known_at=later(len(some), random))


def later(size: int, random: np.random.Generator) -> list[dt.date]:
    """The day itself, or one after the last day of the tables, so that no row comes twice on one day."""
    days = np.where(random.random(size) < 0.5, 0, random.integers(1000, 1400, size))
    return [AS_OF + dt.timedelta(days=int(each)) for each in days]


def thrown_in(tables: Tables, docket: Docket, seed: int) -> Tables:
    """The tables with rows and corrections known only from the day on, drawn from what was known by then."""
    random = np.random.default_rng(seed)
    more: Tables = {}
    for name, frame in tables.items():
        seen = cut(docket.frame(name))
        added = [corrections(name, seen, random), new_rows(name, seen, random)]
        whole = pd.concat([frame, *(rows.astype(frame.dtypes) for rows in added)], ignore_index=True)
        more[name] = whole.drop_duplicates([*CONTRACT.tables[name].key, "known_at"])
    return more


@pytest.fixture(scope="module")
def before(prefecture: Prefecture) -> Docket:
    """What could be known on the day, and nothing else."""
    return open_docket({name: cut(frame) for name, frame in prefecture.tables.items()})


def cut(frame: pd.DataFrame) -> pd.DataFrame:
    known = pd.to_datetime(frame["known_at"])
    return frame[known.isna() | (known < pd.Timestamp(AS_OF))]


@pytest.fixture(scope="module", params=range(7, 12))
def after(request: pytest.FixtureRequest, prefecture: Prefecture, docket: Docket) -> Docket:
    return open_docket(thrown_in(prefecture.tables, docket, request.param))


@pytest.fixture(scope="module")
def ranked(scorer: Scorer, before: Docket) -> pd.DataFrame:
    return scorer.rank(before, as_of=AS_OF)


def test_something_was_thrown_in(before: Docket, after: Docket) -> None:
    for table in sorted(before.present):
        assert len(after.frame(table)) > 1.2 * len(before.frame(table)), table


def test_neither_score_nor_reason_nor_evidence_of_the_list_changes(
    scorer: Scorer, ranked: pd.DataFrame, after: Docket
) -> None:
    assert len(ranked) > 100
    pd.testing.assert_frame_equal(scorer.rank(after, as_of=AS_OF), ranked)


def test_nothing_that_is_said_of_a_case_changes(
    scorer: Scorer, ranked: pd.DataFrame, before: Docket, after: Docket
) -> None:
    for case in ranked["case_id"].unique()[::5]:
        one, other = (scorer.explain(docket, case_id=case, as_of=AS_OF) for docket in (before, after))
        assert one.explanation == other.explanation
        assert one.to_html() == other.to_html()


def test_replay_gives_the_score_of_that_day(scorer: Scorer, ranked: pd.DataFrame, docket: Docket) -> None:
    """The whole history, with every correction since then, answers as the tables did on the day."""
    pd.testing.assert_frame_equal(scorer.rank(docket, as_of=AS_OF), ranked)


def test_later_rows_do_change_the_score_of_a_later_day(scorer: Scorer, docket: Docket, after: Docket) -> None:
    day = AS_OF + dt.timedelta(days=500)
    one, other = (scorer.rank(each, as_of=day, reasons=0) for each in (docket, after))
    both = one.merge(other, on=["case_id", "target"])
    assert (both["score_x"] != both["score_y"]).mean() > 0.2
