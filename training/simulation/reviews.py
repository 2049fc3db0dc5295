"""Reviews: which cases an office looks into and why, what it decides, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from training.simulation.choice import Truth
from training.simulation.concealment import BURDENS, CONCEALMENTS, SHAM_SUITS
from training.simulation.enforcement import restore
from training.simulation.ledger import NEVER, Flags, Ints
from training.simulation.rules import RULES
from training.simulation.stage import Stage, either

__all__ = ["Reviews", "complain"]

BULLETIN_DAYS = 102  # after which even the slowest court has reported a filing
TARGETS = ("concealed_assets", "sham_litigation")
_TIPS = {"concealed_assets": "hidden_assets", "sham_litigation": "sham_suit"}
_SIDES = {"S2": "plaintiff", "S9": "plaintiff", "S10": "plaintiff", "S12": "agent"}
_FAINT = 3  # traces below which a reviewer may overlook what there is


def complain(stage: Stage, truth: Truth) -> None:
    """Creditors write in: those who were wronged more often, and seldom with proof.

    Of a sham suit nobody complains who gains by it: the debtor does, or another creditor where the debtor takes part.
    """
    d, n = stage.disputes, stage.world.cases
    wronged = truth.conceals[d.principal[:n]]
    chances = {
        "hidden_assets": np.where(wronged, 0.16, 0.025), "sham_suit": np.where(truth.sham != "", 0.14, 0.005),
        "unlawful_termination": np.full(n, 0.012), "delay": np.full(n, 0.02), "credit_measure": np.full(n, 0.004),
    }  # fmt: skip
    texts = {
        "hidden_assets": "反映被执行人名下有财产未处置，仍开车住大房子",
        "sham_suit": "反映他人虚构债务",
        "delay": "反映执行拖延",
    }
    against_debtor = np.array([_SIDES.get(each) == "plaintiff" or each == "" for each in truth.sham])
    complainant = {"sham_suit": np.where(against_debtor, d.principal[:n], np.roll(d.applicant[:n], 1))}
    for category, chance in chances.items():
        case = np.flatnonzero(stage.yes(chance, n))
        stage.ledger.add(
            "petitions",
            channel=stage.one_of(("hotline_12345", "procuratorate_12309", "grid", "centre"), len(case), (6, 2, 1, 2)),
            received_date=d.closed[case] + stage.days(-60, 600, len(case)), case_id=case,
            party_id=complainant.get(category, d.applicant)[case], category=category,
            text=texts.get(category, "反映执行问题"), _county=d.county[case],
        )  # fmt: skip


@dataclass(kw_only=True)
class Reviews:
    """All reviews: case, target, selected_by, propensity, opened, decided, result, truth; and the lists."""

    rows: pd.DataFrame
    lists: pd.DataFrame

    @classmethod
    def held(cls, stage: Stage, truth: Truth, hits: pd.DataFrame, petitions: pd.DataFrame) -> Reviews:
        """Choose cases by rule, tip, campaign and chance, and decide them. Draws from `review_seed` alone."""
        world = stage.world
        rng = np.random.default_rng([world.seed if world.review_seed is None else world.review_seed, 29])
        rows, lists = [], []
        for target, rate in zip(TARGETS, (world.review_rate, world.sham_review_rate), strict=True):
            chosen, listed = _choose(stage, rng, target, round(rate * world.cases), hits, petitions)
            guilty, faint = _truth_of(stage, truth, target, chosen["case"].to_numpy())
            rows.append(_decide(stage, rng, chosen.assign(target=target), guilty, faint))
            lists.append(listed.assign(target=target))
        return cls(rows=pd.concat(rows, ignore_index=True), lists=pd.concat(lists, ignore_index=True))

    def confirmed(self, end: int) -> pd.DataFrame:
        """Those that are decided and confirmed by the end."""
        return self.rows[(self.rows["result"] == "confirmed") & (self.rows["decided"] <= end)]

    def write(self, stage: Stage, truth: Truth) -> None:
        """Write outcomes and lists down, and what the court did about the confirmed ones."""
        done = self.rows[self.rows["decided"] <= stage.end].reset_index(drop=True)
        case, n = done["case"].to_numpy(), len(done)
        yes = (done["result"] == "confirmed").to_numpy()
        decided = done["decided"].to_numpy()
        typology = _typologies(stage, truth, done)
        found = np.round(stage.disputes.claim[case] * stage.uniform(0.1, 1.3, n), -2)
        restored = np.where(yes & stage.yes(0.6, n), decided + stage.days(20, 120, n), NEVER)
        named = yes & ~stage.yes(stage.world.style.unnamed, n)
        sham = (done["target"] == TARGETS[1]).to_numpy()
        side = np.where(sham, np.array([_SIDES.get(t, "collusion") for t in typology], dtype=object), "debtor")
        stage.ledger.add(
            "review_outcomes", case_id=case, target=_words(done["target"]), result=_words(done["result"]),
            opened_date=done["opened"].to_numpy(), decided_date=decided, selected_by=_words(done["selected_by"]),
            propensity=done["propensity"].to_numpy(), suspect_side=either(yes, side), typology=either(named, typology),
            amount_found=np.where(yes, found, np.nan),
            amount_recovered=np.where(restored != NEVER, np.round(found * stage.uniform(0, 0.9, n), -2), np.nan),
            severity=either(yes, "substantive"),
            adopted_date=np.where(yes & stage.yes(0.96, n), decided + stage.days(10, 60, n), NEVER),
            restored_date=restored,
            referred_date=np.where(yes & stage.yes(0.12, n), decided + stage.days(5, 60, n), NEVER),
            _county=stage.disputes.county[case],
        )  # fmt: skip
        lists = self.lists
        stage.ledger.add(
            "review_lists", list_id=lists["list"].to_numpy(), case_id=lists["case"].to_numpy(),
            target=_words(lists["target"]), listed_date=lists["day"].to_numpy(),
            chosen_flag=lists["chosen"].to_numpy().astype(float),
            chosen_by=either(lists["chosen"].to_numpy(), "random"), propensity=lists["propensity"].to_numpy(),
            reviewer_unit="民事检察部", _county=stage.disputes.county[lists["case"].to_numpy()],
        )  # fmt: skip
        _follow_up(stage, case[restored != NEVER], restored[restored != NEVER])


def _follow_up(stage: Stage, case: Ints, day: Ints) -> None:
    """The court takes the case up again, asks once more, and this time finds something."""
    n = len(case)
    restore(stage, case, day)
    stage.ledger.add(
        "property_queries", case_id=case, party_id=stage.disputes.debtor[case], channel="onsite",
        query_date=day + stage.days(2, 40, n),
        asset_class=stage.one_of(("deposit", "real_estate", "vehicle", "equity", "insurance", "receivable"), n),
        result="found", amount=stage.money(30_000, 1.0, n), _county=stage.disputes.county[case],
    )  # fmt: skip


def _choose(
    stage: Stage, rng: np.random.Generator, target: str, quota: int, hits: pd.DataFrame, petitions: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cases of one target, each once, for the reason that came first; and the audits' lists."""
    d, selection = stage.disputes, stage.world.selection
    share = {why: round(quota * part / sum(selection.values())) for why, part in selection.items()}
    tips = petitions[petitions["category"] == _TIPS[target]].drop_duplicates("case_id")
    pools = {
        "rule": (_by_rule(stage, rng, hits[list(RULES[target])]), (30, 600)),
        "tip": (rng.permutation(tips["case_id"].to_numpy(copy=True)), (5, 60)),
        "campaign": (_by_campaign(stage, rng), (60, 900)),
    }
    received = tips.set_index("case_id")["received_date"]
    chosen = []
    for why, (pool, (soonest, latest)) in pools.items():
        case = pool[: share.get(why, 0)]
        since = np.maximum(d.closed[case], received.reindex(case).to_numpy()) if why == "tip" else d.closed[case]
        opened = np.maximum(since + rng.integers(soonest, latest, len(case)), d.filed[case] + BULLETIN_DAYS).astype(int)
        chosen.append(pd.DataFrame({"case": case, "opened": opened, "selected_by": why, "propensity": np.nan}))
    others = _first(stage, pd.concat(chosen))
    audits, lists = _audit(stage, rng, share.get("random", 0), others)
    return _first(stage, pd.concat([others, audits])), lists


def _first(stage: Stage, reviews: pd.DataFrame) -> pd.DataFrame:
    """No case twice, and none that is not opened yet."""
    begun = reviews[reviews["opened"] <= stage.end].sort_values(["opened", "case"])
    return begun.drop_duplicates("case", ignore_index=True)


def _by_rule(stage: Stage, rng: np.random.Generator, hits: pd.DataFrame) -> Ints:
    """Cases that a rule of the office's hit, those with several hits mostly first; rules overlook, and rarely err."""
    chance = np.random.default_rng([stage.world.seed, 47]).random(hits.shape[1])
    known = hits.loc[:, chance < stage.world.style.rules_known]
    hits = known if known.shape[1] else hits
    seen = (hits.to_numpy() & (rng.random(hits.shape) >= stage.world.rule_misses)).sum(axis=1)
    pool = np.flatnonzero((seen > 0) | (rng.random(len(hits)) < 0.002))
    return pool[np.argsort(rng.gumbel(0, 0.8, len(pool)) - seen[pool], kind="stable")]


def _by_campaign(stage: Stage, rng: np.random.Generator) -> Ints:
    """Cases of three causes in one court."""
    d, n = stage.disputes, stage.world.cases
    causes = rng.choice(np.unique(d.cause[:n].astype(str)), 3, replace=False)
    return rng.permutation(
        np.flatnonzero((d.county[:n] == rng.integers(stage.world.courts)) & np.isin(d.cause[:n], causes))
    )


def _audit(
    stage: Stage, rng: np.random.Generator, quota: int, others: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every half year a random draw among the cases terminated within the last year that nobody has looked at."""
    closed = stage.disputes.closed[: stage.world.cases]
    taken = np.full(len(closed), 10**8, dtype=np.int64)
    taken[others["case"].to_numpy()] = others["opened"].to_numpy()
    days = np.arange(stage.start + 365, stage.end, 182)
    eligible = [np.flatnonzero((closed < day - 100) & (closed >= day - 465) & (taken > day)) for day in days]
    chance = min(1.0, quota / max(1, sum(map(len, eligible))))
    audits, lists = [], []
    for day, pool in zip(days, eligible, strict=True):
        pool = pool[taken[pool] > day]
        drawn: Flags = rng.random(len(pool)) < chance
        audits.append(
            pd.DataFrame(
                {
                    "case": pool[drawn],
                    "opened": day + rng.integers(1, 30, int(drawn.sum())),
                    "selected_by": "random",
                    "propensity": chance,
                }
            )
        )
        lists.append(pd.DataFrame({"list": int(day), "case": pool, "day": day, "chosen": drawn, "propensity": chance}))
        taken[pool[drawn]] = day
    return pd.concat(audits, ignore_index=True), pd.concat(lists, ignore_index=True)


def _truth_of(stage: Stage, truth: Truth, target: str, case: Ints) -> tuple[Flags, Flags]:
    """Who is guilty, and whose traces are so few that a reviewer may overlook them."""
    if target != TARGETS[0]:
        return np.asarray(truth.sham[case] != ""), np.zeros(len(case), dtype=bool)
    person = stage.disputes.principal[case]
    root = stage.disputes.first_terminated(stage.world.cases)[person]
    return truth.conceals[person], stage.traces[root] < _FAINT


def _decide(stage: Stage, rng: np.random.Generator, chosen: pd.DataFrame, guilty: Flags, faint: Flags) -> pd.DataFrame:
    world, n = stage.world, len(chosen)
    wrong = rng.random(n) < np.where(guilty & faint, world.style.overlooked, world.label_noise)
    result = np.where(guilty ^ wrong, "confirmed", "refuted").astype(object)
    result[rng.random(n) < world.inconclusive] = "inconclusive"
    low, high = world.decision_days
    return chosen.assign(truth=guilty, result=result, decided=chosen["opened"] + rng.integers(low, high, n))


def _typologies(stage: Stage, truth: Truth, done: pd.DataFrame) -> np.ndarray:
    """The scheme that the reviewers name: one of the true ones, or, where they err, any."""
    by_person: Mapping[int, list[str]] = truth.by_person()
    names = [[t for t in group] for group in (CONCEALMENTS, (*SHAM_SUITS, *BURDENS))]
    pick = stage.days(0, 10**6, len(done))
    said = []
    for case, target, guess in zip(done["case"], done["target"], pick, strict=True):
        if target == TARGETS[0]:
            options = by_person.get(int(stage.disputes.principal[case])) or names[0]
        else:
            options = [str(truth.sham[case])] if truth.sham[case] else names[1]
        said.append(options[guess % len(options)])
    return np.array(said, dtype=object)


def _words(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype=object)
