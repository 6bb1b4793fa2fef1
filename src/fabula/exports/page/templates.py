"""The templates that story.html and the reader in the browser share, and what is put into them."""

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from fabula.exports.page.look import Look
from fabula.world import Secret, Story


@cache
def environment(*more: str) -> Environment:
    """The templates of this folder, and of the folders ``templates`` in the packages named ``more``."""
    places = [PackageLoader(p) for p in more]
    loader = ChoiceLoader([*places, PackageLoader("fabula.exports.page", "")])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def links(prefix: str = "") -> dict[str, Callable[[Any], str]]:
    """Where marks lead to: on one page to what stands there; in the reader to ``prefix``, which finds the chapter."""

    def to(kind: str, mark: str) -> Callable[[Any], str]:
        return lambda x: f"{prefix}?{kind}={x}" if prefix else f"#{mark}{x}"

    return {"at_quote": to("q", ""), "at_place": to("at", "p"), "at_scene": to("scene", "")}


def cast_rows(story: Story, look: Look) -> list[dict[str, Any]]:
    """A row for each of the cast, who speaks most first."""
    total = sum(look.spoken.words.values())
    people = {c.id: c for c in story.characters}
    return [
        {
            "id": who,
            "name": people[who].name,
            "mark": look.mark[who],
            "aliases": [a for a in people[who].aliases if a != people[who].name],
            "pronouns": people[who].pronouns,
            "mentions": people[who].mentions,
            "turns": look.spoken.turns[who],
            "words": look.spoken.words[who],
            "share": 100 * look.spoken.words[who] / total if total else 0.0,
            "hue": look.hue[who],
            "narrator": story.narration.narrator == who,
        }
        for who in look.ranked
    ]


def group_rows(look: Look) -> list[tuple[str, int]]:
    """The crowds that speak, and in how many turns."""
    return [
        (g.removeprefix("group:"), look.spoken.turns[g]) for g in sorted(look.spoken.words) if g.startswith("group:")
    ]


def secret_rows(story: Story) -> list[str]:
    """The secrets in words."""
    return [_secret(story, s) for s in story.knowledge.secrets]


def _secret(story: Story, s: Secret) -> str:
    known = f"known to {', '.join(map(story.name, s.known_by))}" if s.known_by else "known to nobody else"
    return f"{story.name(s.holder)} keeps from {', '.join(map(story.name, s.kept_from))}: {s.about} ({known})"


def quote_data(story: Story, start: int = 0, end: int | None = None) -> dict[str, Any]:
    """What is told on pointing at a line of [start, end): who, to whom, who hears, how sure, why, who else."""
    stop = len(story.text) if end is None else end
    quotes = [q for q in story.quotes if q.parts[-1][1] > start and q.parts[0][0] < stop]
    people = {w for q in quotes for w in (q.speaker, q.runner_up, *q.addressees, *q.heard_by)}
    return {
        "names": {c.id: c.name for c in story.characters if c.id in people},
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
            for q in quotes
        },
    }
