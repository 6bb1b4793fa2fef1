"""Who is who, who speaks and who is there: nothing is remembered from one reading to the next."""

import pytest

from fabula.constraints.compile import compile_constraints
from fabula.corrections.make import Maker
from fabula.corrections.operations import Operation
from fabula.pipeline import Draft, draft_story, finish_story, resolve_story
from fabula.text.plain import read_plain
from fabula.world import CastEntry, Source, Story

TEXT = """Ida Gray put down the oar. "You are late," she said to Tom.

"I am not," said Tom. "The clock is wrong."

"It is never wrong."

"It is today."

"Then ask Priya," said Ida.

Priya came down the steps with the Captain behind her. "Don't ask me," she said.

Nobody meant to be unkind. Mrs. Gray watched them from the window, and Idy waved to her.

"Come in, all of you," called Mrs. Gray.
"""


def draft(text: str) -> Draft:
    return draft_story(read_plain(text, Source("x", "", "text/plain")))


def of_every_kind(story: Story) -> tuple[Operation, ...]:
    """Operations on turns, people, speakers, addressees, scenes and bonds."""
    m = Maker(story)
    ids = [q.id for q in story.quotes]
    tom, priya, ida = (m.person(next(c.id for c in story.characters if n in c.name)) for n in ("Tom", "Priya", "Ida"))
    at = story.text.index("Nobody meant")
    words = m.span((at, at + len("Nobody meant to be unkind.")))
    newcomer, idy = m.newcomer("Idy")
    return (
        m.op("quotation", at=(words,), value="thought", who=priya),
        m.op("kind", at=m.lines(ids[3:4]), value="none"),
        newcomer,
        m.op("rename", who=tom, value="Thomas Reed"),
        m.op("merge", who=ida, whom=(idy,)),
        m.op("speaker", at=m.lines(ids[2:3]), who=priya),
        m.op("addressees", at=m.lines(ids[:1]), whom=(priya,)),
        m.op("absent", at=(m.scene("s1"),), whom=(tom,)),
        m.op("bond", who=tom, whom=(priya,), value="family"),
    )


@pytest.fixture(scope="module")
def kept() -> Draft:
    return draft(TEXT)


def test_a_draft_remembers_no_corrections(kept: Draft) -> None:
    """Decided with corrections, without, with others and with the first again, each time as from a fresh draft."""
    first = of_every_kind(finish_story(draft(TEXT)))
    second = first[5:6]
    listed = (CastEntry("Thomas Reed", ("Tom",), "they"),)
    for corrections, cast in (
        (first, ()),
        ((), ()),
        (second, ()),
        (first, listed),
        (first, ()),
        ((), listed),
        ((), ()),
    ):
        assert finish_story(kept, corrections, cast) == finish_story(draft(TEXT), corrections, cast)
    assert all(c.applied for c in finish_story(kept, first).corrections)


def test_constraints_remember_nothing_either(kept: Draft) -> None:
    constraints = compile_constraints(kept.manuscript, of_every_kind(finish_story(kept)))
    once, again = (resolve_story(kept, constraints) for _ in range(2))
    assert once.outcomes == again.outcomes and once.quotes == again.quotes and once.cast == again.cast


def test_progress_counts_the_steps(kept: Draft) -> None:
    told: list[tuple[str, int, int]] = []
    finish_story(kept, progress=lambda *of: told.append(of))
    steps = [(done, of) for stage, done, of in told if stage == "speech"]
    assert steps == [(k, len(steps)) for k in range(len(steps))] and len(steps) > 1
