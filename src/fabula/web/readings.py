"""Which reading belongs to what a user gives: a story file, the folder it is in, or a manuscript."""

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from fabula.corrections.log import log_path, read_log
from fabula.corrections.words import damage
from fabula.errors import FabulaError, UnreadableFile
from fabula.exports import story_json
from fabula.exports.files import write
from fabula.models.weights import made_by
from fabula.pipeline import Draft, Progress, draft_story, finish_story, read
from fabula.text.open import SUFFIXES, digest_of, read_file
from fabula.text.several import parts_of
from fabula.web.drafts import kept_draft, make_room
from fabula.web.library import Library
from fabula.world import CastEntry, Manuscript, Story

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
    file = file if file.name else file.resolve()  # "." has no name
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
    return read_kept(path, settings_of(path))


def read_kept(path: Path, settings: Settings, progress: Progress | None = None) -> Story:
    """A manuscript read with its corrections; what costs most is kept in the library, so that it is done once.

    Raises UnreadableFile or BadLog.
    """
    manuscript = read_file(path)
    held = read_log(log_path(path))
    draft = _draft(path, manuscript, progress)
    story = finish_story(draft, held.standing, settings.cast, progress, settings.min_confidence)
    make_room(draft)
    return replace(story, notes=(*story.notes, *damage(held)))


def _draft(path: Path, manuscript: Manuscript, progress: Progress | None) -> Draft:
    try:
        library = Library()
        folder = library.folder / library.add(path).id
    except (OSError, FabulaError):
        return draft_story(manuscript, progress)  # a library that cannot be written is none of a reading's business
    return kept_draft(folder, manuscript, progress)


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
    found = [p for p in (*beside, *known) if p.exists()]
    same = (p for p in found if digest_of(p) == source.sha256)
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
    """The story file that a path is or that lies in it; None for a manuscript, which may be a folder of files."""
    if path.is_dir():
        found = next((path / name for name in _STORY if (path / name).is_file()), None)
        if found is None and not path.name.endswith("-fabula") and parts_of(path, SUFFIXES):
            return None  # a manuscript of several files
        if found is None:
            raise UnreadableFile(f"{path}: a folder without a story.json; give a manuscript, or what fabula read wrote")
        return found
    return path if path.name.endswith((".json", ".json.gz")) else None


def kept_reading(file: Path) -> Story | None:
    """A reading of this very file, with these very corrections, from the folder beside it or from the library."""
    try:
        digest = digest_of(file)
    except OSError:
        return None  # the reading will say what is wrong
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


def shelve(file: str, story: Story, settings: Settings) -> None:
    """Put what was read into the library, so that the reader in the browser offers it; a library that cannot be written
    is none of a reading's business.
    """
    library = Library()
    try:
        entry = library.save(library.add(file), story)
        save_settings(library.folder / entry.id, settings)
    except (OSError, FabulaError):
        return
