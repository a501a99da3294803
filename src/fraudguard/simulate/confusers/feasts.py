"""Days of many transfers: feasts, wages, a house, shared bills, gold and cash (rows 10, 13, 17)."""

from __future__ import annotations

from dataclasses import replace

from fraudguard.simulate.confusers.confuser import DAYTIME, EVENING, WEEKEND, Confuser, by_age, everyone
from fraudguard.simulate.confusers.made_up import (
    Payee,
    company,
    known_person,
    lender,
    merchant,
    mobile,
    pick,
    private_payee,
)
from fraudguard.simulate.confusers.scene import DAY, Scene
from fraudguard.simulate.story import Subject

__all__ = ["FEASTS", "acquaintance"]


def acquaintance(scene: Scene, share_known: float = 0.6) -> Payee:
    """Somebody the person knows: paid before, or paid for the first time although known for years."""
    if scene.chance(share_known):
        return known_person(scene.rng, scene.subject)
    return private_payee(scene.rng, region="本市" if scene.chance(0.7) else None)


def _wedding(scene: Scene) -> None:
    """A wedding, funeral, house-warming or full-month feast: round sums to many people within days."""
    feast = pick(scene.rng, ("婚礼", "白事", "乔迁", "满月", "升学宴", "装修"))
    if scene.chance(0.5):
        text = f"{feast}定在下周六，定金今天要交，尾款当天结"
        if feast == "白事":
            text = "老叔今早走了，急用钱办事，大家凑一凑"
        scene.message(text, sender=scene.friend(), channel="wechat", known=True)
        scene.wait(10, 200)
    if scene.chance(0.4):
        for _ in range(scene.many(1, 4)):
            gift = pick(scene.rng, (200, 500, 1_000, 2_000, 5_000, 10_000))
            scene.receive(acquaintance(scene), gift, memo=pick(scene.rng, (feast, "随礼", None)))
            scene.wait(5, 240)
    amount = pick(scene.rng, (500, 800, 1_000, 2_000))
    for _ in range(scene.many(3, 7)):
        if scene.chance(0.45):
            trade = pick(scene.rng, ("酒店", "婚庆", "烟酒行", "花艺", "影楼", "建材", "殡葬服务"))
            memo = pick(scene.rng, ("定金", "尾款", feast, None))
            scene.pay(company(scene.rng, trade, region="本市"), amount, memo=memo)
        else:
            scene.pay(acquaintance(scene), amount, memo=pick(scene.rng, (feast, "随礼", None)))
        amount = pick(scene.rng, (amount, amount, 500, 1_000, 2_000, 5_000, 8_000, 10_000, 20_000))
        scene.wait(5, 400)


def _salary_day(scene: Scene) -> None:
    """Wages arrive and leave at once: rent, a loan, parents, tuition."""
    wage = round(scene.between(3_500, 22_000), 2)
    scene.receive(company(scene.rng, "科技"), wage, memo=pick(scene.rng, ("工资", "工资", "代发", None)))
    scene.wait(5, 200)
    rent = round(wage * scene.rng.uniform(0.15, 0.6), -2)
    scene.pay(acquaintance(scene, 0.75), rent, memo=pick(scene.rng, ("房租", "押一付三", None)))
    for _ in range(scene.many(1, 4)):
        scene.wait(1, 50)
        if scene.chance(0.35):
            scene.pay(lender(scene.rng), wage * scene.rng.uniform(0.05, 0.3), memo="还款")
        elif scene.chance(0.5):
            scene.pay(acquaintance(scene, 0.85), round(wage * scene.rng.uniform(0.05, 0.2), -2), memo="生活费")
        else:
            school = company(scene.rng, pick(scene.rng, ("幼儿园", "教育培训", "中学")))
            scene.pay(school, scene.between(500, 6_000), memo="学费")


def _shared_group(scene: Scene) -> None:
    """A dinner shared, presents in a group: many small sums in and out with friends, then one settles the bill."""
    if scene.chance(0.6):
        text = pick(
            scene.rng,
            (
                "AA收款，每人68，麻烦大家转一下",
                "我先垫付了，回头你们转我",
                "给老师的礼物群里凑份子，每人200",
                "抢红包啦",
            ),
        )
        scene.message(text, sender="同学群", channel="wechat", known=True)
        scene.wait(1, 20)
    each = pick(scene.rng, (20, 36.5, 50, 68, 88, 100, 200))
    for _ in range(scene.many(3, 20)):
        friend = acquaintance(scene, 0.35)
        if scene.chance(0.75):
            share = each * pick(scene.rng, (1, 1, 1, 2))
            scene.receive(friend, share, channel="wallet", memo=pick(scene.rng, ("AA", "红包", None)))
        else:
            scene.pay(friend, pick(scene.rng, (6.66, 8.88, 20, 66, 88, 100, 200)), channel="wallet", memo="红包")
        scene.wait(0.2, 25)
    if scene.chance(0.7):
        place = merchant(scene.rng, pick(scene.rng, ("火锅", "烤肉", "KTV", "民宿", "花店")))
        host = place if scene.chance(0.7) else private_payee(scene.rng, region="本市")
        scene.pay(host, each * scene.many(4, 16), channel=pick(scene.rng, ("qr", "wallet")), method="payment")


def _gold_words(scene: Scene, *, gold: bool) -> str:
    if gold:
        return pick(scene.rng, ("三金一起去买吧，金价又涨了", "给媳妇买黄金的钱准备好了没", "金条存着比存款好"))
    return pick(scene.rng, ("取现金包红包，换点新钱", "工人说要现金，你取五万", "老家办事只收现金，取出来带回去"))


def _gold_or_cash(scene: Scene) -> None:
    """Gold for a wedding, cash for New Year, for a builder or a funeral; the family is told, the counter asks."""
    gold = scene.chance(0.3 if scene.month() in {1, 2, 12} else 0.6)
    if scene.chance(0.6):
        scene.message(_gold_words(scene, gold=gold), sender=scene.friend(), channel="wechat", known=True)
        scene.wait(20, 400)
    if scene.chance(0.5):
        scene.call(scene.friend(), scene.many(60, 900), contact=True, out=scene.chance(0.5))
        scene.hang_up()
        scene.wait(5, 120)
    shop = replace(merchant(scene.rng, "珠宝金店"), kind=pick(scene.rng, ("merchant", "corp")))
    for _ in range(scene.many(1, 3)):
        if gold:
            channel = pick(scene.rng, ("pos", "qr", "mobile_bank"))
            scene.pay(shop, round(scene.between(4_000, 90_000), 0), method="payment", channel=channel)
        else:
            sum_taken = pick(scene.rng, (10_000, 20_000, 30_000, 50_000, 50_000, 60_000, 100_000))
            scene.cash(sum_taken, channel=pick(scene.rng, ("counter", "counter", "atm")))
        scene.wait(3, 50)
    if scene.chance(0.08):
        seen = ("老人取大额现金，称给孙子办婚礼，已与其女儿电话核实。", "客户购金条送礼，家属陪同，未见异常。")
        scene.report("teller", pick(scene.rng, seen), confirmed=True)


def _house(scene: Scene) -> None:
    """A flat bought: loans of relatives, a deposit, then the savings drained to a seller never paid before."""
    for _ in range(scene.many(1, 4)):
        loan = pick(scene.rng, (10_000, 20_000, 30_000, 50_000, 100_000))
        scene.receive(acquaintance(scene), loan, memo=pick(scene.rng, ("借款", "买房", None)))
        scene.wait(10, 500)
    said = pick(
        scene.rng,
        (
            "对方：业主同意这个价了，今天交定金，明天签合同走资金监管账户。本人：好，账号发我核对一下。",
            "对方：这套还有别人看，您先转定金占住，明天来店里签。本人：行，转业主还是转公司？对方：业主本人。",
            "对方：首付款走监管账户，银行过户后放给卖方，放心。本人：我爸妈的钱下午到。",
        ),
    )
    scene.call(mobile(scene.rng), scene.many(300, 1_500), said=said)
    scene.hang_up()
    scene.wait(5, 100)
    seller = private_payee(scene.rng, region="本市")
    agency = company(scene.rng, "房产经纪", region="本市")
    deposit = pick(scene.rng, (5_000, 10_000, 20_000, 50_000))
    scene.pay(seller if scene.chance(0.5) else agency, deposit, memo="定金")
    scene.now += scene.many(1, 4) * DAY
    escrow = company(scene.rng, "房地产交易资金监管", region="本市")
    price = round(scene.between(80_000, 600_000), -4)
    channel = pick(scene.rng, ("counter", "mobile_bank"))
    scene.pay(escrow if scene.chance(0.6) else seller, price, channel=channel, memo="首付款")


def _buys(subject: Subject) -> float:
    """Who buys gold and takes cash: all grown, the old a little more."""
    return 1.5 if subject.age >= 55 else 1.0 if subject.age >= 22 else 0.0


MANY = "Salary day, wedding, funeral, rent, tuition: many transfers, round sums"
AA = "Shared-expense groups, group gifts (AA, 红包 200 x 20)"
GOLD = "Buying gold for a wedding, cash for New Year gifts"
FEASTS = (
    Confuser("feast", MANY, 4.0, _wedding, by_age(22, 70), DAYTIME),
    Confuser("salary_day", MANY, 5.0, _salary_day, by_age(22, 60), DAYTIME),
    Confuser("house_bought", MANY, 1.0, _house, by_age(25, 60), DAYTIME),
    Confuser("shared_group", AA, 6.0, _shared_group, everyone, EVENING, WEEKEND),
    Confuser("gold_or_cash", GOLD, 4.0, _gold_or_cash, _buys, DAYTIME),
)
