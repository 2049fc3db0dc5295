"""Which folders of a run are whole: one mark each, written once all of the folder was."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from zbrisk.errors import DataError
from zbrisk.nation.session import spoken

__all__ = ["Marks"]

MARK = "place string, last boolean"
MARKS = "marks"


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The marks of one run; a folder is read only where it has one.

    Attributes:
        session: The Spark session.
        home: The folder of the run, which its marks are in.
        last: Of marked folders those after which none comes.
    """

    session: SparkSession
    home: str
    last: set[str] = field(default_factory=set)
    _all: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, session: SparkSession, home: str) -> Marks:
        """The marks that earlier runs made, none where there was no run."""
        marks = cls(session=session, home=home)
        with suppress(DataError), spoken(home):
            for mark in session.read.schema(MARK).parquet(f"{home}/{MARKS}").collect():
                marks._add(mark["place"], last=mark["last"])
        return marks

    def __contains__(self, place: str) -> bool:
        """Whether all of a folder was written."""
        return place in self._all

    def commit(self, place: str, *, last: bool = False) -> None:
        """Mark a folder."""
        mark = self.session.range(1).select(F.lit(place).alias("place"), F.lit(last).alias("last"))
        mark.coalesce(1).write.mode("append").parquet(f"{self.home}/{MARKS}")
        self._add(place, last=last)

    def _add(self, place: str, *, last: bool) -> None:
        self._all.add(place)
        if last:
            self.last.add(place)
