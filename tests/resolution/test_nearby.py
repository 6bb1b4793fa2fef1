"""Which mentions near a turn the model is shown, and where they stand."""

from collections.abc import Callable

import numpy as np

from fabula.resolution.speakers.nearby import FEATURES, nearby, score_candidates
from tests.resolution.conftest import Speech

TEXT = 'Ida sat by the fire.\n\n"Go to bed, Tom," said Ida to Tom. Tom laughed.\n\nTom went to bed.'


def rows(read: Speech, k: int = 0) -> list[tuple[str, str, int, int]]:
    """(person, word, place, link) of every mention near turn k."""
    language = read.around.language
    known = {i: i for i in range(len(language))}
    who = read.candidates[k].who
    near = nearby(read.around, k, who, known).tolist()
    return [(who[c], language.text[head], place, what % 4) for head, c, place, _, what in near]


def test_places_are_seen_from_the_turn(speech: Callable[[str], Speech]) -> None:
    found = rows(speech(TEXT))
    assert ("ida", "Ida", 3, 0) in found  # the paragraph before
    assert ("ida", "Ida", 2, 1) in found  # after it in its paragraph, the subject of its tag
    assert ("tom", "Tom", 2, 3) in found  # the object of its tag
    assert ("tom", "Tom", 10, 0) in found  # in the turn itself
    assert ("tom", "Tom", 8, 0) in found  # the paragraph after


def test_features_stay_within_their_tables(lamp_room_speech: Speech) -> None:
    known = {i: i for i in range(len(lamp_room_speech.around.language))}
    for k, candidates in enumerate(lamp_room_speech.candidates):
        near = nearby(lamp_room_speech.around, k, candidates.who, known)
        assert (near[:, 2:] >= 0).all() and (near[:, 2:] < np.array(FEATURES)).all()
        assert (near[:, 1] < len(candidates.who)).all()


def test_a_candidate_without_mentions_near_is_not_seen(speech: Callable[[str], Speech]) -> None:
    read = speech(TEXT)
    who = ("ida", "tom", "nobody-at-all")
    _, seen = score_candidates(read.encoding.reading.turns, read.encoding.last_at, 0, read.around, 0, who)
    assert seen.tolist() == [True, True, False]
