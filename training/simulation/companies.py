"""Companies: who owns and runs them, and how new ones are founded."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.simulation.ledger import NEVER, NOBODY, Flags, Floats, Ints
from training.simulation.society import Companies
from training.simulation.stage import Act, Stage, either

__all__ = ["found", "founded", "institutions"]

INDUSTRIES = ("纺织印染", "五金制造", "建筑工程", "商贸", "餐饮管理", "物流", "电子科技", "农业开发")


def founded(stage: Stage, is_debtor: Flags) -> Companies:
    """A company for each company debtor's controller, and for some of the others."""
    n, people = len(is_debtor), stage.people
    has = is_debtor | stage.yes(stage.usual("side company", 0.14), n)
    of = np.full(n, NOBODY, dtype=np.int64)
    of[has] = stage.mint("party", int(has.sum()))
    registered = stage.start - stage.days(200, 5000, n)
    capital = stage.one_of(
        np.array([100_000, 500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000]), n, (1, 3, 4, 2, 2, 1)
    ).astype(float)
    alone = stage.yes(0.4, n)
    partner = np.where(stage.yes(0.5, n), people.some_kin(stage.rng, np.arange(n)), people.friend)
    companies = Companies(
        of=of, is_debtor=is_debtor, registered=registered, capital=capital,
        share=np.where(alone, 1.0, np.round(stage.uniform(0.51, 0.95, n), 2)),
        partner=np.where(alone, NOBODY, partner),
        address=np.where(stage.yes(0.12, n), people.address[:n], stage.mint("address", n)),
        phone=np.where(stage.yes(stage.usual("shared telephone", 0.6), n), people.phone[:n], stage.mint("phone", n)),
        turnover=stage.money(250_000, 1.0, n), staff=stage.days(2, 40, n),
        shrinks_on=np.full(n, NEVER, dtype=np.int64),
    )  # fmt: skip
    _write(stage, companies, np.flatnonzero(has))
    return companies


def _write(stage: Stage, companies: Companies, who: Ints) -> None:
    company, since, county = companies.of[who], companies.registered[who], stage.people.county[who]
    by_kin = stage.yes(stage.usual("kin as representative", 0.13), len(who))
    rep = np.where(by_kin, stage.people.some_kin(stage.rng, who), who)
    ends = np.flatnonzero(stage.yes(stage.usual("company ends", 0.06), len(who)))
    day, gone = stage.start + stage.days(300, stage.end - stage.start, len(ends)), stage.yes(0.3, len(ends))
    left = np.full(len(who), NEVER, dtype=np.int64)
    left[ends[gone]] = day[gone]
    _register(
        stage, company, county, since, rep, companies.capital[who], companies.address[who], companies.phone[who], left
    )
    paid = companies.capital[who] * stage.one_of(np.array([0.0, 0.2, 0.5, 1.0]), len(who), (2, 2, 2, 4))
    _hold(stage, company, who, since, companies.share[who], companies.capital[who], paid, county)
    two = np.flatnonzero(companies.partner[who] >= 0)
    _hold(
        stage,
        company[two],
        companies.partner[who][two],
        since[two],
        1 - companies.share[who][two],
        companies.capital[who][two],
        paid[two],
        county[two],
    )
    _serve(stage, company, rep, "legal_rep", since, county)
    _serve(stage, company, who, "manager", since, county)
    some = stage.yes(0.6, len(who))
    _serve(stage, company[some], stage.people.some_kin(stage.rng, who[some]), "supervisor", since[some], county[some])
    some = stage.yes(0.5, len(who))
    _serve(
        stage,
        company[some],
        stage.one_of(stage.people.outsiders, int(some.sum())),
        "finance",
        since[some],
        county[some],
    )
    _pass_shares_on(stage, company, who, companies.share[who], companies.capital[who], county)
    stage.ledger.add(
        "companies", party_id=company[ends], valid_from=day, status=either(gone, "deregistered", "revoked"),
        registered_date=since[ends], registered_capital=companies.capital[who][ends], legal_rep_id=rep[ends],
        address=companies.address[who][ends], phone_hash=companies.phone[who][ends], _county=county[ends],
    )  # fmt: skip


def institutions(stage: Stage, n: int, since: Ints | None = None) -> Ints:
    """Companies that nobody here controls: banks, lenders, suppliers, landlords; old ones unless `since` says."""
    company, county = stage.mint("party", n), stage.days(0, stage.world.courts, n)
    since = stage.start - stage.days(1000, 9000, n) if since is None else since
    rep = stage.one_of(stage.people.outsiders, n)
    capital = stage.money(3_000_000, 1.0, n)
    _register(stage, company, county, since, rep, capital, stage.mint("address", n), stage.mint("phone", n))
    _serve(stage, company, rep, "legal_rep", since, county)
    _hold(stage, company, rep, since, np.full(n, 0.6), capital, capital, county)
    return company


def found(
    stage: Stage, act: Act, rep: Ints, day: Ints, *, address: Any = None, phone: Any = None, part: str = "deed"
) -> Ints:
    """Each of them has a company founded in the name of `rep`; returns the companies."""
    n = len(act)
    company = stage.mint("party", n)
    address = stage.mint("address", n) if address is None else address
    phone = stage.mint("phone", n) if phone is None else phone
    stage.ledger.add(
        "parties", party_id=company, party_kind="company", address=address, phone_hash=phone, _county=act.county
    )
    capital = stage.money(500_000, 0.7, n)
    stage.leave(
        act, "companies", hidden=0.0, part=part, party_id=company, valid_from=day, status="active",
        registered_date=day, registered_capital=capital, paid_capital=np.round(capital * 0.1), legal_rep_id=rep,
        address=address, phone_hash=phone, industry=stage.one_of(INDUSTRIES, n),
    )  # fmt: skip
    stage.leave(
        act, "company_officers", hidden=0.0, part=part, company_id=company, person_id=rep, role="legal_rep",
        valid_from=day,
    )  # fmt: skip
    stage.leave(
        act, "shareholdings", hidden=0.0, part=part, company_id=company, holder_id=rep, valid_from=day, pct=1.0,
        subscribed=capital, paid_in=np.round(capital * 0.1), change="initial",
    )  # fmt: skip
    return company


def _register(
    stage: Stage,
    company: Ints,
    county: Ints,
    since: Ints,
    rep: Ints,
    capital: Floats,
    address: Ints,
    phone: Ints,
    left: Any = NEVER,
) -> None:
    n = len(company)
    stage.ledger.add(
        "parties", party_id=company, party_kind="company", address=address, phone_hash=phone, deregistered_date=left,
        _county=county,
    )  # fmt: skip
    stage.ledger.add(
        "companies", party_id=company, valid_from=since, status="active", registered_date=since,
        registered_capital=capital, paid_capital=np.round(capital * stage.uniform(0, 1, n), -3), legal_rep_id=rep,
        address=address, phone_hash=phone, industry=stage.one_of(INDUSTRIES, n), _county=county,
    )  # fmt: skip


def _hold(
    stage: Stage, company: Ints, holder: Ints, since: Ints, pct: Floats, capital: Floats, paid: Floats, county: Ints
) -> None:
    stage.ledger.add(
        "shareholdings", company_id=company, holder_id=holder, valid_from=since, pct=np.round(pct, 4),
        subscribed=np.round(capital * pct), paid_in=np.round(paid * pct), due_date=since + 365 * 20, change="initial",
        frozen_flag=0.0, _county=county,
    )  # fmt: skip


def _pass_shares_on(stage: Stage, company: Ints, owner: Ints, pct: Floats, capital: Floats, county: Ints) -> None:
    """Partners come and go; for the tax's sake many a true sale is registered at one yuan."""
    some = stage.yes(stage.usual("shares passed", 0.12), len(company))
    n = int(some.sum())
    day = stage.start + stage.days(-700, stage.end - stage.start, n)
    near, anyone = stage.people.some_kin(stage.rng, owner[some]), stage.one_of(stage.people.outsiders, n)
    price = np.where(
        stage.yes(stage.usual("nominal price", 0.5), n),
        stage.days(0, 2, n).astype(float),
        np.round(capital[some] * stage.uniform(0.05, 1, n)),
    )
    stage.ledger.add(
        "shareholdings", company_id=company[some], holder_id=np.where(stage.yes(0.3, n), near, anyone), valid_from=day,
        pct=np.round(pct[some] * stage.uniform(0.1, 0.6, n), 4), change="transfer", price=price, _county=county[some],
    )  # fmt: skip


def _serve(stage: Stage, company: Ints, person: Ints, role: str, since: Ints, county: Ints) -> None:
    left = np.where(stage.yes(0.08, len(company)), since + stage.days(400, 5000, len(company)), NEVER)
    stage.ledger.add(
        "company_officers", company_id=company, person_id=person, role=role, valid_from=since, valid_to=left,
        _county=county,
    )  # fmt: skip
