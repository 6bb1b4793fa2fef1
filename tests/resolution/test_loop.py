"""The loop: a fixed number of sweeps, which remember nothing from one reading to the next."""

from collections.abc import Callable
from typing import Any

import pytest

from fabula.constraints.compile import compile_constraints
from fabula.corrections.make import Maker
from fabula.corrections.operations import Operation
from fabula.pipeline import Draft, draft_story, finish_story, resolve_story
from fabula.resolution import parts
from fabula.resolution.answers import Answer, ask
from fabula.resolution.loop import SWEEPS
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
PLAIN = """Ida sat by the fire.

"It was here," said Ida.

"It was not," said Tom.
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


Counted = Callable[[str], list[Any]]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """What a part is asked from now on, one question after the other."""

    def count(name: str) -> list[Any]:
        asked: list[Any] = []
        part = getattr(parts, name)

        def noted(*question: Any) -> Any:
            asked.append(question)
            return part(*question)

        monkeypatch.setattr(parts, name, noted)
        return asked

    return count


def test_a_part_that_is_asked_the_same_again_is_not_worked_out_again(counted: Counted) -> None:
    """Nobody is only called by name here, and no scene opens unmarked: the second and third sweep learn nothing."""
    read = draft(PLAIN)
    speakers, coreference = counted("speakers"), counted("coreference")
    story = finish_story(read)
    assert sum(s.speakers for s in SWEEPS) == 3 and len(speakers) == 1
    assert len(SWEEPS) == 5 and len(coreference) <= 3
    again = finish_story(
        read, (Maker(story).op("speaker", at=Maker(story).lines(["q2"]), who=Maker(story).person("Ida")),)
    )
    assert len(speakers) == 3 and again.quotes[1].speaker == "ida"  # by names, and by what is settled


def test_a_scene_that_opens_unmarked_is_seen_by_the_speakers(counted: Counted) -> None:
    rain = "\n\nIt rained on the roof of the house." * 4
    asked = counted("speakers")
    finish_story(draft(f'{PLAIN}{rain}\n\nTwo days later they were gone.\n\n"Well," said Roz.\n'))
    assert len(asked) == 2 and asked[0][2] == () and len(asked[1][2]) == 1


def test_progress_counts_the_sweeps(kept: Draft) -> None:
    told: list[tuple[str, int, int]] = []
    finish_story(kept, progress=lambda *of: told.append(of))
    assert [done for stage, done, _ in told if stage == "speech"] == list(range(len(SWEEPS)))


def test_an_answer_is_kept_by_its_question_alone() -> None:
    asked: list[int] = []

    def double(frozen: int, x: int) -> int:
        asked.append(x)
        return frozen + 2 * x

    first = ask(double, 1, Answer(0), 3)
    assert ask(double, 1, first, 3) is first and ask(double, 1, first, 4).said == 9 and asked == [3, 4]
