"""Signs of a bond in the text: kin and other nouns with whose they are, acts between two people, forms of address."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from fabula.language import Language
from fabula.language.english import lines, table, words
from fabula.language.syntax import SUBJECTS
from fabula.language.vocative import is_vocative
from fabula.world import BondKind, Character, Claim, Quotation, Span

_ROLE = 0.01  # share of somebody's mentions that a role has at least
_OBJECTS = ("dobj", "pobj", "dative")
_PHRASE = ("amod", "compound", "nmod", "poss", "det", "case", "nummod")
# Nouns of rank that tie whoever is called by them to whoever calls so.
_CALLED_BY_RANK = frozenset(
    "professor captain boss chief director headmaster coach sergeant commander doctor master".split()
)


class Sign(NamedTuple):
    """``a`` is or does something to ``b``. ``weight`` adds up over the signs of a pair and kind, as log odds.

    ``outright`` is set where the text names both and says it: "Tom was her brother".
    """

    a: str
    b: str
    kind: BondKind
    one_way: bool
    role: str | None
    span: Span
    weight: float
    outright: bool = False


def _kinds() -> dict[str, tuple[BondKind, bool]]:
    out: dict[str, tuple[BondKind, bool]] = {}
    for line in lines("bond_nouns"):
        noun, _, rest = line.partition(":")
        kind, _, one_way = rest.strip().partition(" ")
        out[noun.strip()] = (kind, bool(one_way))  # type: ignore[assignment]
    for noun in table("kinship"):
        out.setdefault(
            noun,
            (
                "family",
                noun
                not in (
                    "cousin",
                    "sibling",
                    "twin",
                    "sister",
                    "brother",
                    "sister-in-law",
                    "brother-in-law",
                    "wife",
                    "husband",
                    "spouse",
                ),
            ),
        )
    return out


def of_nouns(language: Language, meant: Mapping[int, str], sure: Mapping[int, float]) -> Iterator[Sign]:
    """ "Ino's best friend", "my husband", "Tom was her brother": a noun with a possessor, and whom it means.

    ``sure`` is how certain it is whom a noun means: a doubtful one says less.
    """
    kinds = _kinds()
    for i, w in enumerate(language.lower):
        noun = w if w in kinds else _hyphened(language, i)
        if noun not in kinds or language.pos[i] not in ("NOUN", "PROPN", "ADJ"):
            continue
        owner = next((meant[c] for c in language.children[i] if language.dep[c] == "poss" and c in meant), None)
        if owner is None:
            owner = next(
                (
                    meant[g]
                    for c in language.children[i]
                    if language.lower[c] in ("of", "to")
                    for g in language.children[c]
                    if g in meant
                ),
                None,
            )
        beside = _named_beside(language, i, meant)
        who = beside or meant.get(i)
        if owner is None or who is None or who == owner:
            continue
        kind, one_way = kinds[noun]
        if any(language.lower[c] in ("old", "former", "late") and noun in ("ex",) for c in language.children[i]):
            continue
        weight = 1.6 * (1.0 if beside else sure.get(i, 1.0))
        yield Sign(who, owner, kind, one_way, noun, sentence_of(language, i), weight, beside is not None)


def _hyphened(language: Language, i: int) -> str:
    """ "sister-in-law" is five tokens to the parser."""
    if i + 4 < len(language) and language.lower[i + 1] == "-" and language.lower[i + 3] == "-":
        return "".join(language.lower[i : i + 5])
    return ""


def _named_beside(language: Language, i: int, meant: Mapping[int, str]) -> str | None:
    """ "her brother Tom", "Tom, her brother", "Tom was her brother"."""
    for c in language.children[i]:
        if language.dep[c] == "appos" and c in meant:
            return meant[c]
    up = language.heads[i]
    if language.dep[i] in ("appos", "compound", "nmod") and up in meant:
        return meant[up]
    if language.dep[i] == "attr" and language.lemma[up] in ("be", "become", "remain"):
        return next((meant[c] for c in language.children[up] if language.dep[c] in SUBJECTS and c in meant), None)
    return None


def of_acts(language: Language, meant: Mapping[int, str], quoted: Sequence[int]) -> Iterator[Sign]:
    """In the narration, what one does to another: "He kissed her", "she hated him"."""
    kinds = table("bond_verbs")
    for i, lemma in enumerate(language.lemma):
        if lemma not in kinds or quoted[i] >= 0 or language.pos[i] != "VERB":
            continue
        below = language.children[i]
        if any(language.dep[c] == "neg" or language.lower[c] in ("would", "could", "might") for c in below):
            continue
        a = next((meant[c] for c in below if language.dep[c] in SUBJECTS and c in meant), None)
        b = next((meant[c] for c in below if language.dep[c] in _OBJECTS and c in meant), None)
        if a and b and a != b:
            yield Sign(a, b, kinds[lemma], True, None, sentence_of(language, i), 0.9)  # type: ignore[arg-type]


def of_claims(claims: Sequence[Claim], people: Sequence[Character]) -> Iterator[Sign]:
    """What somebody says or thinks that they feel for another: "I love you"."""
    ids = {c.id for c in people}
    kinds = table("bond_verbs")
    for c in claims:
        if (
            c.subject != c.speaker
            or c.object not in ids
            or c.object == c.subject
            or c.modality not in ("asserted", "believed")
        ):
            continue
        if (
            c.polarity == "positive"
            and c.predicate in kinds
            and c.predicate in ("love", "adore", "hate", "detest", "loathe", "despise", "marry")
        ):
            yield Sign(c.speaker, c.object or "", kinds[c.predicate], True, None, c.span, 1.4)  # type: ignore[arg-type]


def of_address(
    language: Language, meant: Mapping[int, str], quotes: Sequence[Quotation], people: Sequence[Character]
) -> Iterator[Sign]:
    """What people call each other: "Mother", "Professor", "my love"."""
    kin = {w: table("kinship").get(w, "-") for w, (kind, _) in _kinds().items() if kind == "family"}
    pronouns = {c.id: c.pronouns for c in people}
    for q in quotes:
        if q.kind != "speech" or q.speaker is None:
            continue
        spoken_to = [w for w in q.addressees if w in pronouns and w != q.speaker]
        for part in q.parts:
            for i in language.tokens_in(*part):
                w = language.lower[i]
                if (w not in kin and w not in _CALLED_BY_RANK) or not is_vocative(language, i, i + 1):
                    continue
                fit = [x for x in spoken_to if pronouns[x] in (kin.get(w, "-"), None) or kin.get(w, "-") == "-"]
                fit = [meant[i]] if meant.get(i) in fit else fit
                if len(fit) == 1 and w in kin:
                    yield Sign(fit[0], q.speaker, "family", True, w, sentence_of(language, i), 1.2)
                elif len(fit) == 1:
                    yield Sign(fit[0], q.speaker, "work", True, w, sentence_of(language, i), 0.8)


def of_roles(
    language: Language, meant: Mapping[int, str], quotes: Sequence[Quotation], quoted: Sequence[int]
) -> Iterator[Sign]:
    """Who bears a role of work and gives, or takes, orders: the apprentice and whoever tells her to mind the oven."""
    kinds = _kinds()
    counts: dict[str, Counter[str]] = {}
    mentions = Counter(meant.values())
    for i, who in meant.items():
        noun = language.lower[i]
        works = (noun in kinds and kinds[noun][0] == "work") or noun in words("leading_roles")
        owned = any(language.dep[c] == "poss" for c in language.children[i])
        if quoted[i] < 0 and works and not owned and language.pos[i] in ("NOUN", "PROPN"):
            counts.setdefault(who, Counter())[noun] += 1
    # a word used once in a book of somebody named a thousand times is a slip of ours, or a figure of speech
    best = {who: max(sorted(c), key=lambda n, c=c: c[n]) for who, c in counts.items()}  # type: ignore[misc]
    roles = {who: noun for who, noun in best.items() if counts[who][noun] >= _ROLE * mentions[who]}
    for q in quotes:
        if q.kind != "speech" or q.speaker is None or not q.addressees:
            continue
        for to in q.addressees:
            if to == q.speaker or to.startswith("group:") or q.speaker.startswith("group:"):
                continue
            order, formal = _order(language, q), _formal(language, q)
            if formal >= 0 and roles.get(q.speaker) in words("serving_roles") and len(q.addressees) == 1:
                yield Sign(q.speaker, to, "work", True, roles[q.speaker], sentence_of(language, formal), 0.7)
            if order >= 0 and roles.get(q.speaker) in words("leading_roles") and roles.get(to) != roles[q.speaker]:
                yield Sign(q.speaker, to, "work", True, roles[q.speaker], sentence_of(language, order), 1.0)
            elif (
                order >= 0
                and to in roles
                and roles[to] in words("serving_roles")
                and roles.get(q.speaker) not in words("serving_roles")
            ):
                yield Sign(to, q.speaker, "work", True, roles[to], sentence_of(language, order), 1.0)


def _order(language: Language, q: Quotation) -> int:
    """A verb that orders, in a quotation: "Mind your oven." Or -1."""
    for part in q.parts:
        for i in language.tokens_in(*part):
            if language.tag[i] == "VB" and language.dep[i] in ("ROOT", "conj") and language.pos[i] == "VERB":
                below = language.children[i]
                if not any(language.dep[c] in (*SUBJECTS, "aux") or language.lower[c] == "to" for c in below):
                    return i
    return -1


def _formal(language: Language, q: Quotation) -> int:
    """A token that addresses somebody formally: "sir", "Mrs. Quayle". Or -1."""
    for part in q.parts:
        for i in language.tokens_in(*part):
            if language.lower[i].rstrip(".") in ("sir", "madam", "ma'am", "mr", "mrs", "miss", "mistress", "master"):
                last = i + 2 if i + 1 < len(language) and language.pos[i + 1] == "PROPN" else i + 1
                if is_vocative(language, i, last):
                    return i
    return -1


def sentence_of(language: Language, i: int) -> Span:
    """The sentence of a token, in code points."""
    a, b = language.sentence_bounds[language.sentences[i]]
    return (language.starts[a], language.ends[b - 1])
