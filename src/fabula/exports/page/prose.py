"""The text of the story as paragraphs of HTML, every quotation a span with its speaker."""

from bisect import bisect_left
from typing import NamedTuple

from markupsafe import Markup, escape

from fabula.exports.shares import UNCERTAIN
from fabula.world import Quotation, Span, Story


class Paragraph(NamedTuple):
    """One block of the page: its kind, its HTML, an anchor if a chapter starts here, the scene that does, its start."""

    kind: str
    html: Markup
    anchor: str
    scene: str
    start: int


def render(story: Story, hue: dict[str, int]) -> list[Paragraph]:
    """The blocks of the page in order."""
    spans: list[tuple[Span, Quotation, int]] = sorted(
        (((part[0], part[1]), q, n) for q in story.quotes for n, part in enumerate(q.parts)), key=lambda x: x[0]
    )
    starts = [s[0] for s, _, _ in spans]
    scenes = {s.start: s for s in story.scenes}
    chapters = {c.start: c.id for c in story.chapters}
    emphases = list(story.emphases)
    out = []
    opened = 0
    for p in story.paragraphs:
        if p.kind == "aside" or (p.start == p.end and p.kind != "break"):
            continue
        scene = ""
        if p.start in scenes or (
            p.kind != "break" and opened < len(story.scenes) and story.scenes[opened].start <= p.start
        ):
            while opened < len(story.scenes) and story.scenes[opened].start <= p.start:
                scene = story.scenes[opened].id
                opened += 1
        if p.kind == "break":
            out.append(Paragraph("break", Markup(""), "", scene, p.start))
            continue
        k = max(0, bisect_left(starts, p.start) - 1)
        here = []
        while k < len(spans) and spans[k][0][0] < p.end:
            if spans[k][0][1] > p.start:
                here.append(spans[k])
            k += 1
        html = _paragraph(story, p.start, p.end, here, emphases, hue)
        out.append(Paragraph(p.kind, html, chapters.get(p.start, ""), scene, p.start))
    return out


def _paragraph(
    story: Story,
    start: int,
    end: int,
    spans: list[tuple[Span, Quotation, int]],
    emphases: list[Span],
    hue: dict[str, int],
) -> Markup:
    out: list[Markup] = []
    at = start
    for (a, b), q, n in spans:
        a, b = max(a, start), min(b, end)
        out.append(_plain(story.text, at, a, emphases))
        out.append(_span(story, q, n, a, b, emphases, hue))
        at = b
    out.append(_plain(story.text, at, end, emphases))
    return Markup("").join(out)


def _span(story: Story, q: Quotation, n: int, a: int, b: int, emphases: list[Span], hue: dict[str, int]) -> Markup:
    classes = ["q", q.kind]
    if q.speaker is None:
        classes.append("open")
    if q.speaker is None or q.confidence < UNCERTAIN:
        classes.append("unsure")
    style = f"--h:{hue[q.speaker]}" if q.speaker in hue else "--h:0;--k:0"
    return Markup('<span class="{}" id="{}" data-q="{}" data-who="{}" style="{}" tabindex="-1">{}</span>').format(
        " ".join(classes),
        f"{q.id}-{n}" if n else q.id,
        q.id,
        q.speaker or "",
        style,
        _plain(story.text, a, b, emphases),
    )


def _plain(text: str, a: int, b: int, emphases: list[Span]) -> Markup:
    """Text with its italics; line ends of a wrapped file are spaces to a browser."""
    out = []
    at = a
    k = max(0, bisect_left(emphases, (a, 0)) - 1)
    while k < len(emphases) and emphases[k][0] < b:
        s, e = max(emphases[k][0], at), min(emphases[k][1], b)
        if e > s >= at:
            out.append(escape(text[at:s]))
            out.append(Markup("<em>{}</em>").format(text[s:e]))
            at = e
        k += 1
    out.append(escape(text[at:b]))
    return Markup("").join(out)
