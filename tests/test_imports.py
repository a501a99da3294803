"""The layout of the package: which part may import which, and what loads on import."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "fraudguard"

ORDER = (
    "messages",
    "errors",
    "shipped",
    "events",
    "text",
    "pack",
    "plan",
    "classifier",
    "scoring",
    "feeds",
    "desk",
    "report",
    "simulate",
    "workbench",
    "testing",
    "cli",
)
"""Left may not import right. The wording of errors stands left of the errors that speak it."""

HEAVY = ("polars", "sklearn", "scipy", "joblib", "rich", "click", "cryptography", "sqlalchemy", "alembic", "pyspark")
"""Libraries that load where they are used, never with the package or with `Guard`."""


def _module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def _targets(node: ast.AST) -> Iterator[str]:
    """The modules of ours that an import statement names (a name may be a module or live in one)."""
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module:
        names = [f"{node.module}.{alias.name}" for alias in node.names]
    else:
        return
    for name in names:
        if name.split(".")[0] == "fraudguard":
            yield name if name in MODULES else name.rpartition(".")[0]


def _at_load(tree: ast.Module) -> Iterator[ast.AST]:
    """Import statements that run when the module loads: not those in functions or for type checkers."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_part_of_the_package_has_its_place_in_the_order() -> None:
    """No module stands outside the declared order."""
    assert set() == {_part(name) for name in MODULES} - set(ORDER) - {"", "__main__"}


def test_the_scan_sees_the_package() -> None:
    """The checks below look at real modules, so that they cannot pass on nothing."""
    assert len(MODULES) > 20


@pytest.mark.parametrize("name", [name for name in MODULES if _part(name) not in {"", "__main__"}])
def test_imports_point_to_the_left(name: str) -> None:
    """A module imports only its own part and parts left of it, inside functions and type checks too."""
    rank = ORDER.index(_part(name))
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    wrong = [
        target
        for node in ast.walk(tree)
        for target in _targets(node)
        if _part(target) and ORDER.index(_part(target)) > rank
    ]
    assert [] == wrong


def test_no_two_modules_load_each_other() -> None:
    """The modules load in some order: no import cycle exists, not even within one part."""
    graph = {}
    for name, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = {target for node in _at_load(tree) for target in _targets(node)}
        # A package's face gathers its modules; a module that names the package names the module behind the face.
        graph[name] = {target for target in found if target != name}
    faces = {name for name, path in MODULES.items() if path.name == "__init__.py"}
    inner = {name: {t for t in targets if t not in faces} for name, targets in graph.items() if name not in faces}
    try:
        order = list(TopologicalSorter(inner).static_order())
    except CycleError as error:
        order = error.args[1]
        pytest.fail(f"import cycle: {' -> '.join(order)}")
    assert order


def test_imports_are_absolute() -> None:
    """An import says the whole name, so that the order can be read off it."""
    relative = [
        name
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert [] == relative


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_of_the_package_loads_no_library() -> None:
    """`import fraudguard` reads none of the libraries it depends on, not even pydantic."""
    loaded = _loaded_by("import fraudguard")
    assert set() == loaded & {*HEAVY, "pydantic", "numpy", "yaml"}


def test_serving_loads_no_heavy_library() -> None:
    """The guard and the events come without the batch, training, storage and terminal libraries."""
    loaded = _loaded_by("from fraudguard import Guard, Transaction")
    assert set() == loaded & set(HEAVY)


def test_nothing_imports_pickle_or_the_network() -> None:
    """No module can build objects out of a file or open a socket by itself."""
    banned = {"pickle", "shelve", "dill", "cloudpickle", "socket", "http", "urllib", "requests", "httpx"}
    found = {}
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if wrong := {n for n in names if n.split(".")[0] in banned and not n.startswith("urllib.parse")}:
                found[name] = wrong
    assert {} == found


def test_marshal_only_writes() -> None:
    """The one use of marshal is to have bytes to digest: nothing is ever read back with it."""
    text = "".join(path.read_text(encoding="utf-8") for path in MODULES.values())
    assert "marshal.load" not in text
    assert "from marshal" not in text
