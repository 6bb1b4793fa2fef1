"""Places are found again after any edit elsewhere, or it is said that they are not; never another place."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.corrections.anchors import find_anchor, make_anchor
from fabula.corrections.normalized import NormalizedText, normalize
from fabula.world import Paragraph

SENTENCES = [
    '"Yes," said Tom.',
    '"No," said Ida. "I never did."',
    "The rain came down on the roof of the boathouse, and nobody spoke.",
    '"Who took the boat?" asked Priya, and looked from one to the other.',
    '"Not I," said Ida.',
    "They went down to the water in a line, the dog last.",
    '"It was here on Sunday. I tied it myself, with the blue rope that your father left."',
    '"Yes," said Tom.',
    "Somebody had been there before them: there were marks in the mud.",
    '"You said that last year," said Tom, "and the year before."',
]


def book(paragraphs: list[str]) -> tuple[str, NormalizedText]:
    text = "\n\n".join(paragraphs)
    shape, at = [], 0
    for p in paragraphs:
        shape.append(Paragraph(at, at + len(p)))
        at += len(p) + 2
    return text, NormalizedText(text, shape)


def numbered(n: int) -> list[str]:
    """A text with refrains, as dialogue has."""
    return [SENTENCES[(k * 7 + k // 5) % len(SENTENCES)] + (f" It was {k} o'clock." if k % 3 else "") for k in range(n)]


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, list[tuple[str, int, int]]]:
    n = 60
    marked = draw(st.integers(0, n - 1))
    steps = draw(
        st.lists(
            st.tuples(st.sampled_from(["move", "insert", "reword", "drop"]), st.integers(0, n - 1), st.integers(0, n)),
            max_size=8,
        )
    )
    return marked, steps


@settings(max_examples=300, deadline=None)
@given(edits())
def test_after_any_edits_elsewhere_it_is_the_same_place_or_none(case: tuple[int, list[tuple[str, int, int]]]) -> None:
    marked, steps = case
    before = numbered(60)
    _, normal = book(before)
    start = sum(len(p) + 2 for p in before[:marked])
    a, b = (
        start + before[marked].find('"') + 1,
        start + len(before[marked].split('"')[1]) + 1 if '"' in before[marked] else start + 20,
    )
    anchor = make_anchor(normal, (a, b))
    rows: list[tuple[int | None, str]] = list(enumerate(before))
    for what, i, j in steps:
        at = i % len(rows)
        if what == "move":
            rows.insert(j % (len(rows) + 1), rows.pop(at))
        elif what == "insert":
            rows.insert(at, (None, SENTENCES[j % len(SENTENCES)] + " And so on."))
        elif rows[at][0] != marked and what == "reword":
            rows[at] = (rows[at][0], " ".join(reversed(rows[at][1].split())))
        elif rows[at][0] != marked and what == "drop" and len(rows) > 5:
            rows.pop(at)
    _, now = book([p for _, p in rows])
    where = sum(len(p) + 2 for k, (_, p) in enumerate(rows) if k < [r[0] for r in rows].index(marked)) + (a - start)
    assert find_anchor(now, anchor) in ((where, where + (b - a)), None)


def test_nothing_changed_everything_found() -> None:
    paragraphs = numbered(60)
    _, normal = book(paragraphs)
    at = 0
    for p in paragraphs:
        if '"' in p:
            a = at + p.index('"') + 1
            span = (a, a + p[p.index('"') + 1 :].index('"'))
            assert find_anchor(normal, make_anchor(normal, span)) == span
        at += len(p) + 2


def test_another_form_of_the_file_is_the_same_text() -> None:
    _, normal = book(['"It is *late*," said Ida -- "too late."', "Tom laughed at that for a while."])
    anchor = make_anchor(normal, (1, 14))
    two, other = book(["“It is late,” said\nIda — “too late.”", "Tom laughed at that   for a while."])
    found = find_anchor(other, anchor)
    assert found is not None and two[slice(*found)] == "It is late,"


def test_words_that_were_changed_are_found_between_their_neighbours() -> None:
    paragraphs = [*SENTENCES[2:4], '"I saw it going past the weir at noon yesterday."', *SENTENCES[5:7]]
    _, normal = book(paragraphs)
    start = sum(len(p) + 2 for p in paragraphs[:2]) + 1
    anchor = make_anchor(normal, (start, start + len(paragraphs[2]) - 2))
    paragraphs[2] = '"I saw it going past the old weir at noon on Friday."'
    text, now = book(paragraphs)
    found = find_anchor(now, anchor)
    assert found is not None and text[slice(*found)].startswith("I saw it going past the old weir")
    paragraphs[2] = '"Ask Priya."'
    assert find_anchor(book(paragraphs)[1], anchor) is None


def test_of_two_alike_none_is_guessed() -> None:
    paragraphs = ["Rain.", '"Yes," said Tom.', "Wind."]
    _, normal = book(paragraphs)
    anchor = make_anchor(normal, (8, 12))
    assert find_anchor(book(['"Yes," said Tom.', "Fog.", '"Yes," said Tom.'])[1], anchor) is None


@given(st.text(max_size=200))
def test_folding_again_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40).filter(lambda t: bool(t.strip())), min_size=1, max_size=6), st.data())
def test_the_way_there_and_back(paragraphs: list[str], data: st.DataObject) -> None:
    text, normal = book(paragraphs)
    assert len(normal.text) <= len(text)
    if normal.text:
        a = data.draw(st.integers(0, len(normal.text) - 1))
        b = data.draw(st.integers(a + 1, len(normal.text)))
        x, y = normal.back(a, b)
        assert 0 <= x <= y <= len(text)
