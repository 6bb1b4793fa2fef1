"""Build the wheel and the sdist and try each: python -m tests.packaging [--lowest] [--python PYTHON] [--keep FOLDER]

Each goes into an environment of its own, away from the checkout, from wheels alone, as on a machine without a compiler; `fabula doctor`
and a reading of an example are run there. ``--lowest`` takes the lowest version of every direct
dependency that pyproject.toml allows. Needs a package index.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "the-lamp-room.txt"
_LOWER = re.compile(r"^([A-Za-z0-9._-]+)(\[[^\]]*\])?>=([0-9.]+)")
_NOT_OURS = re.compile(r"(?:^|/)(?:tests|training|evaluation|benchmarks)/|\.(?:pt|pickle|pyc)$")


def lowest(dependencies: Sequence[str]) -> list[str]:
    """The lowest version that each requirement allows, as pip's constraints.

    >>> lowest(["numpy>=1.26", "spacy>=3.8,<3.9", "dask[distributed]>=2024.8"])
    ['numpy==1.26.*', 'spacy==3.8.*', 'dask==2024.8.*']
    """
    found = [_LOWER.match(d.replace(" ", "")) for d in dependencies]
    return [f"{m[1]}=={m[3]}.*" for m in found if m]


def contents(file: Path) -> list[str]:
    """The names of the files in a wheel or an sdist."""
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as z:
            return z.namelist()
    with tarfile.open(file) as t:
        return t.getnames()


def build(python: str, out: Path) -> tuple[Path, Path]:
    """The wheel and the sdist, the wheel built from the sdist."""
    tool = out / "build"
    venv.create(tool, with_pip=True)
    here = _bin(tool)
    _run([here("python"), "-m", "pip", "install", "-q", "build"])
    _run([here("python"), "-m", "build", "-q", "--outdir", str(out / "dist"), str(ROOT)])
    (wheel,), (sdist,) = (out / "dist").glob("*.whl"), (out / "dist").glob("*.tar.gz")
    return wheel, sdist


def attempt(file: Path, python: str, out: Path, constraints: Sequence[str] = ()) -> str:
    """Install a file into a clean environment and use it there. What it said; CalledProcessError where it fails."""
    _run([python, "-m", "venv", str(out)])
    here = _bin(out)
    pip = [here("python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    if constraints:
        (out / "lowest.txt").write_text("\n".join(constraints) + "\n", encoding="utf-8")
        pip += ["-c", str(out / "lowest.txt")]
    _run([*pip, "--only-binary", ":all:", "--no-binary", "fabula", str(file)])
    _run([here("python"), "-m", "pip", "check"])
    work = out / "wörk space"  # as home folders are called
    work.mkdir()
    shutil.copy(EXAMPLE, work / "the lamp röom.txt")
    said = _run([here("fabula"), "doctor"], work)
    _run([here("fabula"), "read", "the lamp röom.txt", "-q"], work)
    found = sorted(p.name for p in (work / "the lamp röom-fabula").iterdir())
    assert "story.json" in found and "story.html" in found, found
    return said


def _bin(folder: Path):  # type: ignore[no-untyped-def]
    place = folder / ("Scripts" if os.name == "nt" else "bin")
    return lambda name: str(place / name)


def _run(command: Sequence[str], folder: Path | None = None) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "FABULA", "PIP_TARGET", "VIRTUAL_ENV"))}
    nowhere = {"FABULA_LIBRARY": str((folder or Path.cwd()) / "library")} if folder else {}
    done = subprocess.run(
        command, cwd=folder, env={**kept, **nowhere}, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        done.check_returncode()
    return done.stdout


def main() -> int:
    """Build and try; the first lines of what `fabula doctor` said of each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--lowest", action="store_true", help="with the lowest versions of what Fabula depends on")
    asked.add_argument("--python", default=sys.executable, help="the Python of the clean environments")
    asked.add_argument("--keep", type=Path, help="where it is done; a folder that goes away unless given")
    args = asked.parse_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    constraints = lowest(project["dependencies"]) if args.lowest else []
    with tempfile.TemporaryDirectory(prefix="fabula-packaging-") as temporary:
        out = args.keep or Path(temporary)
        wheel, sdist = build(args.python, out)
        strays = [n for n in contents(wheel) if _NOT_OURS.search(n)]
        assert not strays, f"in the wheel: {strays[:5]}"
        for file in (wheel,) if args.lowest else (wheel, sdist):
            said = attempt(file, args.python, out / file.suffix.strip("."), constraints)
            print(
                f"{file.name} ({file.stat().st_size >> 20} MiB):",
                *said.splitlines()[:3],
                said.splitlines()[-1],
                sep="\n  ",
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
