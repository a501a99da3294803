"""Cells from lines, whatever happens to the quotes."""

from hypothesis import given
from hypothesis import strategies as st

from fraudguard.feeds.lines import Line
from fraudguard.feeds.records import read_records


def records(text: str, width: int = 0, delimiter: str = ",") -> list[tuple[int, list[str] | None]]:
    """First line and cells of each row."""
    offset = 0
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        size = len(line) + 1
        lines.append(Line(number, offset, size, line))
        offset += size
    return [(record.number, record.cells) for record in read_records(lines, delimiter, lambda: width)]


def test_plain_cells() -> None:
    """Without quotes a row is its line cut at the delimiter."""
    assert [(1, ["a", "b", ""]), (2, ["c", "d", "e"])] == records("a,b,\nc,d,e")


def test_quoted_cells() -> None:
    """Quotes keep delimiters, doubled quotes and line breaks."""
    assert [(1, ["a,b", 'c"d', ""])] == records('"a,b","c""d",')
    assert [(1, ["a", "b\nc", "d"]), (3, ["e", "f", "g"])] == records('a,"b\nc",d\ne,f,g', 3)
    assert [(1, ["a", 'say "x"\nand y', "d"])] == records('a,"say ""x""\nand y",d', 3)


def test_a_lone_quote_is_a_character() -> None:
    """A quote that nobody closes does not swallow the rows after it."""
    assert [(1, ["a", '"b', "c"]), (2, ["d", "e", "f"])] == records('a,"b,c\nd,e,f', 3)
    assert [(1, ["a", 'b"', "c"])] == records('a,b",c', 3)
    assert [(1, ["a", '5" screen', "c"])] == records('a,5" screen,c', 3)


def test_two_lone_quotes_in_two_rows() -> None:
    """Two unclosed quotes could be read as one cell over two rows; the number of cells decides against it."""
    assert [(1, ["a", '"b', "c"]), (2, ["d", '"e', "f"])] == records('a,"b,c\nd,"e,f', 3)


def test_a_lone_quote_at_the_end_of_the_file() -> None:
    """Nothing after it is lost, however far it looked for the end."""
    text = 'a,"b,c\n' + "\n".join(f"{n},x,y" for n in range(250))
    assert 251 == len(records(text, 3))


def test_an_unreadable_line_is_passed_on() -> None:
    """A line without text is a record of its own, inside a quoted cell too."""
    lines = [Line(1, 0, 5, 'a,"b'), Line(2, 5, 5, None, "feed.bytes"), Line(3, 10, 4, "c,d")]
    assert [["a", '"b'], None, ["c", "d"]] == [r.cells for r in read_records(lines, ",", lambda: 2)]


@given(st.lists(st.text(st.sampled_from('a,"\n '), max_size=12), max_size=12), st.integers(0, 4))
def test_no_line_is_lost(lines: list[str], width: int) -> None:
    """Every line belongs to exactly one record: their bytes follow each other without a gap."""
    offset = 0
    given_lines = []
    for number, text in enumerate("\n".join(lines).split("\n"), 1):
        given_lines.append(Line(number, offset, len(text) + 1, text))
        offset += len(text) + 1
    end = 0
    for record in read_records(given_lines, ",", lambda: width):
        assert end == record.offset
        end = record.offset + record.size
    assert offset == end
