"""Where a scene begins that no mark announces, as the second reading has it: time, place or people change."""

from collections.abc import Mapping, Sequence

import numpy as np

from fabula.resolution.judged import Judged
from fabula.world import Manuscript

OPENS = 0.5  # probability from which a paragraph opens a scene


def openings(manuscript: Manuscript, judged: Judged) -> dict[int, float]:
    """The probability of each paragraph, by its offset, that a scene opens with it."""
    at = [p.start for p in manuscript.paragraphs]
    ends = np.array([p.end for p in manuscript.paragraphs])
    rows = np.flatnonzero(judged.rows.opens)
    paragraph = np.searchsorted(ends, judged.starts[rows], side="right").tolist()
    return dict(zip((at[k] for k in paragraph), judged.answers.opens[rows].tolist(), strict=True))


def find_breaks(
    opened: Mapping[int, float], marked: Sequence[tuple[int, str]], opens: float = OPENS
) -> tuple[tuple[int, str], ...]:
    """All starts of scenes (offset, why), in order: those that are ``marked``, and "change" between them.

    The paragraph after a heading opens no scene but that of the heading.
    """
    first = {min((s for s in opened if s >= mark), default=mark) for mark, _ in marked}
    return tuple(sorted((*marked, *((s, "change") for s, p in opened.items() if p > opens and s not in first))))
