"""Gold people laid over a text: where each is named, and whom every other mention means, as the people model sees it.

Stories and PDNC say who is in them under which names, and hardly where. The names are looked for in the text; they are
the anchors of the model's own antecedents (`chain`), so that pronouns and nouns go astray as they do in a reading.
"""

import re
from typing import Any, NamedTuple

import numpy as np

from fabula.encoding.antecedents import score_antecedents
from fabula.language import Language
from fabula.language.syntax import head_of
from fabula.models.pairs import ME, PER_TYPE, PRON, PROP, Columns
from fabula.models.people import Antecedents, Reading
from fabula.resolution.coreference.chain import chain
from fabula.resolution.coreference.rank import SILENCE

GENDERS = {"he": 1, "she": 2}
NOT_ALIASES = frozenset("i me my you he him his she her it we us they them the a an".split())


class Mentions(NamedTuple):
    """Mentions of people, int32 (mentions,) each: tokens [first, last), head token, form, and whose, -1 for nobody."""

    first: np.ndarray
    last: np.ndarray
    head: np.ndarray
    form: np.ndarray
    who: np.ndarray


def lay(
    text: str, language: Language, reading: Reading, people: list[dict[str, Any]], narrator: int, cuts: tuple[int, ...]
) -> Mentions:
    """The mentions of ``people`` (gold characters with name, aliases, pronouns), numbered in their order.

    ``narrator`` is the number of whoever says "I" outside quotations, -1 for nobody. In quotations "I" and "you" stay
    nobody's: who they are follows from who speaks, which is what is to be learnt.
    """
    named = named_spans(text, language, people)
    m = reading.mentions
    anchors = {}
    at = {int(h): k for k, h in enumerate(m.head.tolist())}
    extra = []
    for (a, b), who in sorted(named.items()):
        head = head_of(language, a, b)
        k = at.get(head)
        if k is not None and m.form[k] != PRON:
            anchors[k] = who
        else:
            extra.append((a, b, head, PROP if language.text[a][0].isupper() else 1, who))
    for k, (kind, quote) in enumerate(zip(m.kind.tolist(), m.quote.tolist(), strict=True)):
        if kind == ME and quote < 0 and narrator >= 0:
            anchors[k] = narrator
    genders = [GENDERS.get(c.get("pronouns") or "", 0) for c in people]
    told_by = SILENCE._replace(narrator=narrator)
    entity, _ = chain(m, score_antecedents(m, Antecedents(reading)), anchors, genders, {}, cuts, told_by)
    rows = [
        (a, b, h, form, e)
        for k, (a, b, h, form, e, kind, quote, type_) in enumerate(_rows(m, entity))
        if k in anchors or (e < len(people) and type_ == PER_TYPE and not (quote >= 0 and _first_or_second(kind)))
    ]
    table = np.array(sorted([*rows, *extra]), np.int32).reshape(-1, 5).T
    return Mentions(*table)


def _rows(m: Columns, entity: np.ndarray) -> Any:
    columns = (m.first, m.last, m.head, m.form, entity, m.kind, m.quote, m.type)
    return zip(*(c.tolist() for c in columns), strict=True)


def _first_or_second(kind: int) -> bool:
    return kind <= 2  # ME, WE, YOU


def named_spans(text: str, language: Language, people: list[dict[str, Any]]) -> dict[tuple[int, int], int]:
    """The tokens [first, last) that name somebody, the longest name first; a shared name is that of the last named."""
    bearers: dict[str, list[int]] = {}
    for k, c in enumerate(people):
        for alias in dict.fromkeys((c["name"], *c["aliases"])):
            alias = " ".join(alias.split())
            if len(alias) > 1 and alias.lower() not in NOT_ALIASES:
                bearers.setdefault(alias, []).append(k)
    taken = np.zeros(len(language), bool)
    found: dict[tuple[int, int], list[int]] = {}
    for alias in sorted(bearers, key=lambda a: (-len(a), a)):
        words = [re.escape(w) for w in alias.split()]
        if alias[0].islower():
            words[0] = f"[{alias[0]}{alias[0].upper()}]" + words[0][1:] if alias[0].isalpha() else words[0]
        for hit in re.finditer(r"(?<![\w-])" + r"\s+".join(words) + r"(?![\w-])", text):
            tokens = language.tokens_in(*hit.span())
            if not len(tokens) or taken[tokens[0] : tokens[-1] + 1].any():
                continue
            taken[tokens[0] : tokens[-1] + 1] = True
            found[tokens[0], tokens[-1] + 1] = bearers[alias]
    last: dict[int, int] = {}
    out = {}
    for span, who in sorted(found.items()):
        chosen = max(who, key=lambda k: (last.get(k, -1), -k))
        last[chosen] = span[0]
        out[span] = chosen
    return out
