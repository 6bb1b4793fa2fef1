"""What can be said of two mentions without reading: how far apart, which forms, which words they share."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.language import Language
from fabula.language.english import person_nouns, table
from fabula.language.syntax import SUBJECTS, head_of
from fabula.world import EntityType, Form

Ints = npt.NDArray[np.int64]

# What the words of a mention are. The numbers are the network's: they never change.
ME, WE, YOU, HE, SHE, IT, THEY, WHO, OTHER_PRONOUN = range(9)
HE_NOUN, SHE_NOUN, ANY_NOUN, PLURAL_NOUN, OTHER_NOUN = range(9, 14)  # what pronoun the noun implies, if any
HE_NAME, SHE_NAME, NAME = range(14, 17)  # what pronoun the title implies, if any
KINDS = 18  # and one to spare
PRONOUNS = range(9)
_PRONOUNS = {
    **dict.fromkeys("i me my mine myself".split(), ME),
    **dict.fromkeys("we us our ours ourselves".split(), WE),
    **dict.fromkeys("you your yours yourself yourselves thou thee thy thine thyself ye".split(), YOU),
    **dict.fromkeys("he him his himself".split(), HE),
    **dict.fromkeys("she her hers herself".split(), SHE),
    **dict.fromkeys("it its itself".split(), IT),
    **dict.fromkeys("they them their theirs themselves".split(), THEY),
    **dict.fromkeys("who whom whose which that".split(), WHO),
}
ROLES = 4  # subject, object, possessor, other
SUBJECT, _OBJECT, OWNER = range(3)
FEATURES = (10, 10, 18, 32, KINDS * KINDS, 6, 9, 2 * ROLES * ROLES)  # how many values each feature of a pair has
FORMS: tuple[Form, ...] = ("PROP", "NOM", "PRON")
PROP, NOM, PRON = range(3)
TYPES: tuple[EntityType, ...] = ("PER", "LOC", "FAC", "GPE", "VEH", "ORG")
PER_TYPE = 0  # the number of persons among `TYPES`
_MENTION_STEPS = np.array([2, 3, 4, 5, 8, 16, 32, 64, 128])
_SENTENCE_STEPS = np.array([1, 2, 3, 4, 6, 10, 20, 50, 100])


class Columns(NamedTuple):
    """Mentions as columns, int64 (mentions,) each: tokens [first, last), the head token, what its words are.

    ``words``, ``noun``, ``opens`` and ``closes`` number the lowered words without a determiner, the head word, the
    first word of a name and its last, so that equal numbers are equal words; -1 is none.
    """

    first: Ints
    last: Ints
    head: Ints
    form: Ints
    type: Ints
    sentence: Ints
    paragraph: Ints
    quote: Ints
    kind: Ints
    role: Ints
    governor: Ints
    words: Ints
    noun: Ints
    opens: Ints
    closes: Ints


_DETERMINERS = frozenset("the a an this that these those his her my your our their its".split())


def describe(
    language: Language, quoted: Sequence[int], spans: Sequence[tuple[int, int]], forms: Ints, types: Ints
) -> Columns:
    """The columns of mentions. ``spans`` are tokens [first, last); forms and types index `FORMS` and `TYPES`."""
    numbers: dict[str, int] = {}

    def number(w: str) -> int:
        return numbers.setdefault(w, len(numbers))

    titles = table("titles")
    rows = []
    for (a, b), form in zip(spans, forms.tolist(), strict=True):
        head = head_of(language, a, b)
        core = list(language.lower[a:b])
        if len(core) > 1 and core[0] in _DETERMINERS:
            core = core[1:]
        named = [w for w in core if w not in titles and w + "." not in titles and w[0].isalnum()] or core
        dep = language.dep[head]
        governor = language.heads[head]
        if dep == "pobj":
            governor = language.heads[governor]
        rows.append(
            (
                head, language.sentences[head], language.paragraphs[head], quoted[head],
                _kind(language, a, b, head, form), role_of(dep), governor, number(" ".join(core)),
                number(language.lemma[head].lower()) if form != PRON else -1,
                number(named[0]) if form == PROP else -1, number(named[-1]) if form == PROP else -1,
            )
        )  # fmt: skip
    c = np.array(rows, np.int64).reshape(len(rows), 11).T
    ab = np.array(spans, np.int64).reshape(len(rows), 2).T
    return Columns(ab[0], ab[1], c[0], forms, types, *c[1:])


def role_of(dep: str) -> int:
    """The role that a dependency label gives: subject, object, possessor, other."""
    return 0 if dep in SUBJECTS else 1 if dep in ("dobj", "pobj", "dative") else 2 if dep == "poss" else 3


def _kind(language: Language, a: int, b: int, head: int, form: int) -> int:
    if form == PRON:
        return _PRONOUNS.get(language.lower[a], OTHER_PRONOUN) if b - a == 1 else OTHER_PRONOUN
    if form == NOM:
        if language.tag[head] in ("NNS", "NNPS") or "and" in language.lower[a:b]:
            return PLURAL_NOUN
        known = person_nouns().get(language.lower[head])
        return OTHER_NOUN if known is None else HE_NOUN if known == "he" else SHE_NOUN if known == "she" else ANY_NOUN
    titles = table("titles")
    said = {titles.get(w) or titles.get(w + ".") for w in language.lower[a : b - 1]} - {None, "-"}
    return HE_NAME if said == {"he"} else SHE_NAME if said == {"she"} else NAME


def pair_features(m: Columns, i: Ints, j: Ints) -> Ints:
    """The features of pairs, int64 (pairs, 8): mention ``i`` and a mention ``j`` before it."""
    steps = np.searchsorted(_MENTION_STEPS, i - j, side="right")
    apart = np.searchsorted(_SENTENCE_STEPS, np.abs(m.sentence[i] - m.sentence[j]), side="right")
    forms = m.form[i] * 6 + m.form[j] * 2 + (m.type[i] == m.type[j])
    same = (
        (m.words[i] == m.words[j]) * 1
        + ((m.noun[i] == m.noun[j]) & (m.noun[i] >= 0)) * 2
        + ((m.opens[i] == m.opens[j]) & (m.opens[i] >= 0)) * 4
        + ((m.closes[i] == m.closes[j]) & (m.closes[i] >= 0)) * 8
        + (((m.closes[i] == m.opens[j]) | (m.opens[i] == m.closes[j])) & (m.opens[i] >= 0)) * 16
    )
    kinds = m.kind[i] * KINDS + m.kind[j]
    nested = np.where(
        (m.first[j] <= m.first[i]) & (m.last[i] <= m.last[j]),
        1,
        np.where(
            (m.first[i] <= m.first[j]) & (m.last[j] <= m.last[i]),
            2,
            np.where(m.first[i] - m.last[j] == 0, 3, np.where(m.first[i] - m.last[j] == 1, 4, 0)),
        ),
    )
    qi, qj = m.quote[i], m.quote[j]
    near = m.paragraph[i] == m.paragraph[j]
    speech = np.where(
        (qi < 0) & (qj < 0),
        0,
        np.where(
            qj < 0,
            np.where(near, 1, 2),
            np.where(
                qi < 0,
                np.where(near, 3, 4),
                np.where(qi == qj, 5, np.where(qi - qj == 1, 6, np.where(qi - qj == 2, 7, 8))),
            ),
        ),
    )
    roles = (m.role[i] * ROLES + m.role[j]) * 2 + (m.governor[i] == m.governor[j])
    return np.stack([steps, apart, forms, same, kinds, nested, speech, roles], axis=1)
