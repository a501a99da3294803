"""The benign life that looks like fraud (DOMAIN 13): none of it opens a ticket, and no core rule fires on it."""

from collections.abc import Callable, Iterable, Mapping

import pytest

from fraudguard.scoring.decision import Decision

Event = Mapping[str, object]
Run = Callable[[Iterable[Event]], list[Decision]]

SHOP = {"account": "6225880000000001", "kind": "merchant", "name": "某超市"}
FIRM = {"account": "622848000000000007", "kind": "corp", "name": "某有限公司"}
SOMEBODY = {"account": "6222020000000000018", "kind": "personal", "name": "张某"}
SELF = {"account": "4367420000000000027", "kind": "self"}


def out(amount: float, payee: Mapping[str, object] = SOMEBODY, **more: object) -> Event:
    """Money that goes out."""
    return {"kind": "transaction", "direction": "out", "method": "transfer", "amount": amount, "payee": payee, **more}


def back(amount: float, **more: object) -> Event:
    """Money that comes in."""
    return {"kind": "transaction", "direction": "in", "amount": amount, **more}


def call(state: str = "ended", **more: object) -> Event:
    """A call coming in."""
    return {"kind": "call", "state": state, "direction": "in", **more}


def sms(text: str, **more: object) -> Event:
    """A text message."""
    return {"kind": "message", "channel": "sms", "text": text, **more}


def chat(text: str, **more: object) -> Event:
    """A chat message."""
    return {"kind": "message", "channel": "wechat", "text": text, **more}


def otp(issuer: str, **more: object) -> Event:
    """A message with a one-time code."""
    return {"kind": "message", "channel": "sms", "is_otp": True, "otp_issuer": issuer, **more}


def handset(type_: str, state: str = "on", **more: object) -> Event:
    """Something on the person's handset."""
    return {"kind": "device_event", "type": type_, "state": state, **more}


def account(number: int, kind: str = "personal") -> Event:
    """One of many payees."""
    return {"account": f"62170000000000{number:05d}", "kind": kind}


CONFUSERS: dict[str, list[Event]] = {
    "police broadcast, bank pop-up, 12381 text, drama and school quiz": [
        chat("【警方提醒】自称微信客服，说百万保障到期每月自动扣费800元，让你下载会议软件开屏幕共享的，都是诈骗！"),
        sms("【12381】您可能正遭遇冒充客服诈骗，切勿共享屏幕，切勿转账", sender="12381"),
        {"kind": "message", "channel": "app", "text": "安全提示：谨防冒充领导诈骗，凡是让您先转账再说跨行24小时到账的都是骗子"},
        chat("多选题：下列哪些是诈骗？A 客服让你关闭百万医疗保险 B 领导让你先转账，跨行24小时到账 C 打开屏幕共享办业务"),
        chat("反诈微电影《百万保障》今晚八点上线，看骗子如何一步步引导受害人打开屏幕共享"),
        out(2600, SHOP),
    ],
    "a real meeting while a bill is paid": [
        out(3200, FIRM, memo="物业费"),
        handset("screen_share", package="com.tencent.wemeet.app", at="+30d"),
        out(3200, FIRM, memo="物业费", device={"screen_sharing": True}),
        handset("screen_share", "off", package="com.tencent.wemeet.app"),
    ],
    "a meeting in office hours after a sales call": [
        call(peer_class="mobile", duration_s=420),
        handset("screen_share", package="com.tencent.wemeet.app"),
        handset("screen_share", "off", package="com.tencent.wemeet.app", at="+40m"),
        out(86, SHOP),
    ],
    "IT support through a remote-control program": [
        out(120000, FIRM, channel="corp_ebank", memo="货款"),
        call("started", is_contact=True, at="+30d"),
        handset("remote_control", package="youqu.android.todesk"),
        out(120000, FIRM, channel="corp_ebank", memo="货款", device={"remote_control": True}),
        handset("remote_control", "off", package="youqu.android.todesk"),
        call(is_contact=True, duration_s=1800),
    ],
    "a son helps his mother by remote control": [
        call("started", is_contact=True, person={"age": 66}),
        handset("app_install", "once", package="com.oray.sunlogin", install_source="store"),
        handset("remote_control", package="com.oray.sunlogin"),
        out(6800, SOMEBODY, memo="请护工", device={"remote_control": True, "in_call": True}),
        handset("remote_control", "off", package="com.oray.sunlogin"),
        call(is_contact=True, duration_s=1500),
    ],
    "a real refund from the platform": [
        sms("【某东】您的退款 118.00 元已原路退回，请注意查收"),
        back(118, method="refund", payer={"kind": "corp"}),
        out(59, SHOP),
    ],
    "a real airline's message": [
        sms("【某航空】您预订的航班因天气原因取消，可在官方渠道免费退改签", sender="95530"),
        back(1260, method="refund", payer={"kind": "corp"}),
        out(1480, FIRM, memo="机票"),
    ],
    "a real loan paid to a shop, tuition, a house deposit": [
        call(peer_class="landline", is_contact=True, duration_s=900),
        back(50000, method="loan"),
        out(48000, FIRM, memo="装修合同"),
        back(80000, method="loan"),
        out(80000, {"account": "6217000000000000004", "kind": "corp"}, memo="首付定金"),
    ],
    "debt consolidation: one loan repays another lender": [
        back(60000, method="loan"), out(58000, FIRM, memo="归还贷款"), back(20000, method="loan"), out(20000, FIRM),
    ],
    "savings moved between own banks, a deposit that ran out": [
        call(peer_class="landline", duration_s=500),
        back(50000, method="deposit_break"),
        back(30000, payer={"kind": "self"}),
        out(80000, SELF, balance_before=80500, memo="换银行存定期"),
    ],
    "salary day: rent, tuition, gifts, many round sums": [
        out(3000, account(1)), out(12000, account(2)), out(20000, account(3)), out(600, account(4)),
        back(18000, payer={"kind": "corp"}, memo="工资", at="+30d"),
        out(3000, account(1)), out(12000, account(2)), out(20000, account(3), balance_before=24000), out(600, account(4)),
    ],
    "a wedding: two round sums to the caterer and the photographer": [
        out(20000, account(11), balance_before=150000, memo="酒席定金"),
        out(20000, account(12), balance_before=130000, memo="摄影摄像"),
        out(600, account(13), memo="喜糖"),
    ],
    "a company's first payment to a supplier with a contract": [
        chat("合同已签，麻烦走流程付首付款", sender_known=True),
        out(180000, {**FIRM, "opened_on": "2015-03-01"}, channel="corp_ebank", balance_before=900000, memo="合同款",
            extra={"approvals": 2}),
    ],
    "the same payment in a feed that knows nothing of approvals": [
        out(180000, FIRM, channel="corp_ebank", balance_before=300000, memo="合同款"),
    ],
    "the boss really asks, and was called back": [
        chat("先打款，手续后补", sender="wx-unknown"),
        {"kind": "report", "reporter": "self", "text": "老板让我付款，已打老板手机核实", "callback_confirmed": True},
        out(120000, FIRM, channel="corp_ebank", balance_before=200000),
        chat("这是我的私人微信，有空来找我", at="+3d"),
        {"kind": "report", "reporter": "self", "text": "领导让我转账，已当面核实", "callback_confirmed": True},
        out(20000),
    ],
    "shared expenses and group gifts": [
        *(back(200, payer={"kind": "personal"}, memo="AA", at="+1m") for _ in range(12)),
        *(out(200, account(20 + number), memo="红包", at="+1m") for number in range(12)),
        out(100, SOMEBODY, memo="聚餐"), back(98, payer={"kind": "personal"}, memo="多退少补"), out(1880, SOMEBODY),
    ],
    "a parent pays a child's game and course": [
        *(out(328, SHOP, channel="qr", method="payment", at="+3m") for _ in range(12)),
        out(6980, FIRM, memo="编程课"),
    ],
    "a market stall with many payers": [
        *(back(15 + number, payer={"kind": "personal"}, at="+1m", person={"role": "merchant"}) for number in range(20)),
        out(4200, account(30), memo="进货", person={"role": "merchant"}),
    ],
    "a class collects money, a payroll account pays it out": [
        *(back(150, payer={"kind": "personal"}, memo="班费", at="+2m") for _ in range(15)),
        *(out(4000, account(40 + number), memo="工资", channel="corp_ebank", at="+1m") for number in range(15)),
    ],
    "gold for a wedding, cash for the New Year": [
        out(60000, {}, method="withdrawal", channel="counter", balance_before=200000),
        out(38000, SHOP, channel="pos", method="payment", memo="婚庆黄金"),
    ],
    "a long call with an insurance salesperson": [
        call(peer_class="mobile", is_contact=False, duration_s=1500,
             transcript="您好，我是保险公司的，我们的百万医疗保险每年几百块，可以自动续费，您看要不要给您寄份资料"),
        sms("【某保险】感谢您的咨询，百万医疗保险产品详情请以合同为准"),
        out(365, FIRM, memo="保费", at="+2h"),
    ],
    "a long call with the house agent, then the deposit to the company": [
        call(peer_class="mobile", is_contact=False, duration_s=700),
        out(50000, FIRM, balance_before=52000, memo="购房定金"),
    ],
    "relatives abroad call, with or without an address book": [
        call(peer_class="overseas", is_contact=True, duration_s=2400),
        call(peer_class="overseas", duration_s=1800, at="+1d"),
        out(5000, SELF),
        out(2000, account(50), memo="给外甥压岁钱"),
    ],
    "couriers and ride-hailing drivers all day": [
        *(call(peer_class="mobile", is_contact=False, duration_s=25, at="+20m") for _ in range(12)),
        out(3500, account(60), memo="房租", at="+3h"),
    ],
    "money to a licensed broker": [
        out(50000, FIRM, balance_before=55000, memo="银证转账"), out(100000, FIRM, memo="银证转账"),
    ],
    "a real police call and a call of the court": [
        call(peer="96110", peer_class="95_96_service", duration_s=600, transcript="我是反诈中心民警，您刚才接到的百万保障来电是诈骗，请不要共享屏幕"),
        call(peer="110", peer_class="short_code", duration_s=300),
        call(peer="12368", peer_class="short_code", duration_s=400),
        out(2000, account(70), memo="生活费"),
    ],
    "one-yuan test, then the rent to the landlord": [
        out(1, account(80)), out(4800, account(80), memo="押一付三", at="+10m"),
    ],
    "one phrase of a friend": [
        chat("你那个百万保障是微信送的，不用管", sender_known=True), chat("我在开会，马上转给你", sender_known=True), out(3000),
    ],
    "a meeting is being arranged by somebody new": [
        chat("明天来我办公室一趟，会议号 123 456"), chat("正在开会，稍后联系"), out(900, SHOP),
    ],
    "codes of two banks while shopping": [
        otp("工商银行"), otp("工商银行", at="+2m"), otp("支付宝", at="+2m"), out(899, SHOP),
    ],
    "an app from a file and a contact's video call": [
        handset("app_install", "once", app_name="某输入法", install_source="sideload"),
        call("started", is_contact=True),
        handset("screen_share", package="com.tencent.mm"),
        out(300, SHOP),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CONFUSERS)
def test_benign_life_opens_no_ticket(name: str, run: Run) -> None:
    """What separates it from fraud is a fact the rules look at, so nobody is called for it."""
    decisions = run(CONFUSERS[name])
    assert [] == [finding.rule for one in decisions for finding in one.findings if finding.role == "core"]
    assert [] == [ticket.level for one in decisions for ticket in one.tickets]
    assert {"none"} == {one.level for one in decisions}


def test_the_confusers_are_not_empty_of_signals(run: Run) -> None:
    """The streams are hard: many of them do carry supporting signals that a core rule would count."""
    loud = [name for name, stream in CONFUSERS.items() if any(one.findings for one in run(stream))]
    assert len(loud) >= len(CONFUSERS) // 2
