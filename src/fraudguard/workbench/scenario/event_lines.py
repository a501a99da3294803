"""The shorthand of events: `call from stranger 600s`, `pay 50_000 to new payee A`, `message from stranger '…'`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from fraudguard.events.catalogue import FIELDS
from fraudguard.pack.checked import LEVELS
from fraudguard.pack.rejections import Span
from fraudguard.workbench.scenario.words import Line, value_of

__all__ = ["VERBS", "Known", "Said", "own_number", "read_event", "scam"]

_SECONDS = re.compile(r"([0-9]{1,6})([smh])")
_IN_SECONDS = {"s": 1, "m": 60, "h": 3_600}
_AMOUNT = re.compile(r"[¥￥]?[\d_,]*\d(?:\.\d+)?[万亿千元]*")
_CLASSES = tuple(name for name in FIELDS["call"]["peer_class"].choices if name != "contact")
_CALLERS = ("stranger", "contact", *_CLASSES)
_PAYEES = {"payee": "personal", "company": "corp", "merchant": "merchant", "wallet": "wallet"}
_STANDING = frozenset({"screen_share", "remote_control", "accessibility", "call_forward", "screen_black"})
"""What goes on until it is switched off; everything else on a phone happens once."""


@dataclass(slots=True)
class Known:
    """
    What the lines of a scenario may name.

    ``rules`` and ``scams`` are those of the pack (None: not known, nothing is checked against them), ``extra`` its own
    fields, ``people`` the others of the story. ``paid`` grows: who has been paid already, by whom.
    """

    rules: Mapping[str, str] | None = None
    scams: frozenset[str] | None = None
    extra: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    paid: set[tuple[str, str]] = field(default_factory=set)
    fresh: int = 0


@dataclass(slots=True)
class Said:
    """An event as a line says it, ``who`` it happens to, and where the line says which field."""

    event: dict[str, Any]
    who: str = ""
    where: dict[str, Span] = field(default_factory=dict)
    payee: tuple[str, Span, bool] | None = None

    def put(self, path: str, value: object, span: Span | None = None) -> None:
        """Say a field."""
        *outer, last = path.split(".")
        inner = self.event
        for name in outer:
            inner = inner.setdefault(name, {})
        inner[last] = value
        if span is not None:
            self.where[path] = span


def read_event(line: Line, known: Known) -> Said:
    """
    The event of a line whose next word is its verb.

    Options follow: ``with field=value, …`` for any field of the kind, ``as NAME`` for somebody else it happens to.
    Raises `Rejected` with a fault recorded.
    """
    said = Said({})
    VERBS[line.choose(VERBS, "an event")](line, said, known)
    while not line.done:
        if line.skip("with"):
            _fields(line, said, known)
        elif line.skip("as"):
            word = line.take("the name of a person")
            if word.text not in known.people:
                raise line.unknown(word, known.people, "somebody from `people`")
            said.who = word.text
        else:
            line.end()
    _check_payee(line, said, known)
    return said


def _fields(line: Line, said: Said, known: Known) -> None:
    """``field=value, field=value``."""
    kind = said.event["kind"]
    fields = FIELDS[kind]
    names = {spec.zh: path for path, spec in fields.items()}
    paths = [path for path in fields if path not in {"id", "kind", "at"}] + [f"extra.{name}" for name in known.extra]
    while True:
        word = line.take("a field")
        path = names.get(word.text, word.text)
        if path not in paths:
            suggestion = line.near(word.text, [*paths, *names])
            raise line.fault("scenario.field", word.span, given=word.text, kind=kind, suggestion=suggestion)
        if not line.skip("="):
            raise line.fault("scenario.equals", line.here, field=path)
        value = line.take("a value")
        said.put(path, value_of(value), value.span)
        if not line.skip(","):
            return


# -- verbs ----------------------------------------------------------------------------------------


def _call(line: Line, said: Said, known: Known) -> None:
    """``call from|to WHO [NAME] [starts | unanswered] [600s] [saying '…']``."""
    direction = line.choose(("from", "to"), "`from` or `to`")
    who = line.choose(_CALLERS, "who calls")
    said.event |= {"kind": "call", "state": "ended", "direction": "in" if direction == "from" else "out"}
    said.event |= {"peer": _number(who, _name(line)), "is_contact": who == "contact", "answered": True}
    said.event["peer_class"] = "mobile" if who == "stranger" else who
    if line.skip("starts"):
        said.event |= {"state": "started"}
    elif line.skip("unanswered"):
        said.event |= {"answered": False, "duration_s": 0}
    found = line.matched(_SECONDS)
    if found is not None:
        said.event["duration_s"] = int(found[1]) * _IN_SECONDS[found[2]]
    if line.skip("saying"):
        said.event["transcript"] = line.quoted("what is said")


def _message(line: Line, said: Said, known: Known) -> None:
    """``message from stranger|contact [NAME] [by wechat] '…'``."""
    line.choose(("from",), "`from`")
    who = line.choose(("stranger", "contact"), "who writes")
    said.event |= {
        "kind": "message",
        "channel": "sms",
        "sender": _number(who, _name(line)),
        "sender_known": who == "contact",
    }
    if line.skip("by"):
        said.event["channel"] = line.choose(FIELDS["message"]["channel"].choices, "a channel")
    said.event["text"] = line.quoted("the text of the message")


def _pay(line: Line, said: Said, known: Known) -> None:
    """``pay AMOUNT to [new] payee|company|merchant|wallet [NAME] [memo '…']`` or ``to self``."""
    said.event |= {"kind": "transaction", "direction": "out", "amount": _amount(line), "method": "transfer"}
    line.choose(("to",), "`to`")
    start = line.here
    if line.skip("self"):
        said.event["payee"] = {"account": own_number("self"), "kind": "self"}
    else:
        new = line.skip("new")
        kind = line.choose(_PAYEES, "who is paid")
        name = _name(line)
        if not name and not new:
            raise line.fault("scenario.payee_name", start, given=kind)
        if not name:
            known.fresh += 1
            name = f"#{known.fresh}"
        said.event["payee"] = {"account": own_number(name), "kind": _PAYEES[kind]}
        said.event["method"] = "payment" if kind == "merchant" else "transfer"
        said.payee = name, start, new
    _memo(line, said)


def _receive(line: Line, said: Said, known: Known) -> None:
    """``receive AMOUNT from payee|company|merchant|wallet|self [NAME] [memo '…']``."""
    said.event |= {"kind": "transaction", "direction": "in", "amount": _amount(line), "method": "transfer"}
    line.choose(("from",), "`from`")
    kind = line.choose((*_PAYEES, "self"), "who pays")
    name = "self" if kind == "self" else _name(line) or kind
    said.event["payer"] = {"account": own_number(name), "kind": _PAYEES.get(kind, kind)}
    _memo(line, said)


def _borrow(line: Line, said: Said, known: Known) -> None:
    """``borrow AMOUNT from NAME``: a loan is paid out."""
    said.event |= {"kind": "transaction", "direction": "in", "amount": _amount(line), "method": "loan"}
    line.choose(("from",), "`from`")
    name = line.take("the lender's name").text
    said.event["payer"] = {"account": own_number(f"lender {name}"), "name": name, "kind": "corp"}


def _withdraw(line: Line, said: Said, known: Known) -> None:
    """``withdraw AMOUNT``: cash, at the counter unless a field says otherwise."""
    said.event |= {"kind": "transaction", "direction": "out", "amount": _amount(line), "method": "withdrawal"}
    said.event["channel"] = "counter"


def _device(line: Line, said: Said, known: Known) -> None:
    """``device TYPE [on|off|once] ['app name']``."""
    fields = FIELDS["device_event"]
    kind = line.choose(fields["type"].choices, "what happens on the phone")
    state = line.maybe(fields["state"].choices) or ("on" if kind in _STANDING else "once")
    said.event |= {"kind": "device_event", "type": kind, "state": state}
    app = line.maybe_quoted()
    if app:
        said.event["app_name"] = app


def _report(line: Line, said: Said, known: Known) -> None:
    """``report by WHO '…'``."""
    line.choose(("by",), "`by`")
    reporter = line.choose(FIELDS["report"]["reporter"].choices, "who reports")
    said.event |= {"kind": "report", "reporter": reporter, "text": line.quoted("what is reported")}


def _lead(line: Line, said: Said, known: Known) -> None:
    """``lead LEVEL [SCAM] [ref REF]``: an instruction of a higher centre."""
    said.event |= {"kind": "lead", "level": line.choose(LEVELS[1:], "a level"), "issuer": "市反诈中心"}
    if not line.done and line.peek() not in {"ref", "with", "as"}:
        said.event["scam"] = scam(line, known)
    if line.skip("ref"):
        said.event["ref"] = line.take("a reference").text


VERBS: Mapping[str, Callable[[Line, Said, Known], None]] = {
    "call": _call,
    "message": _message,
    "pay": _pay,
    "receive": _receive,
    "borrow": _borrow,
    "withdraw": _withdraw,
    "device": _device,
    "report": _report,
    "lead": _lead,
}
"""What a line of events may begin with."""


# -- parts ----------------------------------------------------------------------------------------


def scam(line: Line, known: Known) -> str:
    """The next word, a scam of the pack's taxonomy."""
    word = line.take("a scam")
    if known.scams is not None and word.text not in known.scams:
        raise line.unknown(word, sorted(known.scams), "a scam")
    return word.text


def _amount(line: Line) -> str:
    word = line.take("an amount")
    if word.quoted or not _AMOUNT.fullmatch(word.text):
        raise line.fault("scenario.amount", word.span, given=word.text)
    return word.text.replace("_", "")


_AFTER = frozenset({"with", "as", "memo", "by", "saying", "starts", "unanswered"})


def _name(line: Line) -> str:
    """The name of one of several strangers or accounts, if the line gives one."""
    word = line.peek()
    if not word or word in _AFTER or _SECONDS.fullmatch(word) or not word[0].isalpha():
        return ""
    return line.take("a name").text


def _memo(line: Line, said: Said) -> None:
    if line.skip("memo"):
        said.event["memo"] = line.quoted("the payment's memo")


def _check_payee(line: Line, said: Said, known: Known) -> None:
    """`new` must be true: the account has not been paid before in this story, or it has."""
    if said.payee is None:
        return
    name, span, new = said.payee
    before = (said.who, name) in known.paid
    known.paid.add((said.who, name))
    if new and before:
        raise line.fault("scenario.payee_not_new", span, given=name)
    if not new and not before:
        raise line.fault("scenario.payee_new", span, given=name)


def _digits(text: str, count: int) -> str:
    return str(int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") % 10**count).zfill(count)


def own_number(name: str) -> str:
    """An account number that no bank gives out, the same for the same name."""
    return f"629999{_digits(name, 13)}"


def _number(who: str, name: str) -> str:
    """A telephone number that nobody has, the same for the same name."""
    return f"00999{_digits(name, 7)}" if who == "overseas" else f"164{_digits(f'{who} {name}', 8)}"
