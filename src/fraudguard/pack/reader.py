"""Read the files of a pack directory, or of a tree of files in memory, into nodes with places."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from fraudguard.errors import Place
from fraudguard.pack.nodes import Node
from fraudguard.pack.shapes import Faults
from fraudguard.pack.yamlfile import MAX_FILE_BYTES, decode, read_yaml

__all__ = [
    "CALENDAR",
    "HEAD",
    "POLICY",
    "TAXONOMY",
    "TESTS",
    "Layer",
    "Wanted",
    "bytes_of",
    "read_directory",
    "read_files",
]

Wanted: TypeAlias = bool | Callable[[str, str], bool]
"""Of which files of rules the examples are read: all, none, or as a question about shown name and text answers."""

_MAX_PACK_BYTES = 20_000_000
_MAX_FILES = 2_000
HEAD, POLICY, TAXONOMY, CALENDAR = (f"{stem}.yaml" for stem in ("pack", "policy", "taxonomy", "calendar"))
TESTS = ".test.yaml"
"""How the name of a file of scenarios ends: the workbench reads it, the pack does not."""
_SINGLE = (HEAD, POLICY, TAXONOMY, CALENDAR)
_FOLDERS = ("lists", "scams")


@dataclass(eq=False)
class Layer:
    """
    One pack directory as read. ``files`` maps paths such as ``scams/loan.yaml`` to root nodes.

    A file whose YAML is broken stands in ``broken`` and not in ``files``, so that what it would
    have declared is not reported as missing.
    """

    name: str
    files: dict[str, Node] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def under(self, folder: str) -> Iterator[tuple[str, Node]]:
        """(file stem, root node) of the files of a folder, by name."""
        for path in sorted(self.files):
            if path.startswith(folder + "/"):
                yield path.removeprefix(folder + "/").removesuffix(".yaml"), self.files[path]

    def place(self, path: str) -> Place:
        """The first place of a file, for a fault about the file as a whole."""
        return Place(f"{self.name}/{path}" if self.name else path, 1)


def read_files(files: Mapping[str, str | bytes], faults: Faults, name: str = "") -> Layer:
    """A layer from files in memory, by path relative to the pack's directory."""
    layer = Layer(name)
    total = 0
    for path in sorted(files):
        if not _belongs(layer, path, faults):
            continue
        content = files[path]
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        total += len(data)
        if total > _MAX_PACK_BYTES:
            faults.add("pack.pack_size", layer.place(path), limit=_MAX_PACK_BYTES)
            break
        _take(layer, path, data, faults)
    return layer


def read_directory(
    root: Path, faults: Faults, name: str = "", *, tables: bool = False, examples: Wanted = True
) -> Layer | None:
    """
    A layer from a directory; ``None`` when there is no such directory.

    Only `pack.yaml`, `policy.yaml`, `taxonomy.yaml`, `calendar.yaml`, `lists/*.yaml` and `scams/*.yaml` are read;
    a link that leads out of the directory is not followed. With ``tables`` rules and lists are left unread,
    without ``examples`` those of rules.
    """
    shown = name or root.as_posix()
    try:
        home = root.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        faults.add("pack.not_found", None, path=shown)
        return None
    if not home.is_dir():
        faults.add("pack.not_a_directory", None, path=shown)
        return None
    layer = Layer(shown)
    total = 0
    for path in _listed(home, layer, faults):
        if tables and path not in _SINGLE:
            continue
        data = bytes_of(home, path, layer, faults)
        if data is None:
            layer.broken.add(path)
            continue
        total += len(data)
        if total > _MAX_PACK_BYTES:
            faults.add("pack.pack_size", layer.place(path), limit=_MAX_PACK_BYTES)
            break
        _take(layer, path, data, faults, examples=examples)
    return layer


def _listed(home: Path, layer: Layer, faults: Faults) -> list[str]:
    found: list[str] = []
    for folder in ("", *_FOLDERS):
        try:
            names = sorted(entry.name for entry in os.scandir(home / folder))
        except FileNotFoundError:
            continue
        except OSError as error:
            faults.add("pack.unreadable", layer.place(folder or "."), reason=error.strerror or type(error).__name__)
            continue
        for each in names:
            path = f"{folder}/{each}" if folder else each
            if _belongs(layer, path, faults):
                found.append(path)
        if len(found) > _MAX_FILES:
            faults.add("pack.too_many_files", layer.place(folder), limit=_MAX_FILES)
            return found[:_MAX_FILES]
    return found


def _belongs(layer: Layer, path: str, faults: Faults) -> bool:
    """Whether a file is one the pack reads; YAML files that nobody would read are faults."""
    folder, _, leaf = path.rpartition("/")
    if leaf.startswith(".") or not leaf.endswith((".yaml", ".yml")) or leaf.endswith(TESTS):
        return False
    if folder in _FOLDERS and leaf.endswith(".yaml"):
        return True
    if not folder and leaf in _SINGLE:
        return True
    renamed = leaf.removesuffix(".yml") + ".yaml" if leaf.endswith(".yml") else leaf
    known = renamed if folder in _FOLDERS or renamed in _SINGLE else faults.near(renamed, _SINGLE)
    faults.add("pack.stray_file", layer.place(path), path=path, suggestion=known)
    return False


def bytes_of(home: Path, path: str, layer: Layer, faults: Faults) -> bytes | None:
    """
    The bytes of a file below ``home``, cut just above the most a file may have; ``None`` and a fault when it is no
    file, cannot be read, or is a link that leads out of ``home``.
    """
    try:
        real = (home / path).resolve(strict=True)
        if not real.is_relative_to(home):
            faults.add("pack.link_outside", layer.place(path), path=path)
            return None
        if not stat.S_ISREG(real.stat().st_mode):
            faults.add("pack.not_a_file", layer.place(path), path=path)
            return None
        with real.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        faults.add("pack.unreadable", layer.place(path), reason=reason)
        return None


def _take(layer: Layer, path: str, data: bytes, faults: Faults, *, examples: Wanted = True) -> None:
    source, found = decode(layer.place(path).file, data)
    node = None
    if source is not None:
        wanted = examples if isinstance(examples, bool) else examples(source.name, source.text)
        node, found = read_yaml(source, examples=wanted or not path.startswith("scams/"))
    for fault in found:
        faults.take(fault)
    if node is None:
        layer.broken.add(path)
    else:
        layer.files[path] = node
