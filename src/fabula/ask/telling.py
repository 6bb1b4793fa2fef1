"""The sentence of a scene that tells most of what happens in it, as the text has it."""

import re

from fabula.world import Scene, Story

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+[\"”’»')\]]*|[^.!?…]+$")
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
    quoted = [part for q in story.quotes for part in q.parts if part[1] > scene.start and part[0] < scene.end]
    events = [e[0] for e in story.events if scene.start <= e[0] < scene.end]
    mentions = [m.start for m in story.mentions if m.entity in people and scene.start <= m.start < scene.end]
    feelings = [f.span[0] for f in story.feelings if scene.start <= f.span[0] < scene.end]
    best, words = -1.0, ""
    for p in story.paragraphs:
        if p.kind != "prose" or p.end <= scene.start or p.start >= scene.end:
            continue
        for m in _SENTENCE.finditer(story.text, max(p.start, scene.start), min(p.end, scene.end)):
            a, b = m.span()
            told = b - a - sum(max(0, min(b, y) - max(a, x)) for x, y in quoted)
            if told < 12 or not any(map(str.isalpha, m.group())):
                continue  # what is only said tells little
            count = 2.0 * _within(events, a, b) + _within(mentions, a, b) + _within(feelings, a, b)
            score = count / (30 + b - a) ** 0.5
            if score > best:
                best, words = score, m.group()
    words = " ".join(words.split())
    return words if len(words) <= MOST else words[: MOST - 1].rsplit(" ", 1)[0] + "…"


def _within(starts: list[int], a: int, b: int) -> int:
    return sum(a <= x < b for x in starts)
