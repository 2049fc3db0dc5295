"""The schemes: each can be carried out in several ways, and the style of a prefecture says in which."""

from collections.abc import Callable, Mapping

from training.simulation.concealment import burdens, business, claims, creditors, income, kinship, living, names, suits
from training.simulation.stage import Act, Stage

__all__ = ["BURDENS", "CONCEALMENTS", "SHAM_SUITS", "Scheme"]

Scheme = Callable[[Stage, Act], None]

CONCEALMENTS: Mapping[str, tuple[Scheme, ...]] = {
    "A1": (kinship.give_to_kin, kinship.sell_and_rent_back, kinship.pay_out_by_the_month, kinship.share_the_deed),
    "A2": (kinship.split_by_divorce, kinship.divorce_years_before),
    "A3": (business.seat_a_nominee, business.hold_through_a_company, business.dilute_the_owner),
    "A4": (
        names.borrow_a_name,
        names.drive_a_companys_car,
        names.move_into_a_relatives_house,
        names.build_in_the_village,
    ),
    "A5": (business.circulate_off_the_books, business.collect_privately),
    "A6": (business.buy_back_through_a_shell, business.buy_back_through_a_friend),
    "A7": (business.put_up_a_front, business.hire_oneself_to_a_front),
    "A8": (income.earn_undeclared, income.pay_a_relative_instead, income.earn_by_the_job),
    "A9": (kinship.buy_in_the_spouses_name, kinship.buy_in_a_childs_name),
    "A10": (income.keep_a_policy, income.insure_a_relative),
    "A11": (claims.redirect_compensation, claims.settle_in_a_relatives_flat),
    "A12": (claims.leave_claims_uncollected, claims.let_another_collect),
    "A13": (living.drive_the_seized_car, living.lend_out_the_seized_car),
    "A14": (business.bridge_the_capital,),
    "A15": (claims.divert_the_rent, claims.take_rent_in_advance),
    "A16": (claims.waive_a_claim, claims.answer_for_another),
    "A17": (living.live_well, living.live_at_anothers_cost),
    "A18": (income.draw_cash, income.fill_wallets),
    "A19": (names.keep_it_elsewhere, names.hold_unasked_classes),
    "A20": (living.acquire_late, living.found_a_company_late),
}

# These change or add disputes, and so come before the disputes are written down.
SHAM_SUITS: Mapping[str, tuple[Scheme, ...]] = {
    "S1": (suits.collude, creditors.collude_at_leisure),
    "S2": (suits.lend_in_series, creditors.lend_through_dummies),
    "S3": (suits.invent_wages,),
    "S7": (suits.enter_the_distribution,),
    "S8": (suits.buy_a_title,),
    "S9": (creditors.borrow_an_identity,),
    "S10": (creditors.buy_up_claims,),
    "S11": (creditors.sue_the_own_company,),
    "S12": (suits.represent_without_right,),
}

BURDENS: Mapping[str, tuple[Scheme, ...]] = {
    "S4": (burdens.lease_back_in_time, burdens.let_to_a_young_company),
    "S5": (burdens.mortgage_to_kin, burdens.give_in_payment),
    "S6": (burdens.object_as_a_stranger,),
}
