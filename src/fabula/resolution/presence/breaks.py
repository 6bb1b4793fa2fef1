"""Where a scene begins that no mark announces, as the second reading has it: time, place or people change."""

from collections.abc import Sequence

import numpy as np

from fabula.resolution.judged import Judged
from fabula.world import Manuscript

OPENS = 0.5  # probability from which a paragraph opens a scene


def find_breaks(
    manuscript: Manuscript, judged: Judged, marked: Sequence[tuple[int, str]], opens: float = OPENS
) -> tuple[tuple[int, str], ...]:
    """All starts of scenes (offset, why), in order: those that are ``marked``, and "change" between them."""
    at = [p.start for p in manuscript.paragraphs]
    last = np.array([p.end for p in manuscript.paragraphs])
    rows = np.flatnonzero((judged.answers.opens > opens) & (judged.rows.opens > 0))
    found = {at[int(np.searchsorted(last, judged.starts[r], side="right"))] for r in rows.tolist()}
    found -= {s for s, _ in marked}
    return tuple(sorted((*marked, *((s, "change") for s in found))))
