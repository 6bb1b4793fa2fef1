"""``fabula doctor``."""

import os
import platform
import re
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import click

from fabula.errors import FabulaError
from fabula.models.threads import cores
from fabula.models.weights import hashes, made_by
from fabula.web.library import Library

EXAMPLE = "“It is late,” said Ida. “Are you coming, Tom?”\n\n“No,” said Tom, and shut the door.\n"
_SPOKEN = ["Ida", "Tom"]
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"extra\s*==\s*[\"'](.+?)[\"']")


@click.command()
def doctor() -> None:
    """Say what is installed and read an example."""
    for what, value in _facts():
        click.echo(f"{what:24} {value}")
    why, took = _reads()
    if why:
        raise FabulaError(f"the example could not be read: {why}")
    click.echo(f"{'an example':24} read rightly in {took:.1f} s")


def _facts() -> Iterator[tuple[str, str]]:
    yield "fabula", made_by()
    yield "in", str(Path(__file__).parents[1])
    yield "Python", f"{platform.python_version()} ({sys.executable})"
    yield "system", f"{platform.platform()}, {platform.machine()}, processors to use: {cores()}"
    yield "encodings", f"files {sys.getfilesystemencoding()}, terminal {sys.stdout.encoding or 'none'}"
    folder = Library().folder
    yield "library", f"{folder} ({_writable(folder)})"
    for name, extra in _packages():
        yield name, _version(name) + (f"  for fabula[{extra}]" if extra else "")
    for name, digest in hashes().items():
        yield name, digest[:16]


def _packages() -> list[tuple[str, str]]:
    """(package, the extra it is for) of everything Fabula may use."""
    named = ((_NAME.match(line), _EXTRA.search(line)) for line in requires("fabula") or ())
    return list(dict.fromkeys((name[0], extra[1] if extra else "") for name, extra in named if name))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _writable(folder: Path) -> str:
    there = next((p for p in (folder, *folder.parents) if p.exists()), folder)
    kind = "" if folder.exists() else "not there yet, "
    return f"{kind}{'can' if os.access(there, os.W_OK) else 'cannot'} be written"


def _reads() -> tuple[str, float]:
    """Why the example could not be read, or nothing; and the seconds it took."""
    from fabula.pipeline import read_text  # the costly imports, after all that may explain why they fail

    start = time.perf_counter()
    try:
        story = read_text(EXAMPLE)
    except Exception as e:  # whatever is wrong with this machine is what was asked
        return f"{type(e).__name__}: {e}", 0.0
    spoken = [story.name(q.speaker) for q in story.quotes]
    return "" if spoken == _SPOKEN else f"its lines are by {spoken} and not by {_SPOKEN}", time.perf_counter() - start
