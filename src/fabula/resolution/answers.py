"""What a part of the resolution was asked, and what it answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar, TypeVarTuple

T = TypeVar("T")
Asked = TypeVarTuple("Asked")


@dataclass(frozen=True, slots=True, eq=False)
class Answer(Generic[T]):
    """``said`` was answered to ``question``; a part that was never asked has no question."""

    said: T
    question: tuple[object, ...] | None = None


def ask(part: Callable[[*Asked], T], last: Answer[T], *question: *Asked) -> Answer[T]:
    """The answer of a part; that of the last sweep where the question is equal to the last, since parts are pure.

    >>> first = ask(lambda x: [x], Answer([0]), 7)
    >>> ask(lambda x: [x], first, 7) is first, ask(lambda x: [x], first, 8).said
    (True, [8])
    """
    return last if last.question == question else Answer(part(*question), question)
