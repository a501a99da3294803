"""People who claim to be customer service: insurance, parcel, flight (DOMAIN 4.1, 4.8, 4.16)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import DAYTIME, WAKING, by_age
from fraudguard.simulate.confusers.made_up import digits, lender, merchant, own_account, pick
from fraudguard.simulate.schemes.scheme import Heist, Scheme
from fraudguard.simulate.story import Subject

__all__ = ["SERVICE"]

_FAKE_APPS = ("银联会议", "中银会议", "抖音会议", "云会通", "客服派", "云视通", "会议宝", "云会议", "航讯通", "微服务")
_ISSUERS = ("工商银行", "建设银行", "支付宝", "微信支付", "数字人民币", "云闪付", "招商银行")

_INSURANCE_HOOKS = (
    "对方：您好，这里是微信支付客服，您开通的百万保障免费试用已到期，今晚12点以后每月自动扣除800元。本人：我没开过啊。",
    "对方：我是保险公司的，您名下的百万医疗保险今天到期，不取消的话每年扣9600，会从绑定的卡里划走。本人：怎么取消？",
    "对方：抖音客服，您的直播会员体验期结束了，续费两千一个月，您要是不用我帮您关掉。本人：关掉关掉。",
    "对方：您在我们平台有一个保障服务明天开始收费，我这边是专门负责退订的，几分钟就好。本人：那你帮我弄一下。",
    "对方：支付宝的免密支付给您自动扣费服务开上了，不处理影响个人征信。本人：那不行，怎么处理？",
)
_INSURANCE_PRESSURE = (
    "对方：今天不办理，系统就自动续费了，钱扣了谁也退不回来，征信也会有记录。本人：我现在就办。",
    "对方：您不要挂断，挂断了就要排队到下周，到时候已经扣款了。本人：好，我不挂。",
)
_INSURANCE_CONTROL = (
    "对方：请您下载会议软件，输入会议号，打开屏幕共享，我一步一步教您关闭。本人：点哪里？",
    "对方：我把链接发给您，装好以后给我报一下上面的数字，后面的界面我来操作，您手机不要动。本人：好了，九位数字。",
    "对方：您先把几张卡里的钱集中到一张卡上，免得被扣。本人：哦，那我转一下。",
)
_INSURANCE_TRANSFER = (
    "对方：现在转一笔钱验证一下账户能不能正常使用，马上原路返还。本人：收到了，退回来了。",
    "对方：银联中心要您交一笔保证金对冲，三个工作日退回。本人：这么多？对方：只是走个流程。",
    "对方：正在与银联对接，请勿触碰屏幕，验证码念给我。本人：四八……",
    "对方：这步只是核对余额，数字输进去不会真的出去，确认就行。本人：点了。",
)


def _gathers(heist: Heist, share: float) -> None:
    """The victim moves what other banks hold, or a deposit, into one card."""
    if not heist.chance(share):
        return
    if heist.chance(0.3):
        heist.receive(own_account(heist.rng, heist.subject), heist.between(10_000, 80_000), method="deposit_break")
        heist.wait(2, 8)
    for _ in range(heist.many(1, 3)):
        heist.receive(own_account(heist.rng, heist.subject), heist.between(2_000, 40_000))
        heist.wait(2, 9)


def _borrows(heist: Heist, yuan: float) -> None:
    """A loan is taken on the phone and is there within minutes."""
    heist.code(pick(heist.rng, ("借呗", "微粒贷", "京东金条", "度小满")), "1069" + digits(heist.rng, 6))
    heist.wait(1, 5)
    heist.receive(lender(heist.rng), max(1000, round(yuan, -3)), method="loan", memo="放款")


def _tested(heist: Heist) -> None:
    """A small sum goes out and comes back, to show that the account works."""
    small = pick(heist.rng, (76.0, 50.0, 98.0, 100.0, 18.8, 1.0, 66.0))
    heist.steal(small, memo="验证" if heist.chance(0.3) else None)
    if heist.chance(0.7):
        heist.wait(1, 12)
        heist.receive(heist.payee(), small)
    heist.wait(3, 25)


def _insurance(heist: Heist) -> None:
    whole = heist.between(2_700, 9_000)
    speech = [pick(heist.rng, _INSURANCE_HOOKS)]
    if heist.chance(0.15):
        heist.say(
            pick(heist.rng, (
                "您的微信百万保障今晚12点到期，将每月自动扣除800元，如需关闭请回电。",
                "尊敬的用户，您开通的百万医疗保险已扣费成功，如非本人操作请联系专员取消。",
                "您的直播权益明日起收取年费，退订请添加在线专员。",
            )),
            channel="sms",
        )  # fmt: skip
        heist.wait(5, 120)
    heist.stage = heist.reached = "hook"
    if not heist.chance(0.62):
        heist.ring(heist.between(20, 400), speech[0])
        heist.hang_up()
        return
    speech += [pick(heist.rng, _INSURANCE_PRESSURE), pick(heist.rng, _INSURANCE_CONTROL)]
    if heist.chance(0.36):
        heist.ring(heist.between(300, 1500), "".join(speech))
        heist.stage = heist.reached = "control"
        heist.wait(4, 12)
        if heist.uses("remote_control", 0.4):
            heist.share_screen(fake=_FAKE_APPS)
        heist.hang_up()
        heist.stop_sharing()
        return
    speech.append(pick(heist.rng, _INSURANCE_TRANSFER))
    heist.ring(whole, "".join(speech))
    heist.stage = heist.reached = "control"
    heist.wait(5, 18)
    if heist.chance(0.7):
        heist.share_screen(fake=_FAKE_APPS)
    if heist.chance(0.06):
        heist.device("call_forward", "on", package="", name="")
    heist.wait(2, 10)
    _gathers(heist, 0.30)
    for _ in range(heist.many(0, 3)):
        heist.code(pick(heist.rng, _ISSUERS), "95588")
        heist.wait(0.3, 2)
    _emptied(heist, heist.about(25_000))
    heist.wait(1, 20)
    heist.stage = heist.reached = "after"
    heist.hang_up()
    heist.stop_sharing()


def _emptied(heist: Heist, total: float) -> None:
    """What the account holds goes in several ways, now and then with a loan on top."""
    if heist.chance(0.25):
        _borrows(heist, total * heist.between(0.4, 1.2))
        heist.wait(2, 8)
    heist.stage = heist.reached = "transfer"
    if heist.chance(0.45):
        _tested(heist)
    if heist.uses("nfc_tap", 0.10):
        heist.device("nfc_read", package=f"com.{digits(heist.rng, 5)}.pay", name="NFO-X")
        for _ in range(heist.many(2, 4)):
            heist.steal(total / 3, method="payment", channel="nfc")
            heist.wait(0.5, 3)
    else:
        channel = "ecny" if heist.chance(0.15) else "mobile_bank"
        memo = pick(heist.rng, (None, None, None, "保证金", "认证金", "验证"))
        heist.in_steps(total, heist.many(1, 5), 3, 22, channel=channel, memo=memo)
    if heist.chance(0.06):
        heist.report(
            pick(heist.rng, ("family", "teller", "self")), "说是微信客服让关闭百万保障，正在往外转钱", at_risk=total
        )


_PARCEL_HOOKS = (
    "对方：您好，快递公司的，您前两天的包裹丢失了，我们按双倍理赔给您。本人：哪个包裹？对方：一百二十八的那件。",
    "对方：我是店铺客服，您买的衣服检测出甲醛超标，要召回退款，三倍赔您。本人：好啊，怎么退？",
    "对方：电商平台的，工作人员误操作给您误开代理商会员，每月扣五百，要给您取消。本人：我不要会员。",
    "对方：您那单快件破损了，仓库给您登记了赔付，需要您手机上领一下。本人：在哪里领？",
    "对方：您上周买的洗衣液质检没过，厂家全额退，我加您扣扣给您走流程。本人：通过了。",
    "对方：站点这边车子着火，您的件烧了，给您报了赔偿，支付宝里点一下就能收。本人：真的假的，我看看。",
    "对方：实习生把您的号录进批发商名单了，今晚不撤每周扣500，我转后台给您。本人：赶紧撤。",
)
_PARCEL_CHATS = (
    "亲，您购买的商品检出荧光剂，现三倍赔偿，请添加退款专员办理。",
    "【速运】您的快件破损，请联系理赔客服领取补偿。",
    "您好，退款理赔的工单已生成，按我发的步骤操作就行，有不懂的截图给我。",
    "二维码发您了，扫一下走对账，扫完钱就回去了。",
    "这边看到超时了，您别急，重新来一次就能解开。",
)
_PARCEL_TRANSFER = (
    "对方：您点备用金，里面那五百就是赔给您的，多的转回来给我们。本人：哦，多退的转到哪里？",
    "对方：您的芝麻信用不足，先从借呗里把额度取出来刷一下信誉，钱转到对接的账户会原路退。本人：取出来了。",
    "对方：超时了，循环通道关不掉，要再转一笔才能解除。本人：前面那笔什么时候退？",
    "对方：财务那边操作失误多打了，您按我说的账号退过来，不然我要被扣工资。本人：行，我退给你。",
    "对方：您打开花呗旁边那个额度，点提取，到账的就是我们垫付的赔偿，差额还回公司。本人：这不是借钱吗？对方：只是通道。",
    "对方：卡单了，刚才那笔在系统里挂着，再走一笔同样的数就一起出来。本人：好吧。",
    "对方：把短信里那串数字报一下，我这边撤销才能生效。本人：三七九……",
)


def _parcel(heist: Heist) -> None:
    if heist.chance(0.6):
        heist.pay(merchant(heist.rng, "网店"), heist.between(60, 400), method="payment", channel="quick_pay")
        heist.wait(1_000, 5_000)
        heist.day_at(0, 9, 17)
    hook = pick(heist.rng, _PARCEL_HOOKS)
    if heist.chance(0.2):
        heist.say(pick(heist.rng, _PARCEL_CHATS[:2]), channel="sms")
        heist.wait(3, 90)
    heist.stage = heist.reached = "hook"
    if not heist.chance(0.6):
        heist.ring(heist.between(30, 300), hook)
        heist.hang_up()
        return
    if heist.chance(0.34):
        heist.ring(heist.between(200, 900), hook + "本人：我先问问平台。")
        heist.stage = heist.reached = "control"
        heist.hang_up()
        return
    heist.ring(heist.between(1_200, 7_200), hook + pick(heist.rng, _PARCEL_TRANSFER))
    heist.stage = heist.reached = "control"
    heist.wait(4, 15)
    if heist.chance(0.3):
        heist.say(pick(heist.rng, _PARCEL_CHATS[2:]), channel=pick(heist.rng, ("qq", "wechat")))
        heist.wait(1, 4)
    if heist.chance(0.5):
        heist.share_screen(fake=_FAKE_APPS)
    total = heist.about(20_000, 1.0)
    heist.stage = heist.reached = "transfer"
    if heist.chance(0.5):
        heist.steal(pick(heist.rng, (254.0, 300.0, 372.0, 218.0, 500.0)), memo=pick(heist.rng, (None, "退款")))
        heist.wait(4, 20)
    rounds = heist.many(1, 4)
    for part in range(rounds):
        amount = total / rounds * heist.between(0.6, 1.5)
        if heist.chance(0.75):
            _borrows(heist, amount)
            heist.wait(2, 10)
        heist.steal(
            round(amount),
            new=part > 0 and heist.chance(0.4),
            channel=pick(heist.rng, ("mobile_bank", "mobile_bank", "qr")),
        )
        if part == 0 and heist.chance(0.05):
            heist.report(
                pick(heist.rng, ("family", "self")), "电商客服让在借呗里取钱，说是退款多打了要还回去", at_risk=total
            )
        heist.wait(8, 50)
    heist.stage = heist.reached = "after"
    heist.hang_up()
    heist.stop_sharing()


_FLIGHT_TEXTS = (
    "【航空】尊敬的旅客，您预订的航班因机械故障取消，请联系客服办理退改签，可获理赔300元。",
    "您乘坐的航班因天气原因延误，每位旅客补偿300元，请致电民航客服在线办理。",
    "旅客您好，您的航班已取消，改签需在起飞前办理，联系退票专员领取延误补偿。",
    "您好，您明天的行程有变动，座位已给您保留到另一班，办理手续请回拨此号。",
    "【出行】前方列车停运，您的车票可全额退还并领取延误险，请于两小时内致电办理。",
    "尊敬的乘客，您所乘飞机起落架检修，今日不起飞，工作人员稍后为您签转，请保持电话畅通。",
)
_FLIGHT_CALLS = (
    "对方：民航理赔专员，您的航班取消了，补偿三百，需要开通企业支付才能打给您。本人：怎么开通？",
    "对方：请下载航讯通，打开屏幕共享，我教您操作退票。本人：好，装好了。",
    "对方：您信用额度不够，企业收款开不了，先去借一笔走一下流水，马上给您平掉。本人：借好了。",
    "对方：把银行卡贴手机背面感应一下，就是核实身份。本人：滴了一声。",
    "对方：您是某某对吧，身份证尾号也对，航司给您三百的延误补偿，收款渠道要先激活。本人：好的，飞不了我还得重买。",
    "对方：屏幕上现在黑了是正常的，在对接，您别碰。本人：怎么收到扣款短信了？对方：那是预授权，会撤销的。",
    "对方：备付金没达到，差额先补进来，跟退票款一起回到您卡上。本人：要补多少？",
    "对方：您卡里余额不够，系统认不出来，先把别的钱集中到一张卡。本人：挪好了。",
)


def _flight(heist: Heist) -> None:
    heist.pay(
        merchant(heist.rng, "航空票务"), heist.between(500, 3_000), method="payment", channel="quick_pay", memo="机票"
    )
    heist.day_at(heist.many(1, 12), 9, 20)
    heist.stage = heist.reached = "hook"
    if heist.chance(0.7):
        heist.say(pick(heist.rng, _FLIGHT_TEXTS), channel="sms")
        heist.wait(2, 40)
    if not heist.chance(0.62):
        return
    if heist.chance(0.34):
        heist.ring(heist.between(60, 700), _FLIGHT_CALLS[0])
        heist.stage = heist.reached = "control"
        heist.hang_up()
        return
    heist.ring(heist.between(1_200, 4_500), pick(heist.rng, _FLIGHT_CALLS) + pick(heist.rng, _FLIGHT_CALLS))
    heist.stage = heist.reached = "control"
    heist.wait(3, 12)
    if heist.chance(0.5):
        heist.share_screen(fake=("航讯通", "航信通", "云会议", "客服派"))
    for _ in range(heist.many(0, 3)):
        heist.code(pick(heist.rng, _ISSUERS), "95533")
        heist.wait(0.5, 2)
    total = heist.about(20_000)
    if heist.chance(0.45):
        _borrows(heist, total * heist.between(0.5, 1.2))
        heist.wait(2, 8)
    heist.stage = heist.reached = "transfer"
    if heist.uses("nfc_tap", 0.25):
        heist.device("nfc_read", package=f"com.{digits(heist.rng, 5)}.tap", name="退票助手")
        for _ in range(heist.many(1, 3)):
            heist.steal(total / 2, method="payment", channel="nfc")
            heist.wait(0.5, 4)
    else:
        heist.in_steps(total, heist.many(1, 4), 2, 18, new_each=0.3)
    heist.stage = heist.reached = "after"
    heist.hang_up()
    heist.stop_sharing()


def _insured(subject: Subject) -> float:
    base = by_age(25, 80)(subject)
    tilt = 2.0 if 35 <= subject.age <= 75 else 0.7
    return base * tilt * (1.2 if subject.female else 1.0)


def _shopper(subject: Subject) -> float:
    return by_age(18, 55)(subject) * (2.0 if subject.age <= 40 else 1.0)


SERVICE = (
    Scheme("guarantee_closure", 0.12, _insurance, _insured, DAYTIME),
    Scheme("fake_logistics_cs", 0.05, _parcel, _shopper, WAKING),
    Scheme("ticket_refund", 0.03, _flight, by_age(20, 60), WAKING),
)
