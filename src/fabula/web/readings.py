"""Which reading belongs to what a user gives: a story file, the folder it is in, or a manuscript."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from fabula.corrections.log import log_path, read_log
from fabula.errors import FabulaError, UnreadableFile
from fabula.exports import story_json
from fabula.exports.files import write
from fabula.models.weights import made_by
from fabula.pipeline import read
from fabula.web.library import Library
from fabula.world import CastEntry, Story

SETTINGS = "settings.json"  # beside a story file that was read with settings of its own
_STORY = ("story.json", "story.json.gz")  # the second as a shelf keeps it


class Settings(NamedTuple):
    """What a reader gave beside the manuscript: a cast, and how sure we must be of a speaker."""

    cast: tuple[CastEntry, ...] = ()
    min_confidence: float = 0.0


def save_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings of the reading in a folder; the usual ones leave no file."""
    if settings == Settings():
        (folder / SETTINGS).unlink(missing_ok=True)
        return
    cast = [{"name": e.name, "aliases": list(e.aliases), "pronouns": e.pronouns} for e in settings.cast]
    said = {"format": "fabula-settings/1", "cast": cast, "min_confidence": settings.min_confidence}
    write(folder / SETTINGS, json.dumps(said, ensure_ascii=False, indent=1) + "\n")


def load_settings(folder: Path) -> Settings | None:
    """The settings in a folder; None where there are none that can be read."""
    try:
        said = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        cast = tuple(CastEntry(e["name"], tuple(e["aliases"]), e["pronouns"]) for e in said["cast"])
        return Settings(cast, float(said["min_confidence"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def folder_of(file: Path) -> Path:
    """Where `fabula read` puts what it writes, unless told otherwise."""
    return file.with_name(f"{file.stem}-fabula")


def settings_of(file: Path, library: Library | None = None) -> Settings:
    """With what a manuscript was read last: what stands in the folder beside it, or in the library."""
    library = library or Library()
    folders = [folder_of(file), *(library.folder / e.id for e in library.entries() if e.path == str(file.resolve()))]
    return next((s for s in map(load_settings, folders) if s is not None), Settings())


def story_of(given: str) -> Story:
    """The story of a story file, of the folder it is in, or of a manuscript.

    A manuscript is read, with the cast and the threshold of its last reading; where that reading is of this very file
    and these corrections, it is taken as it is. Raises UnreadableFile.
    """
    if given == "-":
        return read(given)
    path = local(given)
    file = _story_file(path)
    if file is not None:
        return story_json.load(file)
    return kept_reading(path) or read_again(path)


def read_again(path: Path) -> Story:
    """A manuscript read with the settings of its last reading."""
    settings = settings_of(path)
    return read(path, cast=settings.cast, min_confidence=settings.min_confidence)


def manuscript_of(given: str) -> Path:
    """The manuscript that is given, or that a story file was read from: beside it or its folder, or in the library.

    Raises UnreadableFile where it is not to be found.
    """
    path = local(given)
    file = _story_file(path)
    if file is None:
        return path
    source = story_json.load(file).source
    beside = [file.parent / source.name, file.parent.parent / source.name]
    known = [Path(e.path) for e in Library().entries() if e.sha256 == source.sha256]
    found = [p for p in (*beside, *known) if p.is_file()]
    same = (p for p in found if hashlib.sha256(p.read_bytes()).hexdigest() == source.sha256)
    best = next(same, next(iter(found), None))
    if best is None:
        raise UnreadableFile(f"{given}: {source.name}, which it was read from, is not beside it; give that file itself")
    return best


def local(given: str) -> Path:
    """A path; UnreadableFile for an address of the web."""
    if "://" in given:
        raise UnreadableFile(f"{given}: Fabula reads files; save the page or the book first")
    return Path(given)


def manuscript(given: str) -> str:
    """What is to be read as a manuscript. Raises UnreadableFile for an address, and for what was read already."""
    if given != "-" and local(given).name.endswith((".json", ".json.gz")) and Path(given).is_file():
        try:
            source = story_json.load(Path(given)).source
        except UnreadableFile:
            raise UnreadableFile(f"{given}: JSON, which holds data and not a story") from None
        raise UnreadableFile(f"{given}: a story file, read from {source.name} before; ask, export and open take it")
    return given


def _story_file(path: Path) -> Path | None:
    """The story file that a path is or that lies in it; None for a manuscript."""
    if path.is_dir():
        found = next((path / name for name in _STORY if (path / name).is_file()), None)
        if found is None:
            raise UnreadableFile(f"{path}: a folder without a story.json; give a manuscript, or what fabula read wrote")
        return found
    return path if path.name.endswith((".json", ".json.gz")) else None


def kept_reading(file: Path) -> Story | None:
    """A reading of this very file, with these very corrections, from the folder beside it or from the library."""
    if not file.is_file():
        return None  # the reading will say what is wrong
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    standing = tuple(op.id for op in read_log(log_path(file)).standing)
    library = Library()
    places = [folder_of(file) / "story.json"]
    own = (e for e in library.entries() if e.path == str(file.resolve()) and e.version == made_by())
    places += [library.folder / e.id / "story.json" for e in own]
    for place in places:
        try:
            story = story_json.load(place)
        except FabulaError:
            continue
        if story.source.sha256 == digest and tuple(c.id for c in story.corrections) == standing:
            return story
    return None


def shelve(file: str, story: Story, cast: Sequence[CastEntry], min_confidence: float) -> None:
    """Put what was read into the library, so that the reader in the browser offers it; a library that cannot be written
    is none of a reading's business.
    """
    library = Library()
    try:
        entry = library.save(library.add(file), story)
        save_settings(library.folder / entry.id, Settings(tuple(cast), min_confidence))
    except (OSError, FabulaError):
        return
