"""The example sender of the outbox, against a receiver on this machine."""

import hmac
import importlib.util
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

from desk_scenes import KEY, Clock, desk, event, ticket

SCRIPT = Path(__file__).parents[2] / "examples" / "webhook.py"


class Post(NamedTuple):
    """What the receiver got."""

    headers: dict[str, str]
    body: bytes


class Receiver(HTTPServer):
    """A receiver that answers with the next of ``answers``, then with 204."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posts: list[Post] = []
        self.answers: list[int] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/desk"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        """Keep what was posted, and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append(Post(dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver in a thread of its own, reached without a proxy."""
    monkeypatch.setenv("no_proxy", "*")
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def webhook() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("webhook", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, str]:
    """A store with one case, whose opening waits in the outbox, and its key file."""
    (tmp_path / "key").write_bytes(KEY)
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with desk(Clock(), url) as one:
        one.take(ticket(), event())
    return url, str(tmp_path / "key")


def test_what_waits_is_posted_signed(
    webhook: ModuleType, receiver: Receiver, place: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The opening of a case is posted once as JSON without personal data, and its signature holds under the outbox key."""
    assert 0 == webhook.main([*place, receiver.url])
    assert 0 == webhook.main([*place, receiver.url])
    assert 0 == webhook.main([*place])
    printed = capsys.readouterr().out.splitlines()
    assert "delivered 1, to be tried again 0, given up 0" == printed[0]
    (post,) = receiver.posts
    data = json.loads(post.body)
    assert ("open", "yellow", "手机 138****1001") == (data["kind"], data["case"]["level"], data["case"]["label"])
    assert "13800001001" not in post.body.decode()
    wanted = hmac.new(bytes.fromhex(printed[2]), post.body, "sha256").hexdigest()
    assert f"sha256={wanted}" == post.headers["X-Fraudguard-Signature"]
    assert (data["id"], "open", "1") == tuple(
        post.headers[f"X-Fraudguard-{name}"] for name in ("Id", "Kind", "Attempt")
    )


def test_what_was_not_taken_comes_again(webhook: ModuleType, receiver: Receiver) -> None:
    """An answer of 503 leaves the message waiting; it comes again a minute later under the same id."""
    receiver.answers = [503]
    clock = Clock()
    with desk(clock) as one:
        one.take(ticket(), event())
        send = webhook.post_to(receiver.url)
        assert 1 == one.deliver(send).failed
        assert 0 == one.deliver(send).delivered
        clock.later(minutes=1)
        assert 1 == one.deliver(send).delivered
    first, second = receiver.posts
    assert first.headers["X-Fraudguard-Id"] == second.headers["X-Fraudguard-Id"]
    assert ("1", "2") == (first.headers["X-Fraudguard-Attempt"], second.headers["X-Fraudguard-Attempt"])


def test_nobody_listens(webhook: ModuleType, place: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """An address at which nobody listens ends with 1; one that is none ends the script; no address at all explains it."""
    assert 1 == webhook.main([*place, "http://127.0.0.1:9/"])
    with pytest.raises(SystemExit, match="not an address"):
        webhook.main([*place, "file:///etc/hosts"])
    assert 2 == webhook.main([])
    assert "outbox" in capsys.readouterr().err
