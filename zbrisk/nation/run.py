"""What may be asked of a nation's cases, in waves of shards: each wave is committed, and none is done twice."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from zbrisk import __version__
from zbrisk.checkpoints.catalogue import compile_checkpoints, preparation_of
from zbrisk.checkpoints.run import VERDICT_COLUMNS
from zbrisk.compiler.cohort import cohort_query
from zbrisk.compiler.compiled import Program
from zbrisk.compiler.program import compile_catalogue
from zbrisk.compiler.safety import runnable
from zbrisk.docket.days import AsOf, past_day_number, to_date
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.docket.keeping import keep_part
from zbrisk.errors import DataError
from zbrisk.nation.closure import CASE_PARTIES, PARTIES, PLACES, SHARD, Asked, closure
from zbrisk.nation.opening import Nation, arrow_schema
from zbrisk.nation.session import spoken
from zbrisk.nation.work import ASKED, PACKED, Order, packed, worked
from zbrisk.scoring.scorer import Scorer
from zbrisk.selection.status import status_questions
from zbrisk.signals.catalogue import read_catalogue
from zbrisk.typing import Progress

__all__ = ["NationRun"]

MOST_WAVES, SHARDS_A_WAVE = 8, 16  # at most, and at least: what was committed before a kill is not done again
CLUES = pa.schema(
    {
        "case_id": pa.string(), "as_of": pa.date32(), "target": pa.string(), "score": pa.float64(),
        "probability": pa.float64(), "rank": pa.int64(), "reasons": pa.string(), "level": pa.string(),
        "basis": pa.string(), "new_facts": pa.string(),
    }
)  # fmt: skip
VERDICTS = pa.schema(dict.fromkeys(VERDICT_COLUMNS, pa.string()) | {"as_of": pa.date32(), "aspect": pa.int64()})
SPARK_TYPES = {pa.string(): "string", pa.date32(): "date", pa.float64(): "double", pa.int64(): "bigint"}


@dataclass(frozen=True, kw_only=True)
class Waves:
    """Where the waves of one question are kept: what was sent to their shards, and what came back."""

    home: str
    count: int

    def sent(self, wave: int) -> str:
        """The folder of the rows that a wave's shards look at."""
        return f"{self.home}/sent/{wave}"

    def rows(self, wave: int) -> str:
        """The folder of a wave's answers."""
        return f"{self.home}/rows/{wave}"


@dataclass(frozen=True, kw_only=True)
class NationRun:
    """A nation's tables at work on one day.

    Args:
        nation: The opened tables.
        as_of: The day.
        size: About how many cases a shard has.
        memory_limit: What DuckDB may use in each worker.
        progress: Called with (done, of) after each wave.
    """

    nation: Nation
    as_of: AsOf
    size: int = 20_000
    memory_limit: str = "2GB"
    progress: Progress | None = None

    def rank(self, scorer: Scorer, bundle: Path, *, top: int, finished: bool = False) -> pd.DataFrame:
        """What `Scorer.rank` lists with `top`: scores for all, reasons for those on the list.

        Args:
            scorer: The bundle's, verified.
            bundle: Its folder.
            top: Keep N clues of each target; the first N of each shard are compared.
            finished: Whether finished clues are listed too.

        Raises:
            DataError: A case is not known, a table cannot be used on the day, or Spark refuses.
        """
        options = {"top": top, "finished": finished, "reasons": 0}
        files = _files_in(bundle)
        order = self._order("best", CLUES, files=files, seal=scorer.bundle.seal, options=options)
        asked = _asked_of(scorer.program, scorer)
        waves = self._finished(order, asked, {"bundle": scorer.bundle.seal, **options})
        place = F.create_map(*[part for n, t in enumerate(scorer.targets) for part in (F.lit(t), F.lit(n))])
        first = Window.partitionBy("target").orderBy(F.col("score").desc(), F.col("case_id"))
        ranked = (
            self._answers(waves, CLUES)
            .withColumn("rank", F.row_number().over(first).cast("bigint"))
            .where(F.col("rank") <= top)
        )
        with spoken("The list"):
            chosen = ranked.where(F.col("rank") <= top).orderBy(place[F.col("target")], "rank").toArrow()
        if not chosen.num_rows:
            raise DataError(f"There is no case to list on {self.as_of}.", "Check the day, or list finished cases too.")
        return self._with_reasons(scorer, files, chosen, waves)

    def matrix(self, out: str, signals: Path | None = None, tables_file: Path | None = None) -> int:
        """Write the features of the day's cohort as Parquet that any reader of tables takes.

        Args:
            out: The folder, as Spark names it.
            signals: The folder of signals; None for zbrisk's own.
            tables_file: The file that the contract came from, if one did.

        Returns:
            How many rows.
        """
        contract = self.nation.contract
        program = compile_catalogue(read_catalogue(signals, contract), contract)
        schema = pa.schema(
            {"case_id": pa.string(), "as_of": pa.date32(), **dict.fromkeys(program.features, pa.float64())}
        )
        files = None if signals is None else _files_in(signals)
        order = self._order("features", schema, files=files, tables_file=tables_file)
        waves = self._finished(order, _asked_of(program), {"program": program.digest})
        return self._written(self._answers(waves, schema), out)

    def checkpoints(self, out: str, folder: Path | None = None, tables_file: Path | None = None) -> int:
        """Write every checkpoint's verdict on the day's cohort, with the columns of `check_cases`; see `matrix`."""
        compiled = compile_checkpoints(self.nation.contract, folder)
        preparation = preparation_of(compiled)
        asked = Asked(views=(preparation.this_case, *preparation.views), reached=(*preparation.parts, *compiled))
        files = None if folder is None else _files_in(folder)
        order = self._order("verdicts", VERDICTS, files=files, tables_file=tables_file)
        digest = hashlib.sha256(repr([(each.name, each.sql["duckdb"]) for each in compiled]).encode()).hexdigest()
        waves = self._finished(order, asked, {"checkpoints": digest})
        return self._written(self._answers(waves, VERDICTS), out)

    def plan(self, scorer: Scorer) -> pd.DataFrame:
        """By table, how many rows shards look at and are sent, and how many the largest shard is, before any work."""
        asked = _asked_of(scorer.program, scorer)
        found = []
        with spoken("The plan"), closure(self.nation, self._cohort().drop("as_of"), asked) as rows:
            for table, frame in sorted(rows.items()):
                keys = frame.select(SHARD, "_key", "_known_from")
                by_shard = keys.groupBy(SHARD).count()
                sent = by_shard.agg(F.sum("count").alias("sent"), F.max("count").alias("largest")).collect()[0]
                looked_at = keys.select("_key", "_known_from").distinct().count()
                found.append((table, looked_at, sent["sent"] or 0, sent["largest"] or 0))
        return pd.DataFrame(found, columns=["table", "rows", "sent", "largest_shard"])

    # -- the cohort in shards ------------------------------------------------------------------------------------------

    def _cohort(self) -> DataFrame:
        """The day's cohort with SHARD, which a case's id alone says, `_moment`, `_as_of` and as_of."""
        nation, cohort = self.nation, self.nation.contract.cohort
        day = self._day()
        query = cohort_query(nation.contract)
        if absent := [table for table in query.tables if table not in nation.present]:
            raise DataError(f"The cohort's condition asks for {absent[0]}, which was not supplied.", "Supply it.")
        with spoken("The cohort"):
            for table in query.tables:
                nation.rows(table).createOrReplaceTempView(table)
            cases = nation.session.sql(query.sql("spark", day))
            shards = max(1, math.ceil(cases.count() / self.size))
        numbered = cases.withColumn(SHARD, F.pmod(F.xxhash64(cohort.key), F.lit(shards)).cast("int"))
        place = F.row_number().over(Window.partitionBy(SHARD).orderBy(cohort.key))
        return (
            numbered.withColumn("_moment", F.col(SHARD).cast("bigint") * PLACES + place)
            .withColumn("_as_of", F.lit(day))
            .withColumn("as_of", F.lit(to_date(day)))
        )

    def _day(self) -> int:
        """The number of the day.

        Raises:
            DataError: It has not come, nothing was known before it, or a table lacks days that coverage asks for.
        """
        day, first = past_day_number(self.as_of), self.nation.whole.first_day
        if day <= first:
            raise DataError(f"Nothing was known before {to_date(day)}.", "Choose a later day.")
        for each in self.nation.undated:
            if each.known < day <= each.until:
                raise DataError(each.problem, each.cure)
        return day

    # -- waves ---------------------------------------------------------------------------------------------------------

    def _finished(self, order: Order, asked: Asked, hangs_on: Mapping[str, Any]) -> Waves:
        """All waves worked; those that an earlier run committed are not done again."""
        nation, cohort = self.nation, self._cohort()
        said = [__version__, nation.digest, order.work, str(self.as_of), self.size, hangs_on]
        home = f"{nation.work}/done/{hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]}"
        with spoken("The cohort"):
            last = cohort.agg(F.max(SHARD)).collect()[0][0]
        if last is None:
            raise DataError(f"There is no case on {self.as_of}.", "Check the day, and that cases are closed by then.")
        waves = Waves(home=home, count=max(1, min(MOST_WAVES, (last + 1) // SHARDS_A_WAVE)))
        for wave in range(waves.count):
            if not self._committed(waves.rows(wave)):
                own = cohort.where(F.pmod(F.col(SHARD), F.lit(waves.count)) == wave)
                with spoken(f"Wave {wave + 1} of {waves.count}"):
                    self._work(order, asked, own, waves.sent(wave)).write.mode("overwrite").parquet(waves.rows(wave))
                    self._commit(waves.rows(wave))
            if self.progress:
                self.progress(wave + 1, waves.count)
        return waves

    def _work(self, order: Order, asked: Asked, cohort: DataFrame, place: str) -> DataFrame:
        """The answers of some shards about their cases.

        What is sent to them is written to `place` first, and committed: who was killed at work need not gather again.
        """
        moments = cohort.select(SHARD, F.col(self.nation.contract.cohort.key).alias("case_id"), "as_of")
        shards = cohort.select(SHARD).distinct().count()
        if not self._committed(place):
            with closure(self.nation, cohort.drop("as_of"), asked) as rows:
                # table by table: Spark plans one large query anew after each of its steps
                for table, frame in rows.items():
                    packed(table, frame, shards).write.mode("overwrite").parquet(f"{place}/{table}")
            self._commit(place)
        return worked(self._sent([place]).union(packed(ASKED, moments, shards)), shards, order, _columns(order.schema))

    def _sent(self, places: Sequence[str]) -> DataFrame:
        tables = [f"{place}/{table}" for place in places for table in sorted(self.nation.present)]
        return self.nation.session.read.schema(PACKED).parquet(*tables)

    def _answers(self, waves: Waves, schema: pa.Schema) -> DataFrame:
        places = [waves.rows(wave) for wave in range(waves.count)]
        return self.nation.session.read.schema(f"{SHARD} int, {_columns(schema)}").parquet(*places)

    def _committed(self, place: str) -> bool:
        """Whether all of a place was written: it is read only where its mark stands beside it."""
        try:
            with spoken(place):
                return bool(self.nation.session.read.schema("wave int").parquet(f"{place}.committed").count())
        except DataError:
            return False

    def _commit(self, place: str) -> None:
        mark = self.nation.session.createDataFrame([(1,)], "wave int").coalesce(1)
        mark.write.mode("overwrite").parquet(f"{place}.committed")

    def _written(self, rows: DataFrame, out: str) -> int:
        with spoken(out):
            rows.drop(SHARD).write.mode("errorifexists").parquet(out)
            return int(self.nation.session.read.parquet(out).count())

    # -- what is sent to workers, and comes back to the driver ---------------------------------------------------------

    def _order(self, work: Any, schema: pa.Schema, tables_file: Path | None = None, **more: Any) -> Order:
        nation = self.nation
        return Order(
            work=work,
            contract=nation.contract,
            whole=nation.whole,
            undated=nation.undated,
            schema=schema,
            memory_limit=self.memory_limit,
            tables_file=None if tables_file is None else tables_file.read_bytes(),
            **more,
        )

    def _with_reasons(self, scorer: Scorer, files: Mapping[str, bytes], chosen: pa.Table, waves: Waves) -> pd.DataFrame:
        """The reasons of the chosen clues, by the rows that were sent to their shards."""
        order = self._order("reasons", CLUES, files=files, seal=scorer.bundle.seal)
        clues = self.nation.session.createDataFrame(chosen)
        own = F.broadcast(clues.select(SHARD).distinct())
        sent = self._sent([waves.sent(wave) for wave in range(waves.count)]).join(own, SHARD, "left_semi")
        shards = len(set(chosen.column(SHARD).to_pylist()))
        with spoken("The reasons"):
            answers = worked(sent.union(packed(ASKED, clues, shards)), shards, order, _columns(CLUES))
            found: pd.DataFrame = answers.drop(SHARD).toArrow().to_pandas()
        turn = {target: number for number, target in enumerate(scorer.targets)}
        found["_turn"] = found["target"].map(turn)
        found["as_of"] = pd.to_datetime(found["as_of"]).dt.as_unit("s")
        return found.sort_values(["_turn", "rank"], ignore_index=True).drop(columns="_turn")

    @contextmanager
    def docket_of(self, case_ids: Sequence[str]) -> Iterator[Docket]:
        """A docket of who stands in some cases, for whoever writes their list; the other tables are empty."""
        nation, key = self.nation, self.nation.contract.cohort.key
        ids = nation.session.createDataFrame(pa.table({key: pa.array(sorted(set(case_ids)), pa.string())}))
        rows: dict[str, pa.Table] = {}
        with spoken("The cases of the list"):
            for table in (nation.contract.cohort.table, CASE_PARTIES):
                if table in nation.present:
                    rows[table] = nation.rows(table).join(ids, key, "left_semi").toArrow()
            if PARTIES in nation.present and CASE_PARTIES in rows:
                named = nation.session.createDataFrame(rows[CASE_PARTIES].select(["party_id"])).distinct()
                rows[PARTIES] = nation.rows(PARTIES).join(named, "party_id", "left_semi").toArrow()
        schemas = {name: arrow_schema(nation.contract.tables[name]) for name in nation.present}
        whole = {
            name: rows[name].select(schema.names).cast(schema) if name in rows else schema.empty_table()
            for name, schema in schemas.items()
        }
        with TemporaryDirectory(prefix="zbrisk-list-") as folder:
            keep_part(whole, Path(folder), nation.contract, nation.whole, nation.undated)
            docket = open_docket(folder, contract=nation.contract)
            try:
                yield docket
            finally:
                docket.close()


def _asked_of(program: Program, scorer: Scorer | None = None) -> Asked:
    """What is asked of a program, and of how cases stand: views as they run on Spark, joins as they run on DuckDB."""
    if scorer is None:
        return Asked(views=(program.this_case, *program.views), reached=program.parts, grains=program.grains)
    on_spark, on_duckdb = (runnable(program, scorer.contract, dialect) for dialect in ("spark", "duckdb"))
    beside = status_questions(scorer.contract).values()
    return Asked(
        views=(on_spark.this_case, *on_spark.views), reached=(*on_duckdb.parts, *beside), grains=program.grains
    )


def _files_in(folder: Path) -> dict[str, bytes]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"`{field.name}` {SPARK_TYPES[field.type]}" for field in schema)
