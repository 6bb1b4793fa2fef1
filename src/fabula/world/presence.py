"""Who is in a scene, as precisely as the text says it: a value between stages, not part of a story."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is in a scene. All positions are code points.

    ``sure`` is the probability of each that they are in it.
    ``seen`` are the positions where somebody speaks or acts, in order, ``moves`` where the text says that they come
    (True) or go. ``listens`` holds those who hear the whole of it unseen, ``far`` who is only at the other end of the
    line that opens at ``line`` and closes at ``closed``, or -1.
    """

    start: int
    end: int
    seen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    moves: Mapping[str, tuple[tuple[int, bool], ...]] = field(default_factory=dict)
    listens: frozenset[str] = frozenset()
    far: frozenset[str] = frozenset()
    line: int = -1
    closed: int = -1
    sure: Mapping[str, float] = field(default_factory=dict)

    def here(self) -> tuple[str, ...]:
        """Those who are bodily there, who is seen most first."""
        found = [w for w in self.seen if w not in self.far]
        return tuple(sorted(found, key=lambda w: (-len(self.seen[w]), w)))
