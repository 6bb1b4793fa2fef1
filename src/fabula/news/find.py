"""The news of a story: sentences that tell a fact about somebody whom the text names, and who has learned them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from fabula.news.rows import Row, rows
from fabula.news.salience import salience
from fabula.news.words import with_names
from fabula.world import Claim, Span, Story

How = Literal["says", "thinks", "writes", "is told", "overhears", "reads"]
_ACTS: dict[str, tuple[How, How, How]] = {
    "speech": ("says", "is told", "overhears"),
    "written": ("writes", "reads", "reads"),
    "thought": ("thinks", "is told", "overhears"),
}
# verbs under which the object alone is no fact: "I told Tom that ..."
_OPEN = frozenset("tell say ask think know mean see hear feel believe hope wish want".split())


class Learned(NamedTuple):
    """That somebody, by id, has a fact from the line ``quote`` on, which ends at ``position``; and how."""

    who: str
    how: How
    quote: str
    position: int


@dataclass(frozen=True, slots=True)
class News:
    """A fact about people, as somebody first tells it.

    ``id`` is that of its first claim. ``words`` is the sentence as the text has it, with names in brackets after the
    pronouns; ``span`` where it stands. ``about`` are the ids of those whom it is about, ``speaker`` tells it in
    ``quote``. ``salience`` is the probability that somebody who reads the story would call it right and worth knowing.
    ``learned`` tells who has it, in the order of the text, everybody once; later tellings of the same are in it.
    """

    id: str
    words: str
    span: Span
    about: tuple[str, ...]
    speaker: str
    quote: str
    salience: float
    learned: tuple[Learned, ...]


def find_news(story: Story) -> tuple[News, ...]:
    """All news, in text order; `Story.until` before it leaves what is told later out.

    >>> from fabula import read_text
    >>> story = read_text('"Tom sold the boat yesterday," said Ida to Ruth.\\n\\n"Oh," said Ruth.')
    >>> [(n.words, [(x.who, x.how) for x in n.learned]) for n in find_news(story)]
    [('Tom sold the boat yesterday', [('ida', 'says'), ('ruth', 'is told')])]
    """
    names = {e.id: e.name for e in story.entities if e.type == "PER"} | {c.id: c.name for c in story.characters}
    facts = tellings(story)
    return tuple(
        News(
            own[0].claims[0].id,
            with_names(story.text, own[0].span, own[0].pronouns, names).strip(" ,;"),
            own[0].span,
            own[0].about,
            own[0].quote.speaker or "",
            own[0].quote.id,
            p,
            tuple(_learned(own)),
        )
        for own, p in zip(facts, salience(story, facts), strict=True)
    )


def tellings(story: Story) -> list[list[Row]]:
    """The sentences that tell each fact, in text order; facts by their first.

    A sentence all of whose facts were told before is one more telling of each.
    """
    first: dict[tuple[object, ...], int] = {}
    facts: list[list[Row]] = []
    for row in rows(story):
        keys = [_fact(c) for c in row.claims]
        known = [first.get(k, -1) if k else -1 for k in keys]
        if min(known) >= 0:
            for k in dict.fromkeys(known):
                facts[k].append(row)
            continue
        facts.append([row])
        for key in keys:
            if key is not None:
                first.setdefault(key, len(facts) - 1)
    return facts


def _fact(c: Claim) -> tuple[object, ...] | None:
    """What makes two claims one fact: who does what to whom or what, or where; None where that says too little."""
    what = c.object if c.object in c.names else None
    if c.predicate in _OPEN or not (what or c.place):
        return None
    return (c.subject, c.predicate, what, c.place, c.polarity)


def _learned(tellings: Sequence[Row]) -> Iterator[Learned]:
    """Who has a fact from which telling on."""
    known: set[str] = set()
    for row in tellings:
        q = row.quote
        says, direct, beside = _ACTS[q.kind]
        for who in (q.speaker, *q.addressees, *q.heard_by):
            if who is None or who in known or (q.kind == "thought" and who != q.speaker):
                continue
            known.add(who)
            how = says if who == q.speaker else direct if who in q.addressees else beside
            yield Learned(who, how, q.id, q.parts[-1][1])


def most_salient(news: Sequence[News], most: int) -> tuple[News, ...]:
    """So many of them, the most salient, in their order."""
    best = sorted(range(len(news)), key=lambda k: (-news[k].salience, k))[:most]
    return tuple(news[k] for k in sorted(best))
