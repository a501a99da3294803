"""Arrays in a file: equal numbers, equal bytes, and nothing but what was asked for."""

from pathlib import Path

import numpy as np
import pytest

from fraudguard.classifier.arrays import digest_of, packed_arrays, read_limited, unpacked_arrays
from fraudguard.errors import ModelError

ARRAYS = {"whole": np.arange(6, dtype="<i4").reshape(2, 3), "none": np.zeros(0, dtype="<f8")}
LAYOUT = {name: (one.dtype, one.shape) for name, one in ARRAYS.items()}


def test_arrays_come_back_and_equal_ones_are_equal_bytes() -> None:
    """Types and shapes as asked, numbers as put in; a copy gives the same file and digest."""
    raw = packed_arrays(ARRAYS)
    found = unpacked_arrays(raw, LAYOUT)
    assert all(np.array_equal(found[name], one) for name, one in ARRAYS.items())
    copies = {name: one.copy() for name, one in ARRAYS.items()}
    assert (raw, digest_of(ARRAYS)) == (packed_arrays(copies), digest_of(copies))


@pytest.mark.parametrize(
    "layout",
    [
        {"whole": (np.dtype("<i4"), (3, 2))},
        {"whole": (np.dtype("<i8"), (2, 3))},
        {"whole": (np.dtype("<i4"), (6,))},
        {"other": (np.dtype("<i4"), (2, 3))},
    ],
    ids=["turned", "wider", "flat", "missing"],
)
def test_what_is_not_as_asked_is_an_error(layout: dict[str, tuple[np.dtype[np.int32], tuple[int, ...]]]) -> None:
    """Another shape, another type and another name are refused, and the array is named."""
    with pytest.raises(ModelError) as caught:
        unpacked_arrays(packed_arrays(ARRAYS), layout)
    assert ("model.weights", next(iter(layout))) == (caught.value.code, caught.value.params["field"])


def test_objects_are_never_unpacked() -> None:
    """An array of objects, whose reading would run code, is refused before it is read."""
    with pytest.raises(ValueError, match="Object arrays"):
        packed_arrays({"trap": np.array([print], dtype=object)})


def test_a_file_that_is_missing_or_too_large_is_named(tmp_path: Path) -> None:
    """A folder without the file, and a file that is larger than it may be."""
    with pytest.raises(ModelError, match="there is no model"):
        read_limited(tmp_path, "card.json")
    (tmp_path / "card.json").write_bytes(b" " * ((1 << 18) + 1))
    with pytest.raises(ModelError, match="has more than"):
        read_limited(tmp_path, "card.json")
