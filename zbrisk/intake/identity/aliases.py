"""Ids that parties had in earlier tables, and whose they are now: a merge renames nobody's evidence.

A party's id names the place where it was named first, and that place belongs to some party for as long as its list is
there. What is written depends on which tables there were before, as no other file does.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["write_aliases"]

FILE = "aliases.parquet"
NOW = """
    select w.party_id as earlier, p.party_id
    from earlier_ids as w join mention_places as m on m.place = w.party_id join party_of as p using (mention)
    where p.party_id <> w.party_id order by earlier
"""


def write_aliases(connection: duckdb.DuckDBPyConnection, held: Path, folder: Path) -> None:
    """Write them into `folder`, if there are any.

    Args:
        connection: With `mention_places` and `party_of`.
        held: The tables as they were.
        folder: The folder of the books.
    """
    sources = ((held / "parties.parquet", "party_id"), (held / folder.name / FILE, "earlier"))
    ids = {
        key
        for path, column in sources
        if path.is_file()
        for key in pq.read_table(path, columns=[column])[0].to_pylist()
    }
    connection.register("earlier_ids", pa.table({"party_id": pa.array(sorted(ids), pa.string())}))
    rows = connection.sql(NOW).to_arrow_table()
    connection.unregister("earlier_ids")
    if rows.num_rows:
        pq.write_table(rows, folder / FILE)
