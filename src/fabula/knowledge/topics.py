"""When two claims are about one matter: opposites, negation, and the people and things they name."""

from functools import cache

from fabula.language.english import lines, words
from fabula.world import Claim

_VAGUE = frozenset(
    "it that this what who which he she they there i you we thing one something anything nothing all".split()
)
_NO_IDEA = frozenset(("idea", "clue", "notion", "knowledge", "word"))


@cache
def _opposites() -> dict[str, tuple[str, bool]]:
    """lemma -> (its root, whether it is the other side of it)."""
    out: dict[str, tuple[str, bool]] = {}
    for line in lines("opposites"):
        one, other = (x.strip() for x in line.split("|"))
        root, turned = out.get(one, (one, False))
        out.setdefault(one, (root, turned))
        out.setdefault(other, (root, not turned))
    return out


def root(term: str | None) -> str | None:
    """The lemma of a pair of opposites that stands for both: "hate" is "love"."""
    return _opposites().get(term, (term, False))[0] if term else term


def side(c: Claim) -> bool:
    """Which side of its matter a claim takes: negation and each opposite turn it round.

    >>> love = Claim("c1", "a", "q1", (0, 1), "", "love", "a", "b", "positive", "asserted")
    >>> hate = Claim("c2", "a", "q2", (2, 3), "", "hate", "a", "b", "positive", "asserted")
    >>> side(love) == side(hate)
    False
    """
    turned = c.polarity == "negative"
    for term in (c.predicate, c.object if c.predicate in ("be", "have", "feel") else None):
        if term:
            turned ^= _opposites().get(term, (term, False))[1]
    return turned


def ignorant(c: Claim, who: str) -> bool:
    """Does ``who`` claim not to know or to have perceived it: "I've no idea", "I couldn't hear"?"""
    if c.subject != who or c.polarity != "negative":
        return False
    if c.predicate == "have":
        return c.object in _NO_IDEA
    return c.predicate in words("knowing_verbs") and (c.past or c.predicate in ("know", "understand", "remember"))


def things(c: Claim) -> set[str]:
    """The people and things that a claim names, in words or ids."""
    return {*c.names} - _VAGUE
