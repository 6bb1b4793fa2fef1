"""Prose in, claims and contradictions out."""

import pytest

import fabula
from fabula import Story


def held(text: str) -> list[tuple[str, str, str]]:
    return [(c.about, c.polarity, c.modality) for c in fabula.read_text(text).knowledge.claims]


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("I don't love you, Tom.", ("Ida doesn't love Tom", "negative", "asserted")),
        ("I’ve painted the boat, Tom.", ("Ida has painted the boat", "positive", "asserted")),
        ("I am never late, Tom.", ("Ida is never late", "negative", "asserted")),
        ("I think you broke it, Tom.", ("Tom broke it", "positive", "believed")),
        ("I will wait for you, Tom.", ("Ida will wait for Tom", "positive", "intended")),
        ("Nobody saw you, Tom.", ("Nobody saw Tom", "negative", "asserted")),
        ("I want you to know that I love you, Tom.", ("Ida loves Tom", "positive", "asserted")),
    ],
)
def test_a_claim(said: str, claim: tuple[str, str, str]) -> None:
    assert claim in held(f'Tom sat down beside Ida.\n\n"{said}" said Ida.\n\n"Oh," said Tom.')


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("I will be in and out, Tom.", "Ida will be in and out"),
        pytest.param(
            "He hurt himself, Tom.",
            "He hurt himself",
            marks=pytest.mark.xfail(reason="of two people, he is taken for the one who is spoken to"),
        ),
        ("We painted it, Tom.", "“We painted it”"),
        ("I hurt myself, Tom.", "“I hurt myself”"),
        ("We were poor because of the roof, Tom.", "“We were poor because of the roof”"),
        ("Never was I so cold, Tom.", "“Never was I so cold”"),
        ("I never slept, but I ate, Tom.", "Ida never slept"),
    ],
)
def test_a_claim_is_put_in_grammatical_words_or_quoted(said: str, about: str) -> None:
    claims = [c for c, *_ in held(f'Tom sat down beside Ida.\n\n"{said}" said Ida.\n\n"Oh," said Tom.')]
    assert about in claims


@pytest.mark.parametrize(
    "said",
    [
        "Do you love me, Tom?",
        "If I loved you, Tom.",
        "Would I lie to you?",
        "Sit down, Tom.",
        "You said 'I am ill', Tom?",
    ],
)
def test_a_question_a_condition_or_an_order_is_no_claim(said: str) -> None:
    assert held(f'Tom sat down beside Ida.\n\n"{said}" said Ida.\n\n"Oh," said Tom.') == []


def test_what_somebody_else_said_is_reported_with_its_source() -> None:
    story = fabula.read_text(
        'Ruth and Tom sat by the fire.\n\n"Ruth said that she was ill, Ida," said Tom.\n\n"Oh," said Ida.'
    )
    (claim,) = (c for c in story.knowledge.claims if c.predicate == "be")
    assert (claim.modality, claim.source, claim.speaker) == ("reported", "ruth", "tom")


def lies(story: Story) -> list[tuple[str, str, tuple[str, ...]]]:
    quotes = {q.id: story.words(q) for q in story.quotes}
    return [(quotes[x.a], quotes[x.b], x.in_the_dark) for x in story.knowledge.contradictions]


def told_and_told_again(one: str, other: str) -> Story:
    return fabula.read_text(
        f'"{one}" said Ida.\n\nTom nodded. "Good," he said.\n\n***\n\n"{other}" said Ida.\n\nRuth laughed. "Good," said Ruth.'
    )


def test_one_thing_to_one_and_another_to_another() -> None:
    one, other = "I have never sold the violin, I swear,", "I have sold the violin,"
    assert lies(told_and_told_again(one, other)) == [(one, other, ("tom",))]


@pytest.mark.xfail(
    reason="the network that reads two lines against each other does not know yet that what is hidden is kept"
)
def test_a_lie_that_denies_nothing() -> None:
    one, other = "I sold the violin,", "I hid the violin under the stairs,"
    assert lies(told_and_told_again(one, other)) == [(one, other, ("tom",))]


def test_a_change_of_mind_before_the_same_ears_is_no_lie() -> None:
    story = fabula.read_text(
        '"I love this house," said Ida.\n\nTom nodded. "Good," he said.\n\n"I don\'t love this house," said Ida.'
    )
    assert lies(story) == []


def test_two_who_disagree_do_not_contradict_themselves() -> None:
    story = fabula.read_text(
        '"I love this house," said Ida.\n\n***\n\n"I don\'t love this house," said Tom.\n\nRuth nodded.'
    )
    assert lies(story) == []


@pytest.mark.xfail(reason="in so short a text the second reading misses that somebody who only laughs has heard it")
def test_knowledge_grows_with_the_story_and_never_looks_ahead() -> None:
    text = '"I sold the violin," said Ida.\n\nTom nodded. "Good," he said.\n\n***\n\n"I hid the violin," said Ida.\n\nRuth laughed.'
    story = fabula.read_text(text)
    know = story.knowledge
    first = text.index("***")
    assert [c.about for c in know.known_to("tom", first)] == ["Ida sold the violin"]
    assert know.at(0) == {} and know.in_the_dark(first) == {}  # the other side was not read yet
    assert know.in_the_dark(len(text)) == {"tom": know.contradictions}
    assert "ruth" not in know.at(first)
    assert [c.about for c in know.known_to("ruth")] == ["Ida hid the violin"]
