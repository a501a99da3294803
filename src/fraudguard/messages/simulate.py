"""Wording of the errors raised by `fraudguard.simulate`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {
    "simulate.setting": Message(
        "the setting `{name}` cannot be `{given}`",
        "设置 `{name}` 不能是 `{given}`",
        "give `{wanted}`",
        "应为 `{wanted}`",
    ),
    "simulate.town": Message(
        "there is no town `{town}` among `{towns}`",
        "共 `{towns}` 个城镇，没有第 `{town}` 号",
        "towns are counted from 0",
        "城镇从 0 开始编号",
    ),
}
