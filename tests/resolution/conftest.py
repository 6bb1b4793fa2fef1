"""A text read as far as the question who speaks."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from fabula.encoding.encode import Encoding, encode
from fabula.language.analyse import analyse
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.resolution.coreference.resolve import corefer, settle
from fabula.resolution.names.find import find_cast
from fabula.resolution.speakers.attribute import attribute
from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.surroundings import Surroundings
from fabula.text.plain import read_plain
from fabula.world import Quotation, Source
from tests.conftest import EXAMPLES


class Speech(NamedTuple):
    around: Surroundings
    quotes: tuple[Quotation, ...]
    candidates: tuple[Candidates, ...]
    encoding: Encoding


@pytest.fixture(scope="session")
def speech() -> Callable[[str], Speech]:
    def one(text: str) -> Speech:
        manuscript = read_plain(text, Source("x", "", "text/plain"))
        language = analyse(manuscript)
        turns = find_quotations(manuscript, language)
        quoted = quoted_tokens(language, turns)
        encoding = encode(language, quoted)
        m = encoding.reading.mentions
        named = find_cast(manuscript, language, quoted, m, encoding)
        cast = settle(named, corefer(language, m, encoding.antecedents, named), encoding.narrowest_at)
        quotes, candidates = attribute(language, cast, turns)
        return Speech(Surroundings(language, cast, turns), quotes, candidates, encoding)

    return one


@pytest.fixture(scope="session")
def lamp_room_speech(speech: Callable[[str], Speech]) -> Speech:
    return speech((EXAMPLES / "the-lamp-room.txt").read_text(encoding="utf-8"))
