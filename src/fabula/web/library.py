"""What was read before: a folder for each book, with its reading."""

import hashlib
import json
import os
import re
import time
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_data_path

from fabula.corrections.log import log_path
from fabula.errors import FabulaError, UnreadableFile
from fabula.exports import story_json
from fabula.exports.files import write
from fabula.models.weights import made_by
from fabula.text.open import SUFFIXES, digest_of
from fabula.world import Story
from fabula.world.slugs import slug

_ID = re.compile(r"[a-z0-9-]{1,80}")


class NoSuchBook(FabulaError):
    """There is no book of this id in the library."""


class Entry(NamedTuple):
    """A book: the file it is read from, and what was read from it. ``opened`` is in seconds since 1970."""

    id: str
    path: str
    title: str
    author: str | None = None
    sha256: str = ""
    version: str = ""
    people: int = 0
    turns: int = 0
    opened: float = 0.0

    @property
    def log(self) -> Path:
        """Where its corrections are kept."""
        return log_path(self.path)


class Library:
    """Books in a folder. Ids are the only way in: no name from outside becomes a path."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(os.environ.get("FABULA_LIBRARY") or user_data_path("fabula", appauthor=False))

    def entries(self) -> list[Entry]:
        """All books, the one opened last first. A damaged entry is passed over."""
        out = []
        for path in self.folder.glob("*/entry.json"):
            try:
                out.append(self._read(path))
            except (OSError, ValueError, TypeError):
                continue
        return sorted(out, key=lambda e: (-e.opened, e.id))

    def entry(self, id: str) -> Entry:
        """The book of an id. Raises NoSuchBook."""
        try:
            if not _ID.fullmatch(id):
                raise ValueError
            return self._read(self.folder / id / "entry.json")
        except (OSError, ValueError, TypeError):
            raise NoSuchBook("there is no such book in the library") from None

    def add(self, file: str | Path) -> Entry:
        """The book of a file, or of a folder's files, new or known. Raises UnreadableFile where there is none such."""
        path = Path(file).resolve()
        if not path.exists():
            raise UnreadableFile(f"{file}: no such file")
        id = f"{slug(path.stem)[:50]}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
        try:
            old = self.entry(id)
        except NoSuchBook:
            old = Entry(id, str(path), path.stem)
        entry = old._replace(opened=time.time())
        self._write(entry)
        return entry

    def upload(self, name: str, data: bytes) -> Entry:
        """Keep a file that came through the browser, and add it. Raises UnreadableFile for what cannot be a story."""
        given = Path(name.replace("\\", "/").rpartition("/")[2])
        if given.suffix.lower() not in SUFFIXES:
            raise UnreadableFile(f"{given.name or 'the file'}: not one of {', '.join(SUFFIXES)}")
        if not data:
            raise UnreadableFile(f"{given.name}: the file is empty")
        kept = (
            self.folder
            / "uploads"
            / hashlib.sha256(data).hexdigest()[:16]
            / (slug(given.stem)[:80] + given.suffix.lower())
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
        return self.add(kept)

    def load(self, entry: Entry) -> Story | None:
        """The reading of a book that was kept, unless its file, Fabula or its weights changed since."""
        path = self.folder / entry.id / "story.json"
        try:
            now = digest_of(Path(entry.path))
        except OSError:
            now = entry.sha256  # the file is gone: its reading is what there is
        if entry.version != made_by() or now != entry.sha256 or not path.is_file():
            return None
        try:
            return story_json.load(path)
        except UnreadableFile:
            return None

    def forget(self, entry: Entry) -> None:
        """Drop the reading of a book; the book stays."""
        (self.folder / entry.id / "story.json").unlink(missing_ok=True)

    def save(self, entry: Entry, story: Story) -> Entry:
        """Keep a reading."""
        story_json.save(story, self.folder / entry.id / "story.json")
        entry = entry._replace(
            title=story.source.title or entry.title,
            author=story.source.author,
            sha256=story.source.sha256,
            version=made_by(),
            people=len(story.characters),
            turns=sum(q.kind == "speech" for q in story.quotes),
        )
        self._write(entry)
        return entry

    def _read(self, path: Path) -> Entry:
        entry = Entry(**json.loads(path.read_text(encoding="utf-8")))
        if entry.id != path.parent.name:
            raise ValueError(f"{path}: the entry of another book")
        texts, numbers = (entry.path, entry.title, entry.author or "", entry.sha256, entry.version), entry[6:]
        if not all(isinstance(x, str) for x in texts) or not all(isinstance(x, int | float) for x in numbers):
            raise TypeError(f"{path}: not an entry")
        return entry

    def _write(self, entry: Entry) -> None:
        write(self.folder / entry.id / "entry.json", json.dumps(entry._asdict(), ensure_ascii=False, indent=1))
