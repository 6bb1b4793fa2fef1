"""Who is in the story."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from fabula.world.forms import export

Form = Literal["PROP", "NOM", "PRON"]
EntityType = Literal["PER", "LOC", "FAC", "GPE", "VEH", "ORG"]


class NameUse(NamedTuple):
    """A name of somebody: how it is printed, how often it means them, the probability that it does, and what shows it.

    Of spellings of one name the commonest has the count of all. ``evidence`` is in words.
    """

    text: str
    mentions: int
    confidence: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Character:
    """A person of the story under all the names the text gives them.

    ``pronouns`` is the subject form ("she", "he", "they", "xe" ...) that the text itself uses,
    or None where it does not say. ``mentions`` counts every mention, pronouns included. ``corrected`` names what of
    this a reader settled: "name", "aliases", "pronouns". ``confidence`` is the probability that this is one person of
    the story; ``names`` says the same of each name's being theirs.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    pronouns: str | None = None
    mentions: int = 0
    corrected: tuple[str, ...] = ()
    confidence: float = 1.0
    names: tuple[NameUse, ...] = ()

    def _repr_html_(self) -> str:
        return str(export("notebook", "character_html", self))


class Mention(NamedTuple):
    """A place in the text where somebody or something is meant.

    ``form`` is PROP for a name, NOM for a common noun ("the blonde"), PRON for a pronoun.
    ``entity`` is the id of a character, or of an `Entity`. ``confidence`` is the probability that this is who or
    what is meant.
    """

    start: int
    end: int
    entity: str
    type: EntityType
    form: Form
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """What is mentioned and is no character: a place, a ship, a firm, or people whom no name or role singles out.

    ``name`` is how the text calls it most fully. ``type`` as in LitBank and ACE: PER, LOC (a landscape), FAC (what is
    built), GPE (a town, a country), VEH (a vehicle), ORG.
    """

    id: str
    name: str
    type: EntityType
    mentions: int


@dataclass(frozen=True, slots=True)
class Narration:
    """Who tells the story: in which person, and which character the narrator is, where the text says it."""

    person: Literal["first", "third"] = "third"
    narrator: str | None = None


class Reference(NamedTuple):
    """Words that mean a person, whether or not it could be told which.

    Tokens [first, last), of which ``head`` carries the syntax. ``entity`` is a character's id, a
    ``group:NAME``, or None. ``pronoun`` is the subject form the words imply ("she" for "her" and "the girl",
    "I" for "my"), ``noun`` the head noun of a NOM, ``article`` its determiner in lower case.
    """

    first: int
    last: int
    head: int
    entity: str | None
    form: Form
    pronoun: str | None = None
    noun: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """What the people stage found: characters, references to people in order, and who narrates."""

    characters: tuple[Character, ...] = ()
    references: tuple[Reference, ...] = ()
    narration: Narration = Narration()


@dataclass(frozen=True, slots=True)
class CastEntry:
    """One line of a reader's own cast list. ``pronouns`` is the subject form, or None to leave it to the text."""

    name: str
    aliases: tuple[str, ...] = ()
    pronouns: str | None = None
