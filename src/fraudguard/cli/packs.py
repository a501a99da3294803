"""A pack as an author names it on the command line: a pack directory, an overlay, or a single file of rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from fraudguard.errors import Fault, PackError, Place
from fraudguard.feeds.refusals import unreadable
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.load import SHIPPED, Inspection, inspect_files, inspect_pack, load_pack
from fraudguard.pack.nodes import MapNode, Node
from fraudguard.pack.yamlfile import decode, read_yaml

__all__ = ["Target", "look_at", "named"]

_ALONE = "name: a-file-of-rules\nversion: '0'\nextends: '@shipped'\n"
_MOST_BYTES = 3_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """
    What was named: the inspection of the whole, and which of its rules are the author's.

    These are the rules of the file, or below the directory, ``name``, and those that an overlay ``changed``. A file
    that was looked at as an overlay of its own is shown under its ``path``.
    """

    inspection: Inspection
    name: str
    changed: frozenset[str] = frozenset()
    path: str = ""

    @property
    def pack(self) -> CheckedPack:
        """The sound pack. Raises `PackError` with every fault otherwise."""
        if self.inspection.pack is None:
            raise PackError.of(self.inspection.errors)
        return self.inspection.pack

    def own(self, rule: CheckedRule) -> bool:
        """Whether a rule is the author's."""
        return rule.id in self.changed or self._here(rule.place)

    def reasoned(self) -> tuple[Fault, ...]:
        """What the lints report of the author's rules and lists; nothing of a pack that is not sound."""
        from fraudguard.workbench.lints import lint_pack

        if self.inspection.pack is None:
            return ()
        found = lint_pack(self.inspection.pack)
        own = [one for one in found if one.params.get("id") in self.changed or self._here(one.place)]
        return tuple(_renamed(one, self.name, self.path) if self.path else one for one in own)

    def _here(self, place: Place | None) -> bool:
        file = place.file if place is not None else ""
        return file == self.name or file.startswith(f"{self.name}/")


def look_at(path: Path) -> Target:
    """
    The pack that ``path`` stands for.

    A directory is a pack, or an overlay when its ``pack.yaml`` extends the shipped one. A file inside a pack's
    ``scams/`` is looked at with its pack; any other file is looked at as an overlay of its own.
    """
    if str(path) == SHIPPED or path.is_dir() or not path.exists():
        name = str(path) if str(path) == SHIPPED else path.as_posix()
        return Target(inspect_pack([name if name == SHIPPED else path]), name, _overridden(path))
    home = path.resolve().parent.parent
    if path.resolve().parent.name == "scams" and (home / "pack.yaml").is_file():
        return Target(inspect_pack([home]), path.resolve().as_posix())
    try:
        with path.open("rb") as handle:
            data = handle.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    inner = f"scams/{path.stem}.yaml"
    found = inspect_files({"pack.yaml": _ALONE, inner: data})
    faults = tuple(_renamed(fault, inner, str(path)) for fault in found.faults)
    return Target(Inspection(found.pack, faults), inner, path=str(path))


def named(spec: str) -> CheckedPack:
    """
    The pack that a word of the command line names: as for `look_at`, or directories joined by commas.

    Of several the later ones are laid over the earlier. Another directory than ``@shipped`` may stand first below an
    overlay that extends the shipped pack, such as the shipped pack of the version before. Raises `PackError`.
    """
    paths = [part.strip() for part in spec.split(",") if part.strip()]
    if len(paths) < 2:
        return look_at(Path(paths[0] if paths else spec)).pack
    first, *above = paths
    if first == SHIPPED or _head(Path(first), "extends") is not None:
        return load_pack(paths)
    return load_pack([SHIPPED, *above], shipped=Path(first))


def _overridden(folder: Path) -> frozenset[str]:
    """The ids of the rules that an overlay changes: what they do now is the author's too."""
    changed = _head(folder, "overrides")
    return frozenset(changed.entries) if isinstance(changed, MapNode) else frozenset()


def _head(folder: Path, key: str) -> Node | None:
    """What the head of a pack says under a key."""
    try:
        source, _ = decode("pack.yaml", (folder / "pack.yaml").read_bytes())
    except OSError:
        return None
    head = read_yaml(source)[0] if source is not None else None
    return head.get(key) if isinstance(head, MapNode) else None


def _renamed(fault: Fault, inner: str, outer: str) -> Fault:
    if fault.place is None or fault.place.file != inner:
        return fault
    return replace(fault, place=replace(fault.place, file=outer))
