"""Goods that never come: shops, game accounts, false barracks, gifts for children (DOMAIN 4.7, 4.15, 4.17, 4.20)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import DAYTIME, WAKING, WORKDAYS, by_age, merchants
from fraudguard.simulate.confusers.made_up import digits, mobile, pick
from fraudguard.simulate.schemes.scheme import Heist, Scheme
from fraudguard.simulate.schemes.telling import Stranger, ask, ends, page
from fraudguard.simulate.story import Subject

__all__ = ["TRADE"]

_SHOP_ADS = (
    "厂家直销飞天茅台内部价，三折清仓，加微信私聊，不走平台省手续费。",
    "演唱会门票代抢，内场票有内部渠道，私下交易，先到先得。",
    "海外代购包包，七成新专柜正品，要的话直接找我，走闲鱼麻烦。",
    "代写论文包过，定金三成，查重免费，私家侦探定位找人也可以做。",
    "手机全新未拆，急出，拍的人多，走闲鱼麻烦，加V详谈。",
    "亲，您看的那件还有货，这边给您内部价，加V拍省手续费。",
)
_SHOP_TALK = (
    "货在仓库，先付一半定金，发货前付尾款，放心都有视频。",
    "内部票最后两张了，要就赶紧，押金先转我给你锁座。",
    "清仓要的人多，你先付一半，地址发我，下午就寄出去。",
    "身份证和营业执照都给你看，做这么多年了，还能骗你这点钱。",
)
_SHOP_MORE = (
    "海关扣留了，需要补税清关费{yuan}，放行马上发，税金退给你。",
    "系统拥堵，订单卡住了，再付一次{yuan}，重复的自动退回。",
    "支付超时没有备注，激活订单要再转{yuan}，第一笔半小时原路退。",
    "通关受阻，运费和关税要另算{yuan}，到付不行，签收后返。",
    "财务说订单卡住要补个差价，{yuan}，不然单子就取消了，前面的不好退。",
    "你那单出了点小状况，转{yuan}过来我帮你走加急。",
)
_SHOP_GONE = ("这两天物流慢，等等。", "在忙，晚点回你。", "已经发出了，单号明天给你。")


def _shop(heist: Heist) -> None:
    """One price, then surcharges of about the same size, then silence."""
    seller = Stranger(heist, pick(heist.rng, ("wechat", "wechat", "wechat", "app", "qq")))
    seller.writes(_SHOP_ADS)
    heist.goes_on("hook", 0.68)
    heist.wait(5, 600)
    seller.writes(_SHOP_TALK)
    heist.goes_on("transfer", 0.59)
    heist.wait(3, 90)
    price = min(40_000.0, max(200.0, heist.about(1_500, 0.9)))
    channel = pick(heist.rng, ("wallet", "qr", "wallet", "mobile_bank"))
    payments = pick(heist.rng, (1, 1, 1, 2, 2, 3, 4, 5))
    for place in range(payments):
        yuan = price if place == 0 else price * heist.between(0.3, 1.1)
        if place:
            heist.wait(20, 240) if heist.chance(0.7) else heist.day_at(1, 9, 21)
            seller.writes(_SHOP_MORE, yuan=int(yuan))
            heist.wait(3, 40)
        memo = pick(heist.rng, (None, None, "定金", "货款", "门票", "运费"))
        heist.steal(round(yuan, -1), new=place > 0 and heist.chance(0.2), channel=channel, memo=memo)
    ends(heist)
    ask(heist, "网上买东西付了钱不发货，对方把我拉黑了", at_risk=price, share=0.05)
    heist.wait(60, 1_500)
    seller.writes(_SHOP_GONE, 0.6)


_GAME_ADS = (
    "高价收号，价格好商量，你这号皮肤多，我出{price}。",
    "兄弟卖装备不？{price}收，现在就要。",
    "看到你在世界频道挂的号，{price}可以吗，马上成交。",
    "专业代练，皮肤低价充，首充号有优惠，需要加我。",
    "号还在吗，朋友介绍来的，我着急要，{price}给你。",
)
_GAME_CONTROL = (
    "我怕被骗，到这个平台交易，链接发你，担保平台放心，你先挂售。",
    "这个交易网站我常用，注册一下，我已经在上面付款了，你看余额。",
    "点客服链接，把订单号报给他，就能看到钱了。",
    "我付好了，你去后台查，没问题就把密码给我。",
)
_GAME_MONEY = (
    "提现被冻结，您账号异常，需缴纳等额保证金{yuan}，解冻后一并提出。",
    "您操作失误，银行信息实名不符，充值{yuan}解冻，立即到账。",
    "未上传身份证，超时锁定，激活费{yuan}，可以和余额一起提现。",
    "首次使用要交会员费{yuan}，这个会退的。",
    "还差一步，补{yuan}，系统核对完就全部给您。",
    "您刚刚没有备注编号，账号异常没入账，请再付{yuan}。",
)


def _game(heist: Heist) -> None:
    """A buyer for a game account, a false exchange, and deposits to free the balance shown there."""
    price = min(8_000.0, max(200.0, heist.about(700, 0.7)))
    buyer = Stranger(heist, pick(heist.rng, ("qq", "qq", "wechat", "app")))
    buyer.writes(_GAME_ADS, price=int(round(price, -1)))
    heist.goes_on("hook", 0.75)
    heist.wait(3, 40)
    buyer.writes(_GAME_CONTROL, hosts=(page(heist),))
    heist.goes_on("control", 0.75)
    heist.wait(5, 30)
    clerk = Stranger(heist, pick(heist.rng, ("app", "qq", "wechat")))
    heist.goes_on("transfer", 0.71)
    channel = pick(heist.rng, ("qr", "qr", "wallet", "mobile_bank"))
    for place in range(pick(heist.rng, (1, 1, 2, 2, 3, 4, 5))):
        yuan = price if place == 0 and heist.chance(0.4) else price * heist.between(0.5, 2.2)
        if place:
            heist.wait(3, 30)
        clerk.writes(_GAME_MONEY, 0.9, yuan=int(yuan))
        heist.wait(2, 15)
        heist.steal(float(max(50, round(yuan, -1))), new=heist.chance(0.5), channel=channel)
    ends(heist)
    ask(heist, "卖游戏账号，对方平台提现冻结，还要再充钱", at_risk=price, share=0.05)


_ARMY_CALLS = (
    "对方：老板你好，我是部队采购的陈班长，要订一批大米和油，给个价。本人：要多少？对方：先来二百件。",
    "对方：消防大队司务长，我们食堂要采购一批被子，月底统一结算。本人：可以的，要开票吗？",
    "对方：学校后勤的，新生开学要一批床垫，一起结账，公对公。本人：好的，我算一下。",
    "对方：老板，您店里桶装水送吗？我们单位每周要三十桶。本人：送的，地址发我。",
)
_ARMY_TALK = (
    "武警中队采购单发您，红头文件您看一下，明天上午来拉货。",
    "老板辛苦，货先备好，明天财务过来一起结账。",
    "司务长很重视，数量再加五十件，麻烦您了。",
    "加一下微信，我把清单和地址发给你，车牌号也报给我，要进门登记。",
)
_ARMY_CONTROL = (
    "老板帮个忙，再代购一批自热饭和牛肉罐头，指定品牌，我跟那个供货商有矛盾，你帮我联系。",
    "另外要三十箱佛跳墙，平时都是老李供的，吵了一架，不方便联系他，你加他微信，差价归你。",
    "帐篷四十顶，你先垫付，明天一并给你结，回单我先发你看。",
    "还有一样东西你店里没有，我把厂家的号给你，你去问，别说是我们要。",
)
_ARMY_MONEY = (
    "厂家直发，全款发货，今天不打款明天送不到，货款{yuan}。",
    "起订量要够，加急发货，您转{yuan}到公司账户。",
    "厂家直发的车已经装好了，就等您的款，{yuan}，单位那边不是急吗？",
    "首批还不够数，再补{yuan}，一车给您拉过去。",
)


def _army(heist: Heist) -> None:
    """A large order, then goods the shop does not sell, to be bought of somebody the buyer names."""
    number = mobile(heist.rng)
    heist.ring(heist.between(60, 400), pick(heist.rng, _ARMY_CALLS), peer=number)
    heist.hang_up()
    officer = Stranger(heist)
    heist.goes_on("hook", 0.76)
    heist.wait(5, 90)
    officer.writes(_ARMY_TALK)
    heist.goes_on("control", 0.76)
    heist.day_at(heist.many(0, 2), 9, 16)
    officer.writes(_ARMY_CONTROL)
    if heist.chance(0.4):
        heist.ring(heist.between(40, 300), peer=number)
        heist.hang_up()
    heist.goes_on("transfer", 0.69)
    heist.wait(10, 120)
    supplier = Stranger(heist)
    total = min(200_000.0, max(3_000.0, heist.about(29_000, 0.7)))
    parts = 2 if heist.chance(0.45) else 1
    for place in range(parts):
        if place:
            heist.wait(30, 500)
        yuan = round(total / parts * heist.rng.uniform(0.8, 1.2), -2)
        supplier.writes(_ARMY_MONEY, 0.9, yuan=int(yuan))
        heist.wait(5, 60)
        channel = pick(heist.rng, ("mobile_bank", "mobile_bank", "corp_ebank", "qr"))
        heist.steal(
            yuan, new=place > 0 and heist.chance(0.3), channel=channel, memo=pick(heist.rng, (None, "货款", "罐头"))
        )
    ends(heist)
    ask(heist, "说是部队采购，让我先垫钱给供货商，人联系不上", at_risk=total, share=0.07)
    heist.wait(30, 400)
    officer.writes(("货到了吗？我们车明早过来。", "财务在批，回单先发你。", "还要二十箱，老板再订一点。"), 0.5)


_FAN_ADS = (
    "恭喜进入粉丝福利群，生日回馈，充100返888，仅限今天。",
    "免费送皮肤，领皮肤加客服QQ，蛋仔王者都有，解除防沉迷。",
    "应援群抽中你了，明星签名照免费送，扫码登记。",
    "小朋友你中奖啦，进应援群找小姐姐领礼物，先别告诉别人。",
)
_FAN_CONTROL = (
    "你是未成年人，不能用自己的号，用父母手机操作，不要告诉家长。",
    "拿妈妈手机过来，打QQ视频，把摄像头对着屏幕，我教你点。",
    "去房间里弄，门关好，不要告诉家长，弄完给你发礼物。",
    "密码你知道吗？不知道就说要查作业，让爸爸解开。",
)
_FAN_THREATS = (
    "未成年人操作导致账户冻结，公司损失二十万，要赔偿，不然警察抓你。",
    "律师函已经发到你家，你爸妈要坐牢，快点扫码解冻。",
    "你现在退出，所有人都领不到了，要赔偿的，继续扫。",
    "别哭，按我说的做，弄好了钱会退回你妈妈卡里，没人知道。",
)
_FAN_SCAN = (
    "扫码激活，再扫一次，没成功。",
    "这个码过期了，换一个，再扫一次。",
    "激活账户还差三次，快一点。",
    "数字输1999，点确认。",
    "指纹不行就输密码，快。",
)


def _fan(heist: Heist) -> None:
    """A child with a parent's phone pays many like sums, led by a video call."""
    group = Stranger(heist, "qq")
    group.writes(_FAN_ADS)
    heist.goes_on("hook", 0.72)
    heist.wait(3, 60)
    group.writes(_FAN_CONTROL)
    heist.goes_on("control", 0.75)
    heist.wait(2, 20)
    if heist.chance(0.35):
        heist.code(pick(heist.rng, ("云闪付", "微信支付", "支付宝")), "1069" + digits(heist.rng, 6))
        heist.device("app_install", package="com.unionpay", name="云闪付", store=True)
        heist.wait(2, 8)
    if heist.uses("remote_control", 0.25):
        heist.device("screen_share", "on", package="com.tencent.mobileqq", name="QQ")
    heist.goes_on("transfer", 0.74)
    total = min(90_000.0, max(400.0, heist.about(6_000, 0.9)))
    unit = pick(heist.rng, (100.0, 200.0, 200.0, 500.0, 666.0, 888.0, 999.0, 1_999.0, 4_999.0))
    count = min(60, max(3, round(total / unit)))
    channel = pick(heist.rng, ("qr", "qr", "wallet"))
    for place in range(count):
        if place:
            heist.wait(0.5, 6)
        if heist.chance(0.12):
            group.writes(_FAN_SCAN)
        if heist.chance(0.06):
            group.writes(_FAN_THREATS)
        yuan = unit if heist.chance(0.7) else pick(heist.rng, (100.0, 200.0, 500.0, 1_000.0, 1_999.0))
        heist.steal(yuan, new=heist.chance(0.2), channel=channel, method="payment" if channel == "qr" else "transfer")
    heist.wait(1, 5)
    ends(heist)
    heist.stop_sharing()
    ask(heist, "孩子拿手机玩，说领皮肤，一直在扫码付钱", at_risk=total, share=0.08)


def _buyer(subject: Subject) -> float:
    return by_age(16, 65)(subject) * (2.0 if subject.age <= 40 else 1.0)


def _gamer(subject: Subject) -> float:
    base = by_age(12, 40)(subject) * (3.0 if subject.age <= 26 else 0.8)
    return base * (0.6 if subject.female else 1.0)


def _minder(subject: Subject) -> float:
    """Parents, grandparents, and children with a phone of their own."""
    if subject.kind != "personal":
        return 0.0
    if 10 <= subject.age <= 15:
        return 1.0
    grand = 0.6 if 55 <= subject.age <= 70 else 0.0
    return (1.5 if subject.household else 0.8) if 30 <= subject.age <= 48 else grand


_PLAY = tuple(0.2 if hour < 9 else 2.0 if 19 <= hour <= 23 else 0.8 for hour in range(24))
_AFTER_SCHOOL = tuple(1.0 if 16 <= hour <= 21 else 0.5 if 10 <= hour <= 15 else 0.0 for hour in range(24))

TRADE = (
    Scheme("fake_shopping_service", 0.069, _shop, _buyer, WAKING),
    Scheme("game_trade", 0.021, _game, _gamer, _PLAY, (0.8, 0.8, 0.8, 0.8, 1.0, 1.5, 1.5)),
    Scheme("military_purchase", 0.011, _army, merchants, DAYTIME, WORKDAYS),
    Scheme("minor_fan_benefit", 0.010, _fan, _minder, _AFTER_SCHOOL, (0.6, 0.6, 0.6, 0.6, 1.0, 2.0, 2.0)),
)
