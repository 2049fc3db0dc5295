"""What people and firms are called: people are as often namesakes as in China, firms of one prefecture never.

How common the signs of each rank are is what the database ChineseNames publishes of the register of 2008: 1.2 billion
people, 1,806 surnames, 2,614 signs of given names. Which sign has which rank is roughly right, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from training.simulation.ledger import Floats, Ints, Words

__all__ = ["CHANCES", "firms", "people"]

CHANCES = 1_000_000  # of each letter of a name: a whole number below it

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟"
    "姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤常温康施文牛樊葛"
    "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂"
    "全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢"
    "劳谌奚皮粟冼楼盘满闻位厉展洪"
)
_ALONE = (
    "伟敏静丽勇杰军艳涛强磊超娟鹏洋波芳霞俊斌燕平辉刚健飞玲亮红峰凯娜浩婷华明丹宁萍鑫琴林雷梅琳颖倩旭莉洁莹雪帆宇"
    "龙博蕾晶欢慧佳宏毅岩松东晨坤彬威阳文英兵剑兰云莲芬瑞翔森楠蓉青琼媛瑶薇欣悦帅武昊胜虎钢海江锋川琪怡露爽乐双玉"
    "聪珍婧春成荣靖晖璐虹冰凤娇冬民康菲萌栋伦思蒙星"
)
_FIRST = (
    "秀玉建志桂小文国春海晓红丽金永凤俊明美淑雪佳冬素嘉思子家新云雅爱庆振少世德光立天学东万景长福宝成荣正华瑞艳燕"
    "惠慧月彩翠银香兰梅莲宏洪广卫伟兴忠培克传绍继显良友龙泽彦诗欣怡梦雨若静婉晨浩昊宇书兆树双亚利巧会改伯延胜连根"
    "喜来水林雄心凌锦清秋润贤耀启守士元本玲娟婷芳雁晶莉丹琳敬向劲超跃进开为自大中南江汉河锡铁钢炳焕维绪承汝如佩佑"
    "善尚尊宗宜安富贵运远道达选冠勤勇力凯功加化升卓博占卿君咏品哲唯圣基壮夏夕多奇奕妙妍姗姝娇娅媛孝宁宛寒寿山岚峻"
    "崇川巍帅希常干平幼庭康廷弘强彤彬律微怀恒恩悦惜意慕懿才扬政敏斌斐方旭昌易映晋晴智曼朝未朋杏枫柏柳格桃梓楚楠毅"
    "民沛泓波洁涵淼渊湘源漫澄澜灵炎焱熙爽玄珊珍珠琦琪琼瑜瑶璐璟生甜田申畅登皓盛益真睿硕碧祖祥禄秉程稳竹纪纯纳细绮"
    "罗羽翔耘聪育"
)
_SECOND = (
    "英华兰珍芳梅军平强明林霞红荣香云玲琴燕凤生国杰文龙峰辉清祥良花娟成芬伟萍莲波刚秋春海东光飞勇全民亮武根发贵才"
    "福财山江川鹏虎斌涛超健康宁安庆喜顺利昌兴旺义仁忠德善元方中南凯敏静丽艳丹洁莉慧雯雪月琳琪瑶媛怡欣然轩涵萱睿豪"
    "翔宇航博阳晨妹娥仙芝菊莹颖婷倩蓉琼琦彬晖松柏森泉河洋洲渊源新锋钢铁铭鑫金银宝玉珠珊瑜瑛璐珂瑞堂材友君卿士夫先"
    "达远志恒胜和谐礼智信孝诚贤雄威震雷鸣升旭昊昕晓星辰晶曦朝亭庭廷章彰帆舟鸿鹤雁莺蝶蕾蕊薇菲菁苗茹荷莎萌蓓芸芹芯"
    "青碧翠彤虹霓霜露冰凌雨霏霖风岚峻岩岭嵩崇巍坤城培坚基增堃壮夏奎好如妍妮姣姗姝娅娇娜婉婧嫣子孟学宏宗定宜宽富寒"
    "小少尧展岐州巧帅常年幸建开弟彦影徽心忆怀思恩悦情惠意扬承振捷政敬斐易昱显晋晏普景晴暖杨果枝柱柳栋树桂桃桥梁梓"
    "棋楠楷横毅水"
)
_FIRM = (
    "鑫盛华泰金恒宏达兴隆瑞丰源顺诚信德安利通远大东方正中天海龙腾飞富"
    "康嘉美佳和众联创新世纪润森立万永昌荣祥茂博凯锦盈越航星辉明益旺"
)
_TRADES = (
    "纺织", "印染", "服饰", "五金", "机械", "电器", "电子", "塑料", "化工", "包装", "家具", "建材", "建筑", "装饰",
    "建筑劳务", "置业", "物业管理", "商贸", "贸易", "进出口", "餐饮", "食品", "农业", "物流", "运输", "汽车销售",
    "科技", "信息技术", "电子商务", "文化", "传媒", "投资", "咨询",
)  # fmt: skip


class _Signs:
    """Signs, the commonest first, with the shares of some ranks in any unit; others lie on log-log lines between."""

    def __init__(self, signs: str, shares: Mapping[int, float]) -> None:
        ranks = np.log(np.arange(1, len(signs) + 1))
        weights = np.exp(np.interp(ranks, np.log(list(shares)), np.log(list(shares.values()))))
        self.signs = np.array(list(signs), dtype=object)
        self.until = np.cumsum(weights)[:-1] / weights.sum()

    def drawn(self, chance: Floats) -> Words:
        """The sign of each chance in [0, 1)."""
        signs: Words = self.signs[np.searchsorted(self.until, chance, side="right")]
        return signs


_PLACED = {1: 3.28, 3: 2.60, 5: 2.06, 10: 1.79, 25: 0.91, 50: 0.54, 100: 0.24, 150: 0.13, 250: 0.049, 500: 0.006}
SURNAME = _Signs(
    _SURNAMES,
    {1: 7.49, 2: 7.37, 3: 7.03, 4: 5.31, 5: 4.55, 10: 1.96, 20: 0.98, 50: 0.42, 100: 0.17, 200: 0.042, 300: 0.016},
)
ALONE = _Signs(
    "".join(dict.fromkeys(_ALONE + _FIRST + _SECOND)),
    {1: 1.52, 5: 1.14, 10: 0.93, 20: 0.73, 50: 0.44, 100: 0.19, 200: 0.095, 264: 0.065, 600: 0.016},
)
#: A sign has its place, 秀 first and 英 second: of 2n signs in given names, n stand in each, so much oftener there.
FIRST, SECOND = _Signs(_FIRST, _PLACED), _Signs(_SECOND, _PLACED)
#: How many have one sign alone, by their year of birth: 2 less the register's signs a head, but never more than the
#: 27.6 % that were the most by the Ministry of Public Security's report of 2020; later fewer.
SHARE_ALONE = {1945: 0.05, 1965: 0.09, 1975: 0.15, 1985: 0.26, 1995: 0.276, 2004: 0.20}


def people(letters: Ints, born: Ints) -> Words:
    """The names of people, from three letters and the year of birth of each."""
    surname, first, rest = (letters + 0.5) / CHANCES
    alone = np.interp(born, list(SHARE_ALONE), list(SHARE_ALONE.values()))
    second = np.maximum(rest - alone, 0) / (1 - alone)
    given = np.where(rest < alone, ALONE.drawn(first), FIRST.drawn(first) + SECOND.drawn(second))
    names: Words = SURNAME.drawn(surname) + given
    return names


def firms(letters: Ints) -> Words:
    """The names of firms, from three letters of each: none twice, as the law has it within a register and a trade."""
    taken: dict[str, None] = {}
    for one, other, last in letters.T.tolist():
        number, trade = one * CHANCES + other, _TRADES[last % len(_TRADES)]
        while (name := f"澜州{_firm(number)}{trade}有限公司") in taken:
            number += 1
        taken[name] = None
    return np.array(list(taken), dtype=object)


def _firm(number: int) -> str:
    """The signs that a firm is known by: two, of one in four three."""
    number, first = divmod(number, len(_FIRM))
    number, second = divmod(number, len(_FIRM))
    number, more = divmod(number, 4)
    return _FIRM[first] + _FIRM[second] + ("" if more else _FIRM[number % len(_FIRM)])
