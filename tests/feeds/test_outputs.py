"""The files of a run and its state: private, complete or not there at all."""

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from fraudguard.errors import FeedError, StateError
from fraudguard.feeds.outputs import Outputs, replace_file
from fraudguard.feeds.reject import Reject
from fraudguard.feeds.state import StateDirectory

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
NAMES = ["findings.parquet", "rejects.jsonl", "summary.json", "tickets.jsonl"]


def names(folder: Path) -> list[str]:
    """What stands in a folder."""
    return sorted(entry.name for entry in folder.iterdir())


@posix
def test_outputs_are_for_their_owner_only(tmp_path: Path) -> None:
    """A new folder is 0700 and every file in it 0600: rejects hold raw rows."""
    folder = tmp_path / "deep" / "out"
    with Outputs(folder) as outputs:
        outputs.reject(Reject("f", 1, "c", "r", "raw"))
        outputs.commit({"read": 1})
    assert NAMES == names(folder)
    assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
    assert {0o600} == {stat.S_IMODE(entry.stat().st_mode) for entry in folder.iterdir()}


def test_a_run_that_stops_leaves_what_was_there(tmp_path: Path) -> None:
    """Without a commit the old files stay as they are, and nothing half-written is left."""
    (tmp_path / "tickets.jsonl").write_text("old", encoding="utf-8")

    def stopped() -> None:
        with Outputs(tmp_path) as outputs:
            outputs.reject(Reject("f", 1, "c", "r", "raw"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert ["tickets.jsonl"] == names(tmp_path)
    assert "old" == (tmp_path / "tickets.jsonl").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where the folder should be is an error in words."""
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(FeedError, match=r"feed\.not_a_folder"):
        Outputs(tmp_path / "out")
    with pytest.raises(FeedError, match=r"feed\.not_a_folder.*out`"):
        Outputs(tmp_path / "out" / "deeper" / "still")
    with pytest.raises(FeedError, match=r"feed\.unwritable"):
        replace_file(tmp_path / "nowhere" / "file", b"")
    with pytest.raises(FeedError, match=r"feed\.not_a_folder"):
        StateDirectory(tmp_path / "out")


@posix
def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    """The next run deletes the rows of a run that is dead, not those of one that still lives."""
    dead, unknown = tmp_path / ".run-dead", tmp_path / ".run-unknown"
    dead.mkdir()
    (dead / "lock").touch()
    unknown.mkdir()
    with Outputs(tmp_path) as living:
        assert not dead.exists()
        with Outputs(tmp_path):
            assert (living.work / "tickets.jsonl").exists()
    assert [".run-unknown"] == names(tmp_path)


def test_a_full_disk_names_the_folder(tmp_path: Path) -> None:
    """What the system says of a temporary file is told of the folder that the user chose."""

    def full() -> None:
        with Outputs(tmp_path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(FeedError, match=r"feed\.disk_full") as caught:
        full()
    assert {"file": str(tmp_path)} == dict(caught.value.faults[0].params)
    assert [] == names(tmp_path)


def test_a_file_is_replaced_at_once(tmp_path: Path) -> None:
    """The old content or the new, never a mixture, and no temporary file."""
    replace_file(tmp_path / "state", b"one")
    replace_file(tmp_path / "state", b"two")
    assert (["state"], b"two") == (names(tmp_path), (tmp_path / "state").read_bytes())


def test_state_comes_back(tmp_path: Path) -> None:
    """Snapshot and notes are what was saved; an empty directory has none."""
    with StateDirectory(tmp_path / "state") as state:
        assert state.load() is None
        notes = {"first_at": {"call": 5}, "told": {"waiting": []}}
        state.put(state.written(b"\x00snap\nshot", notes))
        assert (b"\x00snap\nshot", notes) == state.load()


@posix
def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    """The second run finds the key of the first; nobody else can read it."""
    with StateDirectory(tmp_path) as state:
        key, made = state.key()
        assert (32, True) == (len(key), made)
        assert (key, False) == state.key()
        assert 0o600 == stat.S_IMODE((tmp_path / "key").stat().st_mode)


@posix
def test_one_run_at_a_time(tmp_path: Path) -> None:
    """A second run on the same state is told to wait; after the first it may."""
    with StateDirectory(tmp_path), pytest.raises(StateError, match=r"state\.busy"):
        StateDirectory(tmp_path)
    StateDirectory(tmp_path).__exit__(None, None, None)


@pytest.mark.parametrize("content", [b"", b"x", b"{}\n", b'{"notes": 5}\n', b'{"notes": {"first_at": {"a": "b"}}}\n'])
def test_a_state_that_is_none(tmp_path: Path, content: bytes) -> None:
    """A file that no run wrote is refused."""
    (tmp_path / "state").write_bytes(content)
    with StateDirectory(tmp_path) as state, pytest.raises(StateError, match=r"state\.altered"):
        state.load()


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_state_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing permission is an error in words."""
    (tmp_path / "state").write_bytes(b"{}")
    (tmp_path / "state").chmod(0)
    with StateDirectory(tmp_path) as state, pytest.raises(FeedError, match=r"feed\.forbidden"):
        state.load()
