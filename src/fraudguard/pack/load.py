"""Load a rule pack: files in, a `CheckedPack` out, or every fault of every file at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fraudguard.errors import Fault, PackError
from fraudguard.pack.assemble import check_pack, read_pack
from fraudguard.pack.check_desk import check_calendar, check_desk
from fraudguard.pack.check_tables import check_policy, check_taxonomy
from fraudguard.pack.checked import CheckedPack, DeskRules
from fraudguard.pack.nodes import MapNode, Scalar
from fraudguard.pack.overlay import combine
from fraudguard.pack.reader import HEAD, Layer, Wanted, read_directory, read_files
from fraudguard.pack.shapes import Faults
from fraudguard.shipped import shipped_rules

__all__ = ["SHIPPED", "Inspection", "inspect_files", "inspect_pack", "load_desk_rules", "load_pack", "load_pack_text"]

SHIPPED = "@shipped"
"""Stands for the directory of the shipped pack."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What came of a look at a pack: the pack when it is sound, and all faults, warnings included."""

    pack: CheckedPack | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that stop the pack from loading."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """The faults that do not."""
        return tuple(fault for fault in self.faults if fault.severity == "warning")


def load_pack(
    paths: Sequence[str | Path] = (SHIPPED,), *, shipped: Path | None = None, examples: Wanted = True
) -> CheckedPack:
    """
    The pack of these directories; later ones are overlays over the earlier.

    ``"@shipped"`` is the shipped pack, or the directory ``shipped`` in its place: the shipped pack of another version.
    An overlay whose `pack.yaml` says ``extends: '@shipped'`` may stand alone. Raises `PackError` with every fault of
    every file. Without ``examples`` those of rules may be left unread and unchecked, which is quicker; the pack means
    the same. A function says of which files they are wanted, by a file's name as it is shown in places and its text.
    """
    return _sound(inspect_pack(paths, shipped=shipped, examples=examples))


def load_pack_text(files: Mapping[str, str | bytes]) -> CheckedPack:
    """The pack of a tree of files in memory: path such as ``scams/a.yaml`` to text. Raises `PackError`."""
    return _sound(inspect_files(files))


def inspect_pack(
    paths: Sequence[str | Path] = (SHIPPED,), *, shipped: Path | None = None, examples: Wanted = True
) -> Inspection:
    """As `load_pack`, but faults and warnings are returned, never raised."""
    faults = Faults()
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    layers: list[Layer] = []
    with _collector_paused():
        for path in given or [SHIPPED]:
            layer = _layer(path, faults, shipped=shipped, examples=examples)
            if layer is not None:
                layers.append(layer)
        return _inspect(layers, faults, examples=examples)


def load_desk_rules(paths: Sequence[str | Path] = (SHIPPED,)) -> DeskRules:
    """
    What the desk needs of these directories: policy, calendar, names of scams; rules and lists stay unread.

    Raises `PackError` with every fault of these files.
    """
    faults = Faults()
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    found = [_layer(path, faults, tables=True) for path in given or [SHIPPED]]
    layers = _with_base([layer for layer in found if layer is not None], faults, tables=True)
    rules = None
    if layers:
        raw = read_pack(combine(layers, faults), layers, faults)
        scams = check_taxonomy(raw.scams).values()
        rules = DeskRules(
            policy=check_policy(raw.policy, faults),
            desk=check_desk(raw.policy.desk, faults),
            calendar=check_calendar(raw.calendar, faults),
            scams={scam.id: scam.zh for scam in scams},
            first_aid={scam.id: scam.first_aid for scam in scams},
            advice=dict(raw.policy.advice),
        )
    errors = [fault for fault in _ordered(faults) if fault.severity == "error"]
    if errors or rules is None:
        raise PackError.of(errors)
    return rules


def inspect_files(files: Mapping[str, str | bytes], *, examples: Wanted = True) -> Inspection:
    """As `load_pack_text`, but faults and warnings are returned, never raised; ``examples`` of a shipped pack below."""
    faults = Faults()
    with _collector_paused():
        return _inspect([read_files(files, faults)], faults, examples=examples)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """
    No cyclic garbage collection while a pack is built.

    Nearly everything made here stays, so a collection finds nothing; for 1,000 rules it took a
    quarter of the time. The size of what is read is bounded, and so is the memory this may cost.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _layer(
    path: str | Path, faults: Faults, *, tables: bool = False, shipped: Path | None = None, examples: Wanted = True
) -> Layer | None:
    if str(path) != SHIPPED:
        return read_directory(Path(path), faults, tables=tables, examples=examples)
    try:
        return read_directory(shipped or shipped_rules(), faults, SHIPPED, tables=tables, examples=examples)
    except PackError as error:
        for fault in error.faults:
            faults.take(fault)
        return None


def _inspect(layers: list[Layer], faults: Faults, *, examples: Wanted = True) -> Inspection:
    layers = _with_base(layers, faults, examples=examples)
    pack = None
    if layers and not any(HEAD in layer.files or HEAD in layer.broken for layer in layers):
        faults.add("pack.missing_file", layers[0].place(HEAD), path=HEAD)  # what else is lacking follows from that
    elif layers and HEAD not in layers[0].broken:  # else it cannot be told what stands below
        raw = read_pack(combine(layers, faults), layers, faults)
        pack = check_pack(raw, layers, faults)
    ordered = _ordered(faults)
    return Inspection(pack if not any(fault.severity == "error" for fault in ordered) else None, ordered)


def _with_base(layers: list[Layer], faults: Faults, *, tables: bool = False, examples: Wanted = True) -> list[Layer]:
    """The layers with the shipped pack below them when the first one extends it."""
    for index, layer in enumerate(layers):
        head = layer.files.get(HEAD)
        extends = head.get("extends") if isinstance(head, MapNode) else None
        if not isinstance(extends, Scalar) or extends.text != SHIPPED:
            continue
        if layer.name == SHIPPED:
            faults.add("pack.extends_itself", extends.place())
        elif index == 0:
            base = _layer(SHIPPED, faults, tables=tables, examples=examples)
            return [base, *layers] if base is not None else layers
        elif not any(below.name == SHIPPED for below in layers[:index]):
            faults.add("pack.extends_late", extends.place())
    return layers


def _ordered(faults: Faults) -> tuple[Fault, ...]:
    """The faults by place, each once, errors and warnings together."""
    seen: dict[tuple[object, ...], Fault] = {}
    for fault in faults.summed_up():
        seen.setdefault((fault.code, fault.place, str(sorted(fault.params.items(), key=str))), fault)
    return tuple(sorted(seen.values(), key=_where))


def _where(fault: Fault) -> tuple[bool, str, int, int]:
    place = fault.place
    return (False, place.file, place.line, place.column) if place else (True, "", 0, 0)


def _sound(inspection: Inspection) -> CheckedPack:
    if inspection.pack is None:
        raise PackError.of(inspection.errors)
    return inspection.pack
