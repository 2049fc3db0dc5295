-- Every name where it stood, in the order of the rows. `number` is a valid identity number or credit code beside the name,
-- `pattern` what is left of a damaged one, `side` on which side of a dispute the name stands (empty: not said), `tied_to` the account or
-- the company that the name is said to be the holder or the head of, or the payment that is named again.
create table mentions as
with named as (
    select _id, 'applicant' as field, 'enforcement_cases' as list, 'claiming' as side, applicant as names, case_no,
        null as number, null as pattern, null as address, null as phone, null as tied_to from list_enforcement_cases
    union all
    select _id, 'debtor', 'enforcement_cases', 'owing', debtor, case_no, null, null, null, null, null
    from list_enforcement_cases
    union all
    select _id, 'plaintiff', 'suits', 'claiming', plaintiff, case_no, null, null, null, null, null from list_suits
    union all
    select _id, 'defendant', 'suits', 'owing', defendant, case_no, null, null, null, null, null from list_suits
    union all
    select _id, 'owner', 'seizures', 'owing', owner, case_no, null, null, null, null, null from list_seizures
    union all
    select _id, 'debtor', 'credit_measures', 'owing', [debtor], case_no, null, null, null, null, null from list_credit_measures
    union all
    select _id, 'petitioner', 'petitions', '', [petitioner], text_case_no, null, null, null, null, null from list_petitions
    union all
    select _id, 'name', 'persons', '', [name], null, id_no, id_no_pattern, address, phone, null from list_persons
    union all
    select _id, 'name', 'organisations', '', [name], null, uscc, uscc_pattern, address, phone, null from list_organisations
    union all
    select _id, 'name', 'companies', '', [name], null, uscc, uscc_pattern, address, null, null from list_companies
    union all
    select _id, 'former_name', 'companies', '', [former_name], null, uscc, null, null, null, null from list_companies
    union all
    select _id, 'legal_rep', 'companies', '', [legal_rep], null, null, null, null, null, coalesce(uscc, name)
    from list_companies
    union all
    select _id, 'name', 'income_records', '', [name], null, id_no, id_no_pattern, null, null,
        case when id_no is null then concat_ws('|', month, kind, base, paid) end from list_income_records
    union all
    select _id, 'holder', 'bank_statements', '', [holder], null, null, null, null, null, account_no from list_bank_statements
    union all
    select _id, 'counter_name', 'bank_statements', '', [counter_name], null, null, null, null, null, null
    from list_bank_statements
)
, each as (
    select * exclude (names), unnest(names) as name, generate_subscripts(names, 1) as position from named
)
select row_number() over (order by _id, field, position) - 1 as mention, * from each where name is not null
order by mention;

-- The cases that stand beside a name.
create table mention_cases as
with numbered as (
    select mention, m.case_no from mentions as m where m.case_no is not null
    union all
    select mention, unnest(p.case_nos) from mentions as m join list_persons as p using (_id) where m.list = 'persons'
    union all
    select mention, unnest(o.case_nos) from mentions as m join list_organisations as o using (_id)
    where m.list = 'organisations'
)
select distinct mention, case_id
from numbered join case_ids on number = case_no and only_one
union
select distinct mention, case_id
from mentions as m join case_of_row using (_id)
order by mention, case_id;
