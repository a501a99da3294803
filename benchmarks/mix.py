"""A day's mix of events for the shipped pack: payments with short memos, calls, short messages, a few transcripts."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

__all__ = ["SHARES", "draw_mix", "draw_one"]

SHARES = {"payment, memo of up to 20": 70, "call without text": 15, "SMS of 70": 10, "transcript of 400": 5}
"""Per cent of the events, and how many characters of text they carry."""

_EVERYDAY = (
    "晚上一起吃饭吧", "明天上午开会别迟到", "快递放在门口了", "孩子的作业写完没有", "周末去看电影", "这个月的水电费交了", "您的包裹已到驿站",
    "超市今天打折", "帮我带一斤苹果", "车子送去保养了", "医生说多休息", "老家下雨了", "会议改到下午三点", "发票请开公司抬头", "房东说下月涨租",
    "记得给花浇水", "地铁上人很多", "下班顺路买点菜", "妈妈的药快吃完了", "同学聚会定在周六", "物业通知明天停水", "体检报告出来了", "请问什么时候发货",
)  # fmt: skip
_SUSPICIOUS = (
    "您的百万保障即将到期", "不关闭每月自动扣费八百元", "请下载会议软件打开屏幕共享", "跟着客服一步一步操作", "我是你领导换了新号码",
    "急需一笔款先帮我转一下", "公司账户不方便走一下", "把钱转到安全账户", "验证码告诉我", "不要告诉家里人",
)  # fmt: skip
_WARNINGS = ("公安机关提醒您不要轻信陌生来电", "反诈中心提示凡是要求转账的都是诈骗", "请勿向陌生账户转账")
_MEMOS = (
    "货款",
    "房租",
    "工资",
    "还款",
    "红包",
    "学费",
    "水电费",
    "餐费",
    "订单尾款",
    "医药费",
    "生活费",
    "装修款",
    "定金",
    "加油",
    "往来款",
)
_START = datetime(2025, 1, 6, 2, tzinfo=UTC)


def _text(rng: random.Random, length: int) -> str:
    """``length`` characters of talk; one text in thirty has a scam's sentences, one in thirty a warning's."""
    roll = rng.random()
    odd: tuple[str, ...] = _SUSPICIOUS if roll < 0.033 else _WARNINGS if roll < 0.066 else ()
    parts: list[str] = []
    size = 0
    while size < length:
        part = rng.choice(odd) if odd and rng.random() < 0.3 else rng.choice(_EVERYDAY)
        parts.append(part + rng.choice("，。！"))
        size += len(parts[-1])
    return "".join(parts)[:length]


def _payment(rng: random.Random, person: int, payees: list[str]) -> dict[str, object]:
    odd = rng.random() < 0.01
    amount = rng.choice((5_000, 20_000, 49_999)) if odd else round(rng.lognormvariate(4.5, 1.5) + 1, 2)
    before = round(amount + rng.lognormvariate(9, 1.3), 2)
    memo = rng.choice(_MEMOS) + (rng.choice(_EVERYDAY) if rng.random() < 0.6 else "")
    return {
        "kind": "transaction",
        "txn_id": f"S{rng.randrange(10**12):012d}",
        "direction": "in" if rng.random() < 0.25 else "out",
        "amount": amount,
        "currency": "CNY",
        "method": rng.choices(("transfer", "payment", "withdrawal", "loan"), (40, 52, 6, 2))[0],
        "channel": rng.choice(("mobile_bank", "quick_pay", "qr", "online_bank", "counter")),
        "status": "success",
        "account": f"6222{person:012d}",
        "balance_before": before,
        "balance_after": round(before - amount, 2),
        "payee": {
            "account": f"6217{rng.randrange(10**6):012d}" if odd or rng.random() < 0.1 else rng.choice(payees),
            "name": rng.choice(("张伟", "李娜", "王芳", "某某商贸有限公司")),
            "kind": rng.choices(("personal", "merchant", "corp", "self"), (40, 45, 10, 5))[0],
        },
        "memo": memo[:20],
        "device": {"is_new": odd, "screen_sharing": odd and rng.random() < 0.5, "in_call": rng.random() < 0.03},
    }


def _call(rng: random.Random) -> dict[str, object]:
    known = rng.random() < 0.7
    return {
        "kind": "call",
        "state": "ended",
        "direction": rng.choice(("in", "out")),
        "peer": f"139{rng.randrange(10**8):08d}",
        "peer_class": "contact" if known else rng.choice(("mobile", "mvno", "landline", "400_800", "overseas")),
        "is_contact": known,
        "answered": rng.random() < 0.8,
        "duration_s": int(rng.expovariate(1 / 90)),
        "marked": "clean",
    }


def _message(rng: random.Random) -> dict[str, object]:
    return {
        "kind": "message",
        "channel": "sms",
        "sender": f"1069{rng.randrange(10**6):06d}",
        "sender_known": rng.random() < 0.4,
        "text": _text(rng, 70),
        "is_otp": False,
    }


def draw_one(rng: random.Random, person: int, payees: list[str]) -> dict[str, object]:
    """One event of `SHARES`, but for who, when and its id."""
    roll = rng.random() * 100
    if roll < 70:
        return _payment(rng, person, payees)
    if roll < 85:
        return _call(rng)
    if roll < 95:
        return _message(rng)
    return _call(rng) | {"duration_s": rng.randint(60, 1_800), "answered": True, "transcript": _text(rng, 400)}


def draw_mix(count: int, people: int = 2_000, seed: int = 11) -> list[dict[str, object]]:
    """``count`` events of `SHARES`, in order of time, as a feed brings them: plain nested mappings."""
    rng = random.Random(seed)
    payees = [[f"6217{rng.randrange(10**8):012d}" for _ in range(6)] for _ in range(people)]
    ages = [rng.randint(16, 85) for _ in range(people)]
    events = []
    for number in range(count):
        person = rng.randrange(people)
        event = draw_one(rng, person, payees[person])
        event["id"] = f"m{number:07d}"
        event["at"] = (_START + timedelta(seconds=5 * number)).isoformat()
        event["source"] = "bench"
        event["person"] = {"ids": {"phone": f"138{person:08d}"}, "age": ages[person], "kind": "personal"}
        events.append(event)
    return events
