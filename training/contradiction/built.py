"""Pairs of claims built from what people say in novels: negated, turned round, said of another, moved elsewhere.

Whether the two of a pair contradict is known from how the second was made from the first.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

from fabula.language import Language
from fabula.language.syntax import SUBJECTS

NAMES = tuple(
    "Anna Ben Clara David Ella Frank Grace Hugo Iris Jack Kate Leo Maya Noah Olive Peter Ruth Sam Nell Victor Wendy "
    "Yuri Kenji Kwame Mei Priya Omar Lucia Ingrid Tariq Hale Brook".split()
)
PLACES = (
    "in London|in Paris|at home|at the office|in the garden|at her mother's|in the kitchen|at the station|in Wales|"
    "on the train|in the library|at school|in bed|upstairs|by the river|in the cellar|at the theatre|in Hull|abroad"
).split("|")
WHEN = "last night|that evening|yesterday|this morning|on Sunday|at noon|".split("|")
# Two words that cannot both be true of one thing, or one act.
OPPOSITES = (
    "love/hate like/dislike stay/leave remember/forget trust/distrust believe/doubt win/lose find/lose live/die "
    "keep/break open/shut buy/sell accept/refuse tell/hide alive/dead happy/unhappy sure/unsure "
    "guilty/innocent true/false "
    "rich/poor well/ill safe/unsafe married/unmarried early/late empty/full awake/asleep glad/sorry "
    "alone/together broken/whole "
    "nothing/everything nobody/everybody never/always"
).split()
_OTHER = {a: b for pair in OPPOSITES for a, b in (pair.split("/"), pair.split("/")[::-1])}


class Pair(NamedTuple):
    one: str
    other: str
    label: str  # entailment, neutral, contradiction


class Clause(NamedTuple):
    words: list[str]  # with the names of who is meant for "I" and "you"
    verb: int
    be: int | None  # the auxiliary or "be" that a "not" follows
    person: str  # the subject
    past: bool
    lemma: str


def clauses(language: Language, quoted: list[int], rng: random.Random) -> Iterator[Clause]:
    """Short plain statements in speech, whose "I" and "you" are given names."""
    for a, b in language.sentence_bounds:
        toks = [i for i in range(a, b) if quoted[i] >= 0]
        if not 4 <= len(toks) <= 16 or len(toks) < b - a - 4 or language.text[toks[-1]] in "?":
            continue
        roots = [
            i
            for i in toks
            if language.dep[i] == "ROOT" and language.tag[i] in ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG")
        ]
        if len(roots) != 1 or any(language.lower[i] in ("if", "would", "should", "could", "might") for i in toks):
            continue
        verb = roots[0]
        below = language.children[verb]
        subject = next((c for c in below if language.dep[c] in SUBJECTS), None)
        if subject is None or subject > verb or any(language.dep[c] == "neg" for c in below):
            continue
        toks = [
            i
            for i in toks
            if language.text[i].isalpha()
            or language.text[i] in (",", "'s", "’s", "'ve", "’ve", "'m", "’m", "'re", "’re", "'ll", "’ll", "'d", "’d")
        ]
        while toks and language.text[toks[0]] == ",":
            toks = toks[1:]
        if toks[:1] and language.lower[toks[0]] in ("and", "but", "oh", "well", "so", "then", "yes", "no", "why"):
            toks = toks[1:]
        if verb not in toks or subject not in toks:
            continue
        i_name, you_name, other = rng.sample(NAMES, 3)
        swap = {
            "i": i_name,
            "me": i_name,
            "my": f"{i_name}'s",
            "you": you_name,
            "your": f"{you_name}'s",
            "mine": f"{i_name}'s",
        }
        if language.lower[subject] in ("he", "she"):
            swap[language.lower[subject]] = other
        full = {
            "'ve": "has",
            "’ve": "has",
            "'m": "is",
            "’m": "is",
            "'re": "is",
            "’re": "is",
            "'ll": "will",
            "’ll": "will",
            "am": "is",
        }
        words = [swap.get(language.lower[i], full.get(language.lower[i], language.text[i])) for i in toks]
        third = language.lower[subject] in ("i", "you")
        at = {i: k for k, i in enumerate(toks)}
        aux = next(
            (
                c
                for c in below
                if language.dep[c] in ("aux", "auxpass") and c < verb and c in at and language.lower[c] != "to"
            ),
            None,
        )
        be = at[aux] if aux is not None else at[verb] if language.lemma[verb] == "be" else None
        if be is not None and words[be] in ("'s", "’s", "'d", "’d"):
            words[be] = "is" if words[be] in ("'s", "’s") else "had"
        if third and be is not None:
            words[be] = {"are": "is", "have": "has", "do": "does", "were": "was"}.get(words[be], words[be])
        if third and be is None and language.tag[verb] == "VBP":
            words[at[verb]] = _third(language.lemma[verb])
        yield Clause(words, at[verb], be, words[at[subject]], language.tag[verb] == "VBD", language.lemma[verb])


def _third(lemma: str) -> str:
    if lemma == "have":
        return "has"
    if lemma.endswith(("s", "sh", "ch", "x", "o")):
        return lemma + "es"
    return lemma[:-1] + "ies" if lemma.endswith("y") and lemma[-2:-1] not in "aeiou" else lemma + "s"


def _said(words: list[str]) -> str:
    return " ".join(words).replace(" ,", ",").replace(" 's", "'s").replace(" ’s", "’s") + "."


def negated(c: Clause, rng: random.Random) -> str:
    words = list(c.words)
    never = rng.random() < 0.15
    if c.be is not None:
        words.insert(c.be + 1, "never" if never and c.lemma != "be" else "not")
        if (
            rng.random() < 0.4
            and words[c.be] in ("is", "was", "has", "had", "does", "did")
            and words[c.be + 1] == "not"
        ):
            words[c.be : c.be + 2] = [words[c.be] + "n't"]
    else:
        do = "did" if c.past else "does"
        words[c.verb : c.verb + 1] = [*([do + "n't"] if rng.random() < 0.5 else [do, "not"]), c.lemma]
    return _said(words)


_LOOSE = {"really", "very", "quite", "just", "only", "certainly", "indeed", "now", "always", "truly", "so"}


def pairs(given: list[Clause], rng: random.Random) -> Iterator[Pair]:
    """Five or so pairs a clause; a third of them contradictions."""
    for k, c in enumerate(given):
        plain, no = _said(c.words), negated(c, rng)
        one, other = (plain, no) if rng.random() < 0.5 else (no, plain)
        yield Pair(one, other, "contradiction")
        near = given[(k + rng.choice((1, 2, 3))) % len(given)]
        moved = _renamed(near, c)
        yield Pair(no if rng.random() < 0.5 else plain, _said(moved.words), "neutral")
        yield Pair(plain, negated(moved, rng), "neutral")
        if rng.random() < 0.5:
            someone = rng.choice([n for n in NAMES if n not in c.words])
            of = c._replace(words=[someone if w == c.person else w for w in c.words])
            if of.words != c.words:
                yield Pair(*((plain, negated(of, rng)) if rng.random() < 0.7 else (no, _said(of.words))), "neutral")
        loose = [w for i, w in enumerate(c.words) if w.lower() not in _LOOSE or i in (c.verb, c.be)]
        if len(loose) < len(c.words):
            yield Pair(plain, _said(loose), "entailment")
        elif rng.random() < 0.3:
            yield Pair(
                plain,
                f"It is true that {plain[0].lower() if not c.words[0][0].isupper() else plain[0]}{plain[1:]}",
                "entailment",
            )
        turned = [_OTHER.get(w.lower(), w) for w in c.words]
        if sum(a != b for a, b in zip(turned, c.words, strict=True)) == 1:
            yield Pair(plain, _said(turned), "contradiction")
        if rng.random() < 0.3:
            yield from _placed(c.person if c.person in NAMES else rng.choice(NAMES), rng)
        if rng.random() < 0.3 and c.person in NAMES:
            yield from _known(c, rng)


def _renamed(c: Clause, like: Clause) -> Clause:
    """A clause said of the same person as another."""
    return c._replace(words=[like.person if w == c.person else w for w in c.words], person=like.person)


def _placed(who: str, rng: random.Random) -> Iterator[Pair]:
    here, there = rng.sample(PLACES, 2)
    when = rng.choice(WHEN)
    a = f"{who} was {here} {when}".strip() + "."
    yield Pair(a, f"{who} was {there} {rng.choice((when, ''))}".strip() + ".", "contradiction")
    kind = rng.random()
    if kind < 0.3:
        yield Pair(a, f"{who} has been {there} before.", "neutral")
    elif kind < 0.6:
        yield Pair(a, f"{rng.choice([n for n in NAMES if n != who])} was {there} {when}".strip() + ".", "neutral")
    else:
        yield Pair(a, f"{who} will be {there} tomorrow.", "neutral")


_IGNORANT = (
    "{w} has no idea {x}.",
    "{w} doesn't know {x}.",
    "{w} does not know {x}.",
    "{w} can't say {x}.",
    "{w} knows nothing about it.",
    "Nobody told {w} {x}.",
)
_KNOWING = (
    "{w} knows {x}.",
    "{w} knows exactly {x}.",
    "{w} knows very well {x}.",
    "{w} found out {x}.",
    "{w} was told {x}.",
)


def _known(c: Clause, rng: random.Random) -> Iterator[Pair]:
    who, whom = c.person, rng.choice([n for n in NAMES if n != c.person])
    here = rng.choice(PLACES)
    x = rng.choice(
        (
            f"where {whom} is",
            f"what happened to {whom}",
            "who did it",
            f"why {whom} left",
            f"what {whom} said",
            f"whether {whom} came",
        )
    )
    no, yes = (rng.choice(t).format(w=who, x=x) for t in (_IGNORANT, _KNOWING))
    yield Pair(*rng.sample((no, yes), 2), "contradiction")
    no = rng.choice(_IGNORANT[:4]).format(w=who, x=f"where {whom} is")
    yield Pair(no, f"{who} knows that {whom} is {here}.", "contradiction")
    yield Pair(no, f"{who} is {here}.", "neutral")
    heard = rng.choice(("heard every word", "saw all of it", "was told everything", "said something"))
    denied = {
        "heard": "couldn't hear anything",
        "saw": "saw nothing",
        "was": "was told nothing",
        "said": "said nothing",
    }
    yield Pair(f"{who} {heard}.", f"{who} {denied[heard.split()[0]]}.", "contradiction")
