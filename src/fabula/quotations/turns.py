"""Marked pieces joined into turns: what one speaker says in one paragraph, and speech that runs over several."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.language.english import table
from fabula.language.syntax import SUBJECTS
from fabula.quotations.cues import Cue, cue_after, cue_before
from fabula.quotations.dashes import dash_turns
from fabula.quotations.kinds import Verdict, is_on_sign, is_tagged, is_written, judge, said_by_it
from fabula.quotations.pieces import UNSURE, Piece
from fabula.quotations.turn import Turn
from fabula.world import Kind, Manuscript


def find_turns(manuscript: Manuscript, language: Language, pieces: Sequence[Sequence[Piece]]) -> tuple[Turn, ...]:
    """The turns of a text, in order."""
    out: list[Turn] = []
    usual = _usual(manuscript, language, pieces)
    for p, row in enumerate(pieces):
        if not row:
            continue
        found = _in_paragraph(manuscript, language, p, row, usual)
        lead = _lead(manuscript, language, pieces, p) if found and found[0].outer[0] == row[0].outer[0] else None
        if lead is not None:
            found[0] = replace(found[0], cues=(lead, *(c for c in found[0].cues if c.kind != "tag")))
        if found and out and _continues(manuscript, language, out[-1], found[0], row[0], p):
            last = out[-1]
            first = found.pop(0)
            out[-1] = replace(
                last,
                parts=last.parts + first.parts,
                outer=(last.outer[0], first.outer[1]),
                last_paragraph=p,
                cues=last.cues + first.cues,
                open=first.open,
                unclosed=first.unclosed,
            )
        out.extend(found)
    return tuple(replace(t, asks=manuscript.text[t.parts[-1][0] : t.parts[-1][1]].rstrip()[-1:] == "?") for t in out)


def _usual(m: Manuscript, language: Language, pieces: Sequence[Sequence[Piece]]) -> frozenset[str]:
    """The unsure conventions that this text has with a tag twice at least: there speech needs none."""
    tagged: Counter[str] = Counter()
    for p, row in enumerate(pieces):
        if row and row[0].convention in UNSURE:
            before, after = _around(m, language, p, row, 0)
            end = row[0].end
            tagged[row[0].convention] += is_tagged(language, end, before, after) and not is_on_sign(
                language, end, before, after
            )
    return frozenset(c for c, n in tagged.items() if n >= 2)


def _around(m: Manuscript, language: Language, p: int, row: Sequence[Piece], k: int) -> tuple[range, range]:
    """The tokens between the piece ``k`` of a paragraph and those before and after it."""
    left = row[k - 1].outer[1] if k else m.paragraphs[p].start
    right = row[k + 1].outer[0] if k + 1 < len(row) else m.paragraphs[p].end
    return language.tokens_in(left, row[k].outer[0]), language.tokens_in(row[k].outer[1], right)


def _lead(m: Manuscript, language: Language, pieces: Sequence[Sequence[Piece]], p: int) -> Cue | None:
    """The tag at the end of the paragraph before ("Marianne exclaimed,"), where speech opens this one."""
    before = m.paragraphs[p - 1] if p else None
    if before is None or before.kind != "prose" or pieces[p][0].outer[0] != m.paragraphs[p].start:
        return None
    start = max((x.outer[1] for x in pieces[p - 1]), default=before.start)
    if m.text[start : before.end].rstrip()[-1:] not in (",", ":", "—", "–", "-"):
        return None
    cue = cue_before(language, language.tokens_in(start, before.end))
    return cue if cue is not None and cue.kind == "tag" else None


def _continues(m: Manuscript, language: Language, last: Turn, first: Turn, piece: Piece, p: int) -> bool:
    """Left open at the end of its paragraph, and the next paragraph opens with a mark and is nobody else's."""
    if not last.open or last.kind != first.kind or piece.outer[0] != m.paragraphs[p].start:
        return False
    between = m.paragraphs[last.last_paragraph + 1 : p]
    return not between and not _is_answer(m, language, last, first)


def _is_answer(m: Manuscript, language: Language, last: Turn, first: Turn) -> bool:
    """Is a turn by its tag somebody else's than the one before? Then that was never closed, and does not go on."""
    if first.open or m.text[first.parts[0][0]] in "'‘‚":  # the tag of what somebody tells that others said
        return False
    one, other = _who(language, last.cues[::-1]), _who(language, first.cues)
    if one >= 0 and language.lower[one] in (
        "he",
        "she",
    ):  # whoever acts in this paragraph: Ida looked up. "No," she said
        before = language.tokens_in(m.paragraphs[last.last_paragraph].start, last.parts[0][0])
        acts = [i for i in before if language.pos[i] == "PROPN" and language.dep[i] in SUBJECTS]
        one = acts[0] if len({language.lower[i] for i in acts}) == 1 else one
    return one >= 0 and other >= 0 and _differ(language, one, other)


def _who(language: Language, cues: Sequence[Cue]) -> int:
    """Who speaks by the first tag among cues, or by their voice ("Ida's voice shook"): a token, or -1."""
    for c in cues:
        if c.kind == "tag":
            return c.subject
        if c.side == "after" and language.lower[c.subject] == "voice":
            return next((i for i in language.children[c.subject] if language.dep[i] == "poss"), -1)
    return -1


def _in_paragraph(
    m: Manuscript, language: Language, p: int, row: Sequence[Piece], usual: Collection[str]
) -> list[Turn]:
    paragraph = m.paragraphs[p]
    if len(row) == 1 and row[0].convention == "dash":
        return dash_turns(m.text, language, p, row[0], begun=row[0].outer[0] > paragraph.start)
    edges = [paragraph.start, *(x for piece in row for x in piece.outer), paragraph.end]
    gaps = [language.tokens_in(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    verdicts: list[Verdict] = []
    for k, piece in enumerate(row):
        begun = "speech" in verdicts
        verdict = judge(m.text, language, piece, gaps[k], gaps[k + 1], begun)
        it = said_by_it(language, gaps[k + 1]) if piece.convention in usual else None
        if verdict == "none" and piece.convention in usual and (it or begun or (not gaps[k] and not gaps[k + 1])):
            if not is_on_sign(language, piece.end, gaps[k], gaps[k + 1]):
                verdict = "speech"  # marked as others are that have a tag
        elif verdict == "speech" and k and verdicts[-1] == "thought" and _thinks_on(m.text, language, row, k, gaps):
            verdict = "thought"
        verdicts.append(verdict)
    kept = [k for k, v in enumerate(verdicts) if v != "none"]
    single: list[Turn] = []
    for n, k in enumerate(kept):
        piece, verdict = row[k], verdicts[k]
        # narration up to the neighbouring *kept* piece: scare quotes are part of it
        left = row[kept[n - 1]].outer[1] if n else paragraph.start
        right = row[kept[n + 1]].outer[0] if n + 1 < len(kept) else paragraph.end
        before = language.tokens_in(left, piece.outer[0])
        after = language.tokens_in(piece.outer[1], right)
        kind: Kind = verdict if verdict != "none" else "speech"
        if kind == "speech" and is_written(language, before):
            kind = "written"
        comma = m.text[piece.start : piece.end].rstrip().endswith(",")
        it = said_by_it(language, after) if piece.convention in UNSURE else None
        cues = tuple(c for c in (cue_before(language, before), it or cue_after(language, after, comma)) if c)
        part = (piece.start, piece.end)
        unclosed = not piece.closed and piece.outer[1] == paragraph.end
        single.append(
            Turn(kind, (part,), piece.outer, p, p, cues, piece.convention, open=unclosed, unclosed=not piece.closed)
        )
    return _joined_turns(m, language, single)


def _thinks_on(text: str, language: Language, row: Sequence[Piece], k: int, gaps: Sequence[range]) -> bool:
    """Does a piece go on with the thought before it: nothing but a tag between them, and no tag of its own?"""
    cue = cue_after(language, gaps[k], comma=True)
    if cue is None or cue.kind != "tag" or len(gaps[k]) > _TAG_ALONE:
        return False
    own = cue_after(language, gaps[k + 1], text[row[k].start : row[k].end].rstrip().endswith(","))
    return own is None or own.kind != "tag"


_TAG_ALONE = 7  # tokens of a tag that says nothing else


def _joined_turns(m: Manuscript, language: Language, single: Sequence[Turn]) -> list[Turn]:
    """The pieces of one paragraph as turns."""
    groups: list[list[Turn]] = []
    last_tag: Cue | None = None
    meant = -1  # whom that tag means
    end = m.paragraphs[single[0].paragraph].start if single else 0
    for turn, then in zip(single, [*single[1:], None][: len(single)], strict=True):
        tags = [c for c in turn.cues if c.kind == "tag"]
        if len(tags) == 2 and (
            _differ(language, tags[0].subject, tags[1].subject)
            or (then is not None and _leads_on(language, tags[0], then))
        ):
            # "cried Marianne, "he is here!" Elinor ventured to say, "He will come."": the second leads on
            turn = replace(turn, cues=tuple(c for c in turn.cues if c is not tags[1]))
            tags = tags[:1]
        if groups and _same_turn(language, groups[-1][-1].kind, last_tag, meant, turn):
            groups[-1].append(turn)
        else:
            groups.append([turn])
            last_tag = None
        if tags and tags[-1] is not last_tag:
            last_tag = tags[-1]
            meant = _meant(language, last_tag.subject, language.tokens_in(end, turn.outer[0]))
        end = turn.outer[1]
    return [_merge(g) for g in groups]


def _leads_on(language: Language, tag: Cue, then: Turn) -> bool:
    """Does each of two pieces have a tag before it, of two people: the captain said, "…", and Dunmore replied, "…"?"""
    before = next((c for c in then.cues if c.kind == "tag" and c.side == "before"), None)
    return tag.side == "before" and before is not None and _tells_two(language, tag, before)


def _meant(language: Language, subject: int, before: range) -> int:
    """Whom the pronoun of a tag means by the narration before the words: Ida in "Ida looked up. "No," she said".

    The token of the one name that acts there, or else the subject.
    """
    if language.lower[subject] not in ("he", "she"):
        return subject
    acts = [i for i in before if language.pos[i] == "PROPN" and language.dep[i] in SUBJECTS]
    return acts[-1] if len({language.lower[i] for i in acts}) == 1 else subject


def _merge(group: Sequence[Turn]) -> Turn:
    """One turn of several pieces. A cue between two pieces is seen from both; it is kept once, a tag before a beat."""
    cues: dict[int, Cue] = {}
    for turn in group:
        for c in turn.cues:
            if c.subject not in cues or (cues[c.subject].kind == "beat" and c.kind == "tag"):
                cues[c.subject] = c
    return replace(
        group[0],
        parts=tuple(part for t in group for part in t.parts),
        outer=(group[0].outer[0], group[-1].outer[1]),
        cues=tuple(cues.values()),
        open=group[-1].open,
        unclosed=any(t.unclosed for t in group),
    )


def _same_turn(language: Language, kind: Kind, tag: Cue | None, meant: int, new: Turn) -> bool:
    """One paragraph has one speaker, unless its tags name two. ``tag`` is the last tag so far and means ``meant``."""
    if kind != new.kind and "thought" in (kind, new.kind):
        return False
    theirs = [c for c in new.cues if c.kind == "tag" and (tag is None or c.subject != tag.subject)]
    if tag is None or not theirs:
        return True
    if any(_differ(language, meant, c.subject) or _tells_two(language, tag, c) for c in theirs):
        return False
    return not _comes_between(language, tag, theirs[0], language.tokens_in(tag.end, new.outer[0]))


def _tells_two(language: Language, tag: Cue, theirs: Cue) -> bool:
    """A name and a noun, each with a tag after its words, are two: nobody is tagged twice without "she added".

    So are they, and two nouns, where each tag leads up to its words: the captain said, "…", and Dunmore replied, "…".
    """
    if tag.side == theirs.side == "before" and tag.verb >= 0 and theirs.verb >= 0:
        kinds = [language.pos[c.subject] for c in (tag, theirs)]
        named = "NOUN" in kinds and set(kinds) <= {"NOUN", "PROPN"}
        other = language.lemma[tag.subject] != language.lemma[theirs.subject]
        return named and other and language.lemma[theirs.verb] not in _GOING_ON
    if tag.side != "after" or theirs.side != "after" or theirs.verb < 0 or tag.verb < 0:
        return False
    pos = {language.pos[tag.subject], language.pos[theirs.subject]}
    return (
        pos == {"PROPN", "NOUN"}
        and language.lemma[theirs.verb] not in _GOING_ON
        and _inverted(tag)
        and _inverted(theirs)
    )


def _inverted(tag: Cue) -> bool:
    return tag.verb < tag.subject


def _comes_between(language: Language, tag: Cue, theirs: Cue, between: range) -> bool:
    """Does another act between a tag with a name and one with a pronoun: "Oskar said, and Lena laughed. … she said"?"""
    if language.pos[tag.subject] != "PROPN" or language.lower[theirs.subject] not in ("he", "she"):
        return False
    return any(
        language.pos[i] == "PROPN" and language.dep[i] in SUBJECTS and language.lower[i] != language.lower[tag.subject]
        for i in between
    )


_GOING_ON = frozenset("add continue resume repeat conclude finish go explain".split())


def _differ(language: Language, a: int, b: int) -> bool:
    """Are these two subjects certainly two people?"""
    wa, wb = language.lower[a], language.lower[b]
    if wa == wb:
        return False
    forms = {**table("pronouns"), "i": "I", "we": "we"}
    if wa in forms and wb in forms:
        return forms[wa] != forms[wb]
    if wa in forms or wb in forms:
        return "i" in (wa, wb)
    return language.pos[a] == language.pos[b] == "PROPN" and not _joined(language, a, b)


def _joined(language: Language, a: int, b: int) -> bool:
    """Do the two names share a word ("Roz", "Roz Quayle")?"""

    def name(i: int) -> set[str]:
        out = {language.lower[i]}
        for c in language.children[i]:
            if language.dep[c] in ("compound", "flat"):
                out.add(language.lower[c])
        return out

    return bool(name(a) & name(b))
