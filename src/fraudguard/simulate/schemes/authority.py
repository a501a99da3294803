"""People who claim to be the police or an embassy (DOMAIN 4.11, 4.25)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import DAYTIME, by_age
from fraudguard.simulate.confusers.made_up import overseas, own_account, pick
from fraudguard.simulate.schemes.scheme import Heist, Scheme
from fraudguard.simulate.story import Subject

__all__ = ["AUTHORITY"]

_CONTACT = (
    "对方：我是疾控中心的，您的行程有异常，帮您转接公安局。本人：什么异常？",
    "对方：通信管理局，您名下一张电话卡发违法短信，两小时后停机，我为您转接刑侦支队。本人：不是我办的。",
    "对方：社保局的，您的医保卡在外地被盗刷，涉及一个案子。本人：我没去过外地。",
    "对方：出入境管理的，您的证件在口岸被查到，请配合核实。本人：那怎么办？",
)
_HOOK = (
    "对方：您涉嫌洗钱，通缉令上是您的照片，请配合调查。本人：我冤枉啊。",
    "对方：有人用您的银行卡贩毒收钱，法院已经开出冻结令。本人：卡一直在我手上。",
    "对方：案件保密，不得告诉任何人，泄密要坐牢。本人：我不说。",
)
_CONTROL = (
    "对方：找个没人的地方，去酒店开房，视频做笔录，每日汇报行踪。本人：我到宾馆了。",
    "对方：下载会议软件，打开屏幕共享，检察官要看您的资产情况。本人：装好了。",
    "对方：家里人不能知道，门关上，手机不要接别的电话。本人：知道了。",
)
_TRANSFER = (
    "对方：把所有资金归集到新卡，转入安全账户清查，查清退还。本人：一共二十万。",
    "对方：资金审查要您自证清白，分几次转到国家核查账户。本人：转了第一笔。",
    "对方：定期也要取出来，一起做资金清查，过后原样还您，转账时验证码报给我。本人：好。",
    "对方：今天之内办完就能撤案，抓紧把剩下的也打过来。本人：我再凑一凑。",
)
_MESSAGES = (
    "这是您的立案通知书，请保密，按要求每日汇报。",
    "检察官已受理，资金清查账户稍后告知，请勿与他人谈论。",
    "到达指定地点后给我发定位，不要与家人联系。",
)


def _police(heist: Heist) -> None:
    speech = [pick(heist.rng, _CONTACT)]
    heist.stage = "contact"
    if not heist.chance(0.75):
        heist.ring(heist.between(30, 300), speech[0], peer=_number(heist))
        heist.hang_up()
        return
    speech.append(pick(heist.rng, _HOOK))
    if heist.chance(0.30):
        heist.ring(heist.between(180, 1_200), "".join(speech), peer=_number(heist))
        heist.stage = heist.reached = "hook"
        heist.hang_up()
        return
    speech.append(pick(heist.rng, _CONTROL))
    stops = heist.chance(0.24)
    if not stops:
        speech.append(pick(heist.rng, _TRANSFER))
    peer = _number(heist)
    heist.ring(heist.between(2_400, 14_000), "".join(speech), peer=peer)
    heist.stage = heist.reached = "control"
    heist.wait(15, 60)
    if heist.chance(0.6):
        heist.say(pick(heist.rng, _MESSAGES), channel=pick(heist.rng, ("qq", "wechat", "sms")))
    if heist.chance(0.4):
        heist.share_screen(fake=("网信公安服务", "银联会议", "公安会议", "云会议"))
    if heist.chance(0.15):
        heist.device("call_forward", "on", package="", name="")
    if stops:
        heist.hang_up()
        heist.stop_sharing()
        return
    days = heist.chance(0.25)
    if days:
        heist.hang_up()
        heist.day_at(1, 9, 11)
        heist.ring(heist.between(1_800, 9_000), peer=peer)
        heist.wait(8, 30)
    if heist.chance(0.4):
        for _ in range(heist.many(1, 3)):
            heist.receive(
                own_account(heist.rng, heist.subject),
                heist.between(5_000, 80_000),
                method="deposit_break" if heist.chance(0.35) else "transfer",
            )
            heist.wait(3, 20)
    heist.stage = heist.reached = "transfer"
    total = heist.about(60_000, 1.0)
    if heist.chance(0.15):
        heist.stolen_cash(round(max(10_000.0, total), -3))
    else:
        heist.in_steps(total, heist.many(2, 9), 8, 60, new_each=0.35)
    if heist.chance(0.05):
        heist.report(pick(heist.rng, ("family", "teller")), "说接到公安局电话涉嫌洗钱，要转到安全账户", at_risk=total)
    heist.stage = heist.reached = "after"
    heist.hang_up()
    heist.stop_sharing()


def _number(heist: Heist) -> str:
    return overseas(heist.rng) if heist.chance(0.45) else heist.caller()


_EMBASSY = (
    "对方：使馆通知，您有一份重要文件未领取，涉嫌护照被盗用，转接国内公安。本人：我该怎么做？",
    "对方：领事馆，您的学籍异常，有人用您的证件办卡。本人：不是我。",
    "对方：大使馆有你的包裹，孩子寄的被扣了，里面有违禁品，要跟国内核实。本人：孩子在学校啊。",
    "对方：这里是领事馆值班室，您的签证档案需要补充材料，我把电话给您转过去。本人：好，转吧。",
)
_RANSOM = (
    "你的孩子在我们手上，准备赎金，不给钱就撕票，不许报警。",
    "看视频，人在我这里，不给钱就撕票。",
    "爸妈，我出事了，照他们说的交赎金，先转五十万，不要报警。",
    "照片看到了吧，赎金别耍花样，人好不好就看你们动作快不快。",
    "妈，手机被收走了，只能发这一条，他们要赎金，求求你快点。",
    "你儿子现在跟我们在一起，想让他平安回家就按说的做。",
    "孩子欠了我们的账，今天不结清，后果你们自己想。",
)
_RANSOM_CALLS = (
    "对方：赎金准备好没有，耍花样就见不到人了。本人：我在凑，别伤害他。",
    "对方：钱分两次打，第一笔赎金到了让你听听声音。本人：求你让我跟孩子说句话。",
    "对方：还差多少？本人：家里就这些了。对方：那就去借，天黑之前。",
)


def _kidnap(heist: Heist) -> None:
    heist.stage = "contact"
    if heist.chance(0.5):
        heist.ring(heist.between(300, 3_000), pick(heist.rng, _EMBASSY), peer=overseas(heist.rng))
        heist.hang_up()
    else:  # the student is called; the parents only see that somebody abroad tried
        heist.call(overseas(heist.rng), 0, answered=False)
    heist.goes_on("control", 0.62)
    heist.day_at(heist.many(1, 3), 8, 20)
    for _ in range(heist.many(1, 3)):  # the parent cannot reach the child
        heist.call(overseas(heist.rng), 0, out=True, answered=False)
        heist.wait(5, 60)
    heist.say(pick(heist.rng, _RANSOM), channel=pick(heist.rng, ("wechat", "sms")))
    heist.goes_on("transfer", 0.65)
    heist.ring(
        heist.between(60, 900),
        pick(heist.rng, _RANSOM_CALLS),
        peer=overseas(heist.rng),
    )
    heist.wait(10, 90)
    heist.in_steps(
        max(20_000.0, heist.about(200_000, 0.7)), heist.many(1, 4), 15, 120, memo=pick(heist.rng, (None, "学费"))
    )
    if heist.chance(0.12):
        heist.report(pick(heist.rng, ("teller", "family")), "家长要往陌生账户汇款，说孩子在国外出事了，联系不上")
    heist.stage = heist.reached = "after"


def _citizen(subject: Subject) -> float:
    return by_age(18, 85)(subject) * (1.6 if subject.age >= 60 or subject.age <= 30 else 1.0)


AUTHORITY = (
    Scheme("police_impersonation", 0.038, _police, _citizen, DAYTIME),
    Scheme("overseas_student_kidnap", 0.002, _kidnap, by_age(42, 62), DAYTIME),
)
