import pytest

from fraudguard.errors import Place
from fraudguard.events.catalogue import FIELDS
from fraudguard.pack.checked import Template
from fraudguard.pack.expression import Context, check_template
from fraudguard.pack.tree import Field, Type

AMOUNT = Field("", "transaction", "amount", Type.MONEY)


def check(text: str, kind: str = "transaction") -> Template:
    """The template of a sentence without faults."""
    context = Context(kind=kind, steps={"test": "transaction", "talk": "call"}, extra={"fee": Type.MONEY})
    template, faults = check_template(text, lambda at, n: Place("rules.yaml", 3, at + 1, n, text), context)
    assert [] == [fault.render() for fault in faults]
    assert template is not None
    return template


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("没有字段", ("没有字段",)),
        ("转 {amount} 元", ("转 ", AMOUNT, " 元")),
        ("{amount}", (AMOUNT,)),
        ("{amount}{ amount }", (AMOUNT, AMOUNT)),
        ("向{收款人.户名}转", ("向", Field("", "transaction", "payee.name", Type.TEXT), "转")),
        ("先转 {test.amount} 元", ("先转 ", Field("test", "transaction", "amount", Type.MONEY), " 元")),
        ("与 {talk.peer} 通话", ("与 ", Field("talk", "call", "peer", Type.TEXT), " 通话")),
        ("费用 {extra.fee}", ("费用 ", Field("", "transaction", "extra.fee", Type.MONEY))),
        ("{{amount}} 与 }}{{", ("{amount} 与 }{",)),
        ("{{{amount}}}", ("{", AMOUNT, "}")),
    ],
)
def test_a_sentence_has_its_parts(text: str, parts: tuple[str | Field, ...]) -> None:
    """Literal text and fields in turn; doubled braces are plain ones; Chinese aliases and steps are read."""
    assert Template(parts) == check(text)


def test_a_sentence_of_any_kind_reads_the_common_fields() -> None:
    """Without a kind only what every kind has can be shown."""
    assert Template((Field("", "", "person.key", Type.TEXT),)) == check("{person.key}", kind="")


def test_places_are_those_of_the_field_inside_the_braces() -> None:
    """A field's place is its name without braces and spaces."""
    text = "向{ 收款人.户名 }转"
    part = check(text).parts[1]
    assert isinstance(part, Field)
    assert part.place is not None
    assert "收款人.户名" == text[part.place.column - 1 :][: part.place.length]


def test_every_field_of_every_kind_can_be_shown() -> None:
    """No field of the catalogue is out of a sentence's reach."""
    for kind, fields in FIELDS.items():
        for path in fields:
            part = check("{" + path + "}", kind).parts[0]
            assert isinstance(part, Field)
            assert path == part.path
