"""How a name or a noun is used where it stands: what a learned decision goes by, one row an occurrence."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from fabula.language import Language
from fabula.language.english import person_nouns, words
from fabula.language.syntax import SUBJECTS
from fabula.language.vocative import is_vocative
from fabula.models.pairs import TYPES, Columns

Floats = npt.NDArray[np.float32]

USES = (
    "found", "again", "tag", "capital", "sure", *TYPES, "narrated", "says", "thinks", "acts", "is", "object", "with",
    "place", "from", "possessor", "possessed", "modifier", "called", "the", "a", "my", "opening", "small", "plural",
    "himself", "person_noun", "named", "line", "coordinated", "listens", "shouted",
)  # fmt: skip
USE = {name: k for k, name in enumerate(USES)}
_MINE = frozenset("my your his her our their its".split())


class Standing(Protocol):
    """Words in their place: tokens [first, last) with their head; where they come from; the network's mention or -1."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def head(self) -> int: ...
    @property
    def source(self) -> int: ...
    @property
    def mention(self) -> int: ...


def describe_uses(
    language: Language,
    m: Columns,
    sure: Floats,
    spans: Sequence[Standing],
    quoted: Sequence[bool],
    opens: Sequence[bool],
) -> Floats:
    """The uses of each span, float32 (spans, len(USES)), most of them 0 or 1.

    ``sure`` is the probability of each mention; ``quoted[i]`` says that token i stands in speech, ``opens[i]`` that it
    opens a sentence or a quotation.
    """
    out = np.zeros((len(spans), len(USES)), np.float32)
    for row, s in zip(out, spans, strict=True):
        row[s.source] = 1
        if s.mention >= 0:
            row[USE["sure"]] = sure[s.mention]
            row[USE[TYPES[int(m.type[s.mention])]]] = 1
        for name in _uses(language, s.first, s.last, s.head, quoted[s.head], opens[s.first]):
            row[USE[name]] = 1
    return out


def _uses(language: Language, first: int, last: int, head: int, quoted: bool, opens: bool) -> list[str]:
    """The names of the uses that hold of one occurrence."""
    dep, governor = language.dep[head], language.heads[head]
    lemma = language.lemma[governor]
    after = language.lower[last] if last < len(language) else ""
    before = language.lower[first - 1] if first else ""
    said = words("said_verbs")
    out = [] if quoted else ["narrated"]
    misread = dep in ("npadvmod", "dep", "ROOT") and not quoted and after and language.tag[last] in ("VBD", "VBZ")
    top = governor
    if dep == "conj":
        out.append("coordinated")
        dep, top = language.dep[governor], language.heads[governor]
        lemma = language.lemma[top]
    if (dep in SUBJECTS or misread) and language.pos[top] in ("VERB", "AUX"):
        if lemma in words("speech_verbs"):
            out.append("says")
        elif lemma in words("think_verbs"):
            out.append("thinks")
        else:
            out.append("acts" if language.pos[top] == "VERB" else "is")
    elif (
        not quoted
        and before
        and language.lemma[first - 1] in said
        and language.paragraphs[first - 1] == language.paragraphs[first]
    ):
        out.append("says")  # "said Ino": the parser does not always see the subject
    elif not quoted and after and language.lemma[last] in said:
        out.append("says")
    if dep == "dobj":
        out.append("object")
    if before in words("place_prepositions"):
        out.append("place")
    elif before in ("with", "beside", "behind", "at", "between", "against"):
        out.append("with")
    elif before in ("from", "to", "of", "for", "by"):
        out.append("from")
    if dep == "pobj" and language.lemma[
        language.heads[governor] if language.pos[governor] == "ADP" else governor
    ] in words("speech_verbs"):
        out.append("listens")
    if after in ("'s", "’s"):
        out.append("possessor")
    if before in ("'s", "’s"):
        out.append("possessed")
    if language.dep[head] == "compound" and governor >= last and after not in ("'s", "’s"):
        out.append("modifier")
    if quoted and is_vocative(language, first, last):
        out.append("called")
    own = language.lower[first]
    article = before if own not in ("the", "a", "an") and own not in _MINE else own
    if article in ("the", "this", "that"):
        out.append("the")
    elif article in ("a", "an", "one", "another"):
        out.append("a")
    elif article in _MINE:
        out.append("my")
    if opens:
        out.append("opening")
    if all(not c[0].isupper() for c in language.text[first:last]):
        out.append("small")
    if any(c.isupper() and len(c) > 2 for c in language.text[first:last]):
        out.append("shouted")
    if language.tag[head] in ("NNS", "NNPS"):
        out.append("plural")
    if after in ("himself", "herself", "themself", "xemself"):
        out.append("himself")
    nouns = person_nouns()
    if any(language.dep[c] == "appos" and language.lower[c] in nouns for c in language.children[head]) or (
        language.dep[head] == "appos" and language.lower[governor] in nouns
    ):
        out.append("person_noun")
    if before in ("called", "named") or (
        language.dep[head] == "attr"
        and any(language.lower[c] in ("name", "names") for c in language.children[governor])
    ):
        out.append("named")
    if after == ":" and (first == 0 or language.paragraphs[first - 1] != language.paragraphs[first]):
        out.append("line")
    return out
