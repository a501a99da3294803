"""Real refunds, tickets, official texts, second-hand goods, small wages (rows 5 and 6; 4.5, 4.7, 4.16, 4.19, 4.21)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import DAYTIME, WAKING, Confuser, adults, by_age, students
from fraudguard.simulate.confusers.made_up import (
    CITIES,
    company,
    digits,
    hotline,
    landline,
    merchant,
    mobile,
    pick,
    private_name,
    private_payee,
    sms_port,
)
from fraudguard.simulate.confusers.scene import HOUR, Scene

__all__ = ["REFUNDS"]


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
    text = pick(
        scene.rng,
        (
            "各位家长，因校区搬迁，可申请退课程费，登记银行卡后分批原路退回",
            "您报的编程课剩12节，按合同退课程费，财务三个工作日打款",
            "学费清退登记表已发群里，填好交前台，凭收据退",
            "驾校关门了，教育局组织退费，带合同到现场登记",
        ),
    )
    scene.message(text, sender=pick(scene.rng, ("课程顾问", "班主任", "教务")), channel="wechat", known=True)
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


REFUNDS = (
    Confuser("real_refund", "Real refund (platform corporate account, in only)", 6.0, _refund, adults, WAKING),
    Confuser("real_flight", "Real airline SMS (short code, no link)", 3.0, _flight, adults, WAKING),
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
