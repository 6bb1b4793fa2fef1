"""The rows of the tables that `fabula.exports.tables` describes: one function a table, columns in its order."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from fabula.world import Language, Story

Value = str | int | float | bool | tuple[str, ...] | None
Row = tuple[Value, ...]


def characters(s: Story) -> Iterator[Row]:
    acting = who_acts(s)
    for c in s.characters:
        yield (
            c.id,
            c.name,
            c.aliases,
            c.pronouns,
            c.mentions,
            s.narration.narrator == c.id,
            c.id in acting,
            c.corrected,
        )


def who_acts(s: Story) -> frozenset[str]:
    """The ids of people who act: they speak, are present in a scene or tell the story. The others are alluded to."""
    said = {q.speaker for q in s.quotes} | {w for x in s.scenes for w in (*x.present, *x.on_the_line)}
    return frozenset(w for w in (*said, s.narration.narrator) if w is not None)


def chapters(s: Story) -> Iterator[Row]:
    for c in s.chapters:
        yield c.id, c.start, c.end, c.title


def events(s: Story) -> Iterator[Row]:
    scene = _scene_of(s)
    for a, b in s.events:
        yield a, b, s.text[a:b], scene(a)


def secrets(s: Story) -> Iterator[Row]:
    for x in s.knowledge.secrets:
        yield x.holder, s.name(x.holder), x.quote, x.about, x.known_by, x.kept_from, x.since


def quotations(s: Story) -> Iterator[Row]:
    chapter, scene = _holder([(c.start, c.end, c.id) for c in s.chapters]), _scene_of(s)
    for q in s.quotes:
        a, b = q.parts[0][0], q.parts[-1][1]
        yield (
            q.id,
            q.kind,
            a,
            b,
            s.words(q),
            q.speaker,
            _name(s, q.speaker),
            q.addressees,
            q.heard_by,
            q.type,
            q.confidence,
            q.evidence,
            q.runner_up,
            chapter(a),
            scene(a),
            q.corrected,
        )


def mentions(s: Story) -> Iterator[Row]:
    for m in s.mentions:
        yield m.start, m.end, s.text[m.start : m.end], m.entity, m.type, m.form, m.confidence


def entities(s: Story) -> Iterator[Row]:
    for e in s.entities:
        yield e.id, e.name, e.type, e.mentions


def scenes(s: Story) -> Iterator[Row]:
    chapter = _holder([(c.start, c.end, c.id) for c in s.chapters])
    for x in s.scenes:
        yield x.id, x.start, x.end, x.place, chapter(x.start), x.opened_by, x.corrected


def presence(s: Story) -> Iterator[Row]:
    for x in s.scenes:
        for who in x.present:
            how = "listening" if who in x.listening else "present"
            yield x.id, who, s.name(who), how
        for who in x.on_the_line:
            yield x.id, who, s.name(who), "on the line"
        for who in x.mentioned:
            if who not in x.on_the_line:
                yield x.id, who, s.name(who), "mentioned"


def feelings(s: Story) -> Iterator[Row]:
    for f in s.feelings:
        words = " ".join(s.text[slice(*f.span)].split())
        yield (
            f.character,
            s.name(f.character),
            f.emotion,
            *f.span,
            words,
            f.manner,
            f.intensity,
            f.confidence,
            f.hidden,
            f.corrected,
        )


def bonds(s: Story) -> Iterator[Row]:
    for b in s.bonds:
        where = tuple(f"{x}-{y}" for x, y in b.evidence)
        yield b.a, b.b, s.name(b.a), s.name(b.b), b.kind, b.directed, b.role, b.confidence, where, b.corrected


def claims(s: Story) -> Iterator[Row]:
    for c in s.knowledge.claims:
        yield (
            c.id,
            c.speaker,
            c.quote,
            *c.span,
            c.about,
            c.predicate,
            c.subject,
            c.object,
            c.polarity,
            c.modality,
            c.place,
            c.time,
            c.heard_by,
        )


def contradictions(s: Story) -> Iterator[Row]:
    for x in s.knowledge.contradictions:
        yield x.a, x.b, x.holder, x.about, x.true_side, x.in_the_dark, x.confidence, x.evidence


def tokens(s: Story) -> Iterator[Row]:
    t = s.tokens
    if isinstance(t, Language):
        for i in range(len(t)):
            yield (
                i,
                t.starts[i],
                t.ends[i],
                t.text[i],
                t.lemma[i],
                t.pos[i],
                t.tag[i],
                t.dep[i],
                t.heads[i],
                t.sentences[i],
            )


def _name(s: Story, who: str | None) -> str | None:
    return s.name(who) if who is not None else None


def _holder(spans: list[tuple[int, int, str]]) -> Callable[[int], str | None]:
    """Which of some spans, in order, a position stands in."""
    starts = [a for a, _, _ in spans]

    def holder(at: int) -> str | None:
        k = bisect_right(starts, at) - 1
        return spans[k][2] if k >= 0 and at < spans[k][1] else None

    return holder


def _scene_of(s: Story) -> Callable[[int], str | None]:
    return _holder([(x.start, x.end, x.id) for x in s.scenes])


def flat(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """The rows for forms that have no lists: the words of a list as one text, with semicolons."""
    for row in rows:
        yield tuple("; ".join(map(str, v)) if isinstance(v, (tuple, list)) else v for v in row)
