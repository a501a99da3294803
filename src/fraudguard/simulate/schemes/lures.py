"""Notices, refunds, pensions: pages that ask for codes, losses to be won back (DOMAIN 4.19, 4.21, 4.22)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import DAYTIME, OFFICE, WAKING, by_age, elders
from fraudguard.simulate.confusers.made_up import company, merchant, overseas, pick, private_payee, sms_port
from fraudguard.simulate.confusers.scene import SECOND
from fraudguard.simulate.schemes.scheme import Heist, Scheme
from fraudguard.simulate.schemes.telling import Stranger, ask, borrow, debit, ends, foreign, gather, page, sideload
from fraudguard.simulate.story import Subject

__all__ = ["LURES"]

_NOTICES = (
    "【ETC】您的ETC已失效，为避免影响通行，请点击链接重新签办 http://{host}/etc",
    "【社保】您的医保卡停用，请于今日完成医保升级，打开网址 {host} 办理。",
    "【人社】2024年工资补贴已发放，请点击链接登记领取，逾期视为放弃 {host}",
    "尊敬的用户，您的积分即将清零，可兑换话费，点击 {host} 兑换。",
    "【快递】您的包裹地址不详无法派送，更新地址：{host}",
    "【税务】您有一笔个税补缴退税待确认，扫码办理或复制到浏览器 {host}",
    "【银行】您的手机银行将于今日过期，请点击链接 {host} 更新资料，以免停用。",
    "您好，您的车辆有一条未处理的记录，详情见 {host}",
    "劳动局通知：综合补贴申领今天截止，微信扫描文件中的二维码认证。",
    "您的会员权益有变动，核对一下资料：{host}",
    "【电子医保】系统维护后需重新认证，未认证将冻结社保卡，办理 {host}",
    "【速通】您的速通卡失效，设备签约信息过期认证，限24小时内处理 {host}",
)
_AGAIN = (
    "【业务办理】验证码错误请重新输入，完成后两小时内生效。",
    "提交失败，请再次输入验证码，核对可用余额。",
    "【认证中心】审核中，请勿关闭页面，稍后请输入动态口令。",
)
_SHOPS = ("数码礼品卡", "话费充值", "加油卡", "电子卡券", "游戏点卡", "珠宝")


def _notice(heist: Heist) -> None:
    """A text with a link; card and codes are typed in, and one debit follows the other."""
    host = page(heist)
    sender = overseas(heist.rng) if heist.chance(0.35) else foreign(heist) if heist.chance(0.7) else sms_port(heist.rng)
    office = Stranger(heist, "sms", sender)
    office.writes(_NOTICES, hosts=(host,), host=host)
    heist.goes_on("hook", 0.62)
    heist.wait(1, 90)
    if heist.chance(0.1):
        sideload(heist, ("电子医保助手", "ETC助手", "社保通"))
    heist.goes_on("control", 0.80)
    bank = pick(heist.rng, (("工商银行", "95588"), ("建设银行", "95533"), ("农业银行", "95599"), ("邮储银行", "95580")))
    for _ in range(heist.many(1, 2)):
        heist.code(*bank)
        heist.wait(15, 90, SECOND)
    heist.goes_on("transfer", 0.80)
    total = min(80_000.0, max(300.0, heist.about(5_500, 0.9)))
    count = 1 if total < 1_200 else heist.many(1, 4) if total < 8_000 else heist.many(3, 6)
    shop = merchant(heist.rng, pick(heist.rng, _SHOPS))
    unit = pick(heist.rng, (0.0, 0.0, 2_999.0, 4_899.0, 4_999.0))
    for place in range(count):
        if place:
            heist.wait(3, 75, SECOND)
            if heist.chance(0.7):
                heist.code(*bank)
                heist.wait(4, 35, SECOND)
        office.writes(_AGAIN, 0.1)
        yuan = unit if unit and total > 3_000 else min(9_900.0, total / count * heist.rng.uniform(0.7, 1.3))
        debit(heist, shop, round(yuan, 2), channel="quick_pay" if heist.chance(0.85) else "wallet")
        if heist.chance(0.2):
            shop = merchant(heist.rng, pick(heist.rng, _SHOPS))
    ends(heist)
    heist.wait(2, 60)
    ask(heist, "点了短信里的链接，填了验证码，卡里的钱被刷走了", at_risk=total, share=0.10)


_REFUND_FIRST = (
    "【教育】根据退费红头文件，您的退课程费申请已受理，进退费群登记。",
    "平台清退开始，P2P清退回款登记，凭身份证号查询名额。",
    "您好，我是网警追款组，您之前被骗的案件有进展，帮你追回被骗的钱。",
    "我这边是法务援助，专做挽损，成功以后再收费，您被骗了多少？",
    "认识做技术的朋友，能从后台把款截回来，私家侦探也可以，先付一部分。",
    "您以前报的班关门了，现在总部安排培训退费，麻烦提供一下缴费记录。",
)
_REFUND_CALLS = (
    "对方：您好，您两年前在我们机构报过英语课，现在总部统一培训退费。本人：真能退？对方：文件都下来了。",
    "对方：这里是平台清退组，您有一笔未兑付的本金可以做回款登记。本人：十二万那笔？对方：对。",
    "对方：我是法务援助的律师，您上个月的案子嫌疑人账户冻住了，可以申请返还。本人：太好了。",
    "对方：您之前买的课程公司倒闭了，学费清退由第三方代还，请加一下专员。本人：怎么加？",
)
_REFUND_CONTROL = (
    "先给您退200元验证账户，收到了吗，退费群里后面的按批次出。",
    "下载这个软件，账号已给您建好，用手机号登录就能看到退款额。",
    "把银行卡号发我，财务统一登记，今天处理到第三十号。",
    "案件编号给您，请保密，不要打扰办案单位。",
    "登录看看，余额就是良性清退给您的数。",
)
_REFUND_MONEY = (
    "退款要以收益形式退，认购基金退款，先充值{yuan}，十分钟连本带利出来。",
    "账户冻结了，做任务退款，还差{yuan}解冻。",
    "网警追款要先交保证金{yuan}，钱追回来一起给您。",
    "黑客追款那边服务器费用{yuan}，付了今晚动手。",
    "您操作慢了，数据要重做，先充值再退，{yuan}，这次我盯着您操作。",
    "对接通道要垫{yuan}，跟之前的款一并返还，放心吧。",
    "就剩最后一道手续{yuan}，办好明早到账。",
)


def _refund(heist: Heist) -> None:
    """Somebody who lost money before, or paid for a course, is promised it back."""
    clerk = Stranger(heist, pick(heist.rng, ("wechat", "qq", "app")))
    course = heist.chance(0.55)
    if course and heist.chance(0.4):
        heist.pay(company(heist.rng, "教育咨询"), round(heist.between(1_000, 20_000), -2), memo="课程费")
        heist.day_at(heist.many(5, 40), 9, 18)
    elif not course and heist.chance(0.3):
        heist.report("self", "前段时间在网上被骗了钱，来问案子进展", confirmed=None)
        heist.day_at(heist.many(1, 30), 9, 18)
    if heist.chance(0.5):
        heist.ring(heist.between(60, 900), pick(heist.rng, _REFUND_CALLS))
        heist.hang_up()
    else:
        first = Stranger(heist, "sms", foreign(heist)) if heist.chance(0.5) else clerk
        first.writes(_REFUND_FIRST)
    heist.goes_on("hook", 0.74)
    heist.wait(10, 600)
    clerk.writes(_REFUND_CONTROL)
    if heist.chance(0.5):
        heist.receive(private_payee(heist.rng), pick(heist.rng, (100, 200, 200, 300, 188)))
        heist.wait(2, 20)
    heist.goes_on("control", 0.77)
    sideload(heist, ("退费通", "清退助手", "云服务中心", "追损平台"), 0.5)
    if heist.chance(0.15):
        heist.share_screen(fake=("云会通", "会议宝"))
    clerk.writes(_REFUND_CONTROL, 0.5)
    heist.goes_on("transfer", 0.70)
    total = min(200_000.0, max(800.0, heist.about(10_000, 1.0)))
    rounds = heist.many(1, 2) if total < 4_000 else heist.many(2, 5)
    for place in range(rounds):
        if place:
            heist.day_at(1, 9, 19) if heist.chance(0.2) else heist.wait(8, 150)
        yuan = round(total * (place + 1) / (rounds * (rounds + 1) / 2), -2) or 200.0
        clerk.writes(_REFUND_MONEY, 0.9, yuan=int(yuan))
        heist.wait(3, 25)
        if place == rounds - 1:
            ask(heist, "网上说能把以前被骗的钱退回来，要先交钱", at_risk=yuan, share=0.08)
            if yuan > 10_000 and heist.chance(0.15):
                heist.stolen_cash(round(yuan, -3))
                continue
            if heist.chance(0.15):
                borrow(heist, yuan)
        heist.steal(yuan, new=heist.chance(0.5), memo=pick(heist.rng, (None, None, "保证金", "服务费")))
    ends(heist)
    heist.stop_sharing()


_PENSION_FIRST = (
    "【养老】社区免费体检，送鸡蛋大米，专家义诊，名额五十。",
    "叔叔阿姨，民族资产解冻项目国家工程启动，每人可领扶贫款30万。",
    "群里的家人们，今天报名的都有善款，梅花协会统一造册。",
    "候鸟养老基地参观一日游，免费吃住，欢迎带老伴。",
    "阿姨您上次来听过课，这周还有礼品，记得来领。",
)
_PENSION_TALK = (
    "养老项目分红年化百分之十二，养老床位先到先得，住不住都拿钱。",
    "院士团队的特效药，基因检测后一人一方，吃三个月血压就稳了。",
    "善款的红头文件发群里了，名单上有您，身份证报上来制卡。",
    "我们这个和银行不一样，利息按月发到您手上，王阿姨都拿了半年了。",
    "以房养老是国家支持的，您签个字，每个月多拿六千。",
    "早上好家人们，爱国打卡，今天的任务是拉三位亲人进群。",
)
_PENSION_SMALL = (
    "制卡费{yuan}，交了这周就发卡，卡里三十万。",
    "激活费{yuan}，首长说今晚截止，没交的名额作废。",
    "异地转账税{yuan}，大家都交齐了统一发放。",
    "资料邮寄手续费{yuan}，发红包给组长就可以。",
    "扶贫款还差一步，每人{yuan}，凑够了中央就放款。",
)
_PENSION_BIG = (
    "养老床位预订金{yuan}打到公司账户，合同给您送家里。",
    "候鸟养老这期额度只剩两个，{yuan}一份，三年翻一番。",
    "会员升级{yuan}，以后拿特效药打五折，还分红。",
    "上个月利息到了吧？这期再放{yuan}，利息给您提一个点。",
    "孩子们不懂，别跟他们讲，钱放在这里比银行强，{yuan}起。",
)


def _pension(heist: Heist) -> None:
    """Lectures and gifts; then a fortune for many small fees, or places, shares and medicine for savings."""
    group = Stranger(heist, pick(heist.rng, ("wechat", "wechat", "app")))
    group.writes(_PENSION_FIRST)
    if heist.chance(0.25):
        heist.wait(60, 900)
        said = "对方：" + pick(heist.rng, _PENSION_FIRST[:1] + _PENSION_FIRST[3:]) + "本人：好，我去看看。"
        heist.ring(heist.between(40, 500), said, marked=0.05)
        heist.hang_up()
    heist.goes_on("hook", 0.78)
    for _ in range(heist.many(1, 4)):
        heist.day_at(heist.many(1, 6), 7, 20)
        group.writes(_PENSION_TALK)
    heist.goes_on("control", 0.76)
    sideload(heist, ("中华民生", "国家扶贫", "慈善总会", "颐养之家"), 0.35)
    heist.day_at(heist.many(0, 3), 8, 18)
    heist.goes_on("transfer", 0.68)
    if heist.chance(0.5):
        _small_fees(heist, group)
    else:
        _savings(heist, group)
    ends(heist)


def _small_fees(heist: Heist, group: Stranger) -> None:
    for place in range(heist.many(4, 20)):
        if place:
            heist.day_at(heist.many(0, 6), 8, 21)
        yuan = pick(heist.rng, (9.9, 10.0, 30.0, 50.0, 66.0, 99.0, 99.0, 198.0, 300.0, 500.0))
        group.writes(_PENSION_SMALL, 0.5, yuan=yuan)
        heist.wait(2, 120)
        heist.steal(yuan, new=heist.chance(0.5), channel=pick(heist.rng, ("wallet", "qr", "wallet", "mobile_bank")))


def _savings(heist: Heist, group: Stranger) -> None:
    for place in range(heist.many(1, 4)):
        if place:
            heist.day_at(heist.many(12, 32), 9, 16)
        yuan = max(2_000.0, round(heist.about(25_000, 0.8), -3))
        group.writes(_PENSION_BIG, yuan=int(yuan))
        heist.wait(30, 600)
        if yuan > 20_000 and heist.chance(0.3):
            gather(heist, yuan)
        ask(heist, "老人听讲座买养老床位，要把定期取出来打给一家公司", at_risk=yuan, share=0.06)
        memo = pick(heist.rng, (None, "养老", "会员费", "床位", "保健", None))
        if yuan >= 10_000 and heist.chance(0.15):
            heist.stolen_cash(yuan)
        else:
            channel = pick(heist.rng, ("counter", "mobile_bank", "counter"))
            heist.steal(yuan, new=place > 0 and heist.chance(0.3), channel=channel, memo=memo)
        if heist.chance(0.4):
            heist.day_at(heist.many(20, 30), 9, 16)
            heist.receive(heist.payee(), round(yuan * 0.01, 2), memo=pick(heist.rng, (None, "分红", "利息")))


def _texted(subject: Subject) -> float:
    return by_age(18, 80)(subject) * (1.3 if 25 <= subject.age <= 55 else 0.9)


def _lost_before(subject: Subject) -> float:
    return by_age(18, 70)(subject) * (1.4 if 25 <= subject.age <= 50 else 0.8)


LURES = (
    Scheme("phishing_sms", 0.030, _notice, _texted, WAKING),
    Scheme("refund_recovery", 0.006, _refund, _lost_before, OFFICE),
    Scheme("elderly_pension_asset", 0.006, _pension, elders, DAYTIME),
)
