"""A pack as an author names it on the command line: a pack directory, an overlay, or a single file of rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from fraudguard.errors import Fault, PackError, Place
from fraudguard.feeds.refusals import unreadable
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.load import SHIPPED, Inspection, inspect_files, inspect_pack, load_pack
from fraudguard.pack.reader import TESTS, Wanted
from fraudguard.pack.shapes import Faults
from fraudguard.shipped import shipped_rules
from fraudguard.workbench.own_rules import examples_of, head_entry, overridden, under
from fraudguard.workbench.scenario.folders import home_of, scenario_files, scenarios_of
from fraudguard.workbench.scenario.model import Scenario

__all__ = ["Target", "look_at", "named"]

_ALONE = "name: a-file-of-rules\nversion: '0'\nextends: '@shipped'\n"
_MOST_BYTES = 3_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """
    What was named: the inspection of the whole, and which of its rules are the author's.

    ``home`` is the directory of the author's pack, ``called`` so if not by its path, and ``file`` the one file of
    scenarios that was named; all are empty where there is none. The author's rules stand in or below ``name``, or are
    those that an overlay ``changed``; a file that was looked at as an overlay of its own is shown under its ``path``.
    """

    inspection: Inspection
    own: Callable[[CheckedRule], bool]
    home: Path | None = None
    file: Path | None = None
    called: str = ""
    name: str = ""
    changed: frozenset[str] = frozenset()
    path: str = ""

    @property
    def pack(self) -> CheckedPack:
        """The sound pack. Raises `PackError` with every fault otherwise."""
        if self.inspection.pack is None:
            raise PackError.of(self.inspection.errors)
        return self.inspection.pack

    def reasoned(self) -> tuple[Fault, ...]:
        """What the lints report of the author's rules and lists; nothing of a pack that is not sound."""
        from fraudguard.workbench.lints import lint_pack

        if self.inspection.pack is None or not self.name:
            return ()
        found = lint_pack(self.inspection.pack, own=self.own)
        own = [one for one in found if one.params.get("id") in self.changed or self._here(one.place)]
        return tuple(_renamed(one, self.name, self.path) if self.path else one for one in own)

    def _here(self, place: Place | None) -> bool:
        file = place.file if place is not None else ""
        return file == self.name or file.startswith(f"{self.name}/")

    def scenarios(self, faults: Faults) -> tuple[Scenario, ...]:
        """The sound scenarios beside the author's rules; what is wrong with the others goes to ``faults``."""
        if self.home is None:
            return ()
        files = scenario_files(self.home) if self.file is None else [self.file]
        pack = self.inspection.pack
        return tuple(one for file in files for one in scenarios_of(file, self.home, pack, faults, self.called))


def look_at(path: Path, examples: Literal["own", "all", "none"] = "own") -> Target:
    """
    The pack that ``path`` stands for.

    A directory is a pack, or an overlay when its ``pack.yaml`` extends the shipped one. A file inside a pack's
    ``scams/`` is looked at with its pack, and so is a file of scenarios beside a pack's rules (one that stands alone is
    about the shipped pack); any other file is looked at as an overlay of its own. Only the examples of the author's
    rules are read, unless ``all`` of the pack are needed or ``none``: those of the shipped pack take the longest.
    """
    want: Wanted | None = None if examples == "own" else examples == "all"
    if str(path) == SHIPPED:
        return Target(
            inspect_pack([SHIPPED], examples=want is not False),
            under(SHIPPED),
            shipped_rules(),
            called=SHIPPED,
            name=SHIPPED,
        )
    if path.is_dir() or not path.exists():
        name, changed = path.as_posix(), overridden(path)
        found = inspect_pack([path], examples=examples_of(changed) if want is None else want)
        return Target(found, under(name, changed), path, name=name, changed=changed)
    if path.name.endswith(TESTS):
        beside = home_of(path)
        found = inspect_pack([beside or SHIPPED], examples=want is True)
        return Target(found, lambda _rule: False, beside or path.parent, path)
    home = path.resolve().parent.parent
    if path.resolve().parent.name == "scams" and (home / "pack.yaml").is_file():
        name = path.resolve().as_posix()
        found = inspect_pack([home], examples=(lambda file, _text: file == name) if want is None else want)
        return Target(found, under(name), name=name)
    try:
        with path.open("rb") as handle:
            data = handle.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    inner = f"scams/{path.stem}.yaml"
    found = inspect_files({"pack.yaml": _ALONE, inner: data}, examples=want is True)
    faults = tuple(_renamed(fault, inner, str(path)) for fault in found.faults)
    return Target(Inspection(found.pack, faults), under(inner), name=inner, path=str(path))


def named(spec: str) -> CheckedPack:
    """
    The pack that a word of the command line names: as for `look_at`, or directories joined by commas.

    Of several the later ones are laid over the earlier. Another directory than ``@shipped`` may stand first below an
    overlay that extends the shipped pack, such as the shipped pack of the version before. Raises `PackError`.
    """
    paths = [part.strip() for part in spec.split(",") if part.strip()]
    if len(paths) < 2:
        return look_at(Path(paths[0] if paths else spec), "none").pack
    first, *above = paths
    if first == SHIPPED or head_entry(Path(first), "extends") is not None:
        return load_pack(paths, examples=False)
    return load_pack([SHIPPED, *above], shipped=Path(first), examples=False)


def _renamed(fault: Fault, inner: str, outer: str) -> Fault:
    if fault.place is None or fault.place.file != inner:
        return fault
    return replace(fault, place=replace(fault.place, file=outer))
