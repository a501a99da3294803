from collections.abc import Iterable
from random import Random

import pytest

from fraudguard.pack.checked import CheckedRule, Template
from fraudguard.scoring.builtin import Said
from fraudguard.scoring.decision import Finding, Standing
from fraudguard.scoring.memory import NO_FLOOR
from fraudguard.scoring.risk import Entry, standing
from fraudguard.testing import transaction

HOUR = 3_600_000_000
NOW = transaction(id="now")
AT = NOW.at_us


@pytest.fixture(scope="module")
def pack(pack_of):
    """The groups, thresholds and taxonomy of a pack without rules; `device` brings 50 points at most."""
    return pack_of(groups={"device": {"cap": 50, "half_life": "24h", "horizon": "48h"}})


@pytest.fixture
def stand(pack):
    """The standing at the event `NOW` of a subject with these entries; those of the event are what it brought."""

    def make(*entries: Entry, brought: Iterable[Finding] | None = None, floor: int = NO_FLOOR) -> tuple[Standing, bool]:
        history: dict[str, list[Entry]] = {}
        for one in entries:
            history.setdefault(one[2], []).append(one)
        if brought is None:
            brought = [finding(one[2]) for one in entries if one[:2] == (AT, "now")]
        return standing("person:x", history, AT, "now", floor, [one.source for one in brought], pack)

    return make


def entry(rule, points, *, group="money", scam="fake_loan", core=True, textual=False, at=AT, event_id="now"):
    """A remembered finding of the event `NOW` unless said otherwise."""
    return (at, event_id, rule, points, group, scam, core, textual)


def finding(rule, *, floor="none", urgent=False):
    """A finding of the event `NOW`."""
    source = CheckedRule(
        rule, "规则", "fake_loan", "transaction", 0, "money", "transfer", Template(()), floor=floor, urgent=urgent
    )
    return Finding(source, Said(NOW, ""), "person:x", textual=False)


def shown(parts):
    """Rule and points of each part."""
    return [(part.rule, part.points) for part in parts]


@pytest.mark.parametrize(
    ("points", "level"),
    [
        (1, "none"),
        (9, "none"),
        (10, "green"),
        (11, "green"),
        (29, "green"),
        (30, "yellow"),
        (31, "yellow"),
        (59, "yellow"),
        (60, "red"),
        (61, "red"),
    ],
)
def test_a_level_begins_at_its_threshold(stand, points, level):
    """Thresholds 10, 30, 60: at the figure the level holds, one point below it does not."""
    now, _ = stand(entry("a", points))

    assert (points, level) == (now.points, now.level)


def test_nothing_found_is_no_danger(stand):
    """Without findings there are no points, no level, no scam."""
    now, counted = stand()

    assert (0, "none", (), "", False, False) == (now.points, now.level, now.parts, now.scam, now.urgent, counted)


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ({"a": 20, "b": 20, "c": 9}, [("a", 20), ("b", 20), ("c", 9)]),  # 49: below the cap
        ({"a": 20, "b": 20, "c": 10}, [("a", 20), ("b", 20), ("c", 10)]),  # 50: at the cap
        ({"a": 20, "b": 20, "c": 11}, [("a", 20), ("b", 20), ("c", 10)]),  # 51: the crossing part is cut
        ({"a": 20, "b": 20, "c": 30}, [("c", 30), ("a", 20)]),  # nothing is left for b
        ({"b": 40, "a": 40}, [("a", 40), ("b", 10)]),
    ],
)
def test_a_group_adds_its_largest_parts_first_until_its_cap(stand, sizes, parts):
    """By size, then rule id; the part that crosses the cap of 50 is cut; what adds nothing is not shown."""
    now, _ = stand(*(entry(rule, points, group="device") for rule, points in sizes.items()))

    assert parts == shown(now.parts)
    assert min(50, sum(sizes.values())) == now.points


def test_groups_are_capped_apart_and_shown_by_name(stand):
    """A full group leaves the room of another as it is."""
    now, _ = stand(entry("a", 60, group="money"), entry("b", 60, group="device"), entry("c", 60, group="money"))

    assert [("b", 50), ("a", 60), ("c", 40)] == shown(now.parts)


@pytest.mark.parametrize(
    ("age", "points"),
    [
        (0, 100),
        (HOUR - 1, 100),
        (HOUR, 97),  # keep[1] = 971
        (HOUR + 1, 97),
        (24 * HOUR - 1, 51),  # keep[23] = 514
        (24 * HOUR, 50),
        (48 * HOUR - 1, 25),  # keep[47] = 257
        (48 * HOUR, 0),
        (4_800 * HOUR, 0),
    ],
)
def test_points_fade_by_whole_hours_until_the_horizon(stand, age, points):
    """A finding keeps keep[h] thousandths after h whole hours and nothing from the horizon on."""
    now, counted = stand(entry("a", 100, at=AT - age, event_id="before"))

    assert (points, False) == (now.points, counted)


def test_a_part_is_rounded_down(stand):
    """1 point after an hour is 0.971: nothing, and the finding no longer counts."""
    now, _ = stand(entry("a", 1, at=AT - HOUR, event_id="old"), entry("b", 50, core=False))

    assert (0, []) == (now.points, shown(now.parts))


@pytest.mark.parametrize(("age", "points"), [(HOUR + 1, 0), (HOUR, 0), (HOUR - 1, 30)])
def test_nothing_at_or_before_the_floor_counts(stand, age, points):
    """A finding at the floor is forgotten; one microsecond later it counts."""
    now, _ = stand(entry("a", 30, at=AT - age, event_id="old"), floor=AT - HOUR)

    assert points == now.points


def test_only_the_latest_finding_of_a_rule_counts(stand):
    """A rule that fired three times brings its points once, as old as its latest finding."""
    now, _ = stand(*(entry("a", 100, at=AT - hours * HOUR, event_id=f"e{hours}") for hours in (30, 24, 1)))

    assert [("fake_loan", "e1", 97)] == [(part.scam, part.event_id, part.points) for part in now.parts]


def test_what_sorts_after_the_event_is_not_seen(stand):
    """A later instant, and a larger id at the same instant, count for later events only."""
    earlier = entry("a", 20, at=AT - 1, event_id="z")
    same = entry("b", 10, event_id="m")
    later = (entry("a", 90, event_id="o"), entry("b", 90, at=AT + 1, event_id="a"), entry("c", 90, event_id="nox"))

    now, _ = stand(earlier, same, *later)

    assert [("a", 20), ("b", 10)] == shown(now.parts)


def test_an_earlier_event_of_the_same_id_does_not_count_as_this_one(stand):
    """A rule that fired under this id and instant counts only when it fired now."""
    known = entry("a", 40, at=AT - 1, event_id="old")

    unsaid, _ = stand(known, entry("a", 90), brought=[])
    said, _ = stand(known, entry("a", 90), brought=[finding("a")])

    assert [("a", 40)] == shown(unsaid.parts)
    assert [("a", 90)] == shown(said.parts)


def test_a_group_the_pack_no_longer_has_brings_nothing(stand):
    """Findings of a group that went with an earlier pack are left out."""
    now, _ = stand(entry("a", 90, group="gone"), entry("b", 20))

    assert [("b", 20)] == shown(now.parts)


def test_support_counts_only_beside_a_core(stand):
    """A supporting finding alone brings nothing; beside any core finding it brings its points."""
    alone, _ = stand(entry("a", 90, core=False))
    beside, _ = stand(entry("a", 50, core=False), entry("b", 10, group="device"))

    assert (0, "none", ()) == (alone.points, alone.level, alone.parts)
    assert [("b", 10), ("a", 50)] == shown(beside.parts)


def test_a_core_that_its_cap_cuts_to_nothing_still_carries_support(pack_of):
    """What lets support count is the core's part before the cap."""
    pack = pack_of(groups={"device": {"cap": 0, "half_life": "24h", "horizon": "48h"}})
    history = {"a": [entry("a", 20, group="device")], "b": [entry("b", 50, core=False)]}

    now, _ = standing("person:x", history, AT, "now", NO_FLOOR, [finding("a").source, finding("b").source], pack)

    assert [("b", 50)] == shown(now.parts)


@pytest.mark.parametrize(
    ("beside", "level"),
    [
        ((), "yellow"),
        ((entry("b", 1, group="device"),), "red"),
        ((entry("b", 1, group="device", core=False),), "red"),
        ((entry("b", 1, group="device", at=AT - HOUR, event_id="old"),), "yellow"),  # faded to nothing
        ((entry("b", 90, group="words", textual=True, event_id="old", at=AT - HOUR),), "yellow"),
    ],
)
def test_words_alone_stop_at_yellow(stand, beside, level):
    """100 points of words are yellow; red takes a finding that counts and is not of words."""
    now, _ = stand(entry("a", 100, group="words", textual=True), *beside)

    assert level == now.level


def test_a_floor_does_not_lift_words_above_yellow(stand):
    """The cap on words holds after the floors."""
    now, _ = stand(entry("a", 10, textual=True), brought=[finding("a", floor="red")])

    assert "yellow" == now.level


@pytest.mark.parametrize(
    ("points", "floor", "level"),
    [(1, "none", "none"), (1, "green", "green"), (1, "red", "red"), (30, "green", "yellow"), (60, "yellow", "red")],
)
def test_a_floor_lifts_and_never_lowers(stand, points, floor, level):
    """The level is the higher of the points' level and the floor; the points stay."""
    now, counted = stand(entry("a", points), brought=[finding("a", floor=floor)])

    assert (points, level, True) == (now.points, now.level, counted)


def test_a_floor_lifts_only_the_event_that_found_it(stand):
    """The next event of the subject stands at what its points say."""
    known = entry("a", 10, at=AT - 1, event_id="old")

    later, counted = stand(known, entry("b", 5), brought=[finding("b")])

    assert (15, "green", True) == (later.points, later.level, counted)


def test_a_finding_that_does_not_count_lifts_nothing(stand):
    """The floor and the urgency of support without a core are not heard."""
    now, counted = stand(entry("a", 90, core=False), brought=[finding("a", floor="red", urgent=True)])

    assert ("none", False, False) == (now.level, now.urgent, counted)


@pytest.mark.parametrize(("points", "urgent"), [(59, False), (60, True), (61, True)])
def test_urgent_only_on_red(stand, points, urgent):
    """An urgent finding makes a red standing urgent and no other."""
    now, _ = stand(entry("a", points), brought=[finding("a", urgent=True)])

    assert urgent is now.urgent


def test_words_alone_are_never_urgent(stand):
    """Capped at yellow, an urgent finding of words is not urgent."""
    now, _ = stand(entry("a", 90, textual=True), brought=[finding("a", urgent=True)])

    assert ("yellow", False) == (now.level, now.urgent)


def test_urgency_is_of_its_own_event(stand):
    """A red standing made urgent by an earlier event is not urgent by itself."""
    now, _ = stand(entry("a", 90, at=AT - 1, event_id="old"), entry("b", 5), brought=[finding("b")])

    assert ("red", False) == (now.level, now.urgent)


@pytest.mark.parametrize(
    ("points", "scam"),
    [
        ({"fake_loan": 11, "brushing_rebate": 10}, "fake_loan"),
        ({"fake_loan": 10, "brushing_rebate": 10}, "brushing_rebate"),  # a tie: by id
        ({"fake_loan": 1, "nfc_tap": 90}, "fake_loan"),  # a scheme before a technique
        ({"fake_loan": 10, "mule_account": 11}, "mule_account"),  # the payee's side stands with the schemes
        ({"nfc_tap": 10, "remote_control": 11}, "remote_control"),
        ({"nfc_tap": 10, "remote_control": 10}, "nfc_tap"),
        ({"": 90, "nfc_tap": 1}, "nfc_tap"),
        ({"": 90}, ""),
        ({"unheard_of": 90}, ""),
    ],
)
def test_the_scam_is_the_scheme_with_most_points(stand, points, scam):
    """A technique speaks only when no scheme has points; ties go by id; what no taxonomy has says nothing."""
    now, _ = stand(*(entry(f"r{i}", size, scam=name) for i, (name, size) in enumerate(points.items())))

    assert scam == now.scam


def test_the_scam_is_chosen_by_sums_of_what_was_added(stand):
    """Two parts of one scheme weigh together; points that a cap cut weigh nothing."""
    now, _ = stand(
        entry("a", 30, group="device", scam="brushing_rebate"),
        entry("b", 29, group="device", scam="fake_loan"),  # cut to 20
        entry("c", 9, scam="fake_loan"),
    )

    assert "brushing_rebate" == now.scam


def test_the_order_in_which_rules_fired_does_not_matter(stand):
    """However a history is laid out, the standing is the same."""
    entries = [
        entry(f"r{i}", 5 + i % 3, group=("money", "device")[i % 2], scam=("fake_loan", "brushing_rebate")[i % 2])
        for i in range(12)
    ]
    first = stand(*entries)
    for seed in range(20):
        Random(seed).shuffle(entries)
        assert first == stand(*entries)
    assert first[0].points == sum(part.points for part in first[0].parts)
