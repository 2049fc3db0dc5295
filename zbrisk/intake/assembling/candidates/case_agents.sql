-- Who acts for whom, by the heads of documents; a name with its firm is one agent.
select
    a._id, a._known, c.case_id, p.party_id, 'G' || left(sha256(concat_ws('|', a.agent, a.firm)), 15) as agent_id,
    a.kind as agent_kind, a.firm
from paper_agents as a
left join case_of_number as c on c.number = a.case_no
left join named_in_case as p on p.case_id = c.case_id and p.name = a.party
