"""Honest texts that speak the swindlers' words: warnings, news, drama, lessons and talk about them (row 1)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import DAYTIME, WAKING, Confuser, adults, everyone, students
from fraudguard.simulate.confusers.made_up import CITIES, known_person, merchant, pick, private_name, sms_port
from fraudguard.simulate.confusers.scene import DAY, HOUR, MINUTE, Scene
from fraudguard.simulate.confusers.warning_words import ASIDES, CLOSERS, DRAMA, NEWS, OPENERS, QUIZ, TRICKS

__all__ = ["WARNINGS"]


def _tricks(scene: Scene, low: int, high: int) -> list[str]:
    count = scene.many(low, high)
    chosen = scene.rng.choice(len(TRICKS), size=count, replace=False)
    return [TRICKS[int(place)] for place in chosen]


def _filled(scene: Scene, forms: tuple[str, ...]) -> str:
    return pick(scene.rng, forms).format(
        trick=_tricks(scene, 1, 1)[0],
        name=private_name(scene.rng)[0] + pick(scene.rng, ("女士", "先生", "大爷", "阿姨")),
        city=pick(scene.rng, CITIES),
        amount=scene.many(2, 60) * 5000,
        n=scene.many(2, 40),
    )


def _life_goes_on(scene: Scene, share: float) -> None:
    """Sometimes an ordinary payment follows soon, so that a text near a payment is no proof."""
    if not scene.chance(share):
        return
    scene.wait(2, 90)
    if scene.chance(0.5):
        scene.pay(known_person(scene.rng, scene.subject), scene.between(50, 5_000))
    else:
        shop = merchant(scene.rng, pick(scene.rng, ("超市", "面馆", "药房", "服装店", "水果店")))
        scene.pay(shop, scene.between(8, 600), method="payment", channel="qr")


def _broadcast(scene: Scene) -> None:
    """A warning in the group of the residents, of the grid or of the works."""
    tricks = _tricks(scene, 1, 5)
    if len(tricks) > 2:
        body = "".join(f"{place}、{trick}；" for place, trick in enumerate(tricks, 1))
    else:
        body = "，".join(tricks) + "。"
    text = pick(scene.rng, OPENERS) + body + pick(scene.rng, CLOSERS)
    sender = pick(scene.rng, ("社区民警小周", "网格员刘姐", "物业管家", "派出所反诈专班", "单位保卫科", "居委会"))
    scene.message(text, sender=sender, channel="wechat", known=scene.chance(0.8))
    if scene.chance(0.3):
        scene.wait(1, 40)
        answer = pick(scene.rng, ("收到", "已转发家人群", "我上周就接到过这种电话", "谢谢提醒，已告诉老人"))
        scene.message(answer, sender="邻居", channel="wechat", known=True)
    _life_goes_on(scene, 0.25)


def _bank_notice(scene: Scene) -> None:
    """A bank's warning by text, in its app just before a transfer, or spoken in a call back."""
    trick = _tricks(scene, 1, 1)[0]
    line = pick(scene.rng, ("95588", "95533", "95599", "95566", "95555"))
    bank = {"95588": "工商银行", "95533": "建设银行", "95599": "农业银行", "95566": "中国银行", "95555": "招商银行"}[
        line
    ]
    closer = pick(scene.rng, CLOSERS[:3])
    if scene.chance(0.5):
        scene.message(f"【{bank}】转账前请确认：{trick}，请勿转账。{closer}", sender=bank, channel="app")
        scene.wait(0.2, 3)
        payee = known_person(scene.rng, scene.subject)
        scene.pay(payee, scene.between(500, 30_000), memo=pick(scene.rng, ("还款", "房租", "货款", None)))
    elif scene.chance(0.8):
        scene.message(f"【{bank}】提醒您：{trick}。{closer}", sender=line)
    else:
        said = (
            f"对方：您好，这里是{bank}，刚才那笔转账是您本人操作吗？如果有人说{trick}，请不要相信。"
            "本人：是我自己转给家里的，谢谢。"
        )
        scene.pay(known_person(scene.rng, scene.subject), scene.between(5_000, 80_000))
        scene.wait(3, 20)
        scene.call(line, scene.many(60, 240), said=said)


def _ministry_text(scene: Scene) -> None:
    """A 12381 text, in a third of cases after a stranger really called."""
    if scene.chance(0.35):
        caller = pick(scene.rng, ("164", "169")) + f"{scene.many(0, 10**8 - 1):08d}"
        scene.call(caller, scene.many(10, 150), marked="user_marked" if scene.chance(0.4) else None)
        scene.hang_up()
        scene.wait(1, 20)
    kind = pick(scene.rng, ("冒充客服", "刷单返利", "冒充公检法", "虚假贷款", "虚假投资理财", "冒充领导熟人"))
    trick = _tricks(scene, 1, 1)[0]
    text = pick(
        scene.rng,
        (
            f"【涉诈预警】您可能正在遭遇{kind}诈骗，{trick}。请立即终止联系，谨防上当。",
            f"【工信部反诈】您近期接到的来电疑似{kind}。凡是{trick}的都是诈骗，请勿转账。",
            f"【涉诈预警劝阻】提醒您：{trick}，这是{kind}骗局，如已转账请拨打110。",
        ),
    )
    scene.message(text, sender="12381")
    _life_goes_on(scene, 0.3)


def _news_or_drama(scene: Scene) -> None:
    """News, a film, or somebody's talk about one."""
    if scene.chance(0.55):
        scene.message(
            _filled(scene, NEWS), sender=pick(scene.rng, ("晚报", "今日头条新闻", "本地宝", "都市快报")), channel="app"
        )
    else:
        scene.message(_filled(scene, DRAMA), sender=scene.friend(), channel="wechat", known=True)
    _life_goes_on(scene, 0.25)


def _quiz(scene: Scene) -> None:
    """A lesson, an exam question or homework about the tricks."""
    channel, sender = pick(
        scene.rng, (("wechat", "班主任"), ("qq", "辅导员"), ("app", "安全教育平台"), ("wechat", "人事小陈"))
    )
    for _ in range(scene.many(1, 3)):
        scene.message(_filled(scene, QUIZ), sender=sender, channel=channel, known=True)
        scene.wait(0.5, 30)
    _life_goes_on(scene, 0.2)


def _talk(scene: Scene) -> None:
    """Family and friends tell one another what happened, without the tone of a notice."""
    scene.message(_filled(scene, ASIDES), sender=scene.friend(), channel="wechat", known=True)
    if scene.chance(0.4):
        scene.wait(1, 30)
        scene.call(scene.friend(), scene.many(60, 900), contact=True, out=scene.chance(0.5))
        scene.hang_up()
    _life_goes_on(scene, 0.35)


def _asks_the_police(scene: Scene) -> None:
    """Somebody walks in or writes to ask how to close a cover they do not understand, with no app and no call yet."""
    asked = pick(
        scene.rng,
        (
            "群众来所咨询：手机里显示百万保障已开通，问要不要关闭，会不会每月扣费，未接到电话、未下载软件。",
            "居民询问如何取消微信百万医疗保险，已向其说明该保障免费且不影响征信，未转账。",
            "老人问直播会员怎么退，称是听邻居说的，没有人联系过他。",
        ),
    )
    if scene.chance(0.6):
        scene.report(pick(scene.rng, ("self", "self", "grid_worker")), asked)
    else:
        scene.message(
            "在吗，帮我看看这个百万保障是不是要扣钱呀，怎么关闭", sender=scene.friend(), channel="wechat", known=True
        )
    scene.wait(1, 24, HOUR)
    _life_goes_on(scene, 0.5)


def _bank_class(scene: Scene) -> None:
    """A round of warnings of several senders on one topic within days, as before festivals."""
    for _ in range(scene.many(2, 4)):
        text = pick(scene.rng, OPENERS) + _tricks(scene, 1, 1)[0] + "。" + pick(scene.rng, CLOSERS)
        source = pick(
            scene.rng, (("sms", sms_port(scene.rng)), ("wechat", "邻里群"), ("sms", "96110"), ("app", "国家反诈中心"))
        )
        scene.message(text, sender=source[1], channel=source[0])
        scene.wait(60, 2 * DAY / MINUTE)
    _life_goes_on(scene, 0.3)


ROW = "Police broadcast, bank pop-up, 12381 text, drama, school quiz"
WARNINGS = (
    Confuser("police_broadcast", ROW, 25.0, _broadcast, everyone, WAKING),
    Confuser("bank_warning", ROW, 12.0, _bank_notice, adults, DAYTIME),
    Confuser("text_12381", ROW, 6.0, _ministry_text, adults, DAYTIME),
    Confuser("news_drama", ROW, 8.0, _news_or_drama, everyone, WAKING),
    Confuser("school_quiz", ROW, 4.0, _quiz, students, DAYTIME),
    Confuser("talk_of_tricks", ROW, 8.0, _talk, everyone, WAKING),
    Confuser("warning_round", ROW, 3.0, _bank_class, adults, DAYTIME),
    Confuser(
        "asks_about_cover",
        "Asks a police room how to close 百万保障 (4.1 veto)",
        1.2,
        _asks_the_police,
        adults,
        DAYTIME,
    ),
)
