"""Directories of packs: which files are read, and which are refused."""

import os
from pathlib import Path

import pytest

from fraudguard.pack.reader import read_directory, read_files
from fraudguard.pack.shapes import Faults


def codes(root: Path) -> list[str]:
    """The codes of the faults of reading a directory."""
    faults = Faults()
    read_directory(root, faults)
    return [fault.code for fault in faults.found]


def test_only_the_files_of_a_pack_are_read(tmp_path: Path) -> None:
    """Texts beside the pack and hidden files are let alone; other YAML is a fault."""
    (tmp_path / "scams").mkdir()
    (tmp_path / "lists" / "deep").mkdir(parents=True)
    for name in ("pack.yaml", "scams/a.yaml", "lists/b.yaml", "README.md", ".hidden.yaml", "calendar.yaml"):
        (tmp_path / name).write_text("a: 1\n", encoding="utf-8")
    faults = Faults()
    layer = read_directory(tmp_path, faults)
    assert layer is not None
    assert ["calendar.yaml", "lists/b.yaml", "pack.yaml", "scams/a.yaml"] == sorted(layer.files)
    assert [] == faults.found
    (tmp_path / "scam.yaml").write_text("a: 1\n", encoding="utf-8")
    assert ["pack.stray_file"] == codes(tmp_path)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_links_out_of_the_pack_are_not_followed(tmp_path: Path) -> None:
    """A link inside the pack is read, one that leads out or nowhere is a fault."""
    pack = tmp_path / "pack"
    (pack / "scams").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("a: 1\n", encoding="utf-8")
    (pack / "scams" / "a.yaml").write_text("a: 1\n", encoding="utf-8")
    (pack / "scams" / "b.yaml").symlink_to(pack / "scams" / "a.yaml")
    assert [] == codes(pack)
    (pack / "scams" / "c.yaml").symlink_to(tmp_path / "secret.yaml")
    (pack / "scams" / "d.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (pack / "scams" / "e.yaml").symlink_to(pack / "scams" / "e.yaml")
    assert ["pack.link_outside", "pack.unreadable", "pack.unreadable"] == codes(pack)
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "x.yaml").write_text("a: 1\n", encoding="utf-8")
    (pack / "lists").symlink_to(tmp_path / "away")
    assert "pack.link_outside" == codes(pack)[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_and_directories_are_no_files(tmp_path: Path) -> None:
    """Nothing waits for a pipe that nobody writes to."""
    os.mkfifo(tmp_path / "pack.yaml")
    (tmp_path / "policy.yaml").mkdir()
    assert ["pack.not_a_file", "pack.not_a_file"] == codes(tmp_path)


def test_a_pack_has_bounds() -> None:
    """More than 20 MB in all is refused, each file alone being small enough."""
    faults = Faults()
    read_files({f"lists/l{i:02}.yaml": "#" * 1_900_000 for i in range(11)}, faults)
    assert ["pack.pack_size"] == [fault.code for fault in faults.found]


def test_a_broken_file_is_remembered() -> None:
    """A file whose YAML is broken is not missing."""
    faults = Faults()
    layer = read_files({"taxonomy.yaml": "a: ["}, faults)
    assert ({"taxonomy.yaml"}, {}) == (layer.broken, layer.files)
