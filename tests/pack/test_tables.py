"""Settings, groups, policy, lists: what arrives in the checked pack."""

from collections.abc import Callable

import pytest

from fraudguard.pack.checked import CheckedPack, ListEntry, ModelPolicy
from fraudguard.pack.load import Inspection, inspect_files
from fraudguard.pack.tree import Type

Look = Callable[..., Inspection]

DAY = 86_400_000_000
JANUARY_FIRST = 1_735_660_800_000_000  # 2025-01-01 00:00 in Shanghai


def sound(found: Inspection) -> CheckedPack:
    """The pack of a look without errors."""
    assert [] == [fault.render() for fault in found.errors]
    assert found.pack is not None
    return found.pack


def test_settings_have_defaults(files: dict[str, str]) -> None:
    """48 hours of lateness, 7 days of remembered ids, the 1,000th newest event."""
    pack = sound(inspect_files(files))
    assert (2 * DAY, 7 * DAY, 1_000) == (pack.settings.lateness, pack.settings.dedup, pack.settings.sweep_rank)
    assert {"approvals": Type.NUMBER} == pack.settings.extra
    given = files["pack.yaml"] + "settings: {lateness: 3d, dedup: 30m, sweep_rank: 5}\n"
    settings = sound(inspect_files({**files, "pack.yaml": given})).settings
    assert (3 * DAY, 1_800_000_000, 5) == (settings.lateness, settings.dedup, settings.sweep_rank)


def test_groups_have_tables(files: dict[str, str]) -> None:
    """Half-life 24 hours and horizon 7 days unless said otherwise."""
    pack = sound(
        inspect_files({**files, "pack.yaml": files["pack.yaml"] + "  slow: {cap: 9, half_life: 30d, horizon: 60d}\n"})
    )
    assert (24, 168, 168, False) == (
        pack.groups["device"].half_life, pack.groups["device"].horizon, len(pack.groups["device"].keep), False,
    )  # fmt: skip
    slow = pack.groups["slow"]
    assert (720, 1_440, 1_000, 500) == (slow.half_life, slow.horizon, slow.keep[0], slow.keep[720])
    assert pack.groups["text"].textual


def test_policy_is_in_minutes_and_points(files: dict[str, str]) -> None:
    """Deadlines in minutes, episode in microseconds."""
    policy = sound(inspect_files(files)).policy
    assert {"red": {"sign": 3, "first_contact": 10, "face_to_face": 120}} == policy.deadlines
    assert ({"red": ("verify_call",)}, 3 * DAY) == (policy.bank_actions, policy.episode)
    assert {"green": 25, "yellow": 50, "red": 80} == policy.thresholds == policy.lead_points


def test_the_classifier_is_optional(files: dict[str, str]) -> None:
    """No model entry: no points for it."""
    assert sound(inspect_files(files)).model is None
    given = files["pack.yaml"] + "model: {from: 0.9, base: 15, slope: 5, cap: 40}\n"
    assert ModelPolicy(0.9, 15, 5, 40) == sound(inspect_files({**files, "pack.yaml": given})).model


@pytest.mark.parametrize(("yellow", "sound_"), [(25, False), (26, True), (79, True), (80, False)])
def test_thresholds_rise(files: dict[str, str], yellow: int, sound_: bool) -> None:
    """Each threshold is above the one before."""
    policy = files["policy.yaml"].replace("yellow: 50", f"yellow: {yellow}", 1)
    assert sound_ == (inspect_files({**files, "policy.yaml": policy}).pack is not None)


def test_phrases_are_normal_forms(rules: Look) -> None:
    """Phrases and variants, normalised, sorted, each once."""
    text = "kind: phrases\ntitle: 词\nentries:\n  - 安全账户\n  - {phrase: 共享屏幕, variants: [螢幕共享, 共享屏幕], stage: control}\n"
    pack = sound(rules("  []", lists__words=text))
    assert ("安全账户", "屏幕共享") == pack.phrase_lists["words"]


def test_values_have_times(rules: Look) -> None:
    """A date is its midnight in Shanghai; plain values are in force always; digits are never lost."""
    text = (
        "kind: values\ntitle: 号\nentries:\n  - 0012\n  - {value: '95588', start: 2025-01-01, expiry: 2025-01-02}\n"
        "  - {value: 95588, start: '2025-01-02T00:00:00+08:00'}\n"
    )
    lists = sound(rules("  []", lists__numbers=text)).value_lists
    entries = lists["numbers"].entries
    assert (ListEntry("0012"),) == entries["0012"]
    first, second = entries["95588"]
    assert (JANUARY_FIRST, JANUARY_FIRST + DAY) == (first.start, first.expiry)
    assert (JANUARY_FIRST + DAY, None) == (second.start, second.expiry)


def test_a_base_pack_needs_its_files(files: dict[str, str]) -> None:
    """Without `pack.yaml` that is the one fault, since it may have been meant as an overlay; else each is named."""
    assert ["pack.yaml"] == [fault.params["path"] for fault in inspect_files({}).errors]
    missing = [fault for fault in inspect_files({"pack.yaml": files["pack.yaml"]}).errors if "path" in fault.params]
    assert ["policy.yaml", "taxonomy.yaml"] == [fault.params["path"] for fault in missing]


@pytest.mark.parametrize(
    ("written", "severity"),
    [
        ("取消呼叫转移（拨打 ##002#），再联系家人", "error"),
        ("取消呼叫转移，拨打 ##002#", "warning"),
        ("取消呼叫转移 # 给机主看的", None),
        ("取消呼叫转移 ## 给机主看的", None),
        ("'取消呼叫转移（拨打 ##002#），再联系家人'", None),
    ],
)
def test_a_text_cut_by_a_comment_is_noticed(files: dict[str, str], written: str, severity: str | None) -> None:
    """A bracket left open before a `#` is an error, a `#` glued to a word a warning, a plain comment neither."""
    policy = files["policy.yaml"].replace("advice: {stop: 停止转账。}", f"advice:\n  stop: {written}")
    found = inspect_files({**files, "policy.yaml": policy})
    assert ([("pack.trap_hash", severity)] if severity else []) == [(one.code, one.severity) for one in found.faults]


def test_lines_of_a_chinese_text_are_joined_without_blanks(files: dict[str, str]) -> None:
    """YAML joins lines by a blank, which Chinese does not have; blanks written in a line, or beside Latin, stay."""
    entry = "先挂断电话。\n      再打 96110\n      核实，不要急。"
    taxonomy = files["taxonomy.yaml"] + (
        f"- id: folded\n  zh: 甲\n  en: A\n  type: scheme\n  stages: [hook]\n  scripts:\n    hook: >-\n      {entry}\n"
        "  questions: [问 甲]\n"
    )
    scam = sound(inspect_files({**files, "taxonomy.yaml": taxonomy})).taxonomy["folded"]
    assert ("先挂断电话。再打 96110 核实，不要急。", ("问 甲",)) == (scam.scripts["hook"], scam.questions)
