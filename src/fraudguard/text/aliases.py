"""
Spellings that stand for another word, as data: what they become, and where they may.

The facts are DOMAIN 5.2; what is folded and where is ours. Two rules decided every line. A spelling
is folded only where the word it becomes says nothing more than the writer said: names of services,
cards and codes are folded, ordinary words (做任务, 做单, 打款, 返现, 佣金, 投屏, 动态码, 菠菜, 上车,
企鹅 in a zoo) are not: a pack lists them as phrases if it wants them. And a spelling that is also an
ordinary word is folded only in the company that shows what it means.

Left out on purpose, beside ordinary words: 100万保障 and 百万保 (an insurer's plain words), 洗米,
四方, 承兑, 代收付 (each with an honest trade of its own), 绿色软件, 蓝色软件, 某宝, 某音 (vague).
"""

# ruff: noqa: E501  (one word, one line)

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ALIASES", "Aliases", "Company"]


@dataclass(frozen=True, slots=True)
class Company:
    """
    Where a spelling may be folded. Spellings that begin or end in a Latin letter must stand at a
    word edge there, outside addresses such as ``wx.example.com``, whatever else is asked.

    ``beside``: a Chinese character (or another such word) must be next to it, and no digit.
    ``near``: name of a pattern in `fraudguard.text.folding` that the surroundings must hold.
    ``not_after``, ``not_before``: characters that must not stand directly left, right of it.
    ``next_to``: when given, one of these characters must stand directly right of it (``$``: the end).
    """

    beside: bool = False
    near: str = ""
    not_after: str = ""
    not_before: str = ""
    next_to: str = ""


@dataclass(frozen=True, slots=True)
class Aliases:
    """Spellings of one word, separated by blanks (``_`` stands for a blank inside one)."""

    word: str
    spellings: str
    company: Company = Company()


_ANYWHERE = Company()
_BESIDE = Company(beside=True)
_CONTACT = Company(near="contact")
_ACCOUNT = Company(near="account")

ALIASES: tuple[Aliases, ...] = (
    # 微信 and the ways to say "add me there".
    Aliases("微信", "薇信 徽信 葳信 癓信 嶶信 覹信 微亻言 薇亻言 徽亻言 微言亻 v信 w信 v亻言 微x信 微xin 薇xin weixin wechat"),
    Aliases("微信", "vx wx v/x v.x v-x v*x v_x v+x v·x w/x w.x w-x w+x v心 v星"),
    Aliases("微信", "微心", Company(not_before="愿理情意思机得语")),
    Aliases("微信", "卫星 微星 威信 维信 围信 唯信 绿泡泡 绿泡", Company(near="contact", not_before="诺")),
    Aliases("加微信", "加v +v", Company(not_before="领口型信心星亻")),
    Aliases("加微信", "加微", Company(next_to="号我聊私领进拉的免看咨详备:,。!?;(\n$")),
    Aliases("加微信", "+vx +微信 +v信 +v心 +v星 +薇信 +薇 +wx +徽信"),
    Aliases("加我", "迦我 滴滴我"),
    Aliases("加我", "+我", Company(not_before="国们")),
    # Groups.
    Aliases("加群", "加裙 加君羊 +群 +裙", Company(not_before="子摆边装带腰长")),
    Aliases("进群", "进裙 进君羊", Company(not_before="子摆边装带腰长")),
    Aliases("入群", "入裙 入君羊", Company(not_before="子摆边装带腰长")),
    Aliases("拉群", "拉裙 拉君羊", Company(not_before="子摆边装带腰长")),
    Aliases("建群", "建裙 建君羊", Company(not_before="子摆边装带腰长")),
    Aliases("群号", "裙号 君羊号", Company(not_after="长短连衣", not_before="码型")),
    Aliases("群主", "裙主 君羊主"),
    Aliases("群聊", "裙聊 君羊聊"),
    Aliases("微信群", "微信裙 微信君羊", Company(not_before="子摆边装带腰长")),
    Aliases("qq群", "qq裙 q裙 q群 扣群 扣裙 扣扣群 扣扣裙 企鹅群", Company(not_before="子摆边装带腰长")),
    Aliases("qq", "扣扣 秋秋", _CONTACT),
    Aliases("qq", "企鹅 球球 口口", _ACCOUNT),
    Aliases("qq", "q_q q.q q-q", _ANYWHERE),
    # Other services.
    Aliases("支付宝", "支f宝 支付bao 芝付宝 吱付宝 知付宝 支富宝 zhifubao zfb"),
    Aliases("抖音", "d音", Company(not_after="0123456789", not_before="效乐响质色频轨符调节")),
    Aliases("抖音", "抖y 斗音 抖yin douyin"),
    Aliases("抖音", "dy", _BESIDE),
    Aliases("公众号", "gzh 公仲号 公zhong号", _BESIDE),
    Aliases("朋友圈", "pyq", _BESIDE),
    Aliases("telegram", "纸飞机", _CONTACT),
    Aliases("telegram", "tg", _BESIDE),
    Aliases("加telegram", "加飞机 +飞机", Company(not_before="票场餐模上头油维")),
    Aliases("客服", "客f 客伏"),
    Aliases("客服", "kf", _BESIDE),
    # Cards, codes, papers.
    Aliases("银行卡", "银杭卡 银航卡 银行咔 银行ka 银hang卡"),
    Aliases("银行卡", "yhk", _BESIDE),
    Aliases("储蓄卡", "储蓄咔 储蓄ka"),
    Aliases("信用卡", "信用咔 信用ka 信佣卡"),
    Aliases("验证码", "验正码 验证玛 验证ma 验zheng码 验征码", Company(not_before="?")),
    Aliases("验证码", "yzm", _BESIDE),
    Aliases("身份证", "身份zheng 身fen证 sfz", _BESIDE),
    Aliases("手机号", "sjh", _BESIDE),
    # Money verbs and names of trades: typing forms only, no synonyms.
    Aliases("转账", "转zhang zhuan账 转长户 车专账 车专贝长 专账给 专账到 专账过 转涨给", Company(not_after="停汽电货客公卡动列班机")),
    Aliases("转账", "zz", _BESIDE),
    Aliases("转", "车专", Company(next_to="贝钅", not_after="停汽电货客公卡动列班机")),
    Aliases("刷单", "刷d 刷丹 s单 刷dan shua单 唰单 刷亻旦 涮单"),
    Aliases("充值", "充植 充zhi 冲值"),
    Aliases("提现", "提xian ti现"),
    Aliases("佣金", "拥金 俑金 yong金 佣jin"),
    Aliases("兼职", "兼zhi jian职"),
    Aliases("返利", "fan利 返li"),
    Aliases("投资", "投zi tou资"),
    Aliases("投资", "tz", _BESIDE),
    Aliases("赌博", "du博 赌bo 贝者博 堵博"),
    Aliases("赌博", "bc", Company(near="gambling", beside=True)),
    Aliases("贷款", "袋款 贷k 贷kuan dai款"),
    Aliases("贷款", "代款", Company(near="loan", not_after="替换时一二三四五六七八九十新旧年迭初当现古后前近历世")),
    Aliases("贷款", "货款", Company(near="loan")),
    Aliases("征信", "zheng信 征xin"),
    Aliases("诈骗", "讠乍骗 诈马扁 zha骗 诈pian 炸骗"),
    Aliases("被骗", "被p", Company(not_before="图成了掉过")),
    Aliases("骗", "马扁", Company(not_after="斑河白木宝人")),
    # The scam of the guarantee, and the shared screen. Same words, typed to dodge a filter.
    Aliases("百万保障", "百w保障 百万宝障 百万保章 百万保瘴 百w宝障 百万bao障 百万保zhang"),
    Aliases("百万医疗", "百w医疗 百万yi疗"),
    Aliases("屏幕共享", "屏募共享 p幕共享 平幕共享 屏幕共亨 屏幕gong享 屏目共享 荧幕共享 萤幕共享 屏幕分享"),
    Aliases("屏幕共享", "共享屏募 共享萤幕 共享屏幕", Company(not_after="幕")),
    Aliases("屏幕", "萤幕"),
    Aliases("远程", "远cheng yuan程 元程协助 元程控制"),
    Aliases("你中了吗", "你仲了吗"),
    Aliases("着", "著", Company(near="after a verb")),
    # Characters written as their parts. The parts do not stand alone in ordinary text.
    Aliases("信", "亻言"),
    Aliases("钱", "钅戋"),
    Aliases("银", "钅艮"),
    Aliases("行", "彳亍"),
    Aliases("付", "亻寸"),
    Aliases("代", "亻弋"),
    Aliases("任", "亻壬"),
    Aliases("份", "亻分"),
    Aliases("佣", "亻用"),
    Aliases("价", "亻介"),
    Aliases("证", "讠正"),
    Aliases("诈", "讠乍"),
    Aliases("认", "讠人"),
    Aliases("请", "讠青"),
    Aliases("话", "讠舌"),
    Aliases("扣", "扌口"),
    Aliases("投", "扌殳"),
    Aliases("打", "扌丁"),
    Aliases("抖", "扌斗"),
    Aliases("提", "扌是"),
    Aliases("扫", "扌彐"),
    Aliases("汇", "氵匚"),
    Aliases("洗", "氵先"),
    Aliases("流", "氵㐬"),
    Aliases("群", "君羊", _CONTACT),
    Aliases("账", "贝长", Company(not_after="宝")),
    Aliases("财", "贝才", Company(not_after="宝分")),
    Aliases("赚", "贝兼", Company(not_after="宝分")),
    Aliases("贴", "贝占", Company(not_after="宝分扇干")),
    Aliases("赌", "贝者", Company(not_after="宝分扇干")),
    Aliases("码", "石马", Company(near="contact", not_before="镇村乡山")),
    Aliases("加", "力口", Company(next_to="我微薇徽v威维卫qw扣群裙", not_after="能主压动实火人努听体电阻权视精法")),
)  # fmt: skip
"""Every alias. A test holds that no output makes a new spelling together with its neighbours."""
