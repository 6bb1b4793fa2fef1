"""What speaks for a candidate, as numbers. What each weighs is in `weights` beside this."""

import math
from collections.abc import MutableSequence, Sequence

import numpy as np
import numpy.typing as npt

from fabula.language.english import table
from fabula.quotations.cues import Cue
from fabula.quotations.turn import Turn
from fabula.resolution.speakers.surroundings import Surroundings, is_subject, object_of

Calls = Sequence[tuple[list[str], list[str], str | None]]

FEATURES = (
    "tag_name", "tag_name_other", "tag_i", "tag_i_other", "tag_pronoun_fits", "tag_pronoun_unknown",
    "tag_pronoun_clash", "tag_pronoun_antecedent", "tag_noun", "tag_noun_other", "tag_noun_open_fits",
    "tag_noun_open_clash", "beat_name", "beat_name_before", "beat_other", "beat_pronoun_antecedent",
    "beat_pronoun_fits", "beat_pronoun_clash", "beat_i", "same_paragraph", "lead_subject", "lead_mention",
    "lead_colon", "vocative", "third_person", "was_called", "is_answered", "was_addressed", "distance", "frequency",
    "unseen", "narrator", "most_recent", "second_recent", "follow_subject", "called_by_title_clash",
    "tag_plural_group", "soon", "is_object", "other_scene", "only_called", "beat_inside", "tagged_near",
    "tagged_wide", "alone",
    "absent_pronoun", "unknown", "unknown_open_noun", "unknown_open_pronoun", "unknown_name", "unknown_no_cue",
    "open_noun_called_next",
    "spoken_of", "quiet_narrator", "reread",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(FEATURES)}
UNKNOWN = "?"  # the candidate for "somebody who is not among the candidates"
Floats = npt.NDArray[np.float64]


def fill(
    around: Surroundings,
    k: int,
    who: str,
    distance: float,
    calls: Calls,
    cues: Sequence[Cue | None],
    tagged: Sequence[str | None],
    row: MutableSequence[float],
) -> None:
    """Fill the row of a candidate of turn ``k``; ``tagged`` says of each turn whom its tag names outright."""
    turn = around.turns[k]
    known = around.pronouns.get(who)
    for cue in turn.cues:
        if cue.kind == "tag":
            _tag(around, cue, who, known, row)
    if not any(c.kind == "tag" for c in turn.cues):
        for cue in turn.cues:
            _beat(around, turn, cue, who, known, row)
    for p in range(turn.paragraph, turn.last_paragraph + 1):
        if any(r.entity == who and r.form != "PRON" for r in around.narration(p, turn)):
            row[INDEX["same_paragraph"]] = 1
    objects = {c.object for c in turn.cues if c.object >= 0}
    if any((r := around.at_token.get(o)) is not None and r.entity == who for o in objects):
        row[INDEX["is_object"]] = 1
    _lead(around, k, who, row)
    called, named, _ = calls[k]
    if turn.kind != "written":  # a letter holds its writer's name and its reader's
        row[INDEX["vocative"]] = who in called
        row[INDEX["third_person"]] = who in named and who not in called
    if k and turn.paragraph - around.turns[k - 1].last_paragraph <= 2:
        if who in calls[k - 1][0]:
            # somebody whom the scene never shows may be called all the same, and does not answer
            here = around.in_scene.get(around.scene(turn.paragraph), ())
            row[INDEX["was_called"]] = 1.0 if who in here else 0.3
        row[INDEX["was_addressed"]] = object_of(around, cues[k - 1]) == who
        implied = calls[k - 1][2]
        row[INDEX["called_by_title_clash"]] = implied is not None and known is not None and known != implied
    if k + 1 < len(around.turns) and around.turns[k + 1].paragraph - turn.last_paragraph <= 2:
        row[INDEX["is_answered"]] = who in calls[k + 1][0]
    for reach, name in ((3, "tagged_near"), (10, "tagged_wide")):
        for j in range(max(0, k - reach), min(len(around.turns), k + reach + 1)):
            if j != k and tagged[j] == who and abs(around.turns[j].paragraph - turn.paragraph) <= 2 * reach:
                row[INDEX[name]] = 1
                break
    tagged_here = row[INDEX["tagged_wide"]] or row[INDEX["tag_i"]] or row[INDEX["beat_i"]] > 0
    row[INDEX["quiet_narrator"]] = who == around.narrator and not tagged_here  # who listens, and tells what he hears
    row[INDEX["distance"]] = math.log1p(distance)
    row[INDEX["frequency"]] = math.log1p(around.count.get(who, 0)) / 4
    row[INDEX["unseen"]] = distance >= 8
    row[INDEX["soon"]] = distance <= 3
    row[INDEX["narrator"]] = who == around.narrator
    row[INDEX["only_called"]] = (
        not who.startswith("group:") and who != around.narrator and who not in around.ever_narrated
    )
    if who.startswith("group:"):
        row[INDEX["tag_plural_group"]] = 1


def fill_unknown(around: Surroundings, turn: Turn, cue: Cue | None, row: MutableSequence[float]) -> None:
    """What speaks for somebody who is not among the candidates: a noun or a name that nobody here bears."""
    row[INDEX["unknown"]] = 1
    if cue is None:
        row[INDEX["unknown_no_cue"]] = 1
        return
    r = around.at_token.get(cue.subject)
    word = around.language.lower[cue.subject]
    if word in table("pronouns"):
        row[INDEX["unknown_open_pronoun"]] = cue.kind == "tag" and _open_noun_before(
            around, turn, table("pronouns")[word]
        )
    elif cue.kind == "tag" and word != "i" and (r is None or r.entity is None):
        named = around.language.pos[cue.subject] == "PROPN"
        row[INDEX["unknown_name" if named else "unknown_open_noun"]] = 1


def _open_noun_before(around: Surroundings, turn: Turn, form: str) -> bool:
    """Was the last subject before the turn a noun that nobody here bears ("The man in the cap came nearer")?"""
    for p in (turn.paragraph, turn.paragraph - 1):
        for r in reversed(around.narration(p, turn)):
            before = around.language.starts[r.first] < turn.outer[0]
            if before and r.form != "PRON" and is_subject(around.language, r):
                return r.form == "NOM" and r.entity is None and r.pronoun in (None, form)
    return False


def _tag(around: Surroundings, cue: Cue, who: str, known: str | None, row: MutableSequence[float]) -> None:
    word = around.language.lower[cue.subject]
    r = around.at_token.get(cue.subject)
    if word in ("i", "me", "we"):
        row[INDEX["tag_i" if who == around.narrator else "tag_i_other"]] = 1
    elif r is not None and r.form == "PROP":
        row[INDEX["tag_name" if r.entity == who else "tag_name_other"]] = 1
    elif r is not None and r.entity is not None and r.entity.startswith("group:"):
        row[INDEX["tag_noun_open_fits" if r.entity == who else "tag_noun_open_clash"]] = 1
    elif who == around.narrator and (word in table("pronouns") or r is None or r.entity is None):
        # who tells the story in the first person calls nobody else "I", and himself nothing else
        row[INDEX["tag_pronoun_clash" if word in table("pronouns") else "tag_noun_open_clash"]] = 1
        row[INDEX["tag_i_other"]] = word in table("pronouns")
    elif word in table("pronouns"):
        form = table("pronouns")[word]
        name = "tag_pronoun_fits" if known == form else "tag_pronoun_unknown" if known is None else "tag_pronoun_clash"
        row[INDEX[name]] = 1
        if r is not None and r.entity == who:
            row[INDEX["tag_pronoun_antecedent"]] = 1
    elif r is not None and r.form == "NOM" and r.entity and not r.entity.startswith("group:"):
        row[INDEX["tag_noun" if r.entity == who else "tag_noun_other"]] = 1
    else:
        implied = r.pronoun if r is not None else None
        clash = implied is not None and known is not None and implied != known
        row[INDEX["tag_noun_open_clash" if clash else "tag_noun_open_fits"]] = 1


def _beat(around: Surroundings, turn: Turn, cue: Cue, who: str, known: str | None, row: MutableSequence[float]) -> None:
    word = around.language.lower[cue.subject]
    r = around.at_token.get(cue.subject)
    if word in ("i", "we"):
        row[INDEX["beat_i"]] = 1 if who == around.narrator else -1
    elif r is not None and r.form in ("PROP", "NOM") and r.entity:
        if r.entity == who:
            row[INDEX["beat_name_before" if cue.end <= turn.outer[0] else "beat_name"]] = 1
            row[INDEX["beat_inside"]] = turn.outer[0] < cue.start < turn.outer[1]
        else:
            row[INDEX["beat_other"]] = 1
    elif word in table("pronouns"):
        form = table("pronouns")[word]
        if who == around.narrator:
            row[INDEX["beat_pronoun_clash"]] = 1
        elif known == form:
            row[INDEX["beat_pronoun_fits"]] = 1
        elif known is not None:
            row[INDEX["beat_pronoun_clash"]] = 1
        if r is not None and r.entity == who:
            row[INDEX["beat_pronoun_antecedent"]] = 1


def _lead(around: Surroundings, k: int, who: str, row: MutableSequence[float]) -> None:
    """The paragraph before, where it is narration: whom it is about, and whether it hands over with a colon."""
    language = around.language
    turn = around.turns[k]
    p = turn.paragraph - 1
    spoken_before = any(t.last_paragraph == p for t in around.turns[max(0, k - 2) : max(0, k - 2) + 2])
    if not spoken_before:
        refs = [r for r in around.narration(p, turn) if r.entity]
        if refs:
            last_sentence = language.sentences[refs[-1].head]
            subject = next(
                (r for r in refs if language.sentences[r.head] == last_sentence and is_subject(language, r)), None
            )
            if subject is not None and subject.entity == who:
                row[INDEX["lead_subject"]] = 1
                end = subject.head
                while end + 1 < len(language) and language.paragraphs[end + 1] == p:
                    end += 1
                    if end - subject.head > 80:
                        break
                row[INDEX["lead_colon"]] = language.text[end] in (":", ",", "—", "--")
            row[INDEX["lead_mention"]] = any(r.entity == who for r in refs[-4:])
    after = [r for r in around.narration(turn.last_paragraph + 1, turn) if r.entity]
    if after and is_subject(language, after[0]) and after[0].entity == who:
        row[INDEX["follow_subject"]] = 1


def rank(around: Surroundings, turn: Turn, order: Sequence[str], features: Floats) -> None:
    """Mark the two people named last before the turn in the narration."""
    found: list[str] = []
    for p in range(turn.paragraph, turn.paragraph - 6, -1):
        for r in reversed(around.narration(p, turn)):
            if r.entity and around.language.starts[r.first] < turn.outer[0] and r.entity not in found:
                found.append(r.entity)
        if len(found) >= 2:
            break
    for name, who in zip(("most_recent", "second_recent"), found, strict=False):
        if who in order:
            features[order.index(who), INDEX[name]] = 1


def spoken_of(around: Surroundings, k: int, order: Sequence[str], features: Floats) -> None:
    """ "I told her": the only "she" among them is hardly the one who says so."""
    forms = {r.pronoun for r in around.in_turn.get(k, ()) if r.form == "PRON"} - {"I", "they", None}
    for form in sorted(f for f in forms if f):
        bearers = [i for i, who in enumerate(order) if around.pronouns.get(who) == form]
        if len(bearers) == 1:
            features[bearers[0], INDEX["spoken_of"]] = 1


def nobody_fits(features: Floats) -> None:
    """A pronoun in the tag that clashes with everybody is somebody else's."""
    clash = features[:, INDEX["tag_pronoun_clash"]] > 0
    unknown = features[:, INDEX["unknown"]] > 0
    if clash.any() and (clash | unknown).all():
        features[unknown, INDEX["unknown_name"]] = 1


def absent_pronouns(features: Floats) -> None:
    """A pronoun hardly means somebody from another scene while somebody in this one fits it."""
    absent = features[:, INDEX["other_scene"]] > 0
    if not absent.any():
        return
    fits = features[:, [INDEX["tag_pronoun_fits"], INDEX["beat_pronoun_fits"]]].any(axis=1)
    if (fits & ~absent).any():
        features[fits & absent, INDEX["absent_pronoun"]] = 1
