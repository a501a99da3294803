"""Random small rule packs, as texts of files: everything from the YAML reader on is exercised by them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from fraudguard.events.catalogue import FIELDS, KIND_ZH
from fraudguard.pack.checked import LEVELS
from fraudguard.testing.expressions import Palette, Place, Writer
from fraudguard.testing.words import ACCOUNTS, EXTRA, PHRASES, VALUES, chance, field_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["make_pack", "packs"]

_KINDS = ("transaction", "call", "message", "device_event", "report", "lead", "settlement", "outcome")
_NAMES = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")
_SCAMS = {"fake_loan": "scheme", "brushing_rebate": "scheme", "nfc_tap": "technique", "mule_account": "payee_side"}
_STAGES = ("contact", "hook", "pressure", "control", "transfer", "after")
_WANTED: Mapping[str, tuple[str, ...]] = {
    "transaction": ("amount", "payee.account", "payer.account", "memo", "device.screen_sharing"),
    "call": ("transcript", "duration_s", "is_contact", "peer"),
    "message": ("text", "url_hosts", "sender"),
    "device_event": ("app_name", "type"),
    "report": ("text", "lost"),
    "lead": ("amount", "call_count", "level"),
    "settlement": ("status", "txn_id"),
    "outcome": ("lost", "result"),
}
"""Fields that come up more often than others."""
_SKIPPED = ("id", "kind", "source")
_SUBJECTS = ("p1", "id_card:110101199003070011", "phone:13800138000", "id_card:440300200002291230", "wechat:wx1")
"""Keys of the persons of generated streams."""
_QUICK = ("1m", "10m", "1h", "2h")
_SLOW = ("1h", "24h", "7d")


def packs() -> SearchStrategy[dict[str, str]]:
    """
    Packs as ``{file name: text}``, for `fraudguard.pack.load_pack_text`; needs Hypothesis.

    One to six rules over a few fields, with every function, nesting and setting of the language.
    Loading one takes some milliseconds: draw many streams for each.
    """
    from hypothesis import strategies as st

    return st.randoms(use_true_random=False).map(make_pack)


def make_pack(random: Random) -> dict[str, str]:
    """One pack, as `packs` draws it; the same choices of ``random`` give the same pack."""
    return _Maker(random).files()


def _text(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100_000)


class _Maker:
    """Makes the files of one pack."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.quick = chance(random, 60)
        """Whether times are so short that a stream outlives the state."""
        self.palette = self._palette()
        self.writer = Writer(random, self.palette)
        self.kinds: dict[str, frozenset[str]] = {}
        """Rules that others may name, each with the kinds of event on which it fires."""
        self.soft: set[str] = set()
        """Rules of the textual group."""

    def files(self) -> dict[str, str]:
        """All files of the pack."""
        random = self.random
        names = list(_NAMES)
        random.shuffle(names)
        count = random.choice([1, 2, 3, 4, 5, 6])
        rules: dict[str, list[Any]] = {}
        for name in names[:count]:
            rules.setdefault(random.choice(list(_SCAMS)), []).append(self._rule(name))
        return {
            "pack.yaml": _text(self._head()),
            "policy.yaml": _text(self._policy()),
            "taxonomy.yaml": _text([{"id": i, "zh": i, "en": i, "type": kind} for i, kind in _SCAMS.items()]),
            "lists/numbers.yaml": _text(self._values()),
            "lists/phrases.yaml": _text({"kind": "phrases", "title": "话术", "entries": [*PHRASES[:2], _VARIANT]}),
            **{f"scams/{scam}.yaml": _text({"scam": scam, "rules": made}) for scam, made in rules.items()},
            **({"lists/snoozes.yaml": _text(self._snoozes(names[:count]))} if chance(random, 35) else {}),
        }

    def _some(self, found: list[str], least: int, most: int) -> list[str]:
        return self.random.sample(found, min(len(found), self.random.randint(least, most)))

    def _palette(self) -> Palette:
        random = self.random
        kinds = dict.fromkeys(["transaction"] if chance(random, 60) else [])
        kinds |= dict.fromkeys(random.choice(_KINDS) for _ in range(random.choice([1, 2, 2])))
        own = [f"extra.{name}" for name in self._some(list(EXTRA), 0, 2)]
        fields = {}
        for kind in kinds:
            paths = [path for path in FIELDS[kind] if path not in _SKIPPED and "place" not in path]
            plain = [path for path in paths if not path.startswith("person.")]
            chosen = self._some([*_WANTED[kind], *plain], 4, 8) + self._some(
                [path for path in paths if path not in plain], 1, 2
            )
            numeric = [path for path in plain if FIELDS[kind][path].type in {"number", "money"}]
            payee = ["payee.account"] if kind == "transaction" and chance(random, 70) else []
            fields[kind] = list(dict.fromkeys(["person.key", *own, *numeric[:1], *payee, *chosen]))
        spans = _QUICK if self.quick else _SLOW
        return Palette(
            fields=fields,
            short=self._some(list(spans), 1, 2),
            long=self._some([*spans, "3h" if self.quick else "365d"], 1, 2),
            money=self._some(["1", "100", "200", "5_000", "49_999.99"], 1, 2),
            numbers=self._some(["1", "2", "0", "10", "3", "60", "0.5", "3_600"], 2, 4),
        )

    # Files beside the rules

    def _head(self) -> dict[str, Any]:
        random = self.random
        half_life, horizon = (
            ("1h", "2h") if self.quick else (random.choice(["24h", "3h"]), random.choice(["168h", "6h"]))
        )
        group = {"half_life": half_life, "horizon": horizon}
        head: dict[str, Any] = {
            "name": "generated",
            "groups": {
                "lead": {"cap": 60, **group},
                "model": {"cap": 40, **group},
                "money": {"cap": random.choice([100, 30, 0]), **group},
                "device": {"cap": random.choice([50, 20]), "half_life": "5h", "horizon": horizon},
                "words": {"cap": random.choice([60, 100]), **group, "textual": True},
            },
            "extra": dict(EXTRA),
        }
        if chance(random, 90):
            head["settings"] = {
                "lateness": random.choice(["1s", "1h"] if self.quick else ["48h", "1h"]),
                "dedup": random.choice(["1h", "3h"] if self.quick else ["7d", "1h"]),
                "sweep_rank": random.choice([3, 1, 2] if self.quick else [1_000, 3]),
            }
        if chance(random, 70):
            slope = random.choice([10, 0])
            head["model"] = {
                "from": random.choice([0.5, 0.25]),
                "base": random.choice([5, 0]),
                "slope": slope,
                "cap": 35,
            }
        return head

    def _policy(self) -> dict[str, Any]:
        random = self.random
        policy: dict[str, Any] = {
            "thresholds": random.choice(
                [{"green": 10, "yellow": 30, "red": 60}, {"green": 1, "yellow": 20, "red": 40}]
            ),
            "lead_points": {"green": random.choice([10, 0]), "yellow": 30, "red": 60},
            "deadlines": {"red": {"sign": "3m", "first_contact": "10m"}, "urgent": {"sign": "1m"}},
            "bank_actions": {"yellow": ["delay"], "red": ["stop_payment"]},
            "advice": {"hang_up": "请立即挂断电话"},
        }
        if self.quick or chance(random, 50):
            policy["episode"] = random.choice(["2h", "1h"]) if self.quick else "72h"
        return policy

    def _values(self) -> dict[str, Any]:
        dated = {"value": VALUES[1], "start": "2025-01-06", "expiry": "2025-01-07"}
        entries = [VALUES[2], "13800138000", "6225880000000001", "bank.example", dated]
        return {"kind": "values", "title": "号码", "entries": entries}

    def _snoozes(self, rules: list[str]) -> dict[str, Any]:
        random = self.random
        start = {"start": "2025-01-06T10:02:00+08:00"} if chance(random, 25) else {}
        until = {"expiry": random.choice(["2030-01-01", "2030-01-01", "2025-01-07", "2025-01-06T10:10:00+08:00"])}
        entries = [
            {"rule": rule, "who": who, "reason": "试", "by": "甲", **start, **until}
            for rule in self._some(rules, 1, 3)
            for who in [*_SUBJECTS[:2], *self._some([*_SUBJECTS[2:], *ACCOUNTS], 0, 3)]
        ]
        return {"kind": "snoozes", "title": "暂停", "entries": entries}

    # Rules

    def _rule(self, name: str) -> dict[str, Any]:
        random = self.random
        rule: dict[str, Any] = {"id": name, "title": f"规则{name}"}
        self.writer.wordy = False
        if chance(random, 35 if self.kinds else 8):
            kinds, steps = self._sequence(rule)
        else:
            kind = random.choice(list(self.palette.fields))
            kinds, steps = frozenset([kind]), {}
            place = Place(kind, rules=self._rules())
            rule["on"] = KIND_ZH[kind] if chance(random, 15) else kind
            rule["when"] = self._conditions(place, random.choice([1, 1, 1, 1, 2, 3]))
            if chance(random, 30):
                rule["unless"] = self._conditions(place, random.choice([1, 1, 2]))
        rule |= self._worth()
        self._keep_words_soft(rule)
        rule["because"] = self._sentence(kinds, steps)
        keys = self._keys(kinds)
        if keys and chance(random, 30):
            rule["subject"] = random.choice([keys[0], keys[0], *keys])
        if rule.get("status") != "draft":
            self.kinds[name] = kinds
        return rule

    def _keep_words_soft(self, rule: dict[str, Any]) -> None:
        """A rule of nothing but words belongs to a textual group and brings little; other evidence frees it."""
        read = repr((rule.get("when"), rule.get("sequence")))
        wordy = self.writer.wordy or any(f"'{one}'" in read for one in self.soft)
        if wordy and "when" in rule and chance(self.random, 50):
            rule["when"].append(self.random.choice(["at >= at", "person.key != '丙'", "hour(at) != 3"]))
        elif wordy:
            rule |= {"group": "words", "points": self.random.choice([10, 15, 1])}
        if rule["group"] == "words":
            self.soft.add(rule["id"])

    def _worth(self) -> dict[str, Any]:
        random = self.random
        worth: dict[str, Any] = {
            "stage": random.choice(_STAGES),
            "group": random.choice(["money", "device", "words"]),
            "points": random.choice([30, 10, 20, 45, 60, 1, 0, 17]),
        }
        if chance(random, 25):
            worth["role"] = random.choice(["support", "core"])
        if chance(random, 25):
            worth["floor"] = random.choice(LEVELS)
        if chance(random, 25):
            worth["urgent"] = True
        if chance(random, 25):
            worth["status"] = random.choice(["active", "shadow", "shadow", "draft"])
        if chance(random, 20):
            worth["advice"] = ["hang_up"]
        return worth

    def _rules(self) -> dict[str, str]:
        """The rules that ``fired`` may name, each with its kind; empty: several."""
        return {rule: next(iter(kinds)) if len(kinds) == 1 else "" for rule, kinds in self.kinds.items()}

    def _conditions(self, place: Place, count: int, depth: int = 2) -> list[Any]:
        return [self._item(place, depth) for _ in range(count)]

    def _item(self, place: Place, depth: int) -> Any:
        """A line, or a group of lines."""
        random = self.random
        if depth == 0 or not chance(random, 30):
            return self.writer.condition(place, depth=random.choice([0, 0, 1, 2]))
        group = random.choice(["any", "at_least", "none", "all"])
        inner = self._conditions(place, random.choice([2, 1, 3]), depth - 1)
        return {group: {"n": random.randint(1, len(inner)), "of": inner} if group == "at_least" else inner}

    def _sentence(self, kinds: frozenset[str], steps: Mapping[str, str]) -> str:
        sentence = "请核实。"
        if len(kinds) == 1 and chance(self.random, 50):
            sentence += f"情况：{{{self.random.choice(list(self.palette.fields[next(iter(kinds))]))}}}"
        for name, kind in steps.items():
            if kind and chance(self.random, 30):
                sentence += f"，此前{{{name}.{self.random.choice(list(self.palette.fields[kind]))}}}"
        return sentence

    def _keys(self, kinds: frozenset[str]) -> list[str]:
        """Fields that all kinds have and whose values may be subjects or keys; accounts first."""
        shared = set.intersection(*(set(self.palette.fields[kind]) for kind in kinds))
        found = [path for path in sorted(shared) if field_of(next(iter(kinds)), path).type in {"text", "enum"}]
        texts = [path for path in found if not any(field_of(kind, path).textual for kind in kinds)]
        return sorted(texts, key=lambda path: "account" not in path)

    # Sequences

    def _sequence(self, rule: dict[str, Any]) -> tuple[frozenset[str], dict[str, str]]:
        """Adds the sequence to a rule; the kinds it can fire on, and its named steps with their kinds."""
        random = self.random
        steps: list[Any] = []
        kinds: list[frozenset[str]] = []
        named: dict[str, str] = {}
        for number in range(random.choice([2, 2, 2, 3, 4])):
            step, kind = self._step(named)
            if chance(random, 50):
                step = {"as": f"s{number}", **({"rule": step} if isinstance(step, str) else step)}
                named[f"s{number}"] = next(iter(kind)) if len(kind) == 1 else ""
            steps.append(step)
            kinds.append(kind)
        sequence: dict[str, Any] = {"within": random.choice(list(self.palette.short)), "steps": steps}
        if chance(random, 30):
            sequence["any_order"] = True
        if chance(random, 30):
            sequence["at_least"] = random.randint(2, len(steps))
        breakers = self._some(list(self.kinds), 1, 2) if self.kinds and chance(random, 40) else []
        if breakers:
            sequence["unless"] = breakers
        keys = self._keys(frozenset().union(*kinds, *(self.kinds[rule] for rule in breakers)))
        if keys and chance(random, 40):
            sequence["by"] = list(dict.fromkeys(random.choice(keys) for _ in range(random.choice([1, 2]))))
        rule["sequence"] = sequence
        first = 0 if sequence.get("any_order") else sequence.get("at_least", len(steps)) - 1
        return frozenset().union(*kinds[first:]), named

    def _step(self, named: Mapping[str, str]) -> tuple[Any, frozenset[str]]:
        random = self.random
        if self.kinds and chance(random, 50):
            rule = random.choice(list(self.kinds))
            return rule, self.kinds[rule]
        kind = random.choice(list(self.palette.fields))
        step: dict[str, Any] = {"on": kind}
        if chance(random, 60):
            known = {name: of for name, of in named.items() if of}
            place = Place(kind, steps=known, rules=self._rules())
            step["when"] = self._conditions(place, random.choice([1, 1, 1, 2]), depth=1)
        return step, frozenset([kind])


_VARIANT = {"phrase": "安全账户", "variants": ["安全帐号"], "strength": "strong"}
