"""How the faults of whole packs read, in both languages: kept as golden files.

``FRAUDGUARD_WRITE_GOLDEN=1`` writes them anew; the diff is then reviewed like any other text.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.errors import Language
from fraudguard.pack.load import Inspection, inspect_files, inspect_pack

GOLDEN = Path(__file__).parents[1] / "golden" / "pack"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def tree(case: str) -> dict[str, str]:
    """The files of a golden case."""
    root = GOLDEN / case
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.y*ml")}


@pytest.fixture
def inspection(
    files: dict[str, str], rule: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Inspection]:
    """Looks at a case: together with the small pack's files, or, for the overlay, as a layer over them."""

    def look(case: str) -> Inspection:
        if case != "overlay":
            return inspect_files({**files, **tree(case)})
        apps = "kind: values\ntitle: 应用\nentries: [com.remote]\n"
        base = {**files, "scams/a.yaml": f"scam: remote_control\nrules:\n{rule()}", "lists/apps.yaml": apps}
        for layer, content in (("base", base), ("overlay", tree(case))):
            for name, text in content.items():
                path = tmp_path / layer / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        return inspect_pack(["base", "overlay"])

    return look


def rendered(found: Inspection, lang: Language) -> str:
    """All faults in words."""
    return "\n\n".join(fault.render(lang) for fault in found.faults) + "\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_faults_of_a_pack_read_as_agreed(
    case: str, lang: Language, inspection: Callable[[str], Inspection]
) -> None:
    """Every fault of every file of a case is reported at once, with place, line, caret and cure."""
    shown = rendered(inspection(case), lang)
    kept = GOLDEN / case / f"expected.{lang}.txt"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN") == "1":
        kept.write_text(shown, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == shown


def test_three_mistakes_are_reported_at_once(inspection: Callable[[str], Inspection]) -> None:
    """A rule file with three different mistakes: an unknown field, a wrong type, an unknown key."""
    found = inspection("three_mistakes")
    assert found.pack is None
    assert ["expression.unknown_field", "pack.expected_whole", "pack.unknown_key"] == [f.code for f in found.errors]
    assert all(fault.place and fault.cure("en") and fault.cure("zh") for fault in found.errors)
