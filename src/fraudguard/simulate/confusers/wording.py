"""How honest people say one thing in many ways: other words, small talk around it, careless marks."""

from __future__ import annotations

import numpy as np

from fraudguard.simulate.confusers.made_up import pick

__all__ = ["chatted", "spoken", "written"]

Rng = np.random.Generator

GROUPS = (
    ("好的", "行", "嗯好", "可以", "没问题", "成"),
    ("谢谢", "多谢", "谢啦", "辛苦了"),
    ("今天", "今儿", "就今天"),
    ("明天", "明儿", "明早"),
    ("您好", "你好", "喂您好", "您好您好"),
    ("马上", "这就", "立刻", "现在就"),
    ("下午", "午后", "晚点", "等会儿"),
    ("麻烦", "劳驾", "请"),
    ("我看看", "我瞧瞧", "我想想", "我了解下"),
    ("多少钱", "什么价", "要多少"),
    ("怎么弄", "咋弄", "怎么操作"),
    ("告诉", "跟", "通知"),
    ("很抱歉", "非常抱歉", "抱歉通知您", "实在抱歉"),
    ("请留意", "请注意查收", "敬请留意"),
    ("原路退回", "退回原账户", "按原支付方式退还", "原路返还"),
    ("无需任何操作", "您不用操作", "无须操作"),
    ("我同事", "我朋友", "我们单位的", "我邻居"),
    ("昨天", "前两天", "上周", "昨晚"),
    ("幸亏", "还好", "多亏"),
    ("急用", "等着用", "着急用"),
    ("孩子", "小孩", "娃"),
    ("装修", "装房子", "翻新"),
    ("定金", "订金", "意向金"),
    ("尾款", "剩下的钱", "余款"),
    ("账号", "卡号", "收款账户"),
    ("合同", "协议", "合同书"),
)
"""Words of which any may stand for another in everyday speech."""

OPENERS = ("", "", "", "在吗，", "对了，", "哎，", "那个，", "跟你说下，", "有空看一下，", "刚忘了说，", "忙不，")
ENDINGS = ("", "", "", "哈", "啊", "呢", "～", "。", "！", "，好吧", "，你看着办", "，不急", "，收到回一下")
GREETINGS = ("", "", "对方：喂，听得到吗？本人：听得到。", "对方：喂，您好。本人：你好，哪位？", "本人：喂？")
PARTINGS = (
    "",
    "",
    "对方：那先这样。本人：再见。",
    "对方：打扰您了。本人：没事。",
    "本人：那挂了啊。",
    "对方：有事您再打这个电话。本人：嗯。",
    "对方：祝您生活愉快。",
)


def _reworded(rng: Rng, text: str) -> str:
    """The text with about half of its everyday words exchanged."""
    for group in GROUPS:
        if group[0] in text and rng.random() < 0.6:
            text = text.replace(group[0], pick(rng, group))
    return text


def written(rng: Rng, text: str) -> str:
    """A notice: other words, but whole sentences."""
    return _reworded(rng, text)


def chatted(rng: Rng, text: str) -> str:
    """A chat: something before, something after, marks left out now and then."""
    text = pick(rng, OPENERS) + _reworded(rng, text) + pick(rng, ENDINGS)
    careless = rng.random()
    if careless < 0.15:
        return text.replace("，", " ").replace("。", " ").strip()
    return text.replace("，", ",") if careless < 0.22 else text


def spoken(rng: Rng, text: str) -> str:
    """A call: a greeting and a parting around it, hesitations as they are spoken."""
    text = pick(rng, GREETINGS) + _reworded(rng, text) + pick(rng, PARTINGS)
    for mark, filler in (("本人：", "嗯，"), ("对方：", "那个，"), ("本人：", "哦，")):
        if rng.random() < 0.25:
            text = text.replace(mark, mark + filler, 1)
    return text
