"""The command itself: help, exit codes, errors in words, broken pipes, Ctrl-C."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.cli import main as command_line
from fraudguard.cli.command import default_language, exit_code
from fraudguard.errors import EventError, FeedError, UsageError
from fraudguard.scoring import Guard

VERBS = (
    ("score",),
    ("explain",),
    ("rules",),
    ("rules", "check"),
    ("rules", "test"),
    ("rules", "try"),
    ("rules", "new"),
    ("rules", "schema"),
)
EXAMPLES = Path(__file__).parents[2] / "examples"
Command = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("words", [(), *VERBS])
def test_every_verb_has_help(command: Command, words: tuple[str, ...]) -> None:
    """`--help` of every verb says what it does, in both languages."""
    code, out, _ = command(*words, "--help")
    assert code == 0
    assert "Usage: fraudguard" in out
    assert any("\u4e00" <= character <= "\u9fff" for character in out)


def test_version(command: Command) -> None:
    """`--version` names the program and the version."""
    code, out, _ = command("--version")
    assert (0, True) == (code, out.startswith("fraudguard, version "))


@pytest.mark.parametrize(
    "words",
    [
        ("scor",),
        ("score",),
        ("score", "x"),
        ("rules", "tst"),
        ("explain",),
        ("score", "x", "--to", "y", "--order", "z"),
    ],
)
def test_wrong_use_is_two(command: Command, words: tuple[str, ...]) -> None:
    """A wrong verb, a missing argument and a wrong choice end with 2 and a usage line, nothing on standard output."""
    code, out, err = command(*words)
    assert (2, "") == (code, out)
    assert "Usage:" in err


def test_errors_come_in_the_chosen_language(command: Command, tmp_path: Path) -> None:
    """An error of ours is rendered with its cure on the error stream, no traceback."""
    for lang, word in (("zh", "改法"), ("en", "cure")):
        code, out, err = command("score", tmp_path / "nothing.csv", "--to", tmp_path / "out", "--lang", lang)
        assert (2, "") == (code, out)
        assert "feed.no_file" in err
        assert word in err
        assert "Traceback" not in err


def test_content_that_is_wrong_is_one(command: Command, tmp_path: Path) -> None:
    """A file that can be read but is no feed ends with 1."""
    (tmp_path / "feed.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert 1 == command("score", tmp_path / "feed.csv", "--to", tmp_path / "out")[0]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_no_defect(tmp_path: Path) -> None:
    """A full disk behind the standard output is said in a sentence, with 2."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "fraudguard", "rules", "schema", "--of", "pack"],
            stdout=full, stderr=subprocess.PIPE, text=True, env={**os.environ, "FRAUDGUARD_LANG": "en"}, check=False,
        )  # fmt: skip
    assert (2, "what was to be printed could not be written: no room left\n") == (done.returncode, done.stderr)


def test_exit_codes() -> None:
    """1 where a file is wrong, 2 where the call is."""
    assert 1 == exit_code(EventError("event.time_form", field="at", given="x"))
    assert 1 == exit_code(FeedError("feed.encoding", file="x"))
    assert 2 == exit_code(FeedError("feed.no_file", file="x"))
    assert 2 == exit_code(UsageError("feed.no_feeds"))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "FRAUDGUARD_LANG": "zh"}, "zh"),
    ],
)
def test_the_language_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    """Chinese where the environment says so."""
    for name in ("FRAUDGUARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert expected == default_language()


def test_stopped_by_the_user(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Ctrl-C half-way: 130, one line, and no output at all, not even a temporary file."""

    def stop(_guard: Guard, _event: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Guard, "score", stop)
    code, out, err = command("score", EXAMPLES / "calls.jsonl", "--to", tmp_path / "out", "--state", tmp_path / "state")
    assert (130, "") == (code, out)
    assert "nothing was written" in err
    assert [] == list((tmp_path / "out").iterdir())
    assert not (tmp_path / "state" / "state").exists()


@pytest.mark.parametrize(
    ("words", "expected"), [((), "en"), (("--lang", "zh"), "zh"), (("--lang=zh",), "zh"), (("--lang",), "en")]
)
def test_the_language_of_the_last_words(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], expected: str) -> None:
    """What is said after the verb has gone is said in the language it was asked for."""
    monkeypatch.setenv("FRAUDGUARD_LANG", "en")
    assert expected == command_line._spoken(words)


def test_a_terminal_without_chinese(tmp_path: Path) -> None:
    """Where the characters cannot be shown, question marks are, and the run succeeds."""
    words = ["score", str(EXAMPLES / "bank_alerts.csv"), "--to", str(tmp_path), "--lang", "zh"]
    done = subprocess.run(
        [sys.executable, "-m", "fraudguard", *words],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (0, b"") == (done.returncode, done.stderr)
    assert b"?" in done.stdout


def test_a_defect_is_no_traceback(command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An error nobody foresaw ends with 1 and a line that says how to report it; the traceback on demand."""

    def fail(_guard: Guard, _event: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Guard, "score", fail)
    words = ("score", EXAMPLES / "calls.jsonl", "--to", tmp_path / "out")
    code, _, err = command(*words)
    assert (1, True) == (code, "internal error (ZeroDivisionError)" in err)
    assert "Traceback" not in err
    monkeypatch.setenv("FRAUDGUARD_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        command_line.run([str(word) for word in words])


def test_a_closed_pipe_is_quiet() -> None:
    """A reader that goes away (`| head`) is no error."""
    process = subprocess.Popen(
        [sys.executable, "-m", "fraudguard", "rules", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (0, b"") == (process.wait(), err)


def test_help_loads_nothing_heavy() -> None:
    """`fraudguard --help` loads neither polars nor the guard."""
    code = "import sys; from fraudguard.cli.main import run; run(['score', '--help']); print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines())
    assert set() == {"polars", "sklearn", "rich", "fraudguard.scoring.guard", "yaml"} & loaded
