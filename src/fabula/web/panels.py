"""What the templates of a book's pages are filled with."""

from bisect import bisect_right
from typing import Any

from fabula.ask.search import context, find_people, find_words
from fabula.consult.questions import sightings
from fabula.corrections.make import span_of
from fabula.corrections.operations import CHOICES
from fabula.exports.page.arcs import ROW, brightness, draw_arcs, feel_most, paragraph_of
from fabula.exports.page.knowing import draw_news, draw_pairs
from fabula.exports.page.network import HUES, draw_network
from fabula.exports.page.scenes import draw_scenes
from fabula.exports.page.strip import draw_main
from fabula.exports.page.templates import cast_rows, group_rows, quote_data, secret_rows
from fabula.exports.rows import who_acts
from fabula.exports.shares import is_uncertain
from fabula.web.open_books import View
from fabula.web.sections import Section, section_at
from fabula.world import Quotation

AROUND = 300  # code points shown on either side of a line that is reviewed
OFFERED = 8  # people offered with a key each
PAIRS = 12  # pairs of people that are asked about at once
SEEN = 120  # code points shown on either side of a name
STEPS = 80  # points of a line in the chart of feelings


def text(view: View, section: Section) -> dict[str, Any]:
    """One stretch of the text with what is told on pointing at its lines."""
    return {
        "section": section,
        "sections": view.sections,
        "paragraphs": view.prose.paragraphs(section.start, section.end),
        "data": quote_data(view.sofar.telling, section.start, section.end),
    }


def line(view: View, q: Quotation) -> dict[str, Any]:
    """A quotation and who it could be: the speaker, the runner-up, who is in the scene, who speaks near."""
    story = view.story
    a, b = span_of(q)
    before, after = context(story.text, a, b, AROUND, paragraphs=True)
    return {
        "q": q,
        "words": story.words(q),
        "story": story,
        "look": view.look,
        "choices": likely(view, q),
        "people": sorted(story.characters, key=lambda c: c.name.casefold()),
        "before": before,
        "after": after,
        "span": (a, b),
    }


def likely(view: View, q: Quotation) -> list[str]:
    """Ids of those who could be speaking, the likeliest first: one key each."""
    people = {c.id for c in view.story.characters}
    ranked = dict.fromkeys(w for w in (q.speaker, q.runner_up, *q.addressees, *_about(view, span_of(q)[0])) if w)
    return [w for w in ranked if w in people or w == q.speaker][:OFFERED]


def _about(view: View, at: int) -> list[str]:
    """Ids of those who speak near a code point, who are in its scene, and the rest of the cast."""
    story = view.story
    k = bisect_right(story.quotes, at, key=lambda q: q.parts[0][0])
    near = [x.speaker for x in story.quotes[max(0, k - 7) : k + 6] if x.speaker]
    scene = next((s for s in reversed(story.scenes) if s.start <= at), None)
    return [*near, *(scene.present if scene is not None else ()), *view.look.ranked]


def words(view: View, start: int, end: int) -> dict[str, Any]:
    """Some words of the text, and what can be said of them otherwise: whom they mean, what is felt, what they are."""
    story = view.story
    people = {c.id for c in story.characters}
    here = [m for m in story.mentions if m.start < end and m.end > start and m.entity in people]
    meant = min(here, key=lambda m: abs(m.start - start) + abs(m.end - end), default=None)
    first = [meant.entity] if meant is not None else []
    return {
        "words": story.text[start:end],
        "span": (start, end),
        "meant": first[0] if first else "",
        "choices": [w for w in dict.fromkeys((*first, *_about(view, start))) if w in people][:OFFERED],
        "people": sorted(story.characters, key=lambda c: c.name.casefold()),
        "emotions": CHOICES["feeling"],
        "story": story,
        "look": view.look,
    }


def cast(view: View) -> dict[str, Any]:
    """Everybody, with the places where they come first and last."""
    ends, scenes = view.sofar.first_and_last(), view.sofar.scenes_of()
    rows = cast_rows(view.story, view.look)
    for row in rows:
        row["first"], row["last"] = ends.get(row["id"], (None, None))
        row["scenes"] = scenes[row["id"]]
        for key in ("first", "last"):
            at = row[key]
            row[f"{key}_in"] = section_at(view.sections, at).title if at is not None else ""
            row[key] = paragraph_of(view.story, at) if at is not None else None
    settled, acting = {c.id: c.corrected for c in view.story.characters}, who_acts(view.story)
    for row in rows:
        row["acts"] = row["id"] in acting or bool(settled[row["id"]])
    return {
        "cast": rows,
        "alluded": sum(not r["acts"] for r in rows),
        "groups": group_rows(view.look),
        "settled": settled,
    }


def scenes(view: View) -> dict[str, Any]:
    """The strip and the scenes."""
    names = {c.id: c.name for c in view.story.characters}
    return {
        "strip": draw_main(view.story, view.look),
        "table": draw_scenes(view.story, view.look),
        "names": lambda who: [(0, None, names[who])],
        "people": sorted(view.story.characters, key=lambda c: c.name.casefold()),
    }


def feelings(view: View) -> dict[str, Any]:
    """The arcs."""
    return {"arcs": draw_arcs(view.story, view.look.hue), "row": ROW, "emotions": CHOICES["feeling"]}


def moods(view: View) -> dict[str, Any]:
    """Brightness over the story of those who feel most: positions, and a line of values for each."""
    story = view.story
    size = max(1, len(story.text))
    return {
        "x": [k * size // STEPS for k in range(STEPS)],
        "lines": [
            {
                "name": story.name(w),
                "hue": view.look.hue[w],
                "y": [round(v, 3) for v in brightness(own, size, STEPS)],
            }
            for w, own in feel_most(story).items()
        ],
    }


def bonds(view: View) -> dict[str, Any]:
    """The bonds in words; the drawing asks for `graph`."""
    return {
        "network": draw_network(view.story, view.look.hue),
        "kinds": CHOICES["bond"],
        "sections": view.sections,
        "bonds": view.story.bonds,
    }


def graph(view: View) -> dict[str, Any]:
    """People and bonds, each bond from where the text first says so."""
    story = view.story
    tied = {w for b in story.bonds for w in (b.a, b.b)}
    return {
        "end": len(story.text),
        "nodes": [
            {"id": w, "name": story.name(w), "hue": view.look.hue[w], "turns": view.look.spoken.turns[w]}
            for w in view.look.ranked
            if w in tied
        ],
        "edges": [
            {
                "a": b.a, "b": b.b, "kind": b.kind, "hue": HUES[b.kind], "directed": b.directed, "sure": b.confidence,
                "since": min((e[0] for e in b.evidence), default=0), "warmth": [list(w) for w in b.warmth],
            }
            for b in story.bonds
        ],
    }  # fmt: skip


def knowing(view: View) -> dict[str, Any]:
    """News, contradictions and secrets."""
    return {
        "news": draw_news(view.story, view.look),
        "pairs": draw_pairs(view.story, view.look.hue),
        "secrets": secret_rows(view.story),
    }


def review(view: View, order: list[str], skipped: list[str]) -> dict[str, Any]:
    """The line to ask about next, in an ``order`` of ids; how many are uncertain, and how many are settled."""
    quotes, passed = view.story.quotes, set(skipped)
    left = {q.id: q for q in quotes if "speaker" not in q.corrected and q.id not in passed}
    least = next((left[id] for id in order if id in left), None)
    return {
        "least": line(view, least) if least is not None else None,
        "uncertain": sum(is_uncertain(q) for q in quotes if "speaker" not in q.corrected),
        "settled": sum("speaker" in q.corrected for q in quotes),
        "total": len(quotes),
        "skipped": skipped,
        "alike": len(view.alike),
    }


def people_alike(view: View, skipped: list[str]) -> dict[str, Any]:
    """Pairs of the cast who may be one person, those first from which most hangs, and where each is named.

    ``skipped`` has those that were passed over, as ``a+b`` of their ids.
    """
    story, passed = view.story, set(skipped)
    found = [p for p in view.alike if f"{p.a}+{p.b}" not in passed]

    def seen(who: str) -> dict[str, Any]:
        c = story.character(who)
        places = [
            {
                "at": a,
                "words": story.text[a:b],
                **dict(zip(("before", "after"), context(story.text, a, b, SEEN), strict=True)),
            }
            for a, b in sightings(story, who)
        ]
        lines = sum(q.speaker == who for q in story.quotes)
        return {
            "id": who,
            "name": c.name,
            "also": [x for x in c.aliases if x != c.name],
            "lines": lines,
            "places": places,
        }

    return {"asked": [(seen(p.a), seen(p.b)) for p in found[:PAIRS]], "more": max(0, len(found) - PAIRS)}


def search(view: View, query: str) -> dict[str, Any]:
    """Places and people."""
    hits, count = find_words(view.story, query)
    rows = [
        {"hit": h, "to": paragraph_of(view.story, h.position), "where": section_at(view.sections, h.position).title}
        for h in hits
    ]
    return {"query": query, "rows": rows, "count": count, "people": find_people(view.story, query)}
