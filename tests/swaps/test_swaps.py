"""No name stops a reading, and every law holds whatever people are called."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import fabula
from tests.conftest import EXAMPLES
from tests.laws.test_laws import check
from tests.swaps.__main__ import crash, stories
from tests.swaps.swap import drawn, names, swap

# The people of `examples/`, by the words of their names.
PEOPLE = {
    "the-lamp-room.txt": ("Marlow", "Hester", "Vane", "Toby", "Pell"),
    "the-night-ferry.txt": ("Anand", "Lotte", "Okafor", "Ines"),
}
TEXTS = {name: (EXAMPLES / name).read_text(encoding="utf-8") for name in PEOPLE}
SHORT = '"It is late," said Ida.\n\nTom laughed. "So it is, Ida," he said. "Where is Ruth Vane?"\n\nIda asked Ruth, and Ruth told Tom.'


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({w: names() for w in ("Ida", "Tom", "Ruth", "Vane")}))
@example({"Ida": "Ze", "Tom": "HIM", "Ruth": "Me", "Vane": "Mine"})
@example({"Ida": '"', "Tom": "'", "Ruth": "—", "Vane": "\n\n"})
def test_a_short_story_under_any_names(chosen: dict[str, str]) -> None:
    check(fabula.read_text(swap(SHORT, chosen)))


@pytest.mark.parametrize("name", PEOPLE)
def test_the_examples_under_other_names(name: str) -> None:
    dice = random.Random(name)
    check(fabula.read_text(swap(TEXTS[name], {w: drawn(dice) for w in PEOPLE[name]})))


def test_twelve_practice_stories_under_other_names(request: pytest.FixtureRequest) -> None:
    folder = Path(request.config.rootpath).parent / "shared" / "stories"
    if not folder.is_dir():
        pytest.skip("needs ../shared/stories")
    found = list(stories(folder))
    chosen = found[:: max(1, len(found) // 12)][:12]
    assert len(chosen) == 12
    for path, words in chosen:
        dice = random.Random(path.stem)
        assert crash(swap(path.read_text(encoding="utf-8"), {w: drawn(dice) for w in words})) == "", path
