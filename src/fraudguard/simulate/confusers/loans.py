"""Real loans and savings: loans spent or repaid, own accounts, a broker (rows 7 to 9 and 21; 4.9, 4.10)."""

from __future__ import annotations

from dataclasses import replace

from fraudguard.simulate.confusers.confuser import DAYTIME, OFFICE, Confuser, adults, by_age
from fraudguard.simulate.confusers.made_up import (
    bank_line,
    broker,
    company,
    digits,
    hotline,
    landline,
    lender,
    own_account,
    pick,
    private_payee,
)
from fraudguard.simulate.confusers.scene import Scene

__all__ = ["LOANS"]

PURPOSES = {
    "家装": "装修款",
    "驾校培训": "学费",
    "职业培训": "学费",
    "汽车销售": "购车首付",
    "口腔门诊": "种植牙",
    "家居建材": "装修款",
    "房产经纪": "首付款",
    "农机销售": "农机款",
}
"""What loans are taken for, and the purpose written on the payment."""


def _loan_spent(scene: Scene) -> None:
    """A loan is taken and passed on at once: to a shop, a school, a builder, a car dealer, a seller of a house."""
    sort = pick(scene.rng, tuple(PURPOSES))
    large = sort in {"汽车销售", "房产经纪", "农机销售"}
    amount = round(scene.between(30_000, 250_000) if large else scene.between(3_000, 60_000), -2)
    taker = company(scene.rng, sort, region="本市")
    caller = landline(scene.rng, home=True)
    if scene.chance(0.7):  # they spoke days before, so it is no call out of the blue
        scene.call(caller, scene.many(60, 600), out=scene.chance(0.6))
        scene.day_at(scene.many(1, 9), 9, 19)
    if scene.chance(0.5):
        scene.pay(taker, pick(scene.rng, (100, 200, 500, 1_000, 2_000)), memo="定金")
        scene.day_at(scene.many(1, 5), 9, 19)
    if scene.chance(0.5):
        said = (
            "对方：您好，这边是贷款审核，核实一下是您本人申请的吗，用途是什么？"
            f"本人：是的，付{PURPOSES[sort]}用。对方：好的，稍后放款。"
        )
        scene.call(pick(scene.rng, (hotline(scene.rng), bank_line(scene.rng))), scene.many(60, 700), said=said)
        scene.hang_up()
    giver = lender(scene.rng)
    scene.code(giver.name, "106" + digits(scene.rng, 8))
    scene.wait(2, 40)
    scene.receive(giver, amount, method="loan", memo="个人消费贷款")
    scene.wait(3, 110)
    if scene.chance(0.35):
        scene.call(caller, scene.many(60, 900))
        scene.wait(1, 10)
    if scene.chance(0.12):  # a small builder takes it on a private account
        taker = replace(private_payee(scene.rng, region="本市"), opened_years=6.0)
    memo = pick(scene.rng, (PURPOSES[sort], PURPOSES[sort], "合同款", "定金", None))
    channel = pick(scene.rng, ("mobile_bank", "mobile_bank", "pos", "counter"))
    scene.pay(taker, amount * pick(scene.rng, (0.8, 0.9, 0.95, 1.0, 1.0)), memo=memo, channel=channel)


def _lender_to_lender(scene: Scene) -> None:
    """Debts put together: loan A pays off lenders B and C the same day."""
    total = round(scene.between(8_000, 120_000), -2)
    parts = scene.many(1, 3)
    first = lender(scene.rng)
    loans = [total] if scene.chance(0.7) else [total * 0.6, total * 0.4]
    if scene.chance(0.5):
        said = pick(
            scene.rng,
            (
                "对方：您好，您申请的低利率置换贷款已批，放款后请先还清原来的借款，以免影响征信。本人：明白，今天就还。",
                "对方：款马上到您卡上，记得先把另外两家结清，结清证明拍给我。本人：好的。",
                "对方：您名下有三笔网贷，我行可以一笔置换，额度五万。本人：利息比原来低吧？对方：低一半。",
            ),
        )
        scene.call(pick(scene.rng, (bank_line(scene.rng), hotline(scene.rng))), scene.many(100, 900), said=said)
        scene.hang_up()
    for loan in loans:
        scene.receive(first if loan == loans[0] else lender(scene.rng), loan, method="loan", memo="放款")
        scene.wait(2, 40)
    for _ in range(parts):
        scene.wait(2, 35)
        scene.pay(
            lender(scene.rng),
            total * scene.rng.uniform(0.85, 1.0) / parts,
            memo=pick(scene.rng, ("还款", "提前结清", "贷款还款")),
        )


def _repays(scene: Scene) -> None:
    """Somebody late with a loan is called by its collector and pays the lender."""
    said = pick(
        scene.rng,
        (
            "对方：您在我司的借款已逾期三天，再不处理会影响征信，请今天还清。本人：我马上还。",
            "对方：您好，提醒您本月还款，逾期将上征信，严重的会起诉。本人：知道了。",
            "对方：您尾号的借款今天是最后还款日。本人：下午发工资就还。",
            "对方：我是合作的调解中心，您这笔欠款不处理就起诉了。本人：我直接在App里还。",
            "对方：您预留的联系人找不到您，麻烦您今天处理一下欠款。本人：别打给我家里，我马上还。",
        ),
    )
    for _ in range(scene.many(1, 4)):
        scene.call(
            landline(scene.rng),
            scene.many(20, 400),
            said=said,
            answered=scene.chance(0.7),
            marked="user_marked" if scene.chance(0.3) else None,
        )
        scene.wait(10, 300)
    scene.pay(lender(scene.rng), scene.between(300, 12_000), memo="还款")


def _own_banks(scene: Scene) -> None:
    """Savings gathered from own accounts, or a deposit broken, and moved to a bank that pays more interest."""
    own = own_account(scene.rng, scene.subject)
    total = round(scene.between(10_000, 400_000), -3)
    if scene.chance(0.35):
        house = pick(scene.rng, ("农商行", "邮储银行", "城商行"))
        call = f"对方：您好，我是{house}小李，三年期利率上浮，您要存就这两天。本人：好，我下午过去。"
        scene.call(landline(scene.rng, home=True), scene.many(60, 900), said=call)
        scene.hang_up()
        scene.wait(20, 200)
    if scene.chance(0.4):
        scene.receive(replace(own, kind="self"), total, method="deposit_break", channel="counter", memo="定期支取")
    else:
        for _ in range(scene.many(2, 4)):
            scene.receive(own_account(scene.rng, scene.subject), total / 3, memo="本人转账")
            scene.wait(1, 15)
    scene.wait(3, 100)
    if scene.chance(0.3):
        for _ in range(scene.many(2, 5)):  # below the limit of the day, hence in equal parts
            scene.pay(own, pick(scene.rng, (49_000, 50_000, 20_000)))
            scene.wait(1, 8)
    else:
        scene.pay(own, total, memo=pick(scene.rng, (None, "存款", "转存")))


def _broker(scene: Scene) -> None:
    """Money goes to a licensed broker in growing sums, some comes back; stock talk in the groups."""
    house = broker(scene.rng)
    if scene.chance(0.6):
        text = pick(
            scene.rng,
            (
                "今天打新股中签了，记得入金，四点前账户里要有钱",
                f"【{house.name[:5]}】市场有风险，投资需谨慎。您预约的新股申购资金请于16:00前到账。",
                "老李说有内幕消息，我反正不信，还是定投指数",
                "直播课里那个分析师讲的量化还行，我拿自己的账户试试",
            ),
        )
        scene.message(text, sender=pick(scene.rng, ("炒股老友", "证券营业部", "同学群")), channel="wechat", known=True)
        scene.wait(5, 120)
    amount = round(scene.between(1_000, 50_000), -2)
    for _ in range(scene.many(1, 4)):
        scene.pay(house, amount, memo="银证转账")
        amount = round(amount * scene.rng.uniform(0.7, 2.2), -2)
        scene.day_at(scene.many(1, 6), 9.4, 15)
    if scene.chance(0.5):
        scene.receive(house, amount * scene.rng.uniform(0.1, 1.2), memo="证券转银行")


LOANS = (
    Confuser(
        "loan_spent",
        "Real loan taken and paid to a shop, tuition, house deposit",
        4.0,
        _loan_spent,
        by_age(20, 60),
        DAYTIME,
    ),
    Confuser(
        "debt_consolidation",
        "Debt consolidation: loan A pays lender B",
        2.0,
        _lender_to_lender,
        by_age(20, 60),
        DAYTIME,
    ),
    Confuser(
        "late_borrower",
        "A late borrower pays the licensed lender (4.9, 4.10 veto)",
        2.0,
        _repays,
        by_age(20, 60),
        DAYTIME,
    ),
    Confuser("own_banks", "Moving savings between own banks, CD maturity", 4.0, _own_banks, adults, DAYTIME),
    Confuser(
        "licensed_broker", "Stock money to a licensed broker; USDT not involved", 4.0, _broker, by_age(22, 75), OFFICE
    ),
)
