"""Tables of any size, made by DuckDB in the contract's form and written as Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb

__all__ = ["make_flows", "make_suits"]

FIRST_DAY, DAYS = "date '2019-01-01'", 2192  # six years of flows; cases are scored in the last three


def make_flows(folder: Path, *, cases: int, flows: int) -> Path:
    """Enforcement cases whose debtors have bank accounts with some 36 flows each; a flow is known on its day.

    Args:
        folder: Is made, and filled with `tables` and `moments.parquet`.
        cases: How many cases, each with one debtor.
        flows: How many transactions; an account's stand together, as a bank hands them over.
    """
    parties, accounts = cases * 11 // 10, flows // 36
    day = f"{FIRST_DAY} + cast(({DAYS} * random()) as integer)"
    anybody = f"'P' || cast(floor({parties} * random()) as bigint)"
    return _write(
        folder,
        {
            "cases": f"""select *, filed_date + 120 as closed_date, 'terminated_round' as close_mode from (
                select 'C' || i as case_id, 'No. ' || i as case_no, 'enforcement' as case_kind,
                date '2021-06-01' + cast(900 * random() as integer) as filed_date,
                round(1e5 * random(), 2)::decimal(18, 2) as claim_amount from range({cases}) as r(i))""",
            "parties": f"select 'P' || i as party_id, 'person' as party_kind from range({parties}) as r(i)",
            "case_parties": f"""select 'C' || i as case_id, {anybody} as party_id, 'debtor' as role
                from range({cases}) as r(i)""",
            "accounts": f"""select 'A' || i as account_id, {anybody} as holder_id, 'bank' as account_kind
                from range({accounts}) as r(i)""",
            "transactions": f"""select *, cast(ts as date) as known_at from (
                select 'T' || i as txn_id, 'A' || i // 36 % {accounts} as account_id,
                ({day})::timestamp + to_seconds(cast(86399 * random() as integer)) as ts,
                case when random() < 0.45 then 'in' else 'out' end as direction,
                round(20 + 1e4 * random() ** 6, 2)::decimal(18, 2) as amount,
                'P' || cast(floor({parties} * random() ** 3) as bigint) as counterparty_id,
                case when random() < 0.1 then 'cash' when random() < 0.3 then 'card' else 'transfer' end as channel
                from range({flows}) as r(i))""",
            "../moments": "select case_id, closed_date + 30 + cast(300 * random() as integer) as as_of from cases",
        },
    )


def make_suits(folder: Path, *, suits: int, enforced: int, busy: int, busy_enforced: int, even: bool) -> Path:
    """Suits, some of which are enforced and terminated, with their parties and agents.

    Args:
        folder: Is made, and filled with `tables` and `moments.parquet`: every enforcement case on one day.
        suits: How many suits, each with a plaintiff, a defendant and the plaintiff's agent.
        enforced: How many enforcement cases, each of a suit of its own.
        busy: How many of the suits one plaintiff has.
        busy_enforced: How many of the enforcement cases are its.
        even: The same rows with the busy plaintiff's suits spread evenly over all parties.
    """
    parties = suits
    plaintiff = f"'P' || i * 7919 % {parties}" if even else f"if(i < {busy}, 'BUSY', 'P' || i * 7919 % {parties})"
    # suits 0..busy are the busy plaintiff's; its first ones and the others' first ones are enforced
    suit = f"if(i < {busy_enforced}, i, i - {busy_enforced} + {busy})"
    of_enforced = f"(select i as e, {suit} as i from range({enforced}) as r(i))"
    day = "date '2018-01-01' + cast(i * 37 % 2000 as integer)"
    return _write(
        folder,
        {
            "cases": f"""select 'S' || i as case_id, 'No. ' || i as case_no, 'suit' as case_kind, {day} as filed_date,
                filed_date + 90 as closed_date, 'judgment' as close_mode, null as basis_case_id, '民间借贷' as cause,
                (i % 1000 * 100)::decimal(18, 2) as claim_amount from range({suits}) as r(i)
                union all
                select 'E' || i, 'No. E' || i, 'enforcement', {_of_suit(day, suit)} + 150, {_of_suit(day, suit)} + 300,
                'terminated_round', 'S' || {suit}, '民间借贷', ({suit} % 1000 * 100)::decimal(18, 2)
                from range({enforced}) as r(i)""",
            "suits": f"""select 'S' || i as case_id, {day} + 10 as served_date, {day} + 90 as ended_date,
                ['judgment', 'mediation', 'withdrawn'][1 + i % 3] as end_kind, i % 5 = 0 as default_flag,
                i % 4 = 0 as defended_flag, 1 + i % 2 as hearing_count, hash(i // 3)::varchar as text_hash,
                {day} - 300 as loan_date from range({suits}) as r(i)""",
            "parties": f"""select 'P' || i as party_id, 'person' as party_kind from range({parties}) as r(i)
                union all select 'BUSY', 'company'""",
            "case_parties": f"""select 'S' || i as case_id, {plaintiff} as party_id, 'plaintiff' as role
                from range({suits}) as r(i)
                union all select 'S' || i, 'P' || i * 104729 % {parties}, 'defendant' from range({suits}) as r(i)
                union all select 'E' || e, {plaintiff}, 'applicant' from {of_enforced}
                union all select 'E' || e, 'P' || i * 104729 % {parties}, 'debtor' from {of_enforced}""",
            "case_agents": """select case_id, party_id, 'G' || hash(case_id) % 5000 as agent_id,
                'lawyer' as agent_kind, 'F' || hash(case_id) % 500 as firm
                from case_parties where role = 'plaintiff'""",
            "../moments": "select case_id, date '2025-06-01' as as_of from cases where case_kind = 'enforcement'",
        },
    )


def _of_suit(day: str, suit: str) -> str:
    return day.replace("i * 37", f"({suit}) * 37")


def _write(folder: Path, tables: dict[str, str]) -> Path:
    """Make each table in turn, so that later ones may read earlier ones, and write it as Parquet."""
    (folder / "tables").mkdir(parents=True)
    with duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")}) as connection:
        connection.execute(
            "set threads = 1; set enable_progress_bar = false; select setseed(0.5)"
        )  # the same tables on every machine
        for name, query in tables.items():
            file = (folder / "tables" / name).with_suffix(".parquet")
            connection.execute(f"copy ({query}) to '{file}' (format parquet)")
            connection.execute(f"create view {file.stem} as from '{file}'")
    return folder
