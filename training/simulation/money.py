"""Bank accounts and what flows over them; the office sees only the flows that somebody asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from training.simulation.ledger import NEVER, NOBODY, Floats, Ints
from training.simulation.stage import Act, Stage

__all__ = ["account_of", "ordinary_flows", "pay", "withdraw", "write_accounts"]

_BANKS = ("澜州银行", "东溪农商行", "工商银行", "农业银行", "建设银行")


def account_of(stage: Stage, holder: Ints) -> Ints:
    """Each holder's main account, opened where there is none yet."""
    new = [int(h) for h in dict.fromkeys(holder.tolist()) if h not in stage.accounts]
    stage.accounts |= dict(zip(new, stage.mint("account", len(new)).tolist(), strict=True))
    return np.array([stage.accounts[h] for h in holder.tolist()], dtype=np.int64)


def pay(
    stage: Stage, act: Act, payer: Ints, payee: Ints, day: Ints, amount: Any, memo: str, *, channel: str = "transfer"
) -> None:
    """Money goes from one to the other; both banks book it."""
    second = stage.days(8 * 3600, 20 * 3600, len(act))
    for holder, other, direction in ((payer, payee, "out"), (payee, payer, "in")):
        stage.leave(
            act, "transactions", hidden=0.0, account_id=account_of(stage, holder), ts=day * 86_400 + second,
            direction=direction, amount=amount, counterparty_id=other, counter_account=account_of(stage, other),
            memo=memo, channel=channel,
        )  # fmt: skip


def withdraw(stage: Stage, act: Act, holder: Ints, day: Ints, amount: Any) -> None:
    """Cash is drawn."""
    stage.leave(
        act, "transactions", hidden=0.0, account_id=account_of(stage, holder),
        ts=day * 86_400 + stage.days(7 * 3600, 23 * 3600, len(act)), direction="out", amount=amount, memo="ATM取款",
        channel="cash",
    )  # fmt: skip


def ordinary_flows(stage: Stage, holder: Ints, since: Ints, until: Ints) -> None:
    """Wages, shopping and transfers of people whose flows somebody fetched."""
    rows = stage.rng.poisson(70, len(holder))
    which = np.repeat(np.arange(len(holder)), rows)
    n = len(which)
    day = stage.between(since[which], until[which] - 1)
    memo = stage.one_of(("消费", "转账", "货款", "工资", "还款", "取现"), n, (40, 25, 12, 8, 9, 6))
    inward = np.where(np.isin(memo, ("工资", "货款")), stage.yes(0.75, n), stage.yes(0.25, n))
    other = np.where(np.isin(memo, ("消费", "取现")), NOBODY, stage.one_of(stage.people.outsiders, n))
    amount: Floats = stage.money(1_200, 1.3, n)
    stage.ledger.add(
        "transactions", account_id=account_of(stage, holder)[which],
        ts=day * 86_400 + stage.days(7 * 3600, 23 * 3600, n), direction=np.where(inward, "in", "out").astype(object),
        amount=amount, counterparty_id=other, counter_account=np.where(other == NOBODY, NOBODY, 10**6 + other),
        memo=memo,
        channel=np.where(memo == "取现", "cash", np.where(memo == "消费", "card", "transfer")).astype(object),
    )  # fmt: skip


def write_accounts(stage: Stage, reply: pd.Series) -> None:
    """Write down the accounts of those whose flows were fetched; `reply` says on which day, by holder."""
    mine = [(account, holder) for holder, account in stage.accounts.items() if holder in reply.index]
    account, holder = np.array(mine, dtype=np.int64).reshape(-1, 2).T
    known = reply.reindex(holder).to_numpy(dtype=np.int64)
    n = len(account)
    stage.ledger.add(
        "accounts", account_id=account, holder_id=holder, bank=stage.one_of(_BANKS, n), account_kind="bank",
        opened_date=np.minimum(stage.start - stage.days(0, 4000, n), known - 400), closed_date=NEVER, _known=known,
    )  # fmt: skip
