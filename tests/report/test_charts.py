"""Charts as SVG."""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pytest

from fraudguard.report.charts import bars, columns, lines
from fraudguard.report.markup import Markup


def drawn(chart: Markup) -> ET.Element:
    """The chart, parsed."""
    return ET.fromstring(chart)  # noqa: S314 - our own output


def sizes(chart: Markup, name: str) -> list[float]:
    """One attribute of every rectangle."""
    return [float(one.get(name, "nan")) for one in drawn(chart).iter("rect")]


def test_bars_are_as_long_as_their_values() -> None:
    """The largest fills the width, half of it is half as long, nothing is nothing."""
    assert [360.0, 180.0, 0.0] == sizes(bars("t", [("a", 10, "10"), ("b", 5, "5"), ("c", 0, "0")]), "width")


def test_columns_are_as_high_as_their_values() -> None:
    """One for each label, the largest fills the height."""
    assert [0.0, 140.0, 70.0] == sizes(columns("t", ["0", "1", "2"], [0, 4, 2]), "height")


@pytest.mark.parametrize("values", [[], [0], [0, 0], [math.nan, 1], [math.inf, 1], [-5, 1], [10**18, 1]])
def test_no_value_breaks_a_chart(values: Sequence[float]) -> None:
    """Nothing, zero, what is no number and what is negative are drawn as nothing."""
    labels = [str(n) for n in range(len(values))]
    for chart in (
        bars("t", [(label, value, "x") for label, value in zip(labels, values, strict=True)]),
        columns("t", labels, [value if math.isfinite(value) else 0 for value in values]),
        lines("t", labels, {"s": [value if math.isfinite(value) else 0 for value in values]}),
    ):
        drawn(chart)
        assert not re.search(r'"(?:nan|inf|-inf)', chart)


def test_lines_are_told_apart_without_colour() -> None:
    """Printed in grey, the second line is dashed; both are named."""
    chart = drawn(lines("t", ["1", "2"], {"first": [1, 2], "second": [2, 1]}))
    assert [None, "6 3"] == [one.get("stroke-dasharray") for one in chart.iter("polyline")]
    assert {"first", "second"} <= {one.text for one in chart.iter("text")}


def test_a_chart_says_in_words_what_it_shows() -> None:
    """A reader who cannot see it hears title and values; a long label stands in full behind the short one."""
    chart = drawn(bars("按辖区", [("很长很长很长很长很长很长很长的社区", 3, "3 件")]))
    svg = next(chart.iter("svg"))
    assert ("img", "按辖区") == (svg.get("role"), svg.get("aria-label"))
    assert "很长很长很长很长很长很长很长的社区 3 件" == next(chart.iter("desc")).text
    assert "很长很长很长很长很长很长很…" in {one.text for one in chart.iter("text")}
