"""Where a text is cut into scenes by its own marks: break marks, wide gaps, chapter headings."""

from bisect import bisect_left
from collections.abc import Sequence

from fabula.world import Manuscript


def scene_starts(m: Manuscript) -> tuple[tuple[int, str], ...]:
    """(offset, why) of each scene, the first at 0. Why is "start", "chapter" or "break".

    A separator line belongs to the scene before it, a chapter heading to the scene it opens.
    """
    chapters = {c.start for c in m.chapters}
    out: list[tuple[int, str]] = [(0, "start")]
    broken = False
    fresh = True  # nothing told since the last start
    for p in m.paragraphs:
        if p.kind == "break":
            broken = True
        elif p.start in chapters:
            if not fresh:
                out.append((p.start, "chapter"))
            elif len(out) > 1 or out[0][1] == "start":
                out[-1] = (out[-1][0], "chapter" if len(out) > 1 else "start")
            broken, fresh = False, p.kind != "prose"  # the contents may open a chapter where no heading stands
        elif p.kind == "prose":
            if broken and not fresh:
                out.append((p.start, "break"))
            broken = fresh = False
    return tuple(out)


def find_cuts(m: Manuscript) -> tuple[int, ...]:
    """The index of the paragraph that opens each scene but the first."""
    return opening_paragraphs(m, scene_starts(m))


def opening_paragraphs(m: Manuscript, starts: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """The index of the paragraph that opens each scene but the first, for ``starts`` like those of `scene_starts`."""
    at = [p.start for p in m.paragraphs]
    return tuple(bisect_left(at, start) for start, _ in starts[1:])
