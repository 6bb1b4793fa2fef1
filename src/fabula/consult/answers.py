"""What a model answered, as far as it stands in the question: numbers that were asked, labels that were offered."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from fabula.consult.prompt import allowed
from fabula.consult.questions import Request
from fabula.world import Story

_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)


class Answers(NamedTuple):
    """The labels ``taken``, by the number of the question from 1; how many were ``left`` because they do not stand in
    the question, and how many questions had no answer."""

    taken: dict[int, tuple[str, ...]]
    left: int = 0
    missing: int = 0


def read_answers(content: str, story: Story, request: Request) -> Answers | None:
    """The answers in what a model wrote; None where it holds no JSON object."""
    labels = set(allowed(request))
    names = _names(story, request)
    found = next(_objects(content), None)
    if found is None:
        return None
    taken: dict[int, tuple[str, ...]] = {}
    left = 0
    for number, said in found.items():
        n = int(number) if re.fullmatch(r"[1-9]\d{0,3}", number) else 0
        several = said if isinstance(said, list) and request.about == "addressees" else [said]
        chosen = tuple(dict.fromkeys(_label(x, labels, names) for x in several))
        if not 1 <= n <= len(request.questions) or not chosen or None in chosen:
            left += 1
        else:
            taken[n] = tuple(x for x in chosen if x is not None)
    return Answers(taken, left, max(0, len(request.questions) - len(taken) - left))


def _label(said: Any, labels: set[str], names: dict[str, str]) -> str | None:
    """The label that somebody gave, as it is or as the name it stands for."""
    if not isinstance(said, str):
        return None
    said = said.strip()
    return said if said in labels else names.get(said.casefold())


def _names(story: Story, request: Request) -> dict[str, str]:
    """The names of the people in the question that are one person's alone."""
    people = [w for w in request.people if not w.startswith("group:")]
    if request.about not in ("speakers", "addressees"):
        return {}
    count = Counter(story.name(w).casefold() for w in people)
    return {n: w for w in people if count[n := story.name(w).casefold()] == 1}


def _objects(content: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in what a model wrote, whatever it wrote around them."""
    content = _THOUGHT.sub("", content)
    decoder = json.JSONDecoder()
    at = content.find("{")
    while at >= 0:
        try:
            found, end = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            at = content.find("{", at + 1)
            continue
        if isinstance(found, dict):
            yield found
        at = content.find("{", end)
