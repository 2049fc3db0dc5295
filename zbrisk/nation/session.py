"""A Spark session, classic or over Connect, and what goes wrong in it as one sentence."""

from __future__ import annotations

import base64
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from zbrisk.engines.spark import SETTINGS, find_java
from zbrisk.errors import DataError, MissingExtraError, ZbriskError

__all__ = ["buckets_of", "session_at", "spoken", "worded"]

OWN = SETTINGS | {
    "spark.sql.execution.arrow.useLargeVarTypes": "true",  # a shard's rows of one table may exceed two gigabytes
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
HERE: dict[
    str, Any
] = {  # where the driver is this machine's alone: no page that others could open, and room for many plans
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # half the CPU of so short a life
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.ui.retainedExecutions": "10",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
WORDS = re.compile(r"zbrisk says ([A-Za-z0-9+/=]+) and no more")
CONNECT = "sc://"
KNOWN = {  # what Spark's message holds, what is wrong then, and the cure
    "No space left on device": (
        "no space is left",
        "Make room in --work and in the temporary folders of the workers, then begin again: it goes on where it was.",
    ),
    "Python worker exited unexpectedly": (
        "a worker's Python was killed, as it is where memory is short",
        "Give smaller --shards or --memory, or the workers more memory (spark.executor.memoryOverhead).",
    ),
}
CODED = re.compile(r"\[[A-Z][A-Z0-9_.]+\] .+")  # an error that Spark has a name for
RAISED = re.compile(r"[A-Za-z_.]*(Error|Exception|Interrupt): ")


def session_at(address: str, *, name: str = "zbrisk") -> SparkSession:
    """The session at a master (`spark://...`, `yarn`, `k8s://...`, `local[2]`) or a Connect address (`sc://...`).

    What an administrator has set (memory, cores, catalogues) stays as it is, but for what results hang on.

    Raises:
        MissingExtraError: There is no Java, which a classic session needs, or no gRPC, which Connect needs.
        DataError: Nothing answers there.
    """
    builder = SparkSession.builder.appName(name)
    if address.startswith(CONNECT):
        if not find_spec("grpc"):  # PySpark would end this process without an error
            raise MissingExtraError(
                "Spark Connect needs gRPC, which is not installed.", "pip install 'pyspark[connect]'"
            )
        builder = builder.remote(address)
    else:
        find_java()
        if address.startswith("local"):  # its workers run here; elsewhere `spark.pyspark.python` says which Python
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            builder = builder.config(map=HERE)
        builder = builder.master(address)
    with spoken(address):
        session = builder.getOrCreate()
        for key, value in OWN.items():
            session.conf.set(key, value)
    return session


def buckets_of(session: SparkSession) -> int:
    """Into how many parts rows are put that belong together."""
    return int(session.conf.get("spark.sql.shuffle.partitions") or 1)


@contextmanager
def worded() -> Iterator[None]:
    """On a worker: an error of ours in words that survive the way back through Spark."""
    try:
        yield
    except ZbriskError as error:
        words = base64.b64encode(json.dumps([error.problem, error.cure]).encode()).decode()  # whatever is in them
        raise RuntimeError(f"zbrisk says {words} and no more") from error


@contextmanager
def spoken(place: str | Callable[[str], str]) -> Iterator[None]:
    """Where work is asked for: what a worker or Spark refuses, as one sentence.

    Args:
        place: What is worked on, as the user calls it, or how to find that in Spark's message.

    Raises:
        DataError: Something was refused inside the block.
    """
    try:
        yield
    except (PySparkException, Py4JError) as error:
        text = str(error)
        if found := WORDS.search(text):
            problem, cure = json.loads(base64.b64decode(found.group(1)))
            raise DataError(problem, cure) from error
        where = place if isinstance(place, str) else place(text)
        for sign, (problem, cure) in KNOWN.items():
            if sign in text:
                raise DataError(f"{where}: {problem}.", cure) from error
        raise DataError(
            f"{where}: Spark refuses: {_telling(text)[:300].rstrip('.')}.",
            "Look at the name, the rights and the types of all parts; Spark's own log has the rest.",
        ) from error


def _telling(text: str) -> str:
    """What a message says is wrong: a worker's last line, what Spark has a name for, or the first line."""
    lines = [line.strip() for line in text.partition("JVM stacktrace")[0].splitlines() if line.strip()]
    of_worker = [line for line in lines if RAISED.match(line)]
    coded = [found.group() for line in lines if (found := CODED.search(line))]
    return (of_worker[-1:] or coded[:1] or lines[:1] or ["it says no more"])[0]
