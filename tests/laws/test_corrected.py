"""What every story keeps, whatever a reader says of it and however sure we must be."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fabula
from fabula import Story
from fabula.corrections.log import stamp
from fabula.corrections.make import Maker
from fabula.corrections.operations import CHOICES, BadOperation, Operation
from tests.laws.test_laws import PROSE, check

TALK = PROSE.map(
    lambda x: f'"It is late," said Ida to Tom. {x}\n\n"So it is," said Tom.\n\nIda laughed. "Where is Mrs. Bennet?"'
)


def drawn(story: Story, dice: random.Random) -> list[Operation]:
    """Up to six operations on a story, of all kinds."""
    maker, out = Maker(story), []
    people = [c.id for c in story.characters] or ["nobody"]
    lines, scenes = [q.id for q in story.quotes] or ["q0"], [s.id for s in story.scenes]
    for _ in range(dice.randrange(1, 7)):
        try:
            a, b = maker.person(dice.choice(people)), maker.person(dice.choice(people))
            at = maker.lines([dice.choice(lines)])
            here = (maker.scene(dice.choice(scenes)),)
            start = dice.randrange(len(story.text) - 1)
            span = (maker.span((start, dice.randrange(start + 1, len(story.text)))),)
            what: dict[str, dict[str, object]] = {
                "speaker": {"at": at, "who": dice.choice((a, None))},
                "addressees": {"at": at, "whom": (a, b)},
                "kind": {"at": at, "value": dice.choice(CHOICES["kind"])},
                "merge": {"who": a, "whom": (b,)},
                "rename": {"who": a, "value": dice.choice(("Tobias", "the", "Ida’s", "\u200b"))},
                "person": {"value": dice.choice(("phone", "London", "Somebody Else"))},
                "not a person": {"who": a},
                "present": {"at": here, "whom": (a,)},
                "absent": {"at": here, "whom": (a,)},
                "place": {"at": here, "value": dice.choice(("the yard", None))},
                "bond": {"who": a, "whom": (b,), "value": dice.choice((*CHOICES["bond"], None))},
                "quotation": {"at": span, "value": dice.choice(CHOICES["quotation"])},
            }
            do = dice.choice(sorted(what))
            out.append(maker.op(do, **what[do]))  # type: ignore[arg-type]
        except BadOperation:
            continue
    return [stamp(op) for op in out]


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(TALK, st.integers(0, 1 << 30), st.sampled_from([0.0, 0.5, 0.9, 1.0]))
def test_a_story_that_is_corrected_keeps_the_laws(text: str, number: int, sure: float) -> None:
    ops = drawn(fabula.read_text(text), random.Random(number))
    story = fabula.read_text(text, corrections=ops, min_confidence=sure)
    check(story)
    assert [c.id for c in story.corrections] == [op.id for op in ops]
