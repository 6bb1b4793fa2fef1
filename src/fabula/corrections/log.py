"""The log of a reader's corrections: append-only, one operation a line, beside the file.

The format is told in docs/corrections.md.
"""

import json
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

import portalocker

from fabula.corrections.history import redoable, standing, undoable
from fabula.corrections.operations import BadOperation, Operation, check, from_json, to_json
from fabula.errors import FabulaError
from fabula.world.corrections import said_by

FORMAT = "fabula-corrections/1"
SUFFIX = ".fabula.jsonl"
_WAIT = 60.0  # seconds for other writers to be done


class BadLog(FabulaError):
    """The log of corrections cannot be read or written."""


class Contents(NamedTuple):
    """What a log holds: its operations in order, and the numbers of lines that are no operations (cut short by a
    crash, or spoilt by hand)."""

    operations: tuple[Operation, ...] = ()
    damaged: tuple[int, ...] = ()

    @property
    def standing(self) -> tuple[Operation, ...]:
        """The operations that were not undone."""
        return standing(self.operations)


def log_path(file: str | Path) -> Path:
    """Where the corrections of a file are kept: ``NAME.fabula.jsonl`` beside it, whatever form the file has.

    >>> log_path("books/low-water.epub").name
    'low-water.fabula.jsonl'
    """
    path = Path(file) if Path(file).name else Path(file).resolve()  # "." has no name
    return path.with_name(f"{path.stem}{SUFFIX}")


def read_log(path: Path) -> Contents:
    """The log at ``path``; an empty one where there is none. Raises BadLog where it is of another format."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Contents()
    except OSError as e:
        raise BadLog(f"{path}: cannot be read ({e.strerror or e})") from None
    return _parse(data, path)


def _parse(data: bytes, path: Path) -> Contents:
    out: list[Operation] = []
    damaged: list[int] = []
    seen: set[str] = set()
    for n, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            damaged.append(n)
            continue
        if isinstance(row, dict) and "format" in row:
            if row["format"] != FORMAT:
                raise BadLog(
                    f"{path}, line {n}: the format {row['format']!r} is not {FORMAT!r}, which this version reads"
                )
            continue
        try:
            op = from_json(row)
        except BadOperation:
            damaged.append(n)
            continue
        if op.id in seen:
            damaged.append(n)
            continue
        seen.add(op.id)
        out.append(op)
    return Contents(tuple(out), tuple(damaged))


def stamp(op: Operation) -> Operation:
    """The operation with an id of its own and the time, as it goes into the log."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return replace(op, id=secrets.token_hex(8), time=now)


def append(path: Path, ops: Sequence[Operation]) -> tuple[Operation, ...]:
    """Write operations to the end of the log and return them with ids and times.

    When this returns they are on the disk. Writers wait for one another; what a crash cut short stays a line of its
    own, which `read_log` reports. Raises BadOperation or BadLog, and has then written nothing.
    """
    return _write(path, lambda: tuple(ops))


def undo(path: Path, number: int | None = None) -> Operation:
    """Take back the last operation that stands, or the one of a ``number`` among them, from 1. Raises BadLog."""
    if number is None:
        return _back_or_forth(path, "undo")

    def choose() -> tuple[Operation, ...]:
        held = read_log(path).standing
        if not 1 <= number <= len(held):
            said = f"corrections 1 to {len(held)} stand" if held else "no corrections stand"
            raise BadLog(f"{path}: there is no correction {number}; {said}")
        return (Operation("", "", "undo", value=held[number - 1].id),)

    return _write(path, choose)[0]


def redo(path: Path) -> Operation:
    """Make the operation undone last stand again. Raises BadLog where nothing was undone since the last correction."""
    return _back_or_forth(path, "redo")


def undo_by(path: Path, name: str) -> tuple[Operation, ...]:
    """Take back all that stands of what one model said, as one batch; ``name`` is the model's, or all of ``by``.

    The operations that were taken back. Raises BadLog where there are none.
    """
    taken: list[Operation] = []

    def choose() -> tuple[Operation, ...]:
        held = read_log(path).standing
        taken.extend(op for op in held if op.by and op.by in (name, said_by(name)))
        if not taken:
            others = ", ".join(dict.fromkeys(op.by for op in held if op.by))
            raise BadLog(f"{path}: nothing by {name!r} stands in it{f'; there is {others}' if others else ''}")
        return tuple(Operation("", "", "undo", value=op.id) for op in taken)

    _write(path, choose)
    return tuple(taken)


def _back_or_forth(path: Path, do: str) -> Operation:
    def choose() -> tuple[Operation, ...]:
        ops = read_log(path).operations
        found = undoable(ops) if do == "undo" else redoable(ops)
        if found is None:
            raise BadLog(f"{path}: there is nothing to {do}")
        return (Operation("", "", "undo" if do == "undo" else "redo", value=found.id),)

    return _write(path, choose)[0]


def _write(path: Path, choose: Callable[[], tuple[Operation, ...]]) -> tuple[Operation, ...]:
    """Append what ``choose`` says once nobody else writes: the lock is on the log itself, and goes with its process."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with portalocker.Lock(path, "ab+", timeout=_WAIT, check_interval=0.02, buffering=0) as handle:
            ops = tuple(stamp(op) for op in choose())
            for op in ops:
                check(op)
            _append_rows(handle, [json.dumps(to_json(op), ensure_ascii=False) for op in ops])
            return ops
    except portalocker.exceptions.LockException:
        raise BadLog(f"{path}: another program has been writing to it for {_WAIT:.0f} seconds") from None
    except OSError as e:
        raise BadLog(f"{path}: cannot be written ({e.strerror or e})") from None


def _append_rows(handle: IO[bytes], rows: Sequence[str]) -> None:
    """After a line end where the last line lacks one, and not back before it is on the disk."""
    size = handle.seek(0, os.SEEK_END)
    if size == 0:
        rows = [json.dumps({"format": FORMAT}), *rows]
    data = "".join(f"{r}\n" for r in rows).encode()
    if size:
        handle.seek(size - 1)
        if handle.read(1) != b"\n":
            data = b"\n" + data
    while data:
        data = data[handle.write(data) :]
    os.fsync(handle.fileno())
