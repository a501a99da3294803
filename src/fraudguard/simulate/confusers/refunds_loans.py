"""Real refunds, tickets, loans and savings (rows 5 to 9 and 21; twins of 4.5, 4.7, 4.9, 4.10, 4.16, 4.19, 4.21)."""

from __future__ import annotations

from dataclasses import replace

from fraudguard.simulate.confusers.confuser import DAYTIME, OFFICE, WAKING, Confuser, adults, by_age, students
from fraudguard.simulate.confusers.made_up import (
    CITIES,
    bank_line,
    broker,
    company,
    digits,
    hotline,
    landline,
    lender,
    merchant,
    mobile,
    own_account,
    pick,
    private_name,
    private_payee,
    sms_port,
)
from fraudguard.simulate.confusers.scene import HOUR, Scene

__all__ = ["REFUNDS_LOANS"]

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


def _refund(scene: Scene) -> None:
    """A parcel was lost or spoilt; the platform pays back and nothing goes out."""
    goods = pick(scene.rng, ("羽绒服", "空气炸锅", "奶粉", "运动鞋", "儿童床", "洗面奶", "水果礼盒"))
    shop = pick(scene.rng, ("淘宝", "京东", "拼多多", "唯品会"))
    if scene.chance(0.45):
        said = pick(
            scene.rng,
            (
                f"对方：您好，我是{shop}店铺客服，您买的{goods}快递丢失了，给您退款，原路退回，您不用操作。本人：好的，大概多久到？",
                "对方：我是快递公司的，您的包裹破损了，我们按保价双倍理赔，平台直接打给您。本人：那谢谢了。",
                f"对方：这批{goods}质量问题退款，钱退到您付款的账户。本人：行。",
            ),
        )
        scene.call(
            pick(scene.rng, (mobile(scene.rng), hotline(scene.rng), landline(scene.rng))),
            scene.many(40, 420),
            said=said,
        )
        scene.hang_up()
        scene.wait(1, 120)
    text = pick(
        scene.rng,
        (
            f"【{shop}】您购买的{goods}商家已同意退款，款项将在1-3个工作日原路退回。",
            f"【{shop}】很抱歉您的快递丢失，赔付金额已退回您的账户，无需任何操作。",
            f"【{shop}】您申请的退货退款已完成，请留意到账信息。",
        ),
    )
    scene.message(text, sender=sms_port(scene.rng))
    scene.wait(5, 2_000)
    amount = round(scene.between(20, 900), 2)
    scene.receive(company(scene.rng, "电子商务"), amount, method="refund", channel="quick_pay", memo=f"{shop}退款")
    if scene.chance(0.25):  # the shop pays a red packet on top
        scene.wait(1, 60)
        scene.receive(private_payee(scene.rng), pick(scene.rng, (3, 5, 8.8, 10)), channel="wallet", memo="好评返现")
    if scene.chance(0.4):
        scene.wait(10, 200)
        scene.pay(
            merchant(scene.rng, "旗舰店"), amount * scene.between(0.7, 1.5), method="payment", channel="quick_pay"
        )


def _flight(scene: Scene) -> None:
    """The airline itself tells of a cancelled flight: its own short code, no link; the ticket is changed and paid."""
    airline, code = pick(
        scene.rng, (("南方航空", "95539"), ("东方航空", "95530"), ("中国国航", "95583"), ("海南航空", "95339"))
    )
    flight = pick(scene.rng, ("CZ", "MU", "CA", "HU")) + digits(scene.rng, 4)
    city = pick(scene.rng, CITIES)
    text = pick(
        scene.rng,
        (
            f"【{airline}】很抱歉，因天气原因，您乘坐的{flight}次飞往{city}的航班取消，可免费退改签，详询{code}。",
            f"【{airline}】您{flight}航班因机械故障航班延误，预计推迟3小时起飞，如需改签请联系购票渠道。",
            f"【铁路12306】您预订的前往{city}的列车停运，票款将原路退回，请勿轻信理赔电话。",
            f"【{airline}】航班{flight}航班取消，退票款将于7个工作日内原路退回，延误险理赔请联系投保公司。",
        ),
    )
    scene.message(text, sender="12306" if "12306" in text else code)
    scene.wait(2, 60)
    if "12306" not in text and scene.chance(0.6):
        said = (
            f"本人：你好，{flight}取消了，我想改签。对方：好的，给您改到明天早上，差价需要补一下。"
            "本人：行，我在App上付。"
        )
        scene.call(code, scene.many(180, 1_400), out=scene.chance(0.75), said=said)
        scene.hang_up()
    if scene.chance(0.5):
        scene.code(airline, "106" + digits(scene.rng, 8))
        scene.pay(merchant(scene.rng, "航空票务"), scene.between(80, 2_200), method="payment", channel="quick_pay")
    if scene.chance(0.6):
        scene.wait(5, 90, HOUR)
        scene.receive(company(scene.rng, "航空"), scene.between(300, 2_500), method="refund", memo="退票款")
    if scene.chance(0.3):
        scene.wait(1, 60, HOUR)
        scene.receive(company(scene.rng, "财产保险"), pick(scene.rng, (200, 300, 400)), memo="延误险理赔")


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
        said = "对方：您好，您申请的低利率置换贷款已批，放款后请先还清原来的借款，以免影响征信。本人：明白，今天就还。"
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


def _official_text(scene: Scene) -> None:
    """Texts of public offices and firms that sound like bait, from their registered codes and with their own hosts."""
    text, sender, host = pick(
        scene.rng,
        (
            ("【ETC服务】您的ETC设备已失效，请到就近网点更换，或登录官网查询。", "12122", "www.etc.gov.cn"),
            ("【国家医保局】您的医保电子凭证已激活，请勿相信医保卡停用的短信。", "12393", "www.nhsa.gov.cn"),
            (
                "【人社局】您的失业补贴已审核通过，请登录官网查看发放进度，无需提供银行卡密码。",
                "12333",
                "www.12333.gov.cn",
            ),
            ("【税务局】您有一笔个税退税待办理，请在个人所得税App内申请。", "12366", "www.chinatax.gov.cn"),
            ("【中国移动】您的积分即将清零，可到营业厅或官网兑换话费。", "10086", "www.10086.cn"),
            ("【铁路12306】您购买的车票已退票，退款将原路返回，点击链接查看详情。", "12306", "www.12306.cn"),
            ("【邮政】您的快件因地址不详滞留，请致电11183更新地址。", "11183", "www.11183.com.cn"),
        ),
    )
    scene.message(text, sender=sender, hosts=(host,) if scene.chance(0.6) else ())
    if scene.chance(0.35):
        scene.wait(2, 50)
        for _ in range(scene.many(1, 3)):  # a code that came late was asked for again
            scene.code(pick(scene.rng, ("铁路购票", "中国移动", "个人所得税")), "106" + digits(scene.rng, 8))
            scene.wait(0.3, 3)
        if scene.chance(0.5):
            scene.pay(merchant(scene.rng, "服务厅"), scene.between(20, 600), method="payment", channel="quick_pay")


def _second_hand(scene: Scene) -> None:
    """Goods from a private seller: some through the platform's escrow, some honestly by transfer after a deposit."""
    seller = private_payee(scene.rng)
    goods = pick(scene.rng, ("旧相机", "演唱会门票", "猫咪", "二手冰箱", "茅台酒", "名牌包", "电动车"))
    price = round(scene.between(150, 9_000), -1)
    text = pick(
        scene.rng,
        (
            f"{goods}还在的，{int(price)}，走平台就行",
            f"加微信私聊吧，{goods}细节照片发你",
            f"{goods}可以先付定金，到货再付尾款",
            f"票是内部票多出来的，{int(price)}原价转，不加价",
        ),
    )
    scene.message(text, sender=private_name(scene.rng), channel=pick(scene.rng, ("wechat", "app", "qq")))
    scene.wait(5, 300)
    if scene.chance(0.5):
        scene.pay(company(scene.rng, "闲置交易担保"), price, method="payment", channel="quick_pay", memo="担保交易")
    elif scene.chance(0.5):
        scene.pay(seller, round(price * 0.2, -1), memo="定金")
        scene.day_at(scene.many(1, 4), 9, 22)
        scene.pay(seller, price * 0.8, memo="尾款")
        if scene.chance(0.3):
            scene.wait(10, 200)
            scene.pay(seller, scene.between(15, 300), memo=pick(scene.rng, ("运费", "补差价")))
    else:
        scene.pay(seller, price)
    scene.day_at(scene.many(1, 4), 9, 20)
    scene.call(mobile(scene.rng), scene.many(15, 90), said="对方：您的快递到了，放门口可以吗？本人：可以。")


def _course_refund(scene: Scene) -> None:
    """A school closes a course and gives the fees back by its company's account."""
    school = company(scene.rng, "教育培训", region="本市")
    scene.message(
        "各位家长，因校区搬迁，可申请退课程费，登记银行卡后分批原路退回",
        sender="课程顾问",
        channel="wechat",
        known=True,
    )
    scene.day_at(scene.many(1, 12), 9, 18)
    scene.receive(school, scene.between(300, 9_000), method=pick(scene.rng, ("refund", "transfer")), memo="退课程费")
    if scene.chance(0.4):
        scene.wait(1, 60, HOUR)
        scene.pay(company(scene.rng, "教育培训", region="本市"), scene.between(500, 9_000), memo="学费")


def _piece_pay(scene: Scene) -> None:
    """Small wages of a known employer or of a platform for real piece work, then an ordinary larger payment."""
    if scene.chance(0.6):
        text = pick(
            scene.rng,
            ("今天的兼职日结已发，明天还缺两个人", "跑单奖励到账了，满30单补贴20", "促销员名单发群里，做任务前先签到"),
        )
        scene.message(text, sender="领班", channel="wechat", known=True)
    payer = company(scene.rng, "人力资源") if scene.chance(0.6) else private_payee(scene.rng, region="本市")
    for _ in range(scene.many(2, 6)):
        scene.receive(
            payer,
            round(scene.between(5, 260), 1),
            channel="wallet",
            memo=pick(scene.rng, ("日结", "工资", "奖励", None)),
        )
        scene.wait(3, 20, HOUR)
    scene.pay(
        private_payee(scene.rng, region="本市"),
        scene.between(300, 3_000),
        memo=pick(scene.rng, ("房租", "押金", "还钱", None)),
    )


REFUNDS_LOANS = (
    Confuser("real_refund", "Real refund (platform corporate account, in only)", 6.0, _refund, adults, WAKING),
    Confuser("real_flight", "Real airline SMS (short code, no link)", 3.0, _flight, adults, WAKING),
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
    Confuser(
        "official_text",
        "Text of a registered code with its own host (4.16, 4.19 veto)",
        6.0,
        _official_text,
        adults,
        WAKING,
    ),
    Confuser(
        "second_hand",
        "Goods of a private seller, escrow or transfer (4.7 veto)",
        5.0,
        _second_hand,
        by_age(16, 60),
        WAKING,
    ),
    Confuser("course_refund", "A real school gives fees back (4.21)", 1.2, _course_refund, by_age(22, 55), DAYTIME),
    Confuser("piece_pay", "Small wages of a known employer, then a rent (4.5 veto)", 2.5, _piece_pay, students, WAKING),
)
