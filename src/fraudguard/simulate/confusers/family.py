"""Family and friends: games, real pleas, couples, old age, talk with a swindler's words (row 14; 4.12 to 4.15)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import (
    DAYTIME,
    EVENING,
    LATE,
    WAKING,
    WEEKEND,
    Confuser,
    adults,
    by_age,
    elders,
    parents,
)
from fraudguard.simulate.confusers.feasts import acquaintance
from fraudguard.simulate.confusers.made_up import (
    company,
    digits,
    known_person,
    landline,
    merchant,
    mobile,
    pick,
    private_name,
    private_payee,
)
from fraudguard.simulate.confusers.scene import HOUR, Scene

__all__ = ["FAMILY"]


def _game_child(scene: Scene) -> None:
    """A child's game, cards or lessons paid on the parent's telephone, again and again within an hour."""
    if scene.chance(0.4):
        text, sender = pick(
            scene.rng,
            (
                ("妈妈我想买那个皮肤，用你手机扫码好不好", scene.friend()),
                ("爸，充100返88，用一下你的支付，就一次", scene.friend()),
                ("儿子说同学送皮肤，我看了是官方活动", scene.friend()),
                ("【游戏中心】您的账号本月充值已达上限提醒，未成年人防沉迷请家长知悉", "游戏中心"),
                ("网课平台：扫码激活听课卡，48元一节", "在线课堂"),
                ("粉丝福利日，应援周边限时开售，未成年人请由家长下单", "明星官方店"),
            ),
        )
        channel = "wechat" if sender.isdigit() else "app"
        scene.message(text, sender=sender, channel=channel, known=sender.isdigit())
        scene.wait(1, 20)
    shop = merchant(scene.rng, pick(scene.rng, ("游戏充值", "网络科技直播打赏", "在线课堂", "卡牌文具店", "互动娱乐")))
    value = pick(scene.rng, (6, 30, 68, 98, 198, 328, 648))
    for _ in range(scene.many(4, 18)):
        scene.pay(
            shop,
            pick(scene.rng, (value, value, value, 6, 30, 68)),
            method=pick(scene.rng, ("payment", "topup")),
            channel=pick(scene.rng, ("qr", "quick_pay")),
        )
        scene.wait(0.5, 6)
    if scene.chance(0.3):
        scene.wait(2, 60, HOUR)
        scene.receive(
            company(scene.rng, "网络游戏"), value * scene.many(1, 8), method="refund", memo="未成年人充值退款"
        )


def _child_in_need(scene: Scene) -> None:
    """A real child or grandchild asks: hospital, tuition, a lost card; the voice is known and was called back."""
    new_number = scene.chance(0.25)
    child = mobile(scene.rng) if new_number else scene.friend()
    text = pick(
        scene.rng,
        (
            "妈，我手机没电用同学的，先转我两千交资料费",
            "爸，住院手术费还差三万，你先转给我，我在医院走不开",
            "换号码了，这是我新号存一下，急用钱，我微信限额了",
            "姐帮我买机票，我的卡绑不上，回头转你",
            "奶奶，我学费明天要交，你别告诉爸妈我把钱花了",
        ),
    )
    scene.message(text, sender=child, channel=pick(scene.rng, ("wechat", "sms")), known=not new_number)
    scene.wait(2, 40)
    scene.call(scene.friend() if new_number else child, scene.many(60, 900), out=True, contact=True)
    scene.hang_up()
    if scene.chance(0.2):
        scene.report("family", "家属确认：确系本人孩子要用钱，已电话联系上。", confirmed=True)
    scene.wait(1, 40)
    amount = pick(scene.rng, (500, 880, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000))
    if scene.subject.age >= 65 and scene.chance(0.5):
        scene.cash(max(amount, 10_000))
    elif scene.chance(0.3):
        scene.pay(
            company(scene.rng, pick(scene.rng, ("人民医院", "大学", "旅行社"))),
            amount,
            memo=pick(scene.rng, ("医药费", "学费", None)),
        )
    else:
        scene.pay(known_person(scene.rng, scene.subject), amount, memo=pick(scene.rng, ("应急", "学费", None)))


def _couple(scene: Scene) -> None:
    """A couple who met long ago: sweet words, love numbers, an operation of a parent, money both ways for weeks."""
    other = known_person(scene.rng, scene.subject)
    words = (
        "亲爱的，到家了吗",
        "宝贝，五二零快乐",
        "等我来看你，机票买好了",
        "我妈手术费还差一点，你先帮我垫一下",
        "下个月发工资还你",
    )
    partner = scene.friend()
    for _ in range(scene.many(3, 7)):
        scene.message(pick(scene.rng, words), sender=partner, channel="wechat", known=True)
        scene.wait(5, 200)
        if scene.chance(0.65):
            scene.pay(
                other,
                pick(scene.rng, (5.2, 52, 131.4, 520, 999, 1_314, 3_000, 5_200, 9_999)),
                channel=pick(scene.rng, ("wallet", "mobile_bank")),
            )
        else:
            scene.receive(other, pick(scene.rng, (52, 200, 520, 1_000, 1_314, 5_000)), channel="wallet")
        scene.day_at(scene.many(1, 6), 12, 23.5)


def _game_friend(scene: Scene) -> None:
    """Skins and accounts sold on a real platform: the platform holds the money and pays it out."""
    hall = company(scene.rng, "游戏交易平台")
    text = pick(scene.rng, ("收账号，走平台担保", "我的号挂售了，你去拍", "代练三天上王者，平台下单"))
    scene.message(text, sender=private_name(scene.rng), channel="qq")
    scene.wait(3, 90)
    price = round(scene.between(50, 3_000), 0)
    if scene.chance(0.5):
        for _ in range(scene.many(1, 3)):
            scene.pay(hall, price, method="payment", channel="quick_pay")
            scene.wait(3, 120)
    else:
        scene.receive(hall, price * 0.95, memo="提现")
        if scene.chance(0.4):
            scene.wait(5, 300)
            scene.pay(hall, scene.between(10, 500), method="topup", channel="quick_pay", memo="保证金")


def _pension(scene: Scene) -> None:
    """An old person's real care home, medicine or insurance, paid month by month after calls and a visit."""
    house = company(scene.rng, pick(scene.rng, ("养老服务中心", "康复医院", "大药房连锁", "人寿保险")), region="本市")
    if scene.chance(0.5):
        text = pick(
            scene.rng,
            ("本周专家义诊，免费体检，地点社区卫生院", "养老床位费请于月底前缴纳", "您的特效药到货了，请凭处方来取"),
        )
        scene.message(text, sender=landline(scene.rng, home=True))
    scene.call(landline(scene.rng, home=True), scene.many(60, 1_200))
    for _ in range(scene.many(1, 3)):
        scene.day_at(scene.many(1, 25), 8.5, 16.5)
        scene.pay(
            house,
            round(scene.between(300, 12_000), -1),
            channel=pick(scene.rng, ("counter", "pos", "mobile_bank")),
            memo=pick(scene.rng, ("床位费", "会员费", "保健", "保费")),
        )


def _phrases(scene: Scene) -> None:
    """Everyday talk that happens to use a swindler's words, and a payment to somebody new that has its own reason."""
    text, sender = pick(
        scene.rng,
        (
            ("我在开会不方便接电话，你先转给他，晚上我给你", scene.friend()),
            ("明天来我办公室一趟，把材料带上", "李主任"),
            ("钱已经转过去了，跨行转账有延迟，你等会看看", scene.friend()),
            ("楼下团购统一结算，我先垫付，你们转我", "团长"),
            ("买房要刷流水，银行说我流水不足", scene.friend()),
            ("密码输错三次账户冻结了，明天去柜台解冻", scene.friend()),
            ("这家店的会员费一年299，自动续费记得取消", scene.friend()),
            ("我把会议号发你，进来看屏幕共享", scene.friend()),
            ("押金还没退，保证金条写得清清楚楚", "房东"),
            ("验证码念给我一下，我帮你登录选课系统", scene.friend()),
            ("案子开庭通知来了，帮我找个律师", scene.friend()),
            ("送货的说网约车送过去更快，你下楼接一下", scene.friend()),
            ("老师收资料费，每人85，转给家委会王妈妈", "家长群"),
            ("海外代购清关费要补120，单号发你了", "代购小何"),
            ("发票和回单发群里，手续后补就行", "工程群"),
        ),
    )
    scene.message(
        text, sender=sender, channel=pick(scene.rng, ("wechat", "wechat", "qq", "app")), known=scene.chance(0.85)
    )
    scene.wait(3, 150)
    if scene.chance(0.7):
        scene.pay(
            acquaintance(scene, 0.4),
            pick(scene.rng, (85, 120, 299, 500, 1_000, 2_600, 5_000, 12_000)),
            memo=pick(scene.rng, ("还钱", "押金", None)),
        )
    if scene.chance(0.15):
        scene.wait(1, 30)
        scene.code(pick(scene.rng, ("教务系统", "支付宝", "建设银行")), "106" + digits(scene.rng, 8))


def _night_out(scene: Scene) -> None:
    """A late evening: gifts in a live broadcast, top-ups, shares of a bar's bill to people met there, a ride home."""
    stage = merchant(scene.rng, pick(scene.rng, ("直播打赏", "语音房", "游戏充值", "K歌厅")))
    for _ in range(scene.many(2, 8)):
        if scene.chance(0.6):
            gift = pick(scene.rng, (6, 30, 66, 98, 188, 520))
            scene.pay(stage, gift, method=pick(scene.rng, ("topup", "payment")), channel="quick_pay")
        else:
            met = private_payee(scene.rng)
            scene.pay(met, pick(scene.rng, (50, 88, 100, 200, 300, 800)), channel=pick(scene.rng, ("wallet", "qr")))
        scene.wait(3, 45)
    if scene.chance(0.4):
        text = pick(scene.rng, ("主播今晚开直播，来视频聊聊", "到家了吗，今晚AA每人三百", "视频我发群里了，笑死"))
        scene.message(text, sender=scene.friend(), channel=pick(scene.rng, ("wechat", "qq")), known=scene.chance(0.7))
        scene.wait(1, 20)
    if scene.chance(0.5):
        scene.call(mobile(scene.rng), scene.many(8, 60), said="对方：我是司机，到门口了。本人：马上出来。")
        scene.hang_up()
        scene.pay(merchant(scene.rng, "出行"), scene.between(12, 150), method="payment", channel="quick_pay")


FAMILY = (
    Confuser("child_game", "Parent pays a child's game/online course", 4.0, _game_child, parents, EVENING, WEEKEND),
    Confuser("real_plea", "A real relative asks, called back (4.12, 4.13 veto)", 3.0, _child_in_need, adults, WAKING),
    Confuser("couple", "A couple with earlier flows both ways (4.14 veto)", 1.5, _couple, by_age(18, 55), EVENING),
    Confuser("game_platform", "Game goods on a real platform (4.15)", 1.5, _game_friend, by_age(14, 32), EVENING),
    Confuser(
        "night_out", "A late evening of gifts, top-ups and shared bills (4.18)", 3.0, _night_out, by_age(18, 45), LATE
    ),
    Confuser("old_age_care", "A real care home or medicine, month by month (4.22)", 2.0, _pension, elders, DAYTIME),
    Confuser("everyday_phrases", "Family and work talk with a swindler's words", 8.0, _phrases, adults, WAKING),
)
