"""Which mentions near a turn the model is shown, and where they stand."""

from collections.abc import Callable

import numpy as np

from fabula.resolution.speakers.nearby import FEATURES, nearby
from tests.speech.conftest import Heard

TEXT = 'Ida sat by the fire.\n\n"Go to bed, Tom," said Ida to Tom. Tom laughed.\n\nTom went to bed.'


def rows(heard: Heard, k: int = 0) -> list[tuple[str, str, int, int]]:
    """(person, word, place, link) of every mention near turn k."""
    language = heard.around.language
    known = {i: i for i in range(len(language))}
    who = heard.slates[k].who
    near = nearby(heard.around, k, who, known).tolist()
    return [(who[c], language.text[head], place, what % 4) for head, c, place, _, what in near]


def test_places_are_seen_from_the_turn(hear: Callable[[str], Heard]) -> None:
    found = rows(hear(TEXT))
    assert ("ida", "Ida", 3, 0) in found  # the paragraph before
    assert ("ida", "Ida", 2, 1) in found  # after it in its paragraph, the subject of its tag
    assert ("tom", "Tom", 2, 3) in found  # the object of its tag
    assert ("tom", "Tom", 10, 0) in found  # in the turn itself
    assert ("tom", "Tom", 8, 0) in found  # the paragraph after


def test_features_stay_within_their_tables(lamp_room_heard: Heard) -> None:
    known = {i: i for i in range(len(lamp_room_heard.around.language))}
    for k, slate in enumerate(lamp_room_heard.slates):
        near = nearby(lamp_room_heard.around, k, slate.who, known)
        assert (near[:, 2:] >= 0).all() and (near[:, 2:] < np.array(FEATURES)).all()
        assert (near[:, 1] < len(slate.who)).all()


def test_a_candidate_without_mentions_near_is_not_seen(hear: Callable[[str], Heard]) -> None:
    heard = hear(TEXT)
    _, seen = heard.listener.hear(heard.around, 0, ("ida", "tom", "nobody-at-all"))
    assert seen.tolist() == [True, True, False]
