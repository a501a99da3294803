from fraudguard.pack.tree import And, Compare, Field, Fired, KeyPart, Literal, Not, Or, Type, Window
from fraudguard.plan.scopes import conjuncts, rescoped, scopes


def field(scope, path="amount"):
    """A field of an event."""
    return Field(scope, "transaction", path, Type.MONEY)


HERE, THIS, STEP = field(""), field("this"), field("first")
WINDOW = Window("count", "call", "", (KeyPart("person.key", field("")),), 60, Compare(">", HERE, THIS), Type.NUMBER)


def test_scopes_are_those_of_all_fields_below():
    """A condition reads every event that one of its fields reads."""
    assert frozenset() == scopes(Literal(1, Type.NUMBER))
    assert {""} == scopes(HERE)
    assert {"", "this"} == scopes(Compare(">", HERE, THIS))
    assert {"", "this", "first"} == scopes(And((HERE, Not(Or((THIS, STEP))))))
    assert {"fired"} == scopes(Fired("r"))


def test_a_window_reads_the_event_under_test():
    """What stands in a window's `where` is the window's own business."""
    assert {""} == scopes(WINDOW)
    assert {"", "first"} == scopes(Compare(">", WINDOW, STEP))


def test_rescoping_moves_one_scope_and_leaves_the_others():
    """Only the fields of the old scope change, at any depth."""
    node = And((Compare(">", HERE, THIS), Not(THIS), Fired("r")))
    moved = And((Compare(">", HERE, HERE), Not(HERE), Fired("r")))
    assert moved == rescoped(node, "this", "")
    assert node == rescoped(node, "first", "")


def test_conjuncts_are_what_must_all_be_true():
    """Nested conjunctions are one list; anything else is one condition."""
    either = Or((HERE, THIS))
    assert (HERE, THIS, either, Not(HERE)) == conjuncts(And((HERE, And((THIS, either)), Not(HERE))))
    assert (either,) == conjuncts(either)
