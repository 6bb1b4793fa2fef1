"""Words and phrases that name or show an emotion, where they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from fabula.language.english import lines, words
from fabula.world.language import Language

EMOTIONS = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")  # Plutchik's eight
GAP = 3  # words between two of a phrase


@cache
def _singles() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for emotion in EMOTIONS:
        for w in words(f"emotion_{emotion}"):
            out[w].add(emotion)
    return {w: frozenset(e) for w, e in out.items()}


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Phrases by their last word."""
    out: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for line in lines("emotion_phrases"):
        phrase, _, emotion = line.rpartition(":")
        parts = tuple(phrase.split())
        out[parts[-1]].append((parts, emotion.strip()))
    return out


def emotion_words(language: Language, tokens: Iterable[int]) -> Iterator[tuple[int, str]]:
    """(token, emotion) of each word among ``tokens`` that names or shows one; a phrase stands at its last word.

    >>> from fabula.language.analyse import analyse
    >>> from fabula.text.plain import read_plain
    >>> from fabula.world import Source
    >>> told = analyse(read_plain("Her mouth fell open. He was not angry.", Source("", "", "text/plain")))
    >>> [(told.text[i], e) for i, e in emotion_words(told, range(len(told)))]
    [('open', 'surprise')]
    """
    singles, phrases = _singles(), _phrases()
    for i in tokens:
        lemma, lower = language.lemma[i], language.lower[i]
        found = singles.get(lemma) or singles.get(lower)
        if found and language.pos[i] in ("NOUN", "VERB", "ADJ", "ADV", "PROPN", "INTJ") and not _denied(language, i):
            for e in sorted(found):
                yield i, e
        for phrase, emotion in phrases.get(lemma, ()) or phrases.get(lower, ()):
            if _stands(language, phrase, i):
                yield i, emotion


def is_display(language: Language, i: int) -> bool:
    """Is this what can be seen or heard of an emotion ("tears", "fell open"), and not its name?"""
    lemma, lower = language.lemma[i], language.lower[i]
    return lower in words("emotion_displays") or (lemma not in _singles() and lower not in _singles())


def of_tokens(language: Language) -> npt.NDArray[np.uint8]:
    """uint8 (tokens, 8): 1 where a token names or shows an emotion."""
    out = np.zeros((len(language), len(EMOTIONS)), np.uint8)
    for i, emotion in emotion_words(language, range(len(language))):
        out[i, EMOTIONS.index(emotion)] = 1
    return out


def _stands(language: Language, phrase: tuple[str, ...], last: int) -> bool:
    at = last
    for w in reversed(phrase[:-1]):
        for j in range(at - 1, max(-1, at - 2 - GAP), -1):
            if language.sentences[j] != language.sentences[last]:
                return False
            if w in (language.lemma[j], language.lower[j]):
                at = j
                break
        else:
            return False
    return True


def _denied(language: Language, i: int) -> bool:
    """ "not angry", "no fear", "without anger"; but "never so happy" is happy."""
    if any(language.lower[c] in ("so", "such", "more") for c in language.children[i]):
        return False
    around = (
        (*language.children[i], *language.children[language.heads[i]])
        if language.heads[i] != i
        else language.children[i]
    )
    if any(language.dep[c] == "neg" and c < i for c in around):
        return True
    return any(
        language.lower[c] in ("no", "without", "never") for c in (*language.children[i], language.heads[i]) if c < i
    )
