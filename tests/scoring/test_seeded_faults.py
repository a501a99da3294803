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

FAULTS = {
    # windows
    "a window closed at its old end": ("plan/windows.py", "if r[0] <= low:", "if r[0] < low:"),
    "last-seen functions that see the event itself": ("plan/windows.py", "r[1] >= id_", "r[1] > id_"),
    "a mean over all records": ("plan/windows.py", "DIV(TOTAL(n), len(n))", "DIV(TOTAL(n), len(records))"),
    "an unknown value that ends the window": (
        "plan/windows.py", '"    if v is None:", "        continue"', '"    if v is None:", "        break"',
    ),
    "late records put at the end of the log": (
        "plan/runtime.py",
        "records.insert(bisect_right(records, (record[0], record[1]), key=lambda r: (r[0], r[1])), record)",
        "records.append(record)",
    ),
    # truth
    "the opposite of less-than": ("plan/coder.py", '"<": ">="', '"<": ">"'),
    "at_least that is false too early": (
        "plan/coder.py", "len(node.items) - node.count + 1", "len(node.items) - node.count",
    ),
    "not of and": (
        "plan/coder.py", '"and" if isinstance(node, And) is wanted else "or"', '"and" if isinstance(node, And) else "or"',
    ),
    "hours of Greenwich": ("plan/arithmetic.py", "(at + _EAST_8) // HOUR", "at // HOUR"),
    "zero as a multiple": ("plan/arithmetic.py", "value != 0 and value % of == 0", "value % of == 0"),
    "an entry in force at its expiry": ("plan/runtime.py", "at < entry.expiry", "at <= entry.expiry"),
    # sequences
    "a sequence as long as its time": (
        "scoring/chains.py", "max(last.position[0] - plan.within,", "max(last.position[0] - plan.within - 1,",
    ),
    "a breaker that breaks what it starts": ("scoring/chains.py", "c.position >= newest", "c.position > newest"),
    "the earliest chain": (
        "scoring/chains.py", "range(len(self.events) - 1, after, -1)", "range(after + 1, len(self.events))",
    ),
    "the last of the ways to give steps": ("scoring/chains.py", "min(finished)", "max(finished)"),
    "a sequence of a sequence at its level": ("plan/levels.py", "(1 if part in sequences else 0)", "0"),
    # points
    "hours rounded up": ("scoring/risk.py", ") // _HOUR", " + _HOUR - 1) // _HOUR"),
    "support without a core": ("scoring/risk.py", "sorted(raw) if core else []", "sorted(raw)"),
    "a cap that is never used up": ("scoring/risk.py", "room -= points", "room -= 0"),
    "words above yellow beside one that is not": ("scoring/risk.py", "rank > 2 and all(", "rank > 2 and any("),
    "urgent below red": ("scoring/risk.py", 'urgent and level == "red"', "urgent"),
    # tickets and memory
    "an episode of 72 h and not less": ("scoring/tickets.py", "at - episode.last < pack", "at - episode.last <= pack"),
    "an episode kept open by what does not count": ("scoring/tickets.py", "        if counted:", "        if True:"),
    "an id forgotten at its last instant": ("scoring/engine.py", ">= mark - self._dedup", "> mark - self._dedup"),
    "a horizon one microsecond late": ("scoring/engine.py", "else mark - self._look_back - 1", "else mark - self._look_back"),
    "a retraction that leaves the points": (
        "scoring/retraction.py", "in memory.forget_findings(event_id, subjects)", "in ()",
    ),
    "a restart that forgets who came last": ("scoring/image.py", "newest={", "newest={} and {"),
}  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package to break."""
    place = tmp_path_factory.mktemp("broken") / "fraudguard"
    shutil.copytree(SOURCE, place, ignore=shutil.ignore_patterns("__pycache__"))
    return place


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
    """The text that a fault replaces stands in the source exactly once; at least twenty faults are seeded."""
    missing = [name for name, (file, old, _) in FAULTS.items() if (SOURCE / file).read_text("utf-8").count(old) != 1]

    assert [] == missing
    assert len(FAULTS) >= 20


@pytest.mark.slow
def test_without_a_fault_nothing_is_found(copy):
    """The copy itself agrees with the oracle."""
    result = judged(copy, 40)

    assert (0, "", "") == (result.returncode, result.stdout, result.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_found(copy, name):
    """The comparison with the oracle notices the fault, on a pack on which the sound engine agrees."""
    file, old, new = FAULTS[name]
    target = copy / file
    sound = target.read_text("utf-8")
    target.write_text(sound.replace(old, new), "utf-8")
    try:
        result = judged(copy, 600)
    finally:
        target.write_text(sound, "utf-8")

    assert result.stdout.strip().isdigit(), result.stderr or "nothing found"
    assert "" == hunt(int(result.stdout), 4)
