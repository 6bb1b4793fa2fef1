"""A story with its names swapped for anything at all."""

import random
import re
import unicodedata
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

# What tools for text have stumbled over as a name, kind by kind.
WORDS = (
    "Ze He Him Them Me Mine Himself Hir It One Nobody Who That I You She Her His They Us",  # pronouns
    "Q M I A X É Я ß 丽 ा",  # one letter
    "784 3 007 1.5 2,000 X Æ A-12",  # numbers
    "K-9-Delta R2-Q Jean-Luc Mary-Jane- -Ann Tobin\u2011Hale O'Rourke-Smythe Al–Rashid",  # hyphens of all kinds
    "Mr. Mrs Dr. Captain Sir Lady Mother Father Aunt the The",  # titles and kin
    "ada tessa dov said asked and not red morning june will may",  # lower case
    "ADA HIM DEATH SAID THE CHAPTER IV",  # capitals
    "June August Friday Christian Seven Death Hope Rose Will May Art Bill Jan Conn Neb Mar Dec",
    "\U0001f600 \U0001f469\u200d\U0001f680 ☃ * _ # > & < </b> % {} \\n",  # signs
    "\" ' “ ” ‘ ’ « » — - … . , ! ?",  # marks of speech
    "\u200b \xad \u2060 \ufeff \u202e \ufffd",  # what nobody sees
)
CHOICES = tuple(dict.fromkeys(w for row in WORDS for w in row.split(" ") if w))


def names() -> st.SearchStrategy[str]:
    """A name that may be anything: a word of `CHOICES`, decomposed, two of them, or any characters."""
    word = st.sampled_from(CHOICES)
    composed = st.sampled_from(["Zoë", "Éloïse", "Ibáñez", "Nguyễn"]).map(lambda n: unicodedata.normalize("NFD", n))
    any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
    return st.one_of(word, composed, st.tuples(word, word).map(" ".join), any_text)


def drawn(dice: random.Random) -> str:
    """A name by lot, of the same kinds."""
    word = dice.choice(CHOICES)
    kind = dice.randrange(5)
    if kind == 0:
        return f"{word} {dice.choice(CHOICES)}"
    if kind == 1:
        return unicodedata.normalize("NFD", dice.choice(("Zoë", "Éloïse", "Ibáñez")))
    if kind == 2:
        return "".join(
            chr(dice.choice((dice.randrange(33, 127), dice.randrange(161, 0x2FFF))))
            for _ in range(dice.randrange(1, 6))
        )
    return word


def parts(names: Sequence[str]) -> tuple[str, ...]:
    """The words that names are made of, titles left out."""
    found = (w for name in names for w in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name))
    return tuple(
        dict.fromkeys(
            w for w in found if w[:1].isupper() and len(w) > 1 and w not in ("Mr", "Mrs", "Miss", "Dr", "The")
        )
    )


def swap(text: str, names: Mapping[str, str]) -> str:
    """The text with each word that is a key, and stands alone, as its value.

    >>> swap("Ida sat by Idas. Ida's hat.", {"Ida": "Q"})
    "Q sat by Idas. Q's hat."
    """
    if not names:
        return text
    longest = sorted(names, key=len, reverse=True)
    return re.sub(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b", lambda m: names[m[0]], text)
