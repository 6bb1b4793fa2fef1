"""The sentence that tells most of a scene: the right one, and found in one look at the story."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import fabula
from fabula import Story
from fabula.world.telling import telling_sentence, telling_sentences

DAY = """It was cold. Ida came in and shut the door on Tom. It was late.

"I came in and shut the door and took the lamp and left," he said.

* * *

Nothing moved. "Wait," said Ida, and Tom ran down to the boat and cut the rope. The rain went on and on over the town.
"""


def test_what_happens_is_told_in_the_words_of_the_text() -> None:
    story = fabula.read_text(DAY)
    told = telling_sentences(story)
    assert list(told.values()) == [
        "Ida came in and shut the door on Tom.",
        '"Wait," said Ida, and Tom ran down to the boat and cut the rope.',
    ]
    assert told == {s.id: telling_sentence(story, s) for s in story.scenes}


class Counted(tuple[Any, ...]):
    """A tuple that counts how often it is gone through."""

    looked = 0

    def __iter__(self) -> Iterator[Any]:
        Counted.looked += 1
        return super().__iter__()


def test_a_story_of_many_scenes_is_looked_through_once() -> None:
    one = fabula.read_text(DAY)
    scenes = tuple(replace(one.scenes[0], id=f"s{k}") for k in range(500))
    story: Story = replace(
        one, scenes=scenes, quotes=Counted(one.quotes), feelings=Counted(one.feelings), mentions=Counted(one.mentions),
        events=Counted(one.events), characters=Counted(one.characters),
    )  # fmt: skip
    Counted.looked = 0
    assert set(telling_sentences(story).values()) == {"Ida came in and shut the door on Tom."}
    assert Counted.looked == 5
