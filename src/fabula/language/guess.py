"""Is a text in English?"""

from fabula.language.english import words
from fabula.world.language import Language


def looks_english(language: Language) -> bool:
    """Whether function words of English make up their usual share of the words (a quarter is enough).

    English prose has 40 to 55 % of them, other languages with Latin letters below 15 %. Texts under
    40 words are given the benefit of the doubt. Words with a capital are left out: names are of no language.
    """
    known = words("function_words")
    total = hits = 0
    for printed, w in zip(language.text[:20_000], language.lower, strict=False):
        if w[0].isalpha() and (w in known or not printed[0].isupper()):
            total += 1
            hits += w in known
    return total < 40 or hits >= 0.25 * total
