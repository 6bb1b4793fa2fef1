"""A story as a spaCy ``Doc``.

``doc._.fabula`` is the `Story`, and ``doc.spans`` has the groups "quotes" (label: the speaker's id, "" where not known;
the span's id is the quotation's), "mentions" (label: the type, kb_id: the entity) and "scenes" (id: the scene's).
"""

from collections.abc import Iterable

import spacy
from spacy.tokens import Doc, Span, SpanGroup

from fabula.world import Language, Story

GROUPS = ("quotes", "mentions", "scenes")


def to_doc(story: Story) -> Doc:
    """The story as a Doc with its tokens, tags, lemmas and parses, and the span groups.

    A story that was loaded has no tokens: its text is tokenised anew, without tags and parses.
    """
    tokens = story.tokens
    if not isinstance(tokens, Language):
        return add_story(spacy.blank("en").make_doc(story.text), story)
    words: list[str] = []
    spaces: list[bool] = []
    number: list[int] = []  # where each token stands among the words, which have the blanks between as well
    at = 0
    for a, b in zip(tokens.starts, tokens.ends, strict=True):
        gap = story.text[at:a]
        if gap and words and gap[0] == " ":
            spaces[-1], gap = True, gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        number.append(len(words))
        words.append(story.text[a:b])
        spaces.append(False)
        at = b
    if story.text[at:]:
        words.append(story.text[at:])
        spaces.append(False)
    doc = Doc(spacy.blank("en").vocab, words=words, spaces=spaces)
    for i, k in enumerate(number):
        token = doc[k]
        token.tag_, token.pos_, token.lemma_, token.dep_ = tokens.tag[i], tokens.pos[i], tokens.lemma[i], tokens.dep[i]
        token.head = doc[number[tokens.heads[i]]]
    return add_story(doc, story)


def add_story(doc: Doc, story: Story) -> Doc:
    """Put a story of the Doc's own text on it: ``doc._.fabula`` and the span groups. The same Doc is returned."""
    if not Doc.has_extension("fabula"):
        Doc.set_extension("fabula", default=None)
    doc._.fabula = story
    quotes = ((a, b, q.speaker or "", q.id, "") for q in story.quotes for a, b in q.parts)
    mentions = ((m.start, m.end, m.type, "", m.entity) for m in story.mentions)
    scenes = ((s.start, s.end, "SCENE", s.id, "") for s in story.scenes)
    for name, rows in zip(GROUPS, (quotes, mentions, scenes), strict=True):
        doc.spans[name] = SpanGroup(doc, name=name, spans=list(_spans(doc, rows)))
    return doc


def _spans(doc: Doc, rows: Iterable[tuple[int, int, str, str, str]]) -> Iterable[Span]:
    for a, b, label, id, entity in rows:
        span = doc.char_span(a, b, label=label, kb_id=entity, span_id=id, alignment_mode="expand")
        if span is not None:
            yield span
