"""An office as a nation: its tables opened on a cluster, and its bundle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.nation import DAY, sources
from tests.support.office import SIGNAL, office
from training.bundle import train_bundle
from training.recipe import Recipe
from zbrisk.contract import load_contract
from zbrisk.docket.days import to_date
from zbrisk.docket.docket import Docket, open_docket


@pytest.fixture(scope="package")
def spark() -> Iterator[Any]:
    """A cluster whose workers are processes of their own."""
    pytest.importorskip("pyspark")
    from zbrisk.nation.session import session_at

    session = session_at("local-cluster[2,1,1024]")
    yield session
    session.stop()


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office's tables, each a folder of two parts, its two signals and its bundle; a third has no court."""
    home = tmp_path_factory.mktemp("nation")
    for name, frame in office(size=400, reviewed=160).items():
        (home / "tables" / name).mkdir(parents=True)
        if name == "cases":
            frame["court_code"] = np.resize(np.array(["浙0602", None, "浙0681"], dtype=object), len(frame))
        half = max(1, len(frame) // 2)
        for number, part in enumerate((frame.iloc[:half], frame.iloc[half:])):
            if number == 0 or len(part):
                part.to_parquet(home / "tables" / name / f"{number}.parquet", index=False)
    (home / "signals").mkdir()
    for name, direction, category in (("calm", "lowers", "delay"), ("tell", "raises", "hidden_assets")):
        text = SIGNAL.format(target="concealed_assets", direction=direction, category=category)
        (home / "signals" / f"{name}.sql").write_text(text, encoding="utf-8")
    recipe = Recipe(trials=0, bootstrap_draws=100, reference_cases=300)
    docket = open_docket(home / "tables")
    train_bundle(docket, home / "bundle", until=to_date(docket.day(DAY)), signals=home / "signals", recipe=recipe)
    docket.close()
    return home


@pytest.fixture(scope="package")
def docket(home: Path) -> Iterator[Docket]:
    docket = open_docket(home / "tables")
    yield docket
    docket.close()


@pytest.fixture(scope="package")
def nation(spark: Any, home: Path) -> Any:
    from zbrisk.nation.opening import open_nation

    return open_nation(spark, sources(home), str(home / "work"), load_contract())
