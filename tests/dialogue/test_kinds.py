"""Speech as people set it out, kind by kind: what a careful reader finds is found."""

import unicodedata

import pytest

import fabula
from fabula import Story
from fabula.quotations.written import _sender
from tests.dialogue.cases import CASES, Case


def fold(words: str) -> str:
    """As it is compared: small letters, straight apostrophes, one space."""
    return " ".join(unicodedata.normalize("NFC", words).replace("’", "'").casefold().split())


def name(words: str) -> str:
    """A name as it is compared."""
    return fold(words).replace(".", "").removeprefix("the ")


def faults(story: Story, case: Case) -> list[str]:
    """What does not hold of the case, in words."""
    names = {c.id: {name(n) for n in (c.name, *c.aliases)} for c in story.characters}
    everybody = sorted(c.name for c in story.characters)
    out = []
    expected = [("speech", *p) for p in case.says]
    expected += [("thought", *p) for p in case.thinks] + [("written", *p) for p in case.writes]
    for kind, words, who in expected:
        held = sorted(
            (q for q in story.quotes if fold(words) in fold(story.words(q))), key=lambda q: len(story.words(q))
        )
        if not held:
            out.append(f"{words!r} is in no quotation")
            continue
        whose = name(who) in names.get(held[0].speaker or "", ()) if who != "?" else held[0].speaker not in names
        if not whose or held[0].kind != kind:
            out.append(f"{words!r} of {who}: {held[0].kind} of {held[0].speaker}: {story.words(held[0])!r}")
    for words in case.silent:
        out += [f"{words!r} in {story.words(q)!r}" for q in story.quotes if fold(words) in fold(story.words(q))]
    out += [f"{n} is not in {everybody}" for n in case.cast if not any(name(n) in of for of in names.values())]
    out += [f"{n} is in {everybody}" for n in case.nobody if any(name(n) in of for of in names.values())]
    if case.people is not None and len(names) != case.people:
        out.append(f"{len(names)} people: {everybody}")
    return out


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.kind)
def test_dialogue(case: Case) -> None:
    found = faults(fabula.read_text(case.text), case)
    assert [f for f in found if not any(words in f for words in case.missed)] == []


def test_a_missing_mark_is_told() -> None:
    story = fabula.read_text('"Where is it?" asked Ida.\n\n"Gone, said Tom. He went home.\n\n"Well," said Ida.')
    assert "1 quotation is never closed." in story.notes
    assert [(story.name(q.speaker), story.words(q)) for q in story.quotes][1] == ("Tom", "Gone,")


def test_a_nickname_within_a_name() -> None:
    story = fabula.read_text('Thomas "Boots" Garrow ran the inn.\n\n"Closed," said Boots.\n\n"Open it," said Ida Penn.')
    (boots,) = [c for c in story.characters if "Boots" in c.aliases]
    assert "Garrow" in {w for a in boots.aliases for w in a.split()}


def test_a_voice_that_turns_out_to_be_somebody() -> None:
    story = fabula.read_text(
        'Tom went out to the yard. Ida sat down.\n\n"Wait!" came a shout from the yard. It was Tom.\n\n"For what?" said Ida.'
    )
    assert [story.name(q.speaker) for q in story.quotes] == ["Tom", "Ida"]


def test_a_stammer_is_no_name() -> None:
    story = fabula.read_text('"Wait, T-T-Tom," said Ida.\n\n"I a-am waiting," said Tom.')
    assert {c.name for c in story.characters} == {"Ida", "Tom"}


def test_a_long_field_of_an_e_mail_takes_no_time() -> None:
    for value in ("a" * 400_000 + "@", '"' + "a " * 200_000 + ">", "x@" * 200_000):
        assert _sender(value, (0, len(value))) is None
    name = "n" * 400_000 + ' "'
    assert _sender(name, (0, len(name))) == (0, 400_000)


def test_speech_of_several_paragraphs_is_one_turn() -> None:
    (case,) = (c for c in CASES if c.kind == "several paragraphs")
    assert [len(q.parts) for q in fabula.read_text(case.text).quotes] == [6, 1]


def test_a_mind_that_is_an_it_speaks() -> None:
    case = next(c for c in CASES if "The owl had sat" in c.text)
    story = fabula.read_text(case.text)
    assert [story.words(q) for q in story.quotes][::3] == ["You have passed the island,", "He cannot, He is too old."]
