"""Undo and redo, as operations like any other: what stands is told by the whole log."""

from collections.abc import Sequence

from fabula.corrections.operations import Operation


def standing(ops: Sequence[Operation]) -> tuple[Operation, ...]:
    """The corrections that hold, in order: those not undone, or redone after it.

    >>> a, b = Operation("a", "", "person", value="Ida"), Operation("b", "", "person", value="Tom")
    >>> [op.id for op in standing((a, b, Operation("c", "", "undo", value="b")))]
    ['a']
    """
    undone = _undone(ops)
    return tuple(op for op in ops if op.do not in ("undo", "redo") and op.id not in undone)


def undoable(ops: Sequence[Operation]) -> Operation | None:
    """The last correction that stands."""
    held = standing(ops)
    return held[-1] if held else None


def redoable(ops: Sequence[Operation]) -> Operation | None:
    """The correction undone last, unless another was made since."""
    waiting: list[Operation] = []
    by_id = {op.id: op for op in ops}
    for op in ops:
        if op.do == "undo" and op.value in by_id:
            waiting.append(by_id[op.value])
        elif op.do == "redo":
            waiting = [w for w in waiting if w.id != op.value]
        elif op.do != "undo":
            waiting = []
    return waiting[-1] if waiting else None


def _undone(ops: Sequence[Operation]) -> set[str]:
    out: set[str] = set()
    for op in ops:
        if op.do == "undo":
            out.add(op.value or "")
        elif op.do == "redo":
            out.discard(op.value or "")
    return out
