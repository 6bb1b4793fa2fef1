"""Reviewing by an assistant: questions with their passage, answers, merges and undo, by the rules of any model."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from threading import RLock
from typing import Any

from fabula.consult.batch import Asking, Book, Said, operations
from fabula.consult.prompt import allowed, listed, show_passages
from fabula.consult.questions import ABOUT, UNTOLD, About, Question, Request, key_of
from fabula.corrections.log import append, read_log
from fabula.corrections.make import Maker
from fabula.corrections.operations import Operation
from fabula.corrections.words import in_words
from fabula.errors import FabulaError
from fabula.world import Story
from fabula.world.corrections import said_by

ASSISTANT = "assistant"  # the name that its corrections are kept under
MOST = 30  # questions given at once
BELOW = 0.8


class NoSuchQuestion(FabulaError):
    """An answer to what was not asked, or that does not stand in the question."""


class Desk:
    """The files that an assistant may correct, by name. Its methods may be called from any thread."""

    def __init__(self, books: Mapping[str, Book]) -> None:
        self._books = books
        self._lock = RLock()
        self._open: dict[str, tuple[str, Question, Request]] = {}
        self._said: dict[str, Said] = {}

    @property
    def stories(self) -> Mapping[str, Story]:
        """The whole stories, by name, as they stand whenever they are asked for."""
        return _Stories(self._books, self._lock)

    def questions(self, name: str, about: str = "", most: int = 10) -> list[dict[str, Any]]:
        """What to ask next: a request each, with its passage, who it could be, and the numbers asked about."""
        kinds: tuple[About, ...] = tuple(k for k in ABOUT if k == about) if about else ("people", "speakers")
        if not kinds:
            raise NoSuchQuestion(f"{about!r} is not one of {', '.join(ABOUT)}")
        with self._lock:
            book, said = self._books[name], self._said.setdefault(name, {})
            done = {key_of(book.story(), q, ASSISTANT) for q in said}
            asking = Asking(kinds, BELOW, max(1, min(most, MOST)))
            story, requests = book.requests(asking, lambda s, q: key_of(s, q, ASSISTANT) in done)
            return [self._shown(name, story, r) for r in requests]

    def _shown(self, name: str, story: Story, request: Request) -> dict[str, Any]:
        ids = {}
        for n, q in enumerate(request.questions, 1):
            ids[str(n)] = key = key_of(story, q, ASSISTANT)
            self._open[key] = (name, q, request)
        return {
            "about": request.about,
            "questions": ids,
            "people": listed(story, request),
            "passages": show_passages(story, request),
            "answers": list(allowed(request)),
        }

    def answer(self, question: str, answer: Sequence[str]) -> dict[str, Any]:
        """Take an answer to a question that was given. Raises NoSuchQuestion for any other."""
        with self._lock:
            if question not in self._open:
                raise NoSuchQuestion(f"{question!r} is no open question; ask `questions` for them")
            name, q, request = self._open[question]
            labels = tuple(dict.fromkeys(answer))
            many = request.about == "addressees"
            if not labels or not set(labels) <= set(allowed(request)) or (len(labels) > 1 and not many):
                stand = ", ".join(allowed(request))
                raise NoSuchQuestion(f"{', '.join(answer)!r} does not stand in the question; there is {stand}")
            book, said = self._books[name], self._said.setdefault(name, {})
            before = read_log(book.log).standing
            said[q] = labels
            alone = {q: labels}
            if q.about == "people":  # it takes both ways round to make one
                alone |= {o: x for o, x in said.items() if o.about == "people" and o.who == q.who[::-1]}
            ops = operations(book.story(), alone, ASSISTANT)
            made = append(book.log, [op for op in ops if not _stands(op, before)])
            del self._open[question]
            return {"taken": labels != (UNTOLD,), "corrections": [in_words(op) for op in made]}

    def merge(self, name: str, one: str, other: str) -> dict[str, Any]:
        """Two of the cast are one person. Raises FabulaError where a reader said that they are two."""
        with self._lock:
            book = self._books[name]
            maker = Maker(book.story())
            op = maker.op("merge", who=maker.person(one), whom=(maker.person(other),), by=said_by(ASSISTANT))
            (made,) = append(book.log, [op])
            why = book.refused(made.id)
            if why:
                append(book.log, [Operation("", "", "undo", value=made.id)])
                raise FabulaError(f"{in_words(op)}: {why}")
            return {"corrections": [in_words(made)]}

    def undo(self, name: str) -> dict[str, Any]:
        """Take back the last that the assistant said. Raises FabulaError where nothing of it stands."""
        with self._lock:
            book = self._books[name]
            mine = [op for op in read_log(book.log).standing if op.by == said_by(ASSISTANT)]
            if not mine:
                raise FabulaError("nothing that you said stands; what a reader said is theirs to take back")
            append(book.log, [Operation("", "", "undo", value=mine[-1].id)])
            self._said[name] = {}
            return {"taken_back": in_words(mine[-1])}


class _Stories(Mapping[str, Story]):
    """Stories that are read again when their log has changed."""

    def __init__(self, books: Mapping[str, Book], lock: AbstractContextManager[bool]) -> None:
        self._books, self._lock = books, lock

    def __getitem__(self, name: str) -> Story:
        with self._lock:
            return self._books[name].story(whole=True)

    def __iter__(self) -> Iterator[str]:
        return iter(self._books)

    def __len__(self) -> int:
        return len(self._books)


def _stands(op: Operation, before: Sequence[Operation]) -> bool:
    return any((o.do, o.who, o.whom, o.at, o.by) == (op.do, op.who, op.whom, op.at, op.by) for o in before)
