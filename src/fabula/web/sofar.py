"""What a reader may know who has come so far: nothing in here looks at what stands later."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from fabula.exports.page.look import Look
from fabula.world import Claim, Contradiction, Scene, Secret, Story

LATEST = 4  # things that somebody learned last


class Seen(NamedTuple):
    """Somebody met so far: the name they go by until now, how often they spoke, how often they were mentioned."""

    who: str
    name: str
    mark: str
    hue: int
    turns: int
    mentions: int


class Knows(NamedTuple):
    """What somebody in the scene was told, the latest last, and how much before that; what they are deceived about."""

    seen: Seen
    latest: tuple[Claim, ...]
    more: int
    deceived: tuple[Contradiction, ...]


@dataclass(frozen=True)
class Beside:
    """What stands beside the text at a position."""

    scene: Scene | None
    cast: tuple[Seen, ...]
    present: tuple[Seen, ...]
    knows: tuple[Knows, ...]
    secrets: tuple[Secret, ...]


class SoFar:
    """A story, to be asked what is known at a position."""

    def __init__(self, story: Story, look: Look) -> None:
        self._story, self._look = story, look
        people = {c.id for c in story.characters}
        self._mentions: dict[str, list[int]] = {who: [] for who in people}
        self._words: dict[str, list[tuple[int, str]]] = {who: [] for who in people}
        for m in story.mentions:
            if m.entity in people:
                self._mentions[m.entity].append(m.start)
                if m.form != "PRON":
                    self._words[m.entity].append((m.start, " ".join(story.text[m.start : m.end].split())))
        self._turns: dict[str, list[int]] = {who: [] for who in people}
        for q in story.quotes:
            if q.speaker in people and q.kind == "speech":
                self._turns[q.speaker or ""].append(q.parts[0][0])
        self._scenes = [s.start for s in story.scenes]
        self._names = {c.id: c.name for c in story.characters}

    def name(self, who: str, position: int) -> str:
        """What somebody is called by ``position``: their name, once all of its words have fallen; else the longest
        until then."""
        if who not in self._names:
            return self._story.name(who)
        words = self._words[who]
        said = [w for at, w in words[: bisect_left(words, (position, ""))]]
        full = self._names[who]
        if not said:
            return full if not words else "somebody"
        heard = {x.strip(".,") for w in said for x in w.split()}
        if all(x.strip(".,") in heard for x in full.split()) or full.lower() in (w.lower() for w in said):
            return full
        proper = [w for w in said if w[0].isupper()]
        return max(proper or said, key=lambda w: (len(w), w))

    def seen(self, who: str, position: int) -> Seen:
        """Somebody as they are known by ``position``."""
        return Seen(
            who,
            self.name(who, position),
            self._look.mark[who],
            self._look.hue[who],
            bisect_left(self._turns[who], position),
            bisect_left(self._mentions[who], position),
        )

    def at(self, position: int, whole: bool = False) -> Beside:
        """What is known when all before ``position`` was read; ``whole`` looks at the whole story."""
        story = self._story
        end = len(story.text) if whole else position
        k = bisect_right(self._scenes, max(0, position - 1)) - 1
        scene = story.scenes[k] if k >= 0 else None
        met = [self.seen(who, end) for who in self._look.ranked]
        cast = sorted((s for s in met if s.mentions or s.turns), key=lambda s: (-s.turns, -s.mentions, s.who))
        by_id = {s.who: s for s in cast}
        here = [by_id[w] for w in scene.present if w in by_id] if scene is not None else []
        known, dark = story.knowledge.at(end), story.knowledge.in_the_dark(end)
        knows = []
        for s in here:
            told = [c for c in known.get(s.who, ()) if c.speaker != s.who]
            if told or s.who in dark:
                knows.append(Knows(s, tuple(told[-LATEST:]), max(0, len(told) - LATEST), dark.get(s.who, ())))
        secrets = tuple(x for x in story.knowledge.secrets if x.since <= end)
        return Beside(scene, tuple(cast), tuple(here), tuple(knows), secrets)

    def first_and_last(self) -> dict[str, tuple[int, int]]:
        """Where each of the cast is mentioned first and last."""
        return {w: (at[0], at[-1]) for w, at in self._mentions.items() if at}

    def scenes_of(self) -> Counter[str]:
        """In how many scenes each is present."""
        return Counter(w for s in self._story.scenes for w in s.present)
