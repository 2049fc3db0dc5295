"""Which shard a case falls into: those of a court lie together, and beside them those of its neighbours.

A row goes to every shard that looks at it. Agents, their firms and plaintiffs with many suits have most of their cases
near one place; by ids alone each of them would have some in all shards.
"""

from __future__ import annotations

from itertools import accumulate

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from zbrisk.nation.cells import SHARD

__all__ = ["COHORT", "PLACING", "placed"]

COHORT = "case_id string, court string"
PLACING = "court"  # another word whenever COHORT or `placed` changes: what an older one placed is not taken up


def placed(cohort: DataFrame, shards: int) -> DataFrame:
    """SHARD and case_id of all cases, in shards of about one size; the driver holds a row a court.

    Courts stand in the order of their codes, which say the province first, then the prefecture; the cases of each in
    that of a hash of their ids; and this row is cut evenly. So a large court has shards of its own, and small ones
    share one. Cases without a court are as those of one court: where none has any, hashes alone say the shard.

    What says the shard of a case is its id, its court, and how many cases each court has. A day later a cut lies some
    cases further on, and only cases near it change shards; all do once there are more shards.
    """
    counted = sorted((row["court"], row["count"]) for row in cohort.groupBy("court").count().collect())
    codes, cases = zip(*counted, strict=True)
    ends = list(accumulate(cases))
    of_court = {"court": pa.array(codes, pa.string()), "cases": cases, "before": [0, *ends[:-1]]}
    courts = cohort.sparkSession.createDataFrame(pa.table(of_court))
    within = F.shiftright(F.shiftrightunsigned(F.xxhash64("case_id"), 32) * F.col("cases"), 32)  # from 0, below cases
    shard = F.floor((F.col("before") + within) * shards / ends[-1]).cast("int")
    return cohort.join(F.broadcast(courts), "court").select(shard.alias(SHARD), "case_id")
