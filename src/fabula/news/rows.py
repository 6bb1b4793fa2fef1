"""Sentences of lines that claim something about somebody whom the text names."""

from collections.abc import Iterator
from typing import NamedTuple

from fabula.news.words import sentence_around, unnamed
from fabula.world import Claim, Mention, Quotation, Span, Story

_LONG = 280  # code points; of a longer sentence the clause is shown


class Row(NamedTuple):
    """A sentence that claims something, whom it is about, and the pronouns in it that want a name."""

    quote: Quotation
    span: Span
    claims: tuple[Claim, ...]
    about: tuple[str, ...]
    pronouns: tuple[Mention, ...]


def rows(story: Story) -> Iterator[Row]:
    """Every sentence of a line that claims something about a person whom the text names, in text order."""
    people = {c.id for c in story.characters} | {e.id for e in story.entities if e.type == "PER"}
    named = {m.entity for m in story.mentions if m.form == "PROP"} & people
    mentions = sorted((m for m in story.mentions if m.entity in people), key=lambda m: (m.start, -m.end))
    spoken = {q.id: q for q in story.quotes}
    sentences: dict[tuple[str, Span], list[Claim]] = {}
    for c in story.knowledge.claims:
        q = spoken.get(c.quote)
        part = next((p for p in q.parts if p[0] <= c.span[0] and c.span[1] <= p[1]), None) if q and q.speaker else None
        if part is not None:  # a clause that a tag cuts in two is no whole sentence
            span = sentence_around(story.text, c.span[0], part)
            sentences.setdefault((c.quote, span if span[1] - span[0] <= _LONG else c.span), []).append(c)
    for (quote, span), claims in sorted(sentences.items(), key=lambda x: x[0][1]):
        about = tuple(dict.fromkeys(w for c in claims for w in (c.subject, c.object) if w in named and w in c.names))
        if about:
            q = spoken[quote]
            pronouns = unnamed(story.text, span, mentions, q)
            yield Row(q, span, tuple(claims), tuple(filter(None, about)), pronouns)
