"""What a worker does with one book: read it, write all of it aside, and put it in its place in one move."""

import gzip
import json
import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from fabula.corpus.manifest import Book
from fabula.corpus.places import RECORD, STORY, book_folder, clear_note, set_aside, source, stamp, work_folder
from fabula.errors import FabulaError
from fabula.exports import arrow, story_json
from fabula.exports.files import write, write_bytes
from fabula.language.analyse import load_model
from fabula.pipeline import read
from fabula.world import Story

_ONE_AT_A_TIME = threading.Lock()  # a worker with several threads still reads one book at a time: memory is bounded


class Done(NamedTuple):
    """How it went with a book: ``reason`` is why it was set aside, or empty."""

    id: str
    reason: str = ""


def read_book(shelf: str, book: Book) -> Done:
    """Read a book of a shelf on one thread and put what was read on the shelf. Raises nothing that the book caused."""
    folder = Path(shelf)
    with _ONE_AT_A_TIME:
        now = None
        try:
            now = stamp(folder, book)
            # what spaCy learns of a book's words is forgotten with the book: ten thousand of them would fill the memory
            with load_model().memory_zone():
                story = read(source(folder, book), threads=1)
            _put(folder, book, story, now)
            return Done(book.id)
        except FabulaError as e:
            reason = str(e)
        except OSError as e:  # a disk that is full, a file that is gone: to be tried again next time
            reason, now = f"{e.filename or source(folder, book)}: {e.strerror or e}", None
        except Exception as e:  # one book must not end a run of ten thousand
            reason = f"a fault of Fabula's own, please report it: {type(e).__name__}: {e}"
        set_aside(folder, book, reason, now)
        return Done(book.id, reason)


def _put(folder: Path, book: Book, story: Story, now: dict[str, object]) -> None:
    work_folder(folder).mkdir(exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f"{book.id}-", dir=work_folder(folder)))
    try:
        made = aside / "made"
        arrow.save(story, made)
        write_bytes(made / STORY, gzip.compress(story_json.dumps(story).encode(), 6, mtime=0))
        record = {
            **now,
            "title": story.source.title,
            "author": story.source.author,
            "narration": story.narration.person,
            "narrator": story.narration.narrator,
            "length": len(story.text),
            "tokens": len(story.tokens or ()),
            "characters": len(story.characters),
            "quotations": len(story.quotes),
            "notes": list(story.notes),
        }
        write(made / RECORD, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
        final = book_folder(folder, book.id)
        final.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            final.rename(aside / "old")
        made.rename(final)
        clear_note(folder, book.id)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
