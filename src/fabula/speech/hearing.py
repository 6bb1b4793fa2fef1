"""Who hears a turn: everybody in earshot but the speaker."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.language.syntax import SUBJECTS
from fabula.world import Cast, Quotation, Scene

EARSHOT = 6  # paragraphs on either side in which somebody must act or speak to count as still there


def hear(
    language: Language, cast: Cast, scenes: Sequence[Scene], quoted: Sequence[int], quotes: Sequence[Quotation]
) -> tuple[Quotation, ...]:
    """The quotations with their hearers: of those present in the scene, whoever acts or speaks within earshot.

    ``quoted[i]`` is the number of the quotation token i stands in, or -1. Addressees who are present are always
    among them; thoughts are heard by nobody.
    """
    active: dict[str, list[int]] = defaultdict(list)
    for r in cast.references:
        if r.entity and quoted[r.head] < 0 and language.dep[r.head] in SUBJECTS:
            active[r.entity].append(language.paragraphs[r.head])
    where: list[int] = []
    for q in quotes:
        tokens = language.tokens_in(q.parts[0][0], q.parts[-1][1])
        where.append(language.paragraphs[tokens.start] if len(tokens) else -1)
        if q.speaker and q.kind == "speech":
            active[q.speaker].append(where[-1])
    for v in active.values():
        v.sort()
    out = []
    bounds = [s.start for s in scenes]
    for q, p in zip(quotes, where, strict=True):
        if q.kind != "speech":
            out.append(q)
            continue
        scene = scenes[max(0, bisect_right(bounds, q.parts[0][0]) - 1)] if scenes else None
        present = scene.present if scene else ()
        near = [
            w
            for w in present
            if w != q.speaker and not w.startswith("group:") and (w in q.addressees or _near(active[w], p))
        ]
        out.append(replace(q, heard_by=tuple(near)))
    return tuple(out)


def _near(paragraphs: Sequence[int], p: int) -> bool:
    i = bisect_left(paragraphs, p - EARSHOT)
    return i < len(paragraphs) and paragraphs[i] <= p + EARSHOT
