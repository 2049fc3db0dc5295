"""Who and what there is: the people, their companies and their disputes, as arrays that others make and change."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from training.simulation.ledger import NEVER, NOBODY, Flags, Floats, Ints, Words

__all__ = ["Companies", "Disputes", "People"]


@dataclass(kw_only=True)
class People:
    """The persons. Numbers 0 .. principals-1 are the principals: debtors, and controllers of debtor companies.

    Arrays reach over all persons, `kin` (principals x kinds of kin, NOBODY where there is none), `married_on` and
    `divorced_on` over the principals. Schemes set `divorced_on`, and put into `used` the ties that they made use of.
    """

    principals: int
    birth_year: Ints
    county: Ints
    address: Ints
    phone: Ints
    kin: Ints
    married_on: Ints
    divorced_on: Ints
    friend: Ints
    hardship: Words
    outsiders: Ints  # everyone else: creditors, buyers, tenants, friends
    used: list[tuple[str, Ints, Ints, Ints]] = field(default_factory=list)

    @property
    def spouse(self) -> Ints:
        """Each principal's spouse, or NOBODY."""
        return self.kin[:, 0]

    def some_kin(self, random: np.random.Generator, person: Ints) -> Ints:
        """A relative of each principal, chosen at random; a friend where there is none."""
        liking = np.where(self.kin[person] >= 0, random.random((len(person), self.kin.shape[1])), -1.0)
        chosen = self.kin[person, liking.argmax(axis=1)]
        return np.where(chosen >= 0, chosen, self.friend[person])


@dataclass(kw_only=True)
class Companies:
    """The companies of the principals: `of[p]` is the company debtor that principal p controls, or one at his side.

    `shrinks_on` is the day from which its business dwindles, for the months' figures; schemes and bad luck set it.
    """

    of: Ints
    is_debtor: Flags
    registered: Ints
    capital: Floats
    share: Floats  # the controller's
    partner: Ints
    address: Ints
    phone: Ints
    turnover: Floats  # a month, in yuan
    staff: Ints
    shrinks_on: Ints


@dataclass(kw_only=True)
class Disputes:
    """One position a dispute. The first `World.cases` are those whose enforcement ends as a terminated round.

    `principal` is the person behind the debtor (NOBODY: an outsider), `outcome` how the enforcement ends ("" = none is
    filed). `scheme` and `root` mark a sham suit and the terminated dispute it belongs to. `auction_on`, `buyer` and
    `deposit_payer` are plans that the auction follows; `late` is the dispute into whose distribution this one enters.
    """

    principal: Ints
    debtor: Ints
    applicant: Ints
    county: Ints
    cause: Words
    kind: Words
    outcome: Words
    end_kind: Words
    suit: Ints
    served: Ints
    ended: Ints
    effective: Ints
    filed: Ints
    closed: Ints
    hearings: Ints
    defended: Flags
    appeared: Flags
    cash: Flags
    loan_day: Ints
    rate: Floats
    claim: Floats
    realised: Floats
    text: Ints
    agent: Ints
    agent_kind: Words
    scheme: Words
    root: Ints
    auction_on: Ints
    auction_asset: Ints
    auction_scheme: Words
    buyer: Ints
    deposit_payer: Ints
    late: Ints

    def __len__(self) -> int:
        return len(self.debtor)

    def more(self, like: Ints, **changes: Any) -> Ints:
        """Further disputes, copied from others with changes; returns their numbers."""
        first = len(self)
        changes = {"auction_on": NEVER, "late": NOBODY} | changes
        for f in fields(self):
            old = getattr(self, f.name)
            new = changes.get(f.name, old[like])
            if not isinstance(new, np.ndarray):
                new = np.full(len(like), new, dtype=old.dtype)
            setattr(self, f.name, np.concatenate([old, new.astype(old.dtype)]))
        return np.arange(first, len(self))

    def suit_case(self, dispute: Ints) -> Ints:
        """The suit's case number, once no dispute is added any more; the enforcement's is the dispute's own."""
        return dispute + len(self)

    def first_terminated(self, cases: int) -> Ints:
        """Each principal's earliest terminated dispute."""
        order = np.lexsort((self.filed[:cases], self.principal[:cases]))
        return order[np.unique(self.principal[order], return_index=True)[1]]
