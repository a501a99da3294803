"""Promises of easy money: paid tasks that ask for ever larger advances, and false markets (DOMAIN 4.5, 4.6)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import WAKING, by_age
from fraudguard.simulate.confusers.made_up import pick, private_payee, sms_port
from fraudguard.simulate.confusers.scene import HOUR
from fraudguard.simulate.schemes.scheme import Heist, Scheme
from fraudguard.simulate.schemes.telling import Stranger, ask, borrow, coins, ends, foreign, gather, page, sideload
from fraudguard.simulate.story import Subject

__all__ = ["MONEY"]

_TASK_ADS = (
    "招兼职，在家赚钱，点赞关注返佣，一单5元现结，加{code}领第一单。",
    "【福利】扫码领礼品京东E卡50元，完成三个关注任务即可，名额有限。",
    "在家带娃也能做，动动手指，日结佣金150起，无需押金，有意回复1。",
    "店铺冲销量招人做单，时间自由，做一单结一单，不收任何费用。",
    "宝妈学生党看过来，手机就能操作，每天两小时，兼职日结，联系人事小雅。",
    "同城约会做任务，会员验证免费，添加接待员安排。",
    "恭喜您被抽中为体验员，关注公众号领红包，找我登记就行。",
)
_TASK_HOOKS = (
    "关注成功，截图发我，5元红包给你，点赞赚钱就是这么快，再点三个还有8元。",
    "做得不错，前三单都结了吧，接下来找派单员领任务，佣金10%。",
    "收款码发过来，刚才那单的钱给你转过去，很快的。",
    "看到群里大家晒的截图了没，做任务的今天都提现了，一起加油。",
    "新人任务做完了，给你升级高级群，后面一单顶前面十单。",
    "你手速挺快的，钱到了吧？要不要试试大一点的？",
)
_TASK_CONTROL = (
    "下载这个软件接进阶任务，普通任务今天发完了，注册完找接待员。",
    "高级群里是福利单，预付单本金加佣金一起返，先做100的试试。",
    "拉你进小群，里面四个人一起做，听任务导师安排，别的人不要拉。",
    "平台改版了，点链接注册账号，接待员头像是蓝色的那个，报我的编号。",
    "这边每天只放二十个名额，愿意就把号开好，我帮你留着。",
)
_TASK_FIRST = (
    "先做一个{yuan}的福利单，本金佣金一起返，两分钟就好。",
    "新人首单{yuan}，你垫付，完成马上退，想清楚了回我。",
    "这一单要先付{yuan}，卡号我发给你，做完返百分之二十。",
)
_TASK_MONEY = (
    "这是四连单，要全部做完才能一起提现，下一单{yuan}，抓紧，别影响其他人。",
    "你操作失误卡单了，需要补单解冻，再垫付{yuan}就能全部返还。",
    "数据异常，账户冻结了，修复数据要充值本金{yuan}，马上退。",
    "任务超时锁单，刚才同组的都在等你，先预存{yuan}，客服给你解开。",
    "佣金已经显示在你账户了，就差最后一步，凑{yuan}打到这个卡里。",
    "不够的话找朋友周转一下，做完这一笔连本带利一起出来，{yuan}。",
    "财务说数据异常，还得垫付{yuan}，上次那位姐姐也是这么出来的。",
)
_TASK_AFTER = (
    "想要提现，需把余下的税先交了，不然全部作废。",
    "信用分掉了，账户冻结，补到一百分才可以提。",
    "你不做完，前面的钱谁也没办法给你。",
)
_TASK_APPS = ("悦享任务", "橙子购", "快米派单", "星选联盟", "同心会", "聚宝商城", "云集优选")


def _tasks(heist: Heist) -> None:
    """Small pay for small tasks, then advances, each several times the one before."""
    by_text = heist.chance(0.35)
    guide = Stranger(heist, pick(heist.rng, ("wechat", "qq", "wechat", "app")))
    first = Stranger(heist, "sms", sms_port(heist.rng) if heist.chance(0.4) else foreign(heist)) if by_text else guide
    first.writes(
        _TASK_ADS, hosts=(page(heist),) if by_text and heist.chance(0.4) else (), code="v信" + guide.sender[-6:]
    )
    heist.goes_on("hook", 0.75)
    heist.wait(10, 600)
    for _ in range(heist.many(3, 8)):
        heist.receive(private_payee(heist.rng), pick(heist.rng, (3, 5, 5, 6, 8, 10, 12.8, 15, 20, 28, 50)))
        guide.writes(_TASK_HOOKS, 0.4)
        heist.wait(3, 14)
    heist.goes_on("control", 0.78)
    heist.wait(2, 50) if heist.chance(0.7) else heist.day_at(1, 10, 21)
    guide.writes(_TASK_CONTROL)
    sideload(heist, _TASK_APPS, 0.6)
    heist.goes_on("transfer", 0.69)
    _advances(heist, Stranger(heist, pick(heist.rng, ("app", "wechat", "qq"))))
    ends(heist)
    heist.wait(5, 90)
    guide.writes(_TASK_AFTER, 0.6)


def _advances(heist: Heist, guide: Stranger) -> None:
    total = min(400_000.0, heist.about(9_500, 1.25))
    ladder = _ladder(heist, total)
    channel = pick(heist.rng, ("mobile_bank", "mobile_bank", "qr", "wallet"))
    borrows = heist.chance(0.3)
    returned = heist.many(0, 2) if len(ladder) > 2 else 0
    for place, yuan in enumerate(ladder):
        if place:
            pause = heist.chance(0.08)
            heist.day_at(1, 9, 20) if pause else heist.wait(4, 55)
        if place or heist.chance(0.5):
            guide.writes(_TASK_MONEY if place else _TASK_FIRST, 0.8, yuan=int(yuan))
            heist.wait(1, 12)
        if place == len(ladder) - 1:
            if borrows:
                borrow(heist, yuan * heist.between(0.5, 1.1))
            ask(heist, "在网上做任务返佣金，说要再垫一笔才能提现", at_risk=yuan, share=0.08)
            if yuan > 15_000 and heist.chance(0.08):
                heist.stolen_cash(round(yuan, -3))
                continue
        heist.steal(yuan, new=heist.chance(0.6), channel=channel)
        if place < returned:
            heist.wait(2, 15)
            heist.receive(
                heist.payee() if heist.chance(0.4) else private_payee(heist.rng), yuan * heist.between(1.08, 1.4)
            )


def _ladder(heist: Heist, total: float) -> list[float]:
    """Advances that come to ``total``, each two to six times the one before, the first of a hundred or so."""
    steps = [total * heist.rng.uniform(0.55, 0.85)]
    while steps[0] > 300 and len(steps) < 7:
        steps.insert(0, steps[0] / heist.between(2, 6))
    scale = total / sum(steps)
    return [float(round(max(50.0, step * scale), -1)) for step in steps]


_MARKET_ADS = (
    "【荐股】本周三只牛股已备好，加助理领取，免费进股票交流群。",
    "老师今晚八点直播课，讲主力建仓节奏，先到先得，名额三十位。",
    "你好，我是证券公司客户经理，邀请您进内部学习群，每天早评。",
    "刚刚加错人了，不好意思，看你头像挺投缘的，认识一下也是缘分。",
    "您之前咨询的黄金行情，这边有位分析师可以免费给您诊断。",
    "你平时也喜欢爬山吗？我刚从云南回来，照片给你看看。",
)
_MARKET_HOOKS = (
    "跟着老师带单，昨天学员平均收益12%，稳赚不赔，有内幕消息才敢说。",
    "我表哥在交易所做技术，发现系统有漏洞，按他给的点位买就行。",
    "打新股机构通道，保本，下周开盘至少翻一番，助理带你操作。",
    "今天又赚了八千多，晚上请你喝奶茶，有内部消息其实很简单的，你看我操作一次。",
    "大盘不好散户亏钱，我们是量化，零风险，群里刘姐已经加到五十万了。",
    "我不缺钱，就是想两个人以后日子轻松一点，我的号你先帮我看着点。",
    "导师说这一波做完就休息，跟单的都是有福气的。",
)
_MARKET_CONTROL = (
    "学习群换到这个软件，更安全，下载链接发你了，邀请码找我要。",
    "平台开户很快，上传身份证，实名以后找客服要入金的卡号。",
    "应用商店里没有，这是机构通道专用版，点信任就能装，装好发我截图。",
    "你先开个号熟悉一下界面，不着急，看懂了再说。",
)
_MARKET_MONEY = (
    "今天的入金账户换了，转到客服发的这个对公账户，备注不要写投资。",
    "账户认缴要在三点前完成，{yuan}不够就拿不到配额，想办法凑一凑。",
    "你这笔已经盈利一倍了，再充值{yuan}，等级上去了手续费减半。",
    "充值{yuan}以后把回单给我，客服两分钟上分。",
    "翻倍计划机会难得，定期先取出来，一个星期就回去了，利息那点钱算什么。",
    "银行问起来就说是装修，别多讲，他们不想让钱流出去。",
    "换成U币打进钱包地址更快，找承兑商买，我教你。",
    "刚才那笔收到了，余额看见了吧，今晚还有一场，把剩下的也放进来。",
)
_MARKET_BACK = (
    "提现到账了吧，说了没问题的，放心。",
    "看，随进随出，你先取一点出来试试。",
    "钱收到了吗？和银行一样方便。",
)
_MARKET_FEES = (
    "提现手续费和个税一共百分之二十，不能从盈利里扣。",
    "系统异常无法提现，风控了，交{yuan}解冻费24小时到账。",
    "您要提前转出，流水不足，手续费{yuan}，客服这边统一收。",
    "通道维护，走加急通道要押{yuan}，提完一起退。",
    "就差这一点了，{yuan}补齐，明早九点全部出来，我替你盯着。",
)
_MARKET_APPS = ("恒盛通", "金汇宝", "鑫融国际", "Coinex-VIP", "摩通优选", "中金财富Pro", "密聊", "信讯")


def _market(heist: Heist) -> None:
    """Weeks of talk, one withdrawal that works, then top-ups that grow and fees at the end."""
    friend = Stranger(heist, pick(heist.rng, ("wechat", "wechat", "qq", "app")))
    if heist.chance(0.4):
        Stranger(heist, "sms", sms_port(heist.rng) if heist.chance(0.5) else foreign(heist)).writes(_MARKET_ADS[:5])
        heist.wait(1, 40, HOUR)
    elif heist.chance(0.3):
        heist.ring(
            heist.between(40, 300),
            "对方：" + pick(heist.rng, _MARKET_ADS[2:3] + _MARKET_HOOKS[:1]) + "本人：我考虑下。",
        )
        heist.hang_up()
        heist.wait(1, 40, HOUR)
    else:
        friend.writes(_MARKET_ADS[1:])
    heist.goes_on("hook", 0.76)
    for _ in range(heist.many(2, 6)):
        heist.day_at(heist.many(1, 6), 8, 22.5)
        friend.writes(_MARKET_HOOKS)
    heist.goes_on("control", 0.76)
    heist.day_at(heist.many(0, 3), 9, 21)
    friend.writes(_MARKET_CONTROL, hosts=(page(heist),) if heist.chance(0.5) else ())
    sideload(heist, _MARKET_APPS, 0.75)
    if heist.chance(0.1):
        heist.share_screen(fake=_MARKET_APPS)
        heist.wait(5, 30)
        heist.stop_sharing()
    heist.goes_on("transfer", 0.69)
    total = min(3_000_000.0, max(3_000.0, heist.about(90_000, 1.15)))
    _top_ups(heist, friend, total)
    if heist.chance(0.6):
        _way_out(heist, friend, total)
    ends(heist)


def _top_ups(heist: Heist, friend: Stranger, total: float) -> None:
    rounds = 1 if total < 5_000 else heist.many(2, 4) if total < 40_000 else heist.many(4, 13)
    growth = heist.rng.uniform(1.15, 2.0)
    weights = [growth**place * heist.between(0.6, 1.6) for place in range(rounds)]
    back = heist.many(1, 3)
    for place, weight in enumerate(weights):
        if place:
            heist.wait(1, 6, HOUR) if heist.chance(0.2) else heist.day_at(heist.many(1, 6), 9, 21)
        yuan = float(round(total * weight / sum(weights), -3 if total > 30_000 else -2)) or 500.0
        if place == 0:
            yuan = min(yuan, round(heist.between(1_000, 10_000), -2))
        friend.writes(_MARKET_MONEY, 0.7, yuan=int(yuan))
        heist.wait(5, 60)
        _top_up(heist, yuan, last=place >= rounds - 2)
        if place + 1 == back and rounds > 1:
            heist.day_at(heist.many(1, 4), 9, 20)
            heist.receive(private_payee(heist.rng), max(50.0, round(yuan * heist.between(0.05, 0.4), -1)))
            friend.writes(_MARKET_BACK, 0.8)


def _top_up(heist: Heist, yuan: float, *, last: bool) -> None:
    if last and yuan > 30_000 and heist.chance(0.3):
        gather(heist, yuan)
    elif last and heist.chance(0.15):
        borrow(heist, min(200_000.0, yuan))
        heist.wait(3, 60)
    if last:
        ask(heist, "家里人跟着网上老师炒股，一直往陌生账户打钱，劝不住", at_risk=yuan, share=0.08)
    if heist.chance(0.03):
        coins(heist, yuan)
    elif yuan > 40_000 and heist.chance(0.08):
        heist.stolen_cash(round(yuan, -3))
    else:
        channel = "counter" if yuan > 50_000 and heist.chance(0.2) else "mobile_bank"
        memo = pick(heist.rng, (None, None, None, "货款", "装修", "借款", "往来"))
        heist.steal(yuan, new=heist.chance(0.75), channel=channel, memo=memo)


def _way_out(heist: Heist, friend: Stranger, total: float) -> None:
    """The victim wants the money back, and pays for that."""
    for _ in range(heist.many(1, 2)):
        heist.day_at(heist.many(1, 4), 9, 20)
        fee = max(500.0, round(total * heist.rng.uniform(0.08, 0.2), -2))
        friend.writes(_MARKET_FEES, yuan=int(fee))
        heist.wait(20, 600)
        heist.steal(fee, new=heist.chance(0.7))


def _easily_tempted(subject: Subject) -> float:
    base = by_age(16, 62)(subject) * (2.2 if subject.age <= 35 else 0.8)
    return base * (1.6 if subject.role == "student" else 1.0) * (1.2 if subject.female else 1.0)


def _with_savings(subject: Subject) -> float:
    return by_age(22, 75)(subject) * (1.8 if 28 <= subject.age <= 58 else 0.8)


_EVENINGS = tuple(0.05 if hour < 8 else 2.0 if 18 <= hour <= 22 else 1.0 for hour in range(24))

MONEY = (
    Scheme("brushing_rebate", 0.345, _tasks, _easily_tempted, _EVENINGS),
    Scheme("fake_investment", 0.115, _market, _with_savings, WAKING),
)
