"""The whole of a story as one frozen record."""

from dataclasses import dataclass, field
from typing import Any

from fabula.world.bonds import Bond
from fabula.world.corrections import Correction
from fabula.world.feelings import Feeling
from fabula.world.forms import export
from fabula.world.knowledge import Knowledge
from fabula.world.language import Language
from fabula.world.people import Character, Entity, Mention, Narration
from fabula.world.scenes import Scene
from fabula.world.speech import Quotation
from fabula.world.text import Chapter, Paragraph, SetAside, Source, Span

FORMAT = "fabula-story/1"


@dataclass(frozen=True, slots=True, repr=False)
class Story:
    """Everything that was read from one file.

    ``layers`` names what was computed, so that an empty layer that is listed means "none found"
    and one that is not listed means "not looked for". ``notes`` holds what a reader should know about
    this reading ("the text does not look like English"), ``corrections`` what a reader corrected and how
    each fared. ``tokens`` are there after a reading and not after loading a story file, which does not hold
    them; two stories are equal without regard to them.
    """

    layers: tuple[str, ...]
    source: Source
    text: str
    language: str
    narration: Narration
    paragraphs: tuple[Paragraph, ...]
    chapters: tuple[Chapter, ...]
    characters: tuple[Character, ...]
    mentions: tuple[Mention, ...]
    quotes: tuple[Quotation, ...]
    scenes: tuple[Scene, ...]
    feelings: tuple[Feeling, ...] = ()
    bonds: tuple[Bond, ...] = ()
    knowledge: Knowledge = field(default_factory=Knowledge)
    entities: tuple[Entity, ...] = ()
    events: tuple[Span, ...] = ()
    emphases: tuple[Span, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    tokens: Language | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        title = self.source.title or self.source.name
        return (
            f"<Story {title!r}: {len(self.characters)} characters, {len(self.quotes)} quotations, "
            f"{len(self.scenes)} scenes, {len(self.text):,} code points>"
        )

    def character(self, id: str) -> Character:
        """The character with this id; KeyError if there is none."""
        for c in self.characters:
            if c.id == id:
                return c
        raise KeyError(id)

    def name(self, id: str | None) -> str:
        """A name to show for a speaker's or hearer's id: a character's name, a group's name, or "?"."""
        if id is None:
            return "?"
        if id.startswith("group:"):
            return id.removeprefix("group:")
        return self.character(id).name

    def words(self, quotation: Quotation) -> str:
        """The words of a quotation, its parts joined by a space."""
        return " ".join(self.text[a:b] for a, b in quotation.parts)

    def until(self, position: int) -> "Story":
        """The story as a reader has it who has read up to ``position``, a code point: nothing that later text holds.

        People go by what they were called so far, and have neutral ids until their names fall.

        >>> from fabula import read_text
        >>> text = '"Come in," said the old man.\\n\\n"You are kind, Mr. Pell," said Ida.'
        >>> story = read_text(text)
        >>> sorted(c.name for c in story.until(text.index("You")).characters)
        ['the old man']
        """
        from fabula.world.so_far import until  # it is made of stories

        return until(self, position)

    def to_doc(self) -> Any:
        """The story as a spaCy Doc, with ``doc._.fabula`` and span groups: `fabula.to_doc`."""
        return export("spacy_doc", "to_doc", self)

    def _repr_html_(self) -> str:
        return str(export("notebook", "story_html", self))
