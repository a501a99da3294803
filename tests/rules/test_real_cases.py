"""The cases of the police reports, and the three named patterns by behaviour alone: each must reach somebody in time."""

from collections.abc import Callable, Iterable, Mapping

import pytest

from fraudguard.pack.checked import LEVELS, CheckedPack
from fraudguard.scoring.decision import Decision

Event = Mapping[str, object]
Run = Callable[[Iterable[Event]], list[Decision]]

PAYEE = {"account": "6222020000000000018", "kind": "personal", "name": "张某"}
OTHER = {"account": "6225880000000001", "kind": "personal", "name": "李某"}


def call(state: str = "started", **more: object) -> Event:
    """A stranger's call coming in."""
    return {"kind": "call", "state": state, "direction": "in", "peer_class": "overseas", **more}


def out(amount: float, **more: object) -> Event:
    """Money that goes to somebody new."""
    return {"kind": "transaction", "direction": "out", "method": "transfer", "amount": amount, "payee": PAYEE, **more}


def back(amount: float, **more: object) -> Event:
    """Money that comes in."""
    return {"kind": "transaction", "direction": "in", "method": "transfer", "amount": amount, **more}


def chat(text: str, **more: object) -> Event:
    """A chat message of somebody who is not in the address book."""
    return {"kind": "message", "channel": "wechat", "sender_known": False, "text": text, **more}


def handset(type_: str, state: str = "on", **more: object) -> Event:
    """Something on the person's handset."""
    return {"kind": "device_event", "type": type_, "state": state, **more}


def report(reporter: str, text: str, **more: object) -> Event:
    """What somebody tells the station."""
    return {"kind": "report", "reporter": reporter, "text": text, **more}


def otp(issuer: str, **more: object) -> Event:
    """A message with a one-time code."""
    return {"kind": "message", "channel": "sms", "is_otp": True, "otp_issuer": issuer, **more}


def highest(decisions: list[Decision]) -> str:
    """The highest level a ticket reached."""
    return LEVELS[max((LEVELS.index(ticket.level) for one in decisions for ticket in one.tickets), default=0)]


def scam(decisions: list[Decision]) -> str:
    """What the last ticket says it is."""
    return [ticket.scam for one in decisions for ticket in one.tickets][-1]


REPORTED = {
    "R0 the teller stops 50,000 for 微信百万保障": (
        [report("teller", "客户接到自称微信客服的电话，说微信百万保障到期要扣费，正要转账", at_risk=50000)],
        "red", "guarantee_closure",
    ),
    "R2 a resident asks how to close 百万医疗保险": (
        [report("self", "居民到派出所询问如何关闭百万医疗保险")], "yellow", "guarantee_closure",
    ),
    "R2 she is being guided while she asks": (
        [report("self", "她说对方一直打电话指导她操作，要关闭手机上的百万医疗保险")], "yellow", "guarantee_closure",
    ),
    "R2 the report as a badly converted page has it": (
        [report("self", "居民詢問如何關(guān)閉百萬醫療保險，對方一直打電話指導")], "yellow", "guarantee_closure",
    ),
    "R4 a grid worker meets Mr Li": (
        [report("grid_worker", "巡防队员得知李先生正准备给领导转账，立即上前核实")], "yellow", "leader_impersonation",
    ),
    "R4 as a badly converted page has it": (
        [report("grid_worker", "得知李先生正準(zhǔn)備給領(lǐng)導轉賬，立即上前核實(shí)")], "yellow", "leader_impersonation",
    ),
    "R4 a large sum is about to go": (
        [report("grid_worker", "李先生正准备给领导转账", at_risk=60000)], "red", "leader_impersonation",
    ),
    "a company's accountant asks for advice": (
        [report("self", "我是公司财务，老板在群里让我马上付款，电话打不通")], "yellow", "boss_finance_fraud",
    ),
}  # fmt: skip

BEHAVIOUR_RED = {
    "call going on, screen shared, new payee": [
        call(), handset("screen_share"), out(22848, status="pending", memo="认证金"),
    ],
    "call going on, the bank sees the screen shared": [
        call(), out(22848, balance_before=30000, memo="保证金", device={"screen_sharing": True, "in_call": True}),
    ],
    "call record comes after the money": [
        out(22848, memo="保证金", device={"screen_sharing": True}), call("ended", duration_s=1200),
    ],
    "bank alone sees remote control": [out(22848, memo="保证金", device={"remote_control": True})],
    "one-time codes arrive while a stranger watches": [
        call(), handset("screen_share"), otp("数字人民币"),
    ],
    "codes of several banks while the screen is shared": [
        handset("screen_share"), otp("工商银行", at="+2m"), otp("微信支付", at="+2m"), otp("工商银行", at="+2m"),
    ],
    "black screen after a fake meeting app": [
        handset("app_open", "once", app_name="银联会议"), handset("screen_black"),
    ],
    "76 out, 76 back, 22,848 out, after a long overseas call": [
        call("ended", duration_s=900), out(76, memo="验证"), back(76, memo="退回"),
        out(22848, balance_before=25000, memo="保证金"),
    ],
    "a company pays a new person twice": [
        out(480000, channel="corp_ebank", balance_before=900000, memo="往来款"),
        out(400000, channel="corp_ebank", balance_before=420000, memo="往来款", at="+40m"),
    ],
    "paying again three days after a warning": [
        {"kind": "outcome", "result": "dissuaded"},
        call("ended", duration_s=900, at="+3d"), out(50000, balance_before=52000, memo="保证金"),
    ],
}  # fmt: skip

BEHAVIOUR_YELLOW = {
    "a long stranger's call, then all the money to somebody new": [
        call("ended", duration_s=900, peer_class="mobile"), out(50000, balance_before=52000, memo="保证金"),
    ],
    "the bank alone sees 76 out, 76 back, 22,848 out": [
        out(76), back(76), out(22848, balance_before=25000),
    ],
    "before any money: the screen is shared while a stranger is on the line": [call(), handset("screen_share")],
    "before any money: call record and handset": [
        handset("screen_share"), call("ended", duration_s=1800, at="+20m"),
    ],
    "two savings accounts gathered, then to somebody new": [
        call("ended", duration_s=900, peer_class="mobile"),
        back(20000, payer={"kind": "self"}), back(30000, payer={"kind": "self"}), out(50000, memo="归集"),
    ],
    "two round sums to new persons on a Sunday, the second borrowed": [
        out(50000, at="2025-01-05T15:00"), back(60000, payer={"kind": "personal"}, at="+1h"),
        out(60000, payee=OTHER, balance_before=62000),
    ],
    "a company's second large payment to a company it never paid": [
        out(480000, channel="corp_ebank", payee={**PAYEE, "kind": "corp"}, balance_before=900000),
        out(400000, channel="corp_ebank", payee={**PAYEE, "kind": "corp"}, balance_before=420000, at="+40m"),
    ],
}  # fmt: skip

WORDS_AND_MONEY = {
    "a false leader, the money said to be sent never came": (
        [
            chat("小李，我是某书记，换新号了，有空来找我"),
            chat("我不方便出面，我先打到你卡上，你帮我代转", at="+1d"),
            chat("已经转过去了，跨行24小时到账"),
            out(100000, status="pending"),
        ],
        "red", "leader_impersonation",
    ),
    "a false leader, 5,000 to somebody new": (
        [chat("这是我的私人微信，在开会不方便接电话，有件事托你办"), out(5000)], "yellow", "leader_impersonation",
    ),
    "a false boss asks for the balance, then presses": (
        [
            chat("小李，公司账上还有多少余额"), chat("对方催了，先打款，手续后补"),
            out(980000, status="pending", channel="corp_ebank", payee={**PAYEE, "kind": "corp"}),
        ],
        "red", "boss_finance_fraud",
    ),
    "an insurance caller, then 1,000 to somebody new": (
        [
            call("ended", duration_s=400, peer_class="mobile", transcript="我是微信客服，您的百万保障今晚到期，每月自动扣除八百"), out(1000),
        ],
        "yellow", "guarantee_closure",
    ),
    "evasive spelling changes nothing": (
        [
            call("ended", duration_s=400, peer_class="mobile", transcript="我是薇信客服，您的百 万 保 障今晚到期，每月自動扣除八百"), out(1000),
        ],
        "yellow", "guarantee_closure",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTED)
def test_a_report_of_the_five_stations_opens_a_ticket(name: str, run: Run) -> None:
    """What the police reports tell reaches the level at which somebody goes there."""
    events, level, kind = REPORTED[name]
    decisions = run(events)
    assert (level, kind) == (highest(decisions), scam(decisions))


@pytest.mark.parametrize("blank", [False, True], ids=["memos", "blank"])
@pytest.mark.parametrize("name", BEHAVIOUR_RED)
def test_behaviour_alone_reaches_red(name: str, blank: bool, run: Run) -> None:
    """Without a word of text, memos blanked or not, the dangerous streams are red."""
    events = [{key: value for key, value in event.items() if key != "memo"} for event in BEHAVIOUR_RED[name]]
    assert "red" == highest(run(events if blank else BEHAVIOUR_RED[name]))


@pytest.mark.parametrize("name", BEHAVIOUR_YELLOW)
def test_behaviour_alone_reaches_yellow_before_it_is_sure(name: str, run: Run) -> None:
    """Patterns with less evidence, or before any money, open a yellow ticket."""
    assert "yellow" == highest(run(BEHAVIOUR_YELLOW[name]))


@pytest.mark.parametrize("name", WORDS_AND_MONEY)
def test_words_with_money_name_the_scheme(name: str, run: Run) -> None:
    """Words beside a payment reach yellow or red, and the ticket names the scheme with its script."""
    events, level, kind = WORDS_AND_MONEY[name]
    decisions = run(events)
    assert (level, kind) == (highest(decisions), scam(decisions))
    assert [ticket for one in decisions for ticket in one.tickets][-1].script


def test_the_most_dangerous_stream_is_red_by_points_too(run: Run) -> None:
    """Call, shared screen and a new payee add up to red: the floor only makes it sure."""
    decisions = run(BEHAVIOUR_RED["call going on, the bank sees the screen shared"])
    assert decisions[-1].points >= 80


def test_loss_in_progress_is_urgent(run: Run) -> None:
    """A pending transfer under a stranger's eyes asks for the shortest deadlines."""
    decisions = run(BEHAVIOUR_RED["call going on, screen shared, new payee"])
    assert decisions[-1].urgent


def test_words_alone_never_pass_yellow(pack: CheckedPack, run: Run) -> None:
    """Every phrase of every list in one conversation is yellow at most, and green without a call's own signs."""
    words = [
        phrase
        for name, phrases in sorted(pack.phrase_lists.items())
        if name != "education_context"
        for phrase in phrases
    ]
    told = [chat("，".join(words[start : start + 40])) for start in range(0, len(words), 40)]
    assert LEVELS.index(highest(run(told))) <= LEVELS.index("yellow")


def test_a_second_transfer_to_the_same_new_payee_counts_as_new(run: Run) -> None:
    """Splitting the sum does not help: for a day a payee stays new."""
    decisions = run([out(3000), out(22848, device={"screen_sharing": True})])
    assert "red" == highest(decisions)


def test_a_veto_by_call_back_holds_until_the_next_day(run: Run) -> None:
    """A confirmed call-back silences the leader's rules for 24 hours, not longer."""
    asked = chat("这是我的私人微信，在开会不方便接电话，有件事托你办")
    confirmed = report("self", "已打领导原来的号码核实", callback_confirmed=True)
    assert "none" == highest(run([asked, confirmed, out(20000)]))
    assert "yellow" == highest(run([asked, confirmed, out(20000, at="+24h")]))
