"""A batch of questions, asked in rounds: each round is chosen by what the answers before it changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from fabula.constraints.compile import compile_constraints
from fabula.consult.answers import read_answers
from fabula.consult.client import Reply, Server, Unanswered
from fabula.consult.kept import Kept
from fabula.consult.outline import outline
from fabula.consult.prompt import allowed, make_prompt
from fabula.consult.questions import (
    ABOUT,
    BOTH,
    ELSE,
    ONE,
    UNTOLD,
    About,
    Question,
    Request,
    find_requests,
    key_of,
    line_request,
)
from fabula.corrections.log import append, read_log
from fabula.corrections.make import Maker
from fabula.corrections.operations import Operation
from fabula.errors import FabulaError
from fabula.pipeline import Draft, complete_story, draft_story, resolve_story
from fabula.resolution.speakers.value_of_asking import value_of_asking
from fabula.world import CastEntry, Manuscript, Story
from fabula.world.corrections import is_settled, said_by

ROUND = 60  # questions asked before everything is decided anew by their answers
POOL = 4 * ROUND  # of the least certain lines it is thought through what their answer would teach
IN_A_ROW = 4  # requests that may fail one after the other before we stop

Said = dict[Question, tuple[str, ...]]


class Asking(NamedTuple):
    """What to ask: about what, of which we are less sure than ``below``, and how many questions at ``most``."""

    about: tuple[About, ...] = ("people", "speakers")
    below: float = 0.8
    most: int = 300


class Cost(NamedTuple):
    """What asking will cost, about: questions, requests, and tokens to send."""

    questions: int
    requests: int
    tokens: int


@dataclass
class Tally:
    """What became of the questions. ``open`` are those that could not be told, ``left`` those whose answer does not
    stand in the question, ``missing`` those without one; ``failed`` counts requests by what went wrong."""

    asked: int = 0
    kept: int = 0
    open: int = 0
    left: int = 0
    missing: int = 0
    sent: int = 0
    written: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    written_down: list[Operation] = field(default_factory=list)


class GaveUp(FabulaError):
    """Too many requests failed one after the other, or all."""


class Book:
    """A file that is asked about: its draft, and the story as it stands with the corrections of its log.

    Of a manuscript the draft is made when it is first needed.
    """

    def __init__(self, draft: Draft | Manuscript, log: Path, cast: Sequence[CastEntry] = ()) -> None:
        self._given, self.log, self._cast = draft, log, cast
        self._standing: tuple[str, ...] | None = None
        self._whole = False

    @cached_property
    def draft(self) -> Draft:
        """What no correction changes."""
        draft = draft_story(self._given) if isinstance(self._given, Manuscript) else self._given
        return draft if draft.kept is not None else replace(draft, kept={})

    def story(self, whole: bool = False) -> Story:
        """The story as the log has it now: its outline, or the ``whole`` with every layer."""
        held = read_log(self.log).standing
        now = tuple(op.id for op in held)
        if now != self._standing or (whole and not self._whole):
            constraints = compile_constraints(self.draft.manuscript, held, self._cast)
            self._found = resolve_story(self.draft, constraints)
            self._story = (
                complete_story(self.draft, constraints, self._found) if whole else outline(self.draft, self._found)
            )
            self._standing, self._whole = now, whole
        return self._story

    def refused(self, id: str) -> str:
        """Why an operation of the log does not hold; empty where it does."""
        self.story()
        return next((o.why for o in self._found.outcomes if o.id == id and o.why), "")

    def value(self, wanted: Sequence[int]) -> Mapping[int, float]:
        """What the answers about quotations are worth, by their numbers: of those of which we are least sure."""
        r = self._found
        wanted = sorted(wanted, key=lambda k: r.quotes[k].confidence)[:POOL]
        settled = {k: q.speaker for k, q in enumerate(r.quotes) if is_settled(q)}
        return value_of_asking(r.turns, r.candidates, r.cuts, settled, wanted)

    def requests(self, asking: Asking, asked: Callable[[Story, Question], bool]) -> tuple[Story, list[Request]]:
        """The story as it stands, and the questions about it."""
        story = self.story(whole="secrets" in asking.about)
        found = find_requests(
            story, asking.about, asking.below, asking.most, self.value, lambda question: asked(story, question)
        )
        return story, found


def estimate(book: Book, asking: Asking, kept: Kept, model: str) -> Cost:
    """What `consult` would cost, without what is kept already; the true figures depend on the answers."""
    story, requests = book.requests(asking, lambda s, q: kept.get(key_of(s, q, model)) is not None)
    return Cost(
        sum(len(r.questions) for r in requests), len(requests), sum(make_prompt(story, r).tokens for r in requests)
    )


def consult(
    book: Book,
    server: Server,
    asking: Asking,
    kept: Kept,
    tally: Tally,
    tell: Callable[[int], None] = lambda done: None,
) -> None:
    """Ask a model what a reading is not sure of, and write its answers into the log as corrections.

    What becomes of the questions is added to the ``tally`` as it comes; ``tell`` is called with how many are done.
    Whatever ends it, what came until then is written down. Raises ServerDown or GaveUp.
    """
    seen: set[str] = set()
    model = server.model
    while tally.asked + tally.kept < asking.most:
        left = min(ROUND, asking.most - tally.asked - tally.kept)
        story, requests = book.requests(asking._replace(most=left), lambda s, q: key_of(s, q, model) in seen)
        if not requests:
            break
        said: Said = {}
        try:
            _round(story, requests, server, kept, seen, said, tally, tell)
        finally:
            ops = operations(story, said, model)
            tally.written_down += append(book.log, ops) if ops else ()
    if tally.failed and not tally.sent:
        raise GaveUp(f"every request failed, the last because {list(tally.failed)[-1]}")


def ask_line(story: Story, quote: str, server: Server) -> Operation:
    """Ask who says one line; the correction that the answer makes.

    Raises ServerDown or Unanswered, the latter also where the model cannot tell.
    """
    request = line_request(story, quote)
    came: list[Reply | Unanswered] = []
    server.ask_all([make_prompt(story, request)], lambda number, reply: came.append(reply))
    (reply,) = came
    if isinstance(reply, Unanswered):
        raise reply
    found = read_answers(reply.content, story, request)
    if found is None or 1 not in found.taken:
        raise Unanswered(f"{server.model} gave no answer that stands in the question")
    ops = operations(story, {request.questions[0]: found.taken[1]}, server.model)
    if not ops:
        raise Unanswered(f"{server.model}: {found.taken[1][0].strip('()')}")
    return ops[0]


def _round(
    story: Story,
    requests: Sequence[Request],
    server: Server,
    kept: Kept,
    seen: set[str],
    said: Said,
    tally: Tally,
    tell: Callable[[int], None],
) -> None:
    """Ask one round; the answers go into ``said``, and each is kept as it comes."""
    due: list[Request] = []
    for r in requests:
        new = []
        for q in r.questions:
            key = key_of(story, q, server.model)
            seen.add(key)
            known = kept.get(key)
            if known is not None and _stands(r, known):
                said[q] = known
                tally.kept += 1
                tally.open += _is_open(known)
            else:
                new.append(q)
        if new:
            due.append(r._replace(questions=tuple(new)))
    failing = 0

    def take(number: int, reply: Reply | Unanswered) -> None:
        nonlocal failing
        request = due[number]
        tally.asked += len(request.questions)
        if isinstance(reply, Unanswered):
            tally.failed[str(reply)] += 1
            tally.missing += len(request.questions)
            failing += 1
            if failing >= IN_A_ROW:
                raise GaveUp(f"{failing} requests failed one after the other, the last because {reply}")
            return
        failing = 0
        tally.sent += reply.sent
        tally.written += reply.written
        found = read_answers(reply.content, story, request)
        if found is None:
            tally.failed["the answer is not JSON"] += 1
            tally.missing += len(request.questions)
            return
        tally.left += found.left
        tally.missing += found.missing
        new = {request.questions[n - 1]: labels for n, labels in found.taken.items()}
        kept.put({key_of(story, q, server.model): labels for q, labels in new.items()})
        said.update(new)
        tally.open += sum(map(_is_open, new.values()))
        tell(tally.asked + tally.kept)

    if due:
        server.ask_all([make_prompt(story, r) for r in due], take)


def _stands(request: Request, labels: Iterable[str]) -> bool:
    """Does an answer that was kept stand in the request as it is now?"""
    return set(labels) <= set(allowed(request))


def _is_open(labels: Sequence[str]) -> bool:
    return ELSE in labels or UNTOLD in labels


def operations(story: Story, said: Said, model: str) -> list[Operation]:
    """The corrections that answers make. What cannot be told is none: the reading's own guess may be as good."""
    maker, by = Maker(story), said_by(model)
    one = {q.who for q, labels in said.items() if q.about == "people" and labels == (ONE,)}
    ops: list[Operation] = []
    for q, labels in sorted(said.items(), key=lambda x: (ABOUT.index(x[0].about), x[0].places)):
        if _is_open(labels):
            continue
        if q.about == "people":
            a, b = q.who
            if {(a, b), (b, a)} <= one and (-story.character(a).mentions, a) < (-story.character(b).mentions, b):
                ops.append(maker.op("merge", who=maker.person(a), whom=(maker.person(b),), by=by))
        elif q.about == "speakers":
            ops.append(maker.op("speaker", at=maker.lines(q.quotes), who=maker.person(labels[0]), by=by))
        elif q.about == "addressees":
            ops.append(maker.op("addressees", at=maker.lines(q.quotes), whom=tuple(map(maker.person, labels)), by=by))
        elif labels == (BOTH,):
            ops.append(maker.op("not a contradiction", at=maker.lines(q.quotes), by=by))
    return ops
