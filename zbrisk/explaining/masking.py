"""Hide who is meant: names and numbers as a reviewer may see them.

A mask keeps what is needed to tell two people, cars or accounts apart on one page, and no more. Which column takes
which mask is the contract's to say (`personal`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import resources

import yaml

__all__ = ["MASKS", "mask_identifiers", "mask_name", "mask_text"]

NAMES = yaml.safe_load(resources.files("zbrisk.explaining").joinpath("names.yaml").read_text(encoding="utf-8"))
COMPOUND_SURNAMES = frozenset(NAMES["compound_surnames"])
ORGANISATIONS, PUBLIC_BODIES, TRADES = (tuple(NAMES[k]) for k in ("organisations", "public_bodies", "trades"))
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLACE = re.compile(r"^(?:[^省市县区]{2,7}?(?:自治区|自治州|省|市|县|区))+")

RESIDENT_ID = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
OLD_ID = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])")
USCC = re.compile(r"(?<![0-9A-Za-z])[0-9ANY]\d{7}[0-9A-Z]{10}(?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![0-9A-Za-z])")
LANDLINE = re.compile(r"(?<![0-9A-Za-z])0\d{2,3}[- ]\d{7,8}(?![0-9A-Za-z])")
PLATE = re.compile(rf"[{PROVINCES}][A-Z][·•. -]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳使领]", re.IGNORECASE)
ACCOUNT = re.compile(r"(?<![0-9A-Za-z])(?:\d{12,}|\d{4}(?:[ -]\d{4}){2,}(?:[ -]?\d{1,4})?)(?![0-9A-Za-z])")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII)
HOUSE = re.compile(
    r"(?:[\d０-９一二三四五六七八九十百零〇A-Za-z#＃－-]+(?:号|弄|幢|栋|座|单元|室|楼|层|户|组)|[\d０-９]).*$",
    re.DOTALL,
)
HOUSE_IN_TEXT = re.compile(
    r"(?<=[路街巷弄道村社区园苑庄府城镇坊里])[\d０-９][\d０-９A-Za-z-]*(?:号|弄|幢|栋|座|单元|室|楼)"
    r"(?:[\d０-９A-Za-z-]+(?:号|弄|幢|栋|座|单元|室|楼|层|户))*"
)
FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")


def mask_name(name: str) -> str:
    """A person's or a firm's name: `王建国` becomes `王某`, `绍兴市宏达纺织有限公司` becomes `绍兴市**纺织有限公司`."""
    name = name.strip()
    if not name or name[0] == "某" or "*" in name or name.endswith(PUBLIC_BODIES):
        return name
    ending = next((e for e in ORGANISATIONS if name.endswith(e)), None)
    if ending and len(name) > max(len(ending) + 1, 4):
        return _mask_organisation(name, ending)
    if "·" in name or "•" in name:
        return name[0] + "某"
    if not "\u4e00" <= name[0] <= "\u9fff":
        return name[0] + "***"
    return (name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[0]) + "某"


def _mask_organisation(name: str, ending: str) -> str:
    stem = name[: -len(ending)]
    place = PLACE.match(stem)
    kept = place.group() if place and len(place.group()) < len(stem) else ""
    trade = next((t for t in TRADES if stem.endswith(t) and len(stem) > len(kept) + len(t)), "")
    return f"{kept}**{trade}{ending}"


def _last_four(value: str) -> str:
    return f"****{value[-4:]}" if len(value) > 6 else "****"


def _mask_phone(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    return f"{digits[-11:-8]}****{digits[-4:]}" if len(digits) >= 11 else _last_four(digits)


def _mask_plate(value: str) -> str:
    plain = re.sub(r"[·•. -]", "", value)
    return f"{plain[:2]}·***{plain[-2:]}" if len(plain) > 5 else "***"


def _mask_account(value: str) -> str:
    digits = re.sub(r"\s|-", "", value)
    return f"尾号 {digits[-4:]}" if len(digits) > 6 else "****"


def _mask_address(value: str) -> str:
    return HOUSE.sub("**号", value)


def _mask_serial(value: str) -> str:
    return _mask_plate(value) if PLATE.fullmatch(value) else _last_four(value)


def _mask_hash(value: str) -> str:
    return f"{value[:4]}…" if len(value) > 6 else "…"


def _mask_decade(value: str) -> str:
    return f"{value[:3]}0 年代" if re.fullmatch(r"\d{4}(?:\.0)?", value) else "—"


def mask_identifiers(text: str) -> str:
    """Hide the numbers that a computer key must never carry in the clear: identity numbers and mobile phones."""
    text = RESIDENT_ID.sub(lambda m: _last_four(m.group()) if _is_resident_id(m.group()) else m.group(), text)
    return MOBILE.sub(lambda m: _mask_phone(m.group()), text)


def mask_text(text: str, names: Mapping[str, str] | None = None) -> str:
    """Hide every identity number, phone, plate and account in a free text, and the `names` that are known.

    Args:
        text: What somebody wrote.
        names: Names to look for, and what to put in their stead.
    """
    for name in sorted(names or (), key=len, reverse=True):
        text = text.replace(name, (names or {})[name])
    text = text.translate(FULL_WIDTH)
    for pattern, mask in IN_TEXT:
        text = _replaced(text, pattern, mask)
    return text


def _replaced(text: str, pattern: re.Pattern[str], mask: Callable[[str], str]) -> str:
    return pattern.sub(lambda found: mask(found.group()), text)


def _is_resident_id(value: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, value[:17], strict=True))
    return "10X98765432"[total % 11] == value[17].upper()


IN_TEXT: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (RESIDENT_ID, _last_four),
    (USCC, _last_four),
    (OLD_ID, _last_four),
    (MOBILE, _mask_phone),
    (LANDLINE, _last_four),
    (ACCOUNT, _mask_account),
    (PLATE, _mask_plate),
    (HOUSE_IN_TEXT, lambda _: "**号"),
    (EMAIL, lambda _: "****@****"),
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
"""How each kind of personal column is masked; `party` and `agent` are the Cast's, which knows the role names."""
