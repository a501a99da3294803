"""Mapping files: the shipped ones are sound, wrong ones are refused in words."""

import os
from pathlib import Path

import pytest

from fraudguard.errors import FeedError, Language
from fraudguard.feeds.columns import column_name
from fraudguard.feeds.mapping import FeedMapping
from fraudguard.feeds.mapping_files import load_mapping, read_mapping, shipped_mappings
from fraudguard.messages import MESSAGES

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds" / "mapping"

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
def test_a_shipped_mapping_names_each_column_once_a_field(mapping: FeedMapping) -> None:
    """No column stands twice in a field's list, however it is written."""
    for path, entry in mapping.fields.items():
        names = [column_name(name) for name in entry.columns]
        assert len(set(names)) == len(names), path


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    """A small file is enough; a list stands for its columns."""
    mapping = load_mapping(write(tmp_path, GOOD))
    assert "town-bank" == mapping.name
    assert ["at", "amount", "txn_id"] == list(mapping.fields)
    assert ("no",) == mapping.fields["txn_id"].columns


def test_texts_stay_as_they_are_written(tmp_path: Path) -> None:
    """In a mapping file ``01``, ``1`` and ``Y`` are what a feed says, with or without quotes."""
    text = GOOD + "  status: {columns: [ok], as: word, words: {success: [01, 1, Y, true], failed: ['0']}}\n"
    mapping = load_mapping(write(tmp_path, text))
    assert {"01": "success", "1": "success", "Y": "success", "true": "success", "0": "failed"} == dict(
        mapping.fields["status"].table
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", sorted(path.stem for path in GOLDEN.glob("*.yaml")))
def test_the_faults_of_a_mapping_as_they_read(case: str, lang: Language) -> None:
    """All faults of a file come together with place, line, caret and cure. FRAUDGUARD_WRITE_GOLDEN=1 writes them anew."""
    with pytest.raises(FeedError) as caught:
        read_mapping(f"{case}.yaml", (GOLDEN / f"{case}.yaml").read_bytes())
    shown = caught.value.render(lang) + "\n"
    kept = GOLDEN / f"{case}.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN") == "1":
        kept.write_text(shown, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == shown


def test_every_fault_of_a_mapping_is_shown_in_a_golden_file() -> None:
    """No wording is unseen: each code of mapping files stands in one of them."""
    shown = "".join(path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.en.txt"))
    assert set() == {code for code in MESSAGES if code.startswith("mapping.") and f"[{code}]" not in shown}


def test_nothing_of_a_mapping_is_executed(tmp_path: Path) -> None:
    """A tag that asks for a Python object is a fault with a place."""
    with pytest.raises(FeedError, match=r"pack\.yaml_tag") as caught:
        load_mapping(write(tmp_path, GOOD.replace("columns: [sum]", "columns: !!python/name:os.system [sum]")))
    assert caught.value.place is not None
    assert 7 == caught.value.place.line


def test_a_missing_or_binary_mapping(tmp_path: Path) -> None:
    """What cannot be read is an error in words."""
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FeedError, match=r"pack\.not_utf8"):
        load_mapping(tmp_path / "bytes")
    with pytest.raises(FeedError, match=r"feed\.no_file"):
        load_mapping(tmp_path / "nothing")
