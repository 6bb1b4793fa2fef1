"""Mentions whose person is known before any antecedent is sought: by name, by role, or because they say "I"."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fabula.language import Language
from fabula.language.english import person_nouns, words
from fabula.language.vocative import is_vocative
from fabula.models.pairs import ANY_NOUN, HE_NOUN, ME, PRONOUNS, SHE_NOUN, YOU, Columns
from fabula.world import Cast, Quotation

_NOUNS = frozenset((HE_NOUN, SHE_NOUN, ANY_NOUN))
_TAGGED = 0.4  # confidence from which a speaker settles the pronoun or noun of the tag
_SURE = 0.5  # and the noun of an action beside the speech


class Known(NamedTuple):
    """``meant``: mention to character's id; ``barred``: mention to the ids it cannot mean."""

    meant: dict[int, str]
    barred: dict[int, frozenset[str]]


def find_known(
    language: Language,
    cast: Cast,
    m: Columns,
    quotes: Sequence[Quotation] = (),
    settled: Mapping[int, str | None] | None = None,
) -> Known:
    """What names, roles and, once there are ``quotes``, speakers and addressees say of mentions.

    In a quotation "I" is its speaker and "you" its addressee, where that is one person. ``settled`` is whom a reader
    said that mentions mean, None for nobody of the cast.
    """
    named = _by_token(cast)
    tags = _tagged(language, quotes)
    people = {c.id for c in cast.characters}
    known: dict[int, str] = {}
    barred: dict[int, frozenset[str]] = {}
    rows = zip(m.first.tolist(), m.last.tolist(), m.head.tolist(), m.kind.tolist(), m.quote.tolist(), strict=True)
    for k, (a, b, head, kind, q) in enumerate(rows):
        called = q >= 0 and bool(quotes) and kind not in PRONOUNS and is_vocative(language, a, b)
        called = called and not (language.lower[a] == "my" and language.lower[head] in words("elders"))
        if kind == ME and q < 0:
            if cast.narration.narrator:
                known[k] = cast.narration.narrator
        elif q >= 0 and quotes and kind in (ME, YOU):
            said = quotes[q]
            if kind == ME and said.speaker in people:
                known[k] = said.speaker or ""
            elif kind == YOU and len(said.addressees) == 1 and said.addressees[0] in people:
                known[k] = said.addressees[0]
            elif kind == YOU and said.speaker:
                barred[k] = frozenset((said.speaker,))
        elif head in tags and (b - a == 1 or kind in _NOUNS) and tags[head] in people:
            known[k] = tags[head]
        elif head in named and _one_name(named, a, b):
            known[k] = named[head]
        elif called and len(quotes[q].addressees) == 1 and quotes[q].addressees[0] in people:
            known[k] = quotes[q].addressees[0]  # "Yes, sir": whoever is spoken to
        elif called and quotes[q].speaker:
            barred[k] = frozenset((quotes[q].speaker or "",))
        elif language.dep[head] == "poss" and (
            owned := tags.get(language.heads[head]) or named.get(language.heads[head])
        ):
            barred[k] = frozenset((owned,))  # "her husband" is not she
    for k, who in (settled or {}).items():
        known.pop(k, None)
        barred[k] = frozenset(people) if who is None else frozenset()
        if who is not None:
            known[k] = who
    return Known(known, barred)


def _by_token(cast: Cast) -> dict[int, str]:
    """The tokens of names, and the heads of nouns that are somebody's role, to ids."""
    out: dict[int, str] = {}
    for r in cast.references:
        if r.form == "NOM" and r.entity and not r.entity.startswith("group:"):
            out[r.head] = r.entity
    for r in cast.references:
        if r.form == "PROP" and r.entity:
            for i in range(r.first, r.last):
                out[i] = r.entity
    return out


def _one_name(named: Mapping[int, str], a: int, b: int) -> bool:
    """ "Emma and Harriet" is neither."""
    return b - a < 3 or len({named[i] for i in range(a, b) if i in named}) == 1


def _tagged(language: Language, quotes: Sequence[Quotation]) -> dict[int, str]:
    """The pronoun or noun of a tag ("he said", "said the director") is the speaker: its token, to the speaker's id.

    So is the noun of an action between two parts of a speech, where the speaker is hardly in doubt.
    """
    out: dict[int, str] = {}
    for q in quotes:
        if not q.cue or not q.speaker or q.type == "explicit":
            continue
        for i in language.tokens_in(*q.cue):
            pronoun = language.tag[i] == "PRP"
            if (pronoun or language.tag[i] == "NN") and q.confidence >= (_TAGGED if q.type == "anaphoric" else _SURE):
                out[i] = q.speaker
                if not pronoun and language.lower[i] not in person_nouns():  # "her sister-in-law's chin wobbled"
                    out.update({c: q.speaker for c in language.children[i] if language.dep[c] in ("poss", "nmod")})
                if pronoun:
                    break
    return out
