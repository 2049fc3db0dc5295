-- Ledgers of enforcement, and of the suits, awards and deeds that it rests on.
with ended as (
    select case_id, arg_max(end_kind, _id) as end_kind
    from list_suits join case_of_row using (_id) where end_kind is not null group by case_id
)
, numbered as (select case_id, kind, unnest(basis) as number from list_enforcement_cases as e join case_of_row using (_id)
    join case_numbers on text = e.case_no
)
, shared as (  -- cases that rest on what a restoration rests on
    select distinct case_id from numbered semi join (from numbered where kind = 'restoration') using (number)
)
, said as (
    select case_id, any_value(kind) as kind, min(filed_date) as filed_date, list_distinct(flatten(list(basis))) as basis,
        list_distinct(flatten(list(debtor))) as debtors
    from list_enforcement_cases as e join case_of_row using (_id) join case_numbers on text = e.case_no
    semi join shared using (case_id)
    where basis is not null and debtor is not null
    group by case_id
)
, restored as (  -- the one earlier enforcement of the same basis against the same debtor
    select r.case_id, min(e.case_id) as parent
    from (select *, unnest(basis) as number from said where kind = 'restoration') as r
    join (select *, unnest(basis) as number from said where kind = 'enforcement') as e
        on e.number = r.number and e.filed_date <= r.filed_date and list_has_any(e.debtors, r.debtors)
    group by r.case_id having count(distinct e.case_id) = 1
)
select
    e._id, e._known, c.case_id, e.case_no,
    case when n.kind in ('restoration', 'objection', 'preservation') then n.kind else 'enforcement' end as case_kind,
    case when n.coded then n.court end as court_code,
    e.cause, e.filed_date, e.closed_date, e.close_mode, e.term_reason, b.case_id as basis_case_id,
    case first_basis.kind
        when 'suit' then case ended.end_kind when 'mediation' then 'mediation' when 'judgment' then 'judgment' end
        when 'arbitration' then 'award'
        when 'notarised_debt' then 'notarised_debt'
        when 'payment_order' then 'payment_order'
    end as basis_kind,
    r.parent as parent_case_id,
    e.claim_amount, e.claim_amount_within, e.realised_amount, e.realised_amount_within,
    case when e.judge is not null then 'J' || left(sha256(concat_ws('|', n.court, e.judge)), 12) end as judge_id
from list_enforcement_cases as e
join case_numbers as n on n.text = e.case_no
left join case_numbers as first_basis on first_basis.text = e.basis[1]  -- one join: a subquery is asked for each branch
left join case_of_row as c using (_id)
left join basis_of_row as b using (_id)
left join ended on ended.case_id = b.case_id
left join restored as r on r.case_id = c.case_id
union all by name
select
    s._id, s._known, c.case_id, s.case_no,
    case
        when contains(s.cause, '执行异议之诉') then 'objection_suit'
        when n.kind in ('arbitration', 'notarised_debt', 'payment_order', 'criminal', 'bankruptcy') then n.kind
        else 'suit'
    end as case_kind,
    case when n.coded then n.court end as court_code,
    s.cause, s.filed_date, s.ended_date as closed_date,
    case s.end_kind
        when 'judgment' then 'judgment' when 'mediation' then 'mediation' when 'withdrawn' then 'withdrawn'
        when 'award' then 'other' when 'deed' then 'other' when 'other' then 'other'
    end as close_mode,
    s.claim_amount, s.claim_amount_within,
    case when s.judge is not null then 'J' || left(sha256(concat_ws('|', n.court, s.judge)), 12) end as judge_id
from list_suits as s
join case_numbers as n on n.text = s.case_no
left join case_of_row as c using (_id)
