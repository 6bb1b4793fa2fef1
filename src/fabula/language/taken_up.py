"""Which pronouns take a name up."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from fabula.language.english import table
from fabula.language.syntax import SUBJECTS, head_of
from fabula.world.language import Language

NEOPRONOUNS = frozenset(("xe", "ze", "ey", "fae"))  # taggers do not know them


class Named(Protocol):
    """One occurrence of a name: tokens [first, last). ``core`` says which names are one, ``words`` what is counted."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def quoted(self) -> bool: ...
    @property
    def core(self) -> tuple[str, ...]: ...
    @property
    def words(self) -> tuple[str, ...]: ...


class Occurrence(NamedTuple):
    """Words that mean somebody who is known: tokens [first, last), and in ``core`` the id."""

    first: int
    last: int
    quoted: bool
    core: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.core


def pronouns_taking_up(language: Language, names: Sequence[Named]) -> dict[tuple[str, ...], Counter[str]]:
    """Count the pronoun that takes a name up, where the name is the only one its sentence offers, by its words.

    "Ino buried her face" counts for "she"; "Ino interrupted him" counts for nothing, since the object of a
    verb is not its subject. A reflexive counts most.
    """
    out: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    by_sentence: dict[int, list[Named]] = defaultdict(list)
    for s in names:
        by_sentence[language.sentences[s.first]].append(s)
    bounds = language.sentence_bounds
    forms = table("pronouns")
    paragraphs = language.paragraphs
    for k, (a, b) in enumerate(bounds):
        here = [s for s in by_sentence.get(k, ()) if not s.quoted]
        if not here or len({s.core for s in here}) != 1:
            continue
        s = here[0]
        h = head_of(language, s.first, s.last)
        subject = language.dep[h] in SUBJECTS
        found = _first_pronoun(language, s.last, b, forms)
        weight = 0
        if found is not None:
            before = {forms.get(language.lower[i]) for i in range(a, s.first)}
            weight = 0 if forms[language.lower[found]] in before else _weight(language, h, found, subject)
        elif subject and k + 1 < len(bounds):
            c, d = bounds[k + 1]
            if paragraphs[c] == paragraphs[a] and not by_sentence.get(k + 1):
                nxt = _first_pronoun(language, c, d, forms)
                if nxt is not None and language.dep[nxt] in SUBJECTS and nxt - c < 3:
                    found, weight = nxt, 2
        if found is not None and weight:
            form = forms[language.lower[found]]
            if form != "they" or subject:
                out[s.words][form] += weight
    return dict(out)


def vote(counts: Counter[str]) -> str | None:
    """The pronoun with twice the votes of any other; "they" must also outvote them, since it is often plural."""
    singular = [(n, p) for p, n in counts.items() if p != "they"]
    best, form = max(singular, default=(0, ""))
    second = sorted((n for n, p in singular if p != form), reverse=True)
    they = counts.get("they", 0)
    if they >= 3 and they >= 3 * best:
        return "they"
    if best >= 1 and best >= 2 * (second[0] if second else 0):
        return form
    return None


def _weight(language: Language, name: int, pronoun: int, subject: bool) -> int:
    lower = language.lower[pronoun]
    if lower.endswith(("self", "selves")):
        return 4 if subject else 1
    if table("pronouns")[lower] in NEOPRONOUNS:
        return 2  # rare enough to be nobody else's, and parsed in any way at all
    if language.dep[pronoun] == "poss":
        # "Ino buried her face": the subject's own, far more often than not.
        owned = language.dep[language.heads[pronoun]]
        if owned in ("attr", "appos"):
            return 0  # "Tom was her brother"
        own = subject and owned in ("dobj", "nsubj") and _clause(language, pronoun) == language.heads[name]
        return 3 if own else 1
    if language.dep[pronoun] in SUBJECTS:
        return 1
    return 0 if subject else 1


def _clause(language: Language, i: int) -> int:
    """The verb above a token."""
    for _ in range(8):
        i = language.heads[i]
        if language.pos[i] in ("VERB", "AUX") or language.heads[i] == i:
            break
    return i


def _first_pronoun(language: Language, a: int, b: int, forms: dict[str, str]) -> int | None:
    for i in range(a, b):
        w = language.text[i]
        if w in '"“”‘«»':
            return None  # speech begins; its pronouns are somebody else's business
        if language.lower[i] in forms and (
            language.pos[i] in ("PRON", "DET") or forms[language.lower[i]] in NEOPRONOUNS
        ):
            return i
    return None
