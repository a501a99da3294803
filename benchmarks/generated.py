"""Generated payments and rules: realistic overlap, one meaning, written out in the form of every engine."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = [
    "CHANNELS",
    "KINDS",
    "METHODS",
    "REGIONS",
    "Event",
    "Predicate",
    "Rule",
    "draw_events",
    "draw_memo",
    "draw_rules",
    "examples_of",
    "nested",
    "pack_files",
    "predicates",
]

Event = dict[str, object]
"""One payment as peers read it: 14 flat columns, money in fen, only ``age`` may be None."""

LOWEST, HIGHEST = 0.00005, 0.01  # the share of payments on which a drawn rule fires
MEAN = 0.00214  # and its mean, which is that of the comparison in which peers were measured before
_START = 1_736_128_800_000_000  # 2025-01-06 10:00 in Shanghai
METHODS = ("transfer", "payment", "withdrawal", "deposit", "refund", "topup", "loan")
CHANNELS = ("mobile_bank", "online_bank", "counter", "atm", "quick_pay", "qr", "pos", "wallet")
KINDS = ("personal", "merchant", "corp", "self", "wallet")
REGIONS = ("北京", "上海", "福建", "广东", "云南", "广西", "浙江", "内蒙古", "宁夏", "境外", "四川", "河南")
_PLAIN = (
    "今日货款房租水电采购早餐文具图书车票医院门诊学费押金尾款订单礼物红包还款生活用品超市家具维修定金装修材料运费服装"
)
_HEADS = (
    "百万",
    "会员",
    "安全",
    "保证",
    "解冻",
    "验资",
    "流水",
    "刷单",
    "返利",
    "认证",
    "注销",
    "征信",
    "理赔",
    "客服",
    "屏幕",
    "共享",
    "指导",
    "老师",
    "内部",
    "名额",
)
_TAILS = ("保障", "账户", "激活", "任务", "通道", "验证", "备注", "扣费", "关闭", "开通")

RULE_PATH = {
    "payee_kind": "payee.kind",
    "payee_region": "payee.region",
    "device_is_new": "device.is_new",
    "device_remote": "device.remote_control",
    "device_sharing": "device.screen_sharing",
    "device_in_call": "device.in_call",
    "age": "person.age",
    "hour": "hour(at)",
}
"""Column to the expression that reads it in a rule; a column not listed is read by its own name."""

MONEY = {"amount", "balance_before", "balance_after"}
PHRASES = tuple(head + tail for head in _HEADS for tail in _TAILS)
"""200 phrases, as they are written and in normal form at once."""


@dataclass(frozen=True)
class Predicate:
    """
    One condition over the flat columns.

    ``form`` is ``compare`` (column, operator, number), ``equals`` (column, text), ``among`` (column, texts),
    ``flag`` (column), ``ratio`` (column, operator, factor, other column) or ``words`` (column, phrases).
    """

    form: str
    column: str
    operator: str = ""
    value: object = None
    other: str = ""

    def holds(self) -> Callable[[Event], bool]:
        """The plain statement of what it means; every engine is compared with this."""
        column, value, other = self.column, self.value, self.other
        test: dict[str, Callable[[Event], bool]] = {
            "equals": lambda e: e[column] == value,
            "among": lambda e: e[column] in value,  # type: ignore[operator]
            "flag": lambda e: e[column] is True,
            "words": lambda e: any(phrase in e[column] for phrase in value),  # type: ignore[operator, attr-defined]
            "compare": lambda e: e[column] is not None and _COMPARE[self.operator](e[column], value),
            "ratio": lambda e: _COMPARE[self.operator](e[column], value * e[other]),  # type: ignore[operator]
        }
        return test[self.form]

    def rule_text(self) -> str:
        """The condition as a line of a rule file; money in yuan."""
        path = RULE_PATH.get(self.column, self.column)
        if self.form == "flag":
            return path
        if self.form == "equals":
            return f"{path} == '{self.value}'"
        if self.form == "among":
            return f"{path} in [{', '.join(repr(v) for v in self.value)}]"  # type: ignore[attr-defined]
        if self.form == "words":
            return f"mentions({path}, {', '.join(repr(v) for v in self.value)})"  # type: ignore[attr-defined]
        if self.form == "ratio":
            return f"{path} {self.operator} {self.value} * {self.other}"
        number = self.value // 100 if self.column in MONEY else self.value  # type: ignore[operator]
        return f"{path} {self.operator} {number}"


@dataclass(frozen=True)
class Rule:
    """All conditions hold; a condition is one predicate, or several of which one is enough."""

    id: str
    conditions: tuple[tuple[int, ...], ...]


_COMPARE: dict[str, Callable[[object, object], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}


def predicates() -> list[Predicate]:
    """The pool that rules draw from: 90 predicates, 10 of them each looking for 20 phrases."""
    pool = [
        Predicate("compare", "amount", ">=", 100 * n) for n in (500, 1_000, 2_000, 5_000, 9_000, 10_000, 20_000, 50_000)
    ]
    pool += [Predicate("compare", "amount", "<=", 100 * n) for n in (5, 50, 100, 200, 1_000, 5_000, 50_000)]
    pool += [Predicate("compare", "balance_before", "<", 100 * n) for n in (500, 2_000, 10_000, 100_000)]
    pool += [Predicate("compare", "balance_before", ">=", 100 * n) for n in (20_000, 50_000, 200_000)]
    pool += [Predicate("compare", "balance_after", "<", 100 * n) for n in (10, 100, 1_000)]
    pool += [Predicate("ratio", "amount", ">=", share, "balance_before") for share in (0.5, 0.8, 0.9, 0.95)]
    pool += [Predicate("ratio", "balance_after", "<", share, "amount") for share in (0.1, 0.5, 2.0)]
    pool += [Predicate("compare", "hour", "<", n) for n in (5, 7)]
    pool += [Predicate("compare", "hour", ">=", n) for n in (20, 22, 23)]
    pool += [Predicate("compare", "age", ">=", n) for n in (50, 60, 65, 70, 75)]
    pool += [Predicate("compare", "age", "<", n) for n in (16, 18, 22, 25)]
    pool += [Predicate("flag", f"device_{name}") for name in ("is_new", "remote", "sharing", "in_call")]
    pool += [Predicate("equals", "direction", value=name) for name in ("in", "out")]
    pool += [
        Predicate("equals", "method", value=name) for name in ("transfer", "payment", "withdrawal", "loan", "topup")
    ]
    pool += [
        Predicate("equals", "channel", value=name) for name in ("mobile_bank", "counter", "atm", "quick_pay", "qr")
    ]
    pool += [
        Predicate("among", "channel", value=pair)
        for pair in (("mobile_bank", "online_bank"), ("qr", "wallet", "quick_pay"))
    ]
    pool += [Predicate("equals", "payee_kind", value=name) for name in ("personal", "corp", "wallet", "merchant")]
    pool += [Predicate("among", "payee_kind", value=pair) for pair in (("personal", "corp"), ("personal", "wallet"))]
    pool += [Predicate("equals", "payee_region", value=name) for name in REGIONS[:9]]
    pool += [Predicate("among", "payee_region", value=("云南", "广西", "境外"))]
    pool += [Predicate("words", "memo", value=PHRASES[at::10]) for at in range(10)]
    return pool


def draw_memo(rng: random.Random) -> str:
    """Some words, one in ten times with a phrase among them."""
    words = "".join(rng.choices(_PLAIN, k=rng.randint(12, 26)))
    if rng.random() < 0.1:
        at = rng.randint(0, len(words))
        return words[:at] + rng.choice(PHRASES) + words[at:]
    return words


def draw_events(count: int, seed: int = 20250106) -> list[Event]:
    """Payments one second apart: log-normal amounts, a tenth without an age, memos of about 20 characters."""
    rng = random.Random(seed)
    memos = [draw_memo(rng) for _ in range(20_000)]
    events: list[Event] = []
    for _ in range(count):
        before = int(rng.lognormvariate(13.8, 1.6))
        amount = (
            100 * int(1 + rng.lognormvariate(6.2, 1.9))
            if rng.random() < 0.9
            else 100 * rng.choice((500, 1_000, 5_000, 10_000))
        )
        if rng.random() < 0.04:
            amount = max(100, before - before % 100)  # emptied down to the last fen
        events.append(
            {
                "direction": "out" if rng.random() < 0.7 else "in",
                "amount": amount,
                "balance_before": before,
                "balance_after": max(0, before - amount),
                "method": rng.choices(METHODS, (40, 35, 6, 5, 4, 6, 4))[0],
                "channel": rng.choices(CHANNELS, (35, 8, 5, 6, 16, 18, 7, 5))[0],
                "payee_kind": rng.choices(KINDS, (45, 35, 10, 7, 3))[0],
                "payee_region": rng.choice(REGIONS),
                "device_is_new": rng.random() < 0.05,
                "device_remote": rng.random() < 0.01,
                "device_sharing": rng.random() < 0.015,
                "device_in_call": rng.random() < 0.06,
                "age": rng.randint(12, 88) if rng.random() < 0.9 else None,
                "hour": 0,
                "memo": rng.choice(memos),
            }
        )
    for number, event in enumerate(events):
        event["hour"] = (10 + number * 61 // 3_600) % 24
    return events


def nested(events: Sequence[Event], people: int = 2_000, seed: int = 7) -> list[dict[str, object]]:
    """The same payments as a feed would bring them to `Guard.score`: nested, with ids, instants and persons."""
    from datetime import UTC, datetime, timedelta

    rng = random.Random(seed)
    start = datetime.fromtimestamp(_START / 1e6, UTC)
    found = []
    for number, event in enumerate(events):
        person: dict[str, object] = {"ids": {"account": f"6222{rng.randrange(people):012d}"}}
        if event["age"] is not None:
            person["age"] = event["age"]
        found.append(
            {
                "kind": "transaction",
                "id": f"t{number:07d}",
                "at": (start + timedelta(seconds=61 * number)).isoformat(),
                "source": "bench",
                "person": person,
                "direction": event["direction"],
                "amount": event["amount"] / 100,  # type: ignore[operator]
                "balance_before": event["balance_before"] / 100,  # type: ignore[operator]
                "balance_after": event["balance_after"] / 100,  # type: ignore[operator]
                "method": event["method"],
                "channel": event["channel"],
                "payee": {
                    "kind": event["payee_kind"],
                    "region": event["payee_region"],
                    "account": f"6217{rng.randrange(50_000):012d}",
                },
                "device": {
                    "is_new": event["device_is_new"],
                    "remote_control": event["device_remote"],
                    "screen_sharing": event["device_sharing"],
                    "in_call": event["device_in_call"],
                },
                "memo": event["memo"],
            }
        )
    return found


def truth_table(pool: Sequence[Predicate], events: Sequence[Event]) -> np.ndarray:
    """One row per predicate, one column per event."""
    rows = []
    for predicate in pool:
        holds = predicate.holds()
        rows.append([holds(event) for event in events])
    return np.array(rows, dtype=bool)


def fires(rule: Rule, table: np.ndarray) -> np.ndarray:
    """On which events a rule fires, from the truth of its predicates."""
    hit = np.ones(table.shape[1], dtype=bool)
    for group in rule.conditions:
        hit &= table[list(group)].any(axis=0)
    return hit


def draw_rules(count: int, pool: Sequence[Predicate], table: np.ndarray, seed: int = 1) -> list[Rule]:
    """
    ``count`` rules of 2 to 5 conditions, each firing on 0.005 % to 1 % of the events.

    Draws are refused so that the mean share comes near `MEAN`: without that nearly all rules would be rare ones.
    """
    rng = random.Random(seed)
    words = [i for i, p in enumerate(pool) if p.form == "words"]
    plain = [i for i, p in enumerate(pool) if p.form != "words"]
    rules: list[Rule] = []
    seen: set[tuple[tuple[int, ...], ...]] = set()
    total = 0.0
    while len(rules) < count:
        conditions = [(i,) for i in rng.sample(plain, rng.randint(2, 5))]
        if rng.random() < 0.3:
            conditions[-1] = tuple(sorted(rng.sample(plain, rng.randint(2, 3))))
        if rng.random() < 0.11:
            conditions[-1] = (rng.choice(words),)
        rule = Rule(f"r{len(rules):04d}", tuple(conditions))
        key = tuple(sorted(conditions))
        share = float(fires(rule, table).mean())
        wanted = MEAN * (len(rules) + 1) - total
        if (
            key in seen
            or not LOWEST <= share <= HIGHEST
            or share > max(0.002, 2 * wanted)
            or (wanted > MEAN and share < 0.001)
        ):
            continue
        seen.add(key)
        total += share
        rules.append(rule)
    return rules


def examples_of(rules: Sequence[Rule], table: np.ndarray, events: Sequence[Event]) -> dict[str, tuple[str, str]]:
    """For each rule a payment on which it fires and one on which it does not, as the lines of a rule file."""
    lines = [_example(event) for event in nested(events)]
    found = {}
    for rule in rules:
        hits = fires(rule, table)
        found[rule.id] = lines[int(hits.argmax())], lines[int((~hits).argmax())]
    return found


def _example(event: dict[str, object]) -> str:
    kept = {name: value for name, value in event.items() if name not in {"id", "source"}}
    kept["person"] = {"age": event["person"]["age"]} if "age" in event["person"] else {}  # type: ignore[index, operator]
    return json.dumps(kept, ensure_ascii=False)


def pack_files(
    rules: Sequence[Rule], pool: Sequence[Predicate], examples: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    """The rules, each with a hit and a miss, as the files of a pack that stands alone."""
    lines = ["scam: generated", "rules:"]
    for rule in rules:
        lines += [
            f"  - id: {rule.id}",
            f"    title: 生成的规则 {rule.id}",
            "    on: transaction",
            "    when:",
        ]
        for group in rule.conditions:
            texts = [pool[i].rule_text() for i in group]
            if len(texts) == 1:
                lines.append(f"      - {_quoted(texts[0])}")
            else:
                lines.append("      - any:")
                lines += [f"          - {_quoted(text)}" for text in texts]
        lines += [
            "    stage: transfer",
            "    group: behaviour",
            "    points: 2",
            "    because: 向{payee.account}转 {amount} 元",
            "    status: active",
            "    examples:",
            f"      - {{hit: 命中, events: [{examples[rule.id][0]}]}}",
            f"      - {{miss: 不命中, events: [{examples[rule.id][1]}]}}",
        ]
    return {
        "pack.yaml": _PACK,
        "policy.yaml": _POLICY,
        "taxonomy.yaml": _TAXONOMY,
        "scams/generated.yaml": "\n".join(lines) + "\n",
    }


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_PACK = """\
name: generated
version: '1'
settings: {lateness: 48h, dedup: 7d, sweep_rank: 1000}
groups:
  behaviour: {cap: 40, half_life: 24h, horizon: 7d, textual: false}
  lead: {cap: 60, half_life: 24h, horizon: 7d, textual: false}
  model: {cap: 30, half_life: 24h, horizon: 7d, textual: true}
"""

_POLICY = """\
thresholds: {green: 25, yellow: 50, red: 80}
episode: 72h
lead_points: {green: 25, yellow: 50, red: 80}
deadlines:
  green: {sign: 60m, first_contact: 24h}
  yellow: {sign: 15m, first_contact: 60m, face_to_face: 24h}
  red: {sign: 3m, first_contact: 10m, face_to_face: 2h}
  urgent: {sign: 1m, first_contact: 3m, face_to_face: 30m}
bank_actions: {}
advice: {}
"""

_TAXONOMY = """\
- id: generated
  zh: 生成的
  en: generated
  type: scheme
  stages: [transfer]
  scripts: {transfer: 请先停一停。}
  questions: [钱要转给谁？]
  first_aid: [不要再转账]
"""
