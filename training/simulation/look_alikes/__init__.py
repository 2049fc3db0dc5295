"""Honest lives that look like a scheme; each returns those for whom it happened."""

from collections.abc import Callable, Mapping

from training.simulation.look_alikes import households as h
from training.simulation.look_alikes import possessions as p
from training.simulation.look_alikes import suits as s
from training.simulation.stage import Act, Stage

__all__ = ["HONEST_LIVES", "Life"]

Life = Callable[[Stage, Act], Act]

HONEST_LIVES: Mapping[str, tuple[Life, ...]] = {
    "A1": (p.sell_or_pass_on, h.move_for_the_school, h.pay_kin_back),
    "A2": (p.divorce, h.part_and_divide),
    "A3": (p.sell_the_company, h.take_in_partners),
    "A4": (p.drive_a_relatives_car, h.share_a_home, h.drive_the_firms_car),
    "A5": (p.go_under_beside_kin,),
    "A6": (p.let_kin_buy,),
    "A7": (p.leave_the_site, h.find_work_with_kin),
    "A8": (p.earn_little, h.see_a_relative_rise, h.deliver_parcels),
    "A9": (p.marry_an_owner, h.help_a_child_to_a_home),
    "A10": (p.keep_small_cover, h.insure_the_children),
    "A11": (p.share_compensation, h.be_resettled),
    "A12": (p.wait_for_money,),
    "A13": (p.have_sold_the_car, h.lend_the_own_car),
    "A14": (p.raise_capital,),
    "A15": (h.assign_the_rent,),
    "A16": (h.give_up_a_bad_claim, h.pledge_for_the_business),
    "A17": (p.travel_for_work, h.keep_a_family_going),
    "A18": (p.live_on_cash, h.pay_by_telephone),
    "A19": (h.come_from_elsewhere,),
    "A20": (p.inherit_or_need_a_tool, h.begin_anew),
    "S1": (s.settle_quickly, s.settle_with_a_friend),
    "S2": (s.lend_by_licence,),
    "S3": (s.sue_for_wages,),
    "S4": (s.rent_a_workshop,),
    "S5": (s.borrow_on_the_house,),
    "S6": (s.buyer_without_deed,),
    "S7": (s.hear_of_it_late,),
    "S8": (s.certify_a_loan,),
    "S9": (s.lose_track_of_a_loan,),
    "S10": (s.manage_bad_debts,),
    "S11": (s.lend_to_the_own_company,),
    "S12": (s.help_as_neighbour,),
}
