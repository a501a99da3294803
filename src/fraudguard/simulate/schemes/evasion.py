"""How fraudsters hide words from filters: aliases, separators, the other script, slips (DOMAIN 5.2)."""

from __future__ import annotations

import re

import numpy as np

__all__ = ["disguised", "misheard"]

_ALIASES = {
    "微信": ("薇信", "v信", "vx", "wx", "绿泡泡"),
    "支付宝": ("支f宝", "zfb", "某宝"),
    "抖音": ("d音", "斗音"),
    "银行卡": ("银杭卡", "yhk", "储蓄咔"),
    "验证码": ("yzm", "码子", "动态码"),
    "转账": ("转帐", "zz", "汇过来"),
    "刷单": ("刷d", "s单", "补单"),
    "贷款": ("袋款", "贷k"),
    "投资": ("tz", "投zi"),
    "返利": ("返佣", "返点"),
    "百万保障": ("百w保障", "百万宝障", "100万保障"),
    "屏幕共享": ("共享屏幕", "投屏", "屏募共享"),
    "群": ("裙", "君羊"),
}
_TO_TRADITIONAL = str.maketrans(
    "万保险账户转银会议号过来这个码证记录还经钱应该没问题联系电话视频软件开关现动实体单产业务员领导书记办",
    "萬保險賬戶轉銀會議號過來這個碼證記錄還經錢應該沒問題聯繫電話視頻軟件開關現動實體單產業務員領導書記辦",
)
_SEPARATORS = (".", "·", " ", "*", "-")
_SLIPS = (("的", "得"), ("在", "再"), ("是", "事"), ("您", "你"))
_MISHEARD = (
    ("验证码", "验正码"), ("账户", "帐户"), ("征信", "整信"), ("客服", "可服"), ("会议", "汇议"), ("屏幕", "平幕"),
    ("共享", "共想"), ("银联", "银连"), ("保障", "保长"), ("理赔", "离赔"), ("转账", "转张"), ("公安", "工安"),
    ("保证金", "保正金"), ("取消", "取校"), ("派出所", "派处所"), ("航班", "航般"), ("专员", "专元"), ("资金", "资今"),
)  # fmt: skip
_RUN = re.compile(r"[\u4e00-\u9fff]{4,}")
_ALIAS, _SEPARATED, _TRADITIONAL, _INVISIBLE, _SLIP = 0.35, 0.20, 0.08, 0.05, 0.10  # DOMAIN 12


def disguised(rng: np.random.Generator, text: str) -> str:
    """``text`` with each kind of evasion as often as DOMAIN 12 says."""
    drawn = rng.random(5)
    if drawn[0] < _ALIAS:
        text = _aliased(rng, text)
    if drawn[1] < _SEPARATED:
        text = _in_a_run(rng, text, _SEPARATORS[int(rng.integers(len(_SEPARATORS)))])
    if drawn[2] < _TRADITIONAL:
        text = text.translate(_TO_TRADITIONAL)
    if drawn[3] < _INVISIBLE:
        text = _in_a_run(rng, text, "\u200b")
    if drawn[4] < _SLIP:
        wrong = _SLIPS[int(rng.integers(len(_SLIPS)))]
        text = text.replace(wrong[0], wrong[1], 1)
    return text


def misheard(rng: np.random.Generator, text: str) -> str:
    """What a machine that listens makes of ``text``: a word or two written as another that sounds like it."""
    heard = [pair for pair in _MISHEARD if pair[0] in text]
    for place in rng.permutation(len(heard))[:2]:
        right, wrong = heard[int(place)]
        text = text.replace(right, wrong, 1)
    return text


def _aliased(rng: np.random.Generator, text: str) -> str:
    for word, others in _ALIASES.items():
        if word in text and rng.random() < 0.7:
            text = text.replace(word, others[int(rng.integers(len(others)))], 1)
    return text


def _in_a_run(rng: np.random.Generator, text: str, mark: str) -> str:
    """A mark between the characters of one run of Chinese."""
    runs = list(_RUN.finditer(text))
    if not runs:
        return text
    run = runs[int(rng.integers(len(runs)))]
    word = run.group()[:6]
    return text[: run.start()] + mark.join(word) + text[run.start() + len(word) :]
