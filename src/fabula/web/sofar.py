"""What stands beside the text: what a reader may know who has come so far."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from fabula.exports.page.look import Look
from fabula.world import Claim, Contradiction, Scene, Secret, Story
from fabula.world.so_far import Telling

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
    """What stands beside the text at a position. ``story`` is the story as far as that."""

    story: Story
    scene: Scene | None
    cast: tuple[Seen, ...]
    present: tuple[Seen, ...]
    knows: tuple[Knows, ...]
    secrets: tuple[Secret, ...]


class SoFar:
    """A story, to be asked what is known at a position."""

    def __init__(self, story: Story, look: Look) -> None:
        self._whole, self._look = story, look
        self.telling = Telling(story)

    def at(self, position: int, whole: bool = False) -> Beside:
        """What is known when all before ``position`` was read; ``whole`` looks at the whole story."""
        story = self._whole if whole else self.telling.until(position, neutral=False)
        scenes = story.scenes
        k = bisect_right([s.start for s in scenes], max(0, position - 1)) - 1
        scene = scenes[k] if k >= 0 and position > 0 else None
        turns = Counter(q.speaker for q in story.quotes if q.kind == "speech")
        met = [
            Seen(c.id, c.name, self._look.mark_at(c.id, c.name), self._look.hue[c.id], turns[c.id], c.mentions)
            for c in story.characters
            if c.mentions or turns[c.id]
        ]
        cast = sorted(met, key=lambda s: (-s.turns, -s.mentions, s.name))
        by_id = {s.who: s for s in cast}
        here = [by_id[w] for w in scene.present if w in by_id] if scene is not None else []
        known, dark = story.knowledge.at(len(story.text)), story.knowledge.in_the_dark(len(story.text))
        knows = []
        for s in here:
            told = [c for c in known.get(s.who, ()) if c.speaker != s.who]
            if told or s.who in dark:
                knows.append(Knows(s, tuple(told[-LATEST:]), max(0, len(told) - LATEST), dark.get(s.who, ())))
        return Beside(story, scene, tuple(cast), tuple(here), tuple(knows), story.knowledge.secrets)

    def first_and_last(self) -> dict[str, tuple[int, int]]:
        """Where each of the cast is mentioned first and last."""
        people = {c.id for c in self._whole.characters}
        out: dict[str, tuple[int, int]] = {}
        for m in self._whole.mentions:
            if m.entity in people:
                out[m.entity] = (out.get(m.entity, (m.start, 0))[0], m.start)
        return out

    def scenes_of(self) -> Counter[str]:
        """In how many scenes each is present."""
        return Counter(w for s in self._whole.scenes for w in s.present)
