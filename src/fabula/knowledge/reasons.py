"""What brings two quotations of one holder together: five reasons why they may contradict each other.

One denies what the other affirms; the holder was in two places; one thing came to two ends; somebody knows after all
what they said they did not; a thought follows a speech at once.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fabula.knowledge.topics import ignorant, root, side, things
from fabula.language.english import words
from fabula.world import Claim, Quotation, Span

HELD = ("asserted", "believed")
_NEAR = 400  # code points between a speech and the thought that follows it at once
_SOON = 12_000  # code points within which two places are of one time
_FADES = 250_000  # code points over which a state of mind may honestly change
_ATTITUDES = frozenset("love hate like believe trust need fear doubt forgive admire despise miss adore".split())
_CREDITS = frozenset("believe trust doubt".split())
_PASSING = frozenset(
    "think know want mean suppose say can will shall do get go come tell seem look feel understand wish guess".split()
)
_MOODS = frozenset("sure glad sorry afraid ready right true possible able idea time way".split())
_DENYING = frozenset("not never do does did really just certainly".split())
_VAGUE = frozenset("it that this word thing anything everything".split())
_THEIRS = 0.4  # confidence from which a quotation is held to be the holder's
_FEW = 5  # words of a thought that is no clause


class Pair(NamedTuple):
    """Two quotations and why they may contradict: the two sides in words, and how much that alone says, as log odds."""

    a: Quotation
    b: Quotation
    one: str
    other: str
    why: str
    odds: float
    leans: float  # how far the network's verdict moves the odds


def find_pairs(
    claims: Sequence[Claim],
    quotes: Sequence[Quotation],
    said: Mapping[str, Quotation],
    texts: Mapping[str, str],
) -> Iterator[Pair]:
    """All pairs of claims of one holder that something brings together. ``said`` gives quotations by their ids."""
    held = [
        c
        for c in claims
        if c.modality in HELD and not c.speaker.startswith("group:") and said[c.quote].confidence >= _THEIRS
    ]
    yield from _denials(held, said)
    yield from _places(held, said)
    yield from _fates(held, said)
    yield from _ignorance(held, said)
    yield from _thoughts(claims, quotes, texts)


def _denials(held: Sequence[Claim], said: Mapping[str, Quotation]) -> Iterator[Pair]:
    """One affirms what the other denies, of the same people and thing: the same predicate, or its opposite."""
    by: dict[tuple[str, str | None, str], list[Claim]] = defaultdict(list)
    for c in held:
        if c.subject not in c.names or c.predicate in _PASSING:
            continue  # "it is true", "I think so": nothing that could be kept in mind
        key = root(c.object) if c.predicate in ("be", "have", "feel") else root(c.predicate)
        if key is not None:
            by[(c.speaker, c.subject, key)].append(c)
    for group in by.values():
        sides: dict[tuple[bool, bool], list[Claim]] = defaultdict(list)
        for c in sorted(group, key=_where):
            sides[c.past, side(c)].append(c)
        for c in group:
            leans = 1.5 if c.predicate in _ATTITUDES else 3.0
            other = sides.get((c.past, not side(c)), ())
            for d in _from(other, bisect_left(other, _where(c), key=_where)):
                fades = (d.span[0] - c.span[1]) / (_FADES if c.predicate in _ATTITUDES else _SOON)
                if _FIT - _FADED * fades + leans / 2 < 0:
                    break  # too far on to be reported, whatever the network says
                fit = _same_thing(c, d) if c.quote != d.quote else 0.0
                if fit > 0:
                    yield Pair(
                        said[c.quote],
                        said[d.quote],
                        c.about,
                        d.about,
                        "one denied, one affirmed",
                        fit - _FADED * fades,
                        leans,
                    )


_FIT = 1.7  # the most that `_same_thing` says
_FADED = 3.0


def _where(c: Claim) -> tuple[Span, str]:
    return c.span, c.id


def _from(group: Sequence[Claim], k: int) -> Iterator[Claim]:
    return (group[i] for i in range(k, len(group)))


def _same_thing(c: Claim, d: Claim) -> float:
    """How surely two claims speak of one thing, as log odds: most where the objects are one, 0 where they are not."""
    plain = _plain(c)
    if len(plain) > 3 and plain == _plain(d):
        return 1.5  # word for word, but for the "not"
    if c.predicate in ("be", "have", "feel"):
        of_whom = {*c.names} & {*d.names} - {c.subject}
        return 1.0 if of_whom or c.object not in _MOODS else 0.0  # "I'm sorry" twice is twice; "afraid of him" is not
    if c.object is None and d.object is None:
        return 0.6 if c.place == d.place and c.time == d.time and c.predicate not in _ATTITUDES else 0.0
    if root(c.object) == root(d.object):
        return 1.7 if c.object in c.names else 1.2
    # "I believe you", "I don't believe a word of it"; but one may like this and not that
    return 0.8 if c.predicate in _CREDITS and (c.object in _VAGUE or d.object in _VAGUE) else 0.0


def _plain(c: Claim) -> list[str]:
    """The words of a claim without those that deny or stress it."""
    return [w for w in c.about.lower().replace("n't", "").replace("n’t", "").split() if w not in _DENYING]


def _places(held: Sequence[Claim], said: Mapping[str, Quotation]) -> Iterator[Pair]:
    """The holder in two places: "I was at Mother's" and "I was here, on the cellar steps"."""
    by: dict[str, list[Claim]] = defaultdict(list)
    for c in held:
        if (
            c.place
            and c.predicate in ("be", "stay", "sleep", "sit", "spend")
            and c.past
            and c.polarity == "positive"
            and c.subject == c.speaker
        ):
            by[c.speaker].append(c)
    for own in by.values():
        group = sorted(own, key=_where)
        for k, c in enumerate(group):
            for d in _from(group, k + 1):
                gap = (d.span[0] - c.span[1]) / _SOON
                if gap >= 1:
                    break
                if (
                    c.quote != d.quote
                    and not _shared(c.place, d.place)
                    and (c.time == d.time or None in (c.time, d.time))
                ):
                    yield Pair(said[c.quote], said[d.quote], c.about, d.about, "two places", 1.1 - gap, 2.0)


def _fates(held: Sequence[Claim], said: Mapping[str, Quotation]) -> Iterator[Pair]:
    """One thing that came to two ends: "I gave the ring to Dario" and "I lost the ring"."""
    by: dict[tuple[str, str | None, str], list[Claim]] = defaultdict(list)
    for c in held:
        if (
            c.predicate in words("fates")
            and c.past
            and c.polarity == "positive"
            and c.object
            and c.object not in _VAGUE
        ):
            by[(c.speaker, c.subject, c.object)].append(c)
    for own in by.values():
        group = sorted(own, key=_where)
        for k, c in enumerate(group):
            for d in _from(group, k + 1):
                if d.span[0] - c.span[1] >= _SOON:
                    break
                if c.quote != d.quote and c.predicate != d.predicate:
                    yield Pair(said[c.quote], said[d.quote], c.about, d.about, "two fates", 0.9, 1.5)


def _shared(one: str | None, other: str | None) -> bool:
    a, b = (
        {w.lower() for w in (x or "").split() if len(w) > 2 and w not in ("the", "with", "her", "his")}
        for x in (one, other)
    )
    return bool(a & b)


def _ignorance(held: Sequence[Claim], said: Mapping[str, Quotation]) -> Iterator[Pair]:
    """Who says they know nothing of it, and then says or thinks what they know."""
    mine: dict[str, list[Claim]] = defaultdict(list)
    for c in held:
        mine[c.speaker].append(c)
    for who, own in mine.items():
        for k, c in enumerate(own):
            if not ignorant(c, who):
                continue
            about = things(c) - {who}
            for d in own[k + 1 : k + 40]:
                if (
                    c.quote == d.quote
                    or d.span[0] - c.span[1] > _SOON
                    or ignorant(d, who)
                    or (d.subject == who and d.polarity == "negative")
                ):
                    continue
                shared = about & things(d)
                thought = said[d.quote].kind == "thought" and d.span[0] - c.span[1] < _NEAR
                if (shared and d.subject in shared and not d.past) or (shared and thought):
                    yield Pair(
                        said[c.quote],
                        said[d.quote],
                        c.about,
                        d.about,
                        "knows it after all",
                        0.9 if thought else -0.6,
                        1.5,
                    )


def _thoughts(claims: Sequence[Claim], quotes: Sequence[Quotation], texts: Mapping[str, str]) -> Iterator[Pair]:
    """What somebody thinks right after having said something to others of the matter: apt to take it back."""
    of: dict[str, list[Claim]] = defaultdict(list)
    for c in claims:
        of[c.quote].append(c)
    in_order = sorted(quotes, key=lambda q: q.parts)
    for before, q in zip(in_order, in_order[1:], strict=False):
        if q.kind != "thought" or q.speaker is None or before.speaker != q.speaker or before.kind != "speech":
            continue
        near = q.parts[0][0] - before.parts[-1][1] < _NEAR
        asks = texts[q.id].rstrip(" *_").endswith(("?", "!"))
        if near and not asks and before.heard_by and _one_matter(of[before.id], of[q.id], texts[q.id]):
            yield Pair(before, q, texts[before.id], texts[q.id], "thought at once", 0.8, 1.5)


def _one_matter(said: Sequence[Claim], thought: Sequence[Claim], words_: str) -> bool:
    """Does a thought speak of what was said: of the same third, by one verb of oneself, or in a word or two of what
    was denied ("I couldn't hear." "Every single word.")?
    """
    if not thought:
        return len(words_.split()) <= _FEW and any(c.polarity == "negative" for c in said)
    for c in said:
        for d in thought:
            plans = c.modality == d.modality == "intended"
            if c.subject == d.subject and (c.subject != c.speaker or c.predicate == d.predicate or plans):
                return True
            if d.subject != d.speaker and d.subject in c.names:
                return True
    return False
