"""The scenes in words, and the table of scenes by characters."""

from typing import NamedTuple

from fabula.exports.page.look import Look
from fabula.world import Story
from fabula.world.telling import lines_by_scene, people_of_scenes, telling_sentences

COLUMNS = 12  # people who have a column


class SceneTable(NamedTuple):
    """Who is in which scene. ``happens`` is the most telling sentence of each, by its id.

    ``people`` are (name, hue) of those in most scenes, ``more`` how many have no column; ``rows`` are (scene, where it
    is set, a cell for each of the people): the number of their lines, a dot for presence, or nothing.
    """

    happens: dict[str, str]
    people: tuple[tuple[str, int], ...]
    more: int
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def draw_scenes(story: Story, look: Look) -> SceneTable:
    """The table of a story's scenes."""
    everybody = people_of_scenes(story)
    people, spoken = everybody[:COLUMNS], lines_by_scene(story)
    return SceneTable(
        telling_sentences(story),
        tuple((story.name(w), look.hue[w]) for w in people),
        len(everybody) - len(people),
        tuple(
            (s.id, s.place or "", tuple(str(spoken[s.id, w] or "·") if w in s.present else "" for w in people))
            for s in story.scenes
        ),
    )
