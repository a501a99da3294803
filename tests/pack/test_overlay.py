"""A station's own pack over the one below."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.errors import PackError
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.load import inspect_files, inspect_pack, load_pack

Make = Callable[..., str]
Lay = Callable[[dict[str, str]], list[Path]]


@pytest.fixture
def lay(files: dict[str, str], rule: Make, tmp_path: Path) -> Lay:
    """Writes a base of two rules and a list, and the overlay given; the paths of both."""

    def write(overlay: dict[str, str]) -> list[Path]:
        scams = f"scam: remote_control\nrules:\n{rule()}{rule(id='other')}"
        apps = "kind: values\ntitle: 应用\nentries: [com.remote]\n"
        base = {**files, "scams/a.yaml": scams, "lists/apps.yaml": apps}
        for name, tree in (("base", base), ("overlay", overlay)):
            for path, text in tree.items():
                target = tmp_path / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
        return [tmp_path / "base", tmp_path / "overlay"]

    return write


def loaded(paths: list[Path]) -> CheckedPack:
    """The pack of the paths, which must be sound."""
    found = inspect_pack(paths)
    assert [] == [fault.render() for fault in found.errors]
    assert found.pack is not None
    return found.pack


def test_rules_are_overridden(lay: Lay) -> None:
    """Keys replace, keys with a plus append, the other rule and the other keys stay."""
    change = "overrides:\n  big-transfer:\n    status: shadow\n    points: 7\n    unless+: [payee.kind == 'self']\n    because: 改\n"
    pack = loaded(lay({"pack.yaml": change}))
    big, other = pack.rules
    assert ("shadow", 7, 1, ("改",)) == (big.status, big.points, len(big.unless), big.because.parts)
    assert ("active", 20, 0) == (other.status, other.points, len(other.unless))
    assert other.when == big.when


def test_unless_plus_keeps_what_was_there(lay: Lay) -> None:
    """Two layers append in order."""
    first = "overrides: {big-transfer: {unless+: [amount > 7], when+: [amount > 1], advice+: [stop]}}\n"
    paths = lay({"pack.yaml": first})
    second = paths[1].parent / "second"
    second.mkdir()
    (second / "pack.yaml").write_text("overrides: {big-transfer: {unless+: [amount > 8]}}\n", encoding="utf-8")
    big = loaded([*paths, second]).rules[0]
    assert ["amount > 7", "amount > 8"] == [line.source for line in big.unless]
    assert ("stop",) == big.advice


def test_a_station_adds_its_own(lay: Lay, rule: Make) -> None:
    """Own groups, rules, lists, thresholds and texts; what is not said stays."""
    own = rule(id="own", group="local", when="['in_list(payee.account, watch)', amount > 5]")
    pack = loaded(
        lay(
            {
                "pack.yaml": "name: station\ngroups: {local: {cap: 9}, device: {cap: 30}}\nsettings: {dedup: 1d}\n",
                "policy.yaml": "thresholds: {red: 90}\nadvice: {visit: 上门}\n",
                "taxonomy.yaml": "- {id: fake_loan, zh: 改名}\n- {id: local_scam, zh: 本地, en: Local, type: scheme}\n",
                "lists/watch.yaml": "kind: values\ntitle: 关注\nentries: ['6222']\n",
                "lists/apps.yaml": "kind: values\nextend: true\nentries: [com.more]\n",
                "scams/own.yaml": f"scam: local_scam\nrules:\n{own}",
            }
        )
    )
    assert "station" == pack.name
    assert (9, 30, 80) == (pack.groups["local"].cap, pack.groups["device"].cap, pack.groups["lead"].cap)
    assert {"green": 25, "yellow": 50, "red": 90} == pack.policy.thresholds
    assert {"stop": "停止转账。", "visit": "上门"} == pack.advice
    assert ("改名", "Fake loan") == (pack.taxonomy["fake_loan"].zh, pack.taxonomy["fake_loan"].en)
    assert {"com.more", "com.remote"} == set(pack.value_lists["apps"].entries)
    assert "local_scam" == next(one for one in pack.rules if one.id == "own").scam


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("overrides: {gone: {points: 5}}", "pack.override_vanished"),
        ("overrides: {big-transfer: {points: 101}}", "pack.expected_whole"),
        ("overrides: {big-transfer: {on: call}}", "pack.unknown_key"),
        ("overrides: {big-transfer: {id: new}}", "pack.unknown_key"),
        ("overrides: {big-transfer: 5}", "pack.expected_map"),
        ("overrides: [big-transfer]", "pack.expected_map"),
        ("overrides: {big-transfer: {unless+: amount > 5}}", "pack.expected_conditions"),
        ("extends: '@shipped'", "pack.extends_late"),
        ("extends: other", "pack.expected_word"),
    ],
)
def test_wrong_overlays_are_refused(lay: Lay, head: str, code: str) -> None:
    """An override of a vanished rule, of what makes a rule itself, or of the wrong shape is a fault."""
    assert [code] == [fault.code for fault in inspect_pack(lay({"pack.yaml": head + "\n"})).errors]


def test_extending_the_shipped_pack_brings_it_along() -> None:
    """An overlay that extends the shipped pack needs no other path, alone or named."""
    head = {"pack.yaml": "name: mine\nextends: '@shipped'\npolicy: 1\n"}
    assert ["pack.unknown_key"] == [fault.code for fault in inspect_files(head).errors]
    alone = inspect_files({"pack.yaml": "name: mine\nextends: '@shipped'\n"}).pack
    assert alone is not None
    assert load_pack().rules == alone.rules


def test_a_pack_that_is_not_there_is_a_pack_error(tmp_path: Path) -> None:
    """A wrong path is named, and so is a file in place of a directory."""
    with pytest.raises(PackError) as missing:
        load_pack([tmp_path / "none"])
    assert "pack.not_found" == missing.value.code
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(PackError) as wrong:
        load_pack([tmp_path / "file"])
    assert "pack.not_a_directory" == wrong.value.code
