"""Where the variables of generated code are set up."""

from fraudguard.plan.placing import placed

LINES = [
    "x = 1",
    "if x:",
    "    if (a := 2):",
    "        y = a",
    "    y = b",
    "if b:",
    "    if c:",
    "        y = d",
    "        z = d",
]


def test_a_variable_is_set_up_in_the_innermost_block_that_holds_its_uses():
    """Before the first statement that uses it; of several there, in one line."""
    assert [
        "x = 1", "b = U", "if x:", "    a = U", "    if (a := 2):", "        y = a", "    y = b", "if b:", "    c = U", "    if c:",
        "        d = U", "        y = d", "        z = d",
    ] == list(placed(LINES, ["a", "b", "c", "d", "never"], "U"))  # fmt: skip


def test_names_are_whole_words_and_none_changes_nothing():
    """``v1`` is not ``v10``; without names the lines stay as they are."""
    assert ["v1 = U", "f(v1, v10)"] == list(placed(["f(v1, v10)"], ["v1"], "U"))
    assert LINES == list(placed(LINES, [], "U"))


def test_two_blocks_side_by_side_share_what_stands_before_both():
    """A variable of two branches is set up once, outside."""
    lines = ["if p:", "    if q:", "        f(v)", "    if r:", "        g(v)", "h()"]
    assert ["if p:", "    v = U", *lines[1:]] == list(placed(lines, ["v"], "U"))
