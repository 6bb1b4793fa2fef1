"""Whether two names are one person's: what is known of the pair, one row for each pair that anything brings together."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from fabula.language import Language
from fabula.language.english import table, words
from fabula.language.syntax import SUBJECTS
from fabula.resolution.names.first_names import same_first_name
from fabula.resolution.names.spelling import fold, parse, titles
from fabula.resolution.names.types import Names
from fabula.resolution.names.uses import USE

Floats = npt.NDArray[np.float32]
PAIR = (
    "same_core", "subset", "first_of", "last_of", "middle_of", "same_first", "same_last", "other_first", "other_last",
    "initials", "fond", "fond_last", "prefix", "prefix_length", "edit", "starts_alike", "length_short", "length_long",
    "words_short", "words_long", "title_one", "title_both", "title_same", "title_clash", "title_alone",
    "title_alone_borne", "wife", "gender_title", "gender_pronoun", "gender_agree", "rivals", "rivals_untitled",
    "link", "link_most", "link_share", "link_back", "sentence", "joined", "comma", "calls", "answers",
    "paragraph", "far", "count_short", "count_long", "says_short", "says_long", "called_short", "called_long",
    "narrated_short", "narrated_long", "person_short", "person_long", "place_short", "place_long", "kin_short",
    "size", "only_fit", "the_short", "small_short", "unrelated", "apart_calls", "apart_answers", "called_by_other",
    "both_say", "fresh_short", "fresh_long", "alternate", "exchange", "exchange_near", "subjects",
)  # fmt: skip
_AT = {name: k for k, name in enumerate(PAIR)}
_KIN = frozenset(table("kinship"))
_STEP = 3  # letters that two words must share at their beginning to be compared
_LEADING = 48  # names of persons, the most frequent, each of which is compared with each
_CROWDED = 40  # names with one beginning beyond which only shared words bring two together


def name_pairs(names: Names) -> list[tuple[int, int]]:
    """The pairs of names that share a word, the beginning of one, a fond form, a title, or an antecedent."""
    groups: dict[str, list[int]] = defaultdict(list)
    begins: dict[str, list[int]] = defaultdict(list)
    for t, key in enumerate(names.key):
        borne, core = parse(key)
        for w in set(core):
            groups[w].append(t)
            for f in _forms(w):
                groups["~" + f].append(t)
            if len(w) >= 2:
                begins[w[: min(_STEP, len(w))]].append(t)
                if len(w) > 2:
                    begins[w[:2] + "*"].append(t)
        for w in set(borne):
            groups["=" + w].append(t)
        if len(core) == 1 and not borne and core[0] in titles():
            groups["=" + core[0]].append(t)
    out: set[tuple[int, int]] = set()
    for word, ts in groups.items():
        if word.startswith("="):  # a title alone, with each who bears it
            alone = [t for t in ts if names.key[t] == (word[1:],)]
            out.update((min(a, b), max(a, b)) for a in alone for b in ts if a != b)
        else:
            out.update((a, b) for i, a in enumerate(ts) for b in ts[i + 1 :] if a != b)
    for ts in begins.values():
        if len(ts) <= _CROWDED:
            out.update((min(a, b), max(a, b)) for i, a in enumerate(ts) for b in ts[i + 1 :] if a != b)
    out.update((min(a, b), max(a, b)) for (a, b), p in names.link.items() if p > 0.1)
    people = np.flatnonzero(2 * names.uses[:, USE["PER"]] >= names.count)[:_LEADING].tolist()
    out.update((a, b) for i, a in enumerate(people) for b in people[i + 1 :])
    return sorted(out)


def _forms(word: str) -> frozenset[str]:
    """The full and fond forms a first name shares with others."""
    return _FORMS.get(word, frozenset())


def _fond() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for full, short in table("hypocorisms").items():
        for w in (full, *short.split()):
            out[w].add(full)
    return {w: frozenset(v) for w, v in out.items()}


_FORMS = _fond()


def edit_distance(a: str, b: str) -> int:
    """Letters to change, add or leave out to make one word the other."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


class Together:
    """Where names stand beside one another in a text: counts for each pair."""

    def __init__(self, language: Language, names: Names, quoted: Sequence[int], speakers: Mapping[int, int]) -> None:
        self.sentence: Counter[tuple[int, int]] = Counter()
        self.joined: Counter[tuple[int, int]] = Counter()
        self.comma: Counter[tuple[int, int]] = Counter()
        self.paragraph: Counter[tuple[int, int]] = Counter()
        self.calls: Counter[tuple[int, int]] = Counter()
        self.answers: Counter[tuple[int, int]] = Counter()
        self.called: Counter[tuple[int, int]] = Counter()
        self.answered: Counter[tuple[int, int]] = Counter()
        self.exchange: Counter[tuple[int, int]] = Counter()
        self.near: Counter[tuple[int, int]] = Counter()
        self.subjects: Counter[tuple[int, int]] = Counter()
        self.places: dict[int, list[int]] = defaultdict(list)
        before: list[tuple[int, int, int]] = []
        called: dict[int, set[int]] = defaultdict(set)
        for s, t in zip(names.spans, names.of.tolist(), strict=True):
            self.places[t].append(s.first)
            before = [x for x in before[-12:] if language.paragraphs[x[0]] == language.paragraphs[s.first]]
            for a, b, u in before:
                if u == t:
                    continue
                pair = (min(t, u), max(t, u))
                self.paragraph[pair] += 1
                if language.dep[b - 1] in SUBJECTS and language.dep[s.last - 1] in SUBJECTS:
                    self.subjects[pair] += 1
                if language.sentences[a] == language.sentences[s.first] and (quoted[a] < 0) == (quoted[s.first] < 0):
                    self.sentence[pair] += 1
                between = language.lower[b : s.first]
                if between in (("and",), (",", "and"), ("&",), ("or",)):
                    self.joined[pair] += 1
                elif between == (",",):
                    self.comma[pair] += 1
            before.append((s.first, s.last, t))
            q = quoted[s.first]
            if q >= 0:
                called[q].add(t)
        for q, t in speakers.items():
            for gap, into in ((1, self.exchange), (2, self.near)):
                u = speakers.get(q + gap)
                if u is not None and u != t:
                    into[min(t, u), max(t, u)] += 1
        for q, ts in called.items():
            for t in ts:
                for gap, into in ((0, self.calls), (1, self.answers), (-1, self.answers)):
                    u = speakers.get(q + gap)
                    if u is not None and u != t:
                        into[min(t, u), max(t, u)] += 1
                        (self.answered if gap else self.called)[t, u] += 1


def tag_speakers(language: Language, names: Names, quoted: Sequence[int]) -> dict[int, int]:
    """The name that a tag beside a turn gives it, as far as places tell: turn to name."""
    last: dict[int, int] = {}
    first: dict[int, int] = {}
    for i, q in enumerate(quoted):
        if q >= 0:
            first.setdefault(q, i)
            last[q] = i
    out: dict[int, int] = {}
    verbs = words("said_verbs")
    for s, t in zip(names.spans, names.of.tolist(), strict=True):
        if quoted[s.first] >= 0:
            continue
        near = [i for i in (s.first - 1, s.last, s.last + 1) if 0 <= i < len(language)]
        if not any(language.lemma[i] in verbs for i in near):
            continue
        for back in range(1, 7):
            i = s.first - back
            if i >= 0 and quoted[i] >= 0 and language.paragraphs[i] == language.paragraphs[s.first]:
                out.setdefault(quoted[i], t)
                break
            j = s.last - 1 + back
            if j < len(language) and quoted[j] >= 0 and language.paragraphs[j] == language.paragraphs[s.first]:
                out.setdefault(quoted[j], t)
                break
    return out


def pair_features(
    language: Language, names: Names, pairs: Sequence[tuple[int, int]], quoted: Sequence[int]
) -> Floats:
    """A row of `PAIR` for each pair of names, float32 (pairs, len(PAIR))."""
    out = np.zeros((len(pairs), len(PAIR)), np.float32)
    if not pairs:
        return out
    together = Together(language, names, quoted, tag_speakers(language, names, quoted))
    parsed = [parse(k) for k in names.key]
    gender = _genders(names, parsed)
    bearing = _bearing(parsed)
    fits = Counter(t for pair in pairs for t in pair if _related(parsed[pair[0]][1], parsed[pair[1]][1]))
    size = np.log(max(1.0, len(language) / 1000))
    share = names.uses / np.maximum(names.count, 1)[:, None]
    for row, (i, j) in zip(out, pairs, strict=True):
        # the short one first: fewer words, then shorter, then rarer
        a, b = sorted((i, j), key=lambda t: (len(parsed[t][1]), len(parsed[t][0]), sum(map(len, names.key[t])), -t))
        f: dict[str, float] = {}
        _spell(parsed[a], parsed[b], names.key[a], names.key[b], f)
        f["gender_title"] = _clash(gender[0][a], gender[0][b])
        f["gender_pronoun"] = _odds(gender[1][a], gender[1][b])
        f["gender_agree"] = max(0.0, f["gender_pronoun"])
        rivals = [core for titled, core in bearing.get(parsed[a][1][0], ()) if core != parsed[a][1]] if parsed[a][1] else []
        f["rivals"] = min(5, len({c[0] if c[0] != parsed[a][1][0] else c[-1] for c in rivals}))
        f["rivals_untitled"] = min(5, len({t for t, core in bearing.get(parsed[a][1][0], ()) if t})) if parsed[a][1] else 0
        there, back = names.link.get((a, b), 0.0), names.link.get((b, a), 0.0)
        few = min(names.count[a], names.count[b])
        f["link"] = np.log1p(there + back)
        f["link_most"] = max(names.most.get((a, b), 0.0), names.most.get((b, a), 0.0))
        f["link_share"] = min(1.0, (there + back) / few)
        f["link_back"] = min(there, back) / few
        pair = (i, j)
        f["sentence"] = np.log1p(together.sentence[pair])
        f["joined"] = min(3, together.joined[pair])
        f["comma"] = min(3, together.comma[pair])
        f["calls"] = np.log1p(together.calls[pair])
        f["answers"] = np.log1p(together.answers[pair])
        f["paragraph"] = together.paragraph[pair] / few
        f["far"] = np.log1p(_gap(together.places[a], together.places[b]) / 50)
        f["size"] = size
        f["only_fit"] = fits[a] == 1
        for t, end in ((a, "short"), (b, "long")):
            f[f"count_{end}"] = np.log(names.count[t])
            f[f"says_{end}"] = share[t, USE["says"]]
            f[f"called_{end}"] = share[t, USE["called"]]
            f[f"narrated_{end}"] = share[t, USE["narrated"]]
            f[f"person_{end}"] = share[t, USE["PER"]]
            f[f"place_{end}"] = share[t, USE["GPE"]] + share[t, USE["LOC"]] + share[t, USE["FAC"]]
        f["kin_short"] = any(w in _KIN for w in names.key[a])
        one, other = (a, b) if share[a, USE["called"]] >= share[b, USE["called"]] else (b, a)
        called = names.uses[one, USE["called"]]
        f["apart_answers"] = together.answered[one, other] / (called + 1)
        f["apart_calls"] = together.called[one, other] / (called + 1)
        f["called_by_other"] = called / names.count[one] * (1 - share[other, USE["called"]])
        f["both_say"] = min(names.uses[a, USE["says"]], names.uses[b, USE["says"]], 3)
        f["unrelated"] = not any(f.get(x) for x in _RELATED)
        f["fresh_short"], f["fresh_long"] = names.fresh[a] / names.count[a], names.fresh[b] / names.count[b]
        f["exchange"] = np.log1p(together.exchange[pair])
        f["exchange_near"] = np.log1p(together.near[pair])
        f["subjects"] = min(3, together.subjects[pair]) / few**0.5
        f["alternate"] = _alternation(together.places[a], together.places[b])
        f["the_short"] = share[a, USE["the"]]
        f["small_short"] = share[a, USE["small"]]
        for name, value in f.items():
            row[_AT[name]] = value
    return out


def known_apart(rows: Floats, odds: Floats) -> npt.NDArray[np.bool_]:
    """Which pairs are two people's for sure: full names with one surname or first name, titles before one surname.

    A name that both contain, "Sam" or "Captain", must not make them one.
    """

    def of(name: str) -> npt.NDArray[np.bool_]:
        return np.asarray(rows[:, _AT[name]] > 0)

    full = of("same_last") | of("same_first") | (of("same_core") & of("title_both"))
    return np.asarray(full & (odds < _APART))


def part_of(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one name is a part of another, so that several people can bear it: a word, or the title alone.

    >>> part_of(("bell",), ("cora", "bell")), part_of(("mrs", "bell"), ("cora", "bell")), part_of(("cora",), ("bell",))
    (True, True, False)
    """
    (titles_a, core_a), (titles_b, core_b) = parse(a), parse(b)
    if len(core_a) < len(core_b) and set(core_a) <= set(core_b):
        return True
    return core_a == core_b and not titles_a and bool(titles_b) or core_a[:1] == titles_b[:1] and not titles_a


def names_part(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether a listed name says that its bearer is called so, too: with their first name or surname, or another title.

    >>> names_part(("john",), ("john", "dashwood")), names_part(("john",), ("mrs", "john", "dashwood"))
    (True, False)
    """
    (titles_a, core_a), (titles_b, core_b) = parse(a), parse(b)
    if titles_a and titles_b and not set(titles_a) & set(titles_b):
        return False
    if len(core_a) == 1 and len(core_b) > 1:
        return core_a[0] == core_b[-1] or (core_a[0] == core_b[0] and not set(titles_b) & _WIVES)
    return core_a == core_b


_WIVES = frozenset(("mrs", "missis", "missus", "madame", "mme", "lady", "frau", "senora", "signora"))
_APART = -1.0  # log odds below which they are
_RELATED = ("same_core", "subset", "same_first", "same_last", "fond", "fond_last", "prefix", "title_alone_borne")


def _alternation(a: Sequence[int], b: Sequence[int]) -> float:
    """How often the text goes from one name to the other, of all it could: two people in one scene take turns."""
    order = sorted([(x, 0) for x in a[:200]] + [(x, 1) for x in b[:200]])
    turns = sum(x[1] != y[1] for x, y in zip(order, order[1:], strict=False))
    return turns / (2 * min(len(a), len(b), 200))


def _related(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return bool(set(a) & set(b))


def _spell(
    one: tuple[tuple[str, ...], tuple[str, ...]],
    other: tuple[tuple[str, ...], tuple[str, ...]],
    key_a: tuple[str, ...],
    key_b: tuple[str, ...],
    f: dict[str, float],
) -> None:
    """What the spelling of two names says; the first is the shorter."""
    (ta, a), (tb, b) = one, other
    f["same_core"] = a == b
    f["subset"] = a != b and set(a) <= set(b)
    if len(a) == 1 and len(b) > 1:
        f["first_of"] = a[0] == b[0]
        f["last_of"] = a[0] == b[-1]
        f["middle_of"] = a[0] in b[1:-1]
    if len(a) > 1 and len(b) > 1:
        f["same_first"], f["same_last"] = a[0] == b[0], a[-1] == b[-1]
        f["initials"] = (len(a[0]) == 1 or len(b[0]) == 1) and a[0][0] == b[0][0]
        f["other_first"] = a[0] != b[0] and not f["initials"] and a[-1] == b[-1]
        f["other_last"] = a[0] == b[0] and a[-1] != b[-1]
    fond = a[0] != b[0] and len(a[0]) > 1 and len(b[0]) > 1 and (
        same_first_name(a[0], b[0], initials=False) or bool(_forms(a[0]) & _forms(b[0]))
    )
    f["fond"] = fond
    short, long = a[0], b[0]
    tail = b[-1]
    f["fond_last"] = len(a) == 1 and len(b) > 1 and a[0] != tail and _begins(a[0], tail)
    if short != long:
        f["prefix"] = _begins(short, long) or _begins(long, short)
        alike = _alike(short, long)
        if len(a) == 1 and len(b) > 1:
            alike = max(alike, _alike(short, tail))
        f["starts_alike"] = alike / max(1, min(len(short), len(long)))
        f["prefix_length"] = alike
        f["edit"] = edit_distance(short[:12], long[:12]) / max(len(short), len(long))
    f["length_short"], f["length_long"] = min(12, sum(map(len, a))), min(20, sum(map(len, b)))
    f["words_short"], f["words_long"] = min(4, len(a)), min(4, len(b))
    f["title_one"], f["title_both"] = bool(ta) != bool(tb), bool(ta) and bool(tb)
    f["title_same"] = bool(set(ta) & set(tb))
    f["title_clash"] = bool(ta) and bool(tb) and not set(ta) & set(tb)
    alone = len(a) == 1 and not ta and a[0] in titles()
    f["title_alone"] = alone
    f["title_alone_borne"] = alone and a[0] in {_FULL.get(t, t) for t in tb}
    f["wife"] = bool(set(ta) & _WIVES) != bool(set(tb) & _WIVES)


_FULL = {fold(k): v for k, v in table("title_forms").items()}


def _begins(short: str, long: str) -> bool:
    """ "Kaz" of Kaczmarek is none, but "Kac" and "Kaczy" are: the stem begins the other."""
    stem = short
    for end in ("ey", "ie", "y", "s", "a", "o", "i"):
        if short.endswith(end) and len(short) - len(end) >= 2:
            stem = short[: -len(end)]
            break
    return len(stem) >= 2 and len(stem) < len(long) and (long.startswith(stem) or long.startswith(short))


def _alike(a: str, b: str) -> int:
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return n


def _genders(
    names: Names, parsed: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]
) -> tuple[list[str | None], list[tuple[float, float]]]:
    """What titles say of each name, and (he, she) as its pronouns count."""
    by_title: list[str | None] = []
    for borne, core in parsed:
        said = {titles().get(t, "-") for t in borne} - {"-"}
        if not said and len(core) == 1:
            said = {titles().get(core[0], "-")} - {"-"}
        by_title.append(next(iter(said)) if len(said) == 1 else None)
    return by_title, [(float(p[0]), float(p[1])) for p in names.pronouns]


def _clash(a: str | None, b: str | None) -> float:
    return 0.0 if a is None or b is None else 1.0 if a == b else -1.0


def _odds(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Agreement of pronouns: 1 where both are surely one, -1 where they are surely two, 0 where nothing is known."""
    x, y = ((he - she) / (he + she + 2) for he, she in (a, b))
    return float(x * y)


def _bearing(
    parsed: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    out: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for titled, core in parsed:
        for w in set(core):
            out[w].append((titled, core))
    return out


def _gap(a: Sequence[int], b: Sequence[int]) -> int:
    """The fewest tokens between an occurrence of one and one of the other."""
    if len(a) > len(b):
        a, b = b, a
    best = 10**6
    for x in a:
        k = bisect_left(b, x)
        for y in b[max(0, k - 1) : k + 1]:
            best = min(best, abs(x - y))
    return best
