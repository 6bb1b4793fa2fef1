"""Where a scene begins that no mark announces: what the second reading says of it, and what the words say."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np

from fabula.resolution.judged import Judged
from fabula.resolution.weighed import Weighed
from fabula.world import Manuscript

CLOSING = 2  # paragraphs before a mark; in practice stories none of those opened a scene
OPENS = Weighed(-1.0, 3.0)  # chosen on the held quarter by training/reading/weigh.py


def openings(manuscript: Manuscript, judged: Judged) -> dict[int, float]:
    """The probability of each paragraph, by its offset, that a scene opens with it."""
    at = [p.start for p in manuscript.paragraphs]
    ends = np.array([p.end for p in manuscript.paragraphs])
    rows = np.flatnonzero(judged.rows.opens)
    paragraph = np.searchsorted(ends, judged.starts[rows], side="right").tolist()
    return dict(zip((at[k] for k in paragraph), judged.answers.opens[rows].tolist(), strict=True))


def find_breaks(
    opened: Mapping[int, float],
    ruled: Sequence[tuple[int, str]],
    marked: Sequence[tuple[int, str]],
    opens: Weighed = OPENS,
) -> tuple[dict[int, float], tuple[tuple[int, str], ...]]:
    """The probability of each unmarked start of a scene, and all starts (offset, why), in order.

    Why is that of the ``marked``, that of the ``ruled`` ("time", "move"), or "change". The paragraph after a heading
    opens no scene but that of the heading, and what nothing marks opens none in the last two paragraphs before a mark:
    those close the scene that they stand in.
    """
    why = dict(ruled)
    first = {min((s for s in opened if s >= mark), default=mark) for mark, _ in marked} | {s for s, _ in marked}
    at = sorted(opened)
    for mark, _ in marked:
        before = bisect_left(at, mark)
        first.update(at[max(0, before - CLOSING) : before])
    sure = {s: opens.probability(opened.get(s, 0.0), s in why) for s in {*opened, *why} - first}
    found = {s: p for s, p in sure.items() if p > 0.5}
    return found, tuple(sorted((*marked, *((s, why.get(s, "change")) for s in found))))
