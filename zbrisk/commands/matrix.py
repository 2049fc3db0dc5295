"""zbrisk matrix: the features of moments, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zbrisk.commands.application import app
from zbrisk.commands.manner import hand_out, note
from zbrisk.commands.options import Moments, SignalsFolder
from zbrisk.commands.progress import progress
from zbrisk.commands.tables import Tables, TablesFile, opened
from zbrisk.commands.terminal import counted
from zbrisk.contract import load_contract
from zbrisk.files import replacing, require_ending, require_file


@app.command()
def matrix(
    tables: Tables,
    moments: Moments,
    out: Annotated[Path, typer.Option(metavar="F.parquet", help="The Parquet file to write.")],
    signals: SignalsFolder = None,
    tables_file: TablesFile = None,
) -> None:
    """Write the features: one row a moment (case_id, as_of), one column a feature.

    A feature knows nothing of what became known on as_of or later. Money is in yuan; an empty cell says "no data",
    which is not zero.
    """
    require_ending(out, "Parquet file", (".parquet",))
    require_file(out)
    import pandas as pd

    from zbrisk.docket.moments_file import read_moments
    from zbrisk.execution.signal_builder import SignalBuilder  # brings scikit-learn, which takes seconds

    with opened(tables, load_contract(tables_file)) as docket:
        asked = read_moments(moments, docket)
        with progress("Features", "signals") as advance:
            features = SignalBuilder(signals, progress=advance).fit(docket).transform(asked)
    with replacing(out) as draft:
        pd.concat([asked, features], axis=1).to_parquet(draft, index=False)
    moments_of, columns = len(features), features.shape[1]
    hand_out(
        lambda: {"written": [out], "moments": moments_of, "features": columns},
        lambda: note(f"{counted(moments_of, 'moment')}, {counted(columns, 'feature')}: {out}"),
    )
