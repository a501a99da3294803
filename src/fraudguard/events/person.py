"""Whom an event concerns: typed identifiers, and what the feed said about the person."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from fraudguard.events.fieldtypes import About, Account, IdCard, Identifier, Mark, Phone, Text
from fraudguard.events.record import Record

__all__ = ["ID_TYPES", "Person", "PersonIds", "PersonPlace"]

ID_TYPES = ("id_card", "phone", "account", "device", "wechat")
"""Types of identifier, in the order in which they decide who a person is."""


class PersonIds(Record):
    """The identifiers an event carries for its person."""

    id_card: Annotated[IdCard | None, About("身份证号", "number of the identity paper", "id_card")] = None
    phone: Annotated[Phone | None, About("手机号", "phone number, normalised", "phone")] = None
    account: Annotated[Account | None, About("账号", "bank account or card number", "account")] = None
    device: Annotated[Identifier | None, About("设备号", "identifier of the handset", "device")] = None
    wechat: Annotated[Identifier | None, About("微信号", "WeChat id", "wechat")] = None


class PersonPlace(Record):
    """Where the person is: degrees, WGS 84."""

    lat: Annotated[
        Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False), Mark("number")] | None,
        About("纬度", "latitude", unit="°"),
    ] = None
    lon: Annotated[
        Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False), Mark("number")] | None,
        About("经度", "longitude", unit="°"),
    ] = None


class Person(Record):
    """
    The protected person of an event.

    ``key`` is who it is after `fraudguard.events.people.resolve`: the person of the directory, else
    ``type:value`` of the first identifier, else what the feed gave, else None.
    """

    ids: Annotated[PersonIds, About("证号", "identifiers the event carries")] = PersonIds()
    key: Annotated[Annotated[Identifier, Field(max_length=300)] | None, About("标识", "who it is", "name")] = None
    age: Annotated[
        Annotated[int, Field(strict=True, ge=0, le=150), Mark("number")] | None, About("年龄", "age", unit="year")
    ] = None
    kind: Annotated[Literal["personal", "corp"] | None, About("类型", "a person or a company")] = None
    role: Annotated[
        Literal["finance", "merchant", "student", "retired"] | None, About("身份", "role that scams aim at")
    ] = None
    area: Annotated[Text | None, About("辖区", "area or community of the person")] = None
    place: Annotated[PersonPlace, About("位置", "where the person is")] = PersonPlace()
