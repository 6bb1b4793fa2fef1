"""What somebody is called: the name to show, and every name with how sure it is theirs and why."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from fabula.language import Language
from fabula.models.pairs import Columns
from fabula.resolution.names.bearers import Bearers
from fabula.resolution.names.gather import weigh
from fabula.resolution.names.spelling import parse
from fabula.resolution.names.survey import Survey
from fabula.resolution.names.types import Names
from fabula.resolution.names.unnamed import Unnamed, phrase
from fabula.resolution.names.uses import USE
from fabula.world.people import NameUse

_THE = 0.6  # share of its places where an article stands before a name, from which it is part of it
_USUAL = 0.25  # share of the commonest name's places that makes a titled name usual
_RARE = 0.05  # share of the commonest long name's places below which a full name is not usual
_MOST = 8  # phrases by which somebody without a name is listed
_SEEN = {
    "says": "says something",
    "called": "called out",
    "thinks": "thinks",
    "acts": "does something",
    "PER": "read as a person",
}


def display_name(names: Names, group: Sequence[int]) -> str:
    """The fullest usual name: first name and surname without titles, else a titled name, else the commonest."""
    parsed = {t: parse(names.key[t]) for t in group}
    ranked = sorted(group, key=lambda t: (-names.count[t], t))
    long = max((float(names.count[t]) for t in group if len(names.key[t]) > 1), default=0.0)
    full = [t for t in ranked if len(parsed[t][1]) >= 2 and names.count[t] >= _RARE * long and not _small(names, t)]
    plain = [t for t in full if not parsed[t][0]] or full
    if plain:
        return spell(names, max(plain, key=lambda t: (len(parsed[t][1][0]) > 1, names.count[t], -len(parsed[t][1]))))
    titled = [t for t in ranked if parsed[t][0]]
    if titled and names.count[titled[0]] >= _USUAL * names.count[ranked[0]]:
        return spell(names, titled[0])
    return spell(names, ranked[0])


def _small(names: Names, t: int) -> bool:
    return bool(names.uses[t, USE["small"]] > 0.5 * names.count[t])


def spell(names: Names, t: int) -> str:
    """A name as it is printed most, with the article that is part of it."""
    out = names.printed[t][0]
    if names.uses[t, USE["the"]] >= _THE * names.count[t] and not out.lower().startswith("the "):
        return f"the {out}"
    return out


def names_of(
    found: Survey, bearers: Bearers, group: Sequence[int], shown: Counter[int], listed: bool
) -> tuple[NameUse, ...]:
    """The names of one bearer, the commonest first. ``shown`` counts where each means them; ``listed`` that a reader
    has listed them.
    """
    number = bearers.groups.index(tuple(group)) if group else -1
    names = found.names
    out = []
    own = [t for t in group if shown[t] or t not in bearers.shared]
    also = [t for t, gs in bearers.shared.items() if number in gs and len(names.key[t]) > 1]  # "Mrs. Quayle" is both's
    for t in sorted({*own, *also, *shown}, key=lambda t: (-shown[t], t)):
        others = [u for u in group if u != t]
        zs = bearers.between(t, others)
        if t not in bearers.shared and (not others or not zs):
            sure = 1.0 if listed or not others else 0.5
        else:
            z = weigh(zs) if zs else 0.0
            sure = 1.0 if listed and t in group else float(1 / (1 + np.exp(-z)))
        why = _evidence(names, t, shown[t])
        for n, text in enumerate((spell(names, t), *names.printed[t][1:])):
            out.append(NameUse(text, shown[t] if n == 0 else 0, round(sure, 2), why if n == 0 else ()))
    return tuple(out)


def _evidence(names: Names, t: int, count: int) -> tuple[str, ...]:
    """What the text shows of a name, in words."""
    uses, total = names.uses[t], int(names.count[t])
    return tuple(
        f"{words} {int(uses[USE[use]])} of {total} times" for use, words in _SEEN.items() if uses[USE[use]] >= 1
    )


def phrases_of(language: Language, m: Columns, nouns: Unnamed, sure: float) -> tuple[NameUse, ...]:
    """The phrases that mean somebody without a name, the commonest first."""
    said = Counter(phrase(language, int(m.first[k]), int(m.last[k])) for k in nouns.nouns)
    return tuple(NameUse(p, said[p], round(sure, 2)) for p in nouns.phrases[:_MOST])
