"""Where names stand in the text: where the network finds them, and wherever else the same words stand."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from fabula.language import Language
from fabula.language.english import table, words
from fabula.language.syntax import SUBJECTS, head_of
from fabula.models.pairs import PROP, Columns
from fabula.resolution.names.spelling import APOSTROPHES, HYPHENS, fold, name_key, titles

FOUND, AGAIN, TAG, CAPITAL = range(4)  # by the network; the same words elsewhere; by a tag; by its capital alone
_JOINS = frozenset('and & or nor , ; : ( ) " “ ” — – -- ... …'.split())
_BEFORE = frozenset("the a an this that these those his her my your our their its some every any no dear poor".split())
_SOFT = frozenset("old young little".split())
_CLITICS = frozenset(("'s", "’s", "'", "’", "'ll", "’ll", "'d", "’d", "'re", "’re", "'ve", "’ve", "'m", "’m"))
_SHARE = 0.3  # of the places where the words of a name stand, those the network must know, for the rest to be names


class NameSpan(NamedTuple):
    """One occurrence of a name: tokens [first, last), of which ``head`` carries the syntax.

    ``key`` is the name as it is compared; ``source`` one of FOUND, AGAIN, TAG, CAPITAL; ``mention`` the number of the
    network's mention, or -1.
    """

    first: int
    last: int
    head: int
    key: tuple[str, ...]
    source: int
    mention: int


def find_occurrences(
    language: Language,
    m: Columns,
    quoted: Sequence[bool],
    opens: Sequence[bool],
    prose: Sequence[bool],
    listed: Collection[tuple[str, ...]] = (),
    text: str = "",
    labels: Sequence[tuple[int, int]] = (),
) -> list[NameSpan]:
    """Every occurrence of a name, persons' and others', in text order.

    ``quoted[i]`` says that token i stands in speech, ``opens[i]`` that it opens a sentence or a quotation, ``prose[i]``
    that it stands in prose. ``listed`` are the keys of names that a reader has listed, which are names wherever they
    stand. ``text`` is what the tokens' offsets point into. ``labels`` are token spans that label turns: names, whatever
    they look like.
    """
    out: dict[tuple[int, int], NameSpan] = {}
    taken = [False] * len(language)

    def add(a: int, b: int, source: int, mention: int = -1) -> None:
        while source != FOUND and b - a > 1 and language.lower[a] in _BEFORE:  # "Poor Tom"
            a += 1
        key = name_key(printed(language, a, b))
        if key and prose[a] and (a, b) not in out and any(c.isalnum() for w in key for c in w):
            out[a, b] = NameSpan(a, b, head_of(language, a, b), key, source, mention)
            taken[a:b] = [True] * (b - a)

    shouted = _shouted_words(language)
    at_head = {int(m.head[k]): k for k in (m.form == PROP).nonzero()[0].tolist()}
    for a, b in labels:
        add(a, b, TAG, at_head.get(head_of(language, a, b), -1))
    for a, b in _listed(language, listed):
        add(a, b, AGAIN, at_head.get(head_of(language, a, b), -1))
    given = list(taken)
    for k in (m.form == PROP).nonzero()[0].tolist():
        for a, b in _trim(language, int(m.first[k]), int(m.last[k])):
            if not any(given[a:b]) and not shouted.issuperset(range(a, b)):
                add(a, b, FOUND, k)
    for a, b in _tagged(language, quoted, taken):
        if not shouted.issuperset(range(a, b)):
            add(a, b, TAG)
    for a, b in _again(language, list(out.values()), opens, taken):
        add(a, b, AGAIN)
    for a, b in _capitals(language, opens, taken):
        if not shouted.issuperset(range(a, b)):
            add(a, b, CAPITAL)
    return _joined(language, out, text)


def _shouted_words(language: Language) -> frozenset[int]:
    """Words in capitals, in company, that the text has in small letters and never as a name: SAID THE GIANT."""
    text = language.text
    loud = [i for i, w in enumerate(text) if len(w) > 2 and w.isupper()]
    loud = [
        i for i in loud if any(0 <= j < len(text) and text[j].isupper() and len(text[j]) > 2 for j in (i - 1, i + 1))
    ]
    if not loud:
        return frozenset()
    asked = {language.lower[i] for i in loud}
    small = {w for w, t in zip(language.lower, text, strict=True) if w in asked and t.islower()}
    named = {
        w
        for i, (w, t) in enumerate(zip(language.lower, text, strict=True))
        if w in small and t.istitle() and i and text[i - 1][0].isalnum()
    }
    return frozenset(i for i in loud if language.lower[i] in small - named)


def _joined(language: Language, found: dict[tuple[int, int], NameSpan], text: str) -> list[NameSpan]:
    """Names in order; "Jean-Luc" and "Moreau" that stand side by side and hang together are one."""
    out: list[NameSpan] = []
    for s in sorted(found.values()):
        last = out[-1] if out else None
        if (
            last is not None
            and last.last == s.first
            and language.heads[last.head] == s.head
            and language.dep[last.head] in ("compound", "nmod", "flat")
            and language.paragraphs[last.first] == language.paragraphs[s.first]
            and language.text[s.first][0].isupper()
            and "\n" not in text[language.ends[last.last - 1] : language.starts[s.first]]
        ):
            key = name_key(printed(language, last.first, s.last))
            mention = last.mention if s.mention < 0 else s.mention
            out[-1] = NameSpan(last.first, s.last, s.head, key, min(last.source, s.source), mention)
        else:
            out.append(s)
    return out


def _listed(language: Language, listed: Collection[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where names of a reader's list stand, in any case and spelling, the longest first.

    One word in small letters is a name only where it may be a noun, or where the text has no other spelling of it.
    """
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in listed:
        for word in {key[0], key[0].split("-")[0], key[0].split("'")[0]}:
            by_first[word].append(key)
    if not by_first:
        return
    i, n = 0, len(language)
    while i < n:
        keys = by_first.get(fold(language.lower[i]), ())
        found = 0
        for key in sorted(keys, key=lambda k: -sum(map(len, k))):
            for j in range(i + 1, min(n, i + 4 * len(key) + 4) + 1):
                if name_key(printed(language, i, j)) == key and whole(language, i, j) == (i, j):
                    found = j
                    break
            if found:
                break
        small = found and all(w[0].islower() for w in language.text[i:found] if w[0].isalpha())
        if small and found - i == 1 and language.pos[i] not in ("NOUN", "PROPN", "X", "INTJ"):
            found = 0
        if found:
            yield i, found
        i = found or i + 1


def printed(language: Language, first: int, last: int) -> str:
    """Tokens as they are printed, one space wherever the text has any; without marks of emphasis."""
    out = [language.text[first]]
    for i in range(first + 1, last):
        out.append(" " * (language.starts[i] > language.ends[i - 1]) + language.text[i])
    return "".join(out).strip("*_ ")


def _trim(language: Language, a: int, b: int) -> Iterator[tuple[int, int]]:
    """The name in a mention: whole words, with its titles, without articles, clitics and what is joined to it."""
    lower = language.lower
    while a < b - 1 and (
        lower[a] in _BEFORE or language.text[a] in _SOFT or not any(c.isalnum() for c in lower[a])
    ):  # "old Mr. Abara", but "Old Tom"
        a += 1
    while a < b - 1 and lower[a] in words("foreign_said_verbs") and language.text[a][0].islower():
        a += 1  # "dit Odile"
    for i in range(a + 1, b):
        if lower[i] in _JOINS:
            if lower[i] in ("and", "&", "or", "nor"):
                return  # several people, each of them a mention
            b = i
            break
    a, b = whole(language, a, b)
    while b > a + 1 and (lower[b - 1] in _CLITICS or not any(c.isalnum() for c in lower[b - 1].rstrip("."))):
        if lower[b - 1] == "." and fold(lower[b - 2]) in titles():
            break
        b -= 1
    if a < b and any(c.isalnum() for c in lower[a]):
        yield _with_titles(language, a), b


def whole(language: Language, a: int, b: int) -> tuple[int, int]:
    """Tokens [a, b) with what is joined to them by a hyphen or an apostrophe: "Hae" of "Hae-won" is "Hae-won"."""
    text, starts, ends = language.text, language.starts, language.ends
    joins = HYPHENS + APOSTROPHES
    while a > 1 and text[a - 1] in joins and ends[a - 1] == starts[a] and ends[a - 2] == starts[a - 1]:
        if not text[a - 2][-1].isalnum():
            break
        a -= 2
    while b + 1 < len(text) and text[b] in joins and starts[b] == ends[b - 1] and starts[b + 1] == ends[b]:
        if not text[b + 1][0].isalnum():
            break
        b += 2
    return a, b


def _with_titles(language: Language, a: int) -> int:
    """Where a name begins, with the titles that stand before it."""
    while a > 0 and language.paragraphs[a - 1] == language.paragraphs[a]:
        i = a - 1
        if language.text[i] == "." and i > 0 and language.ends[i - 1] == language.starts[i]:
            i -= 1
        word = fold(language.lower[i])
        if i < a - 1 and language.lower[i] + "." not in table("titles"):
            break  # "Yes, sir. Sarge is here."
        if not language.text[i][0].isupper() or word not in titles() or word in _SOFT:
            break
        a = i
    return a


def _tagged(language: Language, quoted: Sequence[bool], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Capitals that say something: "said Bors"."""
    n = len(language)
    for v in range(n):
        foreign = language.lower[v] in words("foreign_said_verbs") and language.text[v][0].islower()
        if quoted[v] or (language.lemma[v] not in words("said_verbs") and not foreign):
            continue
        after = [v + 1] if v + 1 < n else []
        for i in (*after, *(c for c in language.children[v] if language.dep[c] in SUBJECTS)):
            if taken[i] or quoted[i] or language.pos[i] == "PRON" or not language.text[i][0].isupper():
                continue
            if language.sentences[i] != language.sentences[v] or language.lower[i] in words("function_words"):
                continue
            a, b = _run(language, i, taken)
            yield _with_titles(language, a), b


def _run(language: Language, i: int, taken: Sequence[bool]) -> tuple[int, int]:
    """The capitals around a token, in one sentence."""

    def joins(j: int) -> bool:
        return (
            0 <= j < len(language)
            and not taken[j]
            and language.text[j][0].isupper()
            and language.pos[j] == "PROPN"
            and language.sentences[j] == language.sentences[i]
        )

    a, b = whole(language, i, i + 1)
    while joins(b):
        b += 1
        b = whole(language, a, b)[1]
    while joins(a - 1) and a - 1 != i:
        a -= 1
    return a, b


def _again(
    language: Language, names: Sequence[NameSpan], opens: Sequence[bool], taken: list[bool]
) -> Iterator[tuple[int, int]]:
    """The words of names that are known, wherever else they stand as whole words."""
    known: Counter[tuple[str, ...]] = Counter()
    for s in names:
        known[tuple(language.text[s.first : s.last])] += 1
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for form in known:
        by_first[form[0]].append(form)
        shouted = tuple(w.upper() for w in form)
        if shouted not in known and all(len(w) > 2 for w in form):
            by_first[shouted[0]].append(shouted)
    found: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    text = language.text
    i = 0
    while i < len(text):
        step = 1
        for form in sorted(by_first.get(text[i], ()), key=len, reverse=True):
            j = i + len(form)
            if text[i:j] == form and not any(taken[i:j]) and whole(language, i, j) == (i, j):
                found[form].append((i, j))
                step = len(form)
                break
        i += step
    small = Counter(w for w, t in zip(language.lower, text, strict=True) if t[0].islower())
    for form, places in found.items():
        calm = known.get(form, 0) or sum(n for f, n in known.items() if tuple(w.upper() for w in f) == form)
        for a, b in places:
            proper = any(language.pos[i] == "PROPN" for i in range(a, b))
            if b - a == 1 and text[a][0].islower():
                if proper or calm >= len(places):
                    yield a, b
            elif b - a > 1 or proper or (not opens[a] and calm >= _SHARE * (calm + len(places))):
                yield _with_titles(language, a), b
            elif not small[language.lower[a]]:
                yield _with_titles(language, a), b


def _capitals(language: Language, opens: Sequence[bool], taken: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """What the tagger takes for a name and the network for nothing."""
    i = 0
    while i < len(language):
        w = language.text[i]
        if (
            not taken[i]
            and w[0].isupper()
            and language.pos[i] == "PROPN"
            and language.lower[i] not in words("function_words")
            and language.lower[i] not in _BEFORE
        ):
            a, b = _run(language, i, taken)
            yield _with_titles(language, a), b
            i = max(b, i + 1)
        else:
            i += 1
