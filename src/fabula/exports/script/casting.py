"""The casting sheet: whom a production has to find voices for, and the empty list of voices to fill in."""

import csv
import io
import json
import re
from collections import Counter

from fabula.exports.script.voices import NARRATOR
from fabula.exports.shares import shares
from fabula.world import Quotation, Story

_PER_MINUTE = 155  # words read aloud
_AGE = re.compile(
    r"\b(?:baby|child|boy|girl|lad|lass|teenager|teenage|youth|young|middle-aged|elderly|old|aged|ancient|grandfather"
    r"|grandmother|\w+teen years old|\d{1,3} years old)\b",
    re.IGNORECASE,
)
COLUMNS = ("id", "name", "lines", "words", "minutes", "pronouns", "age words", "first line", "sample")
_SAMPLE = (8, 40)  # words of a line that shows how somebody speaks


def as_casting(story: Story) -> str:
    """A row for the narrator, everybody who speaks and each crowd, who speaks most first, as CSV.

    ``age words`` are those the text uses of somebody ("old", "boy"); ``sample`` is a line of theirs of some length.
    """
    spoken = shares(story)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    told = sum(len(story.text[p.start : p.end].split()) for p in story.paragraphs if p.kind in ("prose", "heading"))
    narrated = max(0, told - sum(spoken.words.values()))
    writer.writerow([NARRATOR, "(the narrator)", "", narrated, _minutes(narrated), "", "", "", ""])
    people = {c.id: c for c in story.characters}
    ages = _age_words(story)
    for who in sorted((w for w in spoken.words if w), key=lambda w: (-spoken.words[w], w)):
        own = [q for q in story.quotes if q.speaker == who and q.kind == "speech"]
        if not own:
            continue
        c = people.get(who)
        first, words = own[0], spoken.words[who]
        writer.writerow(
            [who, story.name(who), len(own), words, _minutes(words), (c.pronouns if c else None) or "",
             "; ".join(ages.get(who, ())), " ".join(story.words(first).split()), _sample(story, own)]
        )  # fmt: skip
    return out.getvalue()


def as_voices(story: Story) -> str:
    """The list of voices to fill in: an empty voice for the narrator and for everybody who speaks, as JSON."""
    spoken = Counter(q.speaker for q in story.quotes if q.speaker is not None and q.kind == "speech")
    return json.dumps({NARRATOR: "", **{w: "" for w, _ in spoken.most_common()}}, ensure_ascii=False, indent=1) + "\n"


def _minutes(words: int) -> str:
    return f"{words / _PER_MINUTE:.1f}"


def _sample(story: Story, own: list[Quotation]) -> str:
    """The surest line of a good length; the longest where there is none."""
    fitting = [q for q in own if _SAMPLE[0] <= len(story.words(q).split()) <= _SAMPLE[1]]
    best = max(fitting, key=lambda q: q.confidence, default=max(own, key=lambda q: len(story.words(q))))
    return " ".join(story.words(best).split())


def _age_words(story: Story) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for m in story.mentions:
        if m.form != "PRON":
            for found in _AGE.findall(story.text[m.start : m.end]):
                if found.lower() not in out.setdefault(m.entity, []):
                    out[m.entity].append(found.lower())
    return out
