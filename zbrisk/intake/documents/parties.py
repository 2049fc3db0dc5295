"""Who stands on which side, and who acts for them: from the head of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zbrisk.intake.documents.places import Found

__all__ = ["Agent", "Party", "find_parties"]

ROLES = {
    "原告": "plaintiff", "被告": "defendant", "第三人": "third_party", "申请执行人": "applicant", "被执行人": "debtor",
    "申请人": "applicant", "被申请人": "debtor", "上诉人": "plaintiff", "被上诉人": "defendant",
    # Of no side but that which stands behind them in brackets:
    "再审申请人": "", "申请再审人": "", "申诉人": "", "被申诉人": "", "异议人": "", "复议申请人": "", "申请复议人": "",
    "利害关系人": "", "案外人": "",
}  # fmt: skip
#: What somebody was before is what he is: 上诉人（原审被告）, 异议人（被执行人）.
BEFORE = re.compile(r"(?:原审|一审|[(（])(?P<word>原告|被告|第三人|申请执行人|被执行人)(?=[)）、，,])")
#: Who is accused of a crime is no defendant.
PROSECUTED = re.compile(r"(?m)^[ \u3000]{0,8}(?:原?公诉机关|抗诉机关|自诉人|附带民事诉讼原告)")
WORD = "|".join(sorted(ROLES, key=len, reverse=True))
IN_BRACKETS = r"(?:[(（][^()（）\n]{1,30}[)）])?"
NAME = r"[^\s，,。:：;；（(]"
RUN_TOGETHER = (
    rf"(?<![系与为和、(（])(?=(?:{WORD}){NAME}{{2,4}}?(?:{WORD}|\n|。|，[男女]|[（(]|$))"  # no mark before it
)
BEGIN = (
    rf"(?:^|(?<=[。\n号])|(?<=，)(?=(?:{WORD})[^，。]{{2,12}}，[男女])|(?=(?:{WORD})[:：])|{RUN_TOGETHER})[ \u3000]*"
)
PARTY = re.compile(
    rf"{BEGIN}(?P<word>{WORD})(?:[一二三四五六七八九\d](?=[:：]))?(?P<before>{IN_BRACKETS})"
    r"[ \u3000]{0,8}[:：]?[ \u3000]{0,8}"
    rf"(?P<name>(?![、)）])(?:(?!{WORD}){NAME}){{2,40}})(?=[，,。（(\n]|住所|{WORD}|$)"
)
AGENT = re.compile(
    rf"(?:委托(?:诉讼)?代理人|(?<!法定)诉讼代理人){IN_BRACKETS}[:：]?[ \u3000]*"
    rf"(?P<names>{NAME}{{2,20}})(?P<rest>(?:{IN_BRACKETS}[，,]|[(（])[^。\n]{{1,120}}|(?=[。\n]|$))"
)
FIRM = re.compile(r"(?:均?[系为])?(?P<firm>[^，,。、\s]{2,30}?(?:律师事务所|法律服务所))")
COMMISSION = re.compile(r"[(（]受(?P<whom>[^()（）]{2,80})委托[)）]")
KIN = re.compile(
    r"(?:系|与|原告|被告|申请执行人|被执行人)[^，。]{0,12}"
    r"(?:父|母|夫|妻|儿子|女儿|兄|弟|哥|姐|妹|婿|媳|侄|甥|叔|舅|伯|近亲属|亲属|之子|之女)"
)
STAFF = re.compile("职工|员工|工作人员|经理|职员|法务|主任")
ALL = re.compile(
    r"(?:(?:以上|上列|上述)[二三四五六七八九两各]?|[二三四五六七八九两各])(?:原告|被告|申请执行人|被执行人)(?:的|共同)*$|共同$"
)
NO_NAME = re.compile(
    r"诉称|辩称|向本院|^[诉因]|^于(?=\d|本|同|上)|^应(?=当|于|在|向|予|承担|支付)"
)  # 于 and 应 are surnames


@dataclass(frozen=True, kw_only=True)
class Party:
    """A party, and its place among the parties."""

    name: Found
    role: str
    order: int


@dataclass(frozen=True, kw_only=True)
class Agent:
    """Who acts, of what kind, of which firm, and for which parties, by their order."""

    name: Found
    kind: str
    firm: str
    acts_for: tuple[int, ...]


def find_parties(text: str, head: int) -> tuple[list[Party], list[Agent]]:
    """The parties and agents that the head names; of a criminal paper none."""
    if PROSECUTED.search(text, 0, head):
        return [], []
    parties: list[Party] = []
    for match in PARTY.finditer(text, 0, head):
        role = _role(match)
        if role and not NO_NAME.search(match["name"]):
            name = Found(
                field="party", start=match.start("name"), end=match.end("name"), raw=match["name"], value=match["name"]
            )
            parties.append(Party(name=name, role=role, order=len(parties)))
    agents = [agent for match in AGENT.finditer(text, 0, head) for agent in _agents(text, match, parties)]
    return parties, agents


def _role(match: re.Match[str]) -> str:
    before = BEFORE.search(match["before"])
    return ROLES[before["word"] if before else match["word"]]


def _agents(text: str, match: re.Match[str], parties: list[Party]) -> list[Agent]:
    before = [party for party in parties if party.name.start < match.start()]
    if not before:
        return []
    acting = _acting(text, match, before)
    firm = FIRM.search(match["rest"])
    found = []
    place = match.start("names")
    for name in re.split("、|和", match["names"]):
        said = Found(field="agent", start=place, end=place + len(name), raw=name, value=name)
        place = said.end + 1
        found.append(
            Agent(
                name=said,
                kind=_kind(match["rest"]),
                firm=firm["firm"] if firm else "",
                acts_for=tuple(party.order for party in acting),
            )
        )
    return found


def _acting(text: str, match: re.Match[str], before: list[Party]) -> list[Party]:
    """For whom an agent acts: those that his commission names, all of a side, or the party named last."""
    commission = COMMISSION.search(match["rest"])
    named = [party for party in before if commission and party.name.raw in commission["whom"]]
    together = ALL.search(text, max(0, match.start() - 20), match.start())
    return named or ([party for party in before if party.role == before[-1].role] if together else before[-1:])


def _kind(rest: str) -> str:
    if "法律工作者" in rest or "法律服务所" in rest:
        return "legal_worker"
    if "律师" in rest:
        return "lawyer"
    if KIN.search(rest):
        return "kin"
    return "staff" if STAFF.search(rest) else "citizen"
