"""The whole sentence that a claim stands in, as the text has it, with the names of those whom pronouns mean."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from fabula.language.english import table, words
from fabula.world import Mention, Quotation, Span

_END = re.compile(r"(?:[.!?…]|-{2,}$|—$)+[\"'”’»)\]*_]*(?=\s|$)")
_LAST = re.compile(r"(?<![\w.])([\w.]+)\.$")
_NEXT = re.compile(r"\s+(\w+)")
_CLITIC = re.compile(r"['’]\w+")
_OWNERS = frozenset("his your her".split())
_YOU = frozenset("you your yours yourself yourselves ye".split())
_SEVERAL = frozenset("we us our ours ourselves they them their theirs themselves".split())


def sentence_around(text: str, at: int, within: Span) -> Span:
    """The sentence that code point ``at`` stands in, inside a span of the text.

    >>> text = "Go in. Mr. Pell sold the boat! Did he?"
    >>> text[slice(*sentence_around(text, 20, (0, 38)))]
    'Mr. Pell sold the boat!'
    """
    start, stop = within
    for end in _END.finditer(text, *within):
        if _shortened(text[start : end.start() + 1]):
            continue
        if end.end() > at:
            stop = end.end()
            break
        start = end.end()
    while start < stop and text[start].isspace():
        start += 1
    return (start, stop)


def _shortened(said: str) -> bool:
    """Does this end in a title or an initial with its stop?"""
    last = _LAST.search(said)
    return last is not None and (
        (len(last[1]) == 1 and last[1].isalpha() and last[1] != "I") or f"{last[1].lower()}." in table("titles")
    )


def unnamed(text: str, span: Span, mentions: Sequence[Mention], quotation: Quotation) -> tuple[Mention, ...]:
    """The pronouns of a span that want a name beside them: the first for each whom no name before it means.

    ``mentions`` are those of the text in order. "I" needs none, since it is known who speaks; "they" and "we" mean
    several, and so may "you" where several are spoken to.
    """
    several = _SEVERAL | (_YOU if len(quotation.addressees) != 1 else set())
    out: list[Mention] = []
    named = {quotation.speaker}
    for k in range(bisect_left(mentions, span[0], key=lambda m: m.start), len(mentions)):
        m = mentions[k]
        if m.start >= span[1]:
            break
        if m.entity not in named and m.end <= span[1] and (not out or out[-1].end <= m.start):
            if m.form == "PRON" and text[m.start : m.end].lower() not in several:
                out.append(m)
            named.add(m.entity)
    return tuple(out)


def with_names(text: str, span: Span, pronouns: Sequence[Mention], names: Mapping[str, str]) -> str:
    """The words of a span with a name in brackets after each of the ``pronouns``. ``names`` are those of people by id.

    >>> m = [Mention(0, 3, "ida", "PER", "PRON"), Mention(8, 11, "tom", "PER", "PRON")]
    >>> with_names("She saw his boat.", (0, 17), m, {"ida": "Ida", "tom": "Tom"})
    'She [Ida] saw his [Tom’s] boat.'
    >>> with_names("He’ll go.", (0, 9), [Mention(0, 2, "tom", "PER", "PRON")], {"tom": "Tom"})
    'He’ll [Tom] go.'
    """
    out, at = [], span[0]
    for m in pronouns:
        if m.entity in names:
            clitic = _CLITIC.match(text, m.end)
            end = clitic.end() if clitic else m.end
            owns = "’s" if _owns(text, text[m.start : m.end], m.end) else ""
            out += [text[at:end], f" [{names[m.entity]}{owns}]"]
            at = end
    return " ".join("".join((*out, text[at : span[1]])).split())


def _owns(text: str, said: str, end: int) -> bool:
    """Is this pronoun followed by what belongs to them: "her boat", but not "saw her in"?"""
    if said.lower() not in _OWNERS:
        return False
    following = _NEXT.match(text, end)
    return following is not None and following[1].lower() not in words("function_words")
