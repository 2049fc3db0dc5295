"""What may be asked of a nation's cases, in waves of shards: what a shard has answered is not asked again."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from zbrisk import __version__
from zbrisk.checkpoints.catalogue import compile_checkpoints, preparation_of
from zbrisk.checkpoints.run import VERDICT_COLUMNS
from zbrisk.compiler.cohort import cohort_query
from zbrisk.compiler.compiled import CompiledRelation, Program
from zbrisk.compiler.program import compile_catalogue
from zbrisk.compiler.safety import runnable, sendable
from zbrisk.docket.days import AsOf, past_day_number, to_date
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.docket.keeping import keep_part
from zbrisk.errors import DataError
from zbrisk.nation.cells import ASKED, ROW, SHARD, numbered, packed
from zbrisk.nation.closure import Gathering
from zbrisk.nation.marks import Marks
from zbrisk.nation.opened import Nation, declared
from zbrisk.nation.placing import COHORT, PLACING, placed
from zbrisk.nation.session import spoken
from zbrisk.nation.steps import CASE_PARTIES, PARTIES, Asked
from zbrisk.nation.work import Order, worked
from zbrisk.scoring.scorer import Scorer
from zbrisk.selection.status import status_questions
from zbrisk.signals.catalogue import read_catalogue
from zbrisk.typing import Progress

__all__ = ["NationRun"]

MOST_WAVES, SHARDS_A_WAVE = 8, 16  # at most, and at least: rows of one wave are gathered at a time
#: Spark puts what a task wrote into its place when that task ends, not when all have: an answer stands after a kill.
AT_ONCE = {"mapreduce.fileoutputcommitter.algorithm.version": "2"}
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
    """The waves of one question: the cells that were gathered for their shards, and where their answers are.

    Attributes:
        cells: Of all waves.
        answers: A folder each.
    """

    cells: DataFrame
    answers: Sequence[str]


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

        Each shard explains as many of its best as will be on the list; what it did not foresee is explained afterwards.

        Args:
            scorer: The bundle's, verified.
            bundle: Its folder.
            top: Keep N clues of each target; the first N of each shard are compared.
            finished: Whether finished clues are listed too.

        Raises:
            DataError: A case is not known, a table cannot be used on the day, or Spark refuses.
        """
        options = {"top": top, "finished": finished, "explained": _foreseen(top, self._shards)}
        files = _files_in(bundle)
        of_bundle: dict[str, Any] = {
            "files": files,
            "seal": scorer.bundle.seal,
            "program": sendable(scorer.program, scorer.contract),
        }
        order = self._order("best", CLUES, **of_bundle, options=options)
        asked = _asked_of(scorer.program, scorer)
        waves = self._finished(order, asked, scorer.bundle.seal)
        place = F.create_map(*[part for n, t in enumerate(scorer.targets) for part in (F.lit(t), F.lit(n))])
        first = Window.partitionBy("target").orderBy(F.col("score").desc(), F.col("case_id"))
        ranked = (
            self._answers(waves, CLUES)
            .withColumn("rank", F.row_number().over(first).cast("bigint"))
            .where(F.col("rank") <= top)
        )
        with spoken("The list"):
            chosen = ranked.orderBy(place[F.col("target")], "rank").toArrow()
        if not chosen.num_rows:
            raise DataError(f"There is no case to list on {self.as_of}.", "Check the day, or list finished cases too.")
        bare = pc.equal(chosen.column("reasons"), "")
        clues = [chosen.filter(pc.invert(bare)).drop_columns([SHARD])]
        if left := chosen.filter(bare):
            clues.append(self._with_reasons(self._order("reasons", CLUES, **of_bundle), left, waves))
        return _in_order(pa.concat_tables(clues).to_pandas(), scorer.targets)

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
        waves = self._finished(order, _asked_of(program), program.digest)
        return self._written(self._answers(waves, schema), out)

    def checkpoints(self, out: str, folder: Path | None = None, tables_file: Path | None = None) -> int:
        """Write every checkpoint's verdict on the day's cohort, with the columns of `check_cases`; see `matrix`."""
        compiled = compile_checkpoints(self.nation.contract, folder)
        preparation = preparation_of(compiled)
        asked = Asked(views=(preparation.this_case, *preparation.views), others=compiled)
        files = None if folder is None else _files_in(folder)
        order = self._order("verdicts", VERDICTS, files=files, tables_file=tables_file)
        digest = hashlib.sha256(repr([(each.name, each.sql["duckdb"]) for each in compiled]).encode()).hexdigest()
        waves = self._finished(order, asked, digest)
        return self._written(self._answers(waves, VERDICTS), out)

    def plan(self, scorer: Scorer) -> pd.DataFrame:
        """By table, how many rows shards look at and are sent, and how many the largest shard is, before any work.

        The rows are gathered for that, and ranking takes them as they are.
        """
        with spoken("The plan"):
            shards = self._shards
            marks = self._marks(self.size, scorer.bundle.seal)
            cells = self._gathered(_asked_of(scorer.program, scorer), marks, shards)
            rows = numbered(reduce(DataFrame.union, cells), range(shards))
            sent = rows.groupBy("_table", SHARD).count().groupBy("_table")
            of_shards = sent.agg(F.sum("count").alias("sent"), F.max("count").alias("largest_shard"))
            looked_at = rows.groupBy("_table").agg(F.count_distinct(ROW).alias("rows"))
            found: pd.DataFrame = looked_at.join(of_shards, "_table").orderBy("_table").toArrow().to_pandas()
        return found.rename(columns={"_table": "table"})

    # -- the cohort in shards ------------------------------------------------------------------------------------------

    @cached_property
    def _cohort(self) -> DataFrame:
        """The ids and courts of the day's cohort, found once and kept."""
        nation = self.nation
        marks = self._marks()
        place = f"{marks.home}/cohort"
        if place not in marks:
            self._found_cohort().write.mode("overwrite").parquet(place)
            marks.commit(place)
        return nation.session.read.schema(COHORT).parquet(place)

    def _found_cohort(self) -> DataFrame:
        """The day's cohort, as the contract says who is in it; a case without a court has an empty one."""
        nation = self.nation
        query, court = cohort_query(nation.contract), nation.contract.court
        if absent := [table for table in query.tables if table not in nation.present]:
            raise DataError(f"The cohort's condition asks for {absent[0]}, which was not supplied.", "Supply it.")
        for table in query.tables:
            nation.rows(table).createOrReplaceTempView(table)
        found = nation.session.sql(query.sql("spark", self._day(), [court] if court else []))
        code = F.coalesce(F.col(court).cast("string"), F.lit("")) if court else F.lit("")
        return found.select(F.col(nation.contract.cohort.key).alias("case_id"), code.alias("court"))

    @cached_property
    def _shards(self) -> int:
        """How many shards there are.

        Raises:
            DataError: The cohort is empty.
        """
        with spoken("The cohort"):
            cases = int(self._cohort.count())
        if not cases:
            raise DataError(f"There is no case on {self.as_of}.", "Check the day, and that cases are closed by then.")
        return math.ceil(cases / self.size)

    def _moments(self, shards: int) -> DataFrame:
        """The cohort as SHARD, case_id and as_of."""
        with spoken("The cohort"):
            return placed(self._cohort, shards).withColumn("as_of", F.lit(to_date(self._day())))

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

    def _finished(self, order: Order, asked: Asked, digest: str) -> Waves:
        """All waves worked, but for the shards that an earlier run has answers of.

        Args:
            order: What every shard is asked.
            asked: What is followed for that.
            digest: What it is made of: of a bundle its seal.
        """
        shards = self._shards
        marks, found, places = self._marks(self.size, digest), [], []
        question = _digest([order.work, order.options])
        waves = _waves(shards)
        for wave, cells in enumerate(self._gathered(asked, marks, shards)):
            found.append(cells)
            places.append(f"{marks.home}/{question}/{wave}")
            if places[-1] not in marks:
                with spoken(f"Wave {wave + 1} of {len(waves)}"):
                    if left := self._unanswered(waves[wave], places[-1]):
                        answers = worked(cells, left, order, _columns(order.schema))
                        answers.write.mode("append").options(**AT_ONCE).parquet(places[-1])
                    marks.commit(places[-1])
            if self.progress:
                self.progress(wave + 1, len(waves))
        return Waves(cells=reduce(DataFrame.union, found), answers=places)

    def _unanswered(self, shards: Sequence[int], place: str) -> list[int]:
        """The shards of which no answer is in a place: what is there of a shard is all of it."""
        answered: set[int] = set()
        with suppress(DataError), spoken(place):
            there = self.nation.session.read.schema(f"{SHARD} int").parquet(place)
            answered = {row[SHARD] for row in there.distinct().collect()}
        return [shard for shard in shards if shard not in answered]

    def _gathered(self, asked: Asked, marks: Marks, shards: int) -> Iterator[DataFrame]:
        """The cells of each wave, gathered as they are taken."""
        nation = self.nation
        gathering = Gathering(
            nation=nation,
            steps=asked.steps(nation.contract, nation.present),
            day=self._day(),
            memory_limit=self.memory_limit,
            marks=marks,
        )
        moments, waves = self._moments(shards), _waves(shards)
        for wave, own in enumerate(waves):
            of_wave = moments.where(F.pmod(F.col(SHARD), F.lit(len(waves))) == wave)
            with spoken(f"Wave {wave + 1} of {len(waves)}"):
                cells = gathering.gathered(of_wave, own, f"{marks.home}/sent/{wave}")
            yield cells

    def _marks(self, *more: Any) -> Marks:
        """What was committed of a day, or of a size of its shards and a digest of what is asked of them.

        What was gathered does not hang on what is then asked of it.
        """
        said = [__version__, PLACING, self.nation.digest, str(self.as_of), *more]
        return Marks.read(self.nation.session, f"{self.nation.work}/done/{_digest(said)}")

    def _answers(self, waves: Waves, schema: pa.Schema) -> DataFrame:
        return self.nation.session.read.schema(f"{SHARD} int, {_columns(schema)}").parquet(*waves.answers)

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

    def _with_reasons(self, order: Order, chosen: pa.Table, waves: Waves) -> pa.Table:
        """Chosen clues with their reasons, by the rows that were sent to their shards."""
        clues = self.nation.session.createDataFrame(chosen)
        rows = waves.cells.where(F.col("_table") != ASKED)
        shards = sorted(set(chosen.column(SHARD).to_pylist()))
        with spoken("The reasons"):
            answers = worked(rows.union(packed(ASKED, clues)), shards, order, _columns(CLUES))
            return answers.drop(SHARD).toArrow()

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
        with TemporaryDirectory(prefix="zbrisk-list-") as folder:
            tables = declared(rows, nation.contract, nation.present)
            keep_part(tables, Path(folder), nation.contract, nation.whole, nation.undated)
            docket = open_docket(folder, contract=nation.contract)
            try:
                yield docket
            finally:
                docket.close()


def _asked_of(program: Program, scorer: Scorer | None = None) -> Asked:
    """What is asked of a program, as it may run on DuckDB, and of how cases stand."""
    beside: Collection[CompiledRelation] = ()
    if scorer is not None:
        program, beside = runnable(program, scorer.contract, "duckdb"), status_questions(scorer.contract).values()
    views = (program.this_case, *program.views)
    return Asked(views=views, others=(*program.signals, *beside), grains=program.grains)


def _foreseen(top: int, shards: int) -> int:
    """How many of its best a shard explains: the most that it is likely to have on the list.

    More than its share by what chance adds, which leaves room for courts whose cases are worse than others': of 4
    shards each explains 1.6 times its share, of 40 2.8 times. What is on the list all the same is explained afterwards.
    None where most shards have none on it: to explain a few clues costs a shard seconds.
    """
    share = top / shards
    return min(top, math.ceil(share + 4 * math.sqrt(share))) if share >= 1 else 0


def _in_order(clues: pd.DataFrame, targets: Sequence[str]) -> pd.DataFrame:
    """By target, as the bundle names them, and rank."""
    clues["_turn"] = clues["target"].map({target: number for number, target in enumerate(targets)})
    clues["as_of"] = pd.to_datetime(clues["as_of"]).dt.as_unit("s")
    return clues.sort_values(["_turn", "rank"], ignore_index=True).drop(columns="_turn")


def _waves(shards: int) -> list[range]:
    """The numbers of the shards of each wave; neighbours, which ask for the same rows, are in different ones."""
    count = max(1, min(MOST_WAVES, shards // SHARDS_A_WAVE))
    return [range(wave, shards, count) for wave in range(count)]


def _digest(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]


def _files_in(folder: Path) -> dict[str, bytes]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"`{field.name}` {SPARK_TYPES[field.type]}" for field in schema)
