"""Who conceals or shams, by which schemes, and how each scheme is done."""

from collections.abc import Callable, Mapping

from training.simulation.concealment.burdens import lease_back_in_time, mortgage_to_kin, object_as_a_stranger
from training.simulation.concealment.business import (
    bridge_the_capital,
    buy_back_through_a_shell,
    circulate_off_the_books,
    put_up_a_front,
    seat_a_nominee,
)
from training.simulation.concealment.income import (
    draw_cash,
    earn_undeclared,
    keep_a_policy,
    leave_claims_uncollected,
    redirect_compensation,
)
from training.simulation.concealment.kinship import (
    borrow_a_name,
    buy_in_the_spouses_name,
    give_to_kin,
    split_by_divorce,
)
from training.simulation.concealment.living import acquire_late, drive_the_seized_car, live_well
from training.simulation.concealment.suits import (
    buy_a_title,
    collude,
    enter_the_distribution,
    invent_wages,
    lend_in_series,
    represent_without_right,
)
from training.simulation.stage import Act, Stage

__all__ = ["BURDENS", "CONCEALMENTS", "SHAM_SUITS", "Scheme"]

Scheme = Callable[[Stage, Act], None]

CONCEALMENTS: Mapping[str, Scheme] = {
    "A1": give_to_kin,
    "A2": split_by_divorce,
    "A3": seat_a_nominee,
    "A4": borrow_a_name,
    "A5": circulate_off_the_books,
    "A6": buy_back_through_a_shell,
    "A7": put_up_a_front,
    "A8": earn_undeclared,
    "A9": buy_in_the_spouses_name,
    "A10": keep_a_policy,
    "A11": redirect_compensation,
    "A12": leave_claims_uncollected,
    "A13": drive_the_seized_car,
    "A14": bridge_the_capital,
    "A17": live_well,
    "A18": draw_cash,
    "A20": acquire_late,
}

# These change or add disputes, and so come before the disputes are written down.
SHAM_SUITS: Mapping[str, Scheme] = {
    "S1": collude,
    "S2": lend_in_series,
    "S3": invent_wages,
    "S7": enter_the_distribution,
    "S8": buy_a_title,
    "S12": represent_without_right,
}

BURDENS: Mapping[str, Scheme] = {
    "S4": lease_back_in_time,
    "S5": mortgage_to_kin,
    "S6": object_as_a_stranger,
}
