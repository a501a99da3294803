"""Suggested examples as YAML, and where they are put."""

import pytest

from fraudguard.pack.nodes import Source, to_plain
from fraudguard.pack.yamlfile import read_yaml
from fraudguard.workbench.suggest.writing import example_lines, inserted

FILE = """\
scam: a
rules:
  - id: one
    when: [amount > 1]
    # a word about the examples
    examples:
      - hit: 一
        events:
          - {kind: call}   # the author's remark

      # a remark between
      - miss: 二
        events:
          - {kind: call}

  # ---- the second part ----
  - id: two   # a remark
    examples:
      - hit: 三
        events: [{kind: call}]
"""


def _read(text: str) -> object:
    node, faults = read_yaml(Source("f.yaml", text))
    assert node is not None
    assert [] == faults
    return to_plain(node)


@pytest.mark.parametrize(
    "value",
    ["on", "off", "true", "null", "~", "95588", "0123", "+30m", "it's", "a: b", "a #b", "[x]", "{x}", "- a", " a", "",
     "正常的话，一句", "【提醒】说“保证金”", "24小时到账", "a, b", 1, 1.5, -2, True, False, "y", "@x", "100%", 'a"b'],
)  # fmt: skip
def test_every_value_is_read_back_as_it_was(value: object) -> None:
    """In an event in flow style and, where it is text, in a title."""
    lines = example_lines("hit", str(value) or "-", [{"kind": "call", "text": value, "payee": {"name": value}}])
    event = {"kind": "call", "text": value, "payee": {"name": value}}
    assert [{"hit": str(value) or "-", "events": [event]}] == _read("\n".join(lines))


def test_examples_are_put_behind_the_last_of_their_rule() -> None:
    """Comments, blank lines and the other rules stay, byte for byte."""
    more = example_lines("miss", "四", [{"kind": "message"}])
    new = inserted(FILE, {"one": more})
    head, tail = FILE.split("\n  # ---- the second part")
    assert f"{head}\n".removesuffix("\n") + "\n".join(more) + "\n\n  # ---- the second part" + tail == new
    assert FILE == inserted(FILE, {})
    both = inserted(FILE, {"one": more, "two": more})
    assert both.startswith(new[: new.index("  - id: two")])
    assert both.endswith("\n".join(more) + "\n")


def test_a_rule_without_a_list_of_examples_is_refused() -> None:
    """There is no place that could be meant."""
    with pytest.raises(ValueError, match="one"):
        inserted("rules:\n  - id: one\n    examples: []\n", {"one": ["x"]})
