"""The one layout of rule files: comments stay, meaning stays, and a second time changes nothing."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from fraudguard.pack.nodes import Source, to_plain
from fraudguard.pack.yamlfile import read_yaml
from fraudguard.workbench.layout import KEY_ORDER, formatted

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "rules").rglob("*.yaml"))
UNTIDY = """\
scam: remote_control   # 技术类
rules:


- points: 20
  # 金额
  when:
  - amount >= 100   # 门槛
  - any:
         - a == 1

         - b == 2
  id:   first
  because: |
    一行
      缩进的一行
  on: transaction


# 第二条
- id: second
  title: >-
      折行的
      标题
  examples:
    - {hit: 一,
       events: [{kind: call}]}
other: 1
"""
TIDY = """\
scam: remote_control   # 技术类
rules:
  - id:   first
    on: transaction
    # 金额
    when:
      - amount >= 100   # 门槛
      - any:
          - a == 1

          - b == 2
    points: 20
    because: |
      一行
        缩进的一行

  # 第二条
  - id: second
    title: >-
        折行的
        标题
    examples:
      - {hit: 一,
         events: [{kind: call}]}
other: 1
"""


def plain(text: str) -> object:
    """What a file says."""
    node, faults = read_yaml(Source("a.yaml", text))
    assert node is not None
    assert [] == faults
    return to_plain(node)


def comments(text: str) -> list[str]:
    """The comment lines of a file, in no order."""
    return sorted(line.strip() for line in text.splitlines() if line.strip().startswith("#"))


def test_an_untidy_file_comes_out_tidy() -> None:
    """Indents, blanks, keys and rules are put in order; comments move with what they are about."""
    found = formatted("a.yaml", UNTIDY.encode())
    assert () == found.faults
    assert TIDY == found.after
    assert plain(UNTIDY) == plain(TIDY)


def test_what_is_tidy_stays_as_it_is() -> None:
    """A second time changes nothing."""
    assert not formatted("a.yaml", TIDY.encode()).changed


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_files_have_the_layout(path: Path) -> None:
    """`rules fmt --check rules` passes."""
    found = formatted(path.name, path.read_bytes())
    assert () == found.faults
    assert not found.changed


def spoiled(text: str, random: Random) -> str:
    """The same file by a careless author: other indents, more blank lines, blanks at line ends, keys in another order."""
    lines = []
    step = random.choice([1, 3, 4])
    for line in text.splitlines():
        blanks = len(line) - len(line.lstrip(" "))
        lines.append(
            " " * (blanks // 2 * step if step > 1 else blanks) + line.lstrip(" ") + " " * random.choice([0, 0, 3])
        )
        lines += [""] * random.choice([0, 0, 0, 2])
    return "\n".join(lines) + "\n" * random.choice([0, 1, 4])


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(st.sampled_from([path for path in SHIPPED if path.parent.name == "scams"]), st.randoms(use_true_random=False))
def test_meaning_and_comments_survive_any_layout(path: Path, random: Random) -> None:
    """However a shipped file is indented and spaced, it comes back with the same values and comments, once and for all."""
    text = "\n".join(path.read_text(encoding="utf-8").split("\n")[:60]) + "\n"
    text = spoiled(text, random)
    node, faults = read_yaml(Source("a.yaml", text))
    assume(node is not None and not faults)
    found = formatted("a.yaml", text.encode())
    assert () == found.faults
    assert plain(found.before) == plain(found.after)
    assert comments(found.before) == comments(found.after)
    assert found.after == formatted("a.yaml", found.after.encode()).after


@settings(max_examples=30, deadline=None)
@given(st.permutations(KEY_ORDER))
def test_keys_come_in_one_order(order: list[str]) -> None:
    """In whatever order an author writes the keys of a rule, each with a comment above, they come out in one."""
    lines = [f"    # zu {key}\n    {key}: 1" for key in order]
    first = f"  - {order[0]}: 1\n"
    text = "rules:\n" + first + "\n".join(lines[1:]) + "\n"
    found = formatted("a.yaml", text.encode())
    assert () == found.faults
    written = [line.strip().removeprefix("- ").partition(":")[0] for line in found.after.splitlines()[1:]]
    assert list(KEY_ORDER) == [key for key in written if not key.startswith("#")]
    assert plain(text) == plain(found.after)
    assert not formatted("a.yaml", found.after.encode()).changed


@pytest.mark.parametrize("data", [b"a: [1", b"\xff\xfe", b"a: 1\na: 2\n", b"a: &b 1\n"])
def test_a_file_that_is_not_sound_is_left_alone(data: bytes) -> None:
    """Broken YAML comes back as it was, with the fault."""
    found = formatted("a.yaml", data)
    assert found.faults
    assert not found.changed


def test_windows_line_ends_and_a_mark_at_the_start_go() -> None:
    """CRLF becomes LF, a byte order mark goes, a missing end of line comes."""
    found = formatted("a.yaml", "\ufeffscam: a\r\nrules: []".encode())
    assert "scam: a\nrules: []\n" == found.after.removeprefix("\ufeff")
    assert () == found.faults
