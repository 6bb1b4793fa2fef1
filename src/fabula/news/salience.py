"""How salient a piece of news is: how likely a reader would call it right, and worth knowing."""

from bisect import bisect_left
from collections.abc import Sequence
from math import exp, log

from fabula.news.rows import Row
from fabula.news.weights import BIAS, WEIGHTS
from fabula.world import Quotation, Story
from fabula.world.telling import starts_within

_NEAR = 300  # code points after a line in which what it does to others shows
_MINDS = frozenset("know think mean want like see look say tell suppose guess believe hope feel understand".split())
_THIRD = frozenset("he him his himself she her hers herself".split())
_MOST = 3  # what is counted counts up to this


def salience(story: Story, facts: Sequence[Sequence[Row]]) -> list[float]:
    """A probability for each fact. ``facts`` has the tellings of each (`fabula.news.find.tellings`)."""
    return [
        1 / (1 + exp(-BIAS - sum(w * x for w, x in zip(WEIGHTS.values(), s, strict=True)))) for s in signs(story, facts)
    ]


def signs(story: Story, facts: Sequence[Sequence[Row]]) -> list[tuple[float, ...]]:
    """What `WEIGHTS` weighs of each fact, in its order."""
    about = _About(story)
    return [_signs(about, own) for own in facts]


class _About:
    """What is looked up for all facts of a story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.often = {c.id: c.mentions for c in story.characters}
        self.most = max(self.often.values(), default=1)
        self.sure = {c.id: c.confidence for c in story.characters}
        self.events = sorted(e[0] for e in story.events)
        self.felt = sorted(f.span[0] for f in story.feelings)
        self.quotes = sorted(story.quotes, key=lambda q: q.parts)
        self.starts = [q.parts[0] for q in self.quotes]
        self.names = sorted(m.start for m in story.mentions if m.form == "PROP")
        self.hidden = {q for x in story.knowledge.contradictions for q in (x.a, x.b)}

    def answer(self, q: Quotation) -> str:
        """The line of another that follows soon, or nothing."""
        k = bisect_left(self.starts, q.parts[-1])
        later = (x for x in self.quotes[k : k + 4] if x.parts[0][0] > q.parts[-1][0] and x.speaker != q.speaker)
        one = next(later, None)
        return self.story.words(one) if one is not None and one.parts[0][0] < q.parts[-1][1] + _NEAR else ""


def _signs(about: _About, tellings: Sequence[Row]) -> tuple[float, ...]:
    row = tellings[0]
    q, (a, b), claims = row.quote, row.span, row.claims
    said = about.story.text[a:b]
    subjects = {c.subject for c in claims}
    hears = len(q.heard_by)
    answer = about.answer(q)
    pronouns = [about.story.text[m.start : m.end].lower() for m in row.pronouns]
    return (
        log(1 + max(about.often.get(w, 0) for w in row.about)) - log(1 + about.most),
        float(len(row.about) > 1),
        float(q.speaker in subjects),
        float(bool(subjects & {*q.addressees})),
        float(bool(subjects & ({*row.about} - {q.speaker, *q.addressees}))),
        float(any(c.modality == "believed" for c in claims)),
        float(any(c.modality == "reported" for c in claims)),
        float(any(c.modality == "intended" for c in claims)),
        float(any(c.polarity == "negative" for c in claims)),
        float(any(c.past for c in claims)),
        float(any(c.place or c.time for c in claims)),
        float(any(c.predicate == "be" for c in claims)),
        float(all(c.predicate in _MINDS for c in claims)),
        float(any(c.object in row.about for c in claims)),
        log(len(said.split())),
        float(len(claims) > 1),
        q.confidence,
        min(about.sure.get(w, 0.5) for w in row.about),
        float(len(tellings) > 1),
        float(q.kind == "thought"),
        float(q.kind == "written"),
        float(hears == 0),
        float(hears > 2),
        float("?" in answer),
        float("!" in answer),
        float(said.rstrip('"”’').endswith("!")),
        min(starts_within(about.felt, q.parts[-1][1], q.parts[-1][1] + _NEAR), _MOST),
        min(starts_within(about.events, a, b), _MOST),
        min(starts_within(about.names, a, b), _MOST),
        float(q.id in about.hidden),
        float(any(w in _THIRD for w in pronouns)),
        float(any(w not in _THIRD for w in pronouns)),
        min((m.confidence for m in row.pronouns), default=1.0),
    )
