"""The suit behind the case, and the other suits against the same debtor."""

from typing import Any

from tests.features.story import Rows, Story, enforcement, petition, row, suit, told


def basis(**columns: Any) -> Rows:
    """Changes of the suit behind the case."""
    return row("suits", case_id="S", **columns)


def agreed(case: str, filed: str, plaintiff: str = "B", **columns: Any) -> Rows:
    """Another suit against D over 200,000 yuan, mediated and undisputed."""
    ending: dict[str, Any] = {"ended_date": "2022-07-01", "end_kind": "mediation", "defended_flag": False}
    return suit(case, filed, plaintiff, claim_amount=200_000, **ending, **columns)


def fought(case: str, filed: str, plaintiff: str = "B", **columns: Any) -> Rows:
    """Another suit against D, disputed and decided."""
    ending: dict[str, Any] = {"ended_date": "2022-09-01", "end_kind": "judgment", "defended_flag": True}
    return suit(case, filed, plaintiff, **ending, **columns)


STORIES = (
    Story(
        signal="cofiled_suits",
        fires=agreed("S2", "2022-01-20"),
        found={
            "count__all": 1,
            "share_mediated__all": 1,
            "share_undisputed__all": 1,
            "sum_claimed_per_claim_amount__all": 2,
        },
        # the other creditors came together too, but fought for their money
        innocent=fought("S2", "2022-01-20"),
        tells={"count__all": 1, "share_mediated__all": 0, "share_undisputed__all": 0},
        without="suits",
    ),
    Story(
        signal="mediated_siblings",
        fires=told(agreed("S2", "2021-06-01"), fought("S3", "2022-05-01")),
        found={
            "count__all": 2,
            "share_mediated__all": 0.5,
            "share_undisputed__all": 0.5,
            "sum_mediated_claim_per_claim_amount__all": 2,
            "share_mediated__12m_before_suit_filed": 1,
            "share_mediated__since_suit_filed": 0,
        },
        innocent=told(fought("S2", "2021-06-01"), fought("S3", "2022-05-01")),
        tells={"count__all": 2, "share_mediated__all": 0, "sum_mediated_claim_per_claim_amount__all": 0},
        without="suits",
    ),
    Story(
        signal="quick_mediation",
        fires=basis(ended_date="2022-01-18", end_kind="mediation"),
        found={"min_days__all": 8, "max_loan__all": 1},
        innocent=basis(ended_date="2022-03-11", end_kind="mediation"),
        tells={"min_days__all": None},
        without="suits",
    ),
    Story(
        signal="quick_enforcement",
        fires=basis(ended_date="2022-05-22", end_kind="mediation"),
        found={"min_days__all": 10, "max_mediated__all": 1},
        innocent=basis(ended_date="2022-04-01", end_kind="mediation"),
        tells={"min_days__all": None},
        without="suits",
    ),
    Story(
        signal="undisputed_suit",
        fires=basis(defended_flag=False, hearing_count=0, appeared_flag=True),
        found={"max_undefended__all": 1, "max_no_hearing__all": 1, "max_present__all": 1, "max_signs__all": 3},
        innocent=basis(defended_flag=True, hearing_count=1, appeared_flag=True),
        tells={"max_signs__all": None},
        without="suits",
    ),
    Story(
        signal="default_by_notice",
        fires=basis(default_flag=True, service_kind="notice"),
        found={"exists__all": 1, "max_lending__all": 1},
        innocent=basis(default_flag=True, service_kind="direct"),
        tells={"exists__all": 0},
        without="suits",
    ),
    Story(
        signal="cash_loan",
        fires=basis(cash_delivery_flag=True, principal=80_000),
        found={"exists__all": 1, "sum_principal_per_claim_amount__all": 0.8, "max_principal__all": 80_000},
        innocent=basis(cash_delivery_flag=False, principal=80_000),
        tells={"exists__all": 0, "max_principal__all": None},
        without="suits",
    ),
    Story(
        signal="loan_after_default",
        fires=told(basis(loan_date="2021-06-01"), fought("S2", "2021-03-01")),
        found={"exists__all": 1, "max_days_after_first_suit__all": 92},
        innocent=told(basis(loan_date="2020-06-01"), fought("S2", "2021-03-01")),
        tells={"exists__all": 0},
        without="suits",
    ),
    Story(
        signal="other_claims_pending",
        fires=enforcement(
            "E2", "2021-10-01", "B", claim_amount=50_000, closed_date="2022-03-01", close_mode="terminated_round"
        ),
        found={"count__all": 1, "sum_claimed_per_claim_amount__all": 0.5},
        innocent=enforcement(
            "E2", "2021-10-01", "B", claim_amount=50_000, closed_date="2021-12-01", close_mode="performed"
        ),
        tells={"count__all": 0},
        without="cases",
    ),
    Story(
        signal="title_without_trial",
        fires=told(
            row("cases", case_id="S", case_kind="arbitration"), basis(ended_date="2022-01-12", end_kind="award")
        ),
        found={"max_award__all": 1, "max_deed__all": 0, "max_order_to_pay__all": 0, "min_days__all": 2},
        # a bank's notarised loan
        innocent=told(row("cases", case_id="S", case_kind="notarised_debt"), basis(end_kind="deed")),
        tells={"max_award__all": 0, "max_deed__all": 1},
        without="suits",
    ),
    Story(
        signal="template_text",
        fires=told(basis(text_hash="abcdef01"), fought("S2", "2021-12-01", text_hash="abcdef99")),
        found={"count__all": 1, "distinct_other_plaintiff_id__all": 1},
        # the same plaintiff's own form
        innocent=told(basis(text_hash="abcdef01"), fought("S2", "2021-12-01", "A", text_hash="abcdef99")),
        tells={"count__all": 0},
        without="suits",
    ),
    Story(
        signal="sham_suit_petition",
        fires=petition("sham_suit", "2023-11-01"),
        found={"count__all": 1, "count__12m": 1, "days_since_last__all": 61},
        innocent=petition("other", "2023-11-01"),
        tells={"count__all": 0},
        without="petitions",
    ),
)
