"""Weak spots of a behaviour model."""

from fraudguard.classifier.heads import TwoHeads, load_classifier
from fraudguard.pack import load_pack
from fraudguard.simulate import Coverage, Settings
from fraudguard.workbench.behaviour.spots import spots_of
from fraudguard.workbench.behaviour.towns import rows_of


def test_schemes_and_look_alikes_are_counted() -> None:
    """Every attempt stands under its scheme, every honest row under its story or everyday life; the worst come first."""
    both = load_classifier("@shipped")
    assert isinstance(both, TwoHeads)
    world = Settings(persons=150, days=16, seed="spots", panel=2, coverage=Coverage.whole())
    rows = rows_of(world, "spots", load_pack(examples=False))
    for kind, one in spots_of(both.behaviour, rows).items():
        assert one.measured.attempts == sum(scheme.attempts for scheme in one.schemes)
        assert (~rows[kind].fraud).sum() == sum(alike.rows for alike in one.alike)
        assert sorted(scheme.found for scheme in one.schemes) == [scheme.found for scheme in one.schemes]
        assert kind == "device_event" or any(alike.name for alike in one.alike)
