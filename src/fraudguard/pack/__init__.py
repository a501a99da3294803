"""A rule pack, from YAML files to a `CheckedPack`: read with places, overlay, check, order."""

from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.load import Inspection, inspect_files, inspect_pack, load_pack, load_pack_text

__all__ = [
    "CheckedPack",
    "CheckedRule",
    "Inspection",
    "inspect_files",
    "inspect_pack",
    "load_pack",
    "load_pack_text",
]
