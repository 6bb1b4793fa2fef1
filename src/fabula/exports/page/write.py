"""The page, put together from its template, style and script."""

from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from fabula.exports.files import write
from fabula.exports.page.arcs import ROW, draw_arcs
from fabula.exports.page.knowing import draw_pairs
from fabula.exports.page.network import draw_network
from fabula.exports.page.prose import render
from fabula.exports.page.strip import Strip, draw
from fabula.exports.shares import UNCERTAIN, shares
from fabula.world import Secret, Story

# Hues that stay apart for most eyes, in the order the cast is given them; the page never tells by colour alone.
HUES = (28, 250, 145, 330, 85, 195, 300, 55, 225, 170, 0, 270)
SHOWN = 40  # people in the cast list; the rest are folded away


def save(story: Story, path: Path) -> None:
    """Write story.html to ``path``, whole or not at all."""
    write(path, render_page(story))


def render_page(story: Story) -> str:
    """The page as a string: no network, no other file."""
    here = files("fabula.exports.page")
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = env.from_string((here / "page.html.j2").read_text(encoding="utf-8"))
    spoken = shares(story)
    ranked = sorted(story.characters, key=lambda c: (-spoken.words[c.id], -c.mentions, c.id))
    groups = sorted(w for w in spoken.words if w.startswith("group:"))
    hue = {c.id: HUES[i % len(HUES)] for i, c in enumerate(ranked)}
    uncertain = [q for q in story.quotes if q.speaker is None or q.confidence < UNCERTAIN]
    return template.render(
        title=story.source.title or story.source.name,
        author=story.source.author,
        story=story,
        style=Markup((here / "page.css").read_text(encoding="utf-8")),
        script=Markup((here / "page.js").read_text(encoding="utf-8")),
        cast=[_person(story, c.id, spoken.words, spoken.turns, hue) for c in ranked],
        groups=[(g.removeprefix("group:"), spoken.turns[g]) for g in groups],
        shown=SHOWN,
        hue=hue,
        turns=sum(q.kind == "speech" for q in story.quotes),
        uncertain=len(uncertain),
        strip=_strip(story, [c.id for c in ranked[:12] if c.mentions], hue),
        arcs=draw_arcs(story, hue),
        row=ROW,
        network=draw_network(story, hue),
        pairs=draw_pairs(story, hue),
        secrets=[_secret(story, s) for s in story.knowledge.secrets],
        paragraphs=render(story, hue),
        data=_data(story),
        kinds=Counter(q.kind for q in story.quotes),
    )


def _person(story: Story, who: str, words: Counter[str], turns: Counter[str], hue: dict[str, int]) -> dict[str, Any]:
    c = story.character(who)
    total = sum(words.values())
    return {
        "id": who,
        "name": c.name,
        "aliases": [a for a in c.aliases if a != c.name],
        "pronouns": c.pronouns,
        "mentions": c.mentions,
        "turns": turns[who],
        "words": words[who],
        "share": 100 * words[who] / total if total else 0.0,
        "hue": hue[who],
        "narrator": story.narration.narrator == who,
    }


def _secret(story: Story, s: Secret) -> str:
    known = f"known to {', '.join(map(story.name, s.known_by))}" if s.known_by else "known to nobody else"
    return f"{story.name(s.holder)} keeps from {', '.join(map(story.name, s.kept_from))}: {s.about} ({known})"


def _strip(story: Story, who: list[str], hue: dict[str, int]) -> Strip | None:
    return draw(story, who, hue) if who else None


def _data(story: Story) -> dict[str, Any]:
    """What the script says on hover: names; of each quotation who, to whom, who hears, how sure, why, who else."""
    return {
        "names": {c.id: c.name for c in story.characters},
        "quotes": {
            q.id: [
                q.speaker,
                list(q.addressees),
                list(q.heard_by),
                round(100 * q.confidence),
                q.evidence,
                q.kind,
                q.runner_up,
            ]
            for q in story.quotes
        },
    }
