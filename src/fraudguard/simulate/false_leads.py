"""Leads of higher centres that were wrong: an instruction about an honest person, with what had set it off."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import WAKING, Confuser
from fraudguard.simulate.confusers.made_up import (
    digits,
    hotline,
    known_person,
    landline,
    merchant,
    mobile,
    overseas,
    pick,
    sms_port,
)
from fraudguard.simulate.confusers.scene import MINUTE, Scene, fen
from fraudguard.simulate.story import Subject

__all__ = ["FALSE_LEAD", "false_lead_rate"]

TRUE_LEAD_SHARE = 0.35
"""Share of frauds that a lead arrives for (DOMAIN 12)."""
FALSE_PER_TRUE = 2.0
"""False leads for each true one (DOMAIN 12)."""

LEVELS = ("green", "yellow", "red")
LEVEL_SHARES = (0.35, 0.5, 0.15)
"""Most wrong leads are of the lower levels, but one in seven sends somebody to the door."""

ISSUERS = ("省反诈中心", "市反诈中心", "部平台", "区反诈中心", "工商银行反诈专线", "12381平台")
SCAMS = (
    "刷单返利",
    "虚假网络投资理财",
    "虚假购物服务",
    "冒充电商物流客服",
    "虚假贷款",
    "虚假征信",
    "冒充公检法及政府机关",
    "冒充领导熟人",
    "网络婚恋交友",
    "网络游戏产品虚假交易",
    "冒充客服百万保障",
    "机票退改签",
)
SITES = (
    "loan-apply.example",
    "quick-part-time.example",
    "game-shop.example",
    "fund-school.example",
    "sale-outlet.example",
)


def false_lead_rate(rate: float) -> float:
    """False leads per 1,000 persons a month when ``rate`` frauds of as many reach the money stage."""
    return rate * TRUE_LEAD_SHARE * FALSE_PER_TRUE


def _lead(
    scene: Scene, *, suspect: str | None = None, site: str | None = None, calls: int = 0, seconds: int = 0
) -> None:
    """The instruction, pushed some minutes before it arrives at the station."""
    level = LEVELS[int(scene.rng.choice(len(LEVELS), p=LEVEL_SHARES))]
    arrives = scene.now
    scene.add(
        "lead",
        ref=f"YJ{digits(scene.rng, 12)}",
        issuer=pick(scene.rng, ISSUERS),
        level=level,
        scam=pick(scene.rng, SCAMS) if scene.chance(0.9) else None,
        pushed_at=arrives - int(scene.between(0.3, 45) * MINUTE),
        call_count=calls or None,
        call_seconds=seconds or None,
        suspect=suspect,
        site=site,
        amount=fen(round(scene.between(200, 50_000), -2)) if scene.chance(0.2) else None,
    )


def _after_calls(scene: Scene) -> None:
    """A number that lists suspect, but which belongs to a salesperson, a collector or a survey, had called."""
    caller = pick(
        scene.rng, (mobile(scene.rng), mobile(scene.rng), landline(scene.rng), hotline(scene.rng), overseas(scene.rng))
    )
    calls = scene.many(1, 4)
    total = 0
    for _ in range(calls):
        seconds = int(scene.between(8, 900))
        total += seconds
        scene.call(caller, seconds, marked=pick(scene.rng, (None, "user_marked", "clean")))
        scene.hang_up()
        scene.wait(1, 60)
    _lead(scene, suspect=caller, calls=calls, seconds=total)


def _after_site(scene: Scene) -> None:
    """A page on the watch list was opened out of curiosity, after an advertisement."""
    site = pick(scene.rng, SITES)
    if scene.chance(0.5):
        scene.message("限时活动，点击链接查看优惠，回T退订", sender=sms_port(scene.rng), hosts=(site,))
    scene.wait(2, 240)
    _lead(scene, site=site)


def _after_payment(scene: Scene) -> None:
    """A payment that a model took for a loss, to somebody long known or to a shop."""
    if scene.chance(0.6):
        scene.pay(known_person(scene.rng, scene.subject), round(scene.between(3_000, 90_000), -2))
    else:
        scene.pay(merchant(scene.rng, "商行"), scene.between(300, 8_000), method="payment", channel="qr")
    scene.wait(1, 60)
    _lead(scene)


def _of_nothing(scene: Scene) -> None:
    """A lead for which no feed shows any ground: an old number, another person's."""
    _lead(scene, suspect=mobile(scene.rng) if scene.chance(0.5) else None, calls=scene.many(0, 2))


def _tell(scene: Scene) -> None:
    ground = scene.rng.random()
    if ground < 0.5:
        _after_calls(scene)
    elif ground < 0.7:
        _after_site(scene)
    elif ground < 0.85:
        _after_payment(scene)
    else:
        _of_nothing(scene)
    if scene.chance(0.3):  # the officer calls, finds nothing, and the day goes on
        scene.wait(3, 120)
        scene.call(pick(scene.rng, ("96110", landline(scene.rng, home=True))), scene.many(40, 400))
        scene.hang_up()
    if scene.chance(0.3):
        scene.wait(5, 300)
        scene.pay(known_person(scene.rng, scene.subject), scene.between(50, 6_000))


def _watched(subject: Subject) -> float:
    """Grown people, as they have the telephones that centres watch."""
    return 1.0 if subject.age >= 16 else 0.0


FALSE_LEAD = Confuser(
    "false_lead", "A lead of a higher centre about an honest person", false_lead_rate(1.75), _tell, _watched, WAKING
)
"""Drawn like a confuser; for another rate of fraud use `false_lead_rate`."""
