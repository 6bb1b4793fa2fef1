"""From turns to quotations: who speaks, how sure we are, and what gave it away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from fabula.language import Language
from fabula.language.english import table
from fabula.speech.candidates import Slate, build_slates
from fabula.speech.decode import marginals, relation
from fabula.speech.features import FEATURES, INDEX, UNKNOWN, Floats
from fabula.speech.learn import Taught, learn
from fabula.speech.nearby import NONE, Listener
from fabula.speech.surroundings import Surroundings
from fabula.speech.turn import Turn
from fabula.speech.voice import hear_voices
from fabula.speech.weights import LINKS, TEMPERATURE
from fabula.world import Cast, Quotation, QuoteType, Reference

# Below this the answer would be a guess dressed as a fact: the speaker stays open.
UNSURE = 0.2
# A thought right after a turn is its speaker's rather than the hearer's: log odds, set by hand.
AFTERTHOUGHT = 1.5
NEVER = -60.0  # log odds of anybody else where a reader settled who speaks
READER = "a reader"  # the evidence of what a person said


class _Choice(NamedTuple):
    """The best candidate, its probability, and the next best."""

    who: str | None
    sure: float
    other: str | None


_NOBODY = _Choice(None, 0.0, None)


def attribute(
    language: Language,
    cast: Cast,
    turns: Sequence[Turn],
    cuts: Sequence[int] = (),
    listener: Listener | None = None,
    given: Mapping[int, str | None] | None = None,
) -> tuple[tuple[Quotation, ...], list[Slate]]:
    """A quotation for each turn, in order, with its speaker, confidence, cue and type; and the slates they are from.

    ``cuts`` are the paragraphs that open scenes. ``given`` are the speakers a reader settled, by turn; None is "it
    cannot be told". The turns around are decided with these as they are. Addressees and hearers are left open; see
    `speech.addressees` and `speech.hearing`.
    """
    given = given or {}
    around = Surroundings(language, cast, turns, cuts)
    slates = build_slates(around, listener, given)
    kinds = [quote_type(language, around, t, s) for t, s in zip(turns, slates, strict=True)]
    return decide(turns, slates, cuts, given, kinds), slates


def decide(
    turns: Sequence[Turn],
    slates: Sequence[Slate],
    cuts: Sequence[int],
    given: Mapping[int, str | None],
    kinds: Sequence[QuoteType | None],
) -> tuple[Quotation, ...]:
    """A quotation for each turn, from its slate; ``kinds`` says how the text gives each speaker.

    The quick part of `attribute`: to decide again with more ``given`` needs no new slates.
    """
    slates = [with_candidate(s, given.get(k)) for k, s in enumerate(slates)]
    chosen = _decode(turns, slates, cuts, given)
    out = []
    for k, (turn, slate) in enumerate(zip(turns, slates, strict=True)):
        who, sure, other = chosen[k]
        settled = k in given
        best = slate.features[slate.who.index(who)] if who else np.zeros(len(FEATURES))
        known = sure >= UNSURE or settled
        out.append(
            Quotation(
                id=f"q{k + 1}",
                kind=turn.kind,
                parts=turn.parts,
                speaker=who if known else None,
                type=None if turn.kind == "thought" else kinds[k],
                confidence=(1.0 if who else 0.0) if settled else round(float(sure), 3) if known else 0.0,
                cue=(slate.cue.start, slate.cue.end) if slate.cue is not None else None,
                evidence=READER if settled else name_evidence(best) if who else "nobody near",
                runner_up=None if settled else other if known else who or other,
                corrected=("speaker",) if settled else (),
            )
        )
    return tuple(out)


def with_candidate(slate: Slate, who: str | None) -> Slate:
    """The slate with somebody on it whom a reader named; nothing else is known of them."""
    if who is None or who in slate.who:
        return slate
    row, told = np.zeros((1, slate.features.shape[1])), np.full(1, NONE[1])
    return Slate(
        (*slate.who, who),
        np.concatenate((slate.features, row)),
        slate.cue,
        np.concatenate((slate.told, told)),
        slate.words,
    )


def clamped(slate: Slate, taught: Taught, k: int, given: Mapping[int, str | None]) -> Floats:
    """The scores of the candidates of turn ``k``; of nobody but who was given, where somebody was."""
    if k not in given:
        return taught.scores(slate)
    return np.array([0.0 if w == (given[k] or UNKNOWN) else NEVER for w in slate.who])


def _decode(
    turns: Sequence[Turn], slates: Sequence[Slate], cuts: Sequence[int], given: Mapping[int, str | None]
) -> list[_Choice]:
    """The choice of each turn: once by the evidence around it, and once more knowing how each one talks."""
    taught = learn(slates, given)
    scores = [clamped(s, taught, k, given) for k, s in enumerate(slates)]
    first = _choose(turns, slates, cuts, given, scores)
    voices = hear_voices(slates, [c.who for c in first], [c.sure for c in first])
    heard = [x if k in given else x + v for k, (x, v) in enumerate(zip(scores, voices, strict=True))]
    return _choose(turns, slates, cuts, given, heard)


def _choose(
    turns: Sequence[Turn],
    slates: Sequence[Slate],
    cuts: Sequence[int],
    given: Mapping[int, str | None],
    scores: Sequence[Floats],
) -> list[_Choice]:
    """The choice of each turn by its scores: conversations as chains, thoughts and letters alone."""
    out = [_NOBODY] * len(turns)
    chain = [k for k, t in enumerate(turns) if t.kind == "speech" and slates[k].who]
    relations = ["far"] + [relation(turns[a], turns[b], cuts) for a, b in zip(chain, chain[1:], strict=False)]
    for k, p in zip(
        chain, marginals([slates[k].who for k in chain], [scores[k] for k in chain], relations, LINKS), strict=True
    ):
        out[k] = _best(slates[k], p)
    for k, turn in enumerate(turns):
        if turn.kind != "speech" and slates[k].who:
            own = scores[k].copy()
            before = out[k - 1][0] if k and relation(turns[k - 1], turn, cuts) in ("same", "next", "asked") else None
            if turn.kind == "thought" and before in slates[k].who:
                own[slates[k].who.index(before)] += AFTERTHOUGHT
            p = np.exp(own - own.max())
            p /= p.sum()
            out[k] = _best(slates[k], p)
            if turn.convention == "letter" and k not in given and not slates[k].features[:, INDEX["tag_name"]].any():
                out[k] = _NOBODY  # signed by nobody we know, or not at all
    return out


def _best(slate: Slate, p: Floats) -> _Choice:
    """The likeliest candidate; nobody, where it is likelier than not that the speaker is not on the slate."""
    order = [int(i) for i in np.argsort(-p, kind="stable")]
    ranked = [i for i in order if slate.who[i] != UNKNOWN]
    others = [slate.who[i] for i in ranked]
    if not ranked or (slate.who[order[0]] == UNKNOWN and p[order[0]] > 0.5):
        return _Choice(None, 0.0, others[0] if others else None)
    sure = p ** (1 / TEMPERATURE)
    return _Choice(others[0], float(sure[ranked[0]] / sure.sum()), others[1] if len(others) > 1 else None)


def withhold(quotes: Sequence[Quotation], least: float) -> tuple[Quotation, ...]:
    """The quotations with every speaker left open of whom we are less sure than ``least``, a probability."""
    return tuple(
        replace(q, speaker=None, confidence=0.0, runner_up=q.speaker) if q.speaker and q.confidence < least else q
        for q in quotes
    )


def quote_type(language: Language, around: Surroundings, turn: Turn, slate: Slate) -> QuoteType:
    """How the text gives the speaker: a name in the tag, another word in the tag, or no tag (PDNC's three types)."""
    if slate.cue is None or slate.cue.kind != "tag":
        return "implicit"
    r: Reference | None = around.at_token.get(slate.cue.subject)
    if r is not None and r.form == "PROP":
        return "explicit"
    if (
        r is None
        and language.pos[slate.cue.subject] == "PROPN"
        and language.lower[slate.cue.subject] not in table("pronouns")
    ):
        return "explicit"
    return "anaphoric"


_NAMED_EVIDENCE = (
    ("tag_name", "tag with a name"),
    ("tag_i", "tag in the first person"),
    ("tag_noun", "tag with a noun"),
    ("tag_pronoun_antecedent", "tag with a pronoun"),
    ("tag_pronoun_fits", "tag with a pronoun"),
    ("tag_pronoun_unknown", "tag with a pronoun"),
    ("tag_plural_group", "several speak"),
    ("tag_noun_open_fits", "tag with a noun"),
    ("beat_name", "action beside it"),
    ("beat_name_before", "action beside it"),
    ("beat_i", "action beside it"),
    ("beat_pronoun_antecedent", "action beside it"),
    ("was_called", "called by name before"),
    ("is_answered", "called by name after"),
)


def name_evidence(row: Floats) -> str:
    """The strongest kind of evidence in a candidate's features, in words."""
    for feature, name in _NAMED_EVIDENCE:
        if row[INDEX[feature]] > 0:
            return name
    return "turn-taking"
