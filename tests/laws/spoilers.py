"""What gives the story away: words of names that have not fallen, in anything that is shown at a position.

``python -m tests.laws.spoilers FILE...`` looks at texts or story files at every position where something changes.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from lxml import html

from fabula import Story
from fabula.ask import answers
from fabula.exports.page.look import look_of
from fabula.exports.page.templates import environment
from fabula.exports.page.write import render_page
from fabula.web import panels
from fabula.web.app import _frame
from fabula.web.library import Entry
from fabula.web.open_books import Book, View
from fabula.web.readings import story_of
from fabula.world import BondKind, Emotion, Manner

# what Fabula itself says, whatever the story: an inn called "The Family" may not be told from a bond of that kind
WORD = re.compile(r"[^\W_]+")
PAGE = files("fabula.exports.page")
TEMPLATES = [*(PAGE / "parts").iterdir(), PAGE / "page.html.j2", *(files("fabula.web") / "templates").iterdir()]
OURS = frozenset(
    w
    for text in ("several people somebody something none other", *(t.read_text(encoding="utf-8") for t in TEMPLATES))
    for w in WORD.findall(text.casefold())
).union(*(WORD.findall(str(k).lower()) for k in (*get_args(BondKind), *get_args(Emotion), *get_args(Manner))))


def words(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


class Names:
    """The words of all names of a story that are its own, and where each stands first."""

    def __init__(self, story: Story) -> None:
        names = [n for c in story.characters for n in (c.name, *c.aliases)] + [e.name for e in story.entities]
        names += [w.removeprefix("group:") for q in story.quotes for w in (q.speaker or "", *q.heard_by, *q.addressees)]
        first: dict[str, int] = {}
        for m in WORD.finditer(story.text):
            first.setdefault(m.group().casefold(), m.end())
        ours = words(
            " ".join(
                [
                    *story.notes,
                    *(q.evidence for q in story.quotes),
                    *(x.evidence for x in story.knowledge.contradictions),
                ]
            )
        )
        own = {w for n in names for w in words(n) if len(w) > 1} - OURS - ours
        title = words(
            f"{story.source.title or ''} {story.source.author or ''} {story.source.name}"
        )  # what stands on the cover is known
        marks = {m.casefold() for m in look_of(story).mark.values()}  # letters of names that have fallen
        self.first = {w: first[w] for w in own if w in first and w not in title}
        self.first = {w: at for w, at in self.first.items() if w not in marks}
        self.text = story.text

    def leaks(self, shown: Iterable[str], position: int) -> Iterator[str]:
        """Words among those shown that have not fallen by a position."""
        half = re.search(r"\w*$", self.text[:position])  # a text that ends within a word ends with another
        cut = half.group().casefold() if half else ""
        for text in shown:
            for w in words(text):
                if w != cut and self.first.get(w, 0) > position:
                    yield f"{position}: {w!r} in {text[:90]!r}"


def positions(story: Story) -> list[int]:
    """Every position where what is known changes."""
    at = {p.end for p in story.paragraphs} | {c.span[1] for c in story.knowledge.claims}
    at |= (
        {b for q in story.quotes for _, b in q.parts} | {s.end for s in story.scenes} | {m.end for m in story.mentions}
    )
    return sorted(at)


def strings(value: Any) -> Iterator[str]:
    """All strings of an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for v in value.values():
            yield from strings(v)
    elif isinstance(value, list | tuple):
        for v in value:
            yield from strings(v)


def of_answers(cut: Story) -> Iterator[dict[str, Any]]:
    """The answers to all questions."""
    yield answers.secrets(cut)
    yield answers.scenes(cut)
    yield answers.lines(cut)
    yield answers.table(cut)
    yield answers.news(cut)
    for c in cut.characters:
        for question in (answers.who, answers.knows, answers.feels):
            yield question(cut, c.id)
    for a, b in pairwise(cut.characters):
        yield answers.between(cut, a.id, b.id)


def later_spans(value: Any, position: int) -> Iterator[str]:
    """Spans and positions of an answer that lie later."""
    if isinstance(value, dict):
        for key, v in value.items():
            if key == "span" and v[1] > position:
                yield f"{position}: {key} {v}"
            elif key == "position" and v >= position:
                yield f"{position}: {key} {v}"
            yield from later_spans(v, position)
    elif isinstance(value, list):
        for v in value:
            yield from later_spans(v, position)


def _holds(e: html.HtmlElement, position: int) -> bool:
    """Is an element of story.html shown by a position, as page.js decides?"""
    since, until = e.get("data-since"), e.get("data-until")
    if (since is not None and int(since) > position) or (until is not None and int(until) <= position):
        return False
    return "whole" not in (e.get("class") or "").split() and e.tag not in (
        "script",
        "style",
        "article",
        "head",
        "option",
    )


def visible(e: html.HtmlElement, position: int) -> Iterator[str]:
    """The texts of a page beside the prose that are shown by a position."""
    if not isinstance(e.tag, str) or not _holds(e, position):
        return
    yield e.text or ""
    for child in e:
        if e.tag != "details" or child.tag == "summary" or e.get("open") is not None:
            yield from visible(child, position)
        yield child.tail or ""


def of_lines(story: Story, page: html.HtmlElement) -> Iterator[tuple[int, str]]:
    """(position, words) of what story.html tells on pointing at each line, and the marks beside it."""
    data = json.loads(page.xpath("//script[@class='data']")[0].text)

    def name(who: str, at: int) -> str:
        if who.startswith("group:"):
            return who[6:] if data["groups"].get(who, 0) <= at else "several people"
        return ([w for since, w in data["names"].get(who, []) if since <= at] or ["somebody"])[-1]

    for speaker, to, heard, _, why, _, other, by, *_ in data["quotes"].values():
        yield by, why
        for who in (speaker, other, *to, *heard):
            if who:
                yield by, name(who, by)
    full = {c.id: c.name for c in story.characters}
    for q in page.xpath("//*[@data-q and @data-m]"):
        mark, by = q.get("data-m"), data["quotes"][q.get("data-q")][7]
        if mark and not mark.isdecimal():
            yield by, full[q.get("data-who")]


PAGES = {
    "cast": panels.cast, "scenes": panels.scenes, "feelings": panels.feelings, "bonds": panels.bonds,
    "knowing": panels.knowing,
}  # fmt: skip


def of_reader(view: View, position: int) -> Iterator[str]:
    """The visible texts of the reader's panel and pages for who has read as far."""
    templates = environment("fabula.web")
    book = Book(Entry("x", "/x", view.story.source.title or ""), view=view)
    beside = view.sofar.at(position)
    shown = view.until(position)
    frame = _frame(book, shown, "cast", view)
    yield templates.get_template("beside.html.j2").render(
        **frame | {"beside": beside, "story": beside.story, "whole": False}
    )
    for name, fill in PAGES.items():
        yield templates.get_template(f"{name}.html.j2").render(**frame, **fill(shown))
    yield templates.get_template("people.html.j2").render(**frame, **panels.people_alike(shown, []), skipped=[])
    if shown.story.quotes:  # what opens on choosing a line, and on selecting words
        yield templates.get_template("line.html.j2").render(
            **frame | {"model": ""} | panels.line(shown, shown.story.quotes[-1])
        )
    yield templates.get_template("words.html.j2").render(**panels.words(shown, max(0, position - 20), position))


def leaks(story: Story, at: Iterable[int], pages: int = 12) -> list[str]:
    """All that is given away at these positions; the reader's pages are looked at in ``pages`` of them."""
    names, view = Names(story), View(story)
    telling = view.sofar.telling
    page = html.fromstring(render_page(story))
    at = list(at)
    out: list[str] = []
    for by, text in of_lines(story, page):
        out += names.leaks([text], by)
    ends = {p.end for p in story.paragraphs if p.kind == "prose"}  # a reader's place is the end of a paragraph
    told = [p for p in at if p in ends]
    looked = set(told[:: max(1, len(told) // pages)])
    for p in at:
        if p >= len(story.text):
            continue
        cut = telling.until(p)
        for answer in of_answers(cut):
            out += [*names.leaks(strings(answer), p), *later_spans(answer, p)]
        ids = [c.id for c in cut.characters] + [e.id for e in cut.entities]
        out += names.leaks((x.replace("-", " ") for x in ids), p)
        ended = {q.id for q in story.quotes if q.parts[-1][1] <= p}
        out += [
            f"{p}: a contradiction of {x.a} and {x.b}" for x in cut.knowledge.contradictions if not {x.a, x.b} <= ended
        ]
        out += names.leaks(visible(page, p), p)
        if p in looked:
            for text in of_reader(view, p):
                shown = html.fromstring(f"<div>{text}</div>") if "<html" not in text else html.fromstring(text)
                for e in shown.xpath("//h1 | //script | //select | //datalist"):
                    e.drop_tree()
                out += names.leaks([shown.text_content()], p)
    return out


def main(paths: list[str]) -> int:
    bad = 0
    for file in paths:
        story = story_of(file)
        found = leaks(story, positions(story)[:: max(1, len(positions(story)) // 400)])
        bad += bool(found)
        print(f"{Path(file).name}: {len(found)}", *found[:3], sep="\n  ", flush=True)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
