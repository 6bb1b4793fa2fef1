"""The parts of the resolution: each a pure function of what is frozen and of what the others answered.

What a reader settled is clamped where it belongs: people and speakers with the names, addressees, presence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fabula.constraints.compile import Constraints
from fabula.constraints.mentions import constrain_mentions
from fabula.constraints.outcomes import Outcome, applied
from fabula.constraints.people import People, constrain_cast
from fabula.constraints.scenes import constrain_presence
from fabula.constraints.speech import Said, constrain_addressees, credit_models, settled_speakers
from fabula.constraints.turns import constrain_turns
from fabula.encoding.encode import Encoding
from fabula.language import Language
from fabula.models.pairs import Columns
from fabula.models.pieces import to_pieces
from fabula.models.rereading.network import Kept
from fabula.models.weights import tokenizer
from fabula.quotations.find import quoted_tokens
from fabula.quotations.turn import Turn
from fabula.resolution.addressees.find import find_addressees
from fabula.resolution.coreference.resolve import Coreference, corefer, settle
from fabula.resolution.identities import identify
from fabula.resolution.judged import ABSENT, Judged, judge
from fabula.resolution.names.find import find_cast
from fabula.resolution.presence.breaks import find_breaks, openings
from fabula.resolution.presence.find import find_presence
from fabula.resolution.presence.hearers import find_hearers
from fabula.resolution.presence.unmarked import find_unmarked
from fabula.resolution.rereading import Given, Rereading, reread_text
from fabula.resolution.speakers.attribute import Attribution, attribute
from fabula.text.cuts import find_cuts
from fabula.world import Cast, Manuscript, Quotation
from fabula.world.presence import Presence

Starts = tuple[tuple[int, str], ...]  # (offset, why) of each scene
Quotes = tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Frozen:
    """What no sweep changes.

    ``turns`` are held to the constraints; ``quoted[i]`` is the number of the turn token i stands in, or -1;
    ``mentions`` are those of the encoding with the turns they stand in now. ``outcomes`` tell what became of the
    constraints on turns.
    """

    manuscript: Manuscript
    language: Language
    encoding: Encoding
    constraints: Constraints
    turns: tuple[Turn, ...]
    quoted: tuple[int, ...]
    mentions: Columns
    outcomes: tuple[Outcome, ...]


def freeze(
    manuscript: Manuscript, language: Language, turns: tuple[Turn, ...], encoding: Encoding, constraints: Constraints
) -> Frozen:
    """What is decided by. ``turns`` are those that the network read the text with."""
    turns, outcomes = constrain_turns(constraints, manuscript, language, turns)
    quoted = quoted_tokens(language, turns)
    m = encoding.reading.mentions
    m = m._replace(quote=np.asarray(quoted, np.int64)[m.head])
    return Frozen(manuscript, language, encoding, constraints, turns, tuple(quoted), m, outcomes)


class Names(NamedTuple):
    """Who is in the story by name or role, whom operations can name, and which speakers somebody settled, by turn.

    ``meant`` is whom mentions mean where a reader said so, by their number; None is nobody of the cast.
    """

    cast: Cast
    people: People
    settled: Mapping[int, Said]
    meant: Mapping[int, str | None]
    outcomes: tuple[Outcome, ...]


class Chained(NamedTuple):
    """The entity of each mention, and the cast with what that says of its references."""

    coreference: Coreference
    cast: Cast


class Reread(NamedTuple):
    """The second reading, the cast as it has it, and who of that each of its people is."""

    reading: Rereading
    cast: Cast
    whose: tuple[str | None, ...]


class Addressed(NamedTuple):
    """The quotations with their addressees."""

    quotes: Quotes
    outcomes: tuple[Outcome, ...]


class Present(NamedTuple):
    """Who is in each scene, and the quotations with who hears them."""

    presence: tuple[Presence, ...]
    quotes: Quotes
    outcomes: tuple[Outcome, ...]


def found_cast(f: Frozen, cuts: Sequence[int]) -> Cast:
    """Everybody whom the text names, before it is read again."""
    return find_cast(f.manuscript, f.language, f.quoted, f.mentions, f.encoding, f.constraints.cast_list, cuts, f.turns)


def constrained(f: Frozen, cast: Cast) -> Names:
    """The cast as a reader settled it, and the speakers that one settled."""
    cast, people, outcomes = constrain_cast(f.constraints, f.language, f.manuscript.text, cast, f.quoted)
    settled, more = settled_speakers(f.constraints, f.turns, people)
    cast, meant, of_mentions = constrain_mentions(f.constraints, f.language, f.mentions, cast, people)
    return Names(cast, people, settled, meant, (*outcomes, *more, *of_mentions))


def coreference(
    f: Frozen, cast: Cast, cuts: Sequence[int], quotes: Quotes, meant: Mapping[int, str | None] | None = None
) -> Chained:
    """Which mentions are one. ``quotes`` have the speakers and addressees that "I" and "you" are; ``meant`` is whom a
    reader said that mentions mean.
    """
    found = corefer(f.language, f.mentions, f.encoding.antecedents, cast, cuts, quotes, meant)
    return Chained(found, settle(cast, found, f.encoding.narrowest_at))


def reading(f: Frozen, cast: Cast, chained: Chained, settled: Mapping[int, Said], kept: Kept | None = None) -> Reread:
    """The text read again, by a network that is told who is who in it. ``kept`` holds what was encoded before."""
    who = {k: said.who for k, said in settled.items()}
    read = reread_text(given(f), chained.cast, chained.coreference, who, kept=kept)
    names = {e.name for e in f.constraints.cast_list}
    listed = frozenset(c.id for c in cast.characters if c.name in names)
    return Reread(read, *identify(f.language, f.manuscript.text, cast, read, listed))


def given(f: Frozen) -> Given:
    """What is read again."""
    pieces = to_pieces(f.language, f.quoted, tokenizer())
    return Given(f.language, pieces, f.turns, f.quoted, f.mentions, find_cuts(f.manuscript))


def judged(f: Frozen, read: Reread, people: People, marked: Starts, absent: float = ABSENT) -> Judged:
    """What the second reading says of the cast as a reader settled it."""
    now = []
    for who in read.whose:
        while who is not None and who in people.merged:
            who = people.merged[who]
        now.append(who if who in people.characters else None)
    at = np.array(f.language.starts, np.int64)
    scenes = np.array([s for s, _ in marked if s], np.int64)
    heads = read.reading.mentions[2]
    told = np.array(f.quoted, np.int64)[heads] < 0
    return judge(read.reading, now, at[read.reading.rows.firsts()], scenes, at[heads], told, absent)


def speakers(f: Frozen, cast: Cast, cuts: Sequence[int], settled: Mapping[int, Said], judged: Judged) -> Attribution:
    """Who says each turn."""
    who = {k: said.who for k, said in settled.items()}
    found = attribute(f.language, cast, f.turns, cuts, who, judged)
    return found._replace(quotes=credit_models(found.quotes, settled))


def breaks(f: Frozen, cast: Cast, quotes: Quotes, judged: Judged, marked: Starts) -> tuple[dict[int, float], Starts]:
    """Where scenes begin, marked or not, and how sure each is that nothing marks."""
    ruled = find_unmarked(f.manuscript, f.language, cast, f.quoted, quotes, f.encoding.types, marked)
    return find_breaks(openings(f.manuscript, judged), ruled, marked)


def addressees(f: Frozen, names: Names, quotes: Quotes, judged: Judged) -> Addressed:
    """To whom each turn is said."""
    quotes = find_addressees(quotes, judged)
    hold = applied((*f.outcomes, *names.outcomes))
    return Addressed(*constrain_addressees(f.constraints, quotes, f.turns, names.people, hold))


def presence(f: Frozen, names: Names, cast: Cast, starts: Starts, quotes: Quotes, judged: Judged) -> Present:
    """Who is there, and who hears what is said."""
    found = find_presence(f.language, cast, [s for s, _ in starts], len(f.manuscript.text), f.quoted, quotes, judged)
    there, outcomes = constrain_presence(f.constraints, found, quotes, names.people)
    return Present(there, find_hearers(found, there, quotes, judged), outcomes)
