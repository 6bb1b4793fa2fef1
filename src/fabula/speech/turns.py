"""Marked pieces joined into turns: what one speaker says in one paragraph, and speech that runs over several."""

from collections.abc import Sequence
from dataclasses import replace

from fabula.language import Language
from fabula.language.english import table
from fabula.speech.cues import Cue, cue_after, cue_before
from fabula.speech.dashes import dash_turns
from fabula.speech.kinds import is_written, judge
from fabula.speech.marks import Piece
from fabula.speech.turn import Turn
from fabula.world import Kind, Manuscript


def find_turns(manuscript: Manuscript, language: Language, pieces: Sequence[Sequence[Piece]]) -> tuple[Turn, ...]:
    """The turns of a text, in order."""
    out: list[Turn] = []
    for p, row in enumerate(pieces):
        if not row:
            continue
        found = _in_paragraph(manuscript, language, p, row)
        lead = _lead(manuscript, language, pieces, p) if found and found[0].outer[0] == row[0].outer[0] else None
        if lead is not None and not any(c.kind == "tag" for c in found[0].cues):
            found[0] = replace(found[0], cues=(lead, *found[0].cues))
        if found and out and _continues(manuscript, out[-1], found[0], row[0], p):
            last = out[-1]
            first = found.pop(0)
            out[-1] = replace(
                last,
                parts=last.parts + first.parts,
                outer=(last.outer[0], first.outer[1]),
                last_paragraph=p,
                cues=last.cues + first.cues,
                open=first.open,
            )
        out.extend(found)
    return tuple(out)


def _lead(m: Manuscript, language: Language, pieces: Sequence[Sequence[Piece]], p: int) -> Cue | None:
    """The tag at the end of the paragraph before ("Marianne exclaimed,"), where speech opens this one."""
    before = m.paragraphs[p - 1] if p else None
    if before is None or before.kind != "prose" or pieces[p][0].outer[0] != m.paragraphs[p].start:
        return None
    start = max((x.outer[1] for x in pieces[p - 1]), default=before.start)
    if m.text[start : before.end].rstrip()[-1:] not in (",", ":", "—", "–"):
        return None
    cue = cue_before(language, language.tokens_in(start, before.end))
    return cue if cue is not None and cue.kind == "tag" else None


def _continues(m: Manuscript, last: Turn, first: Turn, piece: Piece, p: int) -> bool:
    """Left open at the end of its paragraph, and the next paragraph opens with a mark."""
    if not last.open or last.kind != first.kind or piece.outer[0] != m.paragraphs[p].start:
        return False
    between = m.paragraphs[last.last_paragraph + 1 : p]
    return not between


def _in_paragraph(m: Manuscript, language: Language, p: int, row: Sequence[Piece]) -> list[Turn]:
    paragraph = m.paragraphs[p]
    if len(row) == 1 and row[0].convention == "dash":
        return dash_turns(m.text, language, p, row[0])
    edges = [paragraph.start, *(x for piece in row for x in piece.outer), paragraph.end]
    gaps = [language.tokens_in(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    verdicts = [judge(m.text, language, piece, gaps[k], gaps[k + 1], len(row) == 1) for k, piece in enumerate(row)]
    kept = [k for k, v in enumerate(verdicts) if v != "none"]
    turns: list[Turn] = []
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
        cues = [c for c in (cue_before(language, before), cue_after(language, after, comma)) if c]
        turn = Turn(
            kind,
            ((piece.start, piece.end),),
            piece.outer,
            p,
            p,
            tuple(cues),
            piece.convention,
            open=not piece.closed and piece.outer[1] == paragraph.end,
        )
        if turns and _same_turn(language, turns[-1], turn):
            last = turns[-1]
            turns[-1] = replace(
                last,
                parts=last.parts + turn.parts,
                outer=(last.outer[0], turn.outer[1]),
                cues=_merge(last.cues, turn.cues),
                open=turn.open,
            )
        else:
            turns.append(turn)
    return turns


def _merge(a: tuple[Cue, ...], b: tuple[Cue, ...]) -> tuple[Cue, ...]:
    """One cue between two pieces is seen from both; it is kept once, as a tag if either saw a tag."""
    out = list(a)
    for c in b:
        twin = next((i for i, x in enumerate(out) if x.subject == c.subject), None)
        if twin is None:
            out.append(c)
        elif out[twin].kind == "beat" and c.kind == "tag":
            out[twin] = c
    return tuple(out)


def _same_turn(language: Language, last: Turn, new: Turn) -> bool:
    """One paragraph has one speaker, unless its tags name two."""
    if last.kind != new.kind and "thought" in (last.kind, new.kind):
        return False
    mine = [c for c in last.cues if c.kind == "tag"]
    theirs = [c for c in new.cues if c.kind == "tag" and all(c.subject != x.subject for x in mine)]
    return not any(_differ(language, a.subject, b.subject) for a in mine[-1:] for b in theirs[:1])


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
