"""All of it: from the kept files to the contract's tables and the books about them, in one DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import duckdb
import pyarrow as pa

from zbrisk.contract import Contract
from zbrisk.intake.assembling.account_ids import name_accounts
from zbrisk.intake.assembling.assemble import FATES, TABLES, assemble, run_sql
from zbrisk.intake.assembling.statements import book
from zbrisk.intake.cells.case_numbers import KIND_OF, USUAL, parsed
from zbrisk.intake.cells.codes import code_words
from zbrisk.intake.documents.papers import Paper, stage_papers
from zbrisk.intake.identity.answers import Answer
from zbrisk.intake.identity.parties import name_parties
from zbrisk.intake.identity.scores import Namesakes
from zbrisk.intake.sheets import Sheet
from zbrisk.intake.staging import stage
from zbrisk.intake.value_answers import ValueAnswer

__all__ = ["STEPS", "Advance", "number_cases", "take_in"]

Advance = Callable[[int, int], None]
STEPS = len(TABLES) + 3
CHAINS = TABLES[:1]  # the chains of cases say who is who, and the other tables need that
NUMBERS = """
    create table written_numbers as select distinct text from (
        select case_no as text from list_enforcement_cases union all select case_no from list_suits
        union all select unnest(basis) from list_enforcement_cases
    ) where text is not null
"""
USUAL_NUMBERS = f"""
    create table case_numbers as select text, kind, part.court as court, true as coded
    from (
        select text, regexp_extract(text, '^{USUAL.pattern}$', ['year', 'court', 'word', 'serial']) as part
        from written_numbers
    )
    join kinds_of_case on word = part.word
"""


def take_in(
    connection: duckdb.DuckDBPyConnection,
    contract: Contract,
    sheets: list[Sheet],
    papers: Sequence[Paper] = (),
    answers: Sequence[Answer] = (),
    values: Sequence[ValueAnswer] = (),
    advance: Advance = lambda done, of: None,
    salt: bytes | None = None,
) -> Namesakes:
    """Fill `connection` with a table for each of the contract's that came, with `raw_rows`, `raw_cells` and `fates`.

    Args:
        connection: An empty DuckDB.
        contract: zbrisk's own, which the lists are written for.
        sheets: What `sheets_in_order` gives.
        papers: What `papers_in_order` gives.
        answers: What a person said of two parties.
        values: What a person read in judgments.
        advance: Hears of each step.
        salt: What account numbers are hashed with; the office's own if None.

    Returns:
        How common names are in it.
    """
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        advance(done, STEPS)

    stage(connection, sheets)
    stage_papers(connection, papers, values)
    step()
    number_cases(connection)
    connection.register("arriving", FATES.empty_table())
    connection.execute("create table fates as from arriving")
    connection.unregister("arriving")
    _list_topics(connection)
    run_sql(connection, "case_ids.sql")
    for name in CHAINS:
        assemble(connection, contract, name)
        step()
    names = name_parties(connection, answers)
    name_accounts(connection, salt)
    run_sql(connection, "preparing.sql")
    book(connection)
    run_sql(connection, "papers.sql")
    step()
    for name in TABLES[len(CHAINS) :]:
        assemble(connection, contract, name)
        step()
    run_sql(connection, "fates_of_rows.sql")
    step()
    return names


def number_cases(connection: duckdb.DuckDBPyConnection) -> None:
    """The parts of every case number, in `case_numbers`."""
    connection.execute(NUMBERS)
    connection.register("kinds_of_case", pa.table({"word": list(KIND_OF), "kind": list(KIND_OF.values())}))
    connection.execute(USUAL_NUMBERS)
    connection.unregister("kinds_of_case")
    texts = connection.execute("select text from written_numbers anti join case_numbers using (text)").fetchall()
    others = [number for (text,) in texts if (number := parsed(text))]
    columns = {
        "text": pa.array([number.text for number in others], pa.string()),
        "kind": pa.array([number.kind for number in others], pa.string()),
        "court": pa.array([number.court for number in others], pa.string()),
        "coded": pa.array([number.coded for number in others], pa.bool_()),
    }
    connection.register("arriving", pa.table(columns))
    connection.execute("insert into case_numbers from arriving")
    connection.unregister("arriving")


def _list_topics(connection: duckdb.DuckDBPyConnection) -> None:
    """The words by which the text of a petition says what it is about, in their order, in `topics`."""
    words = code_words()["petition_topics"]
    columns = {"place": range(len(words)), "word": list(words), "code": list(words.values())}
    connection.register("arriving", pa.table(columns))
    connection.execute("create table topics as from arriving")
    connection.unregister("arriving")
