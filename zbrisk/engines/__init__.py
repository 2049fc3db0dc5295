"""Where compiled SQL runs: DuckDB for batches, SQLite for one case, Spark for a nation."""

from zbrisk.engines.engine import Columns, Engine

__all__ = ["Columns", "Engine"]
