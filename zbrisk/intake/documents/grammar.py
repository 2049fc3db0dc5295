"""What one document says: its kind, court, number, parties, agents, days, amounts, and what was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from zbrisk.intake.cells.case_numbers import DEED, KIND_OF, MODERN, OLD, parsed, read_case_number
from zbrisk.intake.cells.cell import plain
from zbrisk.intake.cells.dates import read_day
from zbrisk.intake.cells.money import read_money
from zbrisk.intake.documents.loan_days import find_loan_days
from zbrisk.intake.documents.loan_terms import find_loan_terms
from zbrisk.intake.documents.parties import Agent, Party, find_parties
from zbrisk.intake.documents.places import DATE, SPELT, Found, found, head_of
from zbrisk.intake.documents.pleadings import find_pleadings
from zbrisk.intake.documents.sections import AMOUNT, find_sections
from zbrisk.intake.documents.steps import Query, Step, find_queries, find_steps

__all__ = ["Document", "DocumentKind", "read_document"]

COURT = re.compile(
    r"(?m)^[ \u3000]*(?P<court>[\u4e00-\u9fff ]{2,30}(?:人民|海事|知识产权|金融|互联网|运输|林区|农垦|军事)法院)"
    r"(?=[ \u3000]*(?:[刑民行执][^。，：:\n]{0,20}[书令])?[ \u3000]*"  # the title may stand behind it, and the number
    r"(?:[(（]\d{4}[)）][^。，：:\n]{0,24})?$)"
)
FILED = re.compile(rf"(?P<day>{DATE.pattern})[^。；;]{{0,6}}(?:立案|(?<!裁定)受理)|(?P<day2>{DATE.pattern})，本院受理")
HEARD = re.compile(rf"(?P<day>{DATE.pattern})[^。；;\d]{{0,10}}开庭")
APPLIED = re.compile(rf"(?P<day>{DATE.pattern})[^。；;\d]{{0,6}}本院申请(?:强制)?执行")
CLAIM = re.compile(
    r"(?:(?:申请执行标的|应执行款项|执行标的|标的额|执行金额|执行标的额|请求执行)[^。；;\d]{0,20}?"
    rf"|(?:申请|请求|要求)[^。；;，\d]{{0,60}}(?:支付|给付|归还|偿还|返还|履行)[^。；;，\d]{{0,20}}?){AMOUNT}"
)
UNPAID = re.compile(rf"(?:尚有|尚欠|未执行到位|尚未执行到位|未到位|尚未履行)[^。；;\d]{{0,12}}?{AMOUNT}")
REST = re.compile(
    rf"(?:剩余|余款)[^。；;，\d]{{0,12}}?{AMOUNT}(?=[^。；;，\d]{{0,4}}未(?:能)?(?:执行|履行|清偿|受偿|到位))"
)
SIGNED = re.compile(rf"(?:审判|执行|法)[员长官][^。，\n]{{0,40}}?(?P<day>{SPELT})")
OWN_NUMBER = re.compile(r"[(（〔\[]\d{4}[)）〕\]].*")
QUERIED = re.compile(r"(?:被执行人|被查询人)[:：][ \u3000]*(?P<name>[^\s，,。:：]{2,40})")
BLANKS = re.compile(r"[ \u3000]+")


class DocumentKind(StrEnum):
    """The kinds that are distinguished."""

    TERMINATED_RULING = "terminated_ruling"
    ENFORCEMENT_RULING = "enforcement_ruling"
    JUDGMENT = "judgment"
    MEDIATION = "mediation"
    RESTRICTION_ORDER = "restriction_order"
    QUERY_REPLY = "query_reply"
    OTHER = "other"


ENFORCEMENTS = ("enforcement", "restoration", "objection")  # kinds of case
ENFORCED = (DocumentKind.TERMINATED_RULING, DocumentKind.ENFORCEMENT_RULING, DocumentKind.RESTRICTION_ORDER)
SUITS = (DocumentKind.JUDGMENT, DocumentKind.MEDIATION, DocumentKind.OTHER)  # an excerpt has no title


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a document says."""

    kind: DocumentKind
    case_no: Found | None
    parties: tuple[Party, ...]
    agents: tuple[Agent, ...]
    steps: tuple[Step, ...]
    queries: tuple[Query, ...]
    others: tuple[Found, ...]  # court, days, amounts

    @property
    def fields(self) -> list[Found]:
        """Every value with its place."""
        said = [self.case_no] if self.case_no else []
        said += [party.name for party in self.parties] + [agent.name for agent in self.agents]
        done = [step.said for step in self.steps] + [query.said for query in self.queries]
        return [*said, *self.others, *done]


def read_document(text: str) -> Document:
    """Read a text."""
    kind = _kind(text)
    reply = kind is DocumentKind.QUERY_REPLY
    head = len(text) if reply else head_of(text)
    parties, agents = ([], []) if reply else find_parties(text, head)
    case_no = _case_no(text, head)
    return Document(
        kind=kind,
        case_no=case_no,
        parties=tuple(parties),
        agents=tuple(agents),
        steps=tuple(find_steps(text, head)) if kind is DocumentKind.TERMINATED_RULING else (),
        queries=tuple(find_queries(text)) if reply else (),
        others=(*_possible(_others(text, head, kind), case_no), *_suit(text, head, kind, parties)),
    )


def _kind(text: str) -> DocumentKind:
    titles = list(_titles(text))
    if any(("查询" in title and "反馈" in title) or "查控反馈" in title for title in titles):
        return DocumentKind.QUERY_REPLY
    for word, kind in (("限制消费令", DocumentKind.RESTRICTION_ORDER), ("调解书", DocumentKind.MEDIATION)):
        if any(title.endswith(word) for title in titles):
            return kind
    if any(title.endswith("判决书") for title in titles):
        return DocumentKind.JUDGMENT
    ends = re.search(r"终结[^。\n]{0,40}本次执行程序", text)
    if ends and "被执行人" in text:
        return DocumentKind.TERMINATED_RULING
    return DocumentKind.ENFORCEMENT_RULING if any("执行裁定书" in title for title in titles) else DocumentKind.OTHER


def _titles(text: str) -> Iterator[str]:
    """Lines that may be a title, also without the number behind it; none that names what is enclosed."""
    for line in text.splitlines()[:12]:
        title = BLANKS.sub("", line)
        if not title.startswith("附"):
            yield title
            yield OWN_NUMBER.sub("", title)


def _case_no(text: str, head: int) -> Found | None:
    """The document's own number: the first, which stands below the title or behind 案号."""
    numbers = _numbers(text, (MODERN, OLD), 0, min(head, 600))
    return _number("case_no", text, numbers[0]) if numbers else None


def _basis(text: str, head: int) -> Found | None:
    """The number of what is enforced: the first in the body that is no number of an enforcement."""
    for match in _numbers(text, (MODERN, OLD, DEED), head, head + 600):
        if KIND_OF.get(match.groupdict().get("type", "")) not in ENFORCEMENTS:
            return _number("basis_no", text, match)
    return None


def _numbers(text: str, forms: tuple[re.Pattern[str], ...], start: int, end: int) -> list[re.Match[str]]:
    folded = text[:end].replace("（", "(").replace("）", ")")
    return sorted((match for form in forms for match in form.finditer(folded, start)), key=re.Match.start)


def _number(field: str, text: str, match: re.Match[str]) -> Found | None:
    value = read_case_number(match[0]).value
    raw = text[match.start() : match.end()]
    return Found(field=field, start=match.start(), end=match.end(), raw=raw, value=value) if value else None


def _others(text: str, head: int, kind: DocumentKind) -> list[Found]:
    said = []
    if court := COURT.search(text, 0, 400):
        said.append(found("court", court, BLANKS.sub("", court["court"]), "court"))
    if kind is DocumentKind.QUERY_REPLY:
        queried = QUERIED.search(text)
        return [*said, found("queried", queried, queried["name"], "name")] if queried else said
    if filed := FILED.search(text, head):
        said += _day("filed_date", filed, "day" if filed["day"] else "day2")
    for field, form in (("hearing_date", HEARD), ("applied_date", APPLIED)):
        if match := form.search(text, head):
            said += _day(field, match, "day")
    if kind in ENFORCED and (basis := _basis(text, head)):
        said.append(basis)
    if kind is DocumentKind.TERMINATED_RULING:
        for field, match in (
            ("claim_amount", CLAIM.search(text, head)),
            ("unpaid_amount", UNPAID.search(text, head) or REST.search(text, head)),
        ):
            said += _amount(field, match) if match else []
    ruled = [match for match in DATE.finditer(text) if _alone(text, match)] or list(SIGNED.finditer(text))
    return said + (_day("ruled_date", ruled[-1], "day" if ruled[-1].re is SIGNED else 0) if ruled else [])


def _possible(others: list[Found], case_no: Found | None) -> Iterator[Found]:
    """All but a day of the ruling before the case was filed, or before the year of its number: some letter is wrong."""
    number = parsed(case_no.value) if case_no else None
    first = max(
        (said.value for said in others if said.field == "filed_date"), default=str(number.year) if number else ""
    )
    yield from (said for said in others if said.field != "ruled_date" or said.value >= first)


def _suit(text: str, head: int, kind: DocumentKind, parties: list[Party]) -> list[Found]:
    """What a judgment or a mediation of the first instance says of the claim, the answer and the loan."""
    if kind not in SUITS or not any(party.role == "plaintiff" for party in parties) or "上诉人" in text[:head]:
        return []
    sections = find_sections(text, head, [party.name.raw for party in parties])
    if sections is None:
        return []
    defendants = [sections.text[p.name.start : p.name.end] for p in parties if p.role == "defendant"]
    return [
        *find_pleadings(sections, defendants), *find_loan_days(sections, defendants), *find_loan_terms(sections)
    ]  # fmt: skip


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether a day has a line to itself."""
    before, after = text[: match.start()].rpartition("\n")[2], text[match.end() :].partition("\n")[0]
    return not before.strip() and not after.strip()


def _day(field: str, match: re.Match[str], group: int | str) -> list[Found]:
    day = read_day(match[group]).value
    return [found(field, match, str(day), group)] if day else []


def _amount(field: str, match: re.Match[str]) -> list[Found]:
    amount = read_money(plain(match["sum"])).value
    return [found(field, match, str(amount), "sum")] if amount is not None else []
