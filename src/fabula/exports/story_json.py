"""story.json: the whole story, as others rely on it (format "fabula-story/1")."""

import gzip
import json
import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

from fabula.errors import UnreadableFile
from fabula.exports.files import write
from fabula.world import (
    Bond,
    Chapter,
    Character,
    Claim,
    Contradiction,
    Correction,
    Entity,
    Feeling,
    Knowledge,
    Mention,
    Move,
    NameUse,
    Narration,
    Paragraph,
    Quotation,
    Scene,
    Secret,
    SetAside,
    Source,
    Story,
)
from fabula.world.story import FORMAT

_GZIP = b"\x1f\x8b"


def as_dict(story: Story) -> dict[str, Any]:
    """The story as plain lists and dictionaries, with the keys of the story file."""
    return {
        "format": FORMAT,
        "layers": list(story.layers),
        "source": {
            "name": story.source.name,
            "sha256": story.source.sha256,
            "media_type": story.source.media_type,
            "title": story.source.title,
            "author": story.source.author,
        },
        "language": story.language,
        "notes": list(story.notes),
        "narration": {"person": story.narration.person, "narrator": story.narration.narrator},
        "paragraphs": [{"start": p.start, "end": p.end, "kind": p.kind} for p in story.paragraphs],
        "emphases": [list(e) for e in story.emphases],
        "chapters": [{"id": c.id, "start": c.start, "end": c.end, "title": c.title} for c in story.chapters],
        "characters": [{**_fields(c), "names": [n._asdict() for n in c.names]} for c in story.characters],
        "mentions": [
            {
                "start": m.start,
                "end": m.end,
                "entity": m.entity,
                "type": m.type,
                "form": m.form,
                "confidence": m.confidence,
            }
            for m in story.mentions
        ],
        "entities": [{"id": e.id, "name": e.name, "type": e.type, "mentions": e.mentions} for e in story.entities],
        "quotes": [_fields(q) for q in story.quotes],
        "events": [list(e) for e in story.events],
        "scenes": [
            {
                **_fields(s),
                "moves": [{"character": m.character, "position": m.position, "what": m.what} for m in s.moves],
            }
            for s in story.scenes
        ],
        "feelings": [_fields(f) for f in story.feelings],
        "bonds": [_fields(b) for b in story.bonds],
        "claims": [_fields(c) for c in story.knowledge.claims],
        "contradictions": [_fields(x) for x in story.knowledge.contradictions],
        "secrets": [_fields(x) for x in story.knowledge.secrets],
        "corrections": [_fields(c) for c in story.corrections],
        "set_aside": [
            {"kind": s.kind, "title": s.title, "span": list(s.span) if s.span else None, "text": s.text}
            for s in story.set_aside
        ],
        "text": story.text,
    }


def _fields(record: Any) -> dict[str, Any]:
    """The fields of a record by their names, tuples as lists."""
    values = ((f.name, getattr(record, f.name)) for f in fields(record))
    return {name: _plain(v) for name, v in values}


def _plain(value: Any) -> Any:
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _record(kind: type, data: dict[str, Any]) -> Any:
    """The record that `_fields` took apart."""
    return kind(**{name: _frozen(v) for name, v in data.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list) else value


def _name_use(data: dict[str, Any]) -> NameUse:
    return NameUse(**{name: _frozen(v) for name, v in data.items()})


def dumps(story: Story) -> str:
    """story.json as a string: readable, one record a line, the same bytes for the same story."""
    data = as_dict(story)
    rows = []
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n  ".join(json.dumps(v, ensure_ascii=False) for v in value)
            rows.append(f"{json.dumps(key)}: [\n  {inner}\n ]")
        else:
            rows.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n " + ",\n ".join(rows) + "\n}\n"


def save(story: Story, path: str | Path) -> None:
    """Write story.json to ``path``, whole or not at all."""
    write(Path(path), dumps(story))


def load(path: str | Path) -> Story:
    """The story in a story.json, or a story.json.gz. Raises UnreadableFile where it is not one.

    A saved story loads equal to the one that was saved.
    """
    try:
        raw = Path(path).read_bytes()
        data = json.loads(gzip.decompress(raw) if raw.startswith(_GZIP) else raw)
    except (gzip.BadGzipFile, EOFError, zlib.error) as e:
        raise UnreadableFile(f"{path}: the archive is damaged ({e})") from None
    except OSError as e:
        raise UnreadableFile(f"{path}: cannot be read ({e.strerror})") from None
    except (ValueError, RecursionError) as e:
        raise UnreadableFile(f"{path}: not a story file ({e})") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UnreadableFile(f"{path}: not a story file of the format {FORMAT}")
    try:
        return from_dict(data)
    except (KeyError, TypeError, ValueError) as e:
        raise UnreadableFile(f"{path}: the story file is incomplete ({type(e).__name__}: {e})") from None


def from_dict(data: dict[str, Any]) -> Story:
    """The story that `as_dict` made these from."""
    return Story(
        layers=tuple(data["layers"]),
        source=Source(**data["source"]),
        text=data["text"],
        language=data["language"],
        narration=Narration(**data["narration"]),
        paragraphs=tuple(Paragraph(**p) for p in data["paragraphs"]),
        emphases=tuple((a, b) for a, b in data["emphases"]),
        chapters=tuple(Chapter(**c) for c in data["chapters"]),
        characters=tuple(
            _record(Character, {**c, "names": tuple(_name_use(n) for n in c.get("names", ()))})
            for c in data["characters"]
        ),
        mentions=tuple(Mention(**m) for m in data["mentions"]),
        entities=tuple(Entity(**e) for e in data.get("entities", ())),
        events=tuple((a, b) for a, b in data.get("events", ())),
        quotes=tuple(_record(Quotation, q) for q in data["quotes"]),
        scenes=tuple(
            _record(Scene, {**s, "moves": tuple(Move(**m) for m in s.get("moves", ()))}) for s in data["scenes"]
        ),
        feelings=tuple(_record(Feeling, f) for f in data.get("feelings", ())),
        bonds=tuple(_record(Bond, b) for b in data.get("bonds", ())),
        knowledge=Knowledge(
            tuple(_record(Claim, c) for c in data.get("claims", ())),
            tuple(_record(Contradiction, x) for x in data.get("contradictions", ())),
            tuple(_record(Secret, x) for x in data.get("secrets", ())),
        ),
        set_aside=tuple(SetAside(**{**s, "span": tuple(s["span"]) if s["span"] else None}) for s in data["set_aside"]),
        notes=tuple(data["notes"]),
        corrections=tuple(_record(Correction, c) for c in data.get("corrections", ())),
    )
