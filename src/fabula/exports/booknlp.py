"""BookNLP's files, under its own names and columns, so that what reads BookNLP reads Fabula.

Quirks are kept as its writer (booknlp/english/english_booknlp.py, version 1) has them: end tokens are inclusive, a
quotation runs from mark to mark and is written as its tokens joined by spaces, a speaker who is not known is the
literal ``None``, entity 0 is the narrator, `.book` is one JSON object and leaves out who is mentioned only once, and
byte_onset and byte_offset count characters, and the event column says EVENT or O.
"""

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from fabula.errors import FabulaError
from fabula.exports.files import write
from fabula.world import Language, Mention, Story

_SUBJECTS = ("nsubj",)
_MARKS = frozenset("\"“”‘’'«»‹›„`") | {"``", "''"}
_PRONOUN_GROUPS = {
    "he": "he/him/his",
    "she": "she/her",
    "they": "they/them/their",
    "xe": "xe/xem/xyr/xir",
    "ze": "ze/zem/zir/hir",
}


def save(story: Story, folder: Path, stem: str) -> list[Path]:
    """Write ``stem``.tokens, .entities, .quotes and .book into ``folder``; the paths written.

    Raises FabulaError for a story that was loaded and not read: a story file holds no tokens.
    """
    if story.tokens is None:
        raise FabulaError("BookNLP's files need tokens, which a loaded story file does not hold: read the text again")
    numbers = _numbers(story)
    out = []
    for suffix, text in (
        ("tokens", _tokens(story, story.tokens)),
        ("entities", _entities(story, story.tokens, numbers)),
        ("quotes", _quotes(story, story.tokens, numbers)),
        ("book", _book(story, story.tokens, numbers)),
    ):
        path = folder / f"{stem}.{suffix}"
        write(path, text)
        out.append(path)
    return out


def _numbers(story: Story) -> dict[str, int]:
    """BookNLP's entity numbers: 0 for a narrator, characters by falling count from 1, groups, then all the rest."""
    groups = Counter(m.entity for m in story.mentions if m.entity.startswith("group:"))
    groups.update(q.speaker for q in story.quotes if q.speaker and q.speaker.startswith("group:"))
    narrator = story.narration.narrator
    ids = [c.id for c in story.characters if c.id != narrator] + sorted(groups)
    ids += [e.id for e in story.entities]
    out = {who: i for i, who in enumerate(ids, 1)}
    return {narrator: 0, **out} if narrator else out


def _row(*cells: object) -> str:
    return "\t".join(str(c).replace("\t", " ").replace("\n", " ") for c in cells)


def _quoted(story: Story, tokens: Language) -> set[int]:
    return {i for q in story.quotes if q.kind != "thought" for a, b in q.parts for i in tokens.tokens_in(a, b)}


def _tokens(story: Story, t: Language) -> str:
    rows = [
        _row(
            "paragraph_ID", "sentence_ID", "token_ID_within_sentence", "token_ID_within_document", "word", "lemma",
            "byte_onset", "byte_offset", "POS_tag", "fine_POS_tag", "dependency_relation", "syntactic_head_ID", "event",
        )
    ]  # fmt: skip
    _, paragraph = np.unique(t.paragraph, return_inverse=True)
    events = {a for a, _ in story.events}
    first = 0
    for i, w in enumerate(t.text):
        if i and t.sentences[i] != t.sentences[i - 1]:
            first = i
        rows.append(
            _row(
                int(paragraph[i]), t.sentences[i], i - first, i, w, t.lemma[i], t.starts[i], t.ends[i], t.pos[i],
                t.tag[i], t.dep[i], t.heads[i], "EVENT" if t.starts[i] in events else "O",
            )
        )  # fmt: skip
    return "\n".join(rows) + "\n"


def _span(t: Language, start: int, end: int) -> tuple[int, int]:
    """First and last token (inclusive) of a stretch of text."""
    r = t.tokens_in(start, end)
    if not len(r):
        k = max(0, min(len(t) - 1, bisect_right(t.starts, start) - 1))
        return k, k
    return r.start, r.stop - 1


def _entities(story: Story, t: Language, numbers: dict[str, int]) -> str:
    rows = [_row("COREF", "start_token", "end_token", "prop", "cat", "text")]
    for m in story.mentions:
        a, b = _span(t, m.start, m.end)
        rows.append(_row(numbers[m.entity], a, b, m.form, m.type, story.text[m.start : m.end]))
    return "\n".join(rows) + "\n"


def _quotes(story: Story, t: Language, numbers: dict[str, int]) -> str:
    rows = [_row("quote_start", "quote_end", "mention_start", "mention_end", "mention_phrase", "char_id", "quote")]
    by_speaker: dict[str, list[Mention]] = {}
    for m in story.mentions:
        by_speaker.setdefault(m.entity, []).append(m)
    for q in story.quotes:
        if q.kind == "thought":
            continue
        said = _speaker_mention(q.cue, by_speaker.get(q.speaker or "", []), q.parts[0][0])
        for a, b in q.parts:
            first, last = _with_marks(t, *_span(t, a, b))
            where = _span(t, said.start, said.end) if said else ("None", "None")
            phrase = story.text[said.start : said.end] if said else "None"
            who = numbers.get(q.speaker or "", "None")
            rows.append(_row(first, last, *where, phrase, who, " ".join(t.text[first : last + 1])))
    return "\n".join(rows) + "\n"


def _with_marks(t: Language, first: int, last: int) -> tuple[int, int]:
    """The tokens with the quotation marks on either side."""
    if first and t.text[first - 1] in _MARKS:
        first -= 1
    if last + 1 < len(t) and t.text[last + 1] in _MARKS:
        last += 1
    return first, last


def _speaker_mention(cue: tuple[int, int] | None, mentions: list[Mention], at: int) -> Mention | None:
    """The mention that gave the speaker away: in the cue, else the last one before the quotation."""
    if cue is not None:
        k = bisect_left(mentions, cue[0], key=lambda m: m.start)
        if k < len(mentions) and mentions[k].start < cue[1]:
            return mentions[k]
    k = bisect_left(mentions, at, key=lambda m: m.start)
    return mentions[k - 1] if k else None


def _book(story: Story, t: Language, numbers: dict[str, int]) -> str:
    inside = _quoted(story, t)
    by_token: dict[int, str] = {}
    for m in sorted(story.mentions, key=lambda m: (m.start - m.end, m)):  # of nested mentions the narrowest one counts
        a, b = _span(t, m.start, m.end)
        for i in range(a, b + 1):
            by_token[i] = m.entity
    roles: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for i, who in by_token.items():
        mine = roles.setdefault(who, {"agent": [], "patient": [], "mod": [], "poss": []})
        head, dep = t.heads[i], t.dep[i]
        if by_token.get(head) == who and head != i:
            continue
        if dep in _SUBJECTS and t.pos[head] == "VERB":
            mine["agent"].append({"w": t.text[head], "i": head})
        elif dep in ("dobj", "nsubjpass"):
            mine["patient"].append({"w": t.text[head], "i": head})
        elif dep == "poss":
            mine["poss"].append({"w": t.text[head], "i": head})
        elif dep in _SUBJECTS and t.lemma[head] == "be":
            mine["mod"].extend(
                {"w": t.text[c], "i": c} for c in t.children[head] if t.dep[c] in ("acomp", "attr") and c not in inside
            )
    forms: dict[str, dict[str, Counter[str]]] = {}
    for m in story.mentions:
        names = forms.setdefault(m.entity, {"PROP": Counter(), "NOM": Counter(), "PRON": Counter()})
        names[m.form][story.text[m.start : m.end].replace("\n", " ")] += 1
    characters = []
    for c in story.characters:
        if c.mentions < 2:
            continue
        ranked = {
            k: [{"c": n, "n": w} for w, n in sorted(v.items(), key=lambda x: (-x[1], x[0]))]
            for k, v in forms[c.id].items()
        }
        group = _PRONOUN_GROUPS.get(c.pronouns or "")
        characters.append(
            {
                **roles.get(c.id, {"agent": [], "patient": [], "mod": [], "poss": []}),
                "id": numbers[c.id],
                "g": {"inference": {group: 1.0}, "argmax": group, "max": 1.0, "total": c.mentions} if group else None,
                "count": c.mentions,
                "mentions": {"proper": ranked["PROP"], "common": ranked["NOM"], "pronoun": ranked["PRON"]},
            }
        )
    return json.dumps({"characters": characters}, ensure_ascii=False) + "\n"
