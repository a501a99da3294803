"""
Kill a station again and again: `python kill_loop.py URL KILLS SEED` prints what came of it as JSON.

A child handles events and works their cases, and says after each acknowledgement what was acknowledged; it is killed with
SIGKILL at a random moment, and the next child goes on after the last thing that was acknowledged. Run alone, never inside
a test's process: it forks.
"""

import json
import os
import random
import select
import signal
import sys
import time
from datetime import datetime, timedelta

from fraudguard import Desk, Guard, Station
from fraudguard.desk import CallAttempt, Relatives, Sign
from fraudguard.pack import load_pack_text
from fraudguard.testing import Clock

KEY = b"a key for tests, 32 bytes long.."
PER_KILL = 15  # events, so that there is work left after the last kill
PEOPLE = 40
LONGEST = 0.06  # seconds a child may live after it is ready

FILES = {
    "pack.yaml": "name: small\nversion: 1.0.0\ngroups:\n  tempo: {cap: 90}\n  lead: {cap: 80}\n  model: {cap: 40}\n",
    "policy.yaml": "thresholds: {green: 25, yellow: 60, red: 80}\nlead_points: {green: 25, yellow: 60, red: 80}\n"
    "deadlines: {yellow: {sign: 15m, first_contact: 60m}, red: {sign: 3m}}\n",
    "taxonomy.yaml": "- {id: loan, zh: 贷款, en: loan, type: scheme}\n",
    "scams/loan.yaml": """
scam: loan
rules:
  - id: three-payments
    title: 一小时内付三笔
    on: transaction
    when:
      - count(transaction, within='1h') >= 3
      - sum(amount, within='24h') >= 2_000
    stage: transfer
    group: tempo
    points: 65
    because: 付了三笔
    examples: []
""",
}


def stream(count: int) -> list[dict[str, object]]:
    """Payments of a few people, and instructions about some of them: the same every time."""
    rng = random.Random(5)
    at = datetime.fromisoformat("2025-01-06T10:00:00+08:00")
    events: list[dict[str, object]] = []
    for number in range(count):
        at += timedelta(seconds=rng.randrange(1, 240))
        person = {"ids": {"phone": f"138{rng.randrange(PEOPLE):08d}"}}
        event: dict[str, object] = {"id": f"e:{number}", "at": at.isoformat(), "source": "bank", "person": person}
        if number % 7 == 3:
            event |= {"kind": "lead", "ref": f"R{number}", "level": rng.choice(["green", "yellow", "red"])}
        else:
            event |= {
                "kind": "transaction",
                "direction": "out",
                "amount": rng.randrange(50, 1_500),
                "payee": {"account": "62170000111"},
            }
        events.append(event)
    return events


def work(station: Station, event: dict[str, object], number: int) -> None:
    """One event and what an officer does about its case; each action has a number of its own."""
    case = station.handle(event)
    if case is None or case.ended:
        return
    actions = [Sign(by="甲")] if case.status == "new" else []
    actions += [
        CallAttempt(by="甲", answered=False, failure="no_answer"),
        Relatives(by="乙", relation="儿子", reached=False),
    ]
    for index, action in enumerate(actions):
        # The status may have moved on in a life that was cut short: only then is a signature sent again refused.
        station.desk.record(case.id, action, ref=f"{number}-{index if len(actions) == 3 else index + 1}")


def child(guard: Guard, url: str, events: list[dict[str, object]], start: int, pipe: int) -> None:
    """Handle events from ``start`` on, saying what is done."""
    clock = Clock()
    station = Station(guard, Desk.open(url, key=KEY, rules=guard.pack, clock=clock), checkpoint_every=50)
    os.write(pipe, b"ready\n")
    for number in range(start, len(events)):
        clock.set(str(events[number]["at"]))
        work(station, events[number], number)
        os.write(pipe, b"%d\n" % number)
    os.write(pipe, b"end\n")


def one_life(
    guard: Guard, url: str, events: list[dict[str, object]], start: int, rng: random.Random, *, kill: bool
) -> int:
    """How many events are acknowledged after a child lived and was killed; -1 when all are."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            child(guard, url, events, start, writing)
        except BaseException as error:  # noqa: BLE001 - whatever it is has to be seen
            os.write(writing, f"failed {type(error).__name__}: {error}\n".encode())
        os._exit(0)
    os.close(writing)
    heard = b""
    end: float | None = None
    while True:
        wait = None if end is None else max(0.0, end - time.monotonic())
        ready, _, _ = select.select([reading], [], [], wait)
        if not ready:
            os.kill(pid, signal.SIGKILL)
            end = None
            continue
        part = os.read(reading, 65_536)
        if not part:
            break
        heard += part
        if end is None and kill and heard.startswith(b"ready\n") and b"end" not in heard:
            end = time.monotonic() + rng.random() * LONGEST
            kill = False
    os.close(reading)
    os.waitpid(pid, 0)
    lines = heard.decode().splitlines()
    failed = [line for line in lines if line.startswith("failed")]
    if failed:
        raise RuntimeError(failed[0])
    if "end" in lines:
        return -1
    numbers = [int(line) for line in lines if line.isdigit()]
    return numbers[-1] + 1 if numbers else start


def told(desk: Desk) -> list[tuple[str, str, int, int]]:
    """What stands in the cases, by id."""
    cases = [*desk.list(limit=1_000).cases, *desk.list(limit=1_000, ended=True).cases]
    return sorted((case.id, case.status, case.calls, case.relatives) for case in cases)


def main(url: str, kills: int, seed: int) -> dict[str, object]:
    """Live, be killed, live again; then compare with a run that nobody disturbed."""
    events = stream(max(kills, 10) * PER_KILL)
    guard = Guard(load_pack_text(FILES), key=KEY)
    rng = random.Random(seed)
    killed, start = 0, 0
    while start != -1:
        kill = killed < kills
        start = one_life(guard, url, events, start, rng, kill=kill)
        killed += kill and start != -1
    clock = Clock()
    with Desk.open("sqlite://", key=KEY, rules=guard.pack, clock=clock) as calm:
        station = Station(guard, calm)
        for number, event in enumerate(events):
            clock.set(str(event["at"]))
            work(station, event, number)
        wanted, state = told(calm), guard.snapshot()
    with Desk.open(url, key=KEY, rules=guard.pack, clock=clock) as desk:
        Station(guard, desk)
        verification = desk.verify()
        return {
            "killed": killed, "sound": verification.sound, "reason": verification.reason,
            "same_cases": told(desk) == wanted, "cases": len(wanted), "same_state": guard.snapshot() == state,
        }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
