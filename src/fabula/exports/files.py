"""Writing files so that nothing half-written is ever left under the final name."""

import os
import tempfile
from pathlib import Path

from fabula.errors import FabulaError


def write(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 beside ``path``, then put it in its place. Raises FabulaError with the reason."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """The same for bytes."""
    handle = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as f:
            handle = Path(f.name)
            f.write(data)
        umask = os.umask(0)
        os.umask(umask)
        handle.chmod(0o666 & ~umask)
        handle.replace(path)
    except OSError as e:
        if handle is not None:
            handle.unlink(missing_ok=True)
        raise FabulaError(f"{path}: cannot be written ({e.strerror or e})") from None
    except BaseException:
        if handle is not None:
            handle.unlink(missing_ok=True)
        raise
