"""Who is there: who comes, who goes, who listens unseen, who is at the other end of a telephone."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fabula.language import Language
from fabula.language.english import lines, words
from fabula.language.syntax import SUBJECTS
from fabula.language.vocative import is_vocative
from fabula.world import Cast, Quotation

_MODALS = frozenset(("had", "would", "might", "could", "should", "must"))
_PHONE = frozenset("telephone phone receiver mobile cellphone handset".split())
_RINGS = frozenset("ring phone telephone dial".split())
_DOORS = frozenset("door gate curtain hatch".split())
_SHUTS = frozenset("close shut swing slam bang click fall".split())
_OUT = frozenset("out away off upstairs downstairs".split())


@dataclass
class Presence:
    """Who is in a scene. All positions are code points.

    ``seen`` are the positions where somebody speaks or acts, ``came`` and ``went`` where the text says so. ``listens``
    holds those who hear the whole of it unseen, ``far`` who is only at the other end of the line that opens at ``line``.
    """

    start: int
    end: int
    seen: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    listens: set[str] = field(default_factory=set)
    far: set[str] = field(default_factory=set)
    line: int = -1
    caller: str | None = None

    def here(self) -> tuple[str, ...]:
        """Those who are bodily there, who is seen most first."""
        found = [w for w in self.seen if w not in self.far]
        return tuple(sorted(found, key=lambda w: (-len(self.seen[w]), w)))

    def hears(self, who: str, position: int) -> bool:
        """Is somebody in earshot of what is said at a position of this scene?"""
        if who in self.far:
            return self.line <= position
        if who in self.listens:
            return True
        return who in self.seen and self.came.get(who, self.start) <= position < self.went.get(who, self.end)


def find_presence(
    language: Language, cast: Cast, starts: Sequence[int], end: int, quoted: Sequence[int], quotes: Sequence[Quotation]
) -> tuple[Presence, ...]:
    """One record a scene. ``starts`` are the offsets of the scenes, ``end`` that of the text's end."""
    out = [Presence(a, b) for a, b in zip(starts, [*starts[1:], end], strict=True)]
    where = [max(0, bisect_right(starts, s) - 1) for s in language.starts]
    for q in quotes:
        if q.speaker and not q.speaker.startswith("group:") and q.kind != "written":
            out[max(0, bisect_right(starts, q.parts[0][0]) - 1)].seen[q.speaker].append(q.parts[0][0])
    meant = {r.head: r.entity for r in cast.references if r.entity and not r.entity.startswith("group:")}
    for i, q in enumerate(quoted):
        if q >= 0:
            continue
        here = out[where[i]]
        who = meant.get(i)
        if who is not None and language.dep[i] in SUBJECTS:
            _does(language, i, who, here)
        _door(language, i, meant, here)
        _line(language, i, meant, here)
    for p in out:
        _settle(p, quotes, _called(language, cast, p, quoted))
    return tuple(out)


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


def _does(language: Language, i: int, who: str, here: Presence) -> None:
    """What a subject's verb says: that they are there, come, go, or listen."""
    position, verb = language.starts[i], language.heads[i]
    first = not any(x < position for x in here.seen.get(who, ()))
    if acts(language, i):
        here.seen[who].append(position)
        here.went.pop(who, None)  # does something again: back, or not gone after all
    told = _sentence(language, i)
    if any(phrase in told for phrase in lines("listening_phrases")):
        here.seen[who].append(position)
        here.listens.add(who)
    negative = any(language.dep[c] == "neg" for c in language.children[verb])
    if negative or _unreal(language, verb) or language.tag[verb] not in ("VBD", "VBZ"):
        return
    after = {language.lower[c] for c in language.children[verb] if c > verb}
    if first and language.lemma[verb] in words("entering_verbs") and not after & _OUT:
        here.came[who] = language.starts[bisect_left(language.paragraphs, language.paragraphs[i])]  # ""Well?" asked Roz, when Tamsin came back"
    if language.lemma[verb] in words("leaving_verbs") or (language.lemma[verb] in words("motion_verbs") and after & _OUT):
        here.went[who] = position


def _sentence(language: Language, i: int) -> str:
    a, b = language.sentence_bounds[language.sentences[i]]
    return " ".join(language.lower[a:b])


def _door(language: Language, i: int, meant: Mapping[int, str], here: Presence) -> None:
    """ "The pass door swung to behind her": she has gone."""
    if language.lower[i] != "behind":
        return
    before = {language.lemma[j] for j in range(max(0, i - 8), i)}
    who = next((meant[c] for c in language.children[i] if c in meant), None)
    if who in here.seen and before & _DOORS and before & _SHUTS:
        here.went[who or ""] = language.starts[i]


def _line(language: Language, i: int, meant: Mapping[int, str], here: Presence) -> None:
    """A telephone: "then a telephone, and then a voice", "I rang Toronto"."""
    rings = language.lemma[i] in _RINGS and language.pos[i] == "VERB"
    called = rings and any(language.dep[c] == "dobj" and language.pos[c] == "PROPN" for c in language.children[i])
    if here.line < 0 and (called or (language.lemma[i] in _PHONE and language.pos[i] in ("NOUN", "PROPN"))):
        here.line = language.starts[i]
        here.caller = next((meant[c] for c in language.children[i] if language.dep[c] in SUBJECTS and c in meant), None)


def _called(language: Language, cast: Cast, p: Presence, quoted: Sequence[int]) -> set[str]:
    """Whom speech after the line opened calls by name."""
    if p.line < 0:
        return set()
    return {
        r.entity
        for r in cast.references
        if r.form == "PROP" and r.entity and quoted[r.head] >= 0 and p.line <= language.starts[r.head] < p.end
        and is_vocative(language, r.first, r.last)
    }  # fmt: skip


def _settle(p: Presence, quotes: Sequence[Quotation], called: set[str]) -> None:
    """Take back goings that later speech belies, and say who is only on the telephone: the partners of who holds it."""
    for who in [w for w, at in p.went.items() if any(x > at for x in p.seen.get(w, ()))]:
        del p.went[who]
    if p.line < 0:
        return
    said = [q for q in quotes if p.line <= q.parts[0][0] < p.end and q.kind == "speech" and q.speaker]
    if not said:
        return
    caller = p.caller or said[0].speaker
    before = {w for w, at in p.seen.items() if any(x < p.line for x in at)}
    partners = {w for q in said if q.speaker == caller for w in q.addressees} | {q.speaker for q in said if caller in q.addressees}
    p.far = {w for w in partners | called if w and w != caller and w not in before and not w.startswith("group:")}
