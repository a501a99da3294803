"""`fraudguard model train-behaviour`."""

import json
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., tuple[int, str, str]]
SMALL = ("--persons", "150", "--days", "14", "--panel", "20")


def test_train_and_show(command: Command, tmp_path: Path) -> None:
    """A model of small worlds is trained, written where the whole is looked for, and shown."""
    code, out, err = command("model", "train-behaviour", "--to", tmp_path / "behaviour", *SMALL, "--json")
    assert 0 == code, err
    card = json.loads(out)
    assert ["transaction", "device_event"] == [one["kind"] for one in card["heads"]]
    code, out, _ = command("model", "show", tmp_path, "--lang", "zh")
    assert 0 == code
    assert card["weights_digest"] in out
    code, out, _ = command("model", "show", tmp_path, "--json")
    assert card == json.loads(out)["behaviour"]


def test_a_seed_used_twice_is_wrong(command: Command, tmp_path: Path) -> None:
    """The error is told in words, and nothing is written."""
    code, _, err = command("model", "train-behaviour", "--to", tmp_path / "m", *SMALL, "--test", "M1")
    assert 1 == code
    assert "model.seed_twice" in err
    assert not (tmp_path / "m").exists()
