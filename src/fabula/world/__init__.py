"""The story world as frozen values. Imports nothing else of ours."""

from fabula.world.bonds import Bond, BondKind
from fabula.world.corrections import Correction
from fabula.world.feelings import Emotion, Feeling, Manner
from fabula.world.knowledge import Claim, Contradiction, Knowledge, Modality, Polarity, Secret
from fabula.world.language import Language
from fabula.world.people import (
    Cast,
    CastEntry,
    Character,
    Entity,
    EntityType,
    Form,
    Mention,
    NameUse,
    Narration,
    Reference,
)
from fabula.world.scenes import Move, Scene
from fabula.world.speech import Kind, Quotation, QuoteType
from fabula.world.story import Story
from fabula.world.text import Chapter, Emphasis, Manuscript, Paragraph, SetAside, Source, Span

__all__ = [
    "Bond",
    "BondKind",
    "Cast",
    "CastEntry",
    "Chapter",
    "Character",
    "Claim",
    "Contradiction",
    "Correction",
    "Emotion",
    "Emphasis",
    "Entity",
    "EntityType",
    "Feeling",
    "Form",
    "Kind",
    "Knowledge",
    "Language",
    "Manner",
    "Manuscript",
    "Mention",
    "Modality",
    "Move",
    "NameUse",
    "Narration",
    "Paragraph",
    "Polarity",
    "Quotation",
    "QuoteType",
    "Reference",
    "Scene",
    "Secret",
    "SetAside",
    "Source",
    "Span",
    "Story",
]
