"""A nation's cases on a Spark cluster: Spark gathers the rows that cases look at, DuckDB computes on the workers."""

from zbrisk.errors import MissingExtraError

try:
    import pyspark  # noqa: F401
except ImportError as missing:
    raise MissingExtraError.for_library("pyspark", "spark") from missing
