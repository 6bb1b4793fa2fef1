"""A manuscript of several files: a list of them, or a folder in its natural order."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from fabula.world import Chapter, Emphasis, Manuscript, Paragraph, SetAside, Source

_NUMBERS = re.compile(r"(\d+)")
_JOINT = "\n\n"


def parts_of(folder: Path, suffixes: Sequence[str]) -> tuple[Path, ...]:
    """The files of a folder, and of folders within it, whose names end so: chapter 2 before chapter 10.

    Hidden files, what office programs put beside an open file, and what Fabula wrote are passed over.
    """
    found = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parts
        ours = any(p.startswith((".", "~$")) or p.endswith("-fabula") for p in inside)
        if path.suffix.lower() in suffixes and not ours and path.is_file():
            found.append((natural("/".join(inside)), path))
    return tuple(path for _, path in sorted(found))


def natural(name: str) -> list[tuple[int, str]]:
    """What names are sorted by so that their numbers count.

    >>> sorted(["ch10", "Ch2", "ch1"], key=natural)
    ['ch1', 'Ch2', 'ch10']
    """
    pieces = _NUMBERS.split(name.casefold())
    return [(int(p), "") if k % 2 else (0, p) for k, p in enumerate(pieces)]


def join(parts: Sequence[Manuscript], name: str) -> Manuscript:
    """Several manuscripts as one, in order. One without chapters of its own is a chapter, called by its heading or as
    its file.

    The title and the author are those that all files say.
    """
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    chapters: list[Chapter] = []
    emphases: list[Emphasis] = []
    aside: list[SetAside] = []
    at = 0
    for m in parts:
        own = m.chapters or (Chapter("", 0, len(m.text), _heading(m) or Path(m.source.name).stem),)
        paragraphs += [replace(p, start=p.start + at, end=p.end + at) for p in m.paragraphs]
        chapters += [replace(c, start=c.start + at, end=c.end + at) for c in own]
        emphases += [
            Emphasis(e.start + at, e.end + at, (e.outer[0] + at, e.outer[1] + at)) for e in m.emphases
        ]  # fmt: skip
        aside += [replace(s, span=(s.span[0] + at, s.span[1] + at) if s.span else None) for s in m.set_aside]
        texts.append(m.text)
        at += len(m.text) + len(_JOINT)
    sources = [m.source for m in parts]
    kinds = {s.media_type for s in sources}
    return Manuscript(
        text=_JOINT.join(texts),
        source=Source(
            name,
            digest((s.name, s.sha256) for s in sources),
            kinds.pop() if len(kinds) == 1 else "multipart/mixed",
            _agreed([s.title for s in sources]),
            _agreed([s.author for s in sources]),
        ),
        paragraphs=tuple(paragraphs),
        chapters=tuple(replace(c, id=f"ch{n}") for n, c in enumerate(chapters, 1)),
        emphases=tuple(emphases),
        set_aside=tuple(aside),
    )


def digest(of_parts: Iterable[tuple[str, str]]) -> str:
    """One hash for several files, from their names, by which chapters may be called, and their hashes."""
    said = "".join(f"{of} {name}\n" for name, of in of_parts)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _agreed(said: Sequence[str | None]) -> str | None:
    return said[0] if len(set(said)) == 1 else None


def _heading(m: Manuscript) -> str:
    found = next((p for p in m.paragraphs if p.kind == "heading"), None)
    return " ".join(m.text[found.start : found.end].split()) if found is not None else ""
