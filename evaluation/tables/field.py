"""Small inputs made after people's bug reports, by ``fieldcheck.py``."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from evaluation.figures import Counts, Figure, Section, between, measure, part, shown, table
from evaluation.place import Measure, Place
from evaluation.texts import NoTexts

GOALS = {"formats": "100", "robust": "100", "plain": "100", "names": "92", "dialogue": "92"}
ALL = "all"
LATE = "not done in 60 s"


def count(file: dict[str, Any], printed: str) -> Counts:
    """The counts of one input, from what the script printed: a line for each check that fails.

    >>> count({"file": "a.txt", "kind": "names", "checks": [{"people": 2}]}, 'a.txt {"people": 2} 1, cast: Ida')
    {'names': (1, 2, 2), 'all': (1, 2, 2)}
    """
    failed = sum(line.startswith(file["file"] + " {") for line in printed.splitlines())
    n = 1 + len(file["checks"])  # that it is read, or refused, in good order is a check, too
    held = (n - failed, n, n)
    return {str(file["kind"]): held, ALL: held}


def command() -> str:
    """The ``fabula`` beside this Python, or that on the path."""
    here = Path(sys.executable).parent / "fabula"
    found = str(here) if here.is_file() else shutil.which("fabula")
    if not found:
        raise NoTexts("fabula: no such command; install the package into this environment")
    return found


def _section(place: Place) -> Section:
    field = place.shared / "field"
    if not (field / "fieldcheck.py").is_file():
        raise NoTexts(f"{field}: no inputs there; give the shared folder with --shared")
    expected = json.loads((field / "expected.json").read_text(encoding="utf-8"))
    fabula = command()

    def check(file: dict[str, Any]) -> str:
        """What the script prints of one input. What was read before, by the same code, is not read again."""
        listed = place.work / f"field-{file['file']}.json"
        listed.write_text(json.dumps([file]), encoding="utf-8")
        words = [field / "fieldcheck.py", listed, field / "in", place.readings.kept / "field", "--fabula", fabula]
        done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NoTexts(f"{field / 'fieldcheck.py'}: stopped ({done.stderr.strip().splitlines()[-1:]})")
        return done.stdout

    with ThreadPoolExecutor(place.jobs) as pool:
        printed = list(pool.map(check, expected))
    # The script's minute is meant for a machine that does nothing else: what was late has it once more, alone.
    printed = [check(file) if LATE in said else said for file, said in zip(expected, printed, strict=True)]
    (place.out / "field.txt").write_text("".join(printed), encoding="utf-8")
    late = sum(LATE in said for said in printed)
    rows = [count(file, said) for file, said in zip(expected, printed, strict=True)]
    kinds = [*sorted({k for r in rows for k in r} - {ALL}), ALL]
    figures = [Figure(k, part(k, "r"), GOALS.get(k, "")) for k in kinds]
    values = measure(rows, figures)
    lines = []
    for f, v in zip(figures, values, strict=True):
        some = [r[f.name] for r in rows if f.name in r]
        held, n = (int(sum(x[k] for x in some)) for k in (0, 2))
        whole = sum(x[0] == x[2] for x in some)
        lines.append([f.name, f"{held} of {n}", shown(v.here), between(v), f.goal, f"{whole} of {len(some)}"])
    body = (
        "The share of checks by `fieldcheck.py` that hold, over inputs made after reports by users of other tools.",
        f"Inputs that were not done in a minute: {late}.",
        "",
        *table(["kind", "checks", "%", "interval", "goal", "files whole"], lines, "lrrcrr"),
    )
    headline = {f"field: {f.name}": v.here for f, v in zip(figures, values, strict=True)}
    return Section("field", f"What people's files hold ({len(rows)} inputs)", body, headline)


FIELD = Measure("field", "inputs made after people's bug reports", lambda p: [], _section)
