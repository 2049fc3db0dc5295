-- Steps that a ruling recites: it says that they were done, and nothing of those that it leaves out.
select
    s._id, s._known, 'S' || left(sha256(concat_ws('|', c.case_id, s.action, s.day)), 15) as action_id, c.case_id, s.action,
    s.day as action_date, 'recited' as result
from paper_steps as s left join case_of_number as c on c.number = s.case_no
