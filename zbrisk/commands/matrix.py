"""zbrisk matrix: the features of moments, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zbrisk.commands.application import app
from zbrisk.commands.options import Moments, SignalsFolder
from zbrisk.commands.output import note, print_result
from zbrisk.commands.progress import progress
from zbrisk.commands.shard_options import ShardSize, Workers, sharded
from zbrisk.commands.tables import Tables, TablesFile, opened
from zbrisk.commands.terminal import counted
from zbrisk.contract import load_contract
from zbrisk.files import require_ending, require_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from zbrisk.commands.progress import Advance
    from zbrisk.docket import Docket


@app.command()
def matrix(
    tables: Tables,
    moments: Moments,
    out: Annotated[Path, typer.Option(metavar="F.parquet", help="The Parquet file to write.")],
    signals: SignalsFolder = None,
    tables_file: TablesFile = None,
    shards: ShardSize = None,
    workers: Workers = 1,
) -> None:
    """Write the features: one row a moment (case_id, as_of), one column a feature.

    A feature knows nothing of what became known on as_of or later. Money is in yuan; an empty cell says "no data",
    which is not zero.
    """
    require_ending(out, "Parquet file", (".parquet",))
    require_file(out)
    from zbrisk.clues.frames import write_frames
    from zbrisk.docket.moments_file import read_moments

    with sharded(tables, out, shards, workers) as parts, opened(tables, load_contract(tables_file)) as docket:
        asked = read_moments(moments, docket)
        with progress("Features", "signals" if parts is None else "shards") as advance:
            if parts is None:
                frames: Iterable[pd.DataFrame] = [_whole(docket, asked, signals, advance)]
            else:
                frames = parts.features(asked, signals=signals, tables_file=tables_file, progress=advance)
            columns, rows = write_frames(frames, out)
    features = columns - asked.shape[1]
    print_result(
        lambda: {"written": [out], "moments": rows, "features": features},
        lambda: note(f"{counted(rows, 'moment')}, {counted(features, 'feature')}: {out}"),
    )


def _whole(docket: Docket, moments: pd.DataFrame, signals: Path | None, advance: Advance) -> pd.DataFrame:
    import pandas as pd

    from zbrisk.execution.signal_builder import SignalBuilder  # brings scikit-learn, which takes seconds

    features = SignalBuilder(signals, progress=advance).fit(docket).transform(moments)
    return pd.concat([moments, features], axis=1)
