"""Chinese for what rule files say in English: members of enumerations, yes-or-no fields, stages, operators."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CHOICE_ZH", "FLAG_ZH", "OPERATOR_ZH", "STAGE_ZH", "STATUS_ZH", "TYPE_ZH"]

STAGE_ZH: Mapping[str, str] = {
    "contact": "接触", "hook": "设饵", "pressure": "施压", "control": "控制", "transfer": "转款", "after": "事后",
}  # fmt: skip
"""The stages of a scam."""

STATUS_ZH: Mapping[str, str] = {"active": "启用", "shadow": "试运行（只显示，不计分）", "draft": "草稿"}
TYPE_ZH: Mapping[str, str] = {"scheme": "骗局", "technique": "手法", "payee_side": "收款方"}

OPERATOR_ZH: Mapping[str, str] = {
    "<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于", "==": "等于", "!=": "不等于",
}  # fmt: skip

_PARTY = {"self": "本人账户", "personal": "个人", "corp": "企业", "merchant": "商户", "wallet": "钱包"}
_ROLE = {"finance": "财务", "merchant": "商户", "student": "学生", "retired": "退休"}

CHOICE_ZH: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("", "person.kind"): {"personal": "个人", "corp": "企业"},
    ("", "person.role"): _ROLE,
    ("transaction", "direction"): {"in": "转入", "out": "转出"},
    ("transaction", "method"): {
        "transfer": "转账", "payment": "付款", "withdrawal": "取现", "deposit": "存入", "loan": "贷款到账",
        "refund": "退款", "topup": "充值", "deposit_break": "提前支取",
    },
    ("transaction", "channel"): {
        "mobile_bank": "手机银行", "online_bank": "网上银行", "corp_ebank": "企业网银", "counter": "柜面", "atm": "ATM",
        "quick_pay": "快捷支付", "qr": "扫码", "pos": "POS 刷卡", "nfc": "贴卡", "ecny": "数字人民币", "wallet": "钱包",
        "cash": "现金",
    },
    ("", "status"): {"pending": "处理中", "success": "成功", "failed": "失败", "reversed": "已冲正"},
    ("", "payee.kind"): _PARTY,
    ("", "payer.kind"): _PARTY,
    ("call", "state"): {"started": "接通开始", "ended": "已结束"},
    ("call", "direction"): {"in": "来电", "out": "去电"},
    ("call", "peer_class"): {
        "contact": "联系人", "mobile": "手机号", "mvno": "虚拟运营商号段", "iot": "物联网号段", "landline": "固定电话",
        "400_800": "400/800", "95_96_service": "95/96 客服号", "short_code": "短号码", "overseas": "境外号码",
    },
    ("call", "marked"): {"clean": "无标记", "user_marked": "被用户标记", "blacklisted": "黑名单"},
    ("message", "channel"): {"sms": "短信", "wechat": "微信", "qq": "QQ", "app": "应用内", "email": "邮件"},
    ("device_event", "type"): {
        "app_install": "安装应用", "app_uninstall": "卸载应用", "app_open": "打开应用", "screen_share": "屏幕共享",
        "remote_control": "远程控制", "accessibility": "无障碍权限", "nfc_read": "NFC 读卡", "call_forward": "呼叫转移",
        "screen_black": "黑屏",
    },
    ("device_event", "state"): {"on": "开", "off": "关", "once": "发生一次"},
    ("device_event", "install_source"): {"store": "应用商店", "sideload": "商店以外"},
    ("report", "reporter"): {
        "self": "本人", "family": "家属", "teller": "柜员", "grid_worker": "网格员", "courier": "快递员",
    },
    ("lead", "level"): {"green": "绿", "yellow": "黄", "red": "红"},
    ("outcome", "result"): {
        "warned": "已提醒", "dissuaded": "劝阻成功", "defrauded": "被骗", "false_alarm": "误报",
        "not_reached": "未联系上",
    },
}  # fmt: skip
"""(kind, path) to the members of an enumeration; an empty kind stands for all."""

FLAG_ZH: Mapping[str, tuple[str, str]] = {
    "device.is_new": ("用的是新设备", "用的不是新设备"),
    "device.remote_control": ("手机正被远程控制", "手机没有被远程控制"),
    "device.screen_sharing": ("正在共享屏幕", "没有共享屏幕"),
    "device.in_call": ("正在通话", "没有在通话"),
    "is_contact": ("对方是联系人", "对方不是联系人"),
    "answered": ("电话已接通", "电话没有接通"),
    "sender_known": ("发送方已知", "发送方陌生"),
    "is_otp": ("是验证码短信", "不是验证码短信"),
    "callback_confirmed": ("已回拨核实", "没有回拨核实"),
}
"""A yes-or-no field as a sentence, true and false."""
