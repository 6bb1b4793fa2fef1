"""A story as a spaCy ``Doc``.

``doc._.fabula`` is the `Story`, and ``doc.spans`` has the groups "quotes" (label: the speaker's id, "" where not known;
the span's id is the quotation's), "mentions" (label: the type, kb_id: the entity) and "scenes" (id: the scene's).
A Doc that has no sentences and no ``doc.ents`` of its own gets those, too: names, with the labels of the mentions
(people are PERSON). ``doc.to_bytes``, ``DocBin(store_user_data=True)`` and ``nlp.pipe(n_process=2)`` keep the story.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

import spacy
import srsly
from spacy.tokens import Doc, Span, SpanGroup

from fabula.exports import story_json
from fabula.world import Language, Story

_KEY = "fabula-story"
_LABELS = {"PER": "PERSON"}  # as spaCy's models call them
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
    doc._.fabula = story
    _fill(doc, story)
    quotes = ((a, b, q.speaker or "", q.id, "") for q in story.quotes for a, b in q.parts)
    mentions = ((m.start, m.end, m.type, "", m.entity) for m in story.mentions)
    scenes = ((s.start, s.end, "SCENE", s.id, "") for s in story.scenes)
    for name, rows in zip(GROUPS, (quotes, mentions, scenes), strict=True):
        doc.spans[name] = SpanGroup(doc, name=name, spans=list(_spans(doc, rows)))
    return doc


def _fill(doc: Doc, story: Story) -> None:
    """Sentences and entities for a Doc whose pipeline gave it none."""
    if story.tokens is not None and not doc.has_annotation("DEP") and not doc.has_annotation("SENT_START"):
        starts = {story.tokens.starts[first] for first, _ in story.tokens.sentence_bounds}
        opens = False  # a sentence that opens within a token, or between two, opens at the next
        for token in doc:
            opens = opens or any(token.idx <= a < token.idx + len(token.text_with_ws) for a in starts)
            token.is_sent_start = (opens and not token.is_space) or token.i == 0
            opens = opens and token.is_space
    if not doc.ents:
        names = (
            (m.start, m.end, _LABELS.get(m.type, m.type), "", m.entity) for m in story.mentions if m.form == "PROP"
        )
        doc.set_ents(spacy.util.filter_spans(_spans(doc, names)))


def _to_bytes(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """A story among what spaCy writes as MessagePack."""
    if isinstance(value, Story):
        return {_KEY: story_json.dumps(value)}
    return value if chain is None else chain(value)


def _from_bytes(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The story again, without tokens, as from a story file."""
    if isinstance(value, dict) and _KEY in value:
        return story_json.from_dict(json.loads(value[_KEY]))
    return value if chain is None else chain(value)


if not Doc.has_extension("fabula"):  # at import: Docs may come from another process that read them
    Doc.set_extension("fabula", default=None)
srsly.msgpack_encoders("fabula", func=_to_bytes)
srsly.msgpack_decoders("fabula", func=_from_bytes)


def _spans(doc: Doc, rows: Iterable[tuple[int, int, str, str, str]]) -> Iterable[Span]:
    for a, b, label, id, entity in rows:
        span = doc.char_span(a, b, label=label, kb_id=entity, span_id=id, alignment_mode="expand")
        if span is not None:
            yield span
