"""What is claimed in the story, to whose ears, and what cannot all be true."""

from dataclasses import dataclass
from typing import Literal

from fabula.world.text import Span

Polarity = Literal["positive", "negative"]
Modality = Literal["asserted", "believed", "asked", "conditional", "intended", "ordered", "reported"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that somebody says, thinks or writes, in a form that can be compared.

    ``speaker`` holds it, in the quotation ``quote``. ``predicate`` is a lemma; ``subject`` and ``object`` are ids of
    characters or entities, or words in lower case where the text means nothing it mentions elsewhere. ``about`` is the
    claim in words, with "I" and "you" and resolved pronouns replaced by names ("Ida doesn't really love
    Tom"). ``modality`` "reported" is what somebody else is said to have said, or the speaker at another time:
    ``source``, if told. ``past`` is told by the verb, ``place`` and ``time`` are as told. ``names`` are the ids of all
    whom it names or means. ``heard_by`` are all who were within earshot, or read it; nobody for a thought.
    """

    id: str
    speaker: str
    quote: str
    span: Span
    about: str
    predicate: str
    subject: str | None
    object: str | None
    polarity: Polarity
    modality: Modality
    past: bool = False
    place: str | None = None
    time: str | None = None
    source: str | None = None
    names: tuple[str, ...] = ()
    heard_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two quotations of one holder that cannot both be true and did not reach the same ears; ``a`` comes first.

    ``about`` sets the words of the two side by side. ``true_side`` is the id of the one to believe: what is thought or
    said alone, else what comes later. ``in_the_dark`` heard the other side only, and nothing later mends it.
    ``confidence`` is a probability. ``evidence`` says how the two differ: "thinks otherwise", "writes otherwise", "says
    otherwise to others".
    """

    a: str
    b: str
    holder: str
    about: str
    in_the_dark: tuple[str, ...]
    confidence: float
    true_side: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Secret:
    """What ``holder`` keeps from ``kept_from``, who are concerned or were told otherwise. ``known_by`` heard it all
    the same.

    ``quote`` is where the holder says, thinks or writes it, ``about`` the words, ``since`` the position where it
    begins.
    """

    holder: str
    quote: str
    about: str
    known_by: tuple[str, ...]
    kept_from: tuple[str, ...]
    since: int


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Who has heard what. ``claims`` are in text order."""

    claims: tuple[Claim, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    secrets: tuple[Secret, ...] = ()

    def at(self, position: int) -> dict[str, tuple[Claim, ...]]:
        """What everybody has heard, read, said or thought before ``position``, a code point; nothing later is looked
        at.

        >>> c = Claim(
        ...     "c1", "ida", "q1", (10, 20), "Ida is ill", "be", "ida", "ill", "positive", "asserted", heard_by=("tom",)
        ... )
        >>> {who: [x.about for x in known] for who, known in Knowledge((c,)).at(30).items()}
        {'ida': ['Ida is ill'], 'tom': ['Ida is ill']}
        >>> Knowledge((c,)).at(15)
        {}
        """
        out: dict[str, list[Claim]] = {}
        for c in self.claims:
            if c.span[1] <= position:
                for who in (c.speaker, *c.heard_by):
                    out.setdefault(who, []).append(c)
        return {who: tuple(known) for who, known in out.items()}

    def known_to(self, who: str, position: int | None = None) -> tuple[Claim, ...]:
        """What one character knows at ``position``, or at the end."""
        end = position if position is not None else max((c.span[1] for c in self.claims), default=0)
        return self.at(end).get(who, ())

    def in_the_dark(self, position: int) -> dict[str, tuple[Contradiction, ...]]:
        """Who has been told one side of a contradiction only, and of which, as far as the story has come: before both
        sides have been read there is none.
        """
        heard: dict[str, set[str]] = {}
        where: dict[str, int] = {}
        for c in self.claims:
            where[c.quote] = max(where.get(c.quote, 0), c.span[1])
            for who in c.heard_by:
                heard.setdefault(who, set()).add(c.quote)
        out: dict[str, list[Contradiction]] = {}
        for x in self.contradictions:
            false = x.b if x.true_side == x.a else x.a
            if any(where.get(side, position + 1) > position for side in (x.a, x.b)):
                continue
            for who, said in heard.items():
                if false in said and x.true_side not in said and who != x.holder:
                    out.setdefault(who, []).append(x)
        return {who: tuple(xs) for who, xs in out.items()}
