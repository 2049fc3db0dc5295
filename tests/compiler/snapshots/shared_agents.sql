SELECT
  r._moment,
  COUNT(DISTINCT r.agent_id) AS c0,
  COUNT(DISTINCT r.firm) AS c1,
  COUNT(*) AS c2
FROM (
  SELECT
    this_case._moment,
    this_case._as_of,
    agent.agent_id AS agent_id,
    agent.firm AS firm
  FROM this_case AS this_case
  JOIN case_agents AS agent
    ON agent.case_id = this_case.case_id
    AND (
      agent._known_from < this_case._as_of AND agent._known_until >= this_case._as_of
    )
  WHERE
    EXISTS(
      SELECT
        1
      FROM case_agents AS elsewhere
      JOIN cases AS suit
        ON suit.case_id = elsewhere.case_id
        AND (
          suit._known_from < this_case._as_of AND suit._known_until >= this_case._as_of
        )
      WHERE
        elsewhere.agent_id = agent.agent_id
        AND suit.case_kind = 'suit'
        AND elsewhere.case_id <> agent.case_id
        AND (
          elsewhere._known_from < this_case._as_of
          AND elsewhere._known_until >= this_case._as_of
        )
    )
) AS r
JOIN moments AS w
  ON w._moment = r._moment
GROUP BY
  r._moment
