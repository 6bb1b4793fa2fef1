"""The texts that are read, each with its gold: the sets that the tables are made of."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEEDS = (1, 2, 3)

# Twelve of the held quarter for --quick: of every kind of story, none long.
QUICK = ("A01", "B04", "D05", "E04", "F01", "G07", "J07", "J31", "T20", "T40", "V045", "V094")


class NoTexts(Exception):
    """The shared folder, or a part of it, is not where it was looked for."""


@dataclass(frozen=True)
class Text:
    """A text file to read. ``gold`` is for the scorer alone; ``cast`` is a cast list in JSON, given to the reading.

    ``secret`` texts are scored and never looked at: neither their names nor their readings are kept or shown.
    """

    id: str
    path: Path
    gold: Path
    cast: str | None = None
    secret: bool = False


def beside(folder: Path, ids: Iterable[str] | None = None, secret: bool = False) -> list[Text]:
    """The texts of a folder that have gold beside them, all or those of ``ids``, in order of their names."""
    stems = sorted(ids) if ids is not None else sorted(p.stem for p in folder.glob("*.json"))
    out = [Text(s, folder / f"{s}.txt", folder / f"{s}.json", secret=secret) for s in stems]
    if not out or not all(t.path.is_file() and t.gold.is_file() for t in out):
        raise NoTexts(f"{folder}: no texts with gold there; give the shared folder with --shared")
    return out


def heldout(shared: Path) -> list[Text]:
    """The held quarter of the practice stories."""
    listed = shared / "stories" / "heldout.txt"
    if not listed.is_file():
        raise NoTexts(f"{listed}: no such file; give the shared folder with --shared")
    return beside(shared / "stories", listed.read_text(encoding="utf-8").split())


def quick(shared: Path) -> list[Text]:
    """Twelve stories of the held quarter, always the same."""
    return [t for t in heldout(shared) if t.id in QUICK]


def blind(shared: Path) -> list[Text]:
    """Stories that are scored and never opened."""
    return beside(shared / "stories" / "blind", secret=True)


def swapped(texts: list[Text], shared: Path, work: Path) -> dict[int, list[Text]]:
    """The same stories with other names, for each seed, written into folders under ``work``."""
    script = shared / "stories" / "swap_gold.py"
    out = {}
    for seed in SEEDS:
        folder = work / f"{texts[0].path.parent.name}-seed-{seed}"
        ids = [t.id for t in texts]
        if not folder.exists():
            command = [sys.executable, str(script), str(texts[0].path.parent), str(folder), str(seed), *ids]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:  # its words may quote a secret text
                raise NoTexts(f"{script}: names could not be swapped (exit code {done.returncode})")
        out[seed] = beside(folder, ids, texts[0].secret)
    return out


def novels(shared: Path) -> list[Text]:
    """The novels of which it is written down who is who."""
    casts = sorted((shared / "corpora" / "casts").glob("*.json"))
    if not casts:
        raise NoTexts(f"{shared / 'corpora' / 'casts'}: no casts there; give the shared folder with --shared")
    return [Text(p.stem, shared / "corpora" / "novels" / f"{p.stem}.txt", p) for p in casts]


def pdnc(shared: Path, with_cast: bool = False) -> list[Text]:
    """PDNC's dev novels, raw or with the names and aliases of their characters given."""
    texts = beside(shared / "corpora" / "pdnc" / "dev")
    return [Text(t.id, t.path, t.gold, _cast_of(t.gold)) for t in texts] if with_cast else texts


def _cast_of(gold: Path) -> str:
    people = load(gold)["characters"]
    return json.dumps([{"name": c["name"], "aliases": c["aliases"]} for c in people])


def litbank(shared: Path) -> list[Text]:
    """LitBank's dev texts."""
    return beside(shared / "corpora" / "litbank" / "dev")


def load(gold: Path) -> Any:
    """Gold, for a scorer."""
    return json.loads(gold.read_text(encoding="utf-8"))
