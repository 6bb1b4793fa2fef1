"""Is a text in English?"""

from fabula.language.english import words
from fabula.world.language import Language

_SHARE = 0.25
_PLAIN_SHARE = 0.3


def looks_english(language: Language) -> bool:
    """Whether function words of English make up their usual share of the words.

    English prose has 40 to 55 % of them, other languages with Latin letters below 15 %: a quarter is enough. A page
    told in names and short sentences ("We begin," said Councillor Dray.) has fewer, but three of ten words without a
    capital. Texts under 40 words are given the benefit of the doubt.
    """
    known = words("function_words")
    total = hits = plain = 0
    for word, lower in zip(language.text[:20_000], language.lower[:20_000], strict=True):
        if lower[0].isalpha():
            total += 1
            hits += lower in known
            plain += lower in known or word[0].islower()
    return total < 40 or hits >= _SHARE * total or hits >= _PLAIN_SHARE * plain
