"""From what a user types to a character, and from positions to chapters."""

from fabula.errors import FabulaError
from fabula.world import Character, Scene, Story


class NotInStory(FabulaError):
    """Nobody, or more than one, goes by a name; or there is no such chapter."""


def find_character(story: Story, name: str) -> Character:
    """The character of an id, or who goes by a name: whole names first, then a part of one. Raises NotInStory."""
    of_id = next((c for c in story.characters if c.id == name), None)
    if of_id is not None:
        return of_id
    wanted = " ".join(name.lower().split())
    for names in (_whole, _words):
        found = [c for c in story.characters if wanted in names(c)]
        if len(found) == 1:
            return found[0]
        if found:
            one = max(found, key=lambda c: c.mentions)
            if sum(c.mentions for c in found) < 1.5 * one.mentions:
                return one
            raise NotInStory(f"{name!r} could be {', '.join(c.name for c in found)}; give more of the name")
    known = ", ".join(c.name for c in story.characters[:12]) or "nobody"
    raise NotInStory(f"nobody here is called {name!r}; the story has {known}")


def _whole(c: Character) -> tuple[str, ...]:
    return (c.id, c.name.lower(), *(a.lower() for a in c.aliases))


def _words(c: Character) -> tuple[str, ...]:
    return tuple(w for a in (c.name, *c.aliases) for w in a.lower().split())


def find_scene(story: Story, id: str) -> Scene:
    """The scene of an id. Raises NotInStory."""
    found = next((s for s in story.scenes if s.id == id.strip().lower()), None)
    if found is None:
        raise NotInStory(f"no such scene {id}" + (f" (s1 to {story.scenes[-1].id})" if story.scenes else ""))
    return found


def chapter_of(story: Story, position: int) -> str | None:
    """The title of the chapter a code point stands in, or None."""
    return next((c.title for c in reversed(story.chapters) if c.start <= position), None)


def end_of(story: Story, wanted: str) -> int:
    """The code point where a chapter ends, given by its number or title; or a scene or a line, by its id.

    Raises NotInStory.
    """
    low = wanted.strip().casefold()
    by_number = dict(enumerate(story.chapters, 1))
    chapter = by_number.get(int(low)) if low.isdecimal() and len(low) < 6 else None
    chapter = chapter or next((c for c in story.chapters if low in (c.id.casefold(), c.title.casefold())), None)
    if chapter is not None:
        return chapter.end
    scene = next((s for s in story.scenes if s.id == low), None)
    if scene is not None:
        return scene.end
    line = next((q for q in story.quotes if q.id == low), None)
    if line is not None:
        return line.parts[-1][1]
    n = len(story.chapters)
    chapters = f"{n} {'chapter' if n == 1 else 'chapters'}" if n else "no chapters"
    scenes = f"scenes s1 to s{len(story.scenes)}" if story.scenes else "no scenes"
    raise NotInStory(f"there is no chapter {wanted!r}; the story has {chapters}, and {scenes}")


def told(story: Story, at: str | None) -> Story:
    """The story by the end of a chapter, scene or line; all of it where ``at`` is None. Raises NotInStory."""
    return story if at is None else story.until(end_of(story, at))
