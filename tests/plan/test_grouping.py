from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from fraudguard.plan import grouping
from fraudguard.plan.grouping import Guarded, nested

TESTS = [
    grouping.Test(name, chance, cost)
    for name, chance, cost in zip("abcde", (0.1, 0.5, 0.9, 0.0, 1.0), (1, 1, 30, 5, 1), strict=True)
]


def ran(lines, **values: bool):
    """The rules that the generated lines run."""
    found = []
    exec("\n".join(lines) or "pass", {"found": found, **values})  # noqa: S102  # our own source
    return sorted(found)


@given(st.lists(st.lists(st.sampled_from(TESTS), max_size=5, unique=True), max_size=8))
def test_each_rule_runs_exactly_when_its_tests_hold(rules):
    """Sharing a test among rules changes nothing of which rules run, for every outcome of the tests."""
    guarded = [Guarded(tuple(tests), (f"found.append({i})",)) for i, tests in enumerate(rules)]
    lines = list(nested(guarded, ""))
    for chosen in product((True, False), repeat=len(TESTS)):
        values = dict(zip("abcde", chosen, strict=True))
        expected = [i for i, tests in enumerate(rules) if all(values[test.source] for test in tests)]
        assert expected == ran(lines, **values)


def test_a_shared_test_is_written_once():
    """What two rules need is tested once for both."""
    a, b, c = TESTS[:3]
    lines = list(nested([Guarded((a, b), ("x",)), Guarded((a, c), ("y",))], ""))
    assert 1 == sum("if a" in line for line in lines)


def test_many_shared_tests_do_not_nest_beyond_what_python_reads():
    """A hundred rules, each needing one test more than the last, still compile."""
    tests = [grouping.Test(f"t{i}", 0.5, 1) for i in range(100)]
    lines = list(nested([Guarded(tuple(tests[: i + 1]), (f"found.append({i})",)) for i in range(100)], ""))
    values = {test.source: True for test in tests}
    assert list(range(100)) == ran(lines, **values)
    assert list(range(50)) == ran(lines, **{**values, "t50": False})


def test_the_lines_do_not_depend_on_chance():
    """Equal input gives equal source, so that a plan reads the same everywhere."""
    rules = [Guarded((TESTS[i % 5], TESTS[(i + 1) % 5]), (f"found.append({i})",)) for i in range(10)]
    assert list(nested(rules, "")) == list(nested(rules, ""))
