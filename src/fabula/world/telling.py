"""What happens in a scene: the sentence that tells most of it, as the text has it, and who says how much there."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from fabula.world.scenes import Scene
from fabula.world.story import Story

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
    return _Teller(story).sentence(scene)


def telling_sentences(story: Story) -> dict[str, str]:
    """The `telling_sentence` of each scene, by its id."""
    teller = _Teller(story)
    return {s.id: teller.sentence(s) for s in story.scenes}


class _Teller:
    """A story's events, people, feelings and speech in the order of the text, looked through once for all scenes."""

    def __init__(self, story: Story) -> None:
        people = {c.id for c in story.characters}
        self._story = story
        self._events = sorted(e[0] for e in story.events)
        self._mentions = sorted(m.start for m in story.mentions if m.entity in people)
        self._feelings = sorted(f.span[0] for f in story.feelings)
        self._quoted = sorted(part for q in story.quotes for part in q.parts)
        self._far = _reaching(end for _, end in self._quoted)

    def sentence(self, scene: Scene) -> str:
        story = self._story
        best, words = -1.0, ""
        first = bisect_right(story.paragraphs, scene.start, key=lambda p: p.end)
        for k in range(first, len(story.paragraphs)):
            p = story.paragraphs[k]
            if p.start >= scene.end:
                break
            if p.kind != "prose":
                continue
            for m in _SENTENCE.finditer(story.text, max(p.start, scene.start), min(p.end, scene.end)):
                x, y = m.span()
                if y - x - self._said(x, y) < 12 or not any(map(str.isalpha, m.group())):
                    continue  # what is only said tells little
                events, mentions, feelings = (
                    starts_within(starts, x, y) for starts in (self._events, self._mentions, self._feelings)
                )
                score = (2.0 * events + mentions + feelings) / (30 + y - x) ** 0.5
                if score > best:
                    best, words = score, m.group()
        words = " ".join(words.split())
        return words if len(words) <= MOST else words[: MOST - 1].rsplit(" ", 1)[0] + "…"

    def _said(self, x: int, y: int) -> int:
        """How many of the code points of [x, y) are quoted."""
        said = 0
        for k in range(bisect_right(self._far, x), bisect_left(self._quoted, (y, y))):
            start, end = self._quoted[k]
            said += max(0, min(y, end) - max(x, start))
        return said


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


def _reaching(ends: Iterable[int]) -> list[int]:
    """How far the spans up to each one reach."""
    out: list[int] = []
    for end in ends:
        out.append(max(end, out[-1]) if out else end)
    return out


def starts_within(starts: Sequence[int], a: int, b: int) -> int:
    """How many of the ``starts``, in order, lie in [a, b)."""
    return bisect_left(starts, b) - bisect_left(starts, a)
