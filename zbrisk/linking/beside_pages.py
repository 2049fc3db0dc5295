"""What a page says beside its own case, from an office's tables: findings on lawfulness, and cases tied to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from zbrisk.checkpoints.run import check_cases
from zbrisk.clues.worklist import BREACH_WORDS
from zbrisk.contract import Contract
from zbrisk.docket.days import AsOf
from zbrisk.docket.docket import Docket
from zbrisk.explaining.masking import mask_case_number, mask_identifiers, mask_text
from zbrisk.linking.linker import Linker
from zbrisk.linking.links import Link
from zbrisk.linking.words import case_state
from zbrisk.pages.beside import Beside, Finding, LinkedCase
from zbrisk.typing import Progress

__all__ = ["beside_cases"]

MOST_LINKED = 5
GRAVE = "H"
NEEDED = frozenset({"cases", "case_parties", "parties", "asset_events", "property_queries", "enforcement_actions"})


def beside_cases(
    docket: Docket, moments: Sequence[tuple[str, AsOf]], progress: Progress | None = None
) -> dict[str, Beside]:
    """By case, what stands beside it; nothing where the contract in force is not that of checkpoints and ties.

    Args:
        docket: The tables.
        moments: Cases, each with its day.
        progress: Called with (done, of) after each case that was linked.

    Raises:
        DataError: A case is not known on its day.
    """
    if not moments or not _can_look(docket.contract):
        return {}
    asked = pd.DataFrame(moments, columns=["case_id", "as_of"])
    asked["as_of"] = pd.to_datetime(asked["as_of"].astype(str))
    verdicts = check_cases(docket, moments=asked, engine="sqlite")  # on the copy that ties are looked for in
    found = verdicts[verdicts["verdict"].isin(list(BREACH_WORDS))]
    of_case = {str(case): _findings(part) for case, part in found.groupby("case_id")}
    linker, beside = Linker(docket), {}
    for done, (case, day) in enumerate(moments, 1):
        links = linker.linked(case, day)
        beside[case] = Beside(
            findings=of_case.get(case, ()),
            linked=tuple(_linked(link) for link in links.cases[:MOST_LINKED]),
            linked_in_all=len(links.cases),
        )
        if progress:
            progress(done, len(moments))
    return beside


def _can_look(contract: Contract) -> bool:
    return contract.cohort.key == "case_id" and set(contract.tables) >= NEEDED


def _findings(verdicts: pd.DataFrame) -> tuple[Finding, ...]:
    order: Mapping[str, int] = {verdict: place for place, verdict in enumerate(BREACH_WORDS)}
    rows = sorted(verdicts.to_dict("records"), key=lambda row: (order[str(row["verdict"])], str(row["rule"])))
    return tuple(
        Finding(
            rule=str(row["rule"]),
            words=BREACH_WORDS[str(row["verdict"])],
            sentence=mask_text(str(row["sentence_zh"])),
            grave=row["severity"] == GRAVE,
        )
        for row in rows
    )


def _linked(link: Link) -> LinkedCase:
    number = link.case.get("case_no")
    return LinkedCase(
        number=mask_case_number(str(number), {}) if number else mask_identifiers(link.case_id),
        state=case_state(link.case),
        ties="；".join(tie.sentence.zh for tie in link.ties[:2]),
    )
