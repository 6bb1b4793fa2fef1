"""A reader's operations and cast list, compiled once for a text: what all stages are held to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fabula.corrections.anchors import find_anchor
from fabula.corrections.normalized import NormalizedText
from fabula.corrections.operations import Operation
from fabula.world import CastEntry, Manuscript, Span


@dataclass(frozen=True, slots=True)
class Constraint:
    """One operation of a reader with its places in this text.

    ``places`` are spans of code points; ``lost`` says in words that some of them, or all, cannot be found.
    """

    op: Operation
    places: tuple[Span, ...] = ()
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Constraints:
    """All that a reader settled about a text, in the order of their log, and the cast list they gave."""

    every: tuple[Constraint, ...] = ()
    cast_list: tuple[CastEntry, ...] = ()

    def of(self, *does: str) -> tuple[Constraint, ...]:
        """Those whose operations do one of these, in order."""
        return tuple(c for c in self.every if c.op.do in does)

    def last_word(self, *does: str) -> tuple[Constraint, ...]:
        """The same with those of people after those of models: where two say otherwise, the last is to hold."""
        return tuple(sorted(self.of(*does), key=lambda c: not c.op.by))


def compile_constraints(
    manuscript: Manuscript, operations: Sequence[Operation] = (), cast_list: Iterable[CastEntry] = ()
) -> Constraints:
    """The constraints that operations make on a text: each place is looked for once, here."""
    text = NormalizedText(manuscript.text, manuscript.paragraphs) if any(op.at for op in operations) else None
    every = []
    for op in operations:
        spans = [find_anchor(text, a) for a in op.at] if text is not None else []
        missing = sum(s is None for s in spans)
        which = "its place" if len(spans) == 1 else f"{missing} of its {len(spans)} places"
        lost = f"{which} cannot be found again in the text" if missing else ""
        every.append(Constraint(op, tuple(s for s in spans if s is not None), lost))
    return Constraints(tuple(every), tuple(cast_list))
