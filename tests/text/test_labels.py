"""Lines that say themselves who speaks, told from lists and notes."""

import pytest

from fabula.text.labels import conversations, find_label, split_lines
from fabula.text.open import read_bytes
from fabula.text.plain import read_plain
from fabula.world import Source


def lines(text: str) -> list[str]:
    return [text[a:b] for a, b in split_lines(text, 0, len(text))]


@pytest.mark.parametrize(
    ("line", "name", "words", "form"),
    [
        ("Ida: Come in.", "Ida", "Come in.", "name"),
        ("Dr. Ida Pell (laughing): Come in.", "Dr. Ida Pell", "Come in.", "name"),
        ("OLD MAN #2: [rising] Come in.", "OLD MAN #2", "Come in.", "capitals"),
        ("IDA. (off) Come in.", "IDA", "Come in.", "capitals"),
        ("ida_99: come in", "ida_99", "come in", "handle"),
        ("[21:04] ida: come in", "ida", "come in", "handle"),
        ("21:04 <ida> come in", "ida", "come in", "handle"),
        ("12. SISTER IDA: (off) Come in.", "SISTER IDA", "Come in.", "capitals"),
    ],
)
def test_labels(line: str, name: str, words: str, form: str) -> None:
    label = find_label(line, 0, len(line))
    assert label is not None
    assert (line[slice(*label.name)], line[slice(*label.words)], label.form) == (name, words, form)


@pytest.mark.parametrize(
    "line",
    [
        "Subject: the roof",
        "It was late: they went home.",
        'Ida said: "Come in."',
        "https://example.org is down",
        "Chapter: One",
        "12: 30",
        "She had one thought: to leave.",
        "7. SOUND: RAIN ON A ROOF",
    ],
)
def test_no_labels(line: str) -> None:
    assert find_label(line, 0, len(line)) is None


def test_a_turn_a_line() -> None:
    assert lines("Ida: where\nTom: here\nIda: oh") == ["Ida: where", "Tom: here", "Ida: oh"]


def test_who_has_talked_is_known_again() -> None:
    text = "Ida: where\nTom: here\nIda: oh\n\nShe put it down.\n\nTom: it was me\nTom: sorry\n\nNote: none\nHeight: ten"
    read = read_plain(text, Source("a", "", "text/plain"))
    assert [text[p.start : p.end] for p in read.paragraphs] == [
        *("Ida: where", "Tom: here", "Ida: oh", "She put it down.", "Tom: it was me", "Tom: sorry"),
        "Note: none\nHeight: ten",
    ]


def test_somebody_new_joins_who_has_talked() -> None:
    text = "Ida: Where?\nTom: Here.\nIda: Oh.\n\nRain fell.\n\nIda: Who is it?\nNell: Only me.\nTom: Good."
    start = text.index("Ida: Who")
    alone = [(start, start + 15), (start + 16, start + 30), (start + 31, len(text))]
    assert conversations(text, alone) == []
    assert len(read_plain(text, Source("a", "", "text/plain")).paragraphs) == 7


def test_the_first_of_numbered_cues_is_no_heading() -> None:
    text = "1. IDA: (tired) Who is on the stairs?\n\n2. TOM: Nobody.\n\n3. SOUND: A STEP.\n\n4. IDA: Nobody steps."
    assert [p.kind for p in read_plain(text, Source("a", "", "text/plain")).paragraphs] == ["prose"] * 4
    titled = "1. LONDON: The Return\n\nIda came home.\n\n2. PARIS: The Return\n\nTom came home."
    assert [p.kind for p in read_plain(titled, Source("a", "", "text/plain")).paragraphs][::2] == ["heading"] * 2


def test_a_long_line_goes_on_in_the_next() -> None:
    long = "Ida: I have looked for it in every cupboard of this house"
    assert lines(f"{long}\nand found none.\nTom: ok\nIda: no") == [f"{long}\nand found none.", "Tom: ok", "Ida: no"]


@pytest.mark.parametrize(
    "text",
    ["Name: Ida Pell\nClass: None\nLevel: 1\nHP: 10/10", "HP: 10\nMP: 5", "It was late,\nand they went home."],
)
def test_lists_and_verse_stay_whole(text: str) -> None:
    assert lines(text) == [text]
    assert conversations(text, [(0, len(text))]) == []


def test_lines_of_a_chat_in_any_format() -> None:
    text = "The screen lit up.\n\n<ida> where\n<tom> here\n<ida> oh\n\nShe went."
    assert len(read_plain(text, Source("a", "", "text/plain")).paragraphs) == 5
    page = b"<html><body><p>The screen lit up.</p><p>&lt;ida&gt; where<br/>&lt;tom&gt; here<br/>&lt;ida&gt; oh</p></body></html>"
    assert len(read_bytes(page, "a.html").paragraphs) == 4
