"""Who is there: who comes, who goes, who listens unseen, who is at the other end of a telephone."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from fabula.language import Language
from fabula.language.english import lines, words
from fabula.language.syntax import SUBJECTS
from fabula.language.vocative import is_vocative
from fabula.resolution.judged import Judged
from fabula.resolution.weighed import Weighed
from fabula.world import Cast, Quotation
from fabula.world.presence import Presence

HERE = Weighed(1.0, 2.0)  # chosen on the held quarter by training/reading/weigh.py
_MODALS = frozenset(("had", "would", "might", "could", "should", "must"))
_PHONE = frozenset("telephone phone receiver mobile cellphone handset".split())
_RINGS = frozenset("ring phone telephone dial".split())
_RANG = frozenset("rang rings ringing rung buzzed shrilled".split())
_DOORS = frozenset("door gate curtain hatch".split())
_SHUTS = frozenset("close shut swing slam bang click fall".split())
_OUT = frozenset("out away off upstairs downstairs".split())


@dataclass
class _Scene:
    """A scene while it is gone through: a `Presence` in the making, and what is needed to settle it.

    ``bodily`` are the paragraphs, as first tokens, where somebody acts; ``caller`` holds the telephone.
    """

    start: int
    end: int
    seen: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    moves: dict[str, list[tuple[int, bool]]] = field(default_factory=lambda: defaultdict(list))
    bodily: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    listens: set[str] = field(default_factory=set)
    far: set[str] = field(default_factory=set)
    line: int = -1
    closed: int = -1
    caller: str | None = None
    incoming: bool = False
    sure: dict[str, float] = field(default_factory=dict)

    def settled(self) -> Presence:
        return Presence(
            self.start,
            self.end,
            {w: tuple(at) for w, at in self.seen.items()},
            {w: tuple(moves) for w, moves in self.moves.items()},
            frozenset(self.listens),
            frozenset(self.far),
            self.line,
            self.closed,
            self.sure,
        )


def find_presence(
    language: Language,
    cast: Cast,
    starts: Sequence[int],
    end: int,
    quoted: Sequence[int],
    quotes: Sequence[Quotation],
    judged: Judged,
    here: Weighed = HERE,
) -> tuple[Presence, ...]:
    """One record a scene. ``starts`` are the offsets of the scenes, ``end`` that of the text's end.

    Who is there the second reading says, by the mean over the rows of a scene, and who speaks or acts in it. Comings,
    goings, listeners and telephones are read from the text's words, of those who are there.
    """
    out = [_Scene(a, b) for a, b in zip(starts, [*starts[1:], end], strict=True)]
    where = [max(0, bisect_right(starts, s) - 1) for s in language.starts]
    for q in quotes:
        if q.speaker and not q.speaker.startswith("group:") and q.kind != "written":
            out[max(0, bisect_right(starts, q.parts[0][0]) - 1)].seen[q.speaker].append(q.parts[0][0])
    meant = {r.head: r.entity for r in cast.references if r.entity and not r.entity.startswith("group:")}
    for i, turn in enumerate(quoted):
        if turn >= 0:
            continue
        scene = out[where[i]]
        who = meant.get(i)
        if who is not None and language.dep[i] in SUBJECTS:
            _does(language, i, who, scene)
        _door(language, i, meant, scene)
        _line(language, i, meant, scene)

    def paragraph(position: int) -> int:
        return language.paragraphs[min(len(language) - 1, bisect_left(language.starts, position))]

    for p in out:
        p.caller = p.caller or (cast.narration.narrator if cast.narration.narrator in p.seen else None)
        _settle(p, quotes, _called(language, cast, p, quoted), paragraph)
        _keep(p, judged, here)
    return tuple(p.settled() for p in out)


def _keep(p: _Scene, judged: Judged, here: Weighed) -> None:
    """Those alone who are there; the second reading says where, beside where they were seen to do something."""
    rows = np.flatnonzero((judged.starts >= p.start) & (judged.starts < p.end))
    sure = judged.answers.present[rows]
    mean = dict(zip(judged.ids, sure.mean(0).tolist() if len(rows) else [], strict=False))
    at = judged.starts[rows]
    number = {w: k for k, w in enumerate(judged.ids)}
    p.sure = {
        w: here.probability(mean.get(w, 0.0), w in p.seen and w not in p.far)
        for w in dict.fromkeys((*p.seen, *mean))
        if not w.startswith("group:")
    }
    p.sure = {w: round(x, 2) for w, x in p.sure.items() if x > 0.5}
    there = {w: at[sure[:, number[w]] > 0.5].tolist() if w in number else [] for w in p.sure}
    p.seen = defaultdict(list, {w: sorted({*p.seen.get(w, ()), *there[w]}) or [p.start] for w in there})
    p.moves = defaultdict(list, {w: m for w, m in p.moves.items() if w in there})
    p.listens &= there.keys()


def acts(language: Language, head: int) -> bool:
    """Is this token the subject of a verb that tells what happens (not what somebody was, had been or might do)?"""
    if language.dep[head] not in SUBJECTS:
        return False
    verb = language.heads[head]
    if language.tag[verb] not in ("VBD", "VBZ", "VBP", "VBN", "VBG") or language.lemma[verb] == "die":
        return False
    return not _unreal(language, verb)


def _unreal(language: Language, verb: int) -> bool:
    return any(language.lower[c] in _MODALS and language.dep[c] == "aux" for c in language.children[verb])


def _does(language: Language, i: int, who: str, here: _Scene) -> None:
    """What a subject's verb says: that they are there, come, go, or listen."""
    position, verb = language.starts[i], language.heads[i]
    first = not any(x < position for x in here.seen.get(who, ()))
    if acts(language, i):
        here.seen[who].append(position)
        here.bodily[who].add(language.paragraphs[i])
    words_ = _sentence(language, i)
    if any(phrase in words_ for phrase in lines("listening_phrases")):
        here.seen[who].append(position)
        here.listens.add(who)
    negative = any(language.dep[c] == "neg" for c in language.children[verb])
    if negative or _unreal(language, verb) or language.tag[verb] not in ("VBD", "VBZ"):
        return
    after = {language.lower[c] for c in language.children[verb] if c > verb}
    gone = bool(here.moves.get(who)) and not here.moves[who][-1][1]
    if (first or gone) and language.lemma[verb] in words("entering_verbs") and not after & _OUT:
        # from the paragraph on: ""Well?" asked Roz, when Tamsin came back"
        here.moves[who].append((language.starts[bisect_left(language.paragraphs, language.paragraphs[i])], True))
    if language.lemma[verb] in words("leaving_verbs") or (
        language.lemma[verb] in words("motion_verbs") and after & _OUT
    ):
        here.moves[who].append((language.ends[language.sentence_bounds[language.sentences[i]][1] - 1], False))


def _sentence(language: Language, i: int) -> str:
    a, b = language.sentence_bounds[language.sentences[i]]
    return " ".join(language.lower[a:b])


def _door(language: Language, i: int, meant: Mapping[int, str], here: _Scene) -> None:
    """ "The pass door swung to behind her": she has gone."""
    if language.lower[i] != "behind":
        return
    before = {language.lemma[j] for j in range(max(0, i - 8), i)}
    who = next((meant[c] for c in language.children[i] if c in meant), None)
    if who in here.seen and before & _DOORS and before & _SHUTS:
        here.moves[who or ""].append((language.starts[i], False))


def _line(language: Language, i: int, meant: Mapping[int, str], here: _Scene) -> None:
    """A telephone: "then a telephone, and then a voice", "I rang Toronto"."""
    rings = language.lemma[i] in _RINGS and language.pos[i] == "VERB"
    called = rings and any(language.dep[c] == "dobj" and language.pos[c] == "PROPN" for c in language.children[i])
    from_afar = rings and any(language.lower[c] == "from" for c in language.children[i])  # "she rang from the station"
    if here.line >= 0 > here.closed and language.lemma[i] in ("hang", "put", "ring") and language.pos[i] == "VERB":
        with_it = {language.lower[c] for c in language.children[i]}
        if with_it & {"up", "off", "down", "back"} and (language.lemma[i] != "put" or with_it & _PHONE):
            here.closed = language.starts[i]
    if here.line < 0 and (
        called or from_afar or (language.lemma[i] in _PHONE and language.pos[i] in ("NOUN", "PROPN"))
    ):
        here.line = language.starts[i]
        here.incoming = not rings and bool(set(language.lower[i + 1 : i + 3]) & _RANG)
        who = next((meant[c] for c in language.children[i] if language.dep[c] in SUBJECTS and c in meant), None)
        here.caller = who if not from_afar else None


def _called(language: Language, cast: Cast, p: _Scene, quoted: Sequence[int]) -> set[str]:
    """Whom speech after the line opened calls by name."""
    if p.line < 0:
        return set()
    return {
        r.entity
        for r in cast.references
        if r.form == "PROP" and r.entity and quoted[r.head] >= 0 and p.line <= language.starts[r.head] < p.end
        and is_vocative(language, r.first, r.last)
    }  # fmt: skip


def _settle(p: _Scene, quotes: Sequence[Quotation], called: set[str], paragraph: Callable[[int], int]) -> None:
    """Who does something after having gone is back. Who is only on the telephone: the partners of who holds it."""
    for who, moves in p.moves.items():
        moves.sort()
        # "she went out", and "the door shut behind her": gone once
        moves[:] = [m for k, m in enumerate(moves) if not k or m[1] != moves[k - 1][1]]
        for k, (at, there) in reversed(list(enumerate(moves))):
            until = moves[k + 1][0] if k + 1 < len(moves) else p.end
            back = [x for x in p.seen.get(who, ()) if at < x < until]
            if not there and back:
                moves.insert(k + 1, (min(back), True))
    if p.line < 0:
        return
    said = [q for q in quotes if p.line <= q.parts[0][0] < p.end and q.kind == "speech" and q.speaker]
    if not said:
        return
    before = {w: max(x for x in at if x < p.line) for w, at in p.seen.items() if any(x < p.line for x in at)}
    spoken = {q.speaker for q in said}
    nearest = max((w for w in before if w in spoken), key=lambda w: before[w], default=None)
    answers = said[0].addressees[0] if p.incoming and said[0].addressees else said[0].speaker
    holds = p.caller or nearest or answers
    partners = {w for q in said if q.speaker == holds for w in q.addressees}
    partners |= {q.speaker for q in said if q.speaker and holds in q.addressees}
    for w in sorted(partners | called):
        talking = {paragraph(q.parts[0][0]) for q in said if q.speaker == w}
        if w != holds and w not in before and not w.startswith("group:") and p.bodily[w] <= talking:
            p.far.add(w)
