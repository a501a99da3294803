"""People who claim to be a leader, a boss, a friend, a grandchild (DOMAIN 4.3, 4.4, 4.12, 4.13)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import DAYTIME, OFFICE, WAKING, WORKDAYS, by_age, companies
from fraudguard.simulate.confusers.made_up import landline, mobile, pick, private_payee
from fraudguard.simulate.schemes.scheme import Heist, Scheme
from fraudguard.simulate.story import Subject

__all__ = ["PERSONS"]

_LEADER_CONTACT = (
    "小李，我是你领导王书记，这是我的私人微信，换新号了，重新保存一下。",
    "我是某局老张，换新号了，以后有事联系这个。",
    "最近工作怎么样，好好干，有什么困难跟我说。",
    "在不在？方便的话明天来我办公室一趟，有个事跟你谈。",
    "村里的工作辛苦了，我刚调过来，这是我的私人微信，认识一下。",
)
_LEADER_HOOK = (
    "有个朋友急用一笔钱，我的身份不方便出面，我先转给你，你再转给他。",
    "我现在陪上级领导考察，不方便语音，你帮我代转一下，卡号发我。",
    "亲戚托我办事要打笔款，用我名字不合适，转到你账户再转出就行。",
    "我这边在开会，手上这事比较急，你先帮我处理，回来当面谢你。",
)
_LEADER_PAID = (
    "已经转过去了，转账截图发你了，跨行转账有延迟，可能24小时到账。",
    "钱打到你卡上了，回单你看下，银行系统延迟，你先垫一下，尽快。",
    "我这边扣款成功了，估计晚点到，对方催得紧，马上帮我转给他。",
    "你先用自己的办了，我那笔下午一定到。",
)
_LEADER_MORE = (
    "还差一点，你帮我代转三万，一起还你。",
    "那边说金额不够，你想想办法，找家里人借一下，不要声张。",
    "再帮我垫一笔，这事别跟别人说，低调点。",
)


def _leader(heist: Heist) -> None:
    heist.say(pick(heist.rng, _LEADER_CONTACT))
    heist.goes_on("hook", 0.80)
    if heist.chance(0.7):
        heist.day_at(heist.many(0, 3), 8.5, 17)
    else:
        heist.wait(10, 120)
    heist.say(pick(heist.rng, _LEADER_HOOK))
    heist.goes_on("control", 0.70)
    heist.wait(5, 60)
    if heist.chance(0.8):
        heist.say(pick(heist.rng, _LEADER_PAID))
    heist.goes_on("transfer", 0.71)
    heist.wait(5, 50)
    total = max(5_000.0, heist.about(80_000, 0.8))
    rounds = heist.many(1, 4) if heist.chance(0.6) else 1
    for place in range(rounds):
        if place:
            heist.wait(10, 180)
            heist.say(pick(heist.rng, _LEADER_MORE))
            if heist.chance(0.3):
                heist.receive(private_payee(heist.rng, region="本市"), round(heist.between(3_000, 40_000), -3))
            heist.wait(3, 40)
        amount = max(1_000.0, round(total / rounds * heist.between(0.6, 1.4), -4 if total / rounds > 20_000 else -3))
        heist.steal(
            amount, new=place > 0 and heist.chance(0.35), memo=pick(heist.rng, (None, None, "借款", "代转", "往来款"))
        )
    if heist.chance(0.05):
        heist.report(
            pick(heist.rng, ("grid_worker", "teller", "family")),
            "说领导让他转钱，已经转了一笔，正要转第二笔",
            at_risk=total,
        )
    heist.stage = heist.reached = "after"
    heist.wait(60, 900)
    heist.say(pick(heist.rng, ("钱还没到吗，我问问银行。", "再等等，财务说在走流程。")))


_BOSS_CONTACT = (
    "公司建个内部群，财务加入内部群，其他人先不要拉。",
    "我是刘总，这是工作新号，加一下，有个合同款要沟通。",
    "财务工作群，请各位核对身份后改备注，重要事情在这里说。",
    "小周，群里这位是罗总那边的，项目你配合一下。",
)
_BOSS_HOOK = (
    "公司账上还有多少余额，可用余额截图发我。",
    "罗总的合同保证金已经打到我私人账上了，对方回单看到没有？",
    "查一下今天账上流动资金，下午要走一笔货款。",
    "客户那边刚发来函，今天必须把款退回去，你看账上够不够。",
)
_BOSS_TRANSFER = (
    "先把款退给对方，我在开会不方便接电话，手续后补。",
    "公对公走个账，转完发电子回单到群里。",
    "按这个账户付，合同回来补签，先打款，抓紧。",
    "上午那笔对方收到了，还有第二笔货款，一起付了。",
    "我跟对方老板在吃饭，你先打款，回头我签字，弄好跟我讲一声。",
    "收款信息发群里了，按上面的数办，别耽误，中午之前要到。",
)


def _boss(heist: Heist) -> None:
    channel = pick(heist.rng, ("qq", "wechat", "qq", "email"))
    heist.say(pick(heist.rng, _BOSS_CONTACT), channel=channel)
    heist.goes_on("hook", 0.75)
    heist.wait(5, 90) if heist.chance(0.7) else heist.day_at(1, 9.3, 11)
    heist.say(pick(heist.rng, _BOSS_HOOK), channel=channel)
    heist.goes_on("control", 0.75)
    heist.wait(3, 30)
    heist.say(pick(heist.rng, _BOSS_TRANSFER), channel=channel)
    heist.goes_on("transfer", 0.71)
    heist.wait(3, 25)
    total = heist.about(300_000, 0.8)
    parts = pick(heist.rng, (1, 1, 2, 2, 3, 4))
    for place in range(parts):
        if place == parts - 1 and place and heist.chance(0.3):
            heist.day_at(1, 9.5, 11.5)
        elif place:
            heist.wait(8, 90)
        amount = max(20_000.0, round(total / parts * heist.between(0.7, 1.3), -3))
        memo = pick(heist.rng, ("往来款", "保证金", "合同款", "退款", "货款", None, "借款"))
        heist.steal(amount, new=place > 0 and heist.chance(0.25), channel="corp_ebank", memo=memo)
        if place == 0 and heist.chance(0.06):
            heist.wait(2, 40)
            heist.report(pick(heist.rng, ("teller", "self")), "财务说老板在群里让付款，打电话没人接", at_risk=total)
    heist.stage = heist.reached = "after"


_FRIEND_CONTACT = (
    "在吗，我换号码了，这是新微信，存一下。",
    "宝，在不在，有点事想找你帮忙。",
    "老同学，好久没联系了，还记得我吧？",
    "姐，方便吗，问你个事。",
)
_FRIEND_CALLS = (
    "对方：猜猜我是谁？连我都听不出来啦。本人：是老王吗？对方：对对，换号码了。",
    "对方：老同学，是我呀，这个号你记一下，以前那个不用了。本人：小刘？对方：就是我，改天聚聚。",
    "对方：声音都听不出了？这几天到你那边出差，明天去看你。本人：哦哦，是张哥啊。",
)
_FRIEND_TRANSFER = (
    "急用钱周转一下，我微信限额了，你先转给我这个卡，晚上还你。",
    "我朋友出车祸住院手术费不够，借我三千救急。",
    "银行卡冻结了，手机支付不了，你先帮我垫一下，我明天给你。",
    "我在外面出了点状况，身上不够，能不能先挪点给我，过两天一定还。",
    "有个亲戚在医院等着交医药费，我这边转不出去，你往这个号上打，写他名字就行。",
)
_TICKET_CONTACT = (
    "你好呀，我在国外，这边网络不好，发消息联系。",
    "姨，我是小敏，留学这边换了号，您加下这个。",
)
_TICKET_TRANSFER = (
    "帮我买张机票，我在国外付不了，转给退票经理，回去给你。",
    "票务那边催了，说再不付就没座位了，你先替我打过去，我已经从这边给你汇了，两天到。",
    "刚才那张订错了，退票经理说要再付一张才能退，麻烦你啦。",
)
_TEACHER_CONTACT = (
    "家长您好，我是班主任，这学期的资料费请扫码缴一下。",
    "各位家长，学校通知收补课费和校服费，收到请回复。",
    "各位爸爸妈妈晚上好，竞赛班名额定下来了，自愿参加，费用今晚统一收。",
)
_TEACHER_TRANSFER = (
    "补课费和校服费今天截止，交到这个账户，收到请回复。",
    "补课费没交的家长抓紧，转完备注孩子姓名，名单等下报给学校。",
)


def _friend(heist: Heist) -> None:
    told = heist.rng.random()
    if told < 0.2:
        _teacher(heist)
        return
    channel = pick(heist.rng, ("wechat", "wechat", "qq"))
    abroad = told < 0.38
    if not abroad and heist.chance(0.3):
        heist.ring(heist.between(30, 240), pick(heist.rng, _FRIEND_CALLS), peer=mobile(heist.rng))
        heist.hang_up()
        heist.day_at(1, 9, 18)
    else:
        heist.say(pick(heist.rng, _TICKET_CONTACT if abroad else _FRIEND_CONTACT), channel=channel)
    heist.goes_on("hook", 0.7)
    heist.wait(3, 40)
    heist.say(pick(heist.rng, _TICKET_TRANSFER[:2] if abroad else _FRIEND_TRANSFER), channel=channel)
    heist.goes_on("transfer", 0.55)
    heist.wait(3, 30)
    amounts = (880, 1_000, 2_000, 3_000, 3_000, 5_000, 8_000, 10_000, 20_000)
    for place in range(heist.many(1, 3)):
        if place:
            heist.wait(5, 60)
            if abroad:
                heist.say(_TICKET_TRANSFER[2], channel=channel)
                heist.wait(2, 15)
        amount = heist.between(3_000, 12_000) if abroad else pick(heist.rng, amounts)
        heist.steal(round(amount), channel=pick(heist.rng, ("mobile_bank", "qr", "wallet", "mobile_bank")))
    heist.stage = heist.reached = "after"


def _teacher(heist: Heist) -> None:
    """One parent among many pays what a stranger in the class's group collects."""
    channel = pick(heist.rng, ("wechat", "qq"))
    heist.say(pick(heist.rng, _TEACHER_CONTACT), channel=channel)
    heist.goes_on("transfer", 0.38)
    heist.wait(3, 120)
    if heist.chance(0.4):
        heist.say(pick(heist.rng, _TEACHER_TRANSFER), channel=channel)
        heist.wait(2, 30)
    heist.steal(pick(heist.rng, (168, 198, 260, 380, 500, 680, 980, 1_280, 2_000)), channel="qr", memo="资料费")
    heist.stage = heist.reached = "after"


_CHILD_FIRST = (
    "对方：奶奶是我，我感冒了嗓子哑，明天去看你。本人：好好，多喝水。",
    "对方：爷爷，猜我是谁，我换手机了。本人：小军啊。",
    "对方：外婆，吃过饭没有？我这两天有空，过去看看您。本人：吃过了，你来我给你包饺子。",
    "对方：姥爷，是我，嗓子发炎说话不清楚。本人：听着是不像，多穿点。",
)
_CHILD_HELP = (
    "对方：奶奶我把人打伤了，派出所要赔偿款，别告诉爸妈。本人：要多少？对方：五万，一会儿有人来取钱。",
    "对方：外婆我撞了人，现在在派出所，要保释金才能出来，就说交学费。本人：别急，我去取。",
    "对方：爷爷救我，我闯祸了，老师来拿钱，你先去银行取出来，别跟家里说。本人：我这就去。",
    "对方：姥姥，事情有点急，人家在医院等着，你先准备点现金，我让同学过来。本人：好，在家等。",
    "对方：奶奶，同学喝酒摔了，脑震荡，对方要私了，不给钱我就要留案底。本人：你人没事吧？对方：没事，先把钱凑上。",
    "对方：爷爷，银行要是问，您就说家里装修用。本人：晓得了，我坐公交去。",
)
_CHILD_WAITS = (
    "对方：老人家，我是他老师，钱准备好了吗？我在楼下，对一下暗号。本人：好了，包在报纸里。",
    "对方：奶奶，律师来收，您交给他就行，不要打我爸电话。本人：晓得了。",
    "对方：刚才那些不够，对方家里又要三万赔偿款，您再想想办法。本人：存折里还有点。",
)


def _grandchild(heist: Heist) -> None:
    peer = pick(heist.rng, (landline(heist.rng), mobile(heist.rng), landline(heist.rng)))
    heist.ring(heist.between(30, 200), pick(heist.rng, _CHILD_FIRST), peer=peer)
    heist.hang_up()
    heist.goes_on("hook", 0.68)
    heist.day_at(1, 8, 10)
    peer = peer if heist.chance(0.6) else mobile(heist.rng)
    heist.ring(heist.between(120, 900), pick(heist.rng, _CHILD_HELP), peer=peer)
    heist.hang_up()
    heist.goes_on("transfer", 0.59)
    heist.wait(20, 90)
    total = min(150_000.0, max(10_000.0, heist.about(42_000, 0.5)))
    rounds = heist.many(1, 2) if total > 20_000 else 1
    by_hand = heist.chance(0.6)
    for place in range(rounds):
        if place:
            heist.wait(20, 120)
            heist.ring(heist.between(40, 400), pick(heist.rng, _CHILD_WAITS), peer=peer)
            heist.hang_up()
            heist.wait(10, 40)
        part = max(5_000.0, round(total / rounds * heist.between(0.8, 1.25), -3))
        if by_hand:
            heist.stolen_cash(part, gold=0.05)
        else:
            heist.steal(part, channel="counter", memo=pick(heist.rng, ("学费", "装修款", None)))
        if place == 0 and heist.chance(0.1):
            heist.report(
                pick(heist.rng, ("teller", "family")), "老人急着取现金，说是交学费，孙子在派出所要赔钱", at_risk=total
            )
    heist.stage = heist.reached = "after"
    if by_hand and heist.chance(0.5):
        heist.wait(5, 40)
        heist.ring(heist.between(30, 200), pick(heist.rng, _CHILD_WAITS[:2]), peer=peer)
        heist.hang_up()


def _led(subject: Subject) -> float:
    if subject.kind != "personal" or not 22 <= subject.age <= 70:
        return 0.0
    return 2.0 if 30 <= subject.age <= 60 else 0.7


PERSONS = (
    Scheme("leader_impersonation", 0.020, _leader, _led, DAYTIME),
    Scheme("boss_finance_fraud", 0.012, _boss, companies, OFFICE, WORKDAYS),
    Scheme("acquaintance_impersonation", 0.011, _friend, by_age(16, 80), WAKING),
    Scheme("grandchild_emergency", 0.015, _grandchild, by_age(68, 92), DAYTIME),
)
