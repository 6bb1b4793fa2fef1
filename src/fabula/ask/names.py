"""From what a user types to a character, and from positions to chapters."""

from fabula.errors import FabulaError
from fabula.world import Chapter, Character, Story


class NotInStory(FabulaError):
    """Nobody, or more than one, goes by a name; or there is no such chapter."""


def find_character(story: Story, name: str) -> Character:
    """The character who goes by a name or id: whole names first, then a part of one. Raises NotInStory."""
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


def chapter_of(story: Story, position: int) -> str | None:
    """The title of the chapter a code point stands in, or None."""
    return next((c.title for c in reversed(story.chapters) if c.start <= position), None)


def end_of_chapter(story: Story, wanted: str) -> int:
    """The code point where a chapter ends, given by its number or title. Raises NotInStory."""
    found: Chapter | None = None
    if wanted.isdigit() and 1 <= int(wanted) <= len(story.chapters):
        found = story.chapters[int(wanted) - 1]
    else:
        found = next((c for c in story.chapters if wanted.lower() in (c.id.lower(), c.title.lower())), None)
    if found is None:
        raise NotInStory(f"there is no chapter {wanted!r}; the story has {len(story.chapters)}")
    return found.end
