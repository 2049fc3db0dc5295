"""Honest lives that look like a scheme; each returns those for whom it happened."""

from collections.abc import Callable, Mapping

from training.simulation.look_alikes import possessions as p
from training.simulation.look_alikes import suits as s
from training.simulation.stage import Act, Stage

__all__ = ["HONEST_LIVES"]

HONEST_LIVES: Mapping[str, Callable[[Stage, Act], Act]] = {
    "A1": p.sell_or_pass_on,
    "A2": p.divorce,
    "A3": p.sell_the_company,
    "A4": p.drive_a_relatives_car,
    "A5": p.go_under_beside_kin,
    "A6": p.let_kin_buy,
    "A7": p.leave_the_site,
    "A8": p.earn_little,
    "A9": p.marry_an_owner,
    "A10": p.keep_small_cover,
    "A11": p.share_compensation,
    "A12": p.wait_for_money,
    "A13": p.have_sold_the_car,
    "A14": p.raise_capital,
    "A17": p.travel_for_work,
    "A18": p.live_on_cash,
    "A20": p.inherit_or_need_a_tool,
    "S1": s.settle_quickly,
    "S2": s.lend_by_licence,
    "S3": s.sue_for_wages,
    "S4": s.rent_a_workshop,
    "S5": s.borrow_on_the_house,
    "S6": s.buyer_without_deed,
    "S7": s.hear_of_it_late,
    "S8": s.certify_a_loan,
    "S12": s.help_as_neighbour,
}
