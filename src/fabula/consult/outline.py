"""A story as far as questions need it: who is who, who speaks to whom, who is there."""

from fabula.pipeline import Draft
from fabula.resolution.loop import Resolution
from fabula.resolution.mentions import count_mentions
from fabula.world import Scene, Story

LAYERS = ("text", "language", "people", "speech", "scenes")


def outline(draft: Draft, found: Resolution) -> Story:
    """The story without the layers that follow from those of ``found``: that costs no time."""
    m = draft.manuscript
    return Story(
        layers=LAYERS,
        source=m.source,
        text=m.text,
        language=draft.language.name,
        narration=found.cast.narration,
        paragraphs=m.paragraphs,
        chapters=m.chapters,
        characters=count_mentions(found.cast.characters, found.mentions),
        mentions=found.mentions,
        entities=found.entities,
        quotes=found.quotes,
        scenes=tuple(Scene(f"s{k + 1}", p.start, p.end, present=p.here()) for k, p in enumerate(found.presence)),
    )
