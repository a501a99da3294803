"""Loans that cost fees and never come, and loans taken out to clear a record that was clean (DOMAIN 4.9, 4.10)."""

from __future__ import annotations

from fraudguard.simulate.confusers.confuser import WAKING, by_age
from fraudguard.simulate.confusers.made_up import hotline, overseas, pick, sms_port
from fraudguard.simulate.schemes.scheme import Heist, Scheme
from fraudguard.simulate.schemes.telling import Stranger, ask, borrow, ends, foreign, page, sideload
from fraudguard.simulate.story import Subject

__all__ = ["CREDIT"]

_LOAN_ADS = (
    "【中国平安】您有{base}额度可领，无抵押免征信，秒到账，点击申请。",
    "黑户可贷，低利率，无需资质，放款快，回复1安排专员。",
    "尊敬的客户，您的低利率备用金已审批{base}元，今日有效，登录领取。",
    "急用钱找我，只看身份证，无需资质，最快十分钟下款。",
    "您好，之前在我们这里登记过资金需求，现在政策放宽了，您还需要吗？",
    "年底周转有困难？免征信凭身份证就能办，利息一天几毛，加我微信详谈。",
)
_LOAN_CALLS = (
    "对方：先生您好，我们这边是正规贷款公司，无抵押，最高三十万，今天申请今天放款。本人：利息多少？",
    "对方：您前两天在网上填过资料，我帮您看过无抵押能批五万。本人：要什么手续？对方：下个软件填一下就行。",
    "对方：请问最近有没有资金上的需要？本人：有点，做生意周转。对方：那我加您微信发资料。",
)
_LOAN_HOOKS = (
    "下载我们的APP，填身份证和收款的卡号，额度{base}已经批了。",
    "审核通过了，秒到账，{base}已经到您的账户里，点提现就可以。",
    "您的资质没问题，合同已生成，手写签名拍一张给我。",
    "看到余额了吗？钱在里面了，把卡绑好就能取走。",
    "恭喜您，初审过了，我们放款快，最后一步是客服给您开通出款。",
)
_LOAN_WRONG = (
    "您的银行卡号填写错误，一位数输错了，资金冻结，需交解冻费{fee}。",
    "综合评分不足，要刷流水验证还款能力，转{fee}，随贷款一起退。",
    "先交会员费{fee}，开通VIP通道立刻放款。",
    "信用保险费{fee}，保单下来马上打款，这个是要退的。",
    "银保监会冻结了您的账户，认证金{fee}，两小时内到账解除。",
    "财务说还要打{fee}做个验证，钱会跟着本金一块儿给您。",
    "系统里显示您卡号填写错误，账户冻结，{fee}处理好就能出，之前的都算数。",
)
_LOAN_THREATS = (
    "合同已经生效，不处理就起诉，您要负骗贷责任。",
    "两个小时内不操作，每个月照样要还款，还会上征信。",
    "你这样不配合就是违约要起诉，律师函发到你单位。",
    "钱已经出库了，你不弄好，我也交不了差，后果你自己担。",
)
_LOAN_APPS = ("平安易贷", "招联好期贷", "度小满金融", "京东白条借", "惠普贷", "融易借", "捷信速贷")


def _loan(heist: Heist) -> None:
    """Fees that are shares of the sum applied for, one after the other, before any money."""
    base = round(heist.between(20_000, 130_000), -4) or 20_000.0
    drawn = heist.rng.random()
    clerk = Stranger(heist, pick(heist.rng, ("wechat", "app", "qq", "app")))
    if drawn < 0.45:
        sender = sms_port(heist.rng) if heist.chance(0.6) else foreign(heist)
        hosts = (page(heist),) if heist.chance(0.6) else ()
        Stranger(heist, "sms", sender).writes(_LOAN_ADS, hosts=hosts, base=int(base))
    elif drawn < 0.8:
        heist.ring(heist.between(40, 420), pick(heist.rng, _LOAN_CALLS))
        heist.hang_up()
    else:
        clerk.writes(_LOAN_ADS[3:], base=int(base))
    heist.goes_on("hook", 0.74)
    heist.wait(5, 300)
    clerk.writes(_LOAN_HOOKS, base=int(base))
    heist.goes_on("control", 0.77)
    sideload(heist, _LOAN_APPS, 0.65)
    heist.wait(5, 60)
    clerk.writes(_LOAN_HOOKS, 0.7, base=int(base))
    if heist.chance(0.10):
        heist.share_screen(fake=_LOAN_APPS)
    heist.goes_on("transfer", 0.70)
    _fees(heist, clerk, base)
    ends(heist)
    heist.stop_sharing()
    heist.wait(5, 300)
    clerk.writes(_LOAN_THREATS, 0.4)


def _fees(heist: Heist, clerk: Stranger, base: float) -> None:
    rounds = pick(heist.rng, (1, 2, 2, 3, 3, 4, 5, 6))
    shares = sorted(pick(heist.rng, (0.01, 0.02, 0.03, 0.05, 0.05, 0.1, 0.2)) for _ in range(rounds))
    for place, share in enumerate(shares):
        if place:
            heist.day_at(1, 9, 18) if heist.chance(0.25) else heist.wait(15, 240)
        small = place == 0 and heist.chance(0.3)
        fee = pick(heist.rng, (199.0, 399.0, 588.0, 980.0, 1_800.0)) if small else round(base * share, -1)
        clerk.writes(_LOAN_WRONG, fee=int(fee))
        if place:
            clerk.writes(_LOAN_THREATS, 0.35)
        if heist.chance(0.25):
            heist.wait(1, 10)
            heist.ring(
                heist.between(60, 1_500), "对方：" + pick(heist.rng, _LOAN_THREATS) + "本人：我去凑，你别起诉我。"
            )
        heist.wait(3, 25)
        if fee > 8_000 and heist.chance(0.15):
            borrow(heist, fee * heist.between(0.5, 1.0))
            heist.wait(2, 20)
        if place == rounds - 1:
            ask(heist, "申请网上贷款，对方一直要交解冻费，还没放款", at_risk=fee)
        memo = pick(heist.rng, (None, None, "解冻", "保证金", "还款", "保险费"))
        heist.steal(
            fee, new=heist.chance(0.45), channel=pick(heist.rng, ("mobile_bank", "mobile_bank", "qr")), memo=memo
        )


_CREDIT_HOOKS = (
    "对方：您好，京东金融客服，您大学时开过学生账户，国家政策要求注销校园贷记录，不然影响征信。本人：我没借过。",
    "对方：您名下的借呗年利率过高，属于违规账户，银监会要求整改。本人：那要我做什么？",
    "对方：我是支付宝工作人员，您二零一八年的学生账户没有取消，今天截止。本人：不取消会怎样？",
    "对方：您的姓名和毕业学校是这个吧？系统里您的校园贷记录还在，要改成社会身份。本人：对，是我。",
    "对方：您有一笔逾期记录，可以做征信修复，消除逾期，办好就能正常买房。本人：真的吗？",
)
_CREDIT_PRESSURE = (
    "对方：不注销的话会留下征信污点，以后贷款坐高铁都受限。本人：那快点弄吧。",
    "对方：拖过今天就上黑名单了，您名下所有卡都会受影响。本人：别，我配合。",
    "对方：这个是给您留的最后期限，明天系统自动上报。本人：我现在有空。",
)
_CREDIT_CONTROL = (
    "对方：您加这个QQ，是注销专员，工号发您核对。本人：加上了。",
    "对方：打开腾讯会议，输入会议号，共享屏幕，我看着您操作。本人：共享了。",
    "对方：您先把手机里的借款软件一个个打开，念一下还有多少可以借。本人：一个两万八，一个五万。",
)
_CREDIT_MONEY = (
    "对方：要把额度清空，全部借出来转到银监会认证对接账户，核销以后账单就清零了。本人：还要我还吗？对方：不用您还。",
    "对方：这个清算账户是个人名字没关系，是我们财务，指定账户核验。本人：好，转了。",
    "对方：还有一个平台没有清零，继续把额度提出来。本人：已经四个了。",
    "对方：提出来的钱放在您卡里系统识别不到，挪过去半小时就自动销账。本人：那我转。",
    "对方：办完把那几个软件删掉，短信也删，不然会重新激活。本人：删了。",
)
_CREDIT_CHAT = (
    "【通知】您的校园贷记录注销业务正在办理，请配合专员清空额度。",
    "工作证发您了，请保持通话，注销期间不要接听其他来电。",
    "清算账户如下，请在十五分钟内办理，逾期视为放弃。",
    "把借款成功的截图发到注销业务群里，我给您登记。",
    "还差最后一家，弄完给您开结清证明。",
)


def _repair(heist: Heist) -> None:
    """One long call: borrow all that can be borrowed, and send it on."""
    peer = overseas(heist.rng) if heist.chance(0.45) else hotline(heist.rng) if heist.chance(0.3) else heist.caller()
    speech = [pick(heist.rng, _CREDIT_HOOKS)]
    heist.stage = heist.reached = "hook"
    if not heist.chance(0.70):
        heist.ring(heist.between(20, 400), speech[0], peer=peer)
        heist.hang_up()
        return
    speech += [pick(heist.rng, _CREDIT_PRESSURE), pick(heist.rng, _CREDIT_CONTROL)]
    clerk = Stranger(heist, pick(heist.rng, ("qq", "qq", "wechat", "sms")), curt=True)
    stops = not heist.chance(0.57)
    if not stops:
        speech += [pick(heist.rng, _CREDIT_MONEY), pick(heist.rng, _CREDIT_MONEY)]
    heist.ring(heist.between(500, 2_400) if stops else heist.between(4_000, 16_000), "".join(speech), peer=peer)
    heist.wait(4, 15)
    heist.stage = heist.reached = "control"
    clerk.writes(_CREDIT_CHAT, 0.6)
    shares = heist.chance(0.5)
    if shares:
        heist.share_screen(fake=("银联会议", "云视通", "征信中心", "会议通"), remote=0.1)
    if not stops:
        _empties(heist, clerk)
        ends(heist)
    heist.hang_up()
    heist.stop_sharing()


def _empties(heist: Heist, clerk: Stranger) -> None:
    total = heist.about(27_000, 0.8)
    loans = heist.many(2, 5) if total > 9_000 else heist.many(1, 2)
    for place in range(loans):
        yuan = min(60_000.0, max(1_000.0, total / loans * heist.rng.uniform(0.5, 1.5)))
        borrow(heist, yuan)
        sent = max(1_000.0, round(yuan, -3)) * heist.rng.uniform(0.9, 1.0)
        clerk.writes(_CREDIT_CHAT, 0.3)
        heist.wait(5, 35)
        if place == loans - 1:
            ask(heist, "客服说不注销校园贷影响征信，让把各平台的钱借出来转走", at_risk=sent)
        parts = 2 if sent > 20_000 and heist.chance(0.3) else 1
        for part in range(parts):
            memo = pick(heist.rng, (None, None, None, "清算", "还款", "对接账户"))
            heist.steal(sent / parts, new=part > 0 or heist.chance(0.45), memo=memo)
            heist.wait(1, 10)
    if heist.chance(0.5):
        heist.device("app_uninstall", package="com.example.loan", name=pick(heist.rng, ("借呗", "京东金融", "度小满")))


def _needy(subject: Subject) -> float:
    base = by_age(18, 60)(subject) * (1.8 if 20 <= subject.age <= 45 else 0.6)
    return base * (1.5 if subject.role == "merchant" else 1.0)


def _graduate(subject: Subject) -> float:
    return by_age(18, 45)(subject) * (2.5 if 20 <= subject.age <= 32 else 0.7)


_OFFICE_CALLS = tuple(1.0 if 10 <= hour <= 18 else 0.25 if 9 <= hour <= 21 else 0.0 for hour in range(24))

CREDIT = (
    Scheme("fake_loan", 0.108, _loan, _needy, WAKING),
    Scheme("fake_credit_repair", 0.082, _repair, _graduate, _OFFICE_CALLS, (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5)),
)
