"""The names of a text, and what the network says of them before it is known who is who."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fabula.encoding.antecedents import AntecedentScores
from fabula.language import Language
from fabula.models.pairs import HE, IT, ME, NOM, SHE, THEY, WE, WHO, YOU, Columns
from fabula.resolution.coreference.chain import chain
from fabula.resolution.names.occurrences import NameSpan, printed
from fabula.resolution.names.spelling import name_key, stammers
from fabula.resolution.names.uses import describe_uses

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
PRONOUNS = (HE, SHE, THEY, IT, ME, WE, YOU, WHO)  # the columns of `Names.pronouns`


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """All names of a text, most frequent first; ``key[t]`` are the words of name t, ``printed[t]`` its spellings.

    ``spans`` are the occurrences and ``of`` int64 (occurrences,) their names; ``uses`` float32 (names, len(USES)) adds
    up theirs, ``count`` float32 (names,) numbers them. ``entity`` int64 (mentions,) is whom a first pass over the
    mentions takes each for: numbers below that of names are names, others are entities without one; ``pronouns``
    float32 (names, 8) counts the pronouns among them. ``link[t, u]`` float32 is how much of the antecedents of t's
    mentions the network gives to u: the sum of probabilities, by names and by the pronouns and nouns between; ``most``
    the same of the one mention that gives most. ``fresh`` float32 (names,) is what it gives to being new.
    """

    key: tuple[tuple[str, ...], ...]
    printed: tuple[tuple[str, ...], ...]
    spans: tuple[NameSpan, ...]
    of: Ints
    uses: Floats
    count: Floats
    entity: Ints
    sure: Floats
    pronouns: Floats
    link: dict[tuple[int, int], float]
    most: dict[tuple[int, int], float]
    fresh: Floats


def gather_names(
    language: Language,
    m: Columns,
    mention_sure: Floats,
    antecedents: AntecedentScores,
    spans: Sequence[NameSpan],
    quoted: Sequence[bool],
    opens: Sequence[bool],
    cuts: Sequence[int] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> Names:
    """The names that ``spans`` are occurrences of. ``cuts`` are the paragraphs that open scenes.

    ``apart`` are tokens of nouns and of names that are known to mean two people.
    """
    counts = Counter(s.key for s in spans)
    keys = sorted(counts, key=lambda k: -counts[k])  # of as many the first in the text
    number = {k: t for t, k in enumerate(keys)}
    of = np.array([number[s.key] for s in spans], np.int64)
    forms: dict[int, Counter[str]] = defaultdict(Counter)
    for s, t in zip(spans, of.tolist(), strict=True):
        forms[t][spelled(language, s)] += 1
    rows = describe_uses(language, m, mention_sure, spans, quoted, opens)
    uses = np.zeros((len(keys), rows.shape[1]), np.float32)
    np.add.at(uses, of, rows)
    known = {s.mention: t for s, t in zip(spans, of.tolist(), strict=True) if s.mention >= 0}
    for k in np.flatnonzero(m.form == NOM).tolist():  # "the captain" is whom "Captain" names
        if k not in known and int(m.last[k]) - int(m.first[k]) <= 4:
            said = name_key(printed(language, int(m.first[k]), int(m.last[k])))
            t = number.get(said[1:] if said[:1] == ("the",) else ())
            if t is not None:
                known[k] = t
    barred = _barred(m, known, apart, keys)
    # names, not people: what `rank` learned of people (who is he, who tells the story) isn't known of them yet
    entity, sure = chain(m, antecedents, known, [-1] * len(keys), barred, cuts, ranking=None)
    pronouns = count_pronouns(m, entity, len(keys))
    link, most, fresh = _links(antecedents, known, entity, len(keys))
    return Names(
        tuple(keys),
        tuple(_spellings(forms[t]) for t in range(len(keys))),
        tuple(spans),
        of,
        uses,
        np.array([counts[k] for k in keys], np.float32),
        entity,
        sure,
        pronouns,
        link,
        most,
        fresh,
    )


def _barred(
    m: Columns, known: Mapping[int, int], apart: Sequence[tuple[int, int]], keys: Sequence[tuple[str, ...]]
) -> dict[int, frozenset[int]]:
    """Which names a mention by noun cannot mean: that of the other, and those that are part of it or it of them."""
    at_head = {h: k for k, h in enumerate(m.head.tolist())} if apart else {}
    out: dict[int, frozenset[int]] = {}
    for noun, name in apart:
        k, t = at_head.get(noun), known.get(at_head.get(name, -1))
        if k is not None and t is not None and k not in known:
            own = set(keys[t])
            out[k] = out.get(k, frozenset()) | {u for u, x in enumerate(keys) if own <= set(x) or own >= set(x)}
    return out


def spelled(language: Language, s: NameSpan) -> str:
    """A name as it is printed, on one line, without the stop of a sentence."""
    out = " ".join(printed(language, s.first, s.last).split())
    for tail in ("'s", "’s"):
        out = out.removesuffix(tail)
    return out


def _spellings(forms: Counter[str]) -> tuple[str, ...]:
    """The spellings of one name, the commonest first; of those that only capitals tell apart the commonest.

    A stammer is a spelling only where there is no other.
    """
    out: dict[str, str] = {}
    calm = Counter({form: n for form, n in forms.items() if not stammers(form)})
    forms = calm or forms
    for form, _ in sorted(forms.items(), key=lambda x: (x[0].isupper() and len(x[0]) > 2, -x[1], x[0])):
        out.setdefault(form.casefold(), form)
    return tuple(out.values())


def count_pronouns(m: Columns, entity: Ints, n: int) -> Floats:
    """How often each pronoun of `PRONOUNS` means each of the first ``n`` entities, float32 (n, 8)."""
    out = np.zeros((n, len(PRONOUNS)), np.float32)
    for column, kind in enumerate(PRONOUNS):
        e = entity[m.kind == kind]
        e = e[e < n]
        np.add.at(out[:, column], e, 1)
    return out


def _links(
    antecedents: AntecedentScores, known: dict[int, int], entity: Ints, n: int
) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], float], Floats]:
    """What the mentions of each name give to other names, in sum and at most, and to being new."""
    link: dict[tuple[int, int], float] = defaultdict(float)
    most: dict[tuple[int, int], float] = defaultdict(float)
    fresh = np.zeros(n, np.float32)
    for k, t in known.items():
        row, before = antecedents.scores[k], antecedents.before[k]
        new = float(antecedents.new[k])
        top = max(float(row.max()), new) if len(row) else new
        p = np.exp(row - top)
        total = float(p.sum()) + np.exp(new - top)
        fresh[t] += np.exp(new - top) / total
        e = entity[before]
        here = (e < n) & (e != t) & (p > 0.02 * total)
        mass: dict[int, float] = defaultdict(float)
        for u, w in zip(e[here].tolist(), p[here].tolist(), strict=True):
            mass[u] += w / total
        for u, w in mass.items():
            link[t, u] += w
            most[t, u] = max(most[t, u], w)
    return dict(link), dict(most), fresh
