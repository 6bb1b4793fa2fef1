"""The story world as frozen values. Imports nothing else of ours."""

from fabula.world.language import Language
from fabula.world.people import Cast, CastEntry, Character, Entity, EntityType, Form, Mention, Narration, Reference
from fabula.world.scenes import Scene
from fabula.world.speech import Kind, Quotation, QuoteType
from fabula.world.story import Story
from fabula.world.text import Chapter, Emphasis, Manuscript, Paragraph, SetAside, Source, Span

__all__ = [
    "Cast",
    "CastEntry",
    "Chapter",
    "Character",
    "Emphasis",
    "Entity",
    "EntityType",
    "Form",
    "Kind",
    "Language",
    "Manuscript",
    "Mention",
    "Narration",
    "Paragraph",
    "Quotation",
    "QuoteType",
    "Reference",
    "Scene",
    "SetAside",
    "Source",
    "Span",
    "Story",
]
