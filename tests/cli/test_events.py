"""What verbs that look at single events read of feeds."""

from pathlib import Path

from fraudguard.cli.events import past_of_feeds
from fraudguard.scoring import Guard

CARD = "6217000000000000004"
HEADER = "交易流水号,交易时间,交易卡号,收付标志,交易金额,交易是否成功"
MAPPING = """\
name: own
kind: transaction
need: [at, amount]
match: {with: [fund-detail], on: [account, amount], within: 60s}
fields:
  at: {columns: [when], as: time}
  account: {columns: [card], as: account}
  amount: {columns: [sum], as: money}
"""


def test_a_past_is_read_as_score_reads_it(tmp_path: Path) -> None:
    """A later status settles, what two feeds tell is one event, rows that cannot be read are counted."""
    rows = [
        HEADER,
        f"S1,2024-01-15 09:30:00,{CARD},付,500,处理中",
        f"S1,2024-01-15 09:40:00,{CARD},付,500,成功",
        f"S2,,{CARD},付,5,成功",
    ]
    (tmp_path / "detail.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "own.csv").write_text(
        f"when,card,sum\n2024-01-15 09:30:20,{CARD},500\n2024-01-15 09:50:20,{CARD},7\n", encoding="utf-8"
    )
    (tmp_path / "own.yaml").write_text(MAPPING, encoding="utf-8")
    guard = Guard.load()
    past, left_out = past_of_feeds([tmp_path / "detail.csv", tmp_path / "own.csv"], [tmp_path / "own.yaml"], guard)
    assert (["transaction", "settlement", "transaction"], 1) == ([event.kind for event in past], left_out)
    assert all(guard.remembers(event) for event in past)
