"""Business that looks like fraud: suppliers, the boss, many payers, wages, collections (rows 11, 12, 15, 16; 4.17)."""

from __future__ import annotations

from dataclasses import replace

from fraudguard.simulate.confusers.confuser import (
    DAYTIME,
    OFFICE,
    WAKING,
    WORKDAYS,
    Confuser,
    by_age,
    companies,
    merchants,
)
from fraudguard.simulate.confusers.made_up import (
    Payee,
    company,
    known_person,
    landline,
    merchant,
    mobile,
    pick,
    private_name,
    private_payee,
)
from fraudguard.simulate.confusers.scene import HOUR, Scene
from fraudguard.simulate.story import Subject

__all__ = ["TRADE"]


def _supplier(scene: Scene) -> None:
    """The first payment to a new supplier: mails and calls for days, a contract, two who sign, a call back."""
    supplier = company(scene.rng, pick(scene.rng, ("机电设备", "建材", "包装制品", "信息技术", "商贸", "物流")))
    desk = landline(scene.rng)
    for _ in range(scene.many(1, 3)):
        if scene.chance(0.6):
            scene.call(desk, scene.many(60, 1_200), out=scene.chance(0.5), contact=scene.chance(0.3))
        else:
            text = pick(
                scene.rng,
                (
                    "合同盖章版已寄出，合同款请按约定先付30%",
                    "投标保证金账户见附件，转完发电子回单",
                    "新客户需要先打款再发货，发票随货",
                    "请贵司财务加入项目付款群，便于对账",
                ),
            )
            scene.message(text, sender="supplier@example.com", channel=pick(scene.rng, ("email", "wechat")))
        scene.day_at(scene.many(1, 4), 9, 17)
    if scene.chance(0.6):
        scene.call(
            desk, scene.many(60, 400), out=True, said="本人：你好，核对一下贵司收款账号和开户行。对方：好的，您念我对。"
        )
        scene.hang_up()
    if scene.chance(0.3):
        scene.report("self", "财务回拨对方公司登记电话核实账号，双人复核后付款。", confirmed=True)
    scene.wait(5, 90)
    total = round(scene.between(20_000, 1_200_000), -3)
    memo = pick(scene.rng, ("合同款", "保证金", "货款", "预付款"))
    scene.pay(supplier, total * pick(scene.rng, (0.2, 0.3, 0.5, 1.0)), channel="corp_ebank", memo=memo)
    if scene.chance(0.35):
        scene.wait(10, 34, HOUR)
        scene.pay(supplier, total * pick(scene.rng, (0.3, 0.5)), channel="corp_ebank", memo=memo)


def _boss(scene: Scene) -> None:
    """The real boss or leader asks for a payment in a hurry; the person calls the known number back and pays."""
    text = pick(
        scene.rng,
        (
            "我在开会不方便接电话，王总那笔保证金今天要打出去，手续后补",
            "公司账上还有多少余额？下午先付供货商一部分",
            "把上次那个客户多打的款先退给对方，账号在合同里",
            "我出差，尽快安排一下，转完发电子回单给我",
            "小陈，帮我代转一下份子钱，晚上给你，我卡没在身上",
        ),
    )
    boss = scene.friend()
    scene.message(text, sender=boss, channel=pick(scene.rng, ("wechat", "wechat", "email", "qq")), known=True)
    scene.wait(1, 40)
    scene.call(boss, 0, out=True, contact=True, answered=False)
    scene.wait(3, 60)
    scene.call(
        boss,
        scene.many(30, 300),
        out=scene.chance(0.7),
        contact=True,
        said="本人：刚才是您让我打款吧？对方：是我，账号你按合同来。",
    )
    scene.hang_up()
    if scene.chance(0.6):
        scene.report("self", "本人已回拨领导原号码核实，确系其本人要求付款。", confirmed=True)
    scene.wait(1, 40)
    personal = scene.subject.kind != "corp" and scene.subject.role != "finance"
    if personal:
        scene.pay(
            private_payee(scene.rng, region="本市"), pick(scene.rng, (500, 1_000, 2_000, 5_000, 20_000)), memo="代付"
        )
    else:
        payee = company(scene.rng, "商贸") if scene.chance(0.5) else known_person(scene.rng, scene.subject, kind="corp")
        memo = pick(scene.rng, ("往来款", "退款", "保证金", "合同款"))
        scene.pay(payee, round(scene.between(20_000, 800_000), -3), channel="corp_ebank", memo=memo)


def _shop_day(scene: Scene) -> None:
    """A small shop or a stall: dozens of strangers pay little sums, the evening's total goes to a wholesaler."""
    total = 0.0
    rare = scene.chance(0.3)  # a fair or a festival: more payers than on other days
    for _ in range(scene.many(25, 60) if rare else scene.many(8, 30)):
        amount = round(scene.between(3, 260), pick(scene.rng, (0, 0, 1, 2)))
        total += amount
        scene.receive(private_payee(scene.rng), amount, method="payment", channel="qr")
        scene.wait(0.3, 20)
    if scene.chance(0.7):
        scene.wait(20, 600)
        wholesaler: Payee = known_person(scene.rng, scene.subject) if scene.chance(0.6) else company(scene.rng, "批发")
        scene.pay(
            wholesaler,
            max(50.0, round(total * scene.rng.uniform(0.3, 0.9), 0)),
            memo=pick(scene.rng, ("货款", "进货", None)),
        )


def _payroll(scene: Scene) -> None:
    """Wages of a small firm: one sum in, many personal accounts out within minutes, some of them first-timers."""
    heads = scene.many(5, 25)
    wage = scene.between(2_500, 9_000)
    scene.receive(company(scene.rng, "建筑劳务"), wage * heads, memo="劳务费")
    scene.wait(5, 200)
    for _ in range(heads):
        worker = known_person(scene.rng, scene.subject) if scene.chance(0.5) else private_payee(scene.rng)
        scene.pay(
            worker,
            round(wage * scene.rng.uniform(0.7, 1.3), -1),
            channel=pick(scene.rng, ("corp_ebank", "mobile_bank")),
            memo=pick(scene.rng, ("工资", "工资", "奖金")),
        )
        scene.wait(0.2, 2)


def _collection(scene: Scene) -> None:
    """Class money, property fees, a church roof: many equal sums in, one payment to the school or the works."""
    purpose, sort = pick(
        scene.rng,
        (
            ("校服费", "服饰"),
            ("班费", "文具"),
            ("物业费", "物业服务"),
            ("修缮捐款", "古建工程"),
            ("团购水果", "果业"),
            ("春游费", "旅行社"),
        ),
    )
    each = pick(scene.rng, (30, 50, 85, 100, 200, 380, 600))
    if scene.chance(0.6):
        scene.message(f"家委会收{purpose}，每人{each}元，转给我统一结算", sender="班级群", channel="wechat", known=True)
        scene.wait(1, 30)
    count = scene.many(10, 45)
    for _ in range(count):
        scene.receive(
            private_payee(scene.rng, region="本市"),
            each,
            channel="wallet",
            memo=pick(scene.rng, (purpose, private_name(scene.rng), None)),
        )
        scene.wait(0.2, 45)
    scene.day_at(scene.many(0, 4), 9, 21)
    scene.pay(company(scene.rng, sort, region="本市"), each * count * scene.rng.uniform(0.9, 1.0), memo=purpose)


def _unit_order(scene: Scene) -> None:
    """A real school or barracks orders from a shop; its account pays before goods are bought elsewhere."""
    unit = pick(scene.rng, ("消防大队", "武警中队", "职业学校", "中学食堂"))
    caller = landline(scene.rng, home=True)
    said = f"对方：我是{unit}后勤，部队采购一批桌椅，月底结账行不行？本人：先付款再发货。对方：好，走公对公。"
    scene.call(caller, scene.many(120, 900), said=said)
    scene.hang_up()
    if scene.chance(0.6):
        scene.message("加急发货，指定品牌的床垫二十张，清单见图", sender=mobile(scene.rng), channel="wechat")
    scene.day_at(scene.many(1, 3), 9, 17)
    total = round(scene.between(4_000, 60_000), -2)
    payer = replace(company(scene.rng, unit, region="本市"), name=f"本市{unit}")
    scene.receive(payer, total, memo="货款")
    scene.wait(20, 400)
    scene.pay(company(scene.rng, "家具批发"), total * scene.rng.uniform(0.6, 0.9), memo="进货")


def _stock_up(scene: Scene) -> None:
    """A shopkeeper pays a new dealer seen at a fair, in two parts, to a private account as is usual in the trade."""
    dealer = private_payee(scene.rng)
    scene.call(mobile(scene.rng), scene.many(60, 600), out=scene.chance(0.5))
    scene.wait(20, 300)
    price = round(scene.between(2_000, 40_000), -2)
    scene.pay(dealer, price * 0.3, memo=pick(scene.rng, ("定金", None)))
    scene.day_at(scene.many(1, 3), 8, 20)
    scene.pay(dealer, price * 0.7, memo=pick(scene.rng, ("货款", None)))
    shop = merchant(scene.rng, "货运部")
    scene.pay(shop, scene.between(50, 600), method="payment", channel="qr")


def _collectors(subject: Subject) -> float:
    """Who collects money for others: parents of school children, and the old of a parish."""
    return 1.0 if subject.kind == "personal" and 28 <= subject.age <= 75 else 0.0


def _asked_by_boss(subject: Subject) -> float:
    """Finance above all, but any employee may be asked for a favour."""
    return 6.0 if companies(subject) else 1.0 if 22 <= subject.age <= 60 else 0.0


TRADE = (
    Confuser(
        "new_supplier", "First payment to a new supplier with contract", 3.0, _supplier, companies, OFFICE, WORKDAYS
    ),
    Confuser("real_boss", "Boss really asks; call-back confirmed", 3.0, _boss, _asked_by_boss, OFFICE, WORKDAYS),
    Confuser("many_payers", "Merchant with many payers (small shop, 摆摊)", 20.0, _shop_day, merchants, DAYTIME),
    Confuser(
        "payroll",
        "Payroll account, property fee, church or class collection",
        1.5,
        _payroll,
        lambda s: companies(s) + merchants(s),
        OFFICE,
    ),
    Confuser(
        "collection", "Payroll account, property fee, church or class collection", 1.5, _collection, _collectors, WAKING
    ),
    Confuser(
        "unit_order",
        "A real unit orders and its account pays first (4.17 veto)",
        1.2,
        _unit_order,
        merchants,
        DAYTIME,
        WORKDAYS,
    ),
    Confuser(
        "new_dealer",
        "A shopkeeper's first orders from a private dealer",
        2.0,
        _stock_up,
        lambda s: 5 * merchants(s) + by_age(30, 60)(s) / 20,
        DAYTIME,
    ),
)
