-- Which case a document is of, and who bears a name in that case: what documents say joins lists by these.
create table case_of_number as select number, case_id from case_ids where only_one;

create table named_in_case as
select c.case_id, min(p.party_id) as party_id,
    replace(regexp_replace(m.name, '[\s·•.\-"''“”‘’]', '', 'g'), '有限责任公司', '有限公司') as name
from (from mention_cases semi join (select case_id from papers join case_of_number on number = case_no) using (case_id)) as c
join mentions as m using (mention) join party_of as p using (mention)
group by c.case_id, 3 having count(distinct p.party_id) = 1;

-- What a ledger says nobody is asked to look up in a paper.
update paper_values set waits = false
from (
    unpivot (
        select case_id, bool_or(defended_flag is not null) as defended_flag, bool_or(default_flag is not null) as default_flag,
            bool_or(cash_delivery_flag is not null) as cash_delivery_flag
        from list_suits join case_of_row using (_id) group by case_id
    ) on defended_flag, default_flag, cash_delivery_flag into name field value listed
) as l join case_of_number as c using (case_id)
where l.listed and c.number = paper_values.case_no and l.field = paper_values.field;
