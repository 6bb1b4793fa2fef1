"""What is asked of each line looks at what is near it, not at the whole story: time grows with the text, not its square."""

from collections.abc import Iterator
from typing import Any

import fabula
from fabula.bonds.warmth import warmth
from fabula.pipeline import draft_story
from fabula.resolution.names.find import find_cast
from fabula.resolution.speakers.attribute import attribute
from fabula.text.open import read_bytes

LINES = '"It is late," said Ida.\n\n"So it is," said Tom.\n\n' * 30


class Near(tuple[Any, ...]):
    """A tuple of which only a few can be looked at, once made."""

    __slots__ = ()

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        assert not isinstance(at, slice) or len(found) <= 24, f"{len(found)} at once"
        return found


class Counted(tuple[Any, ...]):
    """A tuple that counts how often it is gone through."""

    looked = 0

    def __iter__(self) -> Iterator[Any]:
        Counted.looked += 1
        return super().__iter__()


def test_who_may_speak_is_sought_near_the_line() -> None:
    draft = draft_story(read_bytes(LINES.encode(), "a.txt"))
    quoted = [-1] * len(draft.language)
    cast = find_cast(draft.manuscript, draft.language, quoted, draft.encoding.reading.mentions, draft.encoding)
    found = attribute(draft.language, cast, Near(draft.turns)).candidates
    assert len(found) == 60 and all({"ida", "tom"} <= {*c.who} for c in found)


def test_how_warm_each_scene_is_takes_one_look_at_the_lines() -> None:
    story = fabula.read_text(
        'Ida laughed. "It is late," said Ida to Tom.\n\n* * *\n\n"So it is," said Tom to Ida. He wept.'
    )
    Counted.looked = 0
    many = warmth(Counted(story.quotes), story.scenes * 50, story.feelings)
    assert Counted.looked == 1
    once = warmth(story.quotes, story.scenes, story.feelings)
    assert {k: v * 50 for k, v in once.items()} == many
