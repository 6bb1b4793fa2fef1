"""Scenes: where each begins and ends, and who is there."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from fabula.language import Language
from fabula.world import Cast, Move, Scene
from fabula.world.presence import Presence


def find_scenes(
    starts: Sequence[tuple[int, str]],
    language: Language,
    cast: Cast,
    presence: Sequence[Presence],
    places: Sequence[str | None],
    opened: Mapping[int, float],
) -> tuple[Scene, ...]:
    """The scenes of a text, in order; they tile it. ``starts`` says where each begins and why, ``places`` where
    it is set, if the text says; ``opened`` the probability that a scene opens, by where it does, for those that nothing
    marks.

    A separator line belongs to the scene before it, a chapter heading to the scene it opens. Present is who
    speaks aloud in the scene or does something in its narration; everybody else who is named is mentioned.
    """
    mentioned: list[Counter[str]] = [Counter() for _ in starts]
    at = [s for s, _ in starts]
    for r in cast.references:
        if r.entity and not r.entity.startswith("group:"):
            mentioned[bisect_right(at, language.starts[r.head]) - 1][r.entity] += 1
    out = []
    for k, ((start, why), there) in enumerate(zip(starts, presence, strict=True)):
        present = there.here()
        others = sorted((w for w in mentioned[k] if w not in present), key=lambda w: (-mentioned[k][w], w))
        every = (Move(w, x, "enters" if comes else "leaves") for w, ms in there.moves.items() for x, comes in ms)
        moves = sorted(every, key=lambda m: (m.position, m.character))
        out.append(
            Scene(
                f"s{k + 1}",
                start,
                there.end,
                places[k],
                present,
                tuple(others),
                why,
                tuple(moves),
                tuple(sorted(there.listens)),
                tuple(sorted(there.far)),
                present_confidence=tuple(there.sure.get(w, 1.0) for w in present),
                opened_confidence=opened.get(start, 1.0),
            )
        )
    return tuple(out)
