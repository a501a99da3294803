"""Which rules of a pack its author wrote here: those of a file or folder, and those that an overlay changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.load import SHIPPED
from fraudguard.pack.nodes import MapNode, Node
from fraudguard.pack.yamlfile import decode, read_yaml

__all__ = ["examples_of", "head_entry", "overridden", "under"]


def overridden(folder: Path) -> frozenset[str]:
    """The ids of the rules that an overlay changes: what they do now is the author's too."""
    changed = head_entry(folder, "overrides")
    return frozenset(changed.entries) if isinstance(changed, MapNode) else frozenset()


def head_entry(folder: Path, key: str) -> Node | None:
    """What the head of a pack says under a key."""
    try:
        source, _ = decode("pack.yaml", (folder / "pack.yaml").read_bytes())
    except OSError:
        return None
    head = read_yaml(source)[0] if source is not None else None
    return head.get(key) if isinstance(head, MapNode) else None


def examples_of(changed: frozenset[str]) -> Callable[[str, str], bool]:
    """The examples that an overlay is about: its own, and of the shipped files those that hold a rule it changes."""
    return lambda file, text: not file.startswith(f"{SHIPPED}/") or any(rule in text for rule in changed)


def under(name: str, changed: frozenset[str] = frozenset()) -> Callable[[CheckedRule], bool]:
    """Whether a rule stands in the file, or below the directory, of a name, or is one of those ``changed``."""

    def own(rule: CheckedRule) -> bool:
        place = rule.place.file if rule.place is not None else ""
        return rule.id in changed or place == name or place.startswith(f"{name}/")

    return own
