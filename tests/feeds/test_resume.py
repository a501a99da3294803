"""A run that is killed and taken up again has the outputs it would have had: no ticket is lost and none stands twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fraudguard import Guard
from fraudguard.errors import UsageError
from fraudguard.feeds import checkpoints, score_feed
from fraudguard.feeds.accounting import Accounts
from fraudguard.feeds.checkpoints import Checkpoint, Checkpoints, job_of
from fraudguard.feeds.outputs import Outputs

KEY = b"a key for tests only"
SCRIPT = """
import sys
from fraudguard.feeds import checkpoints, score_feed
from fraudguard.feeds.checkpoints import Checkpoints
Checkpoints.__init__.__defaults__ = (int(sys.argv[5]),)
state = sys.argv[4] or None
score_feed([sys.argv[1]], to=sys.argv[2], rules=[sys.argv[3]], state=state, key=b"a key for tests only", resume=True, engine=sys.argv[6])
"""
SAME = ("read", "scored", "duplicates", "retracted", "rejected", "findings", "shadow_findings", "tickets", "kinds", "rejects",
        "ticket_changes", "top_scams", "top_rules", "suspected_duplicates", "first_event_at", "last_event_at", "settled")  # fmt: skip


def write(path: Path, rows: int) -> Path:
    """Payments of a few people over some days, one in fifty of them none, one in thirty told twice."""
    draw = random.Random(3)
    lines = []
    for number in range(rows):
        day, minute = divmod(number * 7, 1_000)
        lines.append(
            json.dumps(
                {
                    "id": f"p{number if number % 30 else number - 1}",
                    "kind": "transaction",
                    "at": f"2025-01-{1 + day % 28:02d}T{minute // 60:02d}:{minute % 60:02d}:00+08:00",
                    "person": {"ids": {"account": f"62170000000000{draw.randrange(10, 30)}"}},
                    "direction": "out",
                    "amount": -1 if number % 50 == 7 else draw.randrange(1, 3_000),
                    "payee": {"account": f"62220000000000{draw.randrange(10, 90)}"},
                }
            )
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def outputs_of(folder: Path) -> tuple[object, ...]:
    """What a run leaves, but for how long it took."""
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    texts = [(folder / name).read_bytes() for name in ("tickets.jsonl", "rejects.jsonl", "findings.parquet")]
    return (*texts, {name: summary[name] for name in SAME})


def killed_and_resumed(feed: Path, pack: Path, to: Path, state: Path | None, engine: str, seconds: list[float]) -> int:
    """Kill a run after so many seconds, again and again, then let one end; how many were killed."""
    command = [sys.executable, "-c", SCRIPT, str(feed), str(to), str(pack), str(state or ""), "150", engine]
    killed = 0
    for wait in seconds:
        process = subprocess.Popen(command)
        time.sleep(wait)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        assert process.wait() in (0, -signal.SIGKILL)
    subprocess.run(command, check=True)
    return killed


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["events", "columns"])
def test_a_killed_run_is_taken_up(tmp_path: Path, pack: Path, engine: str) -> None:
    """Killed at random points, the run that ends leaves what an undisturbed one leaves, to the byte."""
    feed = write(tmp_path / "feed.jsonl", 3_000)
    score_feed([feed], to=tmp_path / "whole", rules=[pack], key=KEY, engine=engine)  # type: ignore[arg-type]  # one of both
    draw = random.Random(5)
    killed_and_resumed(feed, pack, tmp_path / "cut", None, engine, [draw.uniform(0.3, 3.0) for _ in range(4)])
    assert outputs_of(tmp_path / "whole") == outputs_of(tmp_path / "cut")
    assert [] == list((tmp_path / "cut").glob(".run*"))


@pytest.mark.long
def test_a_killed_run_with_a_state_is_taken_up(tmp_path: Path, pack: Path) -> None:
    """A state directory is not moved on twice: the next day's file gives the same tickets after twenty kills."""
    one, two = write(tmp_path / "one.jsonl", 3_000), write(tmp_path / "two.jsonl", 3_500)
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    score_feed([one], to=tmp_path / "a" / "1", rules=[pack], key=KEY, state=tmp_path / "a" / "state")
    score_feed([two], to=tmp_path / "a" / "2", rules=[pack], key=KEY, state=tmp_path / "a" / "state")
    draw = random.Random(6)
    for day, feed in (("1", one), ("2", two)):
        waits = [draw.uniform(0.2, 4.0) for _ in range(10)]
        killed_and_resumed(feed, pack, tmp_path / "b" / day, tmp_path / "b" / "state", "events", waits)
        assert outputs_of(tmp_path / "a" / day) == outputs_of(tmp_path / "b" / day)


class Killed(BaseException):
    """Stands for the end of the process."""


def stop_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let the run end, like a killed one, when it has kept ``count`` checkpoints."""
    kept = Checkpoints.keep
    seen = iter(range(1, 1_000))

    def keep(self: Checkpoints, checkpoint: Checkpoint) -> None:
        kept(self, checkpoint)
        if next(seen) == count:
            raise Killed

    monkeypatch.setattr(Checkpoints, "keep", keep)
    monkeypatch.setattr(Checkpoints.__init__, "__defaults__", (100,))


@pytest.mark.parametrize("count", [1, 3])
def test_a_run_that_had_left_columns_goes_on_by_events(
    tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """What it had written by events stays: the next run does not try columns first, which would throw it away."""
    feed = write(tmp_path / "feed.jsonl", 450)
    score_feed([feed], to=tmp_path / "whole", rules=[pack], key=KEY, engine="columns")
    stop_after(monkeypatch, count)
    with pytest.raises(Killed):
        score_feed([feed], to=tmp_path / "cut", rules=[pack], key=KEY, engine="columns", resume=True)
    monkeypatch.undo()
    resumed = score_feed([feed], to=tmp_path / "cut", rules=[pack], key=KEY, engine="columns", resume=True)
    assert outputs_of(tmp_path / "whole") == outputs_of(tmp_path / "cut")
    assert (resumed.summary["engine"], resumed.summary["not_by_columns"]) == ("events", "correction")


@pytest.mark.parametrize("said", ["", "[]", '{"job": "of another run", "why": "correction"}'])
def test_another_run_may_go_by_columns(tmp_path: Path, said: str) -> None:
    """Why an earlier run left columns counts for the same job alone, and only when it can be read."""
    kept = Checkpoints(tmp_path, "job")
    (tmp_path / "not-by-columns").write_text(said, encoding="utf-8")
    assert kept.unfit() is None
    kept.keep_unfit("retraction")
    assert kept.unfit() == "retraction"


@pytest.mark.parametrize("count", [1, 3])
def test_a_run_goes_on_from_its_checkpoint(
    tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """What was scored before the checkpoint is not scored again, and all outputs are those of a whole run."""
    feed = write(tmp_path / "feed.jsonl", 450)
    score_feed([feed], to=tmp_path / "whole", rules=[pack], key=KEY)
    stop_after(monkeypatch, count)
    with pytest.raises(Killed):
        score_feed([feed], to=tmp_path / "cut", rules=[pack], key=KEY, resume=True)
    assert not (tmp_path / "cut" / "summary.json").exists()
    monkeypatch.undo()
    scored: list[str] = []
    score = Guard.score
    monkeypatch.setattr(Guard, "score", lambda self, event: scored.append(event.id) or score(self, event))
    score_feed([feed], to=tmp_path / "cut", rules=[pack], key=KEY, resume=True)
    assert outputs_of(tmp_path / "whole") == outputs_of(tmp_path / "cut")
    assert 0 < len(scored) <= 450 - 100 * count


def test_another_file_begins_anew(tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint of other rows is not gone on from."""
    feed = write(tmp_path / "feed.jsonl", 450)
    stop_after(monkeypatch, 2)
    with pytest.raises(Killed):
        score_feed([feed], to=tmp_path / "cut", rules=[pack], key=KEY, resume=True)
    monkeypatch.undo()
    write(feed, 460)
    score_feed([feed], to=tmp_path / "whole", rules=[pack], key=KEY)
    score_feed([feed], to=tmp_path / "cut", rules=[pack], key=KEY, resume=True)
    assert outputs_of(tmp_path / "whole") == outputs_of(tmp_path / "cut")


@pytest.mark.parametrize("moved", [0, 1, 3, 4])
def test_files_half_way_to_their_places_are_put_there(
    tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    """A run that ends while its files move, or before its state is kept, is finished and not scored again."""
    feed, state = write(tmp_path / "feed.jsonl", 200), tmp_path / "state"
    score_feed([feed], to=tmp_path / "whole", rules=[pack], key=KEY, state=tmp_path / "other")
    replace, seen = Path.replace, []

    def replaced(self: Path, target: Path) -> Path:
        if self.parent.name == ".run-resume" and target.parent.name == "cut":
            if len(seen) == moved:
                raise Killed
            seen.append(self.name)
        return replace(self, target)

    def published(self: Outputs) -> None:
        publish(self)
        if moved == len(seen):
            raise Killed

    publish = Outputs.publish
    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(Outputs, "publish", published)
    with pytest.raises(Killed):
        score_feed([feed], to=tmp_path / "cut", rules=[pack], key=KEY, state=state, resume=True)
    monkeypatch.undo()
    monkeypatch.setattr(Guard, "score", None)
    score_feed([feed], to=tmp_path / "cut", rules=[pack], key=KEY, state=state, resume=True)
    assert outputs_of(tmp_path / "whole") == outputs_of(tmp_path / "cut")
    assert (tmp_path / "other" / "state").stat().st_size == (state / "state").stat().st_size
    assert [] == list((tmp_path / "cut").glob(".run*"))


def test_a_guard_of_the_callers_cannot_be_taken_up(tmp_path: Path) -> None:
    """Its state is the caller's to keep."""
    with pytest.raises(UsageError) as caught:
        score_feed(["x.csv"], to=tmp_path, guard=Guard.load(key=KEY), resume=True)
    assert "feed.resume_guard" == caught.value.code


def test_a_checkpoint_comes_back(tmp_path: Path) -> None:
    """Books, places, notes and snapshot are what was kept; a damaged file and another job have none."""
    accounts = Accounts(read=5, hits=checkpoints.Counter({"big": 2}), levels={"t": "red"}, span=[1, 2])
    kept = Checkpoint(7, {"tickets": 3}, accounts, {"waiting": []}, b"\x00a\nb")
    file = tmp_path / "feed"
    file.write_text("x", encoding="utf-8")
    job = job_of([file], {"order": "sorted"}, KEY)
    Checkpoints(tmp_path, job).keep(kept)
    assert kept == Checkpoints(tmp_path, job).found()
    assert Checkpoints(tmp_path, job_of([file], {"order": "arrival"}, KEY)).found() is None
    (tmp_path / "checkpoint").write_bytes(b"{}\n")
    assert Checkpoints(tmp_path, job).found() is None
