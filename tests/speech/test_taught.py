"""What answers and voices teach: weights, leanings, whom to ask about."""

import numpy as np

from fabula.resolution.speakers.candidates import Slate
from fabula.resolution.speakers.features import FEATURES, UNKNOWN
from fabula.resolution.speakers.learn import LEAST, UNTAUGHT, learn
from fabula.quotations.turn import Turn
from fabula.resolution.speakers.voices import hear_voices
from fabula.resolution.speakers.value_of_asking import worth


def slate(words: str = "", *who: str) -> Slate:
    people = (*(who or ("ida", "tom")), UNKNOWN)
    return Slate(people, np.zeros((len(people), len(FEATURES))), None, np.zeros(len(people)), tuple(words.split()))


def turn(k: int) -> Turn:
    return Turn("speech", ((10 * k, 10 * k + 5),), (10 * k, 10 * k + 6), k, k)


def test_a_few_answers_teach_nothing() -> None:
    slates = [slate() for _ in range(LEAST - 1)]
    assert learn(slates, dict.fromkeys(range(LEAST - 1), "ida")) is UNTAUGHT


def test_who_is_said_to_speak_often_is_likelier_elsewhere() -> None:
    slates = [slate() for _ in range(20)]
    taught = learn(slates, dict.fromkeys(range(12), "ida"))
    ida, tom, unknown = taught.scores(slates[15])
    assert ida > tom + 0.5 and ida > unknown


def test_a_piece_of_evidence_that_misleads_weighs_less() -> None:
    slates = [slate() for _ in range(24)]
    for s in slates:
        s.features[1, 0] = 1.0  # it speaks for Tom, and it was Ida every time
    taught = learn(slates, dict.fromkeys(range(24), "ida"))
    assert taught.weights[0] < UNTAUGHT.weights[0]


def test_a_voice_is_known_by_its_words() -> None:
    sure = [("mon ami it is the little grey cells", "ida"), ("i say what rot old chap", "tom")] * 40
    slates = [slate(words) for words, _ in sure] + [slate("mon ami the grey cells"), slate("")]
    who = [w for _, w in sure] + [None, None]
    fits = hear_voices(slates, who, [1.0] * len(sure) + [0.0, 0.0])
    ida, tom, unknown = fits[-2]
    assert ida > 0.1 > 0 > tom and unknown == 0
    assert not fits[-1].any()


def test_a_line_does_not_vouch_for_itself() -> None:
    slates = [slate("such a singular word"), slate("nothing of the kind")]
    fits = hear_voices(slates, ["ida", "tom"], [1.0, 1.0])
    assert fits[0][0] == 0.0


def test_the_middle_of_an_exchange_is_worth_more_than_a_line_alone() -> None:
    turns = [turn(k) for k in range(6)] + [turn(60)]
    slates = [slate() for _ in turns]
    gain = worth(turns, slates, (), {}, range(len(turns)))
    assert gain[3] > gain[6] > 0
    assert worth(turns, slates, (), {3: "ida"}, [2])[2] < gain[2]
