"""Plain text: where its paragraphs, chapters and scene breaks are. The text itself is not touched."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from fabula.text.authors import Said, find_notes
from fabula.text.emphasis import find_emphases
from fabula.text.gutenberg import find_wrapping, read_fields
from fabula.text.headings import is_bare_number, is_break, is_capitals, is_numbered, is_titular
from fabula.text.inserted import find_inserted
from fabula.text.invisible import drop_invisible
from fabula.text.labels import conversations, find_label, speakers, split_lines
from fabula.text.lines import lines_of
from fabula.text.matter import find_matter, is_matter
from fabula.world import Chapter, Manuscript, Paragraph, SetAside, Source

_BYLINE = re.compile(r"^\s*(?:written\s+)?by:?\s+(?P<name>[^\d\n]{3,60})$", re.IGNORECASE)
_FIELD = re.compile(r"^(title|author)\s*:\s*(.+)$", re.IGNORECASE)
_ENDS = tuple(".!?\"”'’…:—-)*_»")
_Line = tuple[int, int]  # without its newline and the space around it


def read_plain(text: str, source: Source) -> Manuscript:
    """The shape of a plain text. Source gains title and author where the text gives them."""
    story, notices = find_wrapping(text)
    blocks = _blocks(text, story)
    paragraphs = _classify(text, blocks)
    paragraphs, contents = _set_contents_aside(text, paragraphs)
    paragraphs, said = _set_notes_aside(text, paragraphs)
    paragraphs = by_turns(text, paragraphs)
    title, author = read_fields(text[: story[0]])
    if title is None:
        title, author = _title_page(text, paragraphs)
    return Manuscript(
        text=text,
        source=replace(source, title=source.title or title, author=source.author or author),
        paragraphs=tuple(paragraphs),
        chapters=find_chapters(text, paragraphs, story[1]),
        emphases=find_emphases(text, paragraphs),
        set_aside=(*notices, *contents, *said),
    )


def by_turns(text: str, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, those that set a talk out line by line cut into its lines.

    Whoever speaks in one talk is known in the next, where one may write alone, and others join.
    """
    wide = {i for i, p in enumerate(paragraphs) if p.kind == "prose" and "\n" in text[p.start : p.end]}
    single = [(p.start, p.end if p.kind == "prose" and i not in wide else p.start) for i, p in enumerate(paragraphs)]
    known = speakers(text, conversations(text, single))
    cut = {i: split_lines(text, paragraphs[i].start, paragraphs[i].end) for i in wide}
    for lines in cut.values():
        if len(lines) > 1:
            known |= speakers(text, conversations(text, lines))
    out: list[Paragraph] = []
    for i, p in enumerate(paragraphs):
        if i not in cut:
            out.append(p)
            continue
        lines = split_lines(text, p.start, p.end, known) if known and len(cut[i]) == 1 else cut[i]
        out += [replace(p, start=a, end=b) for a, b in lines]
    return out


def find_chapters(
    text: str,
    paragraphs: Sequence[Paragraph],
    end: int,
    *,
    trusted: bool = False,
    title: str | None = None,
    opened: Mapping[int, str] | None = None,
) -> tuple[Chapter, ...]:
    """Chapters from their headings; headings in a row are one, from the first that has a number ("BOOK I / I").

    ``trusted`` says that the file itself marks its headings, so that they need no number to open a chapter;
    ``title`` is the story's, which opens none. ``opened`` are titles that a table of contents gives to places: they
    open chapters with or without a heading.
    """
    opened = opened or {}
    heads = [p for p in paragraphs if p.kind == "heading"]
    if not trusted and not any(
        is_numbered(text[p.start : p.end]) or is_bare_number(text[p.start : p.end]) for p in heads
    ):
        # A collection: headings without numbers, prose under each of them.
        under = sum(p.kind == "heading" and q.kind == "prose" for p, q in zip(paragraphs, paragraphs[1:], strict=False))
        trusted = under >= 3
    if trusted and len(heads) == 1 and not is_numbered(text[heads[0].start : heads[0].end]):
        before = any(p.kind == "prose" and p.start < heads[0].start for p in paragraphs)
        trusted = before or len(opened) > 1
    starts: list[tuple[int, str]] = []
    run: list[Paragraph] = []
    for p in paragraphs:
        if p.kind == "heading":
            run.append(p)
        elif p.kind == "prose" and not run and opened.get(p.start):
            starts.append((p.start, opened[p.start]))
        elif p.kind == "prose" and run:
            lines = [" ".join(drop_invisible(text[h.start : h.end]).split()) for h in run]
            first = next((i for i, x in enumerate(lines) if is_numbered(x) or is_bare_number(x)), None)
            named = [opened[h.start] for h in run if opened.get(h.start)]
            if named and all(map(is_bare_number, lines)):
                lines += [n for n in named[:1] if n not in lines]
            if first is None and trusted:
                own = [i for i, x in enumerate(lines) if x.lower() != (title or "").lower()]
                first = own[0] if own else None
            if first is not None or (starts and not trusted):
                first = first or 0
                starts.append((run[first].start, " · ".join(lines[first:])))
            run = []
    bounds = [s for s, _ in starts[1:]] + [end]
    return tuple(
        Chapter(id=f"ch{i}", start=s, end=e, title=t)
        for i, ((s, t), e) in enumerate(zip(starts, bounds, strict=bool(starts)), 1)
    )


def _blocks(text: str, story: tuple[int, int]) -> list[tuple[int, int, int]]:
    """(start, end, blank lines before) of each paragraph."""
    lines = lines_of(text, *story)
    filled = [k for k, (a, b) in enumerate(lines) if b > a]
    if not filled:
        return []
    inner = [k for k in filled if k + 1 < len(lines) and lines[k + 1][1] > lines[k + 1][0]]
    ends = sum(text[lines[k][1] - 1] in _ENDS for k in inner)
    longest = max((lines[k][1] - lines[k][0] for k in inner), default=0)
    one_per_line = bool(inner) and (ends > 0.6 * len(inner) or longest > 200)
    indented = 0
    if not one_per_line and inner:
        indented = sum(_indent(text, lines[k][0]) for k in filled)
    by_indent = not one_per_line and 0.02 * len(filled) < indented < 0.5 * len(filled)

    out: list[tuple[int, int, int]] = []
    blank = 0
    joining = False
    for a, b in lines:
        if b == a:
            blank += 1
            joining = False
            continue
        if joining and not one_per_line and not (by_indent and _indent(text, a)) and not is_break(text[a:b]):
            out[-1] = (out[-1][0], b, out[-1][2])
        else:
            out.append((a, b, blank))
        joining = not is_break(text[a:b])
        blank = 0
    return out


def _indent(text: str, start: int) -> bool:
    return start >= 2 and text[start - 1] in " \t\u3000" and (text[start - 2] in " \t\u3000\n")


def _classify(text: str, blocks: list[tuple[int, int, int]]) -> list[Paragraph]:
    gaps = sorted(g for _, _, g in blocks[1:])
    usual = gaps[len(gaps) // 2] if gaps else 1
    wide = usual + 2 if usual else 1
    wide_share = sum(g >= wide for g in gaps) / max(1, len(gaps))
    out: list[Paragraph] = []
    expected = {1}
    prose_seen = False
    after_heading = True
    for i, (a, b, gap) in enumerate(blocks):
        line = drop_invisible(text[a:b])
        kind = "prose"
        short = b - a <= 160
        if short and is_break(line):
            kind = "break"
        elif short and is_numbered(line) and (line.count("\n") <= 2):
            kind = "heading"
            after_heading = True
        elif short and "\n" not in line and is_matter(line) and gap >= min(1, usual):
            kind = "heading"
        elif (
            short
            and is_bare_number(line)
            and not _is_cue(text, blocks, i)
            and (_number(line) in expected or after_heading)
        ):
            kind = "heading"
            expected = {_number(line) + 1, 1}
        elif after_heading and short and (is_capitals(line) or _is_title(text, blocks, i)):
            kind = "heading"
        elif short and gap >= 2 and gap > usual and is_capitals(line) and "\n" not in line:
            kind = "heading"
        elif not prose_seen and short and (_BYLINE.match(line) or re.fullmatch(r"\W*\d{4}\W*", line)):
            kind = "heading"
        if kind == "prose":
            prose_seen = True
        after_heading = kind == "heading"
        out.append(Paragraph(a, b, kind))  # type: ignore[arg-type]
        if kind == "prose" and gap >= wide and wide_share < 0.1 and len(out) > 1 and out[-2].kind == "prose":
            # No mark, but a gap that this text makes rarely: an empty break of no width stands before it.
            out.insert(-1, Paragraph(a, a, "break"))
    return out


def _is_title(text: str, blocks: list[tuple[int, int, int]], i: int) -> bool:
    """A title-like line counts as a heading only where prose of some length follows it."""
    a, b, _ = blocks[i]
    if "\n" in text[a:b] or not is_titular(text[a:b]):
        return False
    return i + 1 < len(blocks) and blocks[i + 1][2] >= 1


def _is_cue(text: str, blocks: list[tuple[int, int, int]], i: int) -> bool:
    """Is this a numbered cue of a script, followed by another ("1. DOCTOR: Was that us?"), and no heading?"""
    here, then = (find_label(text, a, b) for a, b, _ in [*blocks[i : i + 2], (0, 0, 0)][:2])
    if here is None or here.form != "capitals" or text[slice(*here.words)].isupper():
        return False
    return then is not None and then.form == "capitals" and text[blocks[i + 1][0]].isdigit()


def _number(line: str) -> int:
    head = re.split(r"[\s.:]", line.strip(), maxsplit=1)[0]
    if head.isdigit():
        return int(head)
    total = 0
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    for c, d in zip(head, [*head[1:], ""], strict=True):
        v = values.get(c, 0)
        total += -v if values.get(d, 0) > v else v
    return total


def _set_contents_aside(text: str, paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[SetAside]]:
    """A table of contents: a run of headings with nothing under them, or one block of heading lines."""
    out = list(paragraphs)
    notices: list[SetAside] = []
    i = 0
    while i < len(out):
        p = out[i]
        lines = [x for x in text[p.start : p.end].split("\n") if x.strip()]
        if p.kind != "break" and len(lines) >= 3:
            heads = sum(is_numbered(x) or is_bare_number(x) for x in lines)
            if heads >= 0.5 * len(lines) and heads >= 3:
                out[i] = replace(p, kind="aside")
                notices.append(SetAside("contents", "table of contents", (p.start, p.end)))
        elif p.kind == "heading" and (is_numbered(lines[0]) or is_bare_number(lines[0])):
            j, count = i, 0
            while j < len(out) and out[j].kind == "heading":
                first = text[out[j].start : out[j].end]
                count += is_numbered(first) or is_bare_number(first)
                j += 1
            if count >= 4:
                keep = j - 1
                while keep > i and not is_numbered(text[out[keep].start : out[keep].end]):
                    keep -= 1
                for k in range(i, keep):
                    out[k] = replace(out[k], kind="aside")
                if keep > i:
                    notices.append(SetAside("contents", "table of contents", (out[i].start, out[keep - 1].end)))
                i = j
                continue
        i += 1
    return out, notices


def _set_notes_aside(text: str, paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[SetAside]]:
    """What authors, archives and publishers say around the story; the text stays as it is."""
    told = [(p.kind, drop_invisible(text[p.start : p.end])) for p in paragraphs]
    away: dict[int, tuple[str, str, int]] = {}
    for first, end, heading in find_matter(told):
        away.update(dict.fromkeys(range(first, end), ("matter", heading, first)))
    for i, why in find_notes([Said(kind, words) for kind, words in told]).items():
        away.setdefault(i, ("note", why, i))
    for i, what in find_inserted(told).items():
        away.setdefault(i, (what, what, i))
    if not any(p.kind == "prose" and i not in away for i, p in enumerate(paragraphs)):
        return paragraphs, []
    ends = {group: i for i, (_, _, group) in away.items()}
    notices = [
        SetAside(kind, title, (paragraphs[i].start, paragraphs[ends[i]].end))
        for i, (kind, title, group) in sorted(away.items())
        if i == group
    ]
    return [replace(p, kind="aside") if i in away else p for i, p in enumerate(paragraphs)], notices


def _title_page(text: str, paragraphs: list[Paragraph]) -> tuple[str | None, str | None]:
    title = author = None
    for p in paragraphs[:6]:
        if p.kind != "heading":
            break
        line = " ".join(drop_invisible(text[p.start : p.end]).split())
        by = _BYLINE.match(line)
        field = _FIELD.match(line)
        if field and field[1].lower() == "title":
            title = field[2]
        elif field:
            author = field[2]
        elif by:
            author = by["name"].strip()
        elif is_numbered(line) or is_bare_number(line):
            break  # what follows titles a chapter
        elif title is None:
            title = line
    return title, author
