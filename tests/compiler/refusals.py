"""Statements that must be refused before they run: what they are, the line at fault (marked `>>`), and what is said.

Clauses such as LIMIT have no place in the parsed tree; for them the line of the SELECT is named, and where there is no
SELECT (no mark) the end of the header.

A signal is a fixed header and one of these statements; SQL that begins with `/*` brings a header of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

HEADER = """/*
label:    {zh: 试, en: trial}
targets:  [concealed_assets]
typology: A1
measures: [count]
reason:   {zh: "有 {count} 次", en: "{count} times"}
innocent: {zh: 无, en: none}
verify:   {zh: 查, en: look}
*/
"""
ROAD = "select role.party_id from this_case join case_parties as role on role.case_id = this_case.case_id"
SPENT = (
    ROAD.replace("role.party_id from", "spent.amount from")
    + " join spending as spent on spent.party_id = role.party_id"
)


@dataclass(frozen=True)
class Refusal:
    """A statement, and a pattern that its error must match."""

    id: str
    sql: str
    match: str

    @property
    def text(self) -> str:
        """The whole signal file."""
        return ("" if self.sql.startswith("/*") else HEADER) + self.sql.replace(">>", "")

    @property
    def lines(self) -> range:
        """The lines that the error may name: the one marked, or, for what the header lacks, any of it."""
        before, mark, _ = self.sql.partition(">>")
        headed = self.sql.startswith("/*")
        if headed and not mark:
            return range(1, self.sql.count("\n") + 1)
        line = (0 if headed else HEADER.count("\n")) + (before.count("\n") + 1 if mark else 0)
        return range(line, line + 1)


WRITES = [
    Refusal("insert", ">>insert into cases select * from cases", r"only reads"),
    Refusal("update", ">>update cases set cause = 'x'", r"only reads"),
    Refusal("delete", ">>delete from cases", r"only reads"),
    Refusal("drop", ">>drop table cases", r"only reads"),
    Refusal("create", ">>create table mine as select 1", r"only reads"),
    Refusal("attach", ">>attach 'other.db' as other", r"only reads"),
    Refusal("install", ">>install httpfs", r"only reads"),
    Refusal("load", "load httpfs", r"only reads"),
    Refusal("pragma", ">>pragma table_info('cases')", r"only reads"),
    Refusal("copy out", ">>copy cases to 'out.csv'", r"only reads"),
    Refusal("set", ">>set enable_external_access = true", r"only reads"),
    Refusal("two statements", f"{ROAD};\n>>drop table cases", r"exactly one SELECT"),
    Refusal(
        "a second statement behind a comment",
        f"{ROAD} /* nothing here\n*/ ; -- and here\ndelete from cases",
        r"exactly one SELECT",
    ),
    Refusal("nothing", "-- only a comment", r"0 statements"),
    Refusal("no sql", "select\nfrom >>where", r"(?i)"),
]

FILES = [
    Refusal(
        "read_csv",
        "select f.x from this_case\n>>join read_csv('/etc/passwd') as f on f.x = this_case.case_id",
        r"(?i)read_csv",
    ),
    Refusal("read_parquet", ">>select f.case_id from read_parquet('x.parquet') as f", r"(?i)read_parquet"),
    Refusal("file as table", ">>select f.case_id from 'x.parquet' as f", r"(?i)x\.parquet|table"),
    Refusal("glob in a value", ">>select glob('*') as files from this_case", r"(?i)glob"),
    Refusal("getenv", ">>select getenv('HOME') as home from this_case", r"(?i)getenv"),
    Refusal("load_extension", ">>select load_extension('x') as e from this_case", r"(?i)load_extension"),
    Refusal("system table", ">>select s.sql from sqlite_master as s", r"sqlite_master"),
    Refusal(
        "schema prefix", ">>select c.case_id from information_schema.tables as c", r"(?i)information_schema|tables"
    ),
    Refusal("values", ">>select v.a from (values (1), (2)) as v(a)", r"(?i)values"),
    Refusal("generate_series", ">>select g.x from generate_series(1, 10) as g(x)", r"(?i)generate_series|function"),
]

NO_ROAD = [
    Refusal("starts at a table", ">>select c.case_id from cases as c", r"(?i)cases"),
    Refusal(
        "country-wide scalar",
        "select this_case.case_id,\n>>(select max(spent.amount) from spending as spent) as most\nfrom this_case",
        r"(?i)spending|spent",
    ),
    Refusal(
        "country-wide exists",
        f"{ROAD}\n>>where exists (select 1 from spending as s where s.amount > 5)",
        r"(?i)spending|\bs\b",
    ),
    Refusal(
        "country-wide in",
        f"{ROAD}\n>>where role.role in (\nselect s.kind from spending as s)",
        r"(?i)spending|\bs\b",
    ),
    Refusal(
        "join without a condition", "select s.kind from this_case\n>>join spending as s on true", r"(?i)spending|\bs\b"
    ),
    Refusal("join by a code", f"{ROAD}\n>>join spending as s on s.kind = role.role", r"(?i)spending|\bs\b"),
    Refusal(
        "join by a day",
        "select s.kind from this_case\n>>join spending as s on s.spent_date = this_case.filed",
        r"(?i)spending|\bs\b",
    ),
    Refusal(
        "join by or",
        f"{ROAD}\n>>join spending as s on s.party_id = role.party_id or s.amount > 3",
        r"(?i)spending|\bs\b",
    ),
    Refusal("comma join", "select s.kind\n>>from this_case, spending as s", r"(?i)join|spending"),
    Refusal("cross join", "select s.kind from this_case\n>>cross join spending as s", r"(?i)cross"),
    Refusal(
        "cte without a road",
        "with every as (\n>>select p.party_id from case_parties as p\n)\n"
        "select e.party_id from this_case join every as e on e.party_id = this_case.case_id",
        r"(?i)case_parties|\bp\b",
    ),
    Refusal(
        "cte counting the country",
        "with big as (\n>>select p.party_id, count(*) as n from case_parties as p group by p.party_id\n)\n"
        "select b.n from debtors as d join big as b on b.party_id = d.party_id",
        r"(?i)case_parties|\bp\b",
    ),
    Refusal(
        "aggregate without group by in a cte",
        "with one as (\n"
        ">>select count(*) as n from this_case join case_parties as p on p.case_id = this_case.case_id\n)\n"
        "select o.n from one as o",
        r"(?i)group by",
    ),
    Refusal("aggregate without group by", ">>" + ROAD.replace("role.party_id", "count(*) as n"), r"(?i)group by"),
    Refusal(
        "road only in where",
        "select s.kind from this_case\n>>left join spending as s on s.amount > 0 where s.party_id = this_case.case_id",
        r"(?i)spending|\bs\b",
    ),
]

FORMS = [
    Refusal("limit", f">>{ROAD}\nlimit 3", r"(?i)limit"),
    Refusal("order by", f">>{ROAD}\norder by role.party_id", r"(?i)order"),
    Refusal("offset", f">>{ROAD}\noffset 3", r"(?i)offset|limit"),
    Refusal("right join", f"{ROAD}\n>>right join spending as s on s.party_id = role.party_id", r"(?i)right"),
    Refusal("full join", f"{ROAD}\n>>full join spending as s on s.party_id = role.party_id", r"(?i)full"),
    Refusal("natural join", "select this_case.case_id from this_case\n>>natural join suits as s", r"(?i)natural"),
    Refusal(
        "asof join",
        f"{ROAD}\n>>asof join spending as s on s.party_id = role.party_id and s.spent_date <= today()",
        r"(?i)asof",
    ),
    Refusal(
        "lateral",
        f"{ROAD},\n>>lateral (select s.amount from spending as s where s.party_id = role.party_id) as l",
        r"(?i)lateral|join",
    ),
    Refusal(
        "not in select",
        f"{ROAD}\n>>where role.party_id not in (select s.party_id from spending as s where s.party_id = role.party_id)",
        r"(?i)not in",
    ),
    Refusal(
        "recursion",
        ">>with recursive r as (select this_case.case_id from this_case union all select q.case_id from r as q)\n"
        "select z.case_id from r as z",
        r"(?i)recurs",
    ),
    Refusal(
        "group by all", ">>" + ROAD.replace("role.party_id", "role.role, count(*) as n") + "\ngroup by all", r"(?i)all"
    ),
    Refusal(
        "grouping sets",
        ROAD.replace("role.party_id", "role.role, count(*) as n") + "\n>>group by rollup (role.role)",
        r"(?i)rollup|group",
    ),
    Refusal(
        "distinct on", ">>" + ROAD.replace("role.party_id", "distinct on (role.role) role.party_id"), r"role\.role"
    ),
    Refusal("qualify", f">>{ROAD}\nqualify row_number() over (order by role.party_id) = 1", r"(?i)qualify"),
    Refusal("except", f">>{ROAD}\nexcept\nselect a.party_id from applicants as a", r"EXCEPT is not allowed here"),
    Refusal(
        "except in a CTE",
        f"with some as (\n>>{ROAD}\nexcept\nselect a.party_id from applicants as a)\nselect some.party_id from some",
        r"EXCEPT",
    ),
    Refusal("intersect", f">>{ROAD}\nintersect\nselect a.party_id from applicants as a", r"(?i)intersect"),
    Refusal(
        "table sample",
        "select this_case.case_id from this_case\n"
        ">>join case_parties as p tablesample 10% on p.case_id = this_case.case_id",
        r"(?i)sample",
    ),
    Refusal(
        "row_number without order",
        "select i.base,\n>>row_number() over (partition by i.party_id) as n\n"
        "from debtors as d join income_records as i on i.party_id = d.party_id",
        r"(?i)order",
    ),
    Refusal(
        "cte named like a table",
        ">>with spending as (select d.party_id from debtors as d)\nselect s.party_id from spending as s",
        r"spending",
    ),
    Refusal(
        "alias repeated",
        f"{ROAD}\nwhere exists (\n>>select 1 from spending as role where role.party_id = this_case.case_id)",
        r"(?i)role",
    ),
    Refusal(
        "column without its table twice possible", ">>" + SPENT.replace("spent.amount", "party_id"), r"(?i)party_id"
    ),
]

NAMES = [
    Refusal("unknown table", f"{ROAD}\n>>join payments as p on p.party_id = role.party_id", r"payments"),
    Refusal("unknown column", ROAD.replace("role.party_id", "role.party_id,\n>>role.speed"), r"speed"),
    Refusal("unknown column in where", f"{ROAD}\n>>where role.speed > 3", r"speed"),
    Refusal("unknown function", f"{ROAD}\n>>where md5(role.role) = 'x'", r"(?i)md5"),
    Refusal("unknown code", f"{ROAD}\n>>where role.role = 'debitor'", r"debitor"),
    Refusal("unknown code in a list", f"{ROAD}\n>>where role.role in ('debtor', 'applicnt')", r"applicnt"),
    Refusal("known_at", f"{ROAD}\n>>where role.known_at is null", r"known_at"),
    Refusal("hidden column", f"{ROAD}\n>>where role._known_from < 3", r"_known_from"),
    Refusal("hidden moment", ">>select this_case._moment from this_case", r"_moment"),
    Refusal(
        "name",
        "select p.party_id from debtors as d join parties as p on p.party_id = d.party_id\n>>where p.name like 'x%'",
        r"name is restricted \(never\)",
    ),
    Refusal(
        "birth year",
        ">>select p.birth_year from debtors as d join parties as p on p.party_id = d.party_id",
        r"birth_year is restricted \(checkpoint\)",
    ),
    Refusal(
        "judge",
        ">>select c.judge_id from this_case join cases as c on c.case_id = this_case.case_id",
        r"judge_id is restricted \(linking\)",
    ),
    Refusal("judge of this case", ">>select this_case.judge_id from this_case", r"judge_id"),
    Refusal(
        "hardship",
        ">>select p.party_id from debtors as d join parties as p on p.party_id = d.party_id and p.hardship = 'elderly'",
        r"hardship is restricted \(priority\)",
    ),
    Refusal(
        "removed_date is restricted",
        ">>select m.removed_date from this_case join credit_measures as m on m.case_id = this_case.case_id",
        r"removed_date is restricted \(checkpoint\)",
    ),
]

TYPES = [
    Refusal(
        "ts plus days",
        ">>select s.ts + 30 as later from debtors as d join vehicle_sightings as s on s.driver_id = d.party_id",
        r"(?i)day\(|ts|time",
    ),
    Refusal(
        "ts against date",
        "select s.ts from debtors as d join vehicle_sightings as s on s.driver_id = d.party_id\n"
        ">>join this_case on s.ts > this_case.filed",
        r"(?i)day\(",
    ),
    Refusal(
        "sum of ids",
        ROAD.replace("role.party_id", "role.role,\n>>sum(role.party_id) as total") + " group by role.role",
        r"(?i)sum|id",
    ),
    Refusal("id against number", f"{ROAD}\n>>where role.party_id = 10", r"(?i)id|number"),
    Refusal("ids plus one", ">>" + ROAD.replace("role.party_id", "role.party_id + 1 as x"), r"(?i)id"),
    Refusal("date plus date", ">>select this_case.filed + this_case.closed as x from this_case", r"(?i)date|day"),
    Refusal(
        "date literal",
        "select this_case.case_id from this_case\n>>where this_case.filed > date '2024-01-01'",
        r"(?i)date",
    ),
    Refusal(
        "date as text",
        "select this_case.case_id from this_case\n>>where this_case.filed > '2024-01-01'",
        r"(?i)date|text",
    ),
    Refusal("money against date", f"{SPENT}\n>>where spent.amount > spent.spent_date", r"(?i)money|date"),
    Refusal(
        "money times money", ">>" + SPENT.replace("spent.amount", "spent.amount * spent.amount as x"), r"(?i)money"
    ),
    Refusal(
        "now",
        "select this_case.case_id from this_case\n>>where this_case.filed < now()",
        r"(?i)now|current_timestamp|today\(\)",
    ),
    Refusal(
        "current_date", "select this_case.case_id from this_case\n>>where this_case.filed < current_date", r"The clock"
    ),
    Refusal(
        "current_date()",
        "select this_case.case_id from this_case\n>>where this_case.filed < current_date()",
        r"The clock",
    ),
    Refusal("random", "select this_case.case_id from this_case\n>>where random() < 0.5", r"(?i)random|rand"),
    Refusal("cast", ">>select cast(this_case.claim_amount as varchar) as x from this_case", r"(?i)cast"),
    Refusal("text as a condition", f"{ROAD}\n>>where role.role", r"(?i)"),
    Refusal(
        "union of unlike columns",
        f"{ROAD}\nunion all\n>>select this_case.claim_amount from this_case",
        r"(?i)money|type|column",
    ),
    Refusal(
        "union of unlike widths",
        f"{ROAD}\nunion all\n>>select a.party_id, a.party_id as again from applicants as a",
        r"(?i)column",
    ),
]

REFUSALS = [*WRITES, *FILES, *NO_ROAD, *FORMS, *NAMES, *TYPES]
