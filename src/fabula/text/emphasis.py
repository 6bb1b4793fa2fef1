"""Emphasis in plain text: *so* and _so_."""

from collections.abc import Sequence

from fabula.world import Emphasis, Paragraph

_LONGEST = 3000  # a pair of marks further apart than this is two accidents


def find_emphases(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Emphasis, ...]:
    """Pairs of `*` or `_` that embrace words within one paragraph, in order.

    >>> t = "It is *so* cold, 2 * 3 * 4, _she thought_."
    >>> [t[e.start:e.end] for e in find_emphases(t, [Paragraph(0, len(t))])]
    ['so', 'she thought']
    """
    out: list[Emphasis] = []
    for p in paragraphs:
        if p.kind != "prose":
            continue
        for mark in "*_":
            opened: int | None = None
            at = text.find(mark, p.start, p.end)
            while at >= 0:
                before = text[at - 1] if at > p.start else " "
                after = text[at + 1] if at + 1 < p.end else " "
                if opened is not None and not before.isspace() and not after.isalnum() and at - opened > 1:
                    if at - opened <= _LONGEST:
                        out.append(Emphasis(opened + 1, at, (opened, at + 1)))
                    opened = None
                elif not after.isspace() and not before.isalnum() and after != mark:
                    opened = at
                at = text.find(mark, at + 1, p.end)
    return tuple(sorted(out, key=lambda e: e.outer))
