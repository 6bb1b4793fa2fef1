"""Good stories made odd: other names, other marks, paragraphs shuffled, cut anywhere, joined to another."""

import random
import re
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import EXAMPLES
from tests.swaps.__main__ import stories
from tests.swaps.swap import drawn, parts, swap

Told = tuple[str, tuple[str, ...]]
"""A text, and the words that the names of its people are made of."""
_MARKS = (
    ("“", "”"),
    ('"', '"'),
    ("‘", "’"),
    ("«", "»"),
    ("»", "«"),
    ("„", "“"),
    ("— ", ""),
    ("_", "_"),
    ("*", "*"),
    ("'", "'"),
    ("“", ""),
)
_SPOKEN = re.compile(r"[“\"]([^“”\"\n]{1,2000})[”\"]")


def told(folder: Path | None = None) -> tuple[Told, ...]:
    """Our examples, and the practice stories of a folder, each with the names of its people."""
    named = ("Marlow", "Hester", "Vane", "Toby", "Pell", "Anand", "Lotte", "Okafor", "Ines")
    ours = tuple((p.read_text(encoding="utf-8"), parts(named)) for p in sorted(EXAMPLES.iterdir()))
    if folder is None or not folder.is_dir():
        return ours
    return (*ours, *((path.read_text(encoding="utf-8"), words) for path, words in stories(folder)))


def altered(dice: random.Random, found: Sequence[Told], most: int = 2500) -> str:
    """A story by lot, altered in one to four ways; at most ``most`` code points of it, and as many of another."""
    text, words = dice.choice(found)
    start = dice.randrange(max(1, len(text) - most))
    text = text[start : start + dice.randrange(1, most)]
    for _ in range(dice.randrange(1, 5)):
        how = dice.randrange(7)
        if how == 0:
            text = swap(text, {w: drawn(dice) for w in words})
        elif how == 1:
            a, b = dice.choice(_MARKS)
            text = _SPOKEN.sub(lambda m, a=a, b=b: a + m[1] + b, text)  # type: ignore[misc]
        elif how == 2:
            paragraphs = text.split("\n\n")
            dice.shuffle(paragraphs)
            text = "\n\n".join(paragraphs)
        elif how == 3:
            at = dice.randrange(len(text) + 1)
            text = text[at:] if dice.random() < 0.5 else text[:at]
        elif how == 4:
            other = dice.choice(found)[0]
            at = dice.randrange(max(1, len(other) - most))
            text += (
                dice.choice(("", "\n", "\n\n", "\n\n***\n\n", "\n\nCHAPTER II\n\n"))
                + other[at : at + dice.randrange(most)]
            )
        elif how == 5:
            text = text.replace(
                dice.choice(("\n\n", " ", ".", ",", "said", "“", "”", '"')), dice.choice(("", "\n", " ", "\n\n", "—"))
            )
        else:
            lines = text.split("\n")
            k = dice.randrange(len(lines))
            text = "\n".join([*lines[:k], *lines[k : k + 1] * dice.choice((2, 3, 40)), *lines[k + 1 :]])
    return text[: 4 * most]
