"""The only loop: who is who, who speaks, to whom, who is there, each decided by what the others said last."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome
from fabula.constraints.people import People
from fabula.encoding.encode import Encoding
from fabula.language import Language
from fabula.quotations.turn import Turn
from fabula.resolution import parts
from fabula.resolution.answers import Answer, ask
from fabula.resolution.coreference.resolve import Coreference
from fabula.resolution.mentions import find_mentions
from fabula.resolution.parts import Addressed, Chained, Frozen, Names, Present, Quotes, Starts, freeze
from fabula.resolution.speakers.attribute import Attribution
from fabula.resolution.speakers.candidates import Candidates
from fabula.text.cuts import opening_paragraphs, scene_starts
from fabula.world import Cast, Entity, Manuscript, Mention
from fabula.world.corrections import is_settled
from fabula.world.presence import Presence


class Sweep(NamedTuple):
    """What a sweep asks, in this order; to what it does not ask the last answers stand. Coreference is always asked."""

    names: bool = False
    breaks: bool = False
    speakers: bool = False
    addressees: bool = False
    presence: bool = False


SWEEPS = (
    Sweep(speakers=True),  # by names as the text has them and scenes as it marks them
    Sweep(names=True, speakers=True),  # by names that are called to whoever speaks, and by what a reader settled
    Sweep(breaks=True, speakers=True),  # by the scenes that no mark opens, which cut conversations
    Sweep(addressees=True),  # by who "I" is
    Sweep(presence=True),  # and who "you" is
)


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """What the loop found, for the stages that follow from it.

    ``quoted[i]`` is the number of the turn token i stands in, or -1. ``starts`` are (offset, why) of each scene,
    ``cuts`` the paragraphs that open all but the first. ``quotes`` are of the same ``turns`` as ``candidates``.
    ``people`` is whom operations can name; ``outcomes`` what became of the constraints so far.
    """

    turns: tuple[Turn, ...]
    quoted: tuple[int, ...]
    starts: Starts
    cuts: tuple[int, ...]
    cast: Cast
    quotes: Quotes
    candidates: tuple[Candidates, ...]
    presence: tuple[Presence, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    people: People
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """The last answer of each part."""

    names: Answer[Names]
    starts: Answer[Starts]
    chained: Answer[Chained]
    speakers: Answer[Attribution]
    addressed: Answer[Addressed]
    present: Answer[Present]

    @property
    def quotes(self) -> Quotes:
        """The quotations with all that was answered of them so far."""
        return self.addressed.said.quotes or self.speakers.said.quotes


def resolve(
    manuscript: Manuscript,
    language: Language,
    turns: tuple[Turn, ...],
    encoding: Encoding,
    constraints: Constraints,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Resolution:
    """Decide all that depends on one another, in a fixed number of sweeps.

    ``turns`` are those that the network read the text with. ``progress`` is called with (sweeps done, in all).
    """
    frozen = freeze(manuscript, language, turns, encoding, constraints)
    found = parts.names_alone(frozen)
    now = _unasked(manuscript, found)
    for k, sweep in enumerate(SWEEPS):
        progress(k, len(SWEEPS))
        now = _answer(frozen, found.cast, sweep, now)
    return _resolution(frozen, now)


def _resolution(f: Frozen, last: _Answers) -> Resolution:
    """What the stages after the loop need of its last answers."""
    names, starts, chained = last.names.said, last.starts.said, last.chained.said
    addressed, present = last.addressed.said, last.present.said
    mentions, entities = find_mentions(f.language, names.cast, f.mentions, chained.coreference, present.quotes)
    return Resolution(
        turns=f.turns,
        quoted=f.quoted,
        starts=starts,
        cuts=opening_paragraphs(f.manuscript, starts),
        cast=chained.cast,
        quotes=present.quotes,
        candidates=last.speakers.said.candidates,
        presence=present.presence,
        mentions=mentions,
        entities=entities,
        people=names.people,
        outcomes=(*f.outcomes, *names.outcomes, *addressed.outcomes, *present.outcomes),
    )


def _unasked(manuscript: Manuscript, found: Names) -> _Answers:
    """What holds before any part was asked: the names of the text and its own scene marks."""
    nobody = Coreference(np.zeros(0, np.int64), np.zeros(0, np.float32), ())
    return _Answers(
        Answer(found),
        Answer(scene_starts(manuscript)),
        Answer(Chained(nobody, found.cast)),
        Answer(Attribution((), ())),
        Answer(Addressed((), ())),
        Answer(Present((), (), ())),
    )


def _answer(f: Frozen, found: Cast, sweep: Sweep, last: _Answers) -> _Answers:
    """One sweep over the parts: each hears the last answers of those after it, and the new ones of those before."""
    names, starts, speakers, addressed, present = (
        last.names, last.starts, last.speakers, last.addressed, last.present,
    )  # fmt: skip
    if sweep.names:
        names = ask(parts.names, f, names, found, last.quotes)
    if sweep.breaks:
        starts = ask(parts.breaks, f, starts, last.chained.said.cast, last.quotes)
    cuts = opening_paragraphs(f.manuscript, starts.said)
    # while it is open who speaks, "I" and "you" are nobody but whom a reader said
    believed = _settled_alone(last.quotes) if sweep.speakers else last.quotes
    chained = ask(parts.coreference, f, last.chained, names.said.cast, cuts, believed)
    cast = chained.said.cast
    if sweep.speakers:
        speakers = ask(parts.speakers, f, speakers, cast, cuts, names.said.settled)
    if sweep.addressees:
        addressed = ask(parts.addressees, f, addressed, names.said, cast, *speakers.said, cuts)
    if sweep.presence:
        present = ask(parts.presence, f, present, names.said, cast, starts.said, addressed.said.quotes)
    return _Answers(names, starts, chained, speakers, addressed, present)


def _settled_alone(quotes: Quotes) -> Quotes:
    """The quotations with the speakers that somebody settled and no others; none where nobody settled any."""
    if not any(map(is_settled, quotes)):
        return ()
    return tuple(q if is_settled(q) else replace(q, speaker=None) for q in quotes)
