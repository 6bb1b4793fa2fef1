"""The only loop: who is who, who speaks, to whom, who is there, each decided by what the others said last."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
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
    speakers: Answer[Attribution] = Answer(Attribution((), ()))
    addressed: Answer[Addressed] = Answer(Addressed((), ()))
    present: Answer[Present] = Answer(Present((), (), ()))

    @property
    def quotes(self) -> Quotes:
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
    nobody = Coreference(np.zeros(0, np.int64), np.zeros(0, np.float32), ())
    now = _Answers(Answer(found), Answer(scene_starts(manuscript)), Answer(Chained(nobody, found.cast)))
    for k, sweep in enumerate(SWEEPS):
        progress(k, len(SWEEPS))
        now = _answer(frozen, found.cast, sweep, now)
    mentions, entities = find_mentions(
        language, now.names.said.cast, frozen.mentions, now.chained.said.coreference, now.present.said.quotes
    )
    settled = (now.names.said, now.addressed.said, now.present.said)
    return Resolution(
        frozen.turns,
        frozen.quoted,
        now.starts.said,
        opening_paragraphs(manuscript, now.starts.said),
        now.chained.said.cast,
        now.present.said.quotes,
        now.speakers.said.candidates,
        now.present.said.presence,
        mentions,
        entities,
        now.names.said.people,
        (*frozen.outcomes, *(o for s in settled for o in s.outcomes)),
    )


def _answer(frozen: Frozen, found: Cast, sweep: Sweep, last: _Answers) -> _Answers:
    """One sweep over the parts."""
    f, now = frozen, last
    if sweep.names:
        now = replace(now, names=ask(partial(parts.names, f), last.names, found, last.quotes))
    if sweep.breaks:
        now = replace(now, starts=ask(partial(parts.breaks, f), last.starts, last.chained.said.cast, last.quotes))
    names, starts = now.names.said, now.starts.said
    cuts = opening_paragraphs(f.manuscript, starts)
    # while it is still open who speaks, "I" and "you" are only whom a reader said
    quotes = _settled_alone(last.quotes) if sweep.speakers else last.quotes
    now = replace(now, chained=ask(partial(parts.coreference, f), last.chained, names.cast, cuts, quotes))
    cast = now.chained.said.cast
    if sweep.speakers:
        now = replace(now, speakers=ask(partial(parts.speakers, f), last.speakers, cast, cuts, names.settled))
    if sweep.addressees:
        quotes, candidates = now.speakers.said
        asked = partial(parts.addressees, f)
        now = replace(now, addressed=ask(asked, last.addressed, names, cast, quotes, candidates, cuts))
    if sweep.presence:
        now = replace(now, present=ask(partial(parts.presence, f), last.present, names, cast, starts, now.quotes))
    return now


def _settled_alone(quotes: Quotes) -> Quotes:
    """The quotations with the speakers that a reader settled and no others; none where they settled none."""
    if not any("speaker" in q.corrected for q in quotes):
        return ()
    return tuple(q if "speaker" in q.corrected else replace(q, speaker=None) for q in quotes)
