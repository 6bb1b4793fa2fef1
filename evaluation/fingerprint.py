"""Which Fabula was measured: date, commit, and hashes of its code and of its weights."""

import hashlib
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import fabula

ROOT = Path(__file__).parent.parent
WEIGHTS = (".onnx", ".npz")
_PASSED_OVER = ("__pycache__", ".pyc")


class Fingerprint(NamedTuple):
    """``commit`` ends with + where files of the package were changed since; hashes are 12 hexadecimal digits."""

    date: str
    commit: str
    code: str
    weights: str

    def stamp(self, command: str) -> str:
        """The line under a table's heading."""
        return f"*{self.date}, commit {self.commit}, weights {self.weights}: `{command}`*"


def fingerprint(package: Path | None = None, root: Path = ROOT) -> Fingerprint:
    """Of the package that is imported here, or of the one in a folder; the commit is that of ``root``."""
    package = package or Path(fabula.__file__).parent
    files = [p for p in package.rglob("*") if p.is_file() and not str(p).endswith(_PASSED_OVER)]
    weights = [p for p in files if p.suffix in WEIGHTS]
    code = [p for p in files if p.suffix not in WEIGHTS]
    today = datetime.now(UTC).date().isoformat()
    return Fingerprint(today, _commit(root), _hash(package, code), _hash(package, weights))


def _hash(package: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _commit(root: Path) -> str:
    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    commit = git("rev-parse", "--short=8", "HEAD") or "unknown"
    return commit + ("+" if git("status", "--porcelain", "--", "src") else "")
