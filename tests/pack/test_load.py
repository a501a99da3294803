"""Loading as a whole: the shipped pack, the fingerprint, all faults at once, the collector left as it was."""

import gc
from collections.abc import Callable

import pytest

from fraudguard.errors import PackError
from fraudguard.events.catalogue import FIELDS
from fraudguard.pack.check_conditions import Budget, Conditions
from fraudguard.pack.expression import Context
from fraudguard.pack.load import Inspection, inspect_files, inspect_pack, load_pack, load_pack_text
from fraudguard.pack.nodes import Source
from fraudguard.pack.shapes import Faults
from fraudguard.pack.yamlfile import read_yaml
from fraudguard.shipped import shipped_models, shipped_rules

Look = Callable[..., Inspection]
Make = Callable[..., str]


def digest(files: dict[str, str]) -> str:
    """The fingerprint of a sound pack."""
    return load_pack_text(files).fingerprint


def test_the_shipped_pack_is_sound() -> None:
    """It loads without a fault or a warning, by name and by default."""
    found = inspect_pack()
    assert [] == [fault.render() for fault in found.faults]
    assert found.pack is not None
    assert load_pack(["@shipped"]).fingerprint == found.pack.fingerprint


def test_the_shipped_directories_exist() -> None:
    """A checkout and a wheel both hold rules and models."""
    assert (shipped_rules() / "scams").is_dir()
    assert shipped_models().is_dir()


def test_all_faults_are_raised_at_once(files: dict[str, str]) -> None:
    """One error carries the faults of all files, in the order of their places."""
    with pytest.raises(PackError) as caught:
        load_pack_text({**files, "scams/a.yaml": "scam: nothing\nrules: 5\n", "lists/b.yaml": "a: ["})
    assert ["pack.yaml_bracket", "pack.unknown_scam", "pack.expected_list"] == [f.code for f in caught.value.faults]


def test_the_fingerprint_is_of_the_meaning(files: dict[str, str], rule: Make) -> None:
    """Files, order, comments, places and examples do not matter."""
    head = "scam: remote_control\nrules:\n"
    one = digest({**files, "scams/a.yaml": head + rule() + rule(id="other")})
    assert 64 == len(one)
    assert one == digest({**files, "scams/z.yaml": "# note\n" + head + rule(id="other") + rule(examples="[]")})
    assert one == digest({**files, "scams/a.yaml": head + rule(), "scams/b.yaml": head + rule(id="other")})
    assert one == digest({**files, "scams/a.yaml": head + rule(when="['金额 >= 5000', 方向 == 'out']").replace(
        "['金额 >= 5000', 方向 == 'out']", "['方向 == ''out''', 金额 >= 5000]") + rule(id="other")})  # fmt: skip
    mixed = (
        "\n".join(reversed(files["policy.yaml"].splitlines()[:2]))
        + "\n"
        + "\n".join(files["policy.yaml"].splitlines()[2:])
    )
    assert one == digest({**files, "policy.yaml": mixed, "scams/a.yaml": head + rule() + rule(id="other")})


@pytest.mark.parametrize(
    "change",
    [
        {"points": "21"}, {"id": "big"}, {"title": "别的"}, {"because": "转出"}, {"status": "shadow"}, {"group": "text"},
        {"when": "[direction == 'out', amount >= 5_001]"}, {"when": "[direction == 'out', amount > 5_000]"},
        {"unless": "[payee.kind == 'self']"}, {"subject": "payee.account"}, {"floor": "green"}, {"urgent": "true"},
        {"role": "support"}, {"advice": "[stop]"}, {"stage": "hook"},
    ],
)  # fmt: skip
def test_every_change_of_meaning_changes_it(files: dict[str, str], rule: Make, change: dict[str, str]) -> None:
    """Whatever scores or tickets depend on is part of the fingerprint."""
    head = "scam: remote_control\nrules:\n"
    before = digest({**files, "scams/a.yaml": head + rule()})
    assert before != digest({**files, "scams/a.yaml": head + rule(**change)})


def test_tables_are_part_of_the_meaning(files: dict[str, str]) -> None:
    """Caps, thresholds, settings, advice and lists count too."""
    lists = "kind: values\ntitle: 号\nentries: ['110']\n"
    digests = {
        digest(files),
        digest({**files, "pack.yaml": files["pack.yaml"].replace("cap: 45", "cap: 44")}),
        digest({**files, "pack.yaml": files["pack.yaml"] + "settings: {dedup: 6d}\n"}),
        digest({**files, "policy.yaml": files["policy.yaml"].replace("red: 80", "red: 81", 1)}),
        digest({**files, "policy.yaml": files["policy.yaml"].replace("停止转账。", "停。")}),
        digest({**files, "lists/a.yaml": lists}),
        digest({**files, "lists/a.yaml": lists.replace("110", "119")}),
    }
    assert 7 == len(digests)


def test_hostile_files_do_not_flood(files: dict[str, str]) -> None:
    """Past 200 faults the rest is counted in one line."""
    found = inspect_files({**files, "pack.yaml": "".join(f"key{i}: 1\n" for i in range(5_000))})
    assert 201 == len(found.errors)
    assert "pack.more_faults" == found.errors[-1].code


def test_many_warnings_do_not_stop_a_pack(files: dict[str, str], rule: Make) -> None:
    """Warnings past 200 are counted too, and the pack still loads."""
    many = "".join(rule(id=f"r-{number}", examples="[]") for number in range(201))
    found = inspect_files({**files, "scams/a.yaml": f"scam: remote_control\nrules:\n{many}"})
    assert found.pack is not None
    assert 201 == len(found.warnings)
    assert "pack.more_warnings" == found.warnings[-1].code


def test_endless_conditions_are_refused() -> None:
    """The conditions of a pack share a budget, each line costing 40 characters more than it has; then one fault says so."""
    node, _ = read_yaml(Source("a.yaml", "[amount > 5, amount > 6, amount > 7, amount > 8]"))
    assert node is not None
    faults = Faults()
    conditions = Conditions(Context(kind="transaction", fields=FIELDS), faults, Budget(100))
    assert 2 == len(conditions.read(node, "when"))
    assert ["pack.too_many_conditions"] == [fault.code for fault in faults.found]


def test_the_collector_is_left_as_it_was(files: dict[str, str]) -> None:
    """Garbage collection is paused while loading and on again after, or off if it was off."""
    inspect_files(files)
    assert gc.isenabled()
    gc.disable()
    try:
        inspect_files(files)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_file_that_is_no_mapping(files: dict[str, str]) -> None:
    """A list or a word where a file should hold keys is one fault of that file."""
    for name in ("pack.yaml", "policy.yaml", "scams/a.yaml", "lists/a.yaml"):
        for text in ("- a\n", "word\n"):
            assert "pack.expected_map" in [fault.code for fault in inspect_files({**files, name: text}).errors]
        assert inspect_files({**files, name: "amount > 5: x\n"}).pack is None
    assert ["pack.expected_list"] == [f.code for f in inspect_files({**files, "taxonomy.yaml": "a: 1\n"}).errors]
