"""Each operation, on a short story: what it changes, and what it leaves."""

from collections.abc import Callable

import pytest

import fabula
from fabula import Story
from fabula.corrections.make import Maker
from fabula.corrections.operations import Operation, Person
from fabula.exports.story_json import as_dict, from_dict
from tests.conftest import lines

TEXT = """Ida Gray put down the oar. "You are late," she said to Tom.

"I am not," said Tom. "The clock is wrong."

"It is never wrong."

"It is today."

"Then ask Priya," said Ida.

Priya came down the steps with the Captain behind her. "Don't ask me," she said.

Nobody meant to be unkind. Mrs. Gray watched them from the window, and Idy waved to her.

"Come in, all of you," called Mrs. Gray.
"""


@pytest.fixture(scope="module")
def story() -> Story:
    return fabula.read_text(TEXT)


Again = Callable[..., Story]


@pytest.fixture
def again(story: Story) -> Again:
    """Read the text again with operations; they are numbered as a log would."""

    def read(*ops: Operation, text: str = TEXT) -> Story:
        return fabula.read_text(
            text,
            corrections=[
                Operation(f"o{k}", "t", o.do, o.at, o.who, o.whom, o.names, o.value) for k, o in enumerate(ops)
            ],
        )

    return read


def quote(story: Story, words: str) -> fabula.Quotation:
    return next(q for q in story.quotes if words in story.words(q))


def fared(story: Story) -> list[tuple[bool, str]]:
    return [(c.applied, c.why) for c in story.corrections]


def test_a_speaker_is_certain_and_says_who_said_so(story: Story, again: Again) -> None:
    m = Maker(story)
    new = again(m.op("speaker", at=m.lines([quote(story, "never wrong").id]), who=m.person("Tom")))
    q = quote(new, "never wrong")
    assert (new.name(q.speaker), q.confidence, q.evidence, q.corrected) == ("Tom", 1.0, "a reader", ("speaker",))
    assert fared(new) == [(True, "")]


TURNS = """Ida and Tom sat on the wall.

"It was here."

"It was not."

"I saw it."

"You never did."

"I saw it on Sunday."

"You were ill on Sunday."
"""


def test_one_fix_mends_its_neighbours() -> None:
    """Two people take turns: who begins says who says the rest."""
    story = fabula.read_text(TURNS)
    m = Maker(story)
    first = story.quotes[0].speaker
    other = next(c for c in story.characters if c.id != first)
    new = fabula.read_text(TURNS, corrections=[m.op("speaker", at=m.lines(["q1"]), who=m.person(other.id))])
    assert [q.speaker for q in new.quotes] == [other.id, first] * 3


def test_a_speaker_who_cannot_be_told(story: Story, again: Again) -> None:
    m = Maker(story)
    q = quote(again(m.op("speaker", at=m.lines([quote(story, "ask Priya").id]))), "ask Priya")
    assert (q.speaker, q.confidence, q.corrected) == (None, 0.0, ("speaker",))


def test_several_lines_at_once(story: Story, again: Again) -> None:
    m = Maker(story)
    ids = [quote(story, w).id for w in ("never wrong", "is today")]
    new = again(m.op("speaker", at=m.lines(ids), who=m.person("Priya")))
    assert [new.name(quote(new, w).speaker) for w in ("never wrong", "is today")] == ["Priya", "Priya"]
    assert len(new.corrections) == 1


def test_addressees_and_kind(story: Story, again: Again) -> None:
    m = Maker(story)
    at = m.lines([quote(story, "is today").id])
    new = again(m.op("addressees", at=at, whom=(m.person("Priya"),)), m.op("kind", at=at, value="thought"))
    q = quote(new, "is today")
    assert [new.name(a) for a in q.addressees] == ["Priya"]
    assert q.kind == "thought" and set(q.corrected) == {"addressees", "kind"} and q.heard_by == ()


def test_what_is_not_speech(story: Story, again: Again) -> None:
    m = Maker(story)
    new = again(m.op("kind", at=m.lines([quote(story, "is today").id]), value="none"))
    assert len(new.quotes) == len(story.quotes) - 1
    assert not any("is today" in new.words(q) for q in new.quotes)


def test_a_quotation_that_was_missed(story: Story, again: Again) -> None:
    m = Maker(story)
    at = TEXT.index("Nobody meant")
    span = m.span((at, at + len("Nobody meant to be unkind.")))
    new = again(m.op("quotation", at=(span,), value="thought", who=m.person("Priya")))
    q = quote(new, "unkind")
    assert (q.kind, new.name(q.speaker), new.words(q)) == ("thought", "Priya", "Nobody meant to be unkind.")
    twice = again(m.op("quotation", at=(span,), value="speech"), m.op("quotation", at=(span,), value="speech"))
    assert fared(twice) == [(True, ""), (False, "there is a quotation there already")]


def test_two_are_one(story: Story, again: Again) -> None:
    m = Maker(story)
    new = again(m.op("merge", who=m.person("Tom"), whom=(m.person("Priya"),)))
    assert "Priya" not in {c.name for c in new.characters}
    assert "Priya" in new.character("tom").aliases
    assert ("Tom", "Don't ask me,") in lines(new)


def test_an_operation_about_one_who_was_merged_since(story: Story, again: Again) -> None:
    m = Maker(story)
    line = m.op("speaker", at=m.lines([quote(story, "never wrong").id]), who=m.person("Priya"))
    new = again(line, m.op("merge", who=m.person("Tom"), whom=(m.person("Priya"),)))
    assert new.name(quote(new, "never wrong").speaker) == "Tom" and all(a for a, _ in fared(new))


def test_one_is_two(story: Story, again: Again) -> None:
    m = Maker(story)
    merged = again(m.op("merge", who=m.person("Tom"), whom=(m.person("Priya"),)))
    m2 = Maker(merged)
    both = [
        m.op("merge", who=m.person("Tom"), whom=(m.person("Priya"),)),
        m2.op("split", who=m2.person("Tom"), names=("Priya",), value="Priya Shah"),
    ]
    new = again(*both)
    assert {"Tom", "Priya Shah"} <= {c.name for c in new.characters}
    shah = next(c.id for c in new.characters if c.name == "Priya Shah")
    assert [new.text[x.start : x.end] for x in new.mentions if x.entity == shah and x.form == "PROP"] == [
        "Priya",
        "Priya",
    ]
    assert "Priya" not in new.character("tom").aliases


def test_a_name_an_alias_pronouns(story: Story, again: Again) -> None:
    m = Maker(story)
    new = again(
        m.op("rename", who=m.person("Tom"), value="Thomas Reed"),
        m.op("alias", who=m.person("Priya"), value="the Captain"),
        m.op("pronouns", who=m.person("Tom"), value="they/them"),
    )
    tom, priya = new.character("tom"), next(c for c in new.characters if c.name == "Priya")
    assert (tom.name, tom.pronouns, tom.corrected) == ("Thomas Reed", "they", ("name", "aliases", "pronouns")[::2])
    assert "Tom" in tom.aliases and "the Captain" in priya.aliases
    assert any(m.entity == priya.id and new.text[m.start : m.end].endswith("Captain") for m in new.mentions)


def test_somebody_missing_and_somebody_who_is_nobody(story: Story, again: Again) -> None:
    m = Maker(story)
    new = again(m.op("person", value="Idy"), m.op("not a person", who=m.person("Priya")))
    names = {c.name for c in new.characters}
    assert "Idy" in names and "Priya" not in names
    assert all(
        q.speaker in {c.id for c in new.characters} or q.speaker is None or q.speaker.startswith("group:")
        for q in new.quotes
    )


def test_scenes(story: Story, again: Again) -> None:
    m = Maker(story)
    last = story.scenes[-1].id
    new = again(
        m.op("place", at=(m.scene(last),), value="the boathouse"),
        m.op("present", at=(m.scene(last),), whom=(m.person("Mrs. Gray"),)),
        m.op("absent", at=(m.scene(last),), whom=(m.person("Tom"),)),
    )
    scene = new.scenes[-1]
    assert scene.place == "the boathouse" and set(scene.corrected) == {"place", "present"}
    assert "tom" not in scene.present and "tom" not in quote(new, "Come in").heard_by


def test_bonds(story: Story, again: Again) -> None:
    m = Maker(story)
    op = m.op("bond", who=m.person("Tom"), whom=(m.person("Priya"),), value="family")
    new = again(op)
    bond = next(b for b in new.bonds if {b.a, b.b} == {"tom", "priya"})
    assert (bond.kind, bond.confidence, bond.corrected) == ("family", 1.0, ("kind",))
    gone = again(op, m.op("bond", who=m.person("Tom"), whom=(m.person("Priya"),)))
    assert not any({b.a, b.b} == {"tom", "priya"} for b in gone.bonds)


LIE = """Ida sat with Tom in the kitchen. "I have never been to Paris," she said to Tom.

"Never?" said Tom.

* * *

In the train Ida sat with Priya. "I have been to Paris," said Ida.

"When?" asked Priya.
"""


def test_what_is_no_contradiction() -> None:
    story = fabula.read_text(LIE)
    (x,) = story.knowledge.contradictions
    op = Maker(story).op("not a contradiction", at=Maker(story).lines([x.a, x.b]))
    new = fabula.read_text(LIE, corrections=[op])
    assert new.knowledge.contradictions == () and new.knowledge.secrets == ()


def test_after_an_edit_it_is_applied_where_it_was_meant_or_listed(story: Story, again: Again) -> None:
    m = Maker(story)
    op = m.op("speaker", at=m.lines([quote(story, "never wrong").id]), who=m.person("Priya"))
    moved = again(
        op, text="A new beginning, with rain.\n\n" + TEXT.replace("Nobody meant to be unkind.", "It was noon.")
    )
    assert moved.name(quote(moved, "never wrong").speaker) == "Priya"
    gone = again(op, text=TEXT.replace('"It is never wrong."\n\n', ""))
    assert fared(gone) == [(False, "its place cannot be found again in the text")]
    assert any("not applied" in n for n in gone.notes)


def test_people_who_are_gone_are_told(story: Story, again: Again) -> None:
    m = Maker(story)
    at = m.lines([quote(story, "never wrong").id])
    new = again(m.op("speaker", at=at, who=Person("quentin", "Quentin")))
    assert fared(new) == [(False, "nobody is called Quentin any more")]
    assert quote(new, "never wrong") == quote(story, "never wrong")


def test_a_corrected_story_is_saved_and_loaded_equal(story: Story, again: Again) -> None:
    m = Maker(story)
    new = again(
        m.op("rename", who=m.person("Tom"), value="Thomas"), m.op("speaker", at=m.lines(["q3"]), who=m.person("Tom"))
    )
    assert from_dict(as_dict(new)) == new


def test_reading_twice_with_corrections_is_equal(story: Story, again: Again) -> None:
    m = Maker(story)
    ops = [
        m.op("merge", who=m.person("Tom"), whom=(m.person("Priya"),)),
        m.op("kind", at=m.lines(["q2"]), value="none"),
    ]
    assert again(*ops) == again(*ops)


def test_no_operations_change_nothing(story: Story, again: Again) -> None:
    assert again() == story


def at(story: Story, words: str) -> tuple[int, int]:
    a = story.text.index(words)
    return a, a + len(words)


def test_a_scene_begins_where_a_reader_says_and_not_elsewhere(story: Story, again: Again) -> None:
    m = Maker(story)
    opened = again(m.op("scene", at=(m.span(at(story, "behind her")),)))
    start = story.text.index("Priya came down")
    found = next(s for s in opened.scenes if s.start == start)
    assert (found.opened_by, found.corrected) == ("reader", ("start",)) and fared(opened) == [(True, "")]
    assert from_dict(as_dict(opened)).scenes == opened.scenes
    there = Maker(opened)
    closed = again(
        m.op("scene", at=(m.span(at(story, "behind her")),)), there.op("no scene", at=(there.scene(found.id),))
    )
    assert start not in [s.start for s in closed.scenes]
    first = again(m.op("no scene", at=(m.scene("s1"),)))
    assert first.scenes == story.scenes and fared(first) == [(False, "the first scene begins there whatever is said")]


def test_a_feeling_is_what_a_reader_says(story: Story, again: Again) -> None:
    m = Maker(story)
    here = (m.span(at(story, "Nobody meant to be unkind.")),)
    added = again(m.op("feeling", at=here, who=m.person("Ida Gray"), value="sadness"))
    (felt,) = [f for f in added.feelings if f.corrected]
    assert (felt.character, felt.emotion, felt.confidence) == (m.person("Ida Gray").id, "sadness", 1.0)
    assert from_dict(as_dict(added)).feelings == added.feelings
    gone = again(
        m.op("feeling", at=here, who=m.person("Ida Gray"), value="sadness"),
        m.op("feeling", at=here, who=m.person("Ida Gray"), names=("sadness",)),
    )
    assert gone.feelings == story.feelings and [ok for ok, _ in fared(gone)] == [True, True]


def test_a_mention_means_whom_a_reader_says(story: Story, again: Again) -> None:
    m = Maker(story)
    start = at(story, "her. \"Don't")[0]
    her = (start, start + 3)
    before = next(x.entity for x in story.mentions if x[:2] == her)
    other = next(c for c in story.characters if c.id != before)
    changed = again(m.op("mention", at=(m.span(her),), who=m.person(other.id)))
    assert next(x.entity for x in changed.mentions if x[:2] == her) == other.id and fared(changed) == [(True, "")]
    nobody = again(m.op("mention", at=(m.span(her),)))
    assert next(x.entity for x in nobody.mentions if x[:2] == her) not in {c.id for c in nobody.characters}
    nothing = again(m.op("mention", at=(m.span(at(story, "is wrong")),), who=m.person(other.id)))
    assert fared(nothing) == [(False, "nobody is mentioned there")]
