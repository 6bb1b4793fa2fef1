"""Blocks of a marked-up file put together as one text with its shape."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from fabula.text.authors import Said, find_notes
from fabula.text.emphasis import find_emphases
from fabula.text.gutenberg import find_wrapping
from fabula.text.headings import is_break
from fabula.text.inserted import find_inserted
from fabula.text.markup import drop_cap
from fabula.text.matter import find_matter
from fabula.text.plain import by_turns, find_chapters
from fabula.world import Emphasis, Manuscript, Paragraph, SetAside, Source

Run = tuple[str, bool]
"""Some text and whether it is in italics."""
BREAK = "* * *"
_GAPS = 0.15  # an empty paragraph is a scene break only where it is rarer than this


@dataclass(slots=True)
class Block:
    """One paragraph, heading or break of a file, as runs of text."""

    kind: Literal["prose", "heading", "break", "gap"]
    runs: list[Run] = field(default_factory=list)
    quoted: int = 0
    """The number of the quoted block it stands in; 0 is none."""
    opens: str = ""
    """The title of the chapter that begins here by the file's table of contents."""

    @property
    def text(self) -> str:
        """The words of the block."""
        return "".join(t for t, _ in self.runs)


def build(blocks: Sequence[Block], source: Source, set_aside: Sequence[SetAside] = ()) -> Manuscript:
    """The blocks as a manuscript: paragraphs stand apart by one blank line, breaks are `* * *`."""
    blocks, notices = _without_gutenberg(_joined_caps(_filled(blocks)))
    blocks, more = _without_asides(blocks)
    notices += more
    prose = sum(b.kind == "prose" for b in blocks)
    gaps = sum(b.kind == "gap" for b in blocks)
    keep_gaps = gaps <= _GAPS * max(1, prose)
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    emphases: list[Emphasis] = []
    opened: dict[int, str] = {}
    at = 0
    for b in blocks:
        if b.kind == "gap" and not keep_gaps:
            continue
        if b.kind in ("break", "gap"):
            if not paragraphs or paragraphs[-1].kind == "break":
                continue
            words = BREAK
            kind: Literal["prose", "heading", "break"] = "break"
        else:
            words = _join(b, at + (2 if pieces else 0), emphases)
            kind = "break" if b.kind == "prose" and is_break(words) else "heading" if b.kind == "heading" else "prose"
        if pieces:
            at += 2
        if b.opens:
            opened[at] = b.opens
        pieces.append(words)
        paragraphs.append(Paragraph(at, at + len(words), kind))
        at += len(words)
    text = "\n\n".join(pieces)
    paragraphs = by_turns(text, paragraphs)
    marked = find_emphases(text, paragraphs)
    return Manuscript(
        text=text,
        source=source,
        paragraphs=tuple(paragraphs),
        chapters=find_chapters(text, paragraphs, len(text), trusted=True, title=source.title, opened=opened),
        emphases=tuple(sorted([*emphases, *marked], key=lambda e: e.outer)),
        set_aside=(*notices, *set_aside),
    )


def _filled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that have words, and breaks; a title that an empty one opens belongs to the next."""
    out: list[Block] = []
    opens: list[str] = []
    for b in blocks:
        if b.opens:
            opens.append(b.opens)
        if b.kind in ("break", "gap"):
            out.append(replace(b, opens=""))
        elif b.text.strip():
            out.append(replace(b, opens=" · ".join(dict.fromkeys(opens))))
            opens = []
    return out


def _joined_caps(blocks: Sequence[Block]) -> list[Block]:
    """A large first letter in a block of its own ("H", "aldane came back") joined to the words it begins."""
    out: list[Block] = []
    for b in blocks:
        before = out[-1] if out else None
        if before is not None and before.kind == b.kind == "prose" and (cap := drop_cap(before.text)):
            words = b.text.lstrip()
            if words[:1].islower() or (words[:2].isupper() and words[:2].isalpha()):
                (text, italic), *rest = [r for r in b.runs if r[0].strip()]
                b = replace(b, runs=[(cap + text.lstrip(), italic), *rest], opens=before.opens or b.opens)
                out.pop()
        out.append(b)
    return out


def _without_asides(blocks: Sequence[Block]) -> tuple[list[Block], list[SetAside]]:
    """The blocks that are the story, and what authors and publishers say around it."""
    away: dict[int, tuple[str, str, int]] = {}  # block: kind, title, number of its group
    words = [" ".join(b.text.split(" ")) for b in blocks]
    for first, end, heading in find_matter([(b.kind, w) for b, w in zip(blocks, words, strict=True)]):
        away.update(dict.fromkeys(range(first, end), ("matter", heading, first)))
    told = find_notes([Said(b.kind, w, b.quoted) for b, w in zip(blocks, words, strict=True)])
    away.update({i: ("note", why, i) for i, why in told.items() if i not in away})
    inserted = find_inserted([(b.kind, w) for b, w in zip(blocks, words, strict=True)])
    away.update({i: (what, what, i) for i, what in inserted.items() if i not in away})
    if not any(b.kind == "prose" and i not in away for i, b in enumerate(blocks)):
        return list(blocks), []
    groups: dict[int, list[int]] = {}
    for i in sorted(away):
        groups.setdefault(away[i][2], []).append(i)
    out = [
        SetAside(away[g][0], away[g][1], None, "\n\n".join(words[i].strip() for i in members if words[i].strip()))
        for g, members in groups.items()
    ]
    return [b for i, b in enumerate(blocks) if i not in away], out


def _join(b: Block, start: int, emphases: list[Emphasis]) -> str:
    """The words of a block with white space made single, and its italics as spans."""
    out: list[str] = []
    at = start
    space = True  # the block's leading space is dropped
    opened: int | None = None
    for text, italic in b.runs:
        if not italic and opened is not None and text.strip():
            _close(emphases, opened, at, out, start)
            opened = None
        for c in text:
            if c.isspace() and c != "\n":
                c = " "
            if c in " \n":
                if not space:
                    out.append(c)
                    at += 1
                    space = True
                elif c == "\n" and out and out[-1] == " ":
                    out[-1] = "\n"
                continue
            if italic and opened is None:
                opened = at
            out.append(c)
            at += 1
            space = False
    if opened is not None:
        _close(emphases, opened, at, out, start)
    words = "".join(out)
    return words.rstrip()


def _close(emphases: list[Emphasis], opened: int, at: int, out: list[str], start: int) -> None:
    end = at
    while end > opened and out[end - start - 1].isspace():
        end -= 1
    if end > opened:
        emphases.append(Emphasis(opened, end, (opened, end)))


def _without_gutenberg(blocks: list[Block]) -> tuple[list[Block], list[SetAside]]:
    """Blocks before Gutenberg's start line and after its end line, taken out of the text."""
    whole = "\n\n".join(b.text for b in blocks)
    (begin, end), notices = find_wrapping(whole)
    if not notices:
        return blocks, []
    kept: list[Block] = []
    at = 0
    for b in blocks:
        stop = at + len(b.text)
        if stop > begin and at < end:
            if at < begin or stop > end:
                rest = whole[max(at, begin) : min(stop, end)]
                if rest.strip():
                    kept.append(Block(b.kind, [(rest, False)]))
            else:
                kept.append(b)
        at = stop + 2
    out = [replace(n, span=None, text=whole[n.span[0] : n.span[1]].strip()) for n in notices if n.span]
    return kept, out
