"""The nouns of a scene, and what says of each that the scene is set there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from fabula.language import Language
from fabula.language.english import table, words
from fabula.language.syntax import SUBJECTS

_AT = frozenset("in at on inside under by behind near beside upon".split())
_TO = frozenset("to into up down across towards toward through onto".split())
_TYPES = ("FAC", "LOC", "GPE", "VEH")
_COUNTED = 3  # what is counted counts up to this
_SOON, _AT_ONCE = 60, 12  # tokens from the beginning of a scene, where it is usually set
USUAL = 1.0  # log odds from which a noun counts as one for places
_SITS, _GOES, _NEAR, _ELSE = 3, 2, 1, 0  # how surely grammar says where it is


class Candidate(NamedTuple):
    """A noun of a scene: its tokens, those of narration if there are any, and how surely each says where it is.

    ``name`` says that all of them are names, ``type`` is what most of them were read as, or "".
    """

    lemma: str
    at: tuple[int, ...]
    manner: tuple[int, ...]
    name: bool
    type: str


def candidates(
    language: Language, first: int, stop: int, quoted: Sequence[int], types: Mapping[int, str]
) -> list[Candidate]:
    """The nouns among the tokens [first, stop) that were not read as people, each once.

    ``quoted[i]`` is -1 for a token of narration; ``types`` gives the heads of mentions their types.
    """
    groups: dict[str, list[int]] = {}
    for i in range(first, stop):
        noun = language.pos[i] in ("NOUN", "PROPN") and language.dep[i] not in ("compound", "nmod")
        if noun and len(language.lower[i]) > 1 and language.lower[i][0].isalpha():
            groups.setdefault(language.lemma[i].lower(), []).append(i)
    out = []
    for lemma, every in groups.items():
        at = [i for i in every if quoted[i] < 0] or every
        kind = Counter(types.get(i, "") for i in at).most_common(1)[0][0]
        if kind != "PER":
            name = all(language.pos[i] == "PROPN" for i in at)
            out.append(Candidate(lemma, tuple(at), tuple(_manner(language, i) for i in at), name, kind))
    return out


def _manner(language: Language, i: int) -> int:
    """How surely the words say where it is: "in the kitchen", "reached the kitchen" more than "the kitchen clock"."""
    head = language.heads[i]
    if language.dep[i] == "pobj":
        if language.lower[head] in _AT:
            return _SITS
        goes = language.lower[head] in _TO and language.lemma[language.heads[head]] in words("motion_verbs")
        return _GOES if goes else _NEAR
    if language.dep[i] in SUBJECTS and language.lemma[head] in words("lying_verbs"):
        return _SITS
    if language.dep[i] == "dobj" and language.lemma[head] in words("entering_verbs") | {"reach"}:
        return _GOES
    return _ELSE


def signs(
    language: Language, c: Candidate, first: int, stop: int, quoted: Sequence[int], usual: float
) -> tuple[float, ...]:
    """What `fabula.scenes.weights.WEIGHTS` weighs, in its order.

    ``usual`` is how much likelier the noun is a place than any other, in log odds.
    """
    before = [
        language.lower[x] for i in c.at for x in language.children[i] if x < i and language.dep[x] in ("det", "poss")
    ]
    where = c.at[0] - first
    surest = max(c.manner)
    return (
        usual,
        float(usual > USUAL),
        log(len(c.at)),
        float(quoted[c.at[0]] < 0),
        *(float(surest == m) for m in (_SITS, _GOES, _NEAR)),
        float(min(c.manner.count(_SITS), _COUNTED)),
        *(float(c.type == t) for t in _TYPES),
        log(1 + where),
        where / max(1, stop - first),
        float(where < _SOON),
        float(where < _AT_ONCE),
        float("the" in before),
        float("a" in before or "an" in before),
        float(any(w not in ("the", "a", "an") for w in before)),
        float(c.name),
        float(surest == _SITS and where < _SOON),
        log(1 + stop - first),
    )


def usual(c: Candidate) -> float:
    """How much likelier than any other a noun is a scene's place, in log odds (`training/places`); 0 for a name."""
    return 0.0 if c.name else float(table("place_nouns").get(c.lemma, 0))
