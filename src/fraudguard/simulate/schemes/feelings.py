"""Affection and shame: a love that needs money, and a film that must not be seen (DOMAIN 4.14, 4.18)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import LATE, WAKING, by_age
from fraudguard.simulate.confusers.made_up import overseas, pick
from fraudguard.simulate.schemes.scheme import Heist, Scheme
from fraudguard.simulate.schemes.telling import Stranger, ask, borrow, coins, debit, ends, gather, page, sideload
from fraudguard.simulate.story import Subject

__all__ = ["FEELINGS"]

_LOVE_FIRST = (
    "你好，我是在叙利亚的维和军官，看了你的资料，觉得很有缘分。",
    "在交友软件上看到你，离异，做工程的，想找个过日子的人。",
    "你好呀，我是飞行员，常年飞国际线，想认识一个真心的人。",
    "打扰了，我是船员，朋友说你人很好，我们可以先做朋友吗？",
    "我是联合国医生，妻子去世多年，有一个女儿。",
)
_LOVE_TALK = (
    "亲爱的，早安，昨晚梦到你了。",
    "老婆，等我来中国，我们就结婚，房子我来买。",
    "宝贝吃饭了吗，记得多喝水，我在工地忙到现在。",
    "我的退伍手续快批了，机票都看好了，见面第一件事就是抱抱你。",
    "这辈子没人像你这样懂我，有你真好。",
    "今天海上浪大，信号不好，想你，等我上岸。",
    "我女儿问我什么时候能见到你，我说快了。",
)
_LOVE_ASK = (
    "我寄给你的包裹有现金和首饰，海关扣押了，先帮我交清关费{yuan}。",
    "家人生病住院，手术费还差{yuan}，我的卡在国外用不了。",
    "工地出了事故，货款被扣，工程周转差{yuan}，月底就还你。",
    "买机票过去看你，差{yuan}，见面给你。",
    "今天是我们的日子，给我发个{yuan}好不好，让我知道你在。",
    "老婆，账户出了点小麻烦，你先垫{yuan}，我发誓这是唯一一次。",
)
_LOVE_MORE = (
    "海关扣押了，说包裹有现金要罚款，还要{yuan}，不交要坐牢的，救救我。",
    "律师说保释金{yuan}，出来我马上飞过来。",
    "医生说手术费还要{yuan}，我真的没有别人可以求了。",
    "就剩最后这一笔税费，{yuan}，付完包裹明天到你家。",
    "宝贝你是不是不相信我？差{yuan}我们就可以在一起了。",
    "老公别告诉你姐姐，她不懂我们的感情，{yuan}我一定还。",
)
_LOVE_SUMS = (200.0, 520.0, 520.0, 1_000.0, 1_314.0, 2_000.0, 3_000.0, 5_200.0)


def _love(heist: Heist) -> None:
    """Weeks or months of talk, small gifts, then reasons that cost more each time."""
    lover = Stranger(heist, pick(heist.rng, ("wechat", "wechat", "qq", "app")))
    lover.writes(_LOVE_FIRST)
    heist.goes_on("hook", 0.74)
    for _ in range(heist.many(3, 9)):
        heist.day_at(heist.many(1, 9), 8, 24)
        lover.writes(_LOVE_TALK)
        if heist.chance(0.10):
            heist.ring(heist.between(120, 3_000), peer=overseas(heist.rng) if heist.chance(0.5) else None, marked=0.05)
            heist.hang_up()
    heist.goes_on("control", 0.77)
    heist.day_at(heist.many(0, 4), 9, 23)
    heist.goes_on("transfer", 0.70)
    total = min(800_000.0, max(2_000.0, heist.about(50_000, 1.0)))
    for _ in range(heist.many(0, 4)):
        yuan = pick(heist.rng, _LOVE_SUMS)
        lover.writes(_LOVE_ASK, 0.5, yuan=int(yuan))
        heist.wait(1, 60)
        heist.steal(yuan, channel=pick(heist.rng, ("wallet", "mobile_bank")))
        heist.day_at(heist.many(1, 9), 9, 23)
    _reasons(heist, lover, total)
    ends(heist)
    heist.day_at(heist.many(1, 5), 9, 23)
    lover.writes(_LOVE_TALK, 0.5)


def _reasons(heist: Heist, lover: Stranger, total: float) -> None:
    rounds = heist.many(1, 2) if total < 10_000 else heist.many(2, 6)
    weights = [heist.between(0.4, 1.0) * (1.2**place) for place in range(rounds)]
    for place, weight in enumerate(weights):
        if place:
            heist.day_at(heist.many(1, 14), 9, 22)
        yuan = max(500.0, round(total * weight / sum(weights), -3 if total > 20_000 else -2))
        lover.writes(_LOVE_MORE if place else _LOVE_ASK, yuan=int(yuan))
        heist.wait(20, 300)
        if yuan > 30_000 and heist.chance(0.25):
            gather(heist, yuan)
        if place == rounds - 1:
            if heist.chance(0.15):
                borrow(heist, yuan * 0.7)
            ask(heist, "谈了个网上的对象，没见过面，一直要转钱交清关费", at_risk=yuan, share=0.10)
        if heist.chance(0.05):
            coins(heist, yuan)
            continue
        channel = "counter" if yuan > 30_000 and heist.chance(0.25) else "mobile_bank"
        memo = pick(heist.rng, (None, None, None, "清关", "借款", "医药费", "生活费"))
        heist.steal(yuan, new=place > 0 and heist.chance(0.7), channel=channel, memo=memo)


_FILM_FIRST = (
    "哥哥在吗，一个人好无聊，想裸聊吗？",
    "同城约，私密聊天，视频激情，加QQ。",
    "附近的小姐姐想认识你，福利直播今晚免费。",
    "睡了吗，给你看点好看的，别跟别人说哦。",
    "刚洗完澡，想找人私密聊天，你方便开视频吗？",
)
_FILM_CONTROL = (
    "下载这个直播软件，邀请码填8866，进私密屋，只有我们两个。",
    "微信会封的，装一下这个安装包，打开通讯录授权才能看清楚。",
    "链接发你了，进不去就把通讯录授权点允许，我在里面等你。",
    "用这个安装包吧，画质好，装好叫我。",
)
_FILM_THREATS = (
    "你的视频我录下来了，不给钱就发给你通讯录里的人。",
    "这是你爸、你老婆、你同事的号码，对吧，十分钟不转我就群发视频。",
    "看看这个九宫格，我先发给你家人同事，你自己选。",
    "哥，我们只求财，你配合一下大家都好过。",
    "时间到了，开始曝光，已经给你第一个联系人发短信了。",
)
_FILM_MONEY = (
    "删除视频费{yuan}，转完当着你的面删底片。",
    "没钱去借，网贷都开一遍，{yuan}凑不齐就别怪我。",
    "{yuan}，一次买断，五分钟之内到账。",
)
_FILM_MORE = (
    "这是最后一次，{yuan}，清空通讯录费，之后不再找你。",
    "后台还有备份，买断{yuan}，不然技术那边不放。",
    "没钱去借，网贷都开一遍，{yuan}凑不齐就别怪我。",
    "你刚才转晚了，系统自动上传了，再来{yuan}撤回。",
    "主管那份买断的还没给，{yuan}，给了就真的完事。",
)
_FILM_APPS = ("蜜语", "夜色", "桃花岛", "密聊屋", "伊人直播", "知音", "水蜜")


def _film(heist: Heist) -> None:
    """A short film at night, then payments to keep it from family and colleagues, each said to be the last."""
    girl = Stranger(heist, pick(heist.rng, ("qq", "wechat", "app", "qq")))
    if heist.chance(0.15):
        Stranger(heist, "sms").writes(_FILM_FIRST, hosts=(page(heist),))
    else:
        girl.writes(_FILM_FIRST)
    heist.goes_on("hook", 0.80)
    heist.wait(5, 40)
    girl.writes(_FILM_CONTROL, hosts=(page(heist),) if heist.chance(0.6) else ())
    heist.goes_on("control", 0.78)
    sideload(heist, _FILM_APPS, 0.85)
    heist.wait(3, 15)
    villain = Stranger(heist, pick(heist.rng, ("qq", "wechat", "sms")), curt=True)
    villain.writes(_FILM_THREATS)
    if heist.chance(0.4):
        heist.ring(heist.between(30, 900), "对方：" + pick(heist.rng, _FILM_THREATS) + "本人：求你别发，我给。")
    heist.goes_on("transfer", 0.64)
    _hush(heist, villain)
    ends(heist)
    heist.wait(10, 600)
    villain.writes(_FILM_THREATS, 0.5)


def _hush(heist: Heist, villain: Stranger) -> None:
    total = min(200_000.0, max(500.0, heist.about(8_000, 1.0)))
    rounds = heist.many(1, 2) if total < 2_000 else heist.many(2, 7)
    channel = pick(heist.rng, ("mobile_bank", "mobile_bank", "qr", "wallet"))
    shares = heist.rng.dirichlet([3.0] * rounds)
    for place, share in enumerate(shares):
        if place:
            slept = heist.chance(0.06)
            heist.day_at(1, 9, 23) if slept else heist.wait(3, 35)
        yuan = float(max(200, round(total * float(share), -2)))
        villain.writes(_FILM_MORE if place else _FILM_MONEY, 0.85, yuan=int(yuan))
        heist.wait(2, 12)
        if yuan > 3_000 and heist.chance(0.25):
            borrow(heist, yuan * heist.between(0.8, 1.6))
            heist.wait(2, 10)
        if place == rounds - 1:
            ask(heist, "被人录了不雅视频，威胁发给通讯录，一直要钱", at_risk=yuan, share=0.06)
        if heist.chance(0.12):
            units = pick(heist.rng, (100.0, 200.0, 500.0))
            debit(heist, heist.payee(), units, channel="wallet", method="topup")
            heist.wait(1, 8)
        heist.steal(yuan, new=heist.chance(0.5), channel=channel)


def _lonely(subject: Subject) -> float:
    return by_age(25, 78)(subject) * (1.5 if subject.age >= 38 else 0.8) * (1.4 if subject.female else 1.0)


def _night_owl(subject: Subject) -> float:
    return by_age(16, 60)(subject) * (1.8 if subject.age <= 38 else 0.7) * (0.15 if subject.female else 1.0)


FEELINGS = (
    Scheme("romance_scam", 0.016, _love, _lonely, WAKING),
    Scheme("sextortion", 0.012, _film, _night_owl, LATE),
)
