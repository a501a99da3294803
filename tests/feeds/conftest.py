"""A small pack on disk, and ways to write and read feeds."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from fraudguard.feeds.lines import open_source
from fraudguard.feeds.reader import Feed, Row, open_feed
from fraudguard.feeds.reject import Reject

FILES = {
    "pack.yaml": """\
name: small
version: 0.1.0
groups:
  money: {cap: 60, half_life: 24h, horizon: 7d}
  tempo: {cap: 60, half_life: 24h, horizon: 7d}
  lead: {cap: 80, half_life: 72h, horizon: 30d}
  model: {cap: 40, half_life: 24h, horizon: 7d}
""",
    "policy.yaml": """\
thresholds: {green: 10, yellow: 50, red: 80}
episode: 72h
lead_points: {green: 25, yellow: 50, red: 80}
deadlines: {green: {sign: 60m}}
bank_actions: {}
advice: {call: 回拨核实。}
""",
    "taxonomy.yaml": """\
- id: remote_control
  zh: 远程操作
  en: remote control
  type: scheme
  stages: [transfer]
  scripts: {transfer: 请先停下。}
""",
    "scams/small.yaml": """\
scam: remote_control
rules:
  - id: big
    title: 大额转出
    on: transaction
    when: [direction == 'out', amount >= 1_000]
    stage: transfer
    group: money
    points: 20
    because: 转出 {amount} 元
    advice: [call]
    examples: []
  - id: many
    title: 两天内多笔转出
    on: transaction
    when:
      - count(within='48h', where=direction == 'out') >= 3
    stage: transfer
    group: tempo
    points: 40
    because: 两天内三笔以上转出
    examples: []
  - id: first-payee
    title: 第一次收款
    on: transaction
    role: support
    status: shadow
    when: ["first_seen(payee.account, within='30d')"]
    stage: transfer
    group: money
    points: 1
    because: 第一次向{payee.account}转账
    examples: []
""",
}


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of the small pack."""
    root = tmp_path_factory.mktemp("pack")
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def feed(tmp_path: Path) -> Callable[..., Feed]:
    """A feed with the given bytes or text (UTF-8)."""
    count = iter(range(1000))

    def make(content: bytes | str, name: str = "") -> Feed:
        number = next(count)
        path = tmp_path / (name or f"feed-{number}.csv")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return open_feed(path, number, tmp_path / f"spool-{number}", (), "en")

    return make


@pytest.fixture
def lines(tmp_path: Path) -> Callable[[bytes], list[str | None]]:
    """The texts of the lines of a file with the given bytes."""

    def read(content: bytes) -> list[str | None]:
        path = tmp_path / "lines.txt"
        path.write_bytes(content)
        return [line.text for line in open_source(path, tmp_path / "spool").lines()]

    return read


@pytest.fixture
def split() -> Callable[[Iterable[Row | Reject]], tuple[list[Row], list[Reject]]]:
    """Rows and rejects apart."""

    def apart(items: Iterable[Row | Reject]) -> tuple[list[Row], list[Reject]]:
        found = list(items)
        return [i for i in found if isinstance(i, Row)], [i for i in found if isinstance(i, Reject)]

    return apart
