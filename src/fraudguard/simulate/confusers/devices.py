"""Shared screens, remote help and handset changes of honest people (rows 2 to 4, and the twins of 4.2 and 4.26)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import (
    DAYTIME,
    EVENING,
    OFFICE,
    WAKING,
    WORKDAYS,
    Confuser,
    adults,
    by_age,
    companies,
    office,
)
from fraudguard.simulate.confusers.made_up import (
    company,
    digits,
    hotline,
    known_person,
    landline,
    merchant,
    mobile,
    pick,
    private_name,
)
from fraudguard.simulate.confusers.scene import HOUR, Scene
from fraudguard.simulate.story import Subject

__all__ = ["DEVICES", "MEETINGS", "REMOTES"]

MEETINGS = (
    ("com.tencent.wemeet.app", "腾讯会议"),
    ("com.alibaba.android.rimet", "钉钉"),
    ("com.ss.android.lark", "飞书"),
    ("com.tencent.wework", "企业微信"),
    ("us.zoom.videomeetings", "Zoom"),
)
REMOTES = (
    ("com.oray.sunlogin", "向日葵远程控制"),
    ("youqu.android.todesk", "ToDesk"),
    ("com.netease.uuremote", "UU远程"),
    ("com.teamviewer.quicksupport.market", "TeamViewer QuickSupport"),
    ("com.vivo.remoteassistant", "远程协助"),
)
CHATS = (("com.tencent.mm", "微信"), ("com.tencent.mobileqq", "QQ"))


def _bill(scene: Scene) -> None:
    """An everyday bill or shop, now and then to somebody paid before."""
    choice = scene.many(0, 3)
    if choice == 0:
        scene.pay(known_person(scene.rng, scene.subject), scene.between(50, 3_000))
    elif choice == 1:
        power = company(scene.rng, pick(scene.rng, ("供电", "自来水", "燃气", "物业服务")), region="本市")
        scene.pay(power, scene.between(40, 1_800), method="payment", memo=pick(scene.rng, ("电费", "水费", "物业费")))
    else:
        shop = merchant(scene.rng, pick(scene.rng, ("咖啡", "快餐", "便利店", "网店", "加油站")))
        scene.pay(shop, scene.between(9, 400), method="payment", channel=pick(scene.rng, ("qr", "quick_pay")))


def _meeting(scene: Scene) -> None:
    """A real meeting, the screen shared for slides, and a bill paid on the same telephone meanwhile or just after."""
    package, name = pick(scene.rng, MEETINGS)
    if scene.chance(0.6):
        number = f"{digits(scene.rng, 3)}-{digits(scene.rng, 3)}-{digits(scene.rng, 3)}"
        text = pick(
            scene.rng,
            (
                f"周会改到现在，{name}会议号{number}，大家进一下",
                f"{private_name(scene.rng)}邀请您参加{name}，会议号：{number}，入会后请静音",
                "需求评审开始了，谁来共享屏幕？",
                "客户在线上等着，麻烦你进会议共享一下方案",
            ),
        )
        scene.message(text, sender=pick(scene.rng, ("项目群", "部门群", "王经理")), channel="wechat", known=True)
        scene.wait(1, 15)
    if scene.chance(0.12):
        scene.device("app_install", package=package, name=name, store=True)
        scene.wait(1, 5)
    scene.device("app_open", package=package, name=name)
    scene.wait(1, 25)
    scene.device("screen_share", "on", package=package, name=name)
    for _ in range(scene.many(0, 2)):
        scene.wait(2, 20)
        if scene.chance(0.25):
            scene.call(mobile(scene.rng), scene.many(15, 90), said="对方：您好，您的快递放驿站了。本人：好的，谢谢。")
        _bill(scene)
    if scene.chance(0.15):  # a shop or a login asks for a code in the middle of it
        scene.code(pick(scene.rng, ("淘宝", "铁路购票", "工商银行", "中国移动")), "106" + digits(scene.rng, 8))
    scene.wait(3, 60)
    scene.device("screen_share", "off", package=package, name=name)
    if scene.chance(0.5):
        scene.wait(1, 25)
        _bill(scene)


def _finance_meeting(scene: Scene) -> None:
    """Finance shows the books in a planned meeting and pays suppliers long known in the online bank."""
    package, name = pick(scene.rng, MEETINGS[:4])
    text = pick(
        scene.rng,
        (
            "十点月结会，财务准备一下，会上过一下本月付款清单",
            "会议号发群里了，出纳共享屏幕，大家对一下应付",
            "付款评审会开始，先看合同款再看往来款",
            "审计老师在线上，麻烦投屏网银流水给他看",
        ),
    )
    scene.message(text, sender=pick(scene.rng, ("财务部群", "总账小李", "财务总监")), channel="wechat", known=True)
    scene.wait(5, 60)
    scene.device("screen_share", "on", package=package, name=name)
    if scene.chance(0.4):
        scene.call(scene.friend(), scene.many(60, 400), contact=True)
    for _ in range(scene.many(1, 4)):
        scene.wait(3, 15)
        supplier = known_person(scene.rng, scene.subject, kind="corp")
        memo = pick(scene.rng, ("货款", "合同款", "服务费", "往来款"))
        scene.pay(supplier, scene.between(3_000, 300_000), channel="corp_ebank", memo=memo)
    scene.wait(3, 30)
    scene.device("screen_share", "off", package=package, name=name)


def _it_support(scene: Scene) -> None:
    """The firm's support repairs something by remote control; the telephone call is with the firm's own desk."""
    package, name = pick(scene.rng, REMOTES[:4])
    desk = landline(scene.rng, home=True)
    in_book = scene.chance(0.6)
    if scene.chance(0.7):
        said = pick(
            scene.rng,
            (
                "对方：我是信息科小吴，您报的打印机问题，麻烦打开向日葵，把设备代码念给我，我远程操作一下。本人：好。",
                "对方：OA登不上是吧，我远程协助你，别关软件。本人：行，你弄吧。",
                "对方：会计软件要升级，您把连接码报给我，过程中请勿触碰屏幕，十分钟就好。本人：好的。",
            ),
        )
        scene.call(desk, scene.many(120, 1_500), contact=in_book, out=scene.chance(0.4), said=said)
        scene.wait(0.5, 3)
    if scene.chance(0.3):
        scene.device("app_install", package=package, name=name, store=scene.chance(0.85))
        scene.wait(0.5, 3)
    scene.device("remote_control", "on", package=package, name=name)
    scene.wait(4, 40)
    if scene.chance(0.1):
        scene.device("screen_black", "once", package=package, name=name)
    scene.device("remote_control", "off", package=package, name=name)
    if scene.chance(0.35):
        scene.wait(5, 50)
        _bill(scene)
    if scene.subject.role == "finance" and scene.chance(0.5):
        scene.wait(5, 50)
        scene.pay(
            known_person(scene.rng, scene.subject, kind="corp"), scene.between(2_000, 80_000), channel="corp_ebank"
        )


def _child_helps(scene: Scene) -> None:
    """A son or daughter helps by remote control or shared screen, and sometimes pays something with the parent."""
    package, name = pick(scene.rng, REMOTES + CHATS + MEETINGS[:1])
    child = scene.friend()
    asked = pick(
        scene.rng,
        (
            "妈，你把屏幕共享打开，我看看你手机怎么弄的",
            "爸，点一下远程协助，我帮你远程弄",
            "妈你下个腾讯会议，我把会议号发你，进来我教你交医保",
            "把会议号输进去，点共享屏幕，别挂电话",
            "奶奶，你按我说的点，我远程指导你",
        ),
    )
    if scene.chance(0.5):
        scene.message(asked, sender=child, channel="wechat", known=True)
        scene.wait(0.5, 6)
    said = f"对方：{asked}。本人：哎，好，你慢点说。对方：不用怕，我是你儿子，我来操作。" if scene.chance(0.7) else None
    scene.call(child, scene.many(400, 2_700), contact=True, out=scene.chance(0.4), said=said)
    scene.wait(1, 5)
    sort = "remote_control" if (package, name) in REMOTES else "screen_share"
    if sort == "remote_control" and scene.chance(0.5):
        scene.device("app_install", package=package, name=name, store=True)
        scene.wait(0.5, 3)
    scene.device(sort, "on", package=package, name=name)
    scene.wait(1, 6)
    if scene.chance(0.35):
        scene.code(pick(scene.rng, ("国家医保局", "工商银行", "中国移动", "电子社保卡")), "106" + digits(scene.rng, 8))
    if scene.chance(0.45):
        for _ in range(scene.many(1, 2)):
            if scene.chance(0.4):
                memo = pick(scene.rng, ("医保缴费", "挂号费", "电费"))
                scene.pay(
                    company(scene.rng, "公共服务", region="本市"), scene.between(50, 800), method="payment", memo=memo
                )
            else:
                scene.pay(known_person(scene.rng, scene.subject), scene.between(200, 20_000))
            scene.wait(1, 8)
    scene.wait(2, 15)
    scene.device(sort, "off", package=package, name=name)
    scene.hang_up()


def _shop_support(scene: Scene) -> None:
    """The maker of a router or a television is called and looks at the screen; the buyer called the printed number."""
    package, name = pick(scene.rng, CHATS + REMOTES[:2])
    line = hotline(scene.rng)
    said = (
        "本人：你好，新买的电视投屏连不上。对方：您好，请您打开屏幕共享，我看一下设置页面。"
        "本人：好了。对方：不需要任何费用。"
    )
    scene.call(line, scene.many(300, 1_500), out=True, said=said)
    scene.wait(2, 6)
    scene.device("screen_share", "on", package=package, name=name)
    scene.wait(4, 15)
    scene.device("screen_share", "off", package=package, name=name)
    scene.hang_up()
    if scene.chance(0.3):
        scene.wait(5, 60)
        _bill(scene)


def _casting(scene: Scene) -> None:
    """A film is cast to the television and dinner is paid meanwhile."""
    scene.device("screen_share", "on", package="com.android.systemui", name="无线投屏")
    scene.wait(5, 70)
    _bill(scene)
    scene.wait(10, 100)
    scene.device("screen_share", "off", package="com.android.systemui", name="无线投屏")


def _new_phone(scene: Scene) -> None:
    """A new telephone: codes of many firms, apps put in again, calls forwarded for a day, a test payment."""
    for _ in range(scene.many(4, 9)):
        issuer = pick(
            scene.rng, ("微信", "支付宝", "工商银行", "建设银行", "中国移动", "淘宝", "京东", "铁路购票", "云闪付")
        )
        scene.code(issuer, "106" + digits(scene.rng, 8))
        if scene.chance(0.6):
            app = pick(
                scene.rng, (("com.unionpay", "云闪付"), ("com.eg.android.AlipayGphone", "支付宝"), *MEETINGS, *CHATS)
            )
            scene.device("app_install", package=app[0], name=app[1], store=True)
        scene.wait(0.5, 4)
    if scene.chance(0.3):
        scene.device("call_forward", "on", package="com.android.phone", name="电话")
    if scene.chance(0.5):
        payee = known_person(scene.rng, scene.subject)
        scene.pay(payee, pick(scene.rng, (0.01, 1, 10, 100)), memo="测试")
        if scene.events[-1].get("device.is_new") is not None:
            scene.events[-1]["device.is_new"] = True
    scene.wait(1, 20, HOUR)
    _bill(scene)


def _nfc(scene: Scene) -> None:
    """A bus card or a bank card is put on the telephone's back for a top-up or a wallet."""
    app = pick(scene.rng, (("com.unionpay", "云闪付"), ("com.vivo.wallet", "钱包"), ("cn.gov.pbc.dcep", "数字人民币")))
    for _ in range(scene.many(1, 3)):
        scene.device("nfc_read", package=app[0], name=app[1])
        scene.wait(0.2, 2)
    scene.code(pick(scene.rng, ("云闪付", "工商银行", "公交一卡通")), "106" + digits(scene.rng, 8))
    scene.wait(0.5, 3)
    bus = merchant(scene.rng, "公交卡充值")
    scene.pay(
        bus, pick(scene.rng, (20, 50, 100, 200)), method="topup", channel=pick(scene.rng, ("nfc", "quick_pay", "ecny"))
    )


def _outside_app(scene: Scene) -> None:
    """An app from outside the store: the works' own, a school's, a reader for weak eyes that needs accessibility."""
    package, name = pick(
        scene.rng,
        (
            ("com.local.oa.mobile", "移动办公"),
            ("com.school.parents", "家校通"),
            ("com.reader.bigfont", "大字朗读"),
            ("com.rider.partner", "骑手端"),
            ("com.warehouse.pda", "仓储助手"),
        ),
    )
    scene.message(
        f"请从网页下载{name}安装包，装好后{pick(scene.rng, ('登录工号', '开启无障碍权限', '允许通知'))}",
        sender="通知群",
        channel="wechat",
        known=True,
    )
    scene.wait(2, 60)
    scene.device("app_install", package=package, name=name, store=False)
    if scene.chance(0.5):
        scene.wait(0.5, 5)
        scene.device("accessibility", "on", package=package, name=name)
    scene.wait(5, 240)
    _bill(scene)


def _helped(subject: Subject) -> float:
    """Whom children help: mostly people over 55."""
    return 3.0 if subject.age >= 60 else 1.0 if subject.age >= 50 else 0.1 if subject.age >= 30 else 0.0


DEVICES = (
    Confuser("meeting_bill", "Real meeting on 腾讯会议 while paying a bill", 6.0, _meeting, office, OFFICE, WORKDAYS),
    Confuser(
        "finance_meeting",
        "Finance in a planned meeting pays known suppliers (4.2 veto)",
        2.0,
        _finance_meeting,
        companies,
        OFFICE,
        WORKDAYS,
    ),
    Confuser("it_support", "IT support uses 向日葵/ToDesk", 3.0, _it_support, office, OFFICE, WORKDAYS),
    Confuser("child_helps", "Son helps mother by remote app", 4.0, _child_helps, _helped, WAKING),
    Confuser(
        "maker_support",
        "A maker's hotline, called by the buyer, looks at the screen",
        1.2,
        _shop_support,
        adults,
        DAYTIME,
    ),
    Confuser("casting", "A film cast to the television while paying", 2.0, _casting, by_age(16, 60), EVENING),
    Confuser("new_phone", "A new telephone is set up: codes, apps, forwarding", 3.0, _new_phone, adults, WAKING),
    Confuser("nfc_card", "A card on the telephone's back for a wallet or a bus card (4.26)", 1.5, _nfc, adults, WAKING),
    Confuser(
        "outside_app",
        "An app of the employer or school from outside the store",
        1.5,
        _outside_app,
        by_age(18, 75),
        DAYTIME,
    ),
)
