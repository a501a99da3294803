"""Mapping files: the shipped ones are sound, wrong ones are refused in words."""

from pathlib import Path

import pytest

from fraudguard.errors import FeedError
from fraudguard.events import FIELDS, KINDS
from fraudguard.feeds.layout import column_name
from fraudguard.feeds.mapping import FeedMapping, load_mapping, shipped_mappings

GOOD = """\
name: town-bank
kind: transaction
need: [at, amount]
serial: [txn_id]
fields:
  at: {columns: [when], as: time}
  amount: {columns: [sum], as: money}
  txn_id: [no]
"""


def write(folder: Path, text: str) -> Path:
    """A mapping file with the given text."""
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_layouts_are_shipped() -> None:
    """The investigation export and the alert feed come with the package."""
    assert {"fund-detail", "bank-alerts"} <= {mapping.name for mapping in shipped_mappings()}


@pytest.mark.parametrize("mapping", shipped_mappings(), ids=lambda mapping: mapping.name)
def test_a_shipped_mapping_names_real_fields(mapping: FeedMapping) -> None:
    """Every field exists for the kind, and every word of a table is a value that field can hold."""
    assert mapping.kind in KINDS
    fields = FIELDS[mapping.kind]
    for entry in mapping.fields:
        if entry.path == "counterparty.id_card" or entry.path.startswith("extra."):
            continue
        path = entry.path.replace("counterparty", "payee")
        assert path in fields, path
        if fields[path].choices:
            assert set() == set(entry.words.values()) - set(fields[path].choices), path
    assert len({column_name(name) for name in mapping.fields[0].columns}) == len(mapping.fields[0].columns)


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    """A small file is enough; a list stands for its columns."""
    mapping = load_mapping(write(tmp_path, GOOD))
    assert "town-bank" == mapping.name
    assert ["at", "amount", "txn_id"] == [entry.path for entry in mapping.fields]
    assert ("no",) == mapping.fields[2].columns


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("name: town-bank", "nam: town-bank", "perhaps `name`"),
        ("kind: transaction\n", "", "`kind` must be a text"),
        ("as: time", "as: clock", "is one of"),
        ("need: [at, amount]", "need: [at, payee]", "`payee` is not among the fields"),
        ("need: [at, amount]", "need: [amount]", "must hold `at`"),
        ("need: [at, amount]", "need: 5", "must be a list"),
        ("serial: [txn_id]", "zone: Asia/Shanghai", "+08:00"),
        ("columns: [sum]", "columns: &a [sum]", "anchors"),
        ("columns: [sum]", "columns: !!python/name:os.system [sum]", "tags"),
        ("columns: [sum]", "columns: [sum", "while parsing"),
        ("fields:", "fields: 3\nx:", "has no `x`"),
        ("name: town-bank", "- a", ""),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    """The error says what is wrong; nothing in a file is ever executed."""
    with pytest.raises(FeedError, match=r"feed\.mapping") as caught:
        load_mapping(write(tmp_path, GOOD.replace(old, new)))
    assert why in str(caught.value)


def test_a_missing_or_binary_mapping(tmp_path: Path) -> None:
    """What cannot be read is an error in words."""
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes", "nothing"):
        with pytest.raises(FeedError, match=r"feed\.mapping"):
            load_mapping(tmp_path / name)
