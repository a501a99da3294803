"""The words of the rule language: functions, keywords and scopes with their Chinese names, units of durations."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from fraudguard.errors import closest

__all__ = [
    "AGGREGATES",
    "AGGREGATE_LIMIT",
    "CONNECTIVES_ZH",
    "EXTRA_ZH",
    "FUNCTIONS",
    "FUNCTION_ZH",
    "KEYWORD_ZH",
    "LAST_SEEN",
    "LAST_SEEN_LIMIT",
    "MODEL_VALUES",
    "MODEL_ZH",
    "THIS_ZH",
    "USAGE",
    "WINDOWS",
    "duration",
    "english_function",
    "english_keyword",
    "nearest",
    "unglued",
]

AGGREGATES = frozenset({"count", "sum", "mean", "min", "max", "distinct"})
"""Windows that include the event under test."""

LAST_SEEN = frozenset({"first_seen", "seconds_since", "latest"})
"""Windows that see strictly earlier events only."""

WINDOWS = AGGREGATES | LAST_SEEN

DAY = 86_400_000_000
AGGREGATE_LIMIT = 7 * DAY
LAST_SEEN_LIMIT = 365 * DAY

FUNCTION_ZH: Mapping[str, str] = {
    "count": "次数",
    "sum": "合计",
    "mean": "平均",
    "min": "最小",
    "max": "最大",
    "distinct": "不同数",
    "first_seen": "首次出现",
    "seconds_since": "距上次秒数",
    "latest": "最近一次",
    "fired": "命中规则",
    "mentions": "提到",
    "matches": "匹配",
    "is_warning": "是防骗提醒",
    "in_list": "在名单",
    "hour": "钟点",
    "weekday": "星期",
    "is_multiple": "是整数倍",
    "larger": "较大者",
    "smaller": "较小者",
}
"""Chinese name of every function; both are read."""

FUNCTIONS = frozenset(FUNCTION_ZH)

USAGE: Mapping[str, str] = {
    "count": "count(call, within='1h')",
    "sum": "sum(amount, within='1h')",
    "mean": "mean(amount, within='1h')",
    "min": "min(amount, within='1h')",
    "max": "max(amount, within='1h')",
    "distinct": "distinct(payee.account, within='1h')",
    "first_seen": "first_seen(payee.account, within='180d')",
    "seconds_since": "seconds_since(call, within='1d')",
    "latest": "latest(call.state, within='4h')",
    "fired": "fired('rule-id')",
    "mentions": "mentions(text, '百万保障')",
    "matches": "matches(text, r'验证码.{0,4}发')",
    "is_warning": "is_warning(text)",
    "in_list": "in_list(payee.account, 'list_name')",
    "hour": "hour(at)",
    "weekday": "weekday(at)",
    "is_multiple": "is_multiple(amount, 10_000)",
    "larger": "larger(amount, 5_000)",
    "smaller": "smaller(amount, 5_000)",
}
"""A call of every function, for cures."""

KEYWORD_ZH: Mapping[str, str] = {"by": "按", "within": "时限", "where": "其中"}
"""Chinese names of the window keywords."""

CONNECTIVES_ZH: Mapping[str, str] = {
    "且": "and",
    "并且": "and",
    "或": "or",
    "或者": "or",
    "非": "not",
    "不是": "not",
    "属于": "in",
    "不属于": "not in",
}
"""Chinese connectives; each stands as a word of its own."""

THIS_ZH = "本次"
EXTRA_ZH = "附加"
MODEL_ZH: Mapping[str, str] = {"model": "模型", "probability": "概率", "scam": "诈骗类型"}

MODEL_VALUES: Mapping[str, str] = {"probability": "number", "scam": "text"}
"""What the classifier says of the event under test, by name, with its type."""

_ENGLISH_FUNCTION = {zh: en for en, zh in FUNCTION_ZH.items()}
_ENGLISH_KEYWORD = {zh: en for en, zh in KEYWORD_ZH.items()}

_UNITS = {"s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000, "d": DAY}
_DURATION = re.compile(r"([1-9][0-9]{0,8})([smhd])")


def unglued(name: str) -> str:
    """``且金额`` as two words; empty when no Chinese connective begins the name."""
    for word in sorted(CONNECTIVES_ZH, key=len, reverse=True):
        if name.startswith(word) and len(name) > len(word):
            return f"{word} {name[len(word) :]}"
    return ""


def nearest(given: str, known: Iterable[str]) -> str:
    """The known name most like ``given``; of two Chinese characters one right one is near enough."""
    names = list(known)
    found = closest(given, names)
    if not found and not given.isascii():
        found = next(iter(difflib.get_close_matches(given, names, n=1, cutoff=0.5)), "")
    return found


def english_function(name: str) -> str:
    """The function's own name for either of its names; the name itself when it is no function."""
    return _ENGLISH_FUNCTION.get(name, name)


def english_keyword(name: str) -> str:
    """The keyword's own name for either of its names; the name itself when it is no keyword."""
    return _ENGLISH_KEYWORD.get(name, name)


def duration(text: str) -> int | None:
    """``90s``, ``10m``, ``2h``, ``7d`` in microseconds; None for anything else, zero included."""
    match = _DURATION.fullmatch(text)
    return int(match[1]) * _UNITS[match[2]] if match else None
