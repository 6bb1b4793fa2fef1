"""What happens in a scene: the sentence that tells most of it, as the text has it, and who says how much there."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from fabula.world.scenes import Scene
from fabula.world.story import Story

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+[\"”’»')\]]*|[^.!?…]+$")
T = TypeVar("T")
MOST = 160  # code points


def telling_sentence(story: Story, scene: Scene) -> str:
    """The sentence with most events, people and feelings for its length, at most `MOST` code points of it.

    Events that happened (`Story.events`) count most; of equals the first. Empty for a scene without words.

    >>> from fabula import read_text
    >>> story = read_text("It was cold. Ida came in and shut the door on Tom. It was late.")
    >>> telling_sentence(story, story.scenes[0])
    'Ida came in and shut the door on Tom.'
    """
    people = {c.id for c in story.characters}
    a, b = scene.start, scene.end
    quoted = [part for q in story.quotes for part in q.parts if part[1] > a and part[0] < b]
    events = [e[0] for e in _starting(story.events, lambda e: e[0], a, b)]
    mentions = [m.start for m in _starting(story.mentions, lambda m: m.start, a, b) if m.entity in people]
    feelings = [f.span[0] for f in story.feelings if a <= f.span[0] < b]
    best, words = -1.0, ""
    first = bisect_right(story.paragraphs, a, key=lambda p: p.end)
    for p in story.paragraphs[first:]:
        if p.start >= b:
            break
        if p.kind != "prose":
            continue
        for m in _SENTENCE.finditer(story.text, max(p.start, scene.start), min(p.end, scene.end)):
            x, y = m.span()
            told = y - x - sum(max(0, min(y, end) - max(x, start)) for start, end in quoted)
            if told < 12 or not any(map(str.isalpha, m.group())):
                continue  # what is only said tells little
            count = 2.0 * _within(events, x, y) + _within(mentions, x, y) + _within(feelings, x, y)
            score = count / (30 + y - x) ** 0.5
            if score > best:
                best, words = score, m.group()
    words = " ".join(words.split())
    return words if len(words) <= MOST else words[: MOST - 1].rsplit(" ", 1)[0] + "…"


def lines_by_scene(story: Story) -> Counter[tuple[str, str]]:
    """How many lines of speech somebody has in a scene: by the ids of the scene and the speaker."""
    starts = [s.start for s in story.scenes]
    out: Counter[tuple[str, str]] = Counter()
    for q in story.quotes:
        k = bisect_right(starts, q.parts[0][0]) - 1
        if q.kind == "speech" and q.speaker is not None and k >= 0:
            out[story.scenes[k].id, q.speaker] += 1
    return out


def people_of_scenes(story: Story) -> list[str]:
    """The ids of those who are present in a scene, who is in most first."""
    present = Counter(w for s in story.scenes for w in s.present)
    people = [c for c in story.characters if present[c.id]]
    return [c.id for c in sorted(people, key=lambda c: (-present[c.id], -c.mentions, c.id))]


def _starting(spans: Sequence[T], start: Callable[[T], int], a: int, b: int) -> Sequence[T]:
    """Those of some spans in text order that start in [a, b)."""
    return spans[bisect_left(spans, a, key=start) : bisect_left(spans, b, key=start)]


def _within(starts: list[int], a: int, b: int) -> int:
    return sum(a <= x < b for x in starts)
