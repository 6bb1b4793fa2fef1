"""The bonds as a network: people on a ring, a line for each bond, its kind told by dashes as well as colour."""

from math import cos, pi, sin
from typing import NamedTuple

from fabula.exports.page.arcs import paragraph_of
from fabula.world import Story

WIDTH, HEIGHT = 600.0, 400.0
PEOPLE = 14
DASHES = {
    "family": "",
    "romance": "",
    "friendship": "7 4",
    "work": "2 4",
    "enmity": "10 3 2 3",
    "rivalry": "5 2 2 2",
    "other": "1 5",
}
HUES = {"family": 145, "romance": 350, "friendship": 85, "work": 250, "enmity": 28, "rivalry": 55, "other": 300}


class Node(NamedTuple):
    """A person: place, name, and on which side of the point the name stands."""

    who: str
    name: str
    hue: int
    x: float
    y: float
    anchor: str


class Edge(NamedTuple):
    """A bond: its line, how it is drawn, and what it says."""

    x1: float
    y1: float
    x2: float
    y2: float
    hue: int
    dashes: str
    width: float
    directed: bool
    label: str


class Tie(NamedTuple):
    """A bond in words, with the starts of the paragraphs that say so; whose it is, and its kind alone."""

    text: str
    kind: str
    hue: int
    sure: int
    evidence: list[tuple[int, str]]
    a: str
    b: str
    plain: str


class Network(NamedTuple):
    """Everything the template needs."""

    nodes: list[Node]
    edges: list[Edge]
    ties: list[Tie]
    width: float
    height: float


def draw_network(story: Story, hue: dict[str, int]) -> Network | None:
    """The network of a story; None where no two people are tied."""
    if not story.bonds:
        return None
    people = list(dict.fromkeys(w for b in story.bonds for w in (b.a, b.b)))[:PEOPLE]
    at: dict[str, tuple[float, float]] = {}
    nodes = []
    for k, w in enumerate(people):
        angle = 2 * pi * k / len(people) - pi / 2
        x, y = WIDTH / 2 + cos(angle) * WIDTH * 0.24, HEIGHT / 2 + sin(angle) * HEIGHT * 0.38
        at[w] = (x, y)
        side = "middle" if abs(cos(angle)) < 0.3 else "start" if cos(angle) > 0 else "end"
        nodes.append(Node(w, story.name(w), hue.get(w, 0), round(x, 1), round(y, 1), side))
    edges, ties = [], []
    for b in story.bonds:
        if b.a in at and b.b in at:
            (x1, y1), (x2, y2) = at[b.a], at[b.b]
            edges.append(
                Edge(round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1), HUES[b.kind], DASHES[b.kind],
                     round(1.2 + 2.2 * b.confidence, 1), b.directed, b.kind)
            )  # fmt: skip
        arrow = "→" if b.directed else "–"
        role = f", {b.role}" if b.role else ""
        said = [(paragraph_of(story, e[0]), " ".join(story.text[slice(*e)].split())[:120]) for e in b.evidence[:3]]
        text = f"{story.name(b.a)} {arrow} {story.name(b.b)}"
        ties.append(Tie(text, b.kind + role, HUES[b.kind], round(100 * b.confidence), said, b.a, b.b, b.kind))
    return Network(nodes, edges, ties, WIDTH, HEIGHT)
