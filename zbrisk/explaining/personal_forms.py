"""How people write numbers, homes, birthdays and names, and where in a plain text each of them stands.

A finder gives places (from, to) that rise and do not overlap, in time that grows with the text's length alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from zbrisk.explaining.name_parts import COMPOUND_SURNAMES, FREQUENT_SURNAMES

__all__ = ["Finder", "accounts", "by", "cards", "mailboxes", "misspelt", "spans"]

Finder = Callable[[str], Iterable[tuple[int, int]]]
Token = tuple[str, int, int]

SURNAME = f"[{FREQUENT_SURNAMES}]|{'|'.join(sorted(COMPOUND_SURNAMES))}"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
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
    rf"(?:{HOLDER})[:：]\s?(?P<name>{HAN}{{2,4}}(?:、(?:{SURNAME}){HAN}{{1,2}})*)(?!{HAN})"
    rf"|(?:(?:{HOLDER}|{ROLE})(?:[:：]\s?)?|(?:转|汇|付|借|打)(?:账|款)?给|与(?={HAN}{{2,4}}系))"
    rf"(?!{ALSO_WORDS})(?P<paid>(?:{SURNAME}){HAN}{{1,2}}(?:、(?:{SURNAME}){HAN}{{1,2}})*)(?={AFTER_A_NAME}|(?!{HAN}))"
)
DESCRIBED = re.compile(
    rf"(?<![\u4e00-\u9fff\d])(?:{HAN}{{2,4}}(?=[,、(]\s?[男女][,、)])"
    rf"|(?:{SURNAME}){HAN}{{1,2}}(?=[,、(]\s?(?:公民)?身份(?:证|号码)))"
)
LEAST_ACCOUNT = 12  # digits
DIGITS = re.compile(r"\d+")
YEAR = re.compile(r"(?:19|20)\d{2}")
WHOLE_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Where a pattern is found; where it has a group with a name, that is what is meant."""
    return [found.span(found.lastgroup or 0) for found in pattern.finditer(text)]


def by(pattern: re.Pattern[str]) -> Finder:
    """What finds a pattern."""
    return lambda text: spans(pattern, text)


def mailboxes(text: str) -> Iterator[tuple[int, int]]:
    """From the @ outwards: a pattern that starts with the name before it would try each letter of a long text."""
    end = 0
    for domain in EMAIL_DOMAIN.finditer(text):
        start = domain.start()
        while start > end and (text[start - 1].isascii() and (text[start - 1].isalnum() or text[start - 1] in "_.+-")):
            start -= 1
        if start < domain.start():
            yield start, domain.end()
        end = domain.end()


def misspelt(find: Finder) -> Finder:
    """What `find` finds once letters that are written for digits are read as such."""

    def found(text: str) -> Iterator[tuple[int, int]]:
        digits = FOR_A_DIGIT.sub(lambda letters: letters.group().translate(FOR_DIGITS), text)
        if digits != text:
            yield from ((start, end) for start, end in find(digits) if digits[start:end] != text[start:end])

    return found


def accounts(text: str) -> Iterator[tuple[int, int]]:
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


def cards(text: str) -> Iterator[tuple[int, int]]:
    """Bank cards in a key: China UnionPay's begin with 62, others keep the check sum of ISO/IEC 7812."""
    for found in re.finditer(r"(?<!\d)\d{15,19}(?!\d)", text):
        if found.group().startswith("62") or (found.group()[0] in "3459" and _keeps_luhn(found.group())):
            yield found.span()


def _keeps_luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
