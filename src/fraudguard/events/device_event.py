"""Something that happened on the protected person's handset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fraudguard.events.event import EventBase
from fraudguard.events.fieldtypes import About, Identifier, Text

__all__ = ["DeviceEvent"]


class DeviceEvent(EventBase):
    """An application, a permission or a mode that was turned on, turned off or happened once."""

    kind: Annotated[Literal["device_event"], About("种类", "kind of the event")] = "device_event"
    type: Annotated[
        Literal[
            "app_install", "app_uninstall", "app_open", "screen_share", "remote_control",
            "accessibility", "nfc_read", "call_forward", "screen_black",
        ]
        | None,
        About("类型", "what happened"),
    ] = None  # fmt: skip
    state: Annotated[Literal["on", "off", "once"] | None, About("状态", "turned on, off, or a single act")] = None
    package: Annotated[Identifier | None, About("包名", "package of the application")] = None
    app_name: Annotated[Text | None, About("应用名", "name of the application as shown")] = None
    install_source: Annotated[
        Literal["store", "sideload"] | None, About("安装来源", "from a store, or from elsewhere")
    ] = None

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...
