"""The errors a user can cause and mend. Each message is one sentence: what is wrong, and where."""

from importlib import import_module
from typing import Any


class FabulaError(Exception):
    """Something outside Fabula is not as it should be: a file, an option, an archive.

    The command line prints the message and leaves with exit code 2, without a traceback.

    >>> str(FabulaError("notes.epub: the archive is cut short"))
    'notes.epub: the archive is cut short'

    What a stranger's file puts into it (the name of an entry, say) stays on that one line and is seen.
    """

    def __str__(self) -> str:
        return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in super().__str__())


class UnreadableFile(FabulaError):
    """The file cannot be read as a story: missing, empty, binary, encrypted, corrupt or hostile."""


class BadCast(FabulaError):
    """The cast list a user gave cannot be used as it stands."""


def needed(package: str, install: str) -> Any:
    """A module that a plain installation does not bring. Raises FabulaError with what to ``install`` where it is not.

    >>> needed("no_such_package", "fabula[corpus]")
    Traceback (most recent call last):
    fabula.errors.FabulaError: this needs the package no_such_package: pip install 'fabula[corpus]'
    """
    try:
        return import_module(package)
    except ImportError:
        raise FabulaError(f"this needs the package {package.partition('.')[0]}: pip install '{install}'") from None
