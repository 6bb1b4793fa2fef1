"""A text read as far as the speech stage needs it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from fabula.language.analyse import analyse
from fabula.models.people import read as read_people
from fabula.resolution.names.find import find_cast
from fabula.resolution.coreference.resolve import Resolver
from fabula.pipeline import find_marked, quoted_tokens
from fabula.resolution.speakers.candidates import Slate
from fabula.resolution.speakers.nearby import Listener
from fabula.resolution.speakers.attribute import attribute
from fabula.resolution.speakers.surroundings import Surroundings
from fabula.text.plain import read_plain
from fabula.world import Quotation, Source
from tests.conftest import EXAMPLES


class Heard(NamedTuple):
    around: Surroundings
    quotes: tuple[Quotation, ...]
    slates: list[Slate]
    listener: Listener


@pytest.fixture(scope="session")
def hear() -> Callable[[str], Heard]:
    def one(text: str) -> Heard:
        manuscript = read_plain(text, Source("x", "", "text/plain"))
        language = analyse(manuscript)
        turns = find_marked(manuscript, language)
        quoted = quoted_tokens(language, turns)
        reading = read_people(language, quoted)
        resolver = Resolver(language, reading, quoted)
        named = find_cast(manuscript, language, quoted, resolver)
        cast = resolver.settle(named, resolver.resolve(named))
        listener = Listener(reading.heard, {h: k for k, h in enumerate(reading.mentions.head.tolist())})
        quotes, slates = attribute(language, cast, turns, (), listener)
        return Heard(Surroundings(language, cast, turns), quotes, slates, listener)

    return one


@pytest.fixture(scope="session")
def lamp_room_heard(hear: Callable[[str], Heard]) -> Heard:
    return hear((EXAMPLES / "the-lamp-room.txt").read_text(encoding="utf-8"))
