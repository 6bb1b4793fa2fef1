"""Whether the bearer of some names, or whoever some nouns mean, is a person of the story: what is known of each."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fabula.language.english import table, words
from fabula.resolution.names.spelling import parse, titles
from fabula.resolution.names.types import PRONOUNS, Names
from fabula.resolution.names.uses import USE, USES

Floats = npt.NDArray[np.float32]

_ANY = ("says", "thinks", "acts", "called", "listens", "himself", "person_noun", "named", "line", "possessor")
_PRONOUNS = tuple(f"pronoun_{k}" for k in range(len(PRONOUNS)))
_COUNTS = ("count", "rank", "size", "pronouns")
NAMED = (
    *USES, *(f"any_{u}" for u in _ANY), *_PRONOUNS, *_COUNTS, "titled", "gendered", "kin", "role", "crowd", "group",
    "place_word", "names", "words", "length", "digits", "fresh",
)  # fmt: skip
UNNAMED = (
    *USES, *(f"any_{u}" for u in _ANY), *_PRONOUNS, *_COUNTS, "kin", "role", "crowd", "group", "phrases", "words",
    "sure", "introduced", "nouns", "one_phrase", "speech_alone", "chained",
    "fresh", "to_names", "to_most", "from_names", "from_most", "people", "place",
)  # fmt: skip


def named_features(names: Names, groups: Sequence[Sequence[int]], tokens: int) -> Floats:
    """A row of `NAMED` for each group of names, float32 (groups, len(NAMED)). ``tokens`` is the length of the text."""
    out = np.zeros((len(groups), len(NAMED)), np.float32)
    most = float(names.count.max()) if len(names.count) else 1.0
    for row, group in zip(out, groups, strict=True):
        ts = list(group)
        count = float(names.count[ts].sum())
        common = _common(names.uses[ts].sum(0), names.pronouns[ts].sum(0), count, most, tokens)
        keys = [parse(names.key[t]) for t in ts]
        every = {w for borne, core in keys for w in (*borne, *core)}
        borne = {w for b, _ in keys for w in b}
        alone = {core[0] for b, core in keys if len(core) == 1 and not b}
        longest = max((core for _, core in keys), key=len)
        row[:] = (
            *common,
            bool(borne),
            any(titles().get(w, "-") != "-" for w in borne),
            any(w in table("kinship") for w in every),
            any(w in table("people_nouns") or w in titles() for w in alone),
            any(w in words("crowds") for w in every),
            any(w.endswith("s") for w in alone),
            any(w in words("place_words") for w in every),
            min(4, len(ts)),
            min(4, len(longest)),
            min(12, max(sum(map(len, core)) for _, core in keys)),
            any(c.isdigit() for w in every for c in w),
            float(names.fresh[ts].sum()) / count,
        )
    return out


def _common(uses: Floats, pronouns: Floats, count: float, most: float, tokens: int) -> list[float]:
    """What names and nouns have in common: shares of uses, which uses there are, pronouns, and counts."""
    said = float(pronouns.sum())
    return [
        *(uses / count).tolist(),
        *(float(np.log1p(uses[USE[u]])) for u in _ANY),
        *(pronouns / (said + 1)).tolist(),
        float(np.log(count)),
        count / most,
        float(np.log(max(1.0, tokens / 1000))),
        float(np.log1p(said)),
    ]


def unnamed_features(
    uses: Floats, pronouns: Floats, count: float, most: float, tokens: int, facts: Sequence[float]
) -> list[float]:
    """A row of `UNNAMED`: the sum of uses and of pronouns of one entity, and ``facts``, the rest of the columns."""
    return [*_common(uses, pronouns, count, most, tokens), *facts]
