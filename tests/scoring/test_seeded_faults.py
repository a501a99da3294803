"""Faults put into a copy of the engine, one at a time: the comparison with the oracle finds every one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agreement import hunt

TESTS = Path(__file__).parents[1]
SOURCE = TESTS.parent / "src" / "fraudguard"

JUDGE = """
import sys
import fraudguard
from agreement import hunt
assert fraudguard.__file__.startswith(sys.argv[1]), fraudguard.__file__
for seed in range(int(sys.argv[2])):
    try:
        told = hunt(seed, 4)
    except Exception as error:
        told = repr(error)
    if told:
        print(seed)
        break
"""
"""Prints the number of the first random pack on which the broken engine and the oracle differ."""

FAULTS: dict[str, tuple[str, str]] = {
    # windows
    "a window closed at its old end": ("if r[0] <= low:", "if r[0] < low:"),
    "last-seen functions that see the event itself": ("r[1] >= id_", "r[1] > id_"),
    "a mean over all records": ("DIV(TOTAL(n), len(n))", "DIV(TOTAL(n), len(records))"),
    "an unknown value that ends the window": (
        '"    if v is None:", "        continue"', '"    if v is None:", "        break"',
    ),
    "late records put at the end of the log": (
        "records.insert(place, record)", "records.append(record)",
    ),
    # truth
    "the opposite of less-than": ('"<": ">="', '"<": ">"'),
    "at_least that is false too early": (
        "len(node.items) - node.count + 1", "len(node.items) - node.count",
    ),
    "not of and": (
        '"and" if isinstance(node, And) is wanted else "or"', '"and" if isinstance(node, And) else "or"',
    ),
    "hours of Greenwich": ("(at + _EAST_8) // HOUR", "at // HOUR"),
    "zero as a multiple": ("value != 0 and value % of == 0", "value % of == 0"),
    "an entry in force at its expiry": ("at < entry.expiry", "at <= entry.expiry"),
    # sequences
    "a sequence as long as its time": (
        "max(last.position[0] - plan.within,", "max(last.position[0] - plan.within - 1,",
    ),
    "a breaker that breaks what it starts": (
        "bisect_left(candidates, newest, key=_position)", "bisect_left(candidates, newest, key=_position) + 1",
    ),
    "the earliest chain": (
        "range(len(self.events) - 1, after, -1)", "range(after + 1, len(self.events))",
    ),
    "the last of the ways to give steps": ("zip(events, min(fitting),", "zip(events, max(fitting),"),
    # points
    "hours rounded up": ("(at - then) // _HOUR", "(at - then + _HOUR - 1) // _HOUR"),
    "support without a core": ("    else:\n        return []\n    return sorted(", "    return sorted("),
    "an event whose own findings are not looked for": ('*(f"{one} in h" for one in names), ', ""),
    "a log that does not hear what fired": ("log.fired = _shared(log.fired | rules)", "pass"),
    "a cap that is never used up": ("room -= points", "room -= 0"),
    "words above yellow beside one that is not": ("rank > 2 and all(", "rank > 2 and any("),
    "urgent below red": ('urgent and level == "red"', "urgent"),
    # tickets and memory
    "an episode of 72 h and not less": ("at - episode.last < pack", "at - episode.last <= pack"),
    "an episode kept open by what does not count": ("        if counted:", "        if True:"),
    "an id forgotten at its last instant": (">= mark - self._dedup", "> mark - self._dedup"),
    "a horizon one microsecond late": ("else mark - self._look_back - 1", "else mark - self._look_back"),
    "a retraction that leaves the points": ("    memory.forget_findings(event_id, subjects)\n", ""),
    "a restart that forgets who came last": ("memory.newest[person] = at, event_id", "pass"),
}  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package to break."""
    place = tmp_path_factory.mktemp("broken") / "fraudguard"
    shutil.copytree(SOURCE, place, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def engine(package: Path) -> list[Path]:
    """The modules in which faults are seeded."""
    return sorted([*package.glob("plan/*.py"), *package.glob("scoring/*.py")])


def judged(copy: Path, packs: int) -> subprocess.CompletedProcess[str]:
    """What the comparison says of the copy."""
    path = os.pathsep.join([str(copy.parent), str(TESTS)])
    return subprocess.run(
        [sys.executable, "-B", "-c", JUDGE, str(copy), str(packs)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_every_fault_can_still_be_seeded():
    """The text that a fault replaces stands in the engine exactly once; at least twenty faults are seeded."""
    texts = [path.read_text("utf-8") for path in engine(SOURCE)]
    unsure = [name for name, (old, _) in FAULTS.items() if sum(text.count(old) for text in texts) != 1]

    assert [] == unsure
    assert len(FAULTS) >= 20


@pytest.mark.slow
def test_without_a_fault_nothing_is_found(copy):
    """The copy itself agrees with the oracle."""
    result = judged(copy, 40)

    assert (0, "", "") == (result.returncode, result.stdout, result.stderr)


EVERY = 4
"""Of so many faults `.ci/run` has time for one; the others are marked `long`."""


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.long if number % EVERY else pytest.mark.slow)
        for number, name in enumerate(FAULTS)
    ],
)
def test_a_seeded_fault_is_found(copy, name):
    """The comparison with the oracle notices the fault, on a pack on which the sound engine agrees."""
    old, new = FAULTS[name]
    target = next(path for path in engine(copy) if old in path.read_text("utf-8"))
    sound = target.read_text("utf-8")
    target.write_text(sound.replace(old, new), "utf-8")
    try:
        result = judged(copy, 600)
    finally:
        target.write_text(sound, "utf-8")

    assert result.stdout.strip().isdigit(), result.stderr or "nothing found"
    assert "" == hunt(int(result.stdout), 4)
