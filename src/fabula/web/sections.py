"""A book cut into stretches that a browser loads one at a time."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from fabula.world import Story

MOST = 60_000  # code points in one stretch; a longer chapter is cut where a scene or a paragraph begins


class Section(NamedTuple):
    """A stretch of the text, [start, end) in code points, under the title of its chapter."""

    number: int
    title: str
    start: int
    end: int


def cut_sections(story: Story) -> tuple[Section, ...]:
    """The stretches of a story: its chapters, the long ones in parts; they tile the text."""
    told = [p.start for p in story.paragraphs if p.kind == "prose"]
    cuts = [(c.start, c.title) for c in story.chapters]
    if not cuts or any(at < cuts[0][0] for at in told):
        cuts.insert(0, (0, story.source.title or story.source.name if not cuts else "Before the first chapter"))
    cuts[0] = (0, cuts[0][1])
    scenes = [s.start for s in story.scenes]
    out: list[Section] = []
    for (start, title), end in zip(cuts, [*(at for at, _ in cuts[1:]), len(story.text)], strict=True):
        edges = _edges(start, end, told, scenes)
        for n, (a, b) in enumerate(zip(edges, edges[1:], strict=False)):
            out.append(Section(len(out), title if len(edges) == 2 else f"{title} ({n + 1})", a, b))
    return tuple(out)


def _edges(start: int, end: int, told: list[int], scenes: list[int]) -> list[int]:
    """Where a chapter is cut: at the last scene within reach, else at the last paragraph."""
    edges = [start]
    while end - edges[-1] > MOST:
        reach = edges[-1] + MOST
        at = next(
            (xs[bisect_right(xs, reach) - 1] for xs in (scenes, told) if _inside(xs, edges[-1] + MOST // 2, reach)), 0
        )
        edges.append(at if at > edges[-1] else reach)
    return [*edges, end]


def _inside(xs: list[int], low: int, high: int) -> bool:
    return bisect_left(xs, low) < bisect_right(xs, high)


def section_at(sections: tuple[Section, ...], position: int) -> Section:
    """The stretch a code point stands in."""
    return sections[max(0, bisect_right([s.start for s in sections], position) - 1)]
