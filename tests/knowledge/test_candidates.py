"""Which lines of one speaker may contradict one another, before their words are read."""

import numpy as np

from fabula.knowledge.candidates import content, find_candidates, signs
from fabula.knowledge.contradictions import find_contradictions, weigh
from fabula.knowledge.weights import PRIOR
from fabula.world import Quotation


def said(k: int, *heard: str, kind: str = "speech", at: int | None = None, who: str = "ida") -> Quotation:
    start = 100 * k if at is None else at
    return Quotation(f"q{k}", kind, ((start, start + 40),), who, heard_by=heard, confidence=1.0)  # type: ignore[arg-type]


def found(*quotes: Quotation) -> list[tuple[str, str]]:
    return [(c.a.id, c.b.id) for c in find_candidates(quotes, {q.id: "I sold the violin" for q in quotes})]


def test_only_what_one_speaker_told_to_others_is_compared() -> None:
    assert found(said(1, "tom"), said(2, "ruth")) == [("q1", "q2")]
    assert found(said(1, "tom"), said(2, "tom")) == []
    assert found(said(1, "tom"), said(2, "ruth", who="mae")) == []
    assert found(said(1, "tom", who="group:crowd"), said(2, "ruth", who="group:crowd")) == []


def test_the_likeliest_come_first_and_are_as_many_as_the_quotations() -> None:
    quotes = [said(k, "tom" if k % 2 else "ruth") for k in range(8)]
    pairs = found(*quotes)
    assert len(pairs) == len(quotes)  # of 16
    assert all(abs(int(a[1:]) - int(b[1:])) == 1 for a, b in pairs[:7])  # the nearest are the likeliest


def test_a_thought_right_after_what_was_said_is_likelier_than_one_much_later() -> None:
    told = dict.fromkeys(("q1", "q2", "q3"), content("the violin is gone"))
    soon, late = said(2, kind="thought"), said(3, kind="thought", at=9_000)
    odds = [float(np.dot(tuple(PRIOR.values()), signs(said(1, "tom"), x, told))) for x in (soon, late)]
    assert odds[0] > odds[1]


def test_each_line_is_in_one_contradiction_at_most() -> None:
    quotes = (said(1, "tom"), said(2, "ruth"), said(3, "mae"))
    texts = {q.id: f"“Line {q.id}”" for q in quotes}

    def judge(pairs: object) -> np.ndarray:
        return np.array([[0.0, 0.0, 1.0]] * len(list(pairs)), np.float32)  # type: ignore[call-overload]

    (x,) = find_contradictions((), quotes, texts, judge)
    assert x.true_side == x.b and x.about.count("“") == 2 and x.evidence == "says otherwise to others"


def test_verdict_and_shared_words_are_weighed() -> None:
    assert weigh(1, (0.1, 0.1, 0.8)) > weigh(1, (0.1, 0.8, 0.1))
    assert weigh(3, (0.1, 0.1, 0.8)) > weigh(1, (0.1, 0.1, 0.8))
