"""The tables of an office, as they were known on any day."""

from zbrisk.docket.days import AsOf, day_number, to_date
from zbrisk.docket.docket import Docket, open_docket
from zbrisk.docket.records import RecordReader, Records
from zbrisk.docket.rows import public_value, rows_as_of
from zbrisk.docket.sources import Source

__all__ = [
    "AsOf",
    "Docket",
    "RecordReader",
    "Records",
    "Source",
    "day_number",
    "open_docket",
    "public_value",
    "rows_as_of",
    "to_date",
]
