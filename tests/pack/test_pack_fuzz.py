"""Any bytes as any file of a pack give a checked pack or a pack error, and end soon."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fraudguard.errors import PackError
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.load import load_pack_text
from fraudguard.shipped import shipped_rules

NAMES = ("pack.yaml", "policy.yaml", "taxonomy.yaml", "scams/a.yaml", "lists/a.yaml", "scams/b.yml", "x.yaml")
SHIPPED = {
    path.relative_to(shipped_rules()).as_posix(): path.read_bytes() for path in sorted(shipped_rules().rglob("*.yaml"))
}
SMALL = {name: data for name, data in SHIPPED.items() if "/" not in name}
WORDS = [
    "scam", "rules", "id", "on", "when", "any", "none", "at_least", "n", "of", "sequence", "steps", "within", "by",
    "groups", "cap", "half_life", "extends", "'@shipped'", "overrides", "thresholds", "advice", "examples", "hit", "events",
    "kind", "values", "phrases", "entries", "transaction", "call", "amount > 5", "24h", "5", "-1", "1e400", "true", "null",
    "payee.account", "'", '"', "{", "}", "[", "]", ":", ": ", "- ", "\n", "  ", "#", " #", "|", ">", "&a", "*a", "!!x", "<<",
    "\t", "中文", "…", "\u200b", "\x00", "---", "%",
]  # fmt: skip


def answered(files: dict[str, bytes]) -> None:
    """A pack or a pack error that can be shown in both languages; nothing else."""
    found: CheckedPack | PackError
    try:
        found = load_pack_text(files)
    except PackError as error:
        found = error
    if isinstance(found, PackError):
        assert found.faults
        assert found.render("zh")
        assert found.render("en")


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=300)))
def test_any_bytes_are_answered(files: dict[str, bytes]) -> None:
    """Plain noise in any file."""
    answered(files)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), max_size=60))
def test_noise_of_our_words_is_answered(name: str, words: list[str]) -> None:
    """Noise made of the words and signs that pack files are made of."""
    answered({**SMALL, name: "".join(words).encode()})


YAML = st.recursive(
    st.sampled_from(WORDS) | st.integers() | st.floats() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NAMES[:5]), YAML)
def test_any_structure_is_answered(name: str, data: object) -> None:
    """Sound YAML of the wrong shape, with our own keys in wrong places."""
    import yaml

    answered({**SMALL, name: yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "replace")})


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_damaged_shipped_files_are_answered(chance: random.Random) -> None:
    """The shipped rules with lines swapped, dropped, indented or overwritten."""
    name = chance.choice([path for path in SHIPPED if path.startswith("scams/") or "/" not in path])
    lines = SHIPPED[name].decode("utf-8").splitlines(keepends=True)[:120]
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        damage = chance.randrange(4)
        if damage == 0:
            lines[at] = lines[chance.randrange(len(lines))]
        elif damage == 1:
            lines[at] = ""
        elif damage == 2:
            lines[at] = "  " + lines[at]
        else:
            cut = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:cut] + chance.choice(WORDS) + lines[at][cut:]
    answered({**SMALL, name: "".join(lines).encode()})
