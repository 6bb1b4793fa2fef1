"""Sheets on which somebody writes whom each pronoun and noun of a story means, and what was written on them.

    python -m training.coreference.sheets write SHEETS STORY...
    python -m training.coreference.sheets take SHEETS

``write`` makes SHEETS/STORY.md: the story with a number at every mention of somebody by pronoun or noun, and at names
that gold does not list. A line of the answer, SHEETS/STORY.txt, is a number and the id of who is meant: one of gold's
characters, an id that begins with n_ for somebody else who is a single person (the same one whenever the same person
is meant), or "-" for several people, anybody, nobody and things. ``take`` adds the answers to labels.jsonl.
"""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

sys.path.append(str(Path(__file__).parents[1] / "reading"))
from training.coreference.labels import FILE, OTHER, SEVERAL
from training.names.texts import Text, draft, gold, texts

from fabula.language import Language
from fabula.models.pairs import HE, PER_TYPE, PRON, SHE, THEY
from laid import NOT_ALIASES, named_spans

_THIRD = frozenset("he him his himself she her hers herself they them their theirs themselves themself".split())


class Asked(NamedTuple):
    """A mention that is asked about: tokens [first, last)."""

    first: int
    last: int


def asked(text: str, language: Language, mentions: Any, people: list[dict[str, Any]]) -> list[Asked]:
    """The mentions of a sheet in order: third-person pronouns, and what the model takes for a person, names aside."""
    named = named_spans(text, language, people)
    taken = {i for a, b in named for i in range(a, b)}
    found = set()
    for a, b, head, form, kind, type_ in zip(
        *(getattr(mentions, c).tolist() for c in ("first", "last", "head", "form", "kind", "type")), strict=True
    ):
        third = kind in (HE, SHE, THEY) if form == PRON else True
        if type_ == PER_TYPE and third and head not in taken:
            found.add((a, b))
    found |= {(i, i + 1) for i, w in enumerate(language.lower) if w in _THIRD and i not in taken}
    return [Asked(*s) for s in sorted(found, key=lambda s: (s[0], -s[1]))]


def sheet(text: str, language: Language, mentions: list[Asked], people: list[dict[str, Any]]) -> str:
    """The story with numbered mentions, and who is in it."""
    opens: dict[int, str] = {}
    closes: dict[int, str] = {}
    for n, m in enumerate(mentions, 1):
        opens[language.starts[m.first]] = opens.get(language.starts[m.first], "") + "["
        end = language.ends[m.last - 1]
        closes[end] = f"|{n}]" + closes.get(end, "")
    body = "".join(closes.get(k, "") + opens.get(k, "") + c for k, c in enumerate(text)) + closes.get(len(text), "")
    lines = []
    for c in people:
        names = [a for a in c["aliases"] if a != c["name"] and a.lower() not in NOT_ALIASES]
        lines.append(f"- {c['id']}: {c['name']} ({c.get('pronouns') or '?'}); {', '.join(names)}")
    return "\n".join(["# Who is in it", *lines, "", f"# The text ({len(mentions)} mentions)", "", body, ""])


def questions(x: Text) -> tuple[str, Language, list[Asked], list[dict[str, Any]]]:
    """The text of a story, its tokens, the mentions that are asked about, and gold's people."""
    d = draft(x)
    people = [c for c in gold(x)["characters"] if not c["id"].startswith("_")]
    text = d.manuscript.text
    return text, d.language, asked(text, d.language, d.encoding.reading.mentions, people), people


def write(x: Text, folder: Path) -> None:
    """Write the sheet of a story."""
    text, language, mentions, people = questions(x)
    told = sheet(text, language, mentions, people)
    narrator = gold(x)["narration"].get("narrator")
    if narrator:
        told = told.replace("# The text", f'The narrator ("I") is {narrator}.\n\n# The text', 1)
    (folder / f"{x.id}.md").write_text(told, encoding="utf-8")


def take(x: Text, answers: Path) -> dict[str, Any]:
    """The labels of a story from the answers on its sheet."""
    _, language, mentions, people = questions(x)
    said = dict(line.split() for line in answers.read_text(encoding="utf-8").splitlines() if line.strip())
    if len(said) != len(mentions):
        raise SystemExit(f"{answers}: {len(said)} answers to {len(mentions)} questions")
    listed = {c["id"] for c in people} | {SEVERAL}
    if wrong := [who for who in said.values() if who not in listed and not who.startswith(OTHER)]:
        raise SystemExit(f"{answers}: nobody is called {wrong[0]}")
    rows = [(language.starts[m.first], language.ends[m.last - 1], said[str(n)]) for n, m in enumerate(mentions, 1)]
    return {"id": x.id, "labels": rows}


def main() -> None:
    what, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    stories = {x.id: x for x in texts() if x.kind == "story"}
    if what == "write":
        for name in sys.argv[3:]:
            write(stories[name], folder)
        return
    lines = FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []
    known = {json.loads(line)["id"]: line for line in lines}
    for answers in sorted(folder.glob("*.txt")):
        known[answers.stem] = json.dumps(take(stories[answers.stem], answers), separators=(",", ":"))
    FILE.write_text("".join(known[k] + "\n" for k in sorted(known)), encoding="utf-8")


if __name__ == "__main__":
    main()
