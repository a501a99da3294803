"""One key with many events: what a window costs in a log of thousands, and a sequence with a thousand open candidates."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from fraudguard.events.masking import Token
from fraudguard.pack import load_pack_text
from fraudguard.plan import compile_plan
from fraudguard.scoring.chains import Chains, ChainState
from fraudguard.testing import transaction

__all__ = ["CHAINS", "WINDOWS", "Crowd", "chains", "crowd", "windows"]

START = datetime(2025, 1, 6, 2, tzinfo=UTC)
OPEN = 1_000
BATCH = 500  # events between two looks at the clock; the median of these is told
WINDOWS = (
    "count(by=payee.account, within='7d', where=amount > 50)",
    "sum(amount, by=payee.account, within='7d')",
    "mean(amount, by=payee.account, within='7d')",
    "max(amount, by=payee.account, within='7d')",
    "distinct(person.key, by=payee.account, within='7d')",
    "seconds_since(transaction, by=payee.account, within='180d', where=amount > 900)",
    "latest(transaction.amount, by=payee.account, within='180d', where=amount > 900)",
)
SEEN = "first_seen(account, by=payee.account, within='180d')"
SEQUENCES = {
    "unjoined": [["amount <= 200"], ["amount > 5_000"]],
    "three steps": [["amount <= 200"], ["amount > 5_000"], ["amount > 9_000"]],
    "equality": [["amount <= 200"], ["amount > 5_000", "payee.account == a.payee.account"]],
    "equality and more": [
        ["amount <= 200"],
        ["amount > 5_000", "payee.account == a.payee.account", "amount >= 20 * a.amount"],
    ],
}
CHAINS = tuple(SEQUENCES)


def _files(rules: list[dict[str, Any]]) -> dict[str, str]:
    import json

    group = {"cap": 60, "half_life": "24h", "horizon": "7d"}
    shared = {"title": "规则", "stage": "transfer", "group": "money", "points": 5, "because": "请核实。"}
    levels = {"green": 25, "yellow": 50, "red": 80}
    return {
        "pack.yaml": json.dumps({"name": "crowd", "groups": dict.fromkeys(("lead", "model", "money"), group)}),
        "policy.yaml": json.dumps({"thresholds": levels, "lead_points": levels, "episode": "72h"}),
        "taxonomy.yaml": json.dumps(
            [{"id": "fake_loan", "zh": "虚假贷款", "en": "fake loan", "type": "scheme"}], ensure_ascii=False
        ),
        "scams/fake_loan.yaml": json.dumps(
            {"scam": "fake_loan", "rules": [shared | one for one in rules]}, ensure_ascii=False
        ),
    }


def windows() -> object:
    """A pack that asks every window of `WINDOWS` of every payment, and `SEEN`."""
    lines = [f"{line} >= -1" for line in WINDOWS] + [f"not {SEEN}"]
    return load_pack_text(
        _files([{"id": f"w{i}", "on": "transaction", "when": [line]} for i, line in enumerate(lines)])
    )


def crowd(count: int, keys: int, days: float = 6.5, seed: int = 5) -> list[dict[str, object]]:
    """``count`` payments to ``keys`` accounts, so that each account's log grows to their quotient."""
    rng = random.Random(seed)
    return [
        {
            "kind": "transaction",
            "id": f"h{number:07d}",
            "at": (START + timedelta(seconds=days * 86_400 * number / count)).isoformat(),
            "source": "bench",
            "direction": "out",
            "amount": rng.randint(1, 1_000),
            "account": f"6222{rng.randrange(5_000):012d}",
            "person": {"ids": {"phone": f"138{rng.randrange(5_000):08d}"}},
            "payee": {"account": f"6217{number % keys:012d}"},
        }
        for number in range(count)
    ]


@dataclass(frozen=True)
class Crowd:
    """How many events of one kind a sequence took per second, with so many open candidates at each."""

    events_per_second: float
    per_cpu_second: float
    fired: int
    open: int


def chains(name: str, count: int = 40_000, seed: int = 3) -> Crowd:
    """
    Every event matches a step: most open a chain, one in fifty could end one; `OPEN` are always within reach.

    Timed is what the engine calls for the sequences of an event, with the steps that its rules reported.
    """
    steps = [{"as": "abc"[i], "on": "transaction", "when": lines} for i, lines in enumerate(SEQUENCES[name])]
    rule = {"id": "s", "sequence": {"within": "1h", "by": ["person.key"], "steps": steps}}
    plan = compile_plan(load_pack_text(_files([rule])), Token(b"a key for benchmarks only"))
    (sequence,) = plan.sequences
    matcher = Chains(plan, [ChainState()])
    rng, level = random.Random(seed), next(iter(plan.sequence_levels))
    gap = 3_600_000_000 // OPEN
    work = list(_steps(rng, plan, sequence, count, gap))
    fired, walls, cpus = 0, [], []
    for start in range(0, count, BATCH):
        begun, ran = time.perf_counter(), time.thread_time()
        for event, at, event_id, taken in work[start : start + BATCH]:
            matcher.begin(0, idle=False)
            rules: list[str] = []
            matcher.advance(level, event, at, event_id, "p", rules, taken)
            fired += bool(rules)
        walls.append(time.perf_counter() - begun)
        cpus.append(time.thread_time() - ran)
    pool = matcher.states[0].candidates.find("p")
    within = sum(1 for one in pool if one.position[0] > work[-1][1] - sequence.within)
    return Crowd(BATCH / statistics.median(walls), BATCH / statistics.median(cpus), fired, within)


def _steps(
    rng: random.Random, plan: Any, sequence: Any, count: int, gap: int
) -> Iterator[tuple[Any, int, str, list[Any]]]:
    """Events as the generated code hands them on: the steps each takes, with the values captured for later ones."""
    sample = transaction("+0m")
    last = len(sequence.steps) - 1
    tokens = [plan.token(str(n)) for n in range(50)]
    for number in range(count):
        step = last if number % 50 == 49 else number % max(1, last)
        amount = rng.randint(1_000, 20_000) if step < last else rng.randint(500_000, 2_000_000)
        values = tuple(
            tokens[rng.randrange(50)] if slot.form == "token" else amount for slot in sequence.steps[step].captures
        )
        yield sample, number * gap, f"c{number:07d}", [(sequence.number, step, values)]
