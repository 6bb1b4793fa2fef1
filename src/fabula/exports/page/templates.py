"""The templates that story.html and the reader in the browser share, and what is put into them."""

from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from fabula.exports.page.look import Look
from fabula.world import Secret, Story
from fabula.world.so_far import SOMEBODY, Telling


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


def names_so_far(telling: Telling, who: str) -> list[tuple[int, int | None, str]]:
    """(from, to, name): what somebody is called in which stretch of the text, the last without an end."""
    met = telling.first.get(who, telling.since(telling.full[who]))
    stages = list(telling.stages.get(who, ((met, telling.full[who]),)))
    if stages[0][0] > met:
        stages.insert(0, (met, SOMEBODY))
    ends: list[int | None] = [at for at, _ in stages[1:]]
    return [(max(at, met), end, name) for (at, name), end in zip(stages, [*ends, None], strict=True)]


def cast_so_far(telling: Telling, look: Look) -> list[dict[str, Any]]:
    """The rows of the cast, in the order in which they appear, each with where what is said of them first holds."""
    rows = []
    for row in cast_rows(telling.story, look):
        who = row["id"]
        also = [(telling.alias_since(who, a), a) for a in row["aliases"][:5]]
        pronoun = telling.pronouns.get(who)
        if row["pronouns"] and pronoun is not None:
            also.insert(0, (pronoun, row["pronouns"]))
        names = names_so_far(telling, who)
        rows.append({**row, "since": names[0][0], "names": names, "also": also, "number": str(look.number[who])})
    return sorted(rows, key=lambda r: (r["since"], r["number"]))


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


def quote_data(telling: Telling, start: int = 0, end: int | None = None) -> dict[str, Any]:
    """What is told on pointing at a line of [start, end): who, to whom, who hears, how sure, why, who else.

    ``names`` has for each of the people what they are called from where on; a line ends with the end of its paragraph,
    by which it is told, and how many words it has. Of those who hear it the first list was there by then.
    """
    story = telling.story
    stop = len(story.text) if end is None else end
    quotes = [q for q in story.quotes if q.parts[-1][1] > start and q.parts[0][0] < stop]
    people = {w for q in quotes for w in (q.speaker, q.runner_up, *q.addressees, *q.heard_by) if w is not None}
    ends = [(p.start, p.end) for p in story.paragraphs]
    rows = {}
    for q in quotes:
        k = bisect_right(ends, (q.parts[-1][0], len(story.text))) - 1
        by = max(q.parts[-1][1], ends[k][1] if k >= 0 else 0)
        now = [w for w in telling.heard_by(q, by) if w.startswith("group:") or telling.met(w, by)]
        rows[q.id] = [
            q.speaker, list(q.addressees), now, round(100 * q.confidence), q.evidence, q.kind, q.runner_up, by,
            sum(len(story.text[a:b].split()) for a, b in q.parts), [w for w in q.heard_by if w not in now],
        ]  # fmt: skip
    return {
        "names": {w: telling.stages[w] for w in sorted(people) if w in telling.stages},
        "groups": {w: telling.since(w) for w in sorted(people) if w.startswith("group:")},
        "quotes": rows,
    }
