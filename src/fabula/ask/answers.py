"""The questions: who is X, what is between X and Y, what does X know, what is secret, what does X feel.

Each is asked of a story; ``Story.until`` makes the story as far as somebody has read it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Any

from fabula.ask.names import chapter_of, find_character, find_scene
from fabula.news import News, find_news, most_salient
from fabula.world import Feeling, Scene, Span, Story
from fabula.world.speech import is_uncertain
from fabula.world.telling import lines_by_scene, people_of_scenes, telling_sentences

Answer = dict[str, Any]

_SHOWN = 8


def who(story: Story, name: str) -> Answer:
    """Names, pronouns, share of speech, where first and last, with whom most, what ties them to others."""
    c = find_character(story, name)
    said = [q for q in story.quotes if q.speaker == c.id and q.kind == "speech"]
    every = sum(q.kind == "speech" for q in story.quotes)
    at = [m.start for m in story.mentions if m.entity == c.id]
    met: Counter[str] = Counter(w for s in story.scenes if c.id in s.present for w in s.present if w != c.id)
    return {
        "name": c.name,
        "id": c.id,
        "also": [a for a in c.aliases if a != c.name],
        "pronouns": c.pronouns,
        "tells_the_story": story.narration.narrator == c.id,
        "turns": len(said),
        "share_of_turns": round(len(said) / every, 3) if every else 0.0,
        "mentions": c.mentions,
        "first": _place(story, at[0]) if at else None,
        "last": _place(story, at[-1]) if at else None,
        "scenes": sum(c.id in s.present for s in story.scenes),
        "with": [{"name": story.name(w), "scenes": n} for w, n in met.most_common(_SHOWN)],
        "bonds": [_bond(story, b) for b in story.bonds if c.id in (b.a, b.b)],
    }


def between(story: Story, one: str, other: str) -> Answer:
    """What ties two people: bonds with the places that say so, scenes together, what they say to each other."""
    a, b = find_character(story, one), find_character(story, other)
    ids = {a.id, b.id}
    together = [s for s in story.scenes if ids <= set(s.present)]
    said = Counter(q.speaker for q in story.quotes if q.speaker in ids and ids - {q.speaker} <= set(q.addressees))
    return {
        "of": [a.name, b.name],
        "bonds": [_bond(story, x) for x in story.bonds if {x.a, x.b} == ids],
        "scenes_together": _scenes(story, together),
        "turns": {story.name(w): n for w, n in said.items()},
        "contradictions": [
            _contradiction(story, x) for x in story.knowledge.contradictions
            if x.holder in ids and (ids - {x.holder}) & {*x.in_the_dark}
        ],
    }  # fmt: skip


def knows(story: Story, name: str, most: int | None = None) -> Answer:
    """What somebody has been told, has said and thought by the end; of the news what they have learned, and what others
    have and they have not, the ``most`` salient or all; and about what they heard one side only."""
    c = find_character(story, name)
    end = len(story.text)
    spoken = {q.id: q for q in story.quotes}
    known = story.knowledge.known_to(c.id, end)
    every, names = find_news(story), _names(story)
    own = {n.id: x for n in every for x in n.learned if x.who == c.id}
    learned = [n for n in every if n.id in own]
    others = [n for n in every if n.id not in own and c.id not in n.about]  # of themselves they know unsaid
    return {
        "name": c.name,
        "until": end,
        "facts": len(learned),
        "learned": [
            {
                **_news(story, n, names), "how": own[n.id].how, "line": own[n.id].quote,
                "learned_in": chapter_of(story, own[n.id].position - 1),
            }
            for n in most_salient(learned, len(learned) if most is None else most)
        ],
        "not_heard": [
            _news(story, n, names) for n in most_salient(others, len(others) if most is None else max(1, most // 2))
        ],
        "told": [
            {"about": k.about, "by": story.name(k.speaker), "kind": spoken[k.quote].kind, **_where(story, k.span)}
            for k in known if k.speaker != c.id
        ],
        "holds": [
            {"about": k.about, "kind": spoken[k.quote].kind, **_where(story, k.span)}
            for k in known
            if k.speaker == c.id
        ],
        "in_the_dark": [_dark(story, x) for x in story.knowledge.in_the_dark(end).get(c.id, ())],
    }  # fmt: skip


def news(story: Story, about: str | None = None, most: int | None = None) -> Answer:
    """What is told of people, or of one of them, in the order of the text, and who has learned it: the ``most``
    salient, or all."""
    c = find_character(story, about) if about is not None else None
    every, names = [n for n in find_news(story) if c is None or c.id in n.about], _names(story)
    return {
        "about": c.name if c else None,
        "facts": len(every),
        "news": [
            {
                **_news(story, n, names),
                "learned": [
                    {"name": story.name(x.who), "how": x.how, "line": x.quote,
                     "chapter": chapter_of(story, x.position - 1)}
                    for x in n.learned
                ],
            }
            for n in most_salient(every, len(every) if most is None else most)
        ],
    }  # fmt: skip


def _names(story: Story) -> dict[str, str]:
    return {e.id: e.name for e in story.entities} | {c.id: c.name for c in story.characters}


def _news(story: Story, n: News, names: dict[str, str]) -> Answer:
    return {
        "id": n.id, "words": n.words, "by": story.name(n.speaker), "about": [names[w] for w in n.about],
        "salience": round(n.salience, 3), "span": list(n.span), "chapter": chapter_of(story, n.span[0]),
    }  # fmt: skip


def secrets(story: Story) -> Answer:
    """What is kept from whom, and the contradictions that show it."""
    return {
        "secrets": [
            {
                "holder": story.name(s.holder),
                "about": s.about,
                "known_by": [story.name(w) for w in s.known_by],
                "kept_from": [story.name(w) for w in s.kept_from],
                **_where(story, _span_of(story, s.quote)),
            }
            for s in story.knowledge.secrets
        ],
        "contradictions": [_contradiction(story, x) for x in story.knowledge.contradictions],
    }


def scenes(story: Story, name: str | None = None) -> Answer:
    """The scenes in order, or those in which somebody is present."""
    c = find_character(story, name) if name is not None else None
    return {
        "with": c.name if c else None,
        "scenes": _scenes(story, [s for s in story.scenes if c is None or c.id in s.present]),
    }


def lines(
    story: Story, of: str | None = None, to: str | None = None, uncertain: bool = False, scene: str | None = None
) -> Answer:
    """The lines in order: all, or those of somebody, to somebody, that are uncertain, in a scene. Raises NotInStory."""
    speaker = find_character(story, of).id if of is not None else None
    addressee = find_character(story, to).id if to is not None else None
    where = find_scene(story, scene) if scene is not None else None
    kept = [
        q for q in story.quotes
        if (speaker is None or q.speaker == speaker) and (addressee is None or addressee in q.addressees)
        and (not uncertain or is_uncertain(q)) and (where is None or where.start <= q.parts[0][0] < where.end)
    ]  # fmt: skip
    starts = [s.start for s in story.scenes]
    return {
        "lines": [
            {
                "id": q.id, "kind": q.kind, "speaker": story.name(q.speaker) if q.speaker else None,
                "to": [story.name(w) for w in q.addressees], "confidence": q.confidence, "uncertain": is_uncertain(q),
                "scene": story.scenes[bisect_right(starts, q.parts[0][0]) - 1].id if starts else None,
                **_where(story, (q.parts[0][0], q.parts[-1][1])), "words": " ".join(story.words(q).split()),
            }
            for q in kept
        ]
    }  # fmt: skip


def table(story: Story) -> Answer:
    """The scenes by characters: who is in which, where it is set, and what happens in the text's own words."""
    people = people_of_scenes(story)
    spoken, happens = lines_by_scene(story), telling_sentences(story)
    return {
        "people": [story.name(w) for w in people],
        "scenes": [
            {
                "id": s.id, "chapter": chapter_of(story, s.start), "place": s.place, "span": [s.start, s.end],
                "happens": happens[s.id],
                "there": {story.name(w): spoken[s.id, w] for w in people if w in s.present},
            }
            for s in story.scenes
        ],
    }  # fmt: skip


def feels(story: Story, name: str) -> Answer:
    """What somebody feels, scene by scene, and where each feeling is strongest."""
    c = find_character(story, name)
    own = [f for f in story.feelings if f.character == c.id]
    arc = []
    for s in story.scenes:
        here = [f for f in own if s.start <= f.span[0] < s.end]
        if here:
            weights: Counter[str] = Counter()
            for f in here:
                weights[f.emotion] += f.intensity * f.confidence  # type: ignore[assignment]
            arc.append({"scene": s.id, "feelings": {e: round(float(w), 2) for e, w in weights.most_common(4)}})
    peaks: dict[str, Feeling] = {}
    for f in own:
        if f.emotion not in peaks or (f.intensity, f.confidence) > (
            peaks[f.emotion].intensity,
            peaks[f.emotion].confidence,
        ):
            peaks[f.emotion] = f
    return {
        "name": c.name,
        "arc": arc,
        "peaks": [
            {"emotion": e, "intensity": f.intensity, "manner": f.manner, "hidden": f.hidden, "confidence": f.confidence,
             **_where(story, f.span)}
            for e, f in sorted(peaks.items(), key=lambda x: -x[1].intensity)
        ],
    }  # fmt: skip


def _place(story: Story, position: int) -> Answer:
    return {"position": position, "chapter": chapter_of(story, position)}


def _where(story: Story, span: Span) -> Answer:
    return {
        "span": list(span),
        "chapter": chapter_of(story, span[0]),
        "text": " ".join(story.text[slice(*span)].split()),
    }


def _span_of(story: Story, quote: str) -> Span:
    q = next(q for q in story.quotes if q.id == quote)
    return (q.parts[0][0], q.parts[-1][1])


def _bond(story: Story, b: Any) -> Answer:
    return {
        "a": story.name(b.a), "b": story.name(b.b), "kind": b.kind, "directed": b.directed, "role": b.role,
        "confidence": b.confidence, "evidence": [_where(story, e) for e in b.evidence[:3]],
        "warmth": [list(w) for w in b.warmth],
    }  # fmt: skip


def _scenes(story: Story, some: Sequence[Scene]) -> list[Answer]:
    happens = telling_sentences(story)
    return [_scene(story, s, happens[s.id]) for s in some]


def _scene(story: Story, s: Scene, happens: str) -> Answer:
    return {
        "id": s.id, "span": [s.start, s.end], "chapter": chapter_of(story, s.start), "place": s.place,
        "present": [story.name(w) for w in s.present], "mentioned": [story.name(w) for w in s.mentioned],
        "moves": [{"name": story.name(m.character), "what": m.what, "position": m.position} for m in s.moves],
        "listening": [story.name(w) for w in s.listening], "on_the_line": [story.name(w) for w in s.on_the_line],
        "happens": happens,
    }  # fmt: skip


def _contradiction(story: Story, x: Any) -> Answer:
    return {
        "holder": story.name(x.holder),
        "a": _where(story, _span_of(story, x.a)),
        "b": _where(story, _span_of(story, x.b)),
        "true_side": "a" if x.true_side == x.a else "b",
        "in_the_dark": [story.name(w) for w in x.in_the_dark],
        "confidence": x.confidence,
        "evidence": x.evidence,
    }


def _dark(story: Story, x: Any) -> Answer:
    """One side of a contradiction, that which was heard: not the other, which would give it away."""
    false = x.b if x.true_side == x.a else x.a
    return {"holder": story.name(x.holder), **_where(story, _span_of(story, false))}
