"""A reader's own cast list, from CSV or JSON."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from fabula.errors import BadCast, UnreadableFile
from fabula.text.decode import decode
from fabula.world import CastEntry

# What columns of a cast are called, and nobody is: without a column of names such a line would be somebody.
_COLUMNS = frozenset("alias aliases also pronoun pronouns gender id role names full_name fullname".split())


def read_cast(path: str | Path) -> tuple[CastEntry, ...]:
    """The entries of a cast file.

    CSV has the columns name, aliases, pronouns (aliases separated by `;` or `|`), with or without a header line;
    JSON is a list of objects with those keys, aliases a list, or a whole story.json, whose characters are taken.
    Pronouns may be "she", "she/her" or empty. Raises BadCast with what is wrong and where.
    """
    path = Path(path)
    try:
        text = decode(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise BadCast(f"{path}: no such file") from None
    except (OSError, ValueError) as e:
        raise BadCast(f"{path}: cannot be read ({e})") from None
    except UnreadableFile as e:
        raise BadCast(str(e)) from None
    is_json = path.suffix.lower() == ".json" or text.lstrip()[:1] in ("[", "{")
    entries = _from_json(text, path) if is_json else _from_csv(text, path)
    if not entries:
        raise BadCast(f"{path}: no names in it")
    return tuple(entries)


def _from_json(text: str, path: Path) -> list[CastEntry]:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise BadCast(f"{path}: broken JSON ({e})") from None
    if isinstance(data, dict):
        data = data.get("characters", data.get("cast"))
    if not isinstance(data, list):
        raise BadCast(f"{path}: expected a list of characters")
    out = []
    for i, item in enumerate(data, 1):
        if isinstance(item, str):
            item = {"name": item}
        if not isinstance(item, dict) or not isinstance(item.get("name"), str) or not item["name"].strip():
            raise BadCast(f"{path}: entry {i} has no name")
        aliases = item.get("aliases") or []
        if isinstance(aliases, str):
            aliases = _split(aliases)
        if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
            raise BadCast(f"{path}: the aliases of entry {i} are not a list of names")
        out.append(_entry(item["name"], aliases, str(item.get("pronouns") or "")))
    return out


def _from_csv(text: str, path: Path) -> list[CastEntry]:
    try:
        rows = [r for r in csv.reader(io.StringIO(text), strict=True) if any(x.strip() for x in r)]
    except csv.Error as e:
        raise BadCast(f"{path}: broken CSV ({e})") from None
    if rows and rows[0][0].strip().lower() in ("name", "character"):
        header = [x.strip().lower() for x in rows.pop(0)]
    else:
        header = ["name", "aliases", "pronouns"]
        if rows and (said := [x.strip() for x in rows[0] if x.strip().lower() in _COLUMNS]):
            raise BadCast(f"{path}: no column is called name; there is {', '.join(said)}")
    out = []
    for i, row in enumerate(rows, 1):
        cells = dict(zip(header, row, strict=False))
        name = (cells.get("name") or cells.get("character") or "").strip()
        if not name:
            raise BadCast(f"{path}: line {i} of the cast has no name")
        out.append(_entry(name, _split(cells.get("aliases") or ""), cells.get("pronouns") or ""))
    return out


def _split(cell: str) -> list[str]:
    return cell.replace("|", ";").split(";")


def _entry(name: str, aliases: list[str], pronouns: str) -> CastEntry:
    subject = pronouns.split("/")[0].strip().lower()
    kept = tuple(dict.fromkeys(a.strip() for a in aliases if a.strip()))
    return CastEntry(" ".join(name.split()), kept, subject or None)
