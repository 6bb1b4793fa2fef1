"""The operations a reader can make, as they stand in the log (format "fabula-corrections/1")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from fabula.errors import FabulaError
from fabula.world import BondKind, Emotion, Kind

Do = Literal[
    "merge", "split", "rename", "alias", "pronouns", "person", "not a person",
    "speaker", "addressees", "kind", "quotation",
    "place", "present", "absent", "scene", "no scene", "bond", "feeling", "mention", "not a contradiction",
    "undo", "redo",
]  # fmt: skip
DOES: tuple[str, ...] = get_args(Do)

# What of an operation each one needs beside its id and time.
NEEDS: dict[str, tuple[str, ...]] = {
    "merge": ("who", "whom"),
    "split": ("who", "names", "value"),
    "rename": ("who", "value"),
    "alias": ("who", "value"),
    "pronouns": ("who",),
    "person": ("value",),
    "not a person": ("who",),
    "speaker": ("at",),
    "addressees": ("at",),
    "kind": ("at", "value"),
    "quotation": ("at", "value"),
    "place": ("at",),
    "present": ("at", "whom"),
    "absent": ("at", "whom"),
    "scene": ("at",),
    "no scene": ("at",),
    "bond": ("who", "whom"),
    "feeling": ("at", "who"),
    "mention": ("at",),
    "not a contradiction": ("at",),
    "undo": ("value",),
    "redo": ("value",),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": (*get_args(Kind), "none"),
    "quotation": get_args(Kind),
    "bond": get_args(BondKind),
    "feeling": get_args(Emotion),
}


class BadOperation(FabulaError):
    """An operation that does not say what it must."""


class Anchor(NamedTuple):
    """A place in the text with enough around it to be found again after edits.

    ``start`` and ``end`` are code points of the text as it was; ``text``, ``tail``, ``before`` and ``after`` are
    normalized (see `fabula.corrections.normalized`): the words themselves (their first 160 code points; of longer ones
    ``tail`` holds the last 80) and up to 200 code points on either side. ``times`` counts how often the words stood
    in the text then, ``nth`` (from 0) which of these it was, and ``units`` how often they did with the rest of their
    paragraph. ``rival`` is how many code points of context beyond its paragraph the likest other occurrence shared
    with it.
    """

    start: int
    end: int
    text: str
    tail: str
    before: str
    after: str
    times: int
    nth: int
    units: int
    rival: int


class Person(NamedTuple):
    """A character as the reader saw them: the id, or a ``group:NAME``, and the name shown."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a reader said. What each ``do`` needs is in `NEEDS`; docs/corrections.md explains them.

    ``at`` are the places it is about, ``who`` and ``whom`` the people, ``names`` and ``value`` words. ``id`` is unique
    in a log, ``time`` is UTC. ``by`` is "model NAME" where a language model said it, and empty where a person did.

    >>> op = Operation("a1", "2026-11-23T10:00:00Z", "rename", who=Person("tom", "Tom"), value="Thomas Gray")
    >>> from_json(to_json(op)) == op
    True
    """

    id: str
    time: str
    do: Do
    at: tuple[Anchor, ...] = ()
    who: Person | None = None
    whom: tuple[Person, ...] = ()
    names: tuple[str, ...] = ()
    value: str | None = None
    by: str = ""


def to_json(op: Operation) -> dict[str, Any]:
    """An operation as a line of the log: empty keys are left out."""
    out: dict[str, Any] = {"id": op.id, "time": op.time, "do": op.do}
    if op.at:
        out["at"] = [a._asdict() for a in op.at]
    if op.who:
        out["who"] = op.who._asdict()
    if op.whom:
        out["whom"] = [p._asdict() for p in op.whom]
    if op.names:
        out["names"] = list(op.names)
    if op.value is not None:
        out["value"] = op.value
    if op.by:
        out["by"] = op.by
    return out


def from_json(data: Mapping[str, Any]) -> Operation:
    """The operation in a line of the log. Raises BadOperation, in one sentence, for what is none."""
    try:
        op = Operation(
            id=_text(data["id"]),
            time=_text(data["time"]),
            do=data["do"],
            at=tuple(_anchor(a) for a in data.get("at", ())),
            who=Person(**data["who"]) if data.get("who") else None,
            whom=tuple(Person(**p) for p in data.get("whom", ())),
            names=tuple(_text(n) for n in data.get("names", ())),
            value=_text(data["value"]) if data.get("value") is not None else None,
            by=_text(data.get("by", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise BadOperation(f"not an operation ({type(e).__name__}: {e})") from None
    check(op)
    return op


def check(op: Operation) -> None:
    """Raise BadOperation where an operation lacks what it needs, or says what cannot be."""
    if op.do not in DOES:
        raise BadOperation(f"{op.do!r} is not one of {', '.join(DOES)}")
    missing = [n for n in NEEDS[op.do] if not getattr(op, n)]
    if missing:
        raise BadOperation(f"{op.do!r} does not say {' and '.join(missing)}")
    if op.do in CHOICES and op.value is not None and op.value not in CHOICES[op.do]:
        raise BadOperation(f"{op.value!r} is not one of {', '.join(CHOICES[op.do])}")
    if op.do == "not a contradiction" and len(op.at) != 2:
        raise BadOperation("'not a contradiction' is about two places")
    if op.do in ("rename", "alias", "person", "split") and not (op.value or "").strip():
        raise BadOperation(f"{op.do!r} needs a name that is not blank")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _anchor(data: Mapping[str, Any]) -> Anchor:
    a = Anchor(**data)
    whole = (a.start, a.end, a.times, a.nth, a.units, a.rival)
    if any(type(n) is not int for n in whole) or not 0 <= a.start <= a.end:
        raise ValueError("an anchor without numbers")
    for t in (a.text, a.tail, a.before, a.after):
        _text(t)
    return a
