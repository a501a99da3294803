"""The plain Chinese title of a suggested example: the fact in which it differs from the one it comes from."""

from __future__ import annotations

from collections.abc import Mapping

from fraudguard.events.catalogue import FIELDS
from fraudguard.workbench.suggest.changes import Change
from fraudguard.workbench.suggest.material import NEUTRAL, NOWHERE, WARNING
from fraudguard.workbench.suggest.search import Candidate
from fraudguard.workbench.suggest.streams import Stream

__all__ = ["title_of"]

_COUNTER = {"transaction": "笔", "call": "通", "message": "条", "device_event": "次", "report": "份"}
_DAY = 86_400
_MOST = 150  # characters of a title, before what makes it different from another
_LONGEST = 24  # characters of a text that a title repeats
_NOUN = {"transaction": "交易", "call": "通话", "message": "消息", "device_event": "设备事件", "report": "报告"}
_NUMBER = "零一二三四五六七八九十"
_YES_NO: Mapping[str, tuple[str, str]] = {
    "is_contact": ("对方是联系人", "对方不是联系人"),
    "answered": ("接通了", "没有接通"),
    "is_otp": ("是验证码", "不是验证码"),
    "sender_known": ("发送方是认识的人", "发送方是陌生人"),
    "callback_confirmed": ("已回拨核实", "没有回拨核实"),
    "device.is_new": ("用的是新设备", "用的是常用设备"),
    "device.remote_control": ("手机正被远程控制", "手机没有被远程控制"),
    "device.screen_sharing": ("手机正共享屏幕", "手机没有共享屏幕"),
    "device.in_call": ("正在通话中", "没有在通话"),
}
_MEMBERS: Mapping[str, Mapping[str, str]] = {
    "direction": {"in": "转入", "out": "转出"},
    "method": {"transfer": "转账", "payment": "消费", "withdrawal": "取款", "deposit": "存款", "loan": "放款",
               "refund": "退款", "topup": "充值", "deposit_break": "提前支取存款"},
    "channel": {"mobile_bank": "手机银行", "online_bank": "网上银行", "corp_ebank": "企业网银", "counter": "柜台",
                "atm": "自助机", "quick_pay": "快捷支付", "qr": "扫码", "pos": "刷卡机", "nfc": "手机碰一碰",
                "ecny": "数字人民币", "wallet": "钱包", "cash": "现金", "sms": "短信",
                "wechat": "微信", "qq": "QQ", "app": "应用内", "email": "邮件"},
    "status": {"pending": "待确认", "success": "已成功", "failed": "失败", "reversed": "已冲正"},
    "kind": {"self": "本人", "personal": "个人", "corp": "公司", "merchant": "商户", "wallet": "钱包"},
    "role": {"finance": "财务", "merchant": "商户", "student": "学生", "retired": "退休"},
    "state": {"started": "还没有挂断", "ended": "已经挂断", "on": "开着", "off": "已关闭", "once": "只报一次"},
    "peer_class": {"contact": "联系人", "mobile": "手机号", "mvno": "虚拟运营商号", "iot": "物联网号",
                   "landline": "座机", "400_800": "400、800 号", "95_96_service": "95、96 客服号",
                   "short_code": "短号", "overseas": "境外号"},
    "marked": {"clean": "没有被标记", "user_marked": "被用户标记", "blacklisted": "在黑名单里"},
    "type": {"app_install": "安装应用", "app_uninstall": "卸载应用", "app_open": "打开应用", "screen_share": "屏幕共享",
             "remote_control": "远程控制", "accessibility": "无障碍权限", "nfc_read": "NFC 读卡",
             "call_forward": "呼叫转移", "screen_black": "黑屏"},
    "install_source": {"store": "应用商店", "sideload": "商店以外"},
    "reporter": {"self": "本人", "family": "家属", "teller": "柜员", "grid_worker": "网格员", "courier": "快递员"},
}  # fmt: skip
_DIRECTION: Mapping[str, Mapping[str, str]] = {"call": {"in": "来电", "out": "去电"}}
_SHORT = {
    "message.text": "内容",
    "call.transcript": "内容",
    "report.text": "内容",
    "payee.opened_on": "收款账户",
    "payer.opened_on": "付款账户",
}


def title_of(candidate: Candidate, taken: set[str], seed: str) -> str:
    """A title that no example of the rule has: the facts changed, and where that is not enough in what."""
    several = not all(change.last for change in candidate.changes)
    said = list(dict.fromkeys(_fact(change, candidate.stream, several=several) for change in candidate.changes))
    title = "，".join(said)
    title = title if len(title) <= _MOST else title[:_MOST] + "…"
    for more in ("", f"，其余同“{_inner(seed)}”", *(f"，其余同“{_inner(seed)}”之{_NUMBER[i]}" for i in range(2, 11))):
        if title + more not in taken:
            return title + more
    return f"{title}，{len(taken)}"


def _fact(change: Change, stream: Stream, *, several: bool) -> str:
    where = f"这{_counter(change)}{_noun(change)}" if change.last and several else _where(change, stream)
    match change.what:
        case "set":
            return where + _set_to(change)
        case "unknown":
            return f"{where}没有报{_name(change)}"
        case "other":
            return f"{where}{_name(change)}换了一个"
        case "same":
            return f"{where}{_name(change)}与另一{_counter(change)}相同"
        case "apart":
            return f"{where or '前面那' + _counter(change) + _noun(change)}{_apart(change)}"
        case "clock":
            return f"时间在 {change.value} 点"
        case "day":
            return f"当天是星期{'日' if change.value == 7 else _NUMBER[change.value]}"
        case "without":
            return f"此前没有那{_counter(change)}{_noun(change)}"
        case "again":
            return f"此前还有一{_counter(change)}同样的{_noun(change)}{_when(change)}"
        case "made":
            return f"此前还有一{_counter(change)}{_noun(change)}{_when(change)}"
        case "instead":
            return f"最后是“{_inner(change.more)}”的情形"
        case "earlier":
            return f"此前还有“{_inner(change.more)}”的情形{_when(change)}"
    return f"此前还有一{_counter(change)}不算“{_inner(change.more)}”的{_noun(change)}{_when(change)}"


def _where(change: Change, stream: Stream) -> str:
    """Which event is meant: nothing for the one under test."""
    if change.last:
        return ""
    alike = [i for i, moment in enumerate(stream[:-1]) if moment.event["kind"] == change.kind]
    if len(alike) < 2 or change.number not in alike:
        return f"前面的{_noun(change)}"
    place = alike.index(change.number) + 1
    return f"第{_NUMBER[place] if place <= 10 else place}{_counter(change)}{_noun(change)}"


def _set_to(change: Change) -> str:
    last = change.path.split(".")[-1]
    value = change.value
    if isinstance(value, bool):
        words = _YES_NO.get(change.path)
        return words[not value] if words else f"{_name(change)}：{'是' if value else '否'}"
    if isinstance(value, (int, float)):
        return _amount(change, value)
    if change.path.endswith("opened_on"):
        apart = int(change.limit or 0)
        return f"{_name(change)}开户{'已' if apart % _DAY == 0 else '差一秒满'} {-(-apart // _DAY)} 天"
    members = _MEMBERS.get(last, {})
    if value in members:
        if last == "direction":
            return f"是{_DIRECTION.get(change.kind, members)[value]}"
        return members[value] if last == "state" else f"{_name(change)}是{members[value]}"
    if value == NOWHERE:
        return f"{_name(change)}不在名单上"
    if value == NEUTRAL:
        return f"{_name(change)}是平常的话"
    text = str(value)
    if text.startswith(WARNING):
        return f"{_name(change)}是防骗提醒"
    return f"{_name(change)}是“{_inner(text if len(text) <= _LONGEST else text[:_LONGEST] + '…')}”"


def _amount(change: Change, value: float) -> str:
    spec = FIELDS[change.kind].get(change.path)
    unit = " 元" if spec is not None and spec.type == "money" else ""
    name = _name(change)
    one = "一元" if unit else "一"
    if change.limit == value:
        return f"{name}正好 {value:,}{unit}"
    if change.limit is not None and abs(value - change.limit) == 1:
        more = "多" if value > change.limit else "少"
        return f"{name} {value:,}{unit}，比 {change.limit:,.10g} {more}{one}"
    return f"{name}是 {value:,}{unit}"


def _apart(change: Change) -> str:
    limit = int(change.limit or 0)
    if change.value == limit:
        return f"已满 {lasting(limit)}"
    return f"在 {lasting(int(change.value))}以前，不满 {lasting(limit)}"


def _when(change: Change) -> str:
    if change.limit is None:
        return ""
    return f"，{_apart(change)}"


def lasting(seconds: int) -> str:
    """A length of time in Chinese, in days only where it is whole days or more than three."""
    days, rest = divmod(seconds, _DAY) if seconds % _DAY == 0 or seconds > 3 * _DAY else (0, seconds)
    parts = [(days, "天"), (rest // 3_600, "小时"), (rest % 3_600 // 60, "分钟"), (rest % 60, "秒")]
    return " ".join(f"{many} {name}" for many, name in parts if many) or "0 秒"


def _name(change: Change) -> str:
    short = _SHORT.get(f"{change.kind}.{change.path}") or _SHORT.get(change.path)
    if short:
        return short
    spec = FIELDS[change.kind].get(change.path)
    return (spec.zh if spec is not None else change.path).replace(".", "").replace("当事人证号", "")


def _inner(text: str) -> str:
    """Words to stand within quotation marks."""
    return text.replace("“", "‘").replace("”", "’")


def _counter(change: Change) -> str:
    return _COUNTER.get(change.kind, "个")


def _noun(change: Change) -> str:
    return _NOUN.get(change.kind, "事件")
