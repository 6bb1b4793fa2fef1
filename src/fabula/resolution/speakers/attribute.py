"""From turns to quotations: who speaks, how sure we are, and what gave it away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from fabula.language import Language
from fabula.language.english import table
from fabula.quotations.turn import Turn
from fabula.resolution.judged import Judged
from fabula.resolution.speakers.candidates import Candidates, find_candidates
from fabula.resolution.speakers.decode import marginals, relation
from fabula.resolution.speakers.features import FEATURES, INDEX, UNKNOWN, Floats
from fabula.resolution.speakers.learn import Taught, learn
from fabula.resolution.speakers.surroundings import Surroundings
from fabula.resolution.speakers.voices import fit_voices
from fabula.resolution.speakers.weights import LINKS, TEMPERATURE
from fabula.world import Cast, Quotation, QuoteType, Reference
from fabula.world.corrections import READER

# Below this the answer would be a guess dressed as a fact: the speaker stays open.
UNSURE = 0.2
# A thought right after a turn is its speaker's rather than the hearer's: log odds, set by hand.
AFTERTHOUGHT = 1.5
LABELLED = 0.99  # probability of the speaker whom a label names
NEVER = -60.0  # log odds of anybody else where a reader settled who speaks


class _Choice(NamedTuple):
    """The best candidate, its probability, and the next best."""

    who: str | None
    sure: float
    other: str | None


_NOBODY = _Choice(None, 0.0, None)


class Attribution(NamedTuple):
    """A quotation for each turn, in order, with its speaker; and the candidates it was decided among."""

    quotes: tuple[Quotation, ...]
    candidates: tuple[Candidates, ...]


def attribute(
    language: Language,
    cast: Cast,
    turns: Sequence[Turn],
    cuts: Sequence[int] = (),
    settled: Mapping[int, str | None] | None = None,
    judged: Judged | None = None,
) -> Attribution:
    """Each turn with its speaker, confidence, cue and type.

    ``cuts`` are the paragraphs that open scenes. ``settled`` are the speakers a reader settled, by turn; None is "it
    cannot be told". The turns around are decided with these as they are. Addressees and hearers are left open.
    """
    settled = settled or {}
    around = Surroundings(language, cast, turns, cuts)
    candidates = find_candidates(around, settled, judged)
    types = [quote_type(language, around, t, c) for t, c in zip(turns, candidates, strict=True)]
    return Attribution(decide(turns, candidates, cuts, settled, types), candidates)


def decide(
    turns: Sequence[Turn],
    candidates: Sequence[Candidates],
    cuts: Sequence[int],
    settled: Mapping[int, str | None],
    types: Sequence[QuoteType | None],
) -> tuple[Quotation, ...]:
    """A quotation for each turn, from its candidates; ``kinds`` says how the text gives each speaker.

    The quick part of `attribute`: to decide again with more ``settled`` needs no new candidates.
    """
    candidates = [with_candidate(s, settled.get(k)) for k, s in enumerate(candidates)]  # labels are among them
    chosen = _decode(turns, candidates, cuts, settled)
    out = []
    for k, (turn, own) in enumerate(zip(turns, candidates, strict=True)):
        who, sure, other = chosen[k]
        is_settled = k in settled
        best = own.features[own.who.index(who)] if who else np.zeros(len(FEATURES))
        known = sure >= UNSURE or is_settled
        most = LABELLED if own.label is not None else 1.0
        out.append(
            Quotation(
                id=f"q{k + 1}",
                kind=turn.kind,
                parts=turn.parts,
                speaker=who if known else None,
                type=None if turn.kind == "thought" else types[k],
                confidence=(1.0 if who else 0.0) if is_settled else round(min(float(sure), most), 3) if known else 0.0,
                cue=(own.cue.start, own.cue.end) if own.cue is not None else None,
                evidence=READER if is_settled else name_evidence(best) if who else "nobody near",
                runner_up=None if is_settled else other if known else who or other,
                corrected=("speaker",) if is_settled else (),
            )
        )
    return tuple(out)


def with_candidate(candidates: Candidates, who: str | None) -> Candidates:
    """The candidates with somebody among them whom a reader named; nothing else is known of them."""
    if who is None or who in candidates.who:
        return candidates
    row = np.zeros((1, candidates.features.shape[1]))
    return Candidates(
        (*candidates.who, who),
        np.concatenate((candidates.features, row)),
        candidates.cue,
        candidates.words,
        candidates.label,
    )


def clamped(candidates: Candidates, taught: Taught, k: int, settled: Mapping[int, str | None]) -> Floats:
    """The scores of the candidates of turn ``k``; of nobody but the one who is settled or labelled, where one is."""
    if k not in settled:
        if candidates.label is None:
            return taught.scores(candidates)
        return np.array([0.0 if w == candidates.label else NEVER for w in candidates.who])
    return np.array([0.0 if w == (settled[k] or UNKNOWN) else NEVER for w in candidates.who])


def _decode(
    turns: Sequence[Turn], candidates: Sequence[Candidates], cuts: Sequence[int], settled: Mapping[int, str | None]
) -> list[_Choice]:
    """The choice of each turn: once by the evidence around it, and once more knowing how each one talks."""
    taught = learn(candidates, settled)
    scores = [clamped(c, taught, k, settled) for k, c in enumerate(candidates)]
    first = _choose(turns, candidates, cuts, settled, scores)
    voices = fit_voices(candidates, [c.who for c in first], [c.sure for c in first])
    voiced = [
        x if k in settled or candidates[k].label else x + v for k, (x, v) in enumerate(zip(scores, voices, strict=True))
    ]
    return _choose(turns, candidates, cuts, settled, voiced)


def _choose(
    turns: Sequence[Turn],
    candidates: Sequence[Candidates],
    cuts: Sequence[int],
    settled: Mapping[int, str | None],
    scores: Sequence[Floats],
) -> list[_Choice]:
    """The choice of each turn by its scores: conversations as chains, thoughts and letters alone."""
    out = [_NOBODY] * len(turns)
    chain = [k for k, t in enumerate(turns) if t.kind == "speech" and candidates[k].who]
    relations = ["far"] + [relation(turns[a], turns[b], cuts) for a, b in zip(chain, chain[1:], strict=False)]
    for k, p in zip(
        chain, marginals([candidates[k].who for k in chain], [scores[k] for k in chain], relations, LINKS), strict=True
    ):
        out[k] = _best(candidates[k], p)
    for k, turn in enumerate(turns):
        if turn.kind != "speech" and candidates[k].who:
            own = scores[k].copy()
            before = out[k - 1][0] if k and relation(turns[k - 1], turn, cuts) in ("same", "next", "asked") else None
            if turn.kind == "thought" and before in candidates[k].who:
                own[candidates[k].who.index(before)] += AFTERTHOUGHT
            p = np.exp(own - own.max())
            p /= p.sum()
            out[k] = _best(candidates[k], p)
            if (
                turn.convention == "letter"
                and k not in settled
                and not candidates[k].features[:, INDEX["tag_name"]].any()
            ):
                out[k] = _NOBODY  # signed by nobody we know, or not at all
    return out


def _best(candidates: Candidates, p: Floats) -> _Choice:
    """The likeliest candidate; nobody, where it is likelier than not that the speaker is not among the candidates."""
    order = [int(i) for i in np.argsort(-p, kind="stable")]
    ranked = [i for i in order if candidates.who[i] != UNKNOWN]
    others = [candidates.who[i] for i in ranked]
    if not ranked or (candidates.who[order[0]] == UNKNOWN and p[order[0]] > 0.5):
        return _Choice(None, 0.0, others[0] if others else None)
    sure = p ** (1 / TEMPERATURE)
    return _Choice(others[0], float(sure[ranked[0]] / sure.sum()), others[1] if len(others) > 1 else None)


def withhold(quotes: Sequence[Quotation], least: float) -> tuple[Quotation, ...]:
    """The quotations with every speaker left open of whom we are less sure than ``least``, a probability."""
    return tuple(
        replace(q, speaker=None, confidence=0.0, runner_up=q.speaker) if q.speaker and q.confidence < least else q
        for q in quotes
    )


def quote_type(language: Language, around: Surroundings, turn: Turn, candidates: Candidates) -> QuoteType:
    """How the text gives the speaker: a name in the tag, another word in the tag, or no tag (PDNC's three types)."""
    if candidates.cue is None or candidates.cue.kind != "tag":
        return "implicit"
    r: Reference | None = around.at_token.get(candidates.cue.subject)
    if r is not None and r.form == "PROP":
        return "explicit"
    if (
        r is None
        and language.pos[candidates.cue.subject] == "PROPN"
        and language.lower[candidates.cue.subject] not in table("pronouns")
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
