"""Hide who is meant: names and numbers as a reviewer may see them.

A mask keeps what is needed to tell two people, cars or accounts apart on one page, and no more. Which column takes
which mask is the contract's to say (`personal`). What is searched is the plain form of a text, so that no full-width
digit, blank or hidden letter inside a number saves it from being found; each search takes time that grows with the
text's length alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources

import yaml

from zbrisk.explaining.plain_text import PlainText

__all__ = ["MASKS", "mask_case_number", "mask_identifiers", "mask_name", "mask_text"]

NAMES = yaml.safe_load(resources.files("zbrisk.explaining").joinpath("names.yaml").read_text(encoding="utf-8"))
COMPOUND_SURNAMES = frozenset(NAMES["compound_surnames"])
ORGANISATIONS, PUBLIC_BODIES, TRADES = (tuple(NAMES[k]) for k in ("organisations", "public_bodies", "trades"))
SURNAME = f"[{NAMES['frequent_surnames']}]|{'|'.join(NAMES['compound_surnames'])}"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLACE = re.compile(r"^(?:[^省市县区]{2,7}?(?:自治区|自治州|省|市|县|区))+")
MASKED_NAME = re.compile(r"[\u4e00-\u9fff]{1,2}(?:某{1,2}[\u4e00-\u9fffA-Z0-9]?|\*{1,3}[\u4e00-\u9fff]?)|某{1,3}")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,}(?:·[\u4e00-\u9fff]+)*")

# Between two digits of one number people write a blank, a hyphen, a dot or a slash, and sometimes two of them.
S = r"[ \t\r\n\u3000\-‐‑‒–—−.·•_/]{0,2}"
T = r"[\s\-‐‑‒–—−.·•_/\\,:~|、+\"']{0,2}"  # in what must hold a day of birth, much else as well
NOT_AFTER_DIGIT, NOT_BEFORE_DIGIT = r"(?<!\d)", r"(?!\d)"
DAY_OF_MONTH = rf"(?:0{T}[1-9]|1{T}[0-2]){T}(?:0{T}[1-9]|[12]{T}\d|3{T}[01])"


def _digits(count: int, between: str = S) -> str:
    return rf"(?:{between}\d){{{count}}}"


RESIDENT_ID = re.compile(
    rf"{NOT_AFTER_DIGIT}[1-9]{_digits(5, T)}{T}(?:1{T}[89]|2{T}0){_digits(2, T)}{T}{DAY_OF_MONTH}"
    rf"{_digits(3, T)}{T}[\dXxХх]{NOT_BEFORE_DIGIT}"
)
# the place of an identity number starts with the code of a region, 11 to 82: with that alone 15 digits are one
OLD_ID = re.compile(
    rf"{NOT_AFTER_DIGIT}(?:[1-6]{S}[0-7]|7{S}1|8{S}[1-3]){_digits(4)}{_digits(2)}{S}{DAY_OF_MONTH}{_digits(3)}"
    rf"{NOT_BEFORE_DIGIT}"
)
CODE_LETTER = "[0-9A-RTUWXYa-rtuwxy]"  # a unified code has no I, O, S, V, Z; but O and I are written for 0 and 1
USCC = re.compile(
    rf"(?<![0-9A-Za-z])[1-9ANYany][1-9]\d{{6}}{CODE_LETTER}{{10}}(?![0-9A-Za-z])"
    rf"|(?<![0-9A-Za-z])[1-9ANYany][1-9]{S}\d{{2}}{S}\d{{2}}{S}\d{{2}}{S}(?:{CODE_LETTER}{S}){{9}}{CODE_LETTER}(?![0-9A-Za-z])"
)
MOBILE = re.compile(
    rf"(?:(?<!\d)(?:\(?(?:\+|00)?86[ )\-]{{0,2}})|{NOT_AFTER_DIGIT})1{S}[3-9]{_digits(9)}{NOT_BEFORE_DIGIT}"
    rf"|[(\[]1[3-9]\d[)\]]{_digits(8)}{NOT_BEFORE_DIGIT}"
)
LANDLINE = re.compile(
    r"(?<!\d)(?:(?:\+|00)?86[ \-]?)?[(（\[]?0?[1-9]\d{1,2}[)）\]][ \-]?[2-9]\d{2,3}[ \-]?\d{4}(?!\d)"
    rf"|(?<!\d)(?<!\d[ \-.])0\d{{2,3}}[ \t\-‐‑‒–—−.·_/]{{0,2}}[2-9]\d{{2,3}}{S}\d{{4}}(?!\d)"
    r"|(?<!\d)(?:\+|00)86[ \-]?[1-9]\d{1,2}[ \-]?[2-9]\d{2,3}[ \-]?\d{4}(?!\d)"
)
PLATE_LETTER = "[A-HJ-NP-Za-hj-np-z0-9]"
P = r"[ ·•.\-‧・]{0,2}"
PLATE = re.compile(
    rf"[{PROVINCES}]{P}[A-Za-z]{P}(?=(?:{PLATE_LETTER}{P}){{0,5}}\d)(?:{PLATE_LETTER}{P}){{4,5}}"
    rf"(?:{PLATE_LETTER}|[挂学警港澳使领试超])(?![A-Za-z0-9])"
    rf"|WJ{P}[{PROVINCES}]?{P}(?:\d{P}){{4}}[\dA-Z]|使{P}\d{{3}}{P}\d{{3}}(?!\d)",
    re.IGNORECASE,
)
# Letters that are written for 0 and 1: beside a digit, and in no word.
FOR_DIGITS = dict.fromkeys(map(ord, "OoОо"), "0") | dict.fromkeys(map(ord, "IlІі"), "1")
FOR_A_DIGIT = re.compile(
    r"(?<![A-Za-z\u0400-\u04ff])(?:(?<=\d)[OoОоIlІі]++|[OoОоIlІі]++(?=\d))(?![A-Za-z\u0400-\u04ff])"
)
NUMBER_GROUPS = re.compile(r"(?<!\d)\d++(?:[ \t\-‐‑‒–—−.·•_/]{1,2}\d++(?!,\d{3}))*+")
WALLET = re.compile(
    r"(?<![0-9A-Za-z])(?:0x[0-9A-Fa-f]{40}|bc1[0-9a-z]{25,60}|T[1-9A-HJ-NP-Za-km-z]{33}"
    r"|[13](?=[0-9A-Z]{0,33}[a-z])(?=[0-9a-z]{0,33}[A-Z])[1-9A-HJ-NP-Za-km-z]{25,34})(?![0-9A-Za-z])"
)
TRAVEL_DOCUMENT = re.compile(
    r"(?<![0-9A-Za-z])(?:[EGDSPKeg]\d{8}|E[A-HJ-NP-Z]\d{7}|[HM]\d{8}(?:\d{2})?|[A-Z]{1,2}\d{6}[(（][0-9A][)）]|[A-Z]{3}\d{12}|[A-Z][12]\d{8}"
    r"|[A-HJ-NPR-Z][A-HJ-NPR-Z0-9]{12}\d{4})"  # the last is a vehicle's
    r"(?![0-9A-Za-z])|[军武士文]字第?\d{5,10}号?"
)
# A number that says itself what it is, whatever its form.
LABELLED = re.compile(
    r"(?:身份证|护照|通行证|台胞证|证件|居住证|军官证|士兵证|驾驶证|社保|医保|公积金|银行卡|储蓄卡|信用卡|卡号|[账帐][号户]|存折|电话|手机|座机"
    r"|联系方式|微信|wechat|vx|支付宝|抖音|快手|微博|淘宝|旺旺|陌陌|钱包|QQ|车架|发动机|VIN|识别代号|不动产权|房产证|土地证|产权证|登记证|不动产证明"
    r"|组织机构代码|信用代码|税号|识别号|注册号|学籍|医学证明|结婚证|离婚证|股东代码|邮箱|e-?mail)(?:ID|账[号户]|昵称)?[号码证件群地址为是：:\s（(#编第名]{0,6}"
    r"(?!(?:19|20)\d{2}[\-./年])(?P<number>(?=[A-Za-z_\-.]{0,12}\d|[A-Za-z][A-Za-z_\-]{5})[0-9A-Za-z]"
    r"(?:[ _\-.]?[0-9A-Za-z@#]){4,39}+(?:[(（][0-9A-Za-z][)）])?)(?!\s?[元万])",
    re.IGNORECASE,
)
EMAIL_DOMAIN = re.compile(
    r"[ ]?@[ ]?[A-Za-z0-9\-]+(?:[ ]?\.[ ]?[A-Za-z0-9\-]+)+"
    r"|@[\u4e00-\u9fffA-Za-z0-9\-]{1,40}\.(?:[a-z]{2,8}|中国|公司|网络)"
)
DEVICE = re.compile(
    r"(?<![0-9A-Za-z:])(?:(?:[0-9A-Fa-f]{2}[:\-]){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{1,4}:){5,7}[0-9A-Fa-f]{1,4})(?![0-9A-Za-z:])"
)
OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
NETWORK_ADDRESS = re.compile(rf"(?<![\d.]){OCTET}(?:\.{OCTET}){{3}}(?![\d.])")
DEGREES = r"[EN东经北纬]{0,2}\d{1,3}\.\d+[°度]?"
POSITION = re.compile(rf"(?:经纬度|定位)[为:是(\s]{{0,3}}(?P<position>{DEGREES}[,、\s]{{1,2}}{DEGREES})")
TITLE_DEED = re.compile(
    r"(?:房权证|房产证|国用|集用|宅基地证)[\u4e00-\u9fff]{0,6}"
    r"(?P<deed>(?:[(\[〔](?:19|20)\d{2}[)\]〕])?字?第?[A-Z]{0,2}\d{3,12}(?:-\d{1,5})?号?)"
    r"|(?<!\d)\d{12}[A-Z]{2}\d{5}[A-Z]\d{8}(?!\d)"  # a unit of real estate
)
BIRTHDAY = r"(?:19|20)\d{2}\s?(?:年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?|[\-./]\d{1,2}(?:[\-./]\d{1,2})?)"
BORN = re.compile(
    rf"(?P<before>{BIRTHDAY})(?=\s?(?:出生|生于|生(?:[,、;)。]|$)))"
    rf"|(?:出生(?:日期|年月日?)?|生日|生于|DOB)[为:是(\s]{{0,3}}(?P<after>{BIRTHDAY}|(?:19|20)\d{{6}}(?!\d))"
)
CHINESE_NUMBER = "[\\d一二三四五六七八九十百零〇○两]"
UNIT = "(?:号|弄|幢|栋|座|单元|室|楼|层|户|组)"
HOUSE = re.compile(
    rf"(?:(?:{CHINESE_NUMBER}|[A-Za-z甲乙丙丁#\-]){{1,20}}{UNIT}|\d).*$",
    re.DOTALL,
)
# After a street, a village or the name of a garden, or where two units follow each other, which only a home has.
NUMERAL = rf"(?:(?:{CHINESE_NUMBER}|[A-Za-z甲乙丙丁东西南北\-])\s?){{1,8}}"
ROOM = r"(?:\s?\d{2,4}(?!\d|[年月日元万]))?"
HOUSE_IN_TEXT = re.compile(
    rf"(?<=[路街巷弄道村社区园苑庄府城镇坊里湾庭居墅郡寓厦桥店邸湖江山家源])\s?"
    rf"(?P<number>{NUMERAL}(?:号院|号楼|{UNIT})(?![线路街])(?:[\u4e00-\u9fff]{{0,4}}?{NUMERAL}{UNIT})*{ROOM})"
    rf"|{NUMERAL}(?:号楼|号院|幢|栋|座|弄|单元)\s?(?:{NUMERAL}{UNIT})+{ROOM}"
    rf"|{NUMERAL}(?:号楼|幢|栋|座)\s?[\-－]?\d{{3,4}}(?!\d|[年月日元万])"
    r"|(?<=[村社区园苑庄府城里湾庭居墅郡寓店邸江山水家源])\s?(?P<house>\d{1,3}-\d{1,2}-\d{3,4})(?![\d\-])"
    r"|(?<=[园苑城庭居墅寓邸])\s?(?P<flat>\d{1,3}[\-#]\d{3,4})(?![\d\-])"
)
CASE_NUMBER = re.compile(
    r"[(（\[〔]?(?:19|20)\d{2}[)）\]〕]?[\u4e00-\u9fff]{1,3}\d{0,4}[\u4e00-\u9fff]{1,6}\d{1,7}(?:号(?:之[一二三四五六七八九十\d]{1,3})?)?(?!\d)"
)
CASE_NUMBER_START = re.compile(r"[(（\[〔](?:19|20)\d{2}[)）\]〕][\u4e00-\u9fff]{1,3}\d{0,4}[\u4e00-\u9fff]{1,6}")
SPOKEN = "〇○零一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖"
SPOKEN_DIGITS = re.compile(rf"[{SPOKEN}](?:[ 、，,\-]?[{SPOKEN}]){{10,}}|(?=\d+[{SPOKEN}])[\d{SPOKEN}]{{11,}}")
# A name that says itself to be one: by what stands before it, or by the sex or the identity card behind it.
ROLE = (
    "法定代表人|法人代表|法人|负责人|经营者|经办人|被执行人|申请执行人|申请人|被申请人|原告|被告|第三人|案外人|证人|代理人"
    "|担保人|借款人|债务人|债权人|股东|配偶|妻子|丈夫|儿子|女儿|父亲|母亲|其[妻夫子女父母兄弟姐妹]"
)
HOLDER = "姓名|户名|曾用名|收款[人方]|付款[人方]|联系人|开户人|持卡人|权利人|车主|户主"
AFTER_A_NAME = "名下|性别|持股|律师|系|于\\d|处|[到出]庭"
ALSO_WORDS = "[于方常任高金万马白]|陈[述词列]|钱[没款未]"  # surnames that as often begin another word
HAN = "[\u4e00-\u9fff]"
NAMED = re.compile(
    rf"(?:{HOLDER}|{ROLE})[:：]\s?(?P<name>{HAN}{{2,4}}(?:、(?:{SURNAME}){HAN}{{1,2}})*)(?!{HAN})"
    rf"|(?:{HOLDER}|{ROLE}|(?:转|汇|付|借|打)(?:账|款)?给|与(?={HAN}{{2,4}}系))"
    rf"(?!{ALSO_WORDS})(?P<paid>(?:{SURNAME}){HAN}{{1,2}}(?:、(?:{SURNAME}){HAN}{{1,2}})*)(?={AFTER_A_NAME}|(?!{HAN}))"
)
DESCRIBED = re.compile(
    rf"(?<![\u4e00-\u9fff\d])(?:{HAN}{{2,4}}(?=[,、(]\s?[男女][,、)])"
    rf"|(?:{SURNAME}){HAN}{{1,2}}(?=[,、(]\s?(?:公民)?身份(?:证|号码)))"
)
SEPARATED = re.compile("[、，,;；/]")
LEAST_ACCOUNT = 12  # digits


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
    found = HOUSE.search(place.plain)
    return place.replaced([found.span()] if found else [], lambda _: "**号").text


def _mask_serial(value: str) -> str:
    return _mask_plate(value) if PLATE.fullmatch(PlainText.letters(value)) else _last_four(value)


def _mask_hash(value: str) -> str:
    return f"{value[:4]}…" if len(value) > 6 else "…"


def _mask_decade(value: str) -> str:
    return f"{value[:3]}0 年代" if re.fullmatch(r"\d{4}(?:\.0)?", value) else "—"


def mask_identifiers(key: str) -> str:
    """A computer key as it may be shown: identity, unified, card and mobile numbers and people's names are hidden.

    Other numbers stay, for people look cases up by them; a case number in the key's place is masked as one.
    """
    if CASE_NUMBER_START.search(key):
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
    if found := CASE_NUMBER.search(numbered.plain):
        start, end = numbered.starts[found.start()], numbered.ends[found.end() - 1]
        rest = (text[:start].strip(), text[end:].strip())
        return ("…" if rest[0] else "") + text[start:end] + ("…" if rest[1] else "")
    if found := CASE_NUMBER_START.search(numbered.plain):
        return f"{found.group()}****号"
    if HAN_NAME.fullmatch(text.strip()):
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
            masked = masked.replaced(_spans(_spaced(name), masked.plain), _always(alias))
    for find, mask in IN_TEXT:
        masked = masked.replaced(find(masked.plain), mask)
    return masked.text


Finder = Callable[[str], Iterable[tuple[int, int]]]


@lru_cache(maxsize=4096)
def _spaced(name: str) -> re.Pattern[str]:
    """A name, whatever blanks stand between its letters."""
    return re.compile(r"\s*".join(re.escape(letter) for letter in PlainText.letters(name) if not letter.isspace()))


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Where a pattern is found; where it has a group with a name, that is what is meant."""
    return [found.span(found.lastgroup or 0) for found in pattern.finditer(text)]


def _always(text: str) -> Callable[[str], str]:
    return lambda _: text


def _by(pattern: re.Pattern[str]) -> Finder:
    return lambda text: _spans(pattern, text)


def _mailboxes(text: str) -> Iterator[tuple[int, int]]:
    """From the @ outwards: a pattern that starts with the name before it would try each letter of a long text."""
    end = 0
    for domain in EMAIL_DOMAIN.finditer(text):
        start = domain.start()
        while start > end and (text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] in "_.+-")):
            start -= 1
        if start < domain.start():
            yield start, domain.end()
        end = domain.end()


def _misspelt(find: Finder) -> Finder:
    """What `find` finds once letters that are written for digits are read as such."""

    def found(text: str) -> Iterator[tuple[int, int]]:
        digits = FOR_A_DIGIT.sub(lambda letters: letters.group().translate(FOR_DIGITS), text)
        if digits != text:
            yield from ((start, end) for start, end in find(digits) if digits[start:end] != text[start:end])

    return found


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    """Numbers of at least twelve digits, also in groups; dates, years and decimals beside each other are none."""
    for group in NUMBER_GROUPS.finditer(text):
        tokens = [
            (m.group(), group.start() + m.start(), group.start() + m.end()) for m in DIGITS.finditer(group.group())
        ]
        tokens = list(_undated(tokens))
        digits = sum(len(token) for token, _, _ in tokens)
        if digits < LEAST_ACCOUNT or all(YEAR.fullmatch(token) for token, _, _ in tokens):
            continue
        if len(tokens) > 1 and (digits < 3 * len(tokens) or _is_decimal(tokens, text)):
            continue
        yield tokens[0][1], tokens[-1][2]


DIGITS = re.compile(r"\d+")
YEAR = re.compile(r"(?:19|20)\d{2}")
WHOLE_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
Token = tuple[str, int, int]


def _undated(tokens: list[Token]) -> Iterator[Token]:
    """What is left when years with month and day, and days of eight digits, are taken out."""
    i = 0
    while i < len(tokens):
        three = [token for token, _, _ in tokens[i : i + 3]]
        if YEAR.fullmatch(three[0]) and len(three) == 3 and _within(three[1], 12) and _within(three[2], 31):
            i += 3
        elif WHOLE_DAY.fullmatch(three[0]):
            i += 1
        else:
            yield tokens[i]
            i += 1


def _within(token: str, most: int) -> bool:
    return len(token) <= 2 and 1 <= int(token) <= most


def _is_decimal(tokens: list[Token], text: str) -> bool:
    (whole, _, end), (fraction, start, _) = tokens[0], tokens[1]
    return len(tokens) == 2 and text[end:start] == "." and (whole == "0" or len(fraction) <= 2)


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Bank cards in a key: China UnionPay's begin with 62, others keep the check sum of ISO/IEC 7812."""
    for found in re.finditer(r"(?<!\d)\d{15,19}(?!\d)", text):
        if found.group().startswith("62") or (found.group()[0] in "3459" and _keeps_luhn(found.group())):
            yield found.span()


def _keeps_luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


IN_TEXT: tuple[tuple[Finder, Callable[[str], str]], ...] = (
    (_by(NAMED), mask_name),
    (_by(DESCRIBED), mask_name),
    (_mailboxes, lambda _: "****@****"),
    (_by(WALLET), _last_four),
    (_by(BORN), lambda day: f"{day[:3]}*年"),
    (_by(NETWORK_ADDRESS), lambda _: "**.**"),
    (_by(DEVICE), lambda _: "**:**"),
    (_by(POSITION), lambda _: "**"),
    (_by(TITLE_DEED), _last_four),
    *((_misspelt(find), _last_four) for find in (_by(RESIDENT_ID), _by(USCC), _by(OLD_ID), _by(MOBILE), _accounts)),
    (_by(RESIDENT_ID), _last_four),
    (_by(USCC), _last_four),
    (_by(TRAVEL_DOCUMENT), _last_four),
    (_by(OLD_ID), _last_four),
    (_by(MOBILE), _mask_phone),
    (_by(LANDLINE), _last_four),
    (_accounts, _mask_account),
    (_by(PLATE), _mask_plate),
    (_by(LABELLED), _last_four),
    (_by(SPOKEN_DIGITS), lambda _: "****"),
    (_by(HOUSE_IN_TEXT), lambda _: "**号"),
)
IN_KEYS: tuple[tuple[Finder, Callable[[str], str]], ...] = (
    (_misspelt(_by(RESIDENT_ID)), _last_four),
    (_by(RESIDENT_ID), _last_four),
    (_by(USCC), _last_four),
    (_by(OLD_ID), _last_four),
    (_by(MOBILE), _mask_phone),
    (_cards, _last_four),
    (_by(HAN_NAME), mask_name),
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
