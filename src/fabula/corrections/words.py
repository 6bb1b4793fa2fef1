"""An operation in words, as it is listed for a reader."""

from collections.abc import Sequence

from fabula.corrections.log import Contents
from fabula.corrections.operations import Operation
from fabula.world import Correction


def in_words(op: Operation) -> str:
    """One line, with who said it where that was no person.

    >>> from fabula.corrections.operations import Person
    >>> in_words(Operation("", "", "merge", who=Person("ida", "Ida Gray"), whom=(Person("idy", "Idy"),)))
    'Idy is Ida Gray'
    """
    who = op.who.name if op.who is not None else "nobody"
    whom = " and ".join(p.name for p in op.whom) or "nobody"
    value = op.value or ""
    said = {
        "merge": f"{whom} {'are' if len(op.whom) > 1 else 'is'} {who}",
        "split": f"{' and '.join(op.names)} is {value}, not {who}",
        "rename": f"{who} is called {value}",
        "alias": f"{who} is also called {value}",
        "pronouns": f"{who} goes by {value or 'no pronoun that is known'}",
        "person": f"{value} is one of the cast",
        "not a person": f"{who} is not a person",
        "speaker": f"{_lines(op)}: said by {who if op.who else 'somebody who cannot be told'}",
        "addressees": f"{_lines(op)}: said to {whom}",
        "kind": f"{_lines(op)}: {'not a quotation' if value == 'none' else value}",
        "quotation": f"{_lines(op)}: {value}" + (f" of {who}" if op.who else ""),
        "place": f"the scene at {_lines(op)} is set {value or 'nowhere that is told'}",
        "present": f"{whom} present in the scene at {_lines(op)}",
        "absent": f"{whom} not present in the scene at {_lines(op)}",
        "scene": f"a scene begins at {_lines(op)}",
        "no scene": f"no scene begins at {_lines(op)}",
        "feeling": f"{who} feels {value or f'no {op.names[0]}' if op.names else value or 'nothing'} at {_lines(op)}",
        "mention": f"{_lines(op)} means {who if op.who else 'nobody of the cast'}",
        "bond": f"{who} and {whom}: {value or 'no bond'}",
        "not a contradiction": f"no contradiction: {_lines(op)}",
        "undo": "undo",
        "redo": "redo",
    }
    return said[op.do] + (f" (by {_short(op.by)})" if op.by else "")


def _lines(op: Operation) -> str:
    if len(op.at) > 2:
        return f"{len(op.at)} lines from “{_short(op.at[0].text)}”"
    return " and ".join(f"“{_short(a.text)}”" for a in op.at)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 48 else words[:47].rstrip() + "…"


def lost(outcome: Sequence[Correction]) -> tuple[str, ...]:
    """What a reader should know of corrections that could not be applied, wholly or in part."""
    return tuple(
        f"A correction was not applied{' in part' if c.applied else ''}: {c.about} ({c.why})." for c in outcome if c.why
    )


def damage(log: Contents) -> tuple[str, ...]:
    """What a reader should know of lines of the log that are no operations."""
    if not log.damaged:
        return ()
    lines = ", ".join(map(str, log.damaged))
    return (f"The log of corrections has lines that cannot be read and were passed over: {lines}.",)
