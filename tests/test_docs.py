"""The documents: generated pages are up to date, links lead somewhere, examples in them run."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from fraudguard.cli.main import run
from fraudguard.events import Call, parse_event
from fraudguard.feeds.mapping import FeedMapping, FieldMapping, Reading
from fraudguard.feeds.mapping_files import load_mapping, read_mapping, shipped_mappings
from fraudguard.feeds.reader import Row, open_feed
from fraudguard.pack import inspect_pack
from fraudguard.pack.vocabulary import FUNCTIONS

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])


def _generator() -> ModuleType:
    return _script("generate_reference")


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_up_to_date() -> None:
    """The reference and the README's ticket say what the code says, line breaks aside; the generator refreshes them."""
    pages = _generator().pages()
    committed = {name: (ROOT / name).read_text(encoding="utf-8") for name in pages if (ROOT / name).exists()}
    assert [] == [name for name, text in pages.items() if committed.get(name, "").split() != text.split()]


def test_the_page_of_the_model_shows_what_the_model_says() -> None:
    """The contributions on hits and near misses of the named patterns are those of the shipped model, and so the texts."""
    script, page = _script("text_examples"), (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    rows = list(script.rows())
    assert [] == [row for row in rows if row not in page.splitlines()]
    assert [] == [text for texts in script.PATTERNS.values() for text in texts.values() if text not in page]


def test_every_function_of_the_language_is_described() -> None:
    """The reference has a line for each function and for nothing else."""
    assert set(_generator().FUNCTIONS) == FUNCTIONS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A relative link names a file of the repository."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    missing = [t for t in targets if "://" not in t and not t.startswith("mailto:") and not (page.parent / t).exists()]
    assert [] == missing


def _blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for number, text in enumerate(
            re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        ):
            found.append((f"{page.relative_to(ROOT).as_posix()}-{number}", text))
    return found


def test_python_in_the_guide_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each Python block of a page runs after the blocks before it on that page, from the top of the repository."""
    monkeypatch.chdir(ROOT)
    worlds: dict[str, dict[str, object]] = {}
    ran = 0
    for name, text in _blocks("python"):
        page = name.rpartition("-")[0]
        world = worlds.setdefault(page, {"__name__": page})
        exec(compile(text.replace('"out/', f'"{tmp_path}/'), name, "exec"), world)  # noqa: S102
        ran += 1
    assert ran >= 3


def test_the_rules_in_the_guide_are_sound_and_pass_their_examples(tmp_path: Path) -> None:
    """A rule shown in a page loads over the shipped pack without a fault or a warning, and its examples come out right."""
    rules = [text for _, text in _blocks("yaml") if text.startswith("scam:")]
    assert rules
    for number, text in enumerate(rules):
        folder = tmp_path / str(number)
        (folder / "scams").mkdir(parents=True)
        (folder / "pack.yaml").write_text("name: guide\nversion: 0.1.0\nextends: '@shipped'\n", encoding="utf-8")
        (folder / "scams" / "guide.yaml").write_text(text, encoding="utf-8")
        assert () == inspect_pack([folder], examples=lambda file, _text: not file.startswith("@shipped/")).faults
        assert 0 == run(["rules", "test", str(folder)])


def test_the_mapping_in_the_guide_reads_its_table(tmp_path: Path) -> None:
    """The layout of one's own that the guide describes turns a row into an event."""
    (text,) = [text for _, text in _blocks("yaml") if text.startswith("name: ")]
    (tmp_path / "calls.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "calls.csv").write_text(
        "话单号,开始时间,用户号码,对端号码,时长（秒）,呼叫类型\n7,2025-01-06 10:00:00,13800000001,4001234567,65,被叫\n",
        encoding="utf-8",
    )
    mapping = load_mapping(tmp_path / "calls.yaml")
    (row,) = open_feed(tmp_path / "calls.csv", 0, tmp_path / "spool", (mapping,), "en").rows()
    assert isinstance(row, Row)
    event = parse_event({**row.data, "id": row.id, "at": "2025-01-06T10:00:00+08:00"})
    assert isinstance(event, Call)
    assert ("city-calls:call:7", "13800000001", "4001234567", 65, "in") == (
        event.id, event.person.ids.phone, event.peer, event.duration_s, event.direction,
    )  # fmt: skip


def test_the_page_of_feeds_says_all_of_mapping_files(tmp_path: Path) -> None:
    """Its example is sound, every key has a place in it or in its table, and every layout is listed."""
    page = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
    (text,) = [text for name, text in _blocks("yaml") if name.startswith("docs/feeds.md")]
    assert "town-bank" == read_mapping("town_bank.yaml", text.encode()).name
    keys = {info.alias or key for model in (FeedMapping, FieldMapping) for key, info in model.model_fields.items()}
    assert set() == {key for key in keys if f"`{key}`" not in page}
    assert set() == {mapping.name for mapping in shipped_mappings() if f"`{mapping.name}`" not in page}
    assert set() == {reading for reading in get_args(Reading) if f"`{reading}`" not in page}


def test_the_overlay_of_the_walk_through_is_sound(tmp_path: Path) -> None:
    """The changed threshold and the snooze that the workbench page shows load over the shipped pack, without a warning."""
    (head,) = [text for _, text in _blocks("yaml") if text.startswith("# ours/pack.yaml")]
    (quiet,) = [text for _, text in _blocks("yaml") if text.startswith("kind: snoozes")]
    (tmp_path / "lists").mkdir()
    (tmp_path / "pack.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "lists" / "snoozed.yaml").write_text(quiet, encoding="utf-8")
    found = inspect_pack([tmp_path])
    assert () == found.faults
    assert found.pack is not None
    assert ["mule-case-link"] == list(found.pack.snoozes)


def test_the_readme_shows_a_ticket() -> None:
    """The README has a ticket, so that the comparison above has something to compare."""
    assert re.search(r"```text\n┏.*?红.*?└.*?```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_decision_is_listed() -> None:
    """The list of decisions names each page, in order."""
    folder = ROOT / "docs" / "decisions"
    pages = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert pages == re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
