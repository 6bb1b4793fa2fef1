"""Scenes as far as the text marks them: at break marks, wide gaps and chapter headings."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from fabula.language import Language
from fabula.language.syntax import SUBJECTS
from fabula.world import Cast, Manuscript, Quotation, Scene


def find_scenes(
    manuscript: Manuscript,
    starts: Sequence[tuple[int, str]],
    language: Language,
    cast: Cast,
    quoted: Sequence[int],
    quotes: Sequence[Quotation],
) -> tuple[Scene, ...]:
    """The scenes of a text, in order; they tile it. ``starts`` says where each begins and why;
    ``quoted[i]`` is the number of the quotation token i stands in, or -1.

    A separator line belongs to the scene before it, a chapter heading to the scene it opens. Present is who
    speaks aloud in the scene or does something in its narration; everybody else who is named is mentioned.
    """
    present: list[Counter[str]] = [Counter() for _ in starts]
    mentioned: list[Counter[str]] = [Counter() for _ in starts]
    at = [s for s, _ in starts]
    for q in quotes:
        if q.speaker and q.kind == "speech":
            present[bisect_right(at, q.parts[0][0]) - 1][q.speaker] += 2
        elif q.speaker and q.kind == "thought":
            present[bisect_right(at, q.parts[0][0]) - 1][q.speaker] += 1
    for r in cast.references:
        if r.entity is None:
            continue
        scene = bisect_right(at, language.starts[r.head]) - 1
        if quoted[r.head] < 0 and _acts(language, r.head):
            present[scene][r.entity] += 1
        else:
            mentioned[scene][r.entity] += 1
    ends = [s for s, _ in starts[1:]] + [len(manuscript.text)]
    return tuple(
        Scene(
            id=f"s{i + 1}",
            start=start,
            end=end,
            present=_order(present[i]),
            mentioned=tuple(w for w in _order(mentioned[i]) if w not in present[i]),
            opened_by=why,
        )
        for i, ((start, why), end) in enumerate(zip(starts, ends, strict=True))
    )


def _order(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(w for w, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if not w.startswith("group:"))


def _acts(language: Language, head: int) -> bool:
    """Is this token the subject of a verb that tells what happens (not what somebody was, had been or might do)?"""
    if language.dep[head] not in SUBJECTS:
        return False
    verb = language.heads[head]
    if language.tag[verb] not in ("VBD", "VBZ", "VBP", "VBN", "VBG"):
        return False
    return not any(
        language.lower[c] in ("had", "would", "might", "could", "should", "must") and language.dep[c] == "aux"
        for c in language.children[verb]
    )
