"""The finite clauses of a quotation: who does or is what, and whether it is meant as true."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fabula.language import Language
from fabula.language.syntax import SUBJECTS
from fabula.world import Modality, Quotation

_OPENERS = {"‘": "’", "“": "”", '"': '"', "'": "'", "``": "''", "`": "'"}
_NOT = frozenset("not n't n’t never no nobody nothing none neither hardly scarcely nowhere".split())
_MAYBE = frozenset("would might should may 'd ’d must".split())
_WILL = frozenset("will shall 'll ’ll wo sha".split())
_IF = frozenset("if unless whether suppose".split())
# Verbs under whose "that" the first person vouches for what follows, and those that leave it open.
_VOUCHES = frozenset(
    "know mean swear promise assure tell say declare confess admit see find realize realise understand".split()
)
_BELIEVES = frozenset("think believe suppose guess fancy imagine feel reckon doubt fear hope".split())
_UNREAL = frozenset("wish pretend dream".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """Token indices; -1 where there is none. ``tokens`` are those of the clause without the clauses joined to it.

    ``report`` is the verb that reports it ("said", "thought"), ``place`` a preposition or adverb of place, ``when`` of
    time.
    """

    verb: int
    subject: int
    object: int
    negative: bool
    modality: Modality
    past: bool
    tokens: tuple[int, ...]
    report: int = -1
    place: int = -1
    when: int = -1


def clauses_of(language: Language, quotation: Quotation, places: Sequence[str]) -> Iterator[Clause]:
    """The clauses of a quotation, in text order. ``places`` are words that stand for a place on their own."""
    inside = set(own_tokens(language, quotation))
    for v in sorted(inside):
        if language.pos[v] not in ("VERB", "AUX") or language.dep[v] in ("aux", "auxpass"):
            continue
        subject = _subject(language, v, inside)
        if subject < 0 or not _finite(language, v):
            continue
        report, modality = _modality(language, v, inside)
        tokens = tuple(_own(language, v, subject, inside))
        obj = _object(language, v, inside)
        place, when = _where_and_when(language, v, inside, places)
        yield Clause(
            v,
            subject,
            obj,
            _negative(language, v, subject, obj),
            modality,
            _past(language, v),
            tokens,
            report,
            place,
            when,
        )


def own_tokens(language: Language, quotation: Quotation) -> Iterator[int]:
    """The tokens of a quotation without what it quotes in its turn."""
    for part in quotation.parts:
        closing = ""
        toks = language.tokens_in(*part)
        for i in toks:
            w = language.text[i]
            if closing:
                if w == closing:
                    closing = ""
                continue
            if w in _OPENERS and any(language.text[j] == _OPENERS[w] for j in range(i + 1, toks.stop)):
                closing = _OPENERS[w]
                continue
            yield i


def _subject(language: Language, v: int, inside: set[int]) -> int:
    i = v
    for _ in range(4):
        for c in language.children[i]:
            if language.dep[c] in SUBJECTS and c in inside:
                return c
        if (
            language.dep[i] == "conj"
            and language.heads[i] in inside
            and language.pos[language.heads[i]] in ("VERB", "AUX")
        ):
            i = language.heads[i]
            continue
        return -1
    return -1


def _finite(language: Language, v: int) -> bool:
    """Has tense of its own: "goes", "is going", "has gone", but not "to go" or "going"."""
    aux = [c for c in language.children[v] if language.dep[c] in ("aux", "auxpass")]
    if any(language.lower[c] == "to" for c in aux):
        return False
    if language.tag[v] in ("VBD", "VBZ", "VBP", "MD"):
        return True
    if language.dep[v] == "conj" and not aux:
        return language.tag[v] in ("VB", "VBN", "VBG")  # "I have sinned and lied"
    return bool(aux)


def _negative(language: Language, v: int, subject: int, obj: int) -> bool:
    said = 0
    for c in language.children[v]:
        said += language.dep[c] == "neg" or (
            language.lower[c] in ("never", "hardly", "scarcely", "nowhere") and c < v + 4
        )
    if language.dep[v] == "conj" and not any(language.dep[c] in SUBJECTS for c in language.children[v]) and not said:
        head = language.heads[v]  # "I don't know and care"; "he did not come or write"
        joined = any(language.lower[c] in ("or", "nor") for c in language.children[head])
        said += joined and any(language.dep[c] == "neg" for c in language.children[head])
    said += language.lower[subject] in ("nobody", "nothing", "none", "neither")
    if obj >= 0:
        said += language.lower[obj] in ("nothing", "nobody", "none") or any(
            language.lower[c] in ("no", "not") and c < obj
            for c in language.children[obj]
            if language.dep[c] in ("det", "neg")
        )
    return said % 2 == 1


def _past(language: Language, v: int) -> bool:
    aux = [c for c in language.children[v] if language.dep[c] in ("aux", "auxpass")]
    if aux:
        return any(language.lower[c] in ("did", "was", "were", "had", "could") for c in aux) or (
            any(language.lower[c] in ("have", "has", "'ve", "’ve", "'s", "’s") for c in aux)
            and language.tag[v] in ("VBN", "VBD")
        )
    return language.tag[v] == "VBD"


def _modality(language: Language, v: int, inside: set[int]) -> tuple[int, Modality]:
    """The verb that reports the clause, or -1, and how it is meant."""
    below = language.children[v]
    if _asked(language, v, inside):
        return -1, "asked"
    if any(language.dep[c] in ("mark", "advmod") and language.lower[c] in _IF for c in below):
        return -1, "conditional"
    if language.dep[v] in ("advcl", "relcl", "acl", "csubj"):
        return -1, "asserted" if _because(language, v) else "conditional"  # "when it's done", "who tries to hurt you"
    aux = [language.lower[c] for c in below if language.dep[c] == "aux"]
    negated = any(language.dep[c] == "neg" for c in below)
    if any(a in _MAYBE for a in aux) or ("could" in aux and not negated):
        return -1, "conditional"
    if any(a in _WILL for a in aux) or (
        language.lemma[v] == "go" and any(language.dep[c] == "xcomp" for c in below) and language.tag[v] == "VBG"
    ):
        return -1, "intended"
    up = language.heads[v]
    if language.dep[v] == "conj" and up in inside:
        report, modality = _modality(language, up, inside)
        return (report, modality) if modality in ("reported", "believed", "conditional") else (-1, modality)
    if language.dep[v] == "ccomp" and up in inside and language.pos[up] in ("VERB", "AUX"):
        return _told(language, v, up, inside)
    return -1, "asserted"


def _because(language: Language, v: int) -> bool:
    return any(
        language.dep[c] == "mark" and language.lower[c] in ("because", "since", "for", "though", "although", "as")
        for c in language.children[v]
    )


def _told(language: Language, v: int, up: int, inside: set[int]) -> tuple[int, Modality]:
    subject = _subject(language, up, inside)
    _, outer = _modality(language, up, inside)
    first = subject >= 0 and language.lower[subject] in ("i", "we")
    denied = any(language.dep[c] == "neg" for c in language.children[up])
    lemma = language.lemma[up]
    if outer in ("asked", "conditional") or lemma in _UNREAL:
        return up, "conditional"
    infinitive = any(language.lower[c] == "to" for c in language.children[up] if language.dep[c] == "aux")
    if infinitive and lemma == "know":
        return -1, "asserted"  # "I want you to know that I love you"
    if denied or any(language.lower[c] in ("what", "where", "who", "how", "why", "when") for c in language.children[v]):
        return up, "conditional"  # "I don't think he came", "I know where he is" say nothing of coming and being
    if first and not _past(language, up):
        if lemma in _VOUCHES:
            return -1, "asserted"
        if lemma in _BELIEVES:
            return -1, "believed"
    if lemma in _VOUCHES | _BELIEVES:
        return up, "reported"
    return -1, "asserted"


def _asked(language: Language, v: int, inside: set[int]) -> bool:
    end = language.sentence_bounds[language.sentences[v]][1]
    last = v
    for i in range(v, end):
        if i not in inside:
            break
        last = i
        if language.text[i] in (".", "!", ";", "—"):
            return False
        if "?" in language.text[i]:
            break
    return "?" in language.text[last]


def _own(language: Language, v: int, subject: int, inside: set[int]) -> Iterator[int]:
    """The tokens of a clause in order, without the clauses joined to it and without what only joins it."""
    out = {subject, *_below(language, subject, inside)} if language.heads[subject] != v else set()
    out |= {v, *_below(language, v, inside)}
    keep = sorted(i for i in out if i in inside)
    while keep and (
        language.dep[keep[0]] in ("cc", "punct", "intj", "mark") or language.pos[keep[0]] in ("PUNCT", "CCONJ", "INTJ")
    ):
        keep.pop(0)
    _cut_end(language, keep)
    return iter(keep)


def _cut_end(language: Language, keep: list[int]) -> None:
    """Take off the full stop and the name of who is spoken to: "... love you, Tom Hale."."""
    while keep and language.pos[keep[-1]] == "PUNCT":
        keep.pop()
    at = len(keep) - 1
    while at > 1 and language.pos[keep[at]] in ("PROPN", "NOUN") and len(keep) - at < 4:
        at -= 1
        if language.text[keep[at]] == ",":
            del keep[at:]
            return


def _below(language: Language, i: int, inside: set[int]) -> Iterator[int]:
    for c in language.children[i]:
        if c not in inside or (
            language.dep[c] in ("cc", "intj", "npadvmod", "parataxis") and language.dep[c] != "npadvmod"
        ):
            continue
        clause = language.dep[c] in ("conj", "advcl", "dep", "parataxis") and language.pos[c] in ("VERB", "AUX")
        if clause:
            continue
        yield c
        yield from _below(language, c, inside)


def _object(language: Language, v: int, inside: set[int]) -> int:
    kinds = ("dobj", "attr", "acomp", "oprd", "dative")
    found = {language.dep[c]: c for c in language.children[v] if c in inside and language.dep[c] in kinds}
    for k in kinds:
        if k in found:
            return found[k]
    for c in language.children[v]:
        if c in inside and language.dep[c] == "prep" and language.lower[c] in ("of", "to", "with", "for", "about"):
            return next((g for g in language.children[c] if language.dep[g] == "pobj"), -1)
    return -1


_PLACING = frozenset("in at on by near under behind inside outside upstairs downstairs beside into to from off".split())
_TIMES = frozenset(
    "now today tonight yesterday tomorrow night morning evening afternoon noon midnight day week month year monday "
    "tuesday wednesday thursday friday saturday sunday lunch dinner breakfast supper o'clock moment minute hour time "
    "then".split()
)


def _where_and_when(language: Language, v: int, inside: set[int], places: Sequence[str]) -> tuple[int, int]:
    place = when = -1
    for c in language.children[v]:
        if c not in inside:
            continue
        if language.dep[c] in ("npadvmod", "advmod") and language.lemma[c] in _TIMES:
            when = c
        elif language.dep[c] == "advmod" and language.lower[c] in places and place < 0:
            place = c
        elif language.dep[c] == "prep" and language.lower[c] in _PLACING:
            pobj = next((g for g in language.children[c] if language.dep[g] == "pobj"), -1)
            if pobj >= 0 and language.lemma[pobj] in _TIMES:
                when = c
            elif pobj >= 0:
                place = c if place < 0 or language.pos[place] == "ADV" else place
    return place, when
