"""Random well-typed conditions of the rule language, as an author could have written them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from fraudguard.events.catalogue import KIND_ZH, FieldSpec
from fraudguard.pack.vocabulary import CONNECTIVES_ZH, EXTRA_ZH, FUNCTION_ZH, KEYWORD_ZH, THIS_ZH
from fraudguard.testing.words import PHRASES, chance, field_of, values_for

__all__ = ["Palette", "Place", "Writer"]

_ZH = {
    **FUNCTION_ZH,
    **KEYWORD_ZH,
    "this": THIS_ZH,
    "and": "且",
    "or": "或",
    "not": "非",
    "in": "属于",
    "extra": EXTRA_ZH,
}
_SIGNS_ZH = {">=": "≥", "<=": "≤", "!=": "≠", "<": "＜", ">": "＞", "+": "＋", "-": "－", "*": "×", "/": "÷"}
_PATTERNS = (r"A\d{2}", "安全.{0,2}账户", "VIP|客户", "百万保[障证]")
_KEYABLE = ("text", "enum", "number", "money", "time")
assert CONNECTIVES_ZH["且"] == "and"


@dataclass(frozen=True)
class Palette:
    """
    The few things that the rules of one pack talk about, so that their windows and conditions meet.

    ``fields`` maps each kind in use to some of its paths; ``short`` and ``long`` are durations for
    aggregates and for the last-seen functions; ``money`` (yuan) and ``numbers`` are literals.
    """

    fields: Mapping[str, Sequence[str]]
    short: Sequence[str]
    long: Sequence[str]
    money: Sequence[str]
    numbers: Sequence[str]


@dataclass(frozen=True)
class Place:
    """
    Where an expression stands: the kind of bare names, of ``this.`` (empty outside ``where``) and of
    the named steps; ``rules`` are the ids that ``fired`` may name, with their kinds.
    """

    bare: str
    this: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)

    @property
    def windows(self) -> bool:
        """Whether a window function may stand here."""
        return not self.this


class Writer:
    """Writes conditions by the choices of a `random.Random`; the first of several choices is the simplest."""

    def __init__(self, random: Random, palette: Palette) -> None:
        self.random = random
        self.palette = palette
        self.chinese = False
        self.wordy = False
        """Whether a text was searched or a stranger's words were read since this was last set to False."""

    def condition(self, place: Place, depth: int = 2) -> str:
        """One line, in English or in Chinese words."""
        self.chinese = chance(self.random, 20)
        return self._truth(place, depth)

    # Words

    def _word(self, english: str) -> str:
        return _ZH.get(english, english) if self.chinese else english

    def _sign(self, sign: str) -> str:
        return _SIGNS_ZH.get(sign, sign) if self.chinese else sign

    def _call(self, name: str, *arguments: str) -> str:
        opened, comma, closed = ("（", "，", "）") if self.chinese else ("(", ", ", ")")
        return f"{self._word(name)}{opened}{comma.join(arguments)}{closed}"

    def _quoted(self, text: str) -> str:
        return f"'{text}'"

    # Fields

    def _specs(self, kind: str, types: Sequence[str]) -> list[FieldSpec]:
        found = [field_of(kind, path) for path in self.palette.fields[kind]]
        return [spec for spec in found if spec.type in types]

    def _named(self, spec: FieldSpec, scope: str = "") -> str:
        self.wordy |= spec.textual
        path = spec.zh if self.chinese else spec.path
        return f"{self._word(scope)}.{path}" if scope else path

    def _field(self, place: Place, types: Sequence[str], *, near: bool = False) -> tuple[str, FieldSpec] | None:
        """A field that may be read here; ``near`` leaves out those of other steps."""
        scopes = [("", place.bare)]
        scopes += [("this", place.this)] if place.this else []
        scopes += [] if near or place.this else list(place.steps.items())
        found = [(scope, spec) for scope, kind in scopes for spec in self._specs(kind, types)]
        if not found:
            return None
        scope, spec = self.random.choice(found)
        return self._named(spec, scope), spec

    # Truths

    def _truth(self, place: Place, depth: int) -> str:
        if depth > 0 and chance(self.random, 45):
            return self._joined(place, depth)
        makers = [self._compared, self._compared, self._chosen, self._texts_compared, self._flag, self._text_test]
        makers += [self._range, self._multiple, self._listed, self._model_scam]
        makers += [self._first_seen, self._latest_text, self._latest_flag] if place.windows else []
        makers += [self._fired] * 3 if place.rules and place.this else []
        for _ in range(4):
            made = self.random.choice(makers)(place)
            if made:
                return made
        return self._compared(place)

    def _joined(self, place: Place, depth: int) -> str:
        join = self.random.choice(["and", "or", "not"])
        if join == "not":
            return f"{self._word('not')} ({self._truth(place, depth - 1)})"
        items = [f"({self._truth(place, depth - 1)})" for _ in range(self.random.choice([2, 2, 3]))]
        return f" {self._word(join)} ".join(items)

    def _operator(self) -> str:
        return self._sign(self.random.choice([">=", "<", "==", ">", "<=", "!="]))

    def _compared(self, place: Place) -> str:
        return " ".join(self._pair(place, self._operator()))

    def _pair(self, place: Place, sign: str) -> tuple[str, str, str]:
        """A number beside a literal or another number; money may stand beside a number (yuan)."""
        kind = self.random.choice(["number", "money", "number", "money", "time"])
        if kind == "time":
            left, right = self._time(place), self._time(place)
            if left and right:
                return left, sign, right
            kind = "number"
        left = self._amount(place, kind, 1)
        computed = chance(self.random, 30)
        right = self._amount(place, self.random.choice(["number", kind]), 1) if computed else self._literal(kind)
        return (right, sign, left) if chance(self.random, 10) else (left, sign, right)

    def _range(self, place: Place) -> str:
        kind = self.random.choice(["number", "money"])
        low, high = self._literal(kind), self._literal(kind)
        return f"{low} {self._sign('<=')} {self._amount(place, kind, 0)} {self._sign('<')} {high}"

    def _chosen(self, place: Place) -> str:
        found = self._field(place, ["enum"])
        if not found:
            return ""
        name, spec = found
        choices = [self._quoted(choice) for choice in spec.choices[:3]]
        if len(choices) > 1 and chance(self.random, 40):
            negated = f"{self._word('not')} " if chance(self.random, 30) and not self.chinese else ""
            return f"{name} {negated}{self._word('in')} [{', '.join(choices[:2])}]"
        return f"{name} {self.random.choice(['==', '!='])} {self.random.choice(choices)}"

    def _texts_compared(self, place: Place) -> str:
        left = self._field(place, ["text"])
        right = self._field(place, ["text"])
        if not left or not right:
            return ""
        literals = [self._quoted(text) for text in values_for(left[1]) if "'" not in text]
        shape = self.random.choice(["literal", "field", "in"])
        if shape == "field" and left[0] != right[0]:
            return f"{left[0]} {self.random.choice(['==', '!='])} {right[0]}"
        if shape == "in":
            return f"{left[0]} {self._word('in')} [{', '.join(literals[:2])}]"
        return f"{left[0]} == {self.random.choice(literals)}"

    def _flag(self, place: Place) -> str:
        found = self._field(place, ["bool"])
        return found[0] if found else ""

    def _text_test(self, place: Place) -> str:
        found = self._field(place, ["text"], near=True)
        if not found or (not _is_prose(found[1]) and chance(self.random, 80)):
            return ""
        self.wordy = True
        shape = self.random.choice(["mentions", "list", "matches", "is_warning"])
        if shape == "is_warning":
            return self._call("is_warning", found[0])
        if shape == "matches":
            return self._call("matches", found[0], f"r'{self.random.choice(_PATTERNS)}'")
        words = [self._quoted(self.random.choice(PHRASES))]
        words += ["phrases"] if shape == "list" else []
        return self._call("mentions", found[0], *words)

    def _listed(self, place: Place) -> str:
        found = self._field(place, ["text", "texts"], near=True)
        return self._call("in_list", found[0], "numbers") if found else ""

    def _multiple(self, place: Place) -> str:
        kind = self.random.choice(["money", "number"])
        return self._call("is_multiple", self._amount(place, kind, 0), self._literal(kind))

    def _model_scam(self, place: Place) -> str:
        if not place.windows:
            return ""
        name = "模型.诈骗类型" if self.chinese else "model.scam"
        return f"{name} == {self._quoted(self.random.choice(['fake_loan', 'nfc_tap']))}"

    def _fired(self, place: Place) -> str:
        rules = [rule for rule, kind in place.rules.items() if kind in {"", place.bare}]
        return self._call("fired", self._quoted(self.random.choice(rules))) if rules else ""

    # Numbers, money, times

    def _literal(self, kind: str) -> str:
        return self.random.choice(self.palette.money if kind == "money" else self.palette.numbers)

    def _amount(self, place: Place, kind: str, depth: int) -> str:
        """An expression of a number or of money; a literal when the place offers nothing else."""
        makers = [self._amount_field, self._amount_field]
        makers += [self._aggregate, self._aggregate, self._aggregate, self._last_seen_amount] if place.windows else []
        makers += [self._counted] * 3 if kind == "number" and place.windows else [self._picked]
        makers += [self._arithmetic, self._arithmetic, self._picked] if depth > 0 else []
        makers += [self._clock_number, self._seconds_between, self._probability] if kind == "number" else []
        for _ in range(4):
            made = self.random.choice(makers)(place, kind)
            if made:
                return made
        return self._literal(kind)

    def _amount_field(self, place: Place, kind: str) -> str:
        found = self._field(place, [kind])
        return found[0] if found else ""

    def _arithmetic(self, place: Place, kind: str) -> str:
        def part(of: str) -> str:
            return self._literal(of) if chance(self.random, 40) else self._amount(place, of, 0)

        shapes = [(kind, "+", kind), (kind, "-", kind), (kind, "*", "number"), (kind, "/", "number")]
        shapes += [("money", "/", "money"), ("minus", "", kind)] if kind == "number" else [("number", "*", kind)]
        left, sign, right = self.random.choice(shapes)
        if left == "minus":
            return f"({self._sign('-')}{self._amount(place, kind, 0)})"
        first = self._amount_field(place, left) if left == "money" and sign in "*/" else part(left)
        return f"({first} {self._sign(sign)} {part(right)})" if first else ""

    def _picked(self, place: Place, kind: str) -> str:
        name = self.random.choice(["larger", "smaller"])
        left = self._amount_field(place, kind) or self._literal(kind)
        return self._call(name, left, self._literal(kind))

    def _clock_number(self, place: Place, kind: str) -> str:
        found = self._time(place)
        return self._call(self.random.choice(["hour", "weekday"]), found) if found else ""

    def _seconds_between(self, place: Place, kind: str) -> str:
        left, right = self._time(place), self._time(place)
        return f"({left} {self._sign('-')} {right})" if left and right else ""

    def _probability(self, place: Place, kind: str) -> str:
        return ("模型.概率" if self.chinese else "model.probability") if place.windows else ""

    def _time(self, place: Place) -> str:
        found = self._field(place, ["time"])
        if found and place.windows and chance(self.random, 20):
            return self._window(place, self.random.choice(["min", "max", "latest"]), ["time"]) or found[0]
        return found[0] if found else ""

    # Windows

    def _aggregate(self, place: Place, kind: str) -> str:
        return self._window(place, self.random.choice(["sum", "mean", "min", "max"]), [kind])

    def _counted(self, place: Place, kind: str) -> str:
        name = self.random.choice(["count", "distinct"])
        return self._window(place, name, [] if name == "count" else _KEYABLE)

    def _last_seen_amount(self, place: Place, kind: str) -> str:
        if kind == "number" and chance(self.random, 50):
            return self._window(place, "seconds_since", [])
        return self._window(place, "latest", [kind])

    def _first_seen(self, place: Place) -> str:
        return self._window(place, "first_seen", _KEYABLE)

    def _latest_text(self, place: Place) -> str:
        kind = self.random.choice(["text", "enum"])
        made = self._window(place, "latest", [kind])
        if not made:
            return ""
        literals = [self._quoted(text) for text in self._last.choices or values_for(self._last)][:2]
        if chance(self.random, 30):
            return f"{made} {self._word('in')} [{', '.join(literals)}]"
        return f"{made} {self.random.choice(['==', '!='])} {literals[0]}"

    def _latest_flag(self, place: Place) -> str:
        return self._window(place, "latest", ["bool"])

    def _window(self, place: Place, name: str, types: Sequence[str]) -> str:
        """A call of a window function; no types: it takes a kind (``count`` may leave it out)."""
        kind = place.bare if name == "first_seen" else self.random.choice([place.bare, *self.palette.fields])
        first: list[str] = []
        if not types:
            needed = kind != place.bare or name == "seconds_since" or chance(self.random, 30)
            first = [KIND_ZH[kind] if self.chinese else kind] if needed else []
        else:
            specs = self._specs(kind, types)
            if not specs:
                return ""
            self._last = spec = self.random.choice(specs)
            qualified = kind != place.bare
            word = KIND_ZH[kind] if self.chinese else kind
            first = [f"{word}.{self._named(spec)}" if qualified else self._named(spec)]
        spans = self.palette.long if name in {"first_seen", "seconds_since", "latest"} else self.palette.short
        rest = [f"{self._word('within')}='{self.random.choice(spans)}'"]
        by = self._by(place.bare, kind)
        rest += [f"{self._word('by')}={by}"] if by else []
        if chance(self.random, 40):
            inner = replace(place, bare=kind, this=place.bare, steps={})
            rest.append(f"{self._word('where')}={self._truth(inner, 1)}")
        return self._call(name, *first, *rest)

    def _by(self, own: str, counted: str) -> str:
        """The key: the person by default, a path, several, or an equality of two paths."""
        shape = self.random.choice(["", "", "", "path", "paths", "equality", "conjunction"])
        shared = [spec for spec in self._specs(own, ["text", "enum"]) if self._same(spec, counted)]
        if shape == "path" and shared:
            return self._named(self.random.choice(shared))
        if shape == "paths" and shared:
            key = field_of(own, "person.key")
            return f"[{self._named(key)}, {self._named(self.random.choice(shared))}]"
        theirs = sorted(self._specs(counted, ["text"]), key=_is_no_account)
        ours = sorted(self._specs(own, ["text"]), key=_is_no_account)
        if shape in {"equality", "conjunction"} and theirs and ours:
            most = self.random.choice([1, 2, 9])
            sides = [
                self._named(self.random.choice(theirs[:most])),
                self._named(self.random.choice(ours[:most]), "this"),
            ]
            equality = " == ".join(sides[::-1] if chance(self.random, 30) else sides)
            return equality if shape == "equality" else f"({equality} {self._word('and')} {self._person(own)})"
        return ""

    def _same(self, spec: FieldSpec, kind: str) -> bool:
        """Whether a kind has the field under the same name; one path may have two Chinese names."""
        found = spec.path in self.palette.fields[kind]
        return found and (not self.chinese or field_of(kind, spec.path).zh == spec.zh)

    def _person(self, own: str) -> str:
        return self._named(field_of(own, "person.key"))


def _is_prose(spec: FieldSpec) -> bool:
    return spec.textual or spec.path == "text"


def _is_no_account(spec: FieldSpec) -> bool:
    return not spec.path.endswith("account")
