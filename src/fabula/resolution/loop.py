"""The order in which it is decided who is who, who speaks, to whom, and who is there: two readings, then the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome
from fabula.constraints.people import People
from fabula.constraints.scenes import constrain_starts
from fabula.encoding.encode import Encoding
from fabula.language import Language
from fabula.models.rereading.network import Kept
from fabula.quotations.turn import Turn
from fabula.resolution import parts
from fabula.resolution.judged import Judged
from fabula.resolution.mentions import find_mentions
from fabula.resolution.parts import Quotes, Starts, freeze
from fabula.resolution.speakers.candidates import Candidates
from fabula.text.cuts import opening_paragraphs, scene_starts
from fabula.world import Cast, Entity, Manuscript, Mention
from fabula.world.presence import Presence


@dataclass(frozen=True, slots=True, eq=False)
class Resolution:
    """What was found, for the stages that follow from it.

    ``quoted[i]`` is the number of the turn token i stands in, or -1. ``starts`` are (offset, why) of each scene,
    ``cuts`` the paragraphs that open all but the first. ``quotes`` are of the same ``turns`` as ``candidates``.
    ``people`` is whom operations can name; ``outcomes`` what became of the constraints so far. ``opened`` is the
    probability that a scene opens, by where it does, for those that nothing marks. ``judged`` is what the second
    reading says of rows and people.
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
    opened: Mapping[int, float]
    judged: Judged


_STEPS = 4  # that are told of


def resolve(
    manuscript: Manuscript,
    language: Language,
    turns: tuple[Turn, ...],
    encoding: Encoding,
    constraints: Constraints,
    progress: Callable[[int, int], None] = lambda done, total: None,
    kept: Kept | None = None,
) -> Resolution:
    """Decide all that depends on one another. ``turns`` are those that the network read the text with.

    Who is who is settled twice: by names and nouns, and once more when the text was read again with those people. What
    "I" and "you" mean follows from who speaks, and from whom it is said to. ``progress`` is called with (done, in all).
    What the second reading encodes is added to ``kept``, and not encoded again.
    """
    f = freeze(manuscript, language, turns, encoding, constraints)
    marked, of_starts = constrain_starts(constraints, manuscript, scene_starts(manuscript))
    cuts = opening_paragraphs(manuscript, marked)
    progress(0, _STEPS)
    found = parts.found_cast(f, cuts)
    chained = parts.coreference(f, found, cuts, ())
    progress(1, _STEPS)
    read = parts.reading(f, found, chained, parts.constrained(f, found).settled, kept)
    progress(2, _STEPS)
    names = parts.constrained(f, read.cast)
    judged = parts.judged(f, read, names.people, marked)
    chained = parts.coreference(f, names.cast, cuts, (), names.meant)
    said = parts.speakers(f, chained.cast, cuts, names.settled, judged)
    progress(3, _STEPS)
    opened, starts = parts.breaks(f, chained.cast, said.quotes, judged, marked)
    starts, _ = constrain_starts(constraints, manuscript, starts)
    cuts = opening_paragraphs(manuscript, starts)
    addressed = parts.addressees(f, names, said.quotes, judged)
    chained = parts.coreference(f, names.cast, cuts, addressed.quotes, names.meant)
    present = parts.presence(f, names, chained.cast, starts, addressed.quotes, judged)
    mentions, entities = find_mentions(language, names.cast, f.mentions, chained.coreference, present.quotes)
    return Resolution(
        turns=f.turns,
        quoted=f.quoted,
        starts=starts,
        cuts=cuts,
        cast=chained.cast,
        quotes=present.quotes,
        candidates=said.candidates,
        presence=present.presence,
        mentions=mentions,
        entities=entities,
        people=names.people,
        outcomes=(*f.outcomes, *of_starts, *names.outcomes, *addressed.outcomes, *present.outcomes),
        opened={s: round(p, 2) for s, p in opened.items()},
        judged=judged,
    )
