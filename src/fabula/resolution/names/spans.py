"""Where names stand in the text, with their titles."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fabula.language import Language
from fabula.language.english import lines, table, words

_PARTICLES = frozenset("de del della di da du des le la von van der den ter ten y ibn bin al el st. st o' mac".split())
SOFT_TITLES = frozenset("old young little".split())  # they join any name and make nobody a person


@dataclass(frozen=True, slots=True)
class NameSpan:
    """One occurrence of a name: tokens [first, last), of which ``core`` are the name without its titles.

    ``titles`` are in lower case; ``the`` says that an article stands before it; ``quoted`` that it stands in
    speech; ``opening`` that it opens a sentence, where its capital proves nothing.
    """

    first: int
    last: int
    titles: tuple[str, ...]
    core: tuple[str, ...]
    the: bool
    quoted: bool
    opening: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Title and name in one canonical spelling, as a key: ("mr", "Darcy")."""
        return (*(t.rstrip(".") for t in self.titles), *self.core)


def find_names(language: Language, quoted: Sequence[bool], opens: Sequence[bool]) -> list[NameSpan]:
    """Every occurrence of a name, persons' and others', in order.

    ``quoted[i]`` says that token i stands in speech; ``opens[i]`` that it opens a sentence or a quotation.
    A capital counts where no sentence opens, or where the same word is a name elsewhere in the text.
    """
    name_words = _name_words(language, opens)
    titles = table("titles")
    out: list[NameSpan] = []
    n = len(language)
    text, lower, sentences = language.text, language.lower, language.sentences
    i = 0
    while i < n:
        if not text[i][0].isupper():
            i += 1
            continue
        j = i
        found_titles: list[str] = []
        while j < n and lower[j] in titles and text[j][0].isupper() and _together(language, i, j):
            if lower[j] in SOFT_TITLES and opens[j] and not (j + 1 < n and lower[j + 1] in name_words):
                break
            found_titles.append(lower[j])
            j += 1
            if j + 1 < n and text[j] == "." and len(found_titles[-1]) <= 5 and text[j + 1][0].isupper():
                j += 1  # "Mlle. Blanche", of which the tokeniser makes three tokens
        core_start = j
        while j < n and sentences[j] == sentences[core_start]:
            if _is_core(language, j, name_words, bool(found_titles) and j == core_start):
                j += 1
            elif (
                j > core_start and lower[j] in _PARTICLES and j + 1 < n and _is_core(language, j + 1, name_words, False)
            ):
                j += 2
            else:
                break
            if language.ends[j - 1] - language.starts[i] > 80:
                break
        core = text[core_start:j]
        if not core and found_titles:
            # "the General", "Mother": a title that stands alone is itself the name, if it is no sentence's capital.
            last = found_titles[-1]
            if (
                last not in SOFT_TITLES
                and "." not in last + text[j - 1]
                and last + "." not in titles  # "Mlle" is short for a title and no name
                and lower[j - 1] not in words("not_names")
                and (not opens[j - 1] or lower[j - 1] in name_words)
            ):
                core = (text[j - 1],)
                found_titles = found_titles[:-1]
        core = tuple(_calm(c.strip("_*")) for c in core if c.strip("_*"))
        if core and any(c[0].isupper() and len(c.rstrip(".")) > 1 for c in core):
            first = i
            if not (len(core) == 1 and core[0].lower() in words("not_names") and not found_titles):
                the = first > 0 and lower[first - 1] in ("the", "this", "that", "a", "an")
                out.append(
                    NameSpan(first, j, tuple(found_titles), core, the, quoted[first], opens[first] and j - first == 1)
                )
        i = max(j, i + 1)
    return out


def _together(language: Language, i: int, j: int) -> bool:
    """In one sentence, or so close that only a title's full stop can have cut them apart."""
    same = language.sentences[i] == language.sentences[j]
    return same or (j - i <= 3 and language.paragraphs[i] == language.paragraphs[j])


def _calm(word: str) -> str:
    """A shouted name as it is usually written: WILLOUGHBY is Willoughby."""
    return word.capitalize() if len(word) > 2 and word.isupper() and "." not in word else word


def _name_words(language: Language, opens: Sequence[bool]) -> frozenset[str]:
    """Words (in lower case) that this text uses as names: capitalised inside sentences, hardly ever not."""
    capital: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    small: Counter[str] = Counter()
    proper: Counter[str] = Counter()
    headings = _shouted(language)
    for i, (w, lw) in enumerate(zip(language.text, language.lower, strict=True)):
        if not w[0].isalpha() or i in headings:
            continue
        if w[0].islower():
            small[lw] += 1
        elif opens[i]:
            opening[lw] += 1
            proper[lw] += language.pos[i] == "PROPN"
        else:
            capital[lw] += 1
            proper[lw] += language.pos[i] == "PROPN"
    avoid = words("not_names")
    known = {w for line in lines("hypocorisms") for w in line.replace(":", " ").split()}
    out = set()
    for w in capital.keys() | opening.keys():
        total = capital[w] + opening[w]
        if w in avoid or len(w) < 2 or not w[-1].isalnum():
            continue
        if capital[w]:
            if capital[w] >= small[w] * 0.6 and (proper[w] >= 0.3 * total or capital[w] >= 2):
                out.add(w)
        elif not small[w] and w not in words("function_words") and (proper[w] >= 0.5 * total or w in known):
            out.add(w)
    return frozenset(out)


def _shouted(language: Language) -> frozenset[int]:
    """Tokens in sentences that are all in capitals, where capitals say nothing."""
    out: list[int] = []
    for a, b in language.sentence_bounds:
        letters = [language.text[i] for i in range(a, b) if language.text[i][0].isalpha()]
        if len(letters) > 1 and all(w.isupper() for w in letters) and any(len(w) > 2 for w in letters):
            out.extend(range(a, b))
    return frozenset(out)


def _is_core(language: Language, i: int, name_words: frozenset[str], titled: bool) -> bool:
    w, lw = language.text[i], language.lower[i]
    if not w[0].isupper() or not w[0].isalpha():
        return False
    if (len(w) == 2 and w[1] == ".") or (len(w) == 1 and w not in "IAO" and language.pos[i] == "PROPN"):
        return True  # an initial
    if lw in name_words:
        return True
    return titled and lw not in words("not_names") and language.pos[i] in ("PROPN", "NOUN", "ADJ")
