"""Plaintiffs, their agents, and how they stand to the debtor."""

from tests.features.story import (
    Rows,
    Story,
    company,
    debtor_company,
    enforcement,
    mother,
    office,
    outcome,
    person,
    role,
    row,
    suit,
    tie,
    told,
    wage,
)


def agent(case: str, client: str, who: str = "G", kind: str = "lawyer", firm: str | None = None) -> Rows:
    """Who stood for a party."""
    return row("case_agents", case_id=case, party_id=client, agent_id=who, agent_kind=kind, firm=firm)


def objection(by: str) -> Rows:
    """Somebody objects to the enforcement."""
    case = {"case_id": "O", "case_no": "O", "case_kind": "objection", "parent_case_id": "E"}
    return told(row("cases", filed_date="2022-09-01", **case), role("O", by, "objector"))


OFFICE_TOWER = told(*(person(name, address="1 Tower Square") for name in "ADFGHIJ"))
PROPERTY_MANAGER = told(
    row("parties", party_id="A", party_kind="company"), row("cases", case_id="S", cause="物业服务合同纠纷")
)

STORIES = (
    Story(
        signal="series_plaintiff",
        fires=told(
            suit("S2", "2023-06-01", "A", "X", ended_date="2023-08-01", end_kind="judgment", default_flag=True),
            suit("S3", "2023-07-01", "A", "Y", ended_date="2023-09-01", end_kind="withdrawn", default_flag=False),
        ),
        found={
            "count__all": 3,
            "count__12m": 2,
            "share_defaulted__all": 0.5,
            "share_withdrawn__all": 1 / 3,
            "share_lending__all": 1,
            "share_person__all": 1,
        },
        innocent=told(PROPERTY_MANAGER, suit("S2", "2023-06-01", "A", "X", cause="物业服务合同纠纷")),
        tells={"count__all": 2, "share_lending__all": 0, "share_person__all": 0},
        without="suits",
    ),
    Story(
        signal="template_plaintiff",
        fires=told(
            row("suits", case_id="S", text_hash="abcdef01"),
            suit("S2", "2023-05-01", "A", "X", text_hash="abcdef77", ended_date="2023-08-01", default_flag=True),
        ),
        found={"count__all": 2, "share_defaulted__all": 1, "count__12m": 1},
        innocent=told(
            row("suits", case_id="S", text_hash="abcdef01"), suit("S2", "2023-05-01", "A", "X", text_hash="123456ff")
        ),
        tells={"count__all": 0},
        without="suits",
    ),
    Story(
        signal="lender_means",
        fires=told(wage("2021-06-01", 4_000, "A"), wage("2021-07-01", 4_000, "A")),
        found={
            "mean_base_per_claim_amount__2y_before_suit_filed": 0.04,
            "distinct_month__2y_before_suit_filed": 2,
        },
        innocent=wage("2021-06-01", 50_000, "A"),
        tells={"mean_base_per_claim_amount__2y_before_suit_filed": 0.5},
        without="income_records",
    ),
    Story(
        signal="kin_plaintiff",
        fires=tie("D", "A", "sibling"),
        found={"count__all": 1, "min_steps__all": 1, "max_kin__all": 1},
        # a former employer, not kin
        innocent=tie("D", "A", "employment"),
        tells={"count__all": 1, "max_kin__all": 0},
        without="party_relations",
    ),
    Story(
        signal="same_contact_plaintiff",
        fires=told(person("A", phone_hash="138"), person("D", phone_hash="138")),
        found={"count__all": 1, "max_same_phone__all": 1},
        # seven at one address: an office tower
        innocent=OFFICE_TOWER,
        tells={"count__all": 0, "max_same_phone__all": None},
        without="companies",
    ),
    Story(
        signal="officer_plaintiff",
        fires=told(debtor_company(), office("C", "A")),
        found={"count__all": 1, "max_holds_stake__all": 0},
        innocent=told(debtor_company(), company("Z"), office("Z", "A")),
        tells={"count__all": 0},
        without="company_officers",
    ),
    Story(
        signal="shared_agent",
        fires=told(agent("S", "A", "G"), agent("S", "D", "G")),
        found={"count__all": 1, "max_same_agent__all": 1},
        # two lawyers of the only firm in town
        innocent=told(agent("S", "A", "G", firm="F"), agent("S", "D", "H", firm="F")),
        tells={"count__all": 1, "max_same_agent__all": 0},
        without="case_agents",
    ),
    Story(
        signal="citizen_agent",
        fires=told(
            agent("S", "A", "G", "citizen"), suit("S2", "2023-03-01", "B", "X"), agent("S2", "B", "G", "citizen")
        ),
        found={"distinct_other_id__all": 1, "distinct_client_id__all": 1, "distinct_other_id__12m": 1},
        # a close relative, who may
        innocent=told(agent("S", "A", "G", "kin"), suit("S2", "2023-03-01", "B", "X"), agent("S2", "B", "G", "kin")),
        tells={"distinct_other_id__all": 0},
        without="case_agents",
    ),
    Story(
        signal="cofiled_same_agent",
        fires=told(
            agent("S", "A", "G"),
            suit("S2", "2022-02-01", "B", ended_date="2022-02-10", end_kind="mediation"),
            agent("S2", "B", "G"),
        ),
        found={"distinct_sibling_id__all": 1, "share_mediated__all": 1},
        innocent=told(
            agent("S", "A", "G"),
            suit("S2", "2022-02-01", "B", ended_date="2022-02-10", end_kind="mediation"),
            agent("S2", "B", "H"),
        ),
        tells={"distinct_sibling_id__all": 0},
        without="case_agents",
    ),
    Story(
        signal="objection_from_circle",
        fires=told(mother("K"), objection("K")),
        found={"count__all": 1, "min_steps__all": 1},
        # a buyer who has nothing to do with the debtor
        innocent=told(mother("K"), objection("X")),
        tells={"count__all": 0},
        without="party_relations",
    ),
    Story(
        signal="assigned_claim",
        fires=told(role("E", "B", "applicant"), enforcement("E2", "2022-08-01", "B", "X")),
        found={"count__all": 1, "max_assignee_cases__all": 2},
        innocent=[],
        tells={"count__all": 0, "max_assignee_cases__all": None},
        without="case_parties",
    ),
    Story(
        signal="plaintiff_confirmed_before",
        fires=told(
            enforcement("E2", "2021-01-01", "A", "X"), outcome("E2", "sham_litigation", "confirmed", "2023-02-01")
        ),
        found={"count__all": 1, "share_confirmed__all": 1, "days_since_last__all": 334},
        innocent=told(
            enforcement("E2", "2021-01-01", "A", "X"), outcome("E2", "sham_litigation", "refuted", "2023-02-01")
        ),
        tells={"count__all": 1, "share_confirmed__all": 0},
        without="review_outcomes",
    ),
)
