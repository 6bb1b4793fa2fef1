"""The text of the story as paragraphs of HTML, every quotation a span with its speaker."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from markupsafe import Markup, escape

from fabula.exports.page.look import Look
from fabula.exports.shares import is_uncertain
from fabula.world import Quotation, Story
from fabula.world.so_far import Telling


class Paragraph(NamedTuple):
    """One block of the page: its kind, its HTML, an anchor if a chapter starts here, the scene that does, its span."""

    kind: str
    html: Markup
    anchor: str
    scene: str
    start: int
    end: int


class Prose:
    """The paragraphs of a story, to be had all at once or stretch by stretch."""

    def __init__(self, story: Story, look: Look, telling: Telling) -> None:
        self._story, self._look, self._telling = story, look, telling
        self._told = [p for p in story.paragraphs if p.kind != "aside" and (p.start < p.end or p.kind == "break")]
        self._starts = [p.start for p in self._told]
        spans = ((part, q, n) for q in story.quotes for n, part in enumerate(q.parts))
        self._spans = sorted(spans, key=lambda x: x[0])
        self._at = [part[0] for part, _, _ in self._spans]
        self._chapters = {c.start: c.id for c in story.chapters}
        self._scenes = [s.start for s in story.scenes]

    def paragraphs(self, start: int = 0, end: int | None = None) -> list[Paragraph]:
        """The blocks that begin in [start, end), in order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end) if end is not None else len(self._told)
        before = self._told[first - 1].start if first else -1
        opened = bisect_right(self._scenes, before)
        out = []
        for p in self._told[first:last]:
            scene = ""
            if p.kind != "break" or p.start in self._scenes:
                now = bisect_right(self._scenes, p.start)
                scene = self._story.scenes[now - 1].id if now > opened else ""
                opened = now
            html = Markup("") if p.kind == "break" else self._paragraph(p.start, p.end)
            out.append(Paragraph(p.kind, html, self._chapters.get(p.start, ""), scene, p.start, p.end))
        return out

    def _paragraph(self, start: int, end: int) -> Markup:
        out: list[Markup] = []
        at = start
        k = max(0, bisect_left(self._at, start) - 1)
        while k < len(self._spans) and self._at[k] < end:
            (a, b), q, n = self._spans[k]
            k += 1
            if b <= start:
                continue
            a, b = max(a, start), min(b, end)
            out.append(self._plain(at, a))
            out.append(self._span(q, n, a, b, end))
            at = b
        out.append(self._plain(at, end))
        return Markup("").join(out)

    def _span(self, q: Quotation, n: int, a: int, b: int, by: int) -> Markup:
        classes = ["q", q.kind]
        if q.speaker is None:
            classes.append("open")
        if is_uncertain(q):
            classes.append("unsure")
        if q.corrected:
            classes.append("settled")
        hue = self._look.hue
        style = f"--h:{hue[q.speaker]}" if q.speaker in hue else "--h:0;--k:0"
        who = q.speaker or ""
        whole = self._look.mark.get(who, "") if n == 0 and a == q.parts[0][0] else ""
        mark = whole and self._look.mark_at(who, self._telling.name(who, by))
        return Markup(
            '<span class="{}" id="{}" data-q="{}" data-who="{}" data-m="{}"{} style="{}" tabindex="-1">{}</span>'
        ).format(
            " ".join(classes),
            f"{q.id}-{n}" if n else q.id,
            q.id,
            q.speaker or "",
            mark,
            Markup(' data-w="{}"').format(whole) if whole != mark else "",
            style,
            self._plain(a, b),
        )

    def _plain(self, a: int, b: int) -> Markup:
        """Text with its italics; line ends of a wrapped file are spaces to a browser."""
        text, emphases = self._story.text, self._story.emphases
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
