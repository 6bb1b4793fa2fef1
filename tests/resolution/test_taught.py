"""What answers and voices teach: weights, leanings, whom to ask about."""

import numpy as np

from fabula.quotations.turn import Turn
from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.features import FEATURES, UNKNOWN
from fabula.resolution.speakers.learn import LEAST, UNTAUGHT, learn
from fabula.resolution.speakers.value_of_asking import value_of_asking
from fabula.resolution.speakers.voices import fit_voices


def candidates(words: str = "", *who: str) -> Candidates:
    people = (*(who or ("ida", "tom")), UNKNOWN)
    return Candidates(people, np.zeros((len(people), len(FEATURES))), None, tuple(words.split()))


def turn(k: int) -> Turn:
    return Turn("speech", ((10 * k, 10 * k + 5),), (10 * k, 10 * k + 6), k, k)


def test_a_few_answers_teach_nothing() -> None:
    every = [candidates() for _ in range(LEAST - 1)]
    assert learn(every, dict.fromkeys(range(LEAST - 1), "ida")) is UNTAUGHT


def test_who_is_said_to_speak_often_is_likelier_elsewhere() -> None:
    every = [candidates() for _ in range(20)]
    taught = learn(every, dict.fromkeys(range(12), "ida"))
    ida, tom, unknown = taught.scores(every[15])
    assert ida > tom + 0.5 and ida > unknown


def test_a_piece_of_evidence_that_misleads_weighs_less() -> None:
    every = [candidates() for _ in range(24)]
    for s in every:
        s.features[1, 0] = 1.0  # it speaks for Tom, and it was Ida every time
    taught = learn(every, dict.fromkeys(range(24), "ida"))
    assert taught.weights[0] < UNTAUGHT.weights[0]


def test_a_voice_is_known_by_its_words() -> None:
    sure = [("mon ami it is the little grey cells", "ida"), ("i say what rot old chap", "tom")] * 40
    every = [candidates(words) for words, _ in sure] + [candidates("mon ami the grey cells"), candidates("")]
    who = [w for _, w in sure] + [None, None]
    fits = fit_voices(every, who, [1.0] * len(sure) + [0.0, 0.0])
    ida, tom, unknown = fits[-2]
    assert ida > 0.1 > 0 > tom and unknown == 0
    assert not fits[-1].any()


def test_a_line_does_not_vouch_for_itself() -> None:
    every = [candidates("such a singular word"), candidates("nothing of the kind")]
    fits = fit_voices(every, ["ida", "tom"], [1.0, 1.0])
    assert fits[0][0] == 0.0


def test_the_middle_of_an_exchange_is_worth_more_than_a_line_alone() -> None:
    turns = [turn(k) for k in range(6)] + [turn(60)]
    every = [candidates() for _ in turns]
    gain = value_of_asking(turns, every, (), {}, range(len(turns)))
    assert gain[3] > gain[6] > 0
    assert value_of_asking(turns, every, (), {3: "ida"}, [2])[2] < gain[2]
