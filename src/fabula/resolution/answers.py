"""What a part of the resolution was asked, and what it answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, TypeVarTuple

F = TypeVar("F")
T = TypeVar("T")
Asked = TypeVarTuple("Asked")


@dataclass(frozen=True, slots=True, eq=False)
class Answer(Generic[T]):
    """``said`` was answered to ``question``; a part that was never asked has no question."""

    said: T
    question: tuple[object, ...] | None = None


def ask(part: Callable[[F, *Asked], T], frozen: F, last: Answer[T], *question: *Asked) -> Answer[T]:
    """The answer of a part, a pure function of what is ``frozen`` in all sweeps and of the question.

    Where the question is equal to that of the ``last`` sweep, so is the answer, and it is not worked out again.

    >>> first = ask(lambda frozen, x: [frozen + x], 10, Answer([0]), 7)
    >>> ask(lambda frozen, x: [frozen + x], 10, first, 7) is first, ask(lambda frozen, x: [x], 10, first, 8).said
    (True, [8])
    """
    return last if last.question == question else Answer(part(frozen, *question), question)
