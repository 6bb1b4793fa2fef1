"""What the sentences around a name say of its bearer: a person or not, and which pronouns they use."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fabula.language import Language
from fabula.language.english import person_nouns, table, words
from fabula.language.syntax import SUBJECTS, head_of
from fabula.language.taken_up import pronouns_taking_up
from fabula.language.vocative import is_vocative
from fabula.resolution.names.spans import SOFT_TITLES, NameSpan

# What makes a person: one act as the subject of a verb is enough in a short text, a mere possessive is not;
# in a long one, where chance adds up, it takes a little more.
PERSON, PERSON_LONG = 0.65, 1.0
SAID = 4  # pronouns that syntax must have seen for the model not to be asked; and how many to one it must answer
READ = 1.0  # what it counts against a person where the model reads a place, a ship or a firm
LONG = 400  # occurrences of names, about 10,000 words


@dataclass(slots=True)
class Evidence:
    """Sums over all occurrences of one name. ``person`` above ``PERSON`` makes it a person's."""

    count: int = 0
    person: float = 0.0
    place: float = 0.0
    speaks: int = 0
    narrated: int = 0
    vocative: int = 0
    anchored: int = 0
    pronouns: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Evidence") -> None:
        """Add another name's sums to this one's."""
        self.count += other.count
        self.person += other.person
        self.place += other.place
        self.speaks += other.speaks
        self.narrated += other.narrated
        self.vocative += other.vocative
        self.anchored += other.anchored
        self.pronouns.update(other.pronouns)


def weigh(
    language: Language,
    names: Sequence[NameSpan],
    quoted: Sequence[bool],
    types: Mapping[int, str],
    pronouns: Mapping[tuple[str, ...], Counter[str]],
) -> dict[tuple[str, ...], Evidence]:
    """The evidence for each name, by its words.

    ``quoted[i]`` says that token i stands in speech; ``types`` gives the head tokens of named mentions the type that
    the model reads there ("PER", "GPE" ...), ``pronouns`` what it counts as taking up each name.
    """
    out: dict[tuple[str, ...], Evidence] = defaultdict(Evidence)
    for s in names:
        e = out[s.words]
        e.count += 1
        e.narrated += not s.quoted
        e.anchored += not s.opening
        _syntax(language, s, e)
        read = types.get(head_of(language, s.first, s.last))
        e.place += READ if read not in (None, "PER") else 0.0
    for key, forms in pronouns_taking_up(language, names).items():
        out[key].pronouns.update(forms)
    _watch_tags(language, names, quoted, out)
    for key, counts in pronouns.items():
        said = out[key].pronouns
        (form, most), *rest = counts.most_common()
        if said.keys() <= {"he", "she"} and sum(said.values()) < SAID <= most / max(1, sum(n for _, n in rest)):
            said[form] += most
    return out


def bar(evidence: Mapping[tuple[str, ...], Evidence]) -> float:
    """How much it takes to be a person in this text."""
    return PERSON_LONG if sum(e.count for e in evidence.values()) > LONG else PERSON


def is_person(words_: tuple[str, ...], e: Evidence, least: float) -> bool:
    """Whether the evidence makes this the name of a person; ``least`` is the text's `bar`."""
    if words_[-1].lower() in words("place_words") and len(words_) > 1 and e.speaks == 0:
        return False
    if not e.anchored and not e.narrated and e.count < 3:
        return False  # capitals that open a quotation, and nothing else ("Howsoever, ...")
    return e.person >= least and e.person > e.place


def _syntax(language: Language, s: NameSpan, e: Evidence) -> None:
    h = head_of(language, s.first, s.last)
    dep = language.dep[h]
    governor = language.heads[h]
    lemma = language.lemma[governor]
    real_titles = [t for t in s.titles if t not in SOFT_TITLES and t not in _SAINTS]
    if real_titles:
        e.person += 2.0
    if s.the and not real_titles and not (len(s.core) == 1 and _names_a_role(s.core[0].lower())):
        e.place += 0.7
    nxt = language.lower[s.last] if s.last < len(language) else ""
    prev = language.lower[s.first - 1] if s.first else ""
    misread = dep in ("npadvmod", "dep", "ROOT") and not s.quoted and nxt and language.tag[s.last] in ("VBD", "VBZ")
    if (dep in SUBJECTS or misread) and language.pos[governor] in ("VERB", "AUX"):
        if lemma in words("speech_verbs") or lemma in words("think_verbs"):
            e.person += 1.5
            e.speaks += lemma in words("speech_verbs")
        else:
            e.person += 0.7 if language.pos[governor] == "VERB" else 0.25
    elif lemma in words("said_verbs") and governor == s.first - 1 and not s.quoted:
        e.person += 1.5  # "said Ino": the parser does not always see the subject
        e.speaks += 1
    elif nxt and s.last < len(language) and language.lemma[s.last] in words("said_verbs") and not s.quoted:
        e.person += 1.5
        e.speaks += 1
    if dep == "conj" and language.dep[governor] in SUBJECTS and language.pos[language.heads[governor]] == "VERB":
        e.person += 0.7  # "Ida and Tom sat down"
    if nxt == ":" and (s.first == 0 or language.paragraphs[s.first - 1] != language.paragraphs[s.first]):
        e.person += 1.0  # a line of a play, or of a conversation by telephone
    if dep == "pobj" or prev in words("place_prepositions"):
        if prev in words("place_prepositions"):
            e.place += 1.2
        elif prev in ("with", "beside", "behind"):
            e.person += 0.3
        elif prev in ("from", "to", "of"):
            e.place += 0.15
    if nxt in ("'s", "’s"):
        e.person += 0.3
    if prev in ("'s", "’s"):
        e.place += 0.3
    if dep == "compound" and s.last < len(language) and governor >= s.last and nxt not in ("'s", "’s"):
        e.place += 0.5
    if s.quoted and not s.titles and is_vocative(language, s.first, s.last):
        # One word and a stop may be an order ("Gargle."); a call is rather marked off otherwise.
        e.person += 0.3 if s.opening and nxt == "." else 0.8
        e.vocative += 1
    elif s.quoted and is_vocative(language, s.first, s.last):
        e.vocative += 1
    for c in language.children[h]:
        if language.dep[c] == "appos" and language.lower[c] in person_nouns():
            e.person += 1.5
    if dep == "appos" and language.lower[governor] in person_nouns():
        e.person += 1.5
    if prev in ("called", "named") and s.first > 1:
        e.person += 0.8 if language.lower[language.heads[s.first - 1]] in person_nouns() else 0.0
    if dep == "attr" and any(language.lower[c] in ("name", "names") for c in language.children[governor]):
        e.person += 2.0  # "her name was Lotte Brandt"
    if nxt in ("himself", "herself", "themself", "xemself"):
        e.person += 1.0


_SAINTS = frozenset(("st.", "st", "saint"))  # who names churches and streets more often than people


def _names_a_role(word: str) -> bool:
    return word in person_nouns() or word in table("titles")


def _watch_tags(
    language: Language, names: Sequence[NameSpan], quoted: Sequence[bool], out: dict[tuple[str, ...], Evidence]
) -> None:
    """ "Bex dropped it." and then "Me?" they squeaked: the tag's pronoun is of the one name in the paragraph before."""
    narrated: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for s in names:
        if not s.quoted:
            narrated[language.paragraphs[s.first]].add(s.words)
    spoken = {language.paragraphs[i] for i, q in enumerate(quoted) if q}
    forms = table("pronouns")
    for i, w in enumerate(language.lower):
        if w not in forms or quoted[i] or language.dep[i] not in SUBJECTS:
            continue
        verb = language.heads[i]
        if language.lemma[verb] not in words("speech_verbs") or not 0 < verb - i <= 3:
            continue
        k = i - 1
        while k >= 0 and not quoted[k] and language.pos[k] == "PUNCT":
            k -= 1
        p = language.paragraphs[i]
        if k < 0 or not quoted[k] or narrated.get(p) or p - 1 in spoken or len(narrated.get(p - 1, ())) != 1:
            continue
        out[next(iter(narrated[p - 1]))].pronouns[forms[w]] += 2
