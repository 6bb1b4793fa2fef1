"""The books that are open: each read in the background, and read again when it was corrected."""

import threading
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from typing import TypeGuard

from fabula.constraints.compile import compile_constraints
from fabula.consult.alike import Pair, may_be_one
from fabula.corrections.log import Contents, append, read_log, redo, undo
from fabula.corrections.make import Maker, preview
from fabula.corrections.operations import Operation
from fabula.corrections.words import damage
from fabula.errors import FabulaError
from fabula.exports.page.look import Look, look_of
from fabula.exports.page.prose import Prose
from fabula.pipeline import Draft, complete_story, resolve_story
from fabula.resolution.loop import Resolution
from fabula.resolution.speakers.attribute import decide
from fabula.resolution.speakers.value_of_asking import value_of_asking
from fabula.text.open import Stamp, read_file, stamp_of
from fabula.web.drafts import kept_draft, make_room
from fabula.web.library import Entry, Library
from fabula.web.readings import Settings, load_settings
from fabula.web.sections import Section, cut_sections
from fabula.web.sofar import SoFar
from fabula.world import Story
from fabula.world.corrections import is_settled

ASKED = 120  # of the least certain lines it is thought through what their answer would teach
OPEN = 4  # books kept in memory
SHARES = {"language": (0.0, 0.33), "people": (0.33, 0.85), "speech": (0.85, 0.95), "scenes": (0.95, 1.0)}


class View:
    """A story with what its pages are made from, each part when it is first asked for.

    ``evidence`` is what this very story was resolved from, where it is at hand.
    """

    def __init__(self, story: Story, evidence: Resolution | None = None) -> None:
        self.story, self.evidence = story, evidence
        self._cut: dict[int, View] = {}

    @cached_property
    def look(self) -> Look:
        return look_of(self.story)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return cut_sections(self.story)

    @cached_property
    def prose(self) -> Prose:
        return Prose(self.story, self.look, self.sofar.telling)

    @cached_property
    def sofar(self) -> SoFar:
        return SoFar(self.story, self.look)

    @cached_property
    def alike(self) -> list[Pair]:
        """The pairs of the cast who may be one person."""
        return may_be_one(self.story)

    @cached_property
    def maker(self) -> Maker:
        return Maker(self.story)

    def end_of_paragraph(self, position: int) -> int:
        """Where the paragraph that a code point stands in ends."""
        return max(position, next((p.end for p in reversed(self.story.paragraphs) if p.start <= position), 0))

    def until(self, position: int) -> "View":
        """What may be shown to a reader who has read up to ``position``: people keep their colours and their ids."""
        if position >= len(self.story.text):
            return self
        cut = self._cut  # another thread may put another in its place
        if position not in cut:
            cut = self._cut = {position: self._until(position)}
        return cut[position]

    def _until(self, position: int) -> "View":
        out = View(self.sofar.telling.until(position, neutral=False))
        look, whole = look_of(out.story), self.look
        marks = {c.id: whole.mark_at(c.id, c.name) for c in out.story.characters}
        out.look = look._replace(hue={w: whole.hue[w] for w in look.ranked}, mark=marks, number=whole.number)
        out.sections, out.maker = self.sections, self.maker
        return out


@dataclass
class Book:
    """One open book. ``revision`` counts up whenever what it shows changed; ``share`` is how far a reading has come.

    ``file`` is the stamp of the file when it was read, ``applied`` the operations that were; ``failed`` is both
    of a reading that failed, which is not tried again until one of them changes. ``own`` is held while the files of the
    book are looked at, by one thread at a time.
    """

    entry: Entry
    view: View | None = None
    revision: int = 0
    busy: bool = False
    stage: str = ""
    share: float = 0.0
    error: str = ""
    news: str = ""
    log: Contents = field(default_factory=Contents)
    noted: tuple[int, ...] | None = None  # when the log was written that we know, and how long it is
    file: Stamp | None = None
    applied: tuple[str, ...] | None = None
    failed: tuple[tuple[str, ...], Stamp | None] | None = None
    opened: bool = False
    own: threading.RLock = field(default_factory=threading.RLock)
    draft: Draft | None = None


class OpenBooks:
    """The open books. Every method may be called from any thread; readings follow one another in one of their own.

    The lock of all is held to look something up or to put it in its place, never while a file is read, written or
    waited for; that is done under the lock of one book.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._books: dict[str, Book] = {}
        self._lock = threading.RLock()
        self._waiting: SimpleQueue[Book] = SimpleQueue()
        # A thread that does not keep the program from ending: what it writes is put in its place when it is whole.
        threading.Thread(target=self._work, name="reading", daemon=True).start()

    def _work(self) -> None:
        while True:
            self._read(self._waiting.get())

    def book(self, id: str) -> Book:
        """A book of the library, opened, and its reading begun where there is none. Raises NoSuchBook."""
        with self._lock:
            book = self._books.pop(id, None)
            if book is not None:
                self._books[id] = book  # the one asked for last
        if book is None:
            fresh = Book(self.library.entry(id))
            with self._lock:
                book = self._books.setdefault(id, fresh)
                self._close_others(id)
        with book.own:
            if not book.opened:
                story = self.library.load(book.entry)
                if story is not None:
                    book.file = stamp_of(Path(book.entry.path))
                    book.view = View(story)
                    book.applied = tuple(c.id for c in story.corrections)
                book.opened = True
            self._look_at_log(book)
        return book

    def _close_others(self, id: str) -> None:
        """Close those that nobody asked for longest where too many are open; one that is being read stays."""
        idle = [i for i, b in self._books.items() if not b.busy and i != id]
        for old in idle[: max(0, len(self._books) - OPEN)]:
            del self._books[old]

    def _look_at_log(self, book: Book) -> None:
        """Read again where the log or the file is not what it was, whoever wrote to it."""
        with book.own:
            try:
                written = _written(book.entry.log)
                if written != book.noted or written is None:
                    book.log = read_log(book.entry.log)
                    book.noted = written
            except FabulaError as e:
                book.error, book.failed, book.noted = str(e), None, None
                return
            now, file = tuple(op.id for op in book.log.standing), stamp_of(Path(book.entry.path))
            with self._lock:
                if book.error and book.failed != (now, file):
                    book.error = ""
                if not book.busy and not book.error and not _is_current(book, now, file):
                    book.busy, book.stage, book.share = True, "waiting", 0.0
                    self._waiting.put(book)

    def correct(self, book: Book, ops: Sequence[Operation]) -> None:
        """Write operations to the log of a book, show them, and read it again with them. Raises BadLog."""
        append(book.entry.log, ops)
        with book.own:
            view = book.view
            if view is not None:
                story = view.story
                for op in ops:  # made from what the page showed, which may have been another reading
                    story = preview(story, op)
                shown = View(_neighbours(story, view.evidence), view.evidence)
                with self._lock:
                    if book.view is view:  # else a reading has ended meanwhile, and the next one shows it
                        book.view = shown
                        book.revision += 1
            self._look_at_log(book)

    def undo(self, book: Book) -> None:
        """Take back the last operation of a book. Raises BadLog where there is none."""
        undo(book.entry.log)
        self._look_at_log(book)

    def redo(self, book: Book) -> None:
        """Make the operation undone last stand again. Raises BadLog where there is none."""
        redo(book.entry.log)
        self._look_at_log(book)

    def _read(self, book: Book) -> None:
        """Read until what is shown is what the log says."""
        tried = None
        try:
            while True:
                held = read_log(book.entry.log)
                now, file = tuple(op.id for op in held.standing), stamp_of(Path(book.entry.path))
                with self._lock:
                    if _is_current(book, now, file):
                        book.busy = False
                        return
                tried = now, file
                view = self._reading(book, held)
                news = _news(book.view.story if book.view is not None else None, view.story, book.applied, now)
                with self._lock:
                    book.view, book.applied, book.file, book.news = view, now, file, news
                    book.revision += 1
                book.entry = self.library.save(book.entry, view.story)  # megabytes: no page waits for it
        except FabulaError as e:
            self._fail(book, str(e), tried)
        except Exception as e:  # whatever it was, the page must say so and not wait for ever
            self._fail(book, f"the reading failed ({type(e).__name__}: {e})", tried)
            traceback.print_exc()  # a fault of ours: the terminal has the whole of it

    def _fail(self, book: Book, why: str, tried: tuple[tuple[str, ...], Stamp | None] | None) -> None:
        with self._lock:
            book.error, book.failed, book.busy = why, tried, False

    def _reading(self, book: Book, held: Contents) -> View:
        def progress(stage: str, done: int, total: int) -> None:
            a, b = SHARES.get(stage, (0.0, 1.0))
            book.stage, book.share = stage, a + (b - a) * done / max(1, total)

        manuscript = read_file(book.entry.path)
        if book.draft is None or book.draft.manuscript.source.sha256 != manuscript.source.sha256:
            with self._lock:  # a draft is large: one at a time
                for other in self._books.values():
                    other.draft = None
                    if other.view is not None:
                        other.view.evidence = None
            book.draft = kept_draft(self.library.folder / book.entry.id, manuscript, progress)
        settings = load_settings(self.library.folder / book.entry.id) or Settings()
        constraints = compile_constraints(manuscript, held.standing, settings.cast)
        resolution = resolve_story(book.draft, constraints, progress)
        story = complete_story(book.draft, constraints, resolution, progress, settings.min_confidence)
        make_room(book.draft)
        return View(replace(story, notes=(*story.notes, *damage(held)), tokens=None), resolution)


def _written(log: Path) -> tuple[int, ...] | None:
    """When a log was written, how long it is and which file; None where there is none."""
    try:
        said = log.stat()
    except OSError:
        return None
    return said.st_mtime_ns, said.st_size, said.st_ino


def _is_current(book: Book, operations: tuple[str, ...], file: Stamp | None) -> bool:
    """Is what is shown a reading of the file as it is, with these operations? A file that is gone changes nothing."""
    return book.view is not None and operations == book.applied and file in (book.file, None)


def _settled(story: Story) -> dict[int, str | None]:
    """The speakers that somebody settled, by the number of their turn."""
    return {k: q.speaker for k, q in enumerate(story.quotes) if is_settled(q)}


def _is_of(evidence: Resolution | None, story: Story) -> TypeGuard[Resolution]:
    """Is the evidence at hand, and of the same turns? Those that a reader took out or put in are other turns."""
    return evidence is not None and [t.parts for t in evidence.turns] == [q.parts for q in story.quotes]


def _neighbours(story: Story, r: Resolution | None) -> Story:
    """The story with the other lines of the conversations decided again at once, where the evidence is at hand."""
    if not _is_of(r, story):
        return story
    anew = decide(r.turns, r.candidates, r.cuts, _settled(story), [q.type for q in r.quotes])
    return replace(
        story,
        quotes=tuple(
            q
            if is_settled(q) or q.kind != n.kind
            else replace(q, speaker=n.speaker, confidence=n.confidence, evidence=n.evidence, runner_up=n.runner_up)
            for q, n in zip(story.quotes, anew, strict=True)
        ),
    )


def least_certain(view: View) -> list[str]:
    """Ids of the lines that nobody settled, those first of which we are least sure."""
    left = [q for q in view.story.quotes if "speaker" not in q.corrected and (q.kind != "thought" or q.speaker is None)]
    return [q.id for q in sorted(left, key=lambda q: (q.confidence, q.parts[0]))]


def teaching(view: View) -> list[str]:
    """The same, those of the least certain first whose answer would mend most around them.

    The evidence for a book that was read earlier is not at hand; they stay as they are then.
    """
    order, story, r = least_certain(view), view.story, view.evidence
    if not _is_of(r, story):
        return order
    number = {q.id: k for k, q in enumerate(story.quotes)}
    settled = _settled(story)
    gain = value_of_asking(r.turns, r.candidates, r.cuts, settled, [number[id] for id in order[:ASKED]])
    return [*sorted(order[:ASKED], key=lambda id: -gain[number[id]]), *order[ASKED:]]


def _news(before: Story | None, after: Story, applied: tuple[str, ...] | None, now: tuple[str, ...]) -> str:
    """What a new reading changed beside what was corrected."""
    if before is None or applied is None or len(before.quotes) != len(after.quotes):
        return ""
    names = {c.id for c in after.characters}
    changed = sum(
        a.speaker != b.speaker and a.speaker in names
        for a, b in zip(before.quotes, after.quotes, strict=True)
        if not b.corrected and not is_settled(b)
    )
    if not changed or len(now) <= len(applied):
        return ""
    return f"{changed} other {'line was' if changed == 1 else 'lines were'} decided anew because of it"
