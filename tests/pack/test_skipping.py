"""Examples left unread: nothing else of a file changes, and what is laid out otherwise is read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.pack.load import inspect_pack, load_pack
from fraudguard.pack.nodes import MapNode, Scalar, Source, to_plain
from fraudguard.pack.skipping import without_examples
from fraudguard.pack.yamlfile import read_yaml
from packing import files

RULE = """\
rules:
  - id: one
    examples:
      - hit: 一
        # a remark
        events:
          - {kind: call, at: '+30m', text: 'it''s {odd', payee: {account: '62'}, hosts: ['a', b]}

      - miss: '二：'
        events:
          - {kind: call}
    points: 5
  - id: two
    examples:
      - hit: 三
        events:
          - {kind: call}
"""


def _both(text: str) -> tuple[object, object]:
    """A file read with its examples and without."""
    nodes = [read_yaml(Source("f.yaml", text), examples=examples)[0] for examples in (True, False)]
    return tuple(to_plain(node) if node is not None else None for node in nodes)  # type: ignore[return-value]


def test_examples_in_the_usual_layout_are_empty_lists() -> None:
    """Everything else is there, at its place."""
    whole, less = _both(RULE)
    assert isinstance(less, dict)
    assert [[], []] == [one["examples"] for one in less["rules"]]
    assert isinstance(whole, dict)
    assert [2, 1] == [len(one["examples"]) for one in whole["rules"]]
    assert [{k: v for k, v in one.items() if k != "examples"} for one in whole["rules"]] == [
        {k: v for k, v in one.items() if k != "examples"} for one in less["rules"]
    ]
    text, _ = without_examples(RULE)
    assert len(RULE) == len(text)
    assert [i for i, one in enumerate(RULE) if one == "\n"] == [i for i, one in enumerate(text) if one == "\n"]


@pytest.mark.parametrize(
    "event",
    ["{kind: call", '{kind: call, text: "x"}', "{kind: it's, text: 'a}", "{kind: call}  # x", "{a: [b}", "call",
     "{text: 'a' b}", "&x {kind: call}", "{kind: call}}"],
)  # fmt: skip
def test_an_event_that_may_go_on_is_read(event: str) -> None:
    """Quotes and brackets that are not closed on the line, remarks behind it and other layouts: all is left there."""
    text = f"rules:\n  - id: one\n    examples:\n      - hit: x\n        events:\n          - {event}\n    points: 1\n"
    assert (text, ()) == without_examples(text)


@pytest.mark.parametrize("title", ["'a", "a: b", "a #b", "|", ">-", "{a: b}", "*x", "", '"a"', "- a"])  # fmt: skip
def test_a_title_that_may_go_on_is_read(title: str) -> None:
    """Only a plain title of one line, or one in single quotes."""
    text = f"rules:\n  - examples:\n      - hit: {title}\n        events:\n          - {{kind: call}}\n"
    assert (text, ()) == without_examples(text)


def test_what_only_looks_like_examples_is_read() -> None:
    """Inside a block of text nothing is left out, though it looks the same: no list begins there."""
    inner = "\n".join("    " + line for line in RULE.splitlines())
    text = f"because: |\n{inner}\nrules: []\n"
    whole, less = _both(text)
    assert whole == less
    node, _ = read_yaml(Source("f.yaml", text), examples=False)
    assert isinstance(node, MapNode)
    because = node.get("because")
    assert isinstance(because, Scalar)
    assert "- hit: 一" in because.text


@given(
    st.lists(st.sampled_from([*RULE.splitlines(), "    because: |", "      'x", '      "y', "    ? a", "  # r", ""]))
)
def test_lines_in_any_order_mean_the_same(lines: list[str]) -> None:
    """Whatever a file is made of, its rest is the same with and without examples."""
    whole, less = _both("\n".join(["rules:", *lines, ""]))
    assert _bare(whole) == _bare(less)


def _bare(node: object) -> object:
    """Plain data with all examples empty."""
    if isinstance(node, dict):
        return {key: [] if key == "examples" else _bare(value) for key, value in node.items()}
    return [_bare(one) for one in node] if isinstance(node, list) else node


def test_a_pack_without_examples_means_the_same(tmp_path: Path) -> None:
    """The shipped pack has none then, and the same rules and fingerprint; a broken example is seen by `inspect` alone."""
    whole, less = load_pack(), load_pack(examples=False)
    assert whole.fingerprint == less.fingerprint
    assert [one.id for one in whole.rules] == [one.id for one in less.rules]
    assert not any(one.examples for one in less.rules)
    rules = (Path(__file__).parents[1] / "golden" / "workbench" / "rules.yaml").read_text(encoding="utf-8")
    broken = rules.replace("- {kind: call,", "- {kind: nothing,", 1)
    for name, text in {**files(), "scams/remote_control.yaml": broken}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert inspect_pack([tmp_path]).errors
    assert ["big-while-called", "small-then-big"] == [one.id for one in load_pack([tmp_path], examples=False).rules]
