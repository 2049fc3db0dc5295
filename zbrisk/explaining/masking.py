"""Hide who is meant: names and numbers as a reviewer may see them.

A mask keeps what is needed to tell two people, cars or accounts apart on one page, and no more. Which column takes
which mask is the contract's to say (`personal`). What is searched is the plain form of a text, so that no full-width
digit, blank or hidden letter inside a number saves it from being found; each search takes time that grows with the
text's length alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from zbrisk.explaining import personal_forms as forms
from zbrisk.explaining.name_parts import COMPOUND_SURNAMES, ORGANISATIONS, PUBLIC_BODIES, TRADES
from zbrisk.explaining.personal_forms import Finder, accounts, by, cards, mailboxes, misspelt, spans
from zbrisk.explaining.plain_text import PlainText

__all__ = ["MASKS", "mask_case_number", "mask_identifiers", "mask_name", "mask_text"]

PLACE = re.compile(r"^(?:[^省市县区]{2,7}?(?:自治区|自治州|省|市|县|区))+")
MASKED_NAME = re.compile(r"[\u4e00-\u9fff]{1,2}(?:某{1,2}[\u4e00-\u9fffA-Z0-9]?|\*{1,3}[\u4e00-\u9fff]?)|某{1,3}")
SEPARATED = re.compile("[、，,;；/]")


def mask_name(name: str) -> str:
    """A person's or a firm's name: `王建国` becomes `王某`, `绍兴市宏达纺织有限公司` becomes `绍兴市**纺织有限公司`.

    Several names in one cell are masked one by one. What is masked already stays.
    """
    parts = SEPARATED.split(name)
    if len(parts) > 1:
        return "、".join(mask_name(part) for part in parts if part.strip())
    name = PlainText.letters(name).strip()
    if re.search(r"[\u4e00-\u9fff]", name):
        name = re.sub(r"\s+", "", name)
    if not name or name.endswith(PUBLIC_BODIES) or _is_masked_name(name):
        return name
    ending = next((e for e in ORGANISATIONS if name.endswith(e)), None)
    if ending and len(name) > max(len(ending) + 1, 4):
        return _mask_organisation(name, ending)
    if name[0] == "某":
        return "某某"
    if "·" in name or "•" in name:
        return name[0] + "某"
    if not "\u4e00" <= name[0] <= "\u9fff":
        return name[0] + "***"
    return (name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[0]) + "某"


def _is_masked_name(name: str) -> bool:
    if not MASKED_NAME.fullmatch(name):
        return False
    surname = re.split(r"[某*]", name, maxsplit=1)[0]
    return len(surname) < 2 or surname in COMPOUND_SURNAMES


def _mask_organisation(name: str, ending: str) -> str:
    stem = name[: -len(ending)]
    if stem[:1] == "某" and stem[1:] in ("", *TRADES):
        return name
    place = PLACE.match(stem)
    kept = place.group() if place and len(place.group()) < len(stem) else ""
    trade = next((t for t in TRADES if stem.endswith(t) and len(stem) > len(kept) + len(t)), "")
    return f"{kept}**{trade}{ending}"


def _last_four(value: str) -> str:
    plain = re.sub(r"[\W_]", "", value)
    return f"****{plain[-4:]}" if len(plain) > 6 else "****"


def _mask_phone(value: str) -> str:
    digits = re.sub(r"\D", "", PlainText.letters(value))
    return f"{digits[-11:-8]}****{digits[-4:]}" if len(digits) >= 11 else _last_four(digits)


def _mask_plate(value: str) -> str:
    plain = re.sub(r"[\W_]", "", PlainText.letters(value)).upper()
    return f"{plain[:2]}·***{plain[-2:]}" if len(plain) > 5 else "***"


def _mask_account(value: str) -> str:
    digits = re.sub(r"[\W_]", "", value)
    return f"尾号 {digits[-4:]}" if len(digits) > 6 else "****"


def _mask_address(value: str) -> str:
    place = PlainText.of(value)
    found = forms.HOUSE.search(place.plain)
    return place.replaced([found.span()] if found else [], lambda _: "**号").text


def _mask_serial(value: str) -> str:
    return _mask_plate(value) if forms.PLATE.fullmatch(PlainText.letters(value)) else _last_four(value)


def _mask_hash(value: str) -> str:
    return f"{value[:4]}…" if len(value) > 6 else "…"


def _mask_decade(value: str) -> str:
    return f"{value[:3]}0 年代" if re.fullmatch(r"\d{4}(?:\.0)?", value) else "—"


def mask_identifiers(key: str) -> str:
    """A computer key as it may be shown: identity, unified, card and mobile numbers and people's names are hidden.

    Other numbers stay, for people look cases up by them; a case number in the key's place is masked as one.
    """
    if forms.CASE_NUMBER_START.search(key):
        return mask_case_number(key)
    masked = PlainText.of(key)
    for find, mask in IN_KEYS:
        masked = masked.replaced(find(masked.plain), mask)
    return masked.text


def mask_case_number(text: str, names: Mapping[str, str] | None = None) -> str:
    """A case number as it is, without anything that was written beside it or into it.

    Args:
        text: Such as `（2024）浙0602执1234号`; what is none is masked as a free text, or as a name if it is one.
        names: As for `mask_text`.
    """
    numbered = PlainText.of(text)
    if found := forms.CASE_NUMBER.search(numbered.plain):
        start, end = numbered.starts[found.start()], numbered.ends[found.end() - 1]
        rest = (text[:start].strip(), text[end:].strip())
        return ("…" if rest[0] else "") + text[start:end] + ("…" if rest[1] else "")
    if found := forms.CASE_NUMBER_START.search(numbered.plain):
        return f"{found.group()}****号"
    if forms.HAN_NAME.fullmatch(text.strip()):
        return mask_name(text)
    return mask_text(text, names)


def mask_text(text: str, names: Mapping[str, str] | None = None) -> str:
    """Hide every identity number, phone, plate, account, document, home and mailbox in a free text, and the `names`.

    Args:
        text: What somebody wrote, of any length: the time grows with it in proportion.
        names: Names to look for, and what to put in their stead.
    """
    masked = PlainText.of(text)
    for name, alias in sorted((names or {}).items(), key=lambda named: -len(named[0])):
        if name[:1] and name[0] in masked.plain:
            masked = masked.replaced(spans(_spaced(name), masked.plain), _always(alias))
    for find, mask in IN_TEXT:
        masked = masked.replaced(find(masked.plain), mask)
    return masked.text


@lru_cache(maxsize=4096)
def _spaced(name: str) -> re.Pattern[str]:
    """A name, whatever blanks stand between its letters."""
    return re.compile(r"\s*".join(re.escape(letter) for letter in PlainText.letters(name) if not letter.isspace()))


def _always(text: str) -> Callable[[str], str]:
    return lambda _: text


IN_TEXT: tuple[tuple[Finder, Callable[[str], str]], ...] = (
    (by(forms.NAMED), mask_name),
    (by(forms.DESCRIBED), mask_name),
    (mailboxes, lambda _: "****@****"),
    (by(forms.WALLET), _last_four),
    (by(forms.BORN), lambda day: f"{day[:3]}*年"),
    (by(forms.NETWORK_ADDRESS), lambda _: "**.**"),
    (by(forms.DEVICE), lambda _: "**:**"),
    (by(forms.POSITION), lambda _: "**"),
    (by(forms.TITLE_DEED), _last_four),
    *(
        (misspelt(find), _last_four)
        for find in (by(forms.RESIDENT_ID), by(forms.USCC), by(forms.OLD_ID), by(forms.MOBILE), accounts)
    ),
    (by(forms.RESIDENT_ID), _last_four),
    (by(forms.USCC), _last_four),
    (by(forms.TRAVEL_DOCUMENT), _last_four),
    (by(forms.OLD_ID), _last_four),
    (by(forms.MOBILE), _mask_phone),
    (by(forms.LANDLINE), _last_four),
    (accounts, _mask_account),
    (by(forms.PLATE), _mask_plate),
    (by(forms.LABELLED), _last_four),
    (by(forms.SPOKEN_DIGITS), lambda _: "****"),
    (by(forms.HOUSE_IN_TEXT), lambda _: "**号"),
)
IN_KEYS: tuple[tuple[Finder, Callable[[str], str]], ...] = (
    (misspelt(by(forms.RESIDENT_ID)), _last_four),
    (by(forms.RESIDENT_ID), _last_four),
    (by(forms.USCC), _last_four),
    (by(forms.OLD_ID), _last_four),
    (by(forms.MOBILE), _mask_phone),
    (cards, _last_four),
    (by(forms.HAN_NAME), mask_name),
)
MASKS: Mapping[str, Callable[[str], str]] = {
    "name": mask_name,
    "id_no": _last_four,
    "uscc": _last_four,
    "phone": _mask_phone,
    "plate": _mask_plate,
    "account": _mask_account,
    "address": _mask_address,
    "serial": _mask_serial,
    "hash": _mask_hash,
    "decade": _mask_decade,
    "hidden": lambda _: "（不显示）",
}
"""How each kind of personal column is masked; `party` and `agent` are masked by `PartyAliases`, by role names."""
