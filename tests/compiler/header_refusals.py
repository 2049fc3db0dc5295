"""Headers that must be refused: what they are, the line at fault (marked `>>`), and what is said."""

from __future__ import annotations

from tests.compiler.refusals import HEADER, ROAD, SPENT, Refusal


def _header(name: str, line: str | None) -> str:
    """The header with one line replaced (or left out), marked as the one at fault; then a sound statement."""
    marked = line if line is None or ">>" in line else f">>{line}"
    lines = [marked if old.startswith(name) and marked else old for old in HEADER.splitlines()]
    lines = [old for old in lines if line or not old.startswith(name)]
    return "\n".join(lines) + f"\n{ROAD}\n"


HEADER_REFUSALS = [
    Refusal("no header", "/* */\n" + ROAD, r"(?i)label|header"),
    Refusal("no label", _header("label", None), r"label"),
    Refusal("label in one language", _header("label", "label:    {zh: 试}"), r"en"),
    Refusal("no targets", _header("targets", None), r"targets"),
    Refusal("unknown target", _header("targets", "targets:  [hidden_asset]"), r"hidden_asset"),
    Refusal("unknown key", _header("typology", "typologie: A1"), r"typologie"),
    Refusal("unknown typology", _header("typology", "typology: B7"), r"B7"),
    Refusal("unknown measure", _header("measures", "measures: [median(party_id)]"), r"median"),
    Refusal(
        "measure of an unknown column",
        _header("measures", "measures: [count, distinct(speed)]"),
        r"speed\) names no column",
    ),
    Refusal(
        "evidence of an unknown column",
        _header("measures", "evidence: speed\nmeasures: [count]"),
        r"`evidence: speed` is no number or amount",
    ),
    Refusal(
        "evidence that is no number",
        _header("measures", "evidence: party_id\nmeasures: [count]"),
        r"`evidence: party_id` is no number or amount",
    ),
    Refusal("sum of an id", _header("measures", "measures: [count, sum(party_id)]"), r"party_id\) needs a number"),
    Refusal("days without at", _header("measures", "measures: [days_since_last]"), r"(?i)\bat\b"),
    Refusal("unknown at", _header("typology", "typology: A1\n>>at: seen_on"), r"seen_on"),
    Refusal("at that is no day", _header("typology", "typology: A1\n>>at: party_id"), r"party_id"),
    Refusal("unknown window", _header("typology", "typology: A1\n>>windows: [90 days]"), r"90 days"),
    Refusal(
        "window on an unknown day",
        _header("typology", "typology: A1\nat:       party_id\n>>windows: [since arrested]"),
        r"arrested",
    ),
    Refusal("window without at", _header("typology", "typology: A1\n>>windows: [90d]"), r"(?i)\bat\b"),
    Refusal("unknown placeholder", _header("reason", 'reason:   {zh: "{counts} 次", en: "{counts}"}'), r"counts"),
    Refusal(
        "placeholder of another window",
        _header("reason", 'reason:   {zh: "{count@90d} 次", en: "{count@90d}"}'),
        r"90d",
    ),
    Refusal("no reason", _header("reason", None), r"reason"),
    Refusal("no innocent", _header("innocent", None), r"innocent"),
    Refusal("no verify", _header("verify", None), r"verify"),
    Refusal("direction", _header("typology", "typology: A1\n>>direction: up"), r"up"),
    Refusal(
        "by a column that is not there",
        _header("typology", "typology: A1\n>>by: {kind: {flight: {zh: 航班, en: flights}}}"),
        r"`by` names kind, which is no code or text",
    ),
    Refusal(
        "by what is no code",
        _header("typology", "typology: A1\n>>by: {party_id: {debtor: {zh: 人, en: one}}}"),
        r"`by` names party_id, which is no code or text",
    ),
    Refusal(
        "by a code that the column never has",
        _header("typology", "typology: A1\n>>by: {role: {friend: {zh: 朋友, en: a friend}}}").replace(
            "select role.party_id", "select role.role"
        ),
        r"role is never friend",
    ),
    Refusal(
        "by without labels",
        _header("typology", "typology: A1\n>>by: {role: {debtor: 债务人}}"),
        r"The code debtor of `by` has no label",
    ),
    Refusal(
        "nearest of money",
        _header("measures", "measures: [count, nearest(amount)]").replace(ROAD, SPENT),
        r"nearest_amount needs a whole number of the case, and it is money",
    ),
    Refusal("through an unknown view", _header("typology", "typology: A1\nof: party\n>>through: lenders"), r"lenders"),
    Refusal("of without through", _header("typology", "typology: A1\n>>of: party"), r"through"),
    Refusal(
        "header that is no yaml",
        _header("label", "label:    {zh: 试").replace(">>", "").replace("targets", ">>targets"),
        r"(?i)yaml|header|label",
    ),
]
