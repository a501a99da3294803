"""The fields a pack reads: those of its conditions, keys and sentences, and what tells an event."""

from random import Random

from fraudguard.pack import load_pack_text
from fraudguard.scoring.reads import fields_read
from fraudguard.testing import make_pack


def test_what_a_pack_reads_is_named_by_kind(pack_of):
    """A condition, a window's path and key, the sentence and the subject are all there; the rest is not."""
    pack = pack_of(
        {
            "id": "spread",
            "subject": "account",
            "when": [
                "channel == 'atm'",
                "distinct(payee.account, within='24h', by=account, where=method == 'transfer') >= 3",
            ],
            "because": "余额 {balance_after}",
        }
    )
    found = fields_read(pack)
    assert {"account", "channel", "method", "payee.account", "balance_after", "person.age"} <= found["transaction"]
    assert "balance_before" not in found["transaction"]
    assert {"ref", "level"} <= found["lead"]
    assert "duration_s" in found["call"]


def test_every_kind_is_named():
    """Also those that no rule is about: they can be evidence."""
    found = fields_read(load_pack_text(make_pack(Random(3))))
    assert all({"id", "at", "person.key"} <= paths for paths in found.values())
