"""Which worlds a model may learn from."""

import pytest

from fraudguard.errors import ModelError
from fraudguard.workbench.behaviour.teaching import Seeds


def test_a_world_is_used_once() -> None:
    """A seed that is learnt from may neither calibrate nor measure."""
    Seeds(("a", "b"), "c", ("d",)).check()
    for seeds in (Seeds(("a",), "a", ("b",)), Seeds(("a",), "b", ("a",)), Seeds(("a", "a"), "b", ("c",))):
        with pytest.raises(ModelError) as caught:
            seeds.check()
        assert "model.seed_twice" == caught.value.code
