"""A text message that reached the protected person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, ValidationInfo

from fraudguard.events.event import EventBase
from fraudguard.events.fieldtypes import About, Flag, Hosts, LongText, Phone, Text

__all__ = ["Message", "without_codes"]

_CODE = re.compile(r"(?<!\d)\d(?:[ -]?\d){3,7}(?!\d)")
_CODE_WORD = re.compile(r"验证码|驗證碼|校验码|校驗碼|动态码|動態碼|动态密码|verification code", re.IGNORECASE)
_NEAR = 12


def without_codes(text: str, is_otp: bool | None) -> str:
    """
    ``text`` with one-time codes struck out as ``****``.

    With ``is_otp`` every run of 4-8 digits goes; when it is not known, only runs that stand within
    12 characters of a word such as 验证码.
    """
    if is_otp:
        return _CODE.sub("****", text)
    if is_otp is False or _CODE_WORD.search(text) is None:
        return text
    words = [found.span() for found in _CODE_WORD.finditer(text)]

    def struck(found: re.Match[str]) -> str:
        near = any(start - _NEAR <= found.end() and found.start() <= end + _NEAR for start, end in words)
        return "****" if near else found[0]

    return _CODE.sub(struck, text)


def _door(text: str, info: ValidationInfo) -> str:
    return without_codes(text, info.data.get("is_otp"))


class Message(EventBase):
    """An SMS, chat message or e-mail. One-time codes never get past the door."""

    kind: Annotated[Literal["message"], About("种类", "kind of the event")] = "message"
    channel: Annotated[Literal["sms", "wechat", "qq", "app", "email"] | None, About("渠道", "how it came")] = None
    sender: Annotated[Phone | None, About("发送方", "number or name of the sender", "phone")] = None
    sender_known: Annotated[Flag | None, About("发送方已知", "the sender is in the address book")] = None
    is_otp: Annotated[Flag | None, About("是验证码", "it carries a one-time code")] = None
    otp_issuer: Annotated[Text | None, About("验证码发送方", "who issued the code")] = None
    text: Annotated[
        Annotated[LongText, AfterValidator(_door)] | None,
        About("消息内容", "the text, without one-time codes", "text", textual=True),
    ] = None
    url_hosts: Annotated[Hosts | None, About("链接域名", "hosts of the links in the text", textual=True)] = None

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...
