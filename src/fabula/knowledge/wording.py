"""A claim in words that stand on their own: "I" and "you" and resolved pronouns are names."""

import re
from collections.abc import Mapping, Sequence

from fabula.language import Language

_OWN = frozenset("my mine your yours his hers their theirs its her".split())
_OURS = frozenset("i me my mine myself we us our ours ourselves you your yours yourself yourselves".split())
_SEVERAL = frozenset("we us our ours ourselves".split())
_DETERMINERS = frozenset("a an the his her their its my our your this that these those".split())
_BE = {
    "am": "is",
    "'m": "is",
    "’m": "is",
    "are": "is",
    "'re": "is",
    "’re": "is",
    "were": "was",
    "have": "has",
    "'ve": "has",
    "’ve": "has",
    "do": "does",
}


def _word(language: Language, tokens: Sequence[int], verb: int, subject: int, names: Mapping[int, str]) -> str:
    """The tokens of a clause as a sentence without its full stop. ``names`` gives tokens the names they stand for.

    The verb agrees with a name where it agreed with "I" or "you": "I don't love you" is "Ida doesn't love Tom".
    """
    swapped = subject in names and language.lower[subject] in ("i", "you")
    helpers = {c for c in language.children[verb] if language.dep[c] in ("aux", "auxpass")}
    first = min((*helpers, verb))
    out: list[str] = []
    last_end = -1
    for i in tokens:
        w = language.text[i]
        low = language.lower[i]
        if i in names and language.pos[i] in ("PRON", "DET"):
            w = names[i] + ("'s" if low in _OWN and not (low == "her" and language.dep[i] != "poss") else "")
        elif swapped and i == first:
            w = _agreeing(language, i, verb, helpers)
        elif low in ("'m", "’m", "'re", "’re", "'ve", "’ve", "'ll", "’ll") and not swapped:
            w = {"m": "am", "re": "are", "ve": "have", "ll": "will"}[low[1:]]
            last_end = -1
        glued = language.starts[i] == last_end and (
            low in ("n't", "n’t", "nt", ",", "'s", "’s") or (low.startswith(("'", "’")) and w == language.text[i])
        )
        out.append(w if glued or not out else " " + w)
        last_end = language.ends[i]
    return "".join(out).strip()


def sentence(
    language: Language, tokens: Sequence[int], verb: int, subject: int, names: Mapping[int, str], text: str
) -> str:
    """The same for somebody to read: in the words of the ``text``, quoted, where others would make broken grammar.

    That is where the verb comes before its subject, and where "I", "you" or "we" stay that nobody is known to be, or
    are "myself". "And" and "or" within a phrase are kept.
    """
    low = language.lower
    helpers = [c for c in language.children[verb] if language.dep[c] in ("aux", "auxpass")]
    names = {i: n for i, n in names.items() if not low[i].endswith(("self", "selves")) and n.lower() not in _OURS}
    left = any(low[i] in (_OURS if i not in names else _SEVERAL) for i in tokens)  # "we" is no one name
    inverted = bool(names) and subject > min((*helpers, verb))
    if left or inverted:
        return f"“{' '.join(text[language.starts[tokens[0]] : language.ends[tokens[-1]]].split())}”"
    own = [tokens[0]]
    for i in tokens[1:]:
        between = range(own[-1] + 1, i)
        if all(language.pos[j] in ("CCONJ", "PUNCT") for j in between):
            own += between
        own.append(i)
    first = own[0]
    own_names = {i: n if i == first else _within(n) for i, n in names.items()}
    return _spaced(_word(language, own, verb, subject, own_names))


def _within(name: str) -> str:
    """A name as it stands within a sentence: "Her mother" is "her mother" there."""
    opens = name.partition(" ")[0].lower()
    return name[:1].lower() + name[1:] if opens in _DETERMINERS and " " in name else name


def _spaced(words: str) -> str:
    """Without blanks before commas."""
    return re.sub(r"\s+([,;:])", r"\1", words)


def _agreeing(language: Language, i: int, verb: int, helpers: set[int]) -> str:
    low = language.lower[i]
    if low in _BE and (i in helpers or language.lemma[verb] in ("be", "have", "do")):
        return _BE[low]
    if low in ("'ll", "’ll"):
        return "will"
    if low in ("'d", "’d"):
        return "had" if language.tag[verb] == "VBN" else "would"
    if language.tag[i] == "VBP" and i == verb:
        return third_person(language.lemma[i])
    return language.text[i]


def third_person(lemma: str) -> str:
    """The third person singular of a verb.

    >>> [third_person(w) for w in ("love", "go", "cry", "play", "have")]
    ['loves', 'goes', 'cries', 'plays', 'has']
    """
    if lemma == "have":
        return "has"
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + "s"
