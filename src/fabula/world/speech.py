"""What is said, thought and written in the story."""

from dataclasses import dataclass
from typing import Literal

from fabula.world.forms import export
from fabula.world.text import Span

Kind = Literal["speech", "thought", "written"]
UNCERTAIN = 0.5  # a speaker less sure than this is marked as uncertain for a reader
QuoteType = Literal["explicit", "anaphoric", "implicit"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One turn of speech, one thought, or one piece of writing.

    ``speaker`` is a character id, a ``group:NAME``, or None where it cannot be told.
    ``type`` says how the speaker is given: by a name (explicit), by a pronoun or common noun (anaphoric),
    or not at all (implicit). ``cue`` is the span that gave the speaker away. ``confidence`` is a probability.
    ``evidence`` names the kind of evidence that decided ("tag name", "turn-taking" ...). ``runner_up`` is who else it
    could be: the likeliest after the speaker, or of all where the speaker is left open. ``corrected`` names what of
    this a reader settled: "speaker", "addressees", "kind". ``addressee_confidence`` and ``heard_by_confidence`` give
    the probability of each of ``addressees`` and ``heard_by``, in their order.
    """

    id: str
    kind: Kind
    parts: tuple[Span, ...]
    speaker: str | None = None
    addressees: tuple[str, ...] = ()
    heard_by: tuple[str, ...] = ()
    type: QuoteType | None = None
    confidence: float = 0.0
    cue: Span | None = None
    evidence: str = ""
    runner_up: str | None = None
    corrected: tuple[str, ...] = ()
    addressee_confidence: tuple[float, ...] = ()
    heard_by_confidence: tuple[float, ...] = ()

    def _repr_html_(self) -> str:
        return str(export("notebook", "quotation_html", self))


def is_uncertain(q: Quotation) -> bool:
    """Is a quotation marked as one to look at? Never, where a reader said who speaks."""
    return "speaker" not in q.corrected and (q.speaker is None or q.confidence < UNCERTAIN)
