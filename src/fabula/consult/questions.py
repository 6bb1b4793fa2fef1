"""What to ask: lines and pairs of people that are not certain, those first whose answers teach most."""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from fabula.consult.alike import may_be_one
from fabula.corrections.make import span_of
from fabula.corrections.normalized import normalize
from fabula.world import Quotation, Span, Story
from fabula.world.corrections import is_settled

About = Literal["people", "speakers", "addressees", "secrets"]
ABOUT: tuple[About, ...] = get_args(About)  # in the order in which they are asked
ELSE, UNTOLD = "(somebody else)", "(cannot be told)"  # no id of a person has a bracket
ONE, TWO = "one person", "two people"
BOTH, NOT_BOTH = "both can be true", "they contradict each other"

BEFORE, AFTER = 1200, 400  # code points of text shown before the first line asked about, and after the last
APART = 1600  # code points between two lines that are still asked about together
LONGEST = 6000  # code points from the first line of a request to the end of its last: servers have short memories
TOGETHER = 10  # questions of one request
OFFERED = 12  # people offered for a line
NEAR = 6  # lines on either side whose speakers are offered
SIGHT = 260  # code points shown on either side of a place that stands for itself
CONTEXT = 200  # code points on either side that tell a line from others of the same words
PAIRS = 0.1  # of all questions at most, about people: each is asked twice

Value = Callable[[Sequence[int]], Mapping[int, float]]


class Question(NamedTuple):
    """One thing that is asked.

    ``places`` are the spans it is about: a line, or two lines that may contradict each other. ``who`` are the ids of
    the people who may be the answer, or of the two who may be one person. ``quotes`` are ids of quotations. ``gain``
    is how many more lines one may expect to have right by the answer.
    """

    about: About
    places: tuple[Span, ...]
    who: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    gain: float = 0.0


class Request(NamedTuple):
    """Questions that are asked together, with the ``passages`` of the text that are shown, as spans.

    ``people`` are the ids of all who may be an answer.
    """

    about: About
    questions: tuple[Question, ...]
    passages: tuple[Span, ...]
    people: tuple[str, ...] = ()


def find_requests(
    story: Story,
    about: Iterable[About],
    below: float,
    most: int,
    value: Value | None = None,
    asked: Callable[[Question], bool] = lambda question: False,
) -> list[Request]:
    """At most ``most`` questions about a story, a conversation at a time, those first that teach most.

    Lines of which we are surer than ``below``, a probability, are not asked about, nor what anybody settled, nor what
    was ``asked`` already. ``value`` tells of quotations by their numbers what an answer is worth; without it that is
    what we are not sure of.
    """
    wanted = set(about)
    out: list[Request] = []
    left = most
    for kind in ABOUT:
        if kind not in wanted or left <= 0:
            continue
        found = [q for q in _FINDERS[kind](story, below, value) if not asked(q)]
        share = 2 * int(PAIRS * left / 2) if kind == "people" and len(wanted) > 1 else left
        chosen = sorted(found, key=lambda q: -q.gain)[:share]
        left -= len(chosen)
        requests = _together(story, chosen) if kind in ("speakers", "addressees") else map(_alone, chosen)
        out += sorted(requests, key=lambda r: -sum(q.gain for q in r.questions))
    return out


def line_request(story: Story, quote: str) -> Request:
    """The question who says one line. Raises KeyError where there is no such line."""
    q = next((q for q in story.quotes if q.id == quote), None)
    if q is None:
        raise KeyError(quote)
    return _request(story, [Question("speakers", (span_of(q),), choices(story, q), (q.id,))])


def key_of(story: Story, question: Question, model: str) -> str:
    """The hash by which an answer is kept: of what is asked, the place with what is around it, and the model."""
    text = story.text
    words = [normalize(text[max(0, a - CONTEXT) : b + CONTEXT]) for a, b in question.places]
    names = [story.name(w) for w in question.who] if question.about == "people" else []
    row = json.dumps([question.about, model, words, names], ensure_ascii=False)
    return hashlib.sha256(row.encode()).hexdigest()[:32]


def choices(story: Story, q: Quotation) -> tuple[str, ...]:
    """Ids of those who could be speaking, or be spoken to, in a line: the likeliest first."""
    a, b = span_of(q)
    at = [x.parts[0][0] for x in story.quotes]
    k = bisect_left(at, a)
    near = story.quotes[max(0, k - NEAR) : k + NEAR + 1]
    starts = [m.start for m in story.mentions]
    named = story.mentions[bisect_left(starts, a - BEFORE) : bisect_right(starts, b + AFTER)]
    scene = _scene(story, a)
    people = {c.id for c in story.characters}
    ranked = dict.fromkeys(
        w
        for w in (
            q.speaker,
            q.runner_up,
            *q.addressees,
            *(x.speaker for x in sorted(near, key=lambda x: abs(x.parts[0][0] - a))),
            *(m.entity for m in sorted(named, key=lambda m: abs(m.start - a)) if m.form != "PRON"),
            story.narration.narrator,
            *(story.scenes[scene].present if scene >= 0 else ()),
        )
        if w
    )
    return tuple(w for w in ranked if w in people or (w == q.speaker and w.startswith("group:")))[:OFFERED]


def _scene(story: Story, at: int) -> int:
    return bisect_right([s.start for s in story.scenes], at) - 1


def _speakers(story: Story, below: float, value: Value | None) -> list[Question]:
    wanted = [
        k
        for k, q in enumerate(story.quotes)
        if q.confidence < below and not is_settled(q) and (q.kind != "thought" or q.speaker is None)
    ]
    gain = value(wanted) if value is not None and wanted else {}
    out = []
    for k in wanted:
        q = story.quotes[k]
        who = choices(story, q)
        if who:
            out.append(Question("speakers", (span_of(q),), who, (q.id,), gain.get(k, 1 - q.confidence)))
    return out


def _addressees(story: Story, below: float, value: Value | None) -> list[Question]:
    """Lines said aloud among three or more: between two there is nothing to ask."""
    out = []
    for q in story.quotes:
        scene = _scene(story, q.parts[0][0])
        there = set(story.scenes[scene].present if scene >= 0 else ()) - {q.speaker}
        if q.kind != "speech" or q.speaker is None or "addressees" in q.corrected or len(there) < 2:
            continue
        who = tuple(w for w in choices(story, q) if w != q.speaker)
        if len(who) > 1:
            out.append(Question("addressees", (span_of(q),), who, (q.id,), 1 - 1 / len(there | {*q.addressees})))
    return out


def _people(story: Story, below: float, value: Value | None) -> list[Question]:
    """Pairs that may be one person. One wrong answer spoils a cast: each is asked twice, either way round."""
    out = []
    for pair in may_be_one(story):
        for a, b in ((pair.a, pair.b), (pair.b, pair.a)):
            places = (*sightings(story, a), *sightings(story, b))
            out.append(Question("people", places, (a, b), (), pair.gain))
    return out


def sightings(story: Story, who: str) -> tuple[Span, ...]:
    """Where somebody is named first, and once more farther on."""
    named = [(m.start, m.end) for m in story.mentions if m.entity == who and m.form == "PROP"]
    named = named or [(m.start, m.end) for m in story.mentions if m.entity == who]
    later = [s for s in named if s[0] > named[0][1] + 2 * SIGHT]
    return (*named[:1], *later[len(later) // 2 : len(later) // 2 + 1])


def _secrets(story: Story, below: float, value: Value | None) -> list[Question]:
    """Lines of one holder of which we think, not surely, that they cannot both be true."""
    by_id = {q.id: q for q in story.quotes}
    return [
        Question("secrets", (span_of(by_id[c.a]), span_of(by_id[c.b])), (c.holder,), (c.a, c.b), 1 - c.confidence)
        for c in story.knowledge.contradictions
        if c.confidence < below
    ]


_FINDERS: dict[About, Callable[[Story, float, Value | None], list[Question]]] = {
    "people": _people,
    "speakers": _speakers,
    "addressees": _addressees,
    "secrets": _secrets,
}


def _alone(question: Question) -> Request:
    return Request(question.about, (question,), question.places, question.who)


def _together(story: Story, chosen: Sequence[Question]) -> list[Request]:
    """The lines of one conversation in one request."""
    groups: list[list[Question]] = []
    for q in sorted(chosen, key=lambda q: q.places):
        if groups and _joins(story, groups[-1], q):
            groups[-1].append(q)
        else:
            groups.append([q])
    return [_request(story, g) for g in groups]


def _joins(story: Story, group: Sequence[Question], q: Question) -> bool:
    """Is a line of the same scene, and near enough to be asked about with those of a group?"""
    (start, end), (first, _), (last, over) = q.places[0], group[0].places[0], group[-1].places[0]
    near = start - over <= APART and end - first <= LONGEST and len(group) < TOGETHER
    return near and _scene(story, start) == _scene(story, last)


def _request(story: Story, questions: Sequence[Question]) -> Request:
    first, last = questions[0].places[0][0], questions[-1].places[0][1]
    last = min(last, first + LONGEST)  # of a letter of many pages the beginning
    people = tuple(dict.fromkeys(w for q in questions for w in q.who))
    return Request(questions[0].about, tuple(questions), (_around(story, first, last),), people)


def _around(story: Story, first: int, last: int) -> Span:
    """The passage around lines, from the beginning of a paragraph to the end of one where these are not far."""
    low, high = max(0, first - BEFORE), min(len(story.text), last + AFTER)
    starts = [p.start for p in story.paragraphs if low <= p.start <= first]
    ends = [p.end for p in story.paragraphs if last <= p.end <= high]
    return min(starts, default=low), max(ends, default=high)
