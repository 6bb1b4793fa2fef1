"""What every story keeps, whatever the text."""

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import fabula
from fabula import Story
from fabula.exports.page.write import render_page
from fabula.exports.story_json import dumps, from_dict

WORDS = st.sampled_from(
    "Ida|Tom|Mrs.|Mr.|Bennet|the baker|said|asked|she|he|they|I|you|thought|,|.|!|?|—|--|…|***|CHAPTER I|V|12|_so_|*no way*|"
    "'|’|‘|“|”|\"|«|»|„|my mother|London|in|his|her|phone|and|\n|\n\n|\n\n\n\n|don't|’tis|O'Brien|:|\n\n\"|\n\n‘|\n\n—|"
    "\n\nDear Ida,\n\n|\n\nYours,\n\nTom\n\n|\n\nTOM: |\n\nIDA: |the crowd".split("|")
)
PROSE = st.lists(WORDS, max_size=90).map(" ".join)
ANYTHING = st.text(max_size=300)


def check(story: Story) -> None:
    n = len(story.text)
    ids = {c.id for c in story.characters}
    entities = {e.id for e in story.entities}

    def resolves(who: str) -> bool:
        return who in ids or who.startswith("group:")

    spans = [(m.start, m.end) for m in story.mentions] + list(story.events)
    spans += [p for q in story.quotes for p in q.parts]
    spans += [q.cue for q in story.quotes if q.cue]
    spans += [(s.start, s.end) for s in story.scenes] + [(c.start, c.end) for c in story.chapters]
    spans += [(p.start, p.end) for p in story.paragraphs] + list(story.emphases)
    assert all(0 <= a <= b <= n for a, b in spans)
    assert all(a < b for q in story.quotes for a, b in q.parts)
    assert len(ids) == len(story.characters)
    assert len({q.id for q in story.quotes}) == len(story.quotes)
    for q in story.quotes:
        assert q.speaker is None or resolves(q.speaker)
        assert all(map(resolves, (*q.addressees, *q.heard_by)))
        assert 0 <= q.confidence <= 1
        assert q.kind != "thought" or (q.addressees == q.heard_by == () and q.type is None)
        assert q.speaker not in q.heard_by
    assert all(resolves(m.entity) or m.entity in entities for m in story.mentions)
    assert len(entities) == len(story.entities) and not entities & ids
    assert {m.entity for m in story.mentions} >= entities, "an entity without a mention"
    assert all(m.start < m.end and 0 <= m.confidence <= 1 for m in story.mentions)
    assert list(story.mentions) == sorted(story.mentions)
    assert list(story.events) == sorted(set(story.events))
    assert story.narration.narrator is None or story.narration.narrator in ids
    parts = [p for q in story.quotes for p in q.parts]
    assert parts == sorted(parts)
    assert all(a[1] <= b[0] for a, b in zip(parts, parts[1:], strict=False)), "quotations overlap"
    spans = [f.span for f in story.feelings] + [f.cue for f in story.feelings]
    spans += [e for b in story.bonds for e in b.evidence] + [c.span for c in story.knowledge.claims]
    assert all(0 <= a < b <= n for a, b in spans)
    quotes = {q.id: q for q in story.quotes}
    for f in story.feelings:
        assert f.character in ids and 0 <= f.intensity <= 1 and 0 <= f.confidence <= 1
        assert f.span[0] <= f.cue[0] and f.cue[1] <= f.span[1]
    for b in story.bonds:
        assert b.a in ids and b.b in ids and b.a != b.b and (b.evidence or b.corrected) and 0 <= b.confidence <= 1
        assert all(-1 <= v <= 1 for _, v in b.warmth)
    for c in story.knowledge.claims:
        said = quotes[c.quote]
        assert c.speaker == said.speaker and c.heard_by == said.heard_by and c.about
        assert said.parts[0][0] <= c.span[0] and c.span[1] <= said.parts[-1][1]
    for x in story.knowledge.contradictions:
        a, b = quotes[x.a], quotes[x.b]
        assert a.parts < b.parts and a.speaker == b.speaker == x.holder and x.true_side in (x.a, x.b)
        false = b if x.true_side == x.a else a
        assert set(x.in_the_dark) <= set(false.heard_by)
    for s in story.knowledge.secrets:
        assert s.holder in ids and s.kept_from and not set(s.known_by) & set(s.kept_from)
    at_end, at_start = story.knowledge.at(n), story.knowledge.at(0)
    assert at_start == {} and all(who in ids or who.startswith("group:") for who in at_end)
    assert story.scenes[0].start == 0 and story.scenes[-1].end == n
    assert all(a.end == b.start for a, b in zip(story.scenes, story.scenes[1:], strict=False)), "scenes do not tile"
    for s in story.scenes:
        assert all(map(resolves, (*s.present, *s.mentioned)))
        assert not set(s.present) & set(s.mentioned)
        assert all(m.character in ids and 0 <= m.position <= n for m in s.moves)
        assert set(s.listening) <= set(s.present) and not set(s.on_the_line) & set(s.present)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROSE)
@example("")
@example('"' * 50)
@example("‘" * 50 + "’" * 50)
@example("—")
@example("Dear Ida,\n\nYours,\n\nTom")
@example("“Oh, it is late.\n\nDear Ida,\n\n“I have gone.\n\nYours,\n\nTom")
@example("Dear Ida,\n\nTOM: the phone\n\nIDA: the phone\n\nYours,\n\nTom")
def test_any_prose_keeps_the_laws(text: str) -> None:
    story = fabula.read_text(text)
    assert story.text == text.replace("\r\n", "\n").replace("\r", "\n")
    check(story)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
@example("\ud800 a lone surrogate and \0 a NUL")
def test_any_text_at_all_keeps_the_laws(text: str) -> None:
    check(fabula.read_text(text))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROSE)
def test_reading_twice_is_equal_and_a_saved_story_loads_equal(text: str) -> None:
    one, two = fabula.read_text(text), fabula.read_text(text)
    assert one == two
    assert dumps(one) == dumps(two)
    assert from_dict(json.loads(dumps(one))) == one


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PROSE)
def test_the_page_holds_the_whole_text(text: str) -> None:
    import re
    from html import unescape

    story = fabula.read_text(text)
    page = render_page(story)
    article = page[page.index('<article id="text">') : page.index("</article>")]
    shown = "".join(unescape(re.sub(r"<[^>]+>", "", article)).split())
    told = "".join(
        "".join(story.text[p.start : p.end].split()) for p in story.paragraphs if p.kind not in ("break", "aside")
    )
    assert shown == told


def test_values_are_frozen(lamp_room: Story) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        lamp_room.text = ""  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        lamp_room.quotes[0].speaker = None  # type: ignore[misc]
    assert isinstance(lamp_room.quotes, tuple) and isinstance(lamp_room.mentions, tuple)


def test_the_public_face() -> None:
    assert all(hasattr(fabula, name) for name in fabula.__all__)
    assert sorted(fabula.__all__) == fabula.__all__
