"""The parts of the resolution: each a pure function of what is frozen and of what the others answered.

What a reader settled is clamped where it belongs: people and speakers with the names, addressees, presence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome, applied
from fabula.constraints.people import People, constrain_cast
from fabula.constraints.scenes import constrain_presence
from fabula.constraints.speech import Said, constrain_addressees, credit_models, settled_speakers
from fabula.constraints.turns import constrain_turns
from fabula.encoding.encode import Encoding
from fabula.language import Language
from fabula.models.pairs import Columns
from fabula.quotations.find import quoted_tokens
from fabula.quotations.turn import Turn
from fabula.resolution.addressees.find import find_addressees
from fabula.resolution.coreference.resolve import Coreference, corefer, settle
from fabula.resolution.names.find import find_cast
from fabula.resolution.presence.breaks import find_breaks
from fabula.resolution.presence.find import find_presence
from fabula.resolution.presence.hearers import find_hearers
from fabula.resolution.speakers.attribute import Attribution, attribute
from fabula.resolution.speakers.candidates import Candidates
from fabula.text.cuts import opening_paragraphs, scene_starts
from fabula.world import Cast, Manuscript, Quotation
from fabula.world.presence import Presence

Starts = tuple[tuple[int, str], ...]  # (offset, why) of each scene
Quotes = tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frozen:
    """What no sweep changes.

    ``turns`` are held to the constraints, ``encoded`` gives each the number it had when the network read the text, or
    -1; ``quoted[i]`` is the number of the turn token i stands in, or -1; ``mentions`` are those of the encoding with
    the turns they stand in now. ``outcomes`` tell what became of the constraints on turns.
    """

    manuscript: Manuscript
    language: Language
    encoding: Encoding
    constraints: Constraints
    turns: tuple[Turn, ...]
    encoded: tuple[int, ...]
    quoted: tuple[int, ...]
    mentions: Columns
    outcomes: tuple[Outcome, ...]


def freeze(
    manuscript: Manuscript, language: Language, turns: tuple[Turn, ...], encoding: Encoding, constraints: Constraints
) -> Frozen:
    """What the sweeps go by. ``turns`` are those that the network read the text with."""
    number = {t.parts: k for k, t in enumerate(turns)}
    turns, outcomes = constrain_turns(constraints, manuscript, language, turns)
    quoted = quoted_tokens(language, turns)
    m = encoding.reading.mentions
    m = m._replace(quote=np.asarray(quoted, np.int64)[m.head])
    encoded = tuple(number.get(t.parts, -1) for t in turns)
    return Frozen(manuscript, language, encoding, constraints, turns, encoded, tuple(quoted), m, outcomes)


class Names(NamedTuple):
    """Who is in the story by name or role, whom operations can name, and which speakers somebody settled, by turn."""

    cast: Cast
    people: People
    settled: Mapping[int, Said]
    outcomes: tuple[Outcome, ...]


class Chained(NamedTuple):
    """The entity of each mention, and the cast with what that says of its references."""

    coreference: Coreference
    cast: Cast


class Addressed(NamedTuple):
    """The quotations with their addressees."""

    quotes: Quotes
    outcomes: tuple[Outcome, ...]


class Present(NamedTuple):
    """Who is in each scene, and the quotations with who hears them."""

    presence: tuple[Presence, ...]
    quotes: Quotes
    outcomes: tuple[Outcome, ...]


def names_alone(f: Frozen) -> Names:
    """Everybody whom the text names, before anybody is known to speak."""
    marked = opening_paragraphs(f.manuscript, scene_starts(f.manuscript))
    cast = find_cast(f.manuscript, f.language, f.quoted, f.mentions, f.encoding, f.constraints.cast_list, marked)
    return Names(cast, People({}, {}), {}, ())


def names(f: Frozen, found: Cast, quotes: Quotes) -> Names:
    """Those ``found``, with names that are only called out joined to whom they are called, as a reader settled them."""
    cast, people, outcomes = constrain_cast(f.constraints, f.language, f.manuscript.text, found, f.quoted)
    settled, more = settled_speakers(f.constraints, f.turns, people)
    return Names(cast, people, settled, (*outcomes, *more))


def coreference(f: Frozen, cast: Cast, cuts: Sequence[int], quotes: Quotes) -> Chained:
    """Which mentions are one. ``quotes`` have the speakers and addressees that "I" and "you" are."""
    found = corefer(f.language, f.mentions, f.encoding.antecedents, f.quoted, cast, cuts, quotes)
    return Chained(found, settle(cast, found, f.encoding.narrowest_at))


def speakers(f: Frozen, cast: Cast, cuts: Sequence[int], settled: Mapping[int, Said]) -> Attribution:
    """Who says each turn."""
    who = {k: said.who for k, said in settled.items()}
    found = attribute(f.language, cast, f.turns, cuts, f.encoding, f.encoded, who)
    return found._replace(quotes=credit_models(found.quotes, settled))


def breaks(f: Frozen, cast: Cast, quotes: Quotes) -> Starts:
    """Where scenes begin, marked or not."""
    marked = scene_starts(f.manuscript)
    return find_breaks(f.manuscript, f.language, cast, f.quoted, quotes, f.encoding.types, marked)


def addressees(
    f: Frozen, names: Names, cast: Cast, quotes: Quotes, candidates: tuple[Candidates, ...], cuts: Sequence[int]
) -> Addressed:
    """To whom each turn is said."""
    quotes = find_addressees(f.language, cast, f.turns, quotes, candidates, cuts)
    hold = applied((*f.outcomes, *names.outcomes))
    return Addressed(*constrain_addressees(f.constraints, quotes, f.turns, names.people, hold))


def presence(f: Frozen, names: Names, cast: Cast, starts: Starts, quotes: Quotes) -> Present:
    """Who is there, and who hears what is said."""
    end = len(f.manuscript.text)
    there = find_presence(f.language, cast, [s for s, _ in starts], end, f.quoted, quotes)
    there, outcomes = constrain_presence(f.constraints, there, quotes, names.people)
    return Present(there, find_hearers(there, quotes), outcomes)
