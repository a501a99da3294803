"""What the behaviour model asks."""

from fraudguard.classifier.behaviour.features import (
    KINDS,
    expressions,
    features_fingerprint,
    features_of,
    needed_columns,
)
from fraudguard.pack.tree import Field, Fired, ModelValue, Window, walk


def test_every_feature_is_a_sound_line_of_the_rule_language() -> None:
    """Each kind's features are typed without a fault, and no two have one name."""
    for kind in KINDS:
        names = [one.name for one in features_of(kind)]
        assert len(names) == len(set(names)) == len(expressions(kind))


def test_nothing_is_asked_that_the_model_may_not_know() -> None:
    """No feature reads who the person is, a finding, the model itself, or what a centre, an officer or a desk said."""
    for kind in KINDS:
        for part in (part for node in expressions(kind) for part in walk(node)):
            assert not isinstance(part, (Fired, ModelValue))
            if isinstance(part, Field):
                assert not part.path.startswith("person.") or part.path == "person.key"
            if isinstance(part, Window):
                assert part.kind in {"transaction", "call", "message", "device_event"}


def test_what_an_event_must_say_are_features() -> None:
    """A payment needs an amount, a way and a person; an act on a handset its type and a person."""
    assert [3, 2] == [len(needed_columns("transaction")), len(needed_columns("device_event"))]


def test_other_features_have_another_fingerprint() -> None:
    """Leaving one feature out changes the digest that a model is bound to."""
    fewer = {kind: features_of(kind)[1:] for kind in KINDS}
    assert features_fingerprint() != features_fingerprint(fewer)
