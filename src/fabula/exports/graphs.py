"""Who meets whom, who speaks to whom, who is tied to whom: GEXF 1.3 through time (Gephi), GraphML (networkx, igraph).

Each is a graph of its own, since programs add up or refuse what is of several kinds. "meets" holds between two who are
present in a scene, once, with the number of scenes; "speech" goes from a speaker to an addressee, with the number of
turns; "bonds" has the kind of each bond, and whether it holds from its source to its target only. Time is the position
in the text, in code points.
"""

from collections import defaultdict
from itertools import combinations
from typing import Literal, NamedTuple, get_args

from lxml import etree

from fabula.world import Span, Story

_GEXF = "http://gexf.net/1.3"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"


Ties = Literal["meets", "speech", "bonds"]
TIES: tuple[Ties, ...] = get_args(Ties)


class Edge(NamedTuple):
    """Two characters, what ties them, how often, and the stretches of the text where it does."""

    source: str
    target: str
    kind: str
    directed: bool
    weight: float
    spells: tuple[Span, ...]


def edges_of(story: Story) -> list[Edge]:
    """The edges of a story, the same ones in the same order each time."""
    people = {c.id for c in story.characters}
    meets: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for s in story.scenes:
        for a, b in combinations(sorted(w for w in s.present if w in people), 2):
            meets[a, b].append((s.start, s.end))
    speaks: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for q in story.quotes:
        if q.kind == "speech" and q.speaker in people:
            for to in q.addressees:
                if to in people and to != q.speaker:
                    speaks[q.speaker or "", to].append((q.parts[0][0], q.parts[-1][1]))
    end = len(story.text)
    out = [Edge(a, b, "meets", False, len(x), tuple(x)) for (a, b), x in sorted(meets.items())]
    out += [Edge(a, b, "speaks to", True, len(x), tuple(x)) for (a, b), x in sorted(speaks.items())]
    for bond in story.bonds:
        since = min((e[0] for e in bond.evidence), default=0)
        out.append(Edge(bond.a, bond.b, bond.kind, bond.directed, bond.confidence, ((since, end),)))
    return out


def ties(story: Story, what: Ties) -> list[Edge]:
    """The edges of one kind of graph."""
    of = {"meets": "meets", "speaks to": "speech"}
    return [e for e in edges_of(story) if of.get(e.kind, "bonds") == what]


def as_gexf(story: Story, what: Ties = "speech") -> str:
    """One graph through time: everybody is there in the scenes where they are present."""
    root = etree.Element(f"{{{_GEXF}}}gexf", {"version": "1.3"}, nsmap={None: _GEXF})
    graph = _add(root, _GEXF, "graph", mode="dynamic", timeformat="double", timerepresentation="interval",
                 defaultedgetype=_direction(what))  # fmt: skip
    attributes = _add(graph, _GEXF, "attributes", **{"class": "node", "mode": "static"})
    for k, (name, type) in enumerate((("pronouns", "string"), ("mentions", "integer"), ("turns", "integer"))):
        _add(attributes, _GEXF, "attribute", id=str(k), title=name, type=type)
    of_edges = _add(graph, _GEXF, "attributes", **{"class": "edge", "mode": "static"})
    _add(of_edges, _GEXF, "attribute", id="oneway", title="oneway", type="boolean")
    nodes = _add(graph, _GEXF, "nodes")
    turns = _turns(story)
    for c in story.characters:
        node = _add(nodes, _GEXF, "node", id=c.id, label=_clean(c.name))
        values = _add(node, _GEXF, "attvalues")
        for k, value in enumerate((c.pronouns or "", str(c.mentions), str(turns[c.id]))):
            _add(values, _GEXF, "attvalue", **{"for": str(k), "value": value})
        _spells(node, tuple((s.start, s.end) for s in story.scenes if c.id in s.present))
    edges = _add(graph, _GEXF, "edges")
    for k, e in enumerate(ties(story, what)):
        edge = _add(
            edges, _GEXF, "edge", id=str(k), source=e.source, target=e.target, kind=e.kind, label=e.kind,
            weight=f"{e.weight:g}",
        )  # fmt: skip
        values = _add(edge, _GEXF, "attvalues")
        _add(values, _GEXF, "attvalue", **{"for": "oneway", "value": str(e.directed).lower()})
        _spells(edge, e.spells)
    return _text(root)


def as_graphml(story: Story, what: Ties = "speech") -> str:
    """The same graph without time."""
    root = etree.Element(f"{{{_GRAPHML}}}graphml", nsmap={None: _GRAPHML})
    keys = (
        ("label", "node", "string"),  # what Gephi shows
        ("name", "node", "string"),
        ("pronouns", "node", "string"),
        ("mentions", "node", "int"),
        ("turns", "node", "int"),
        ("kind", "edge", "string"),
        ("weight", "edge", "double"),
        ("oneway", "edge", "boolean"),
    )
    for name, on, type in keys:
        _add(root, _GRAPHML, "key", **{"id": name, "for": on, "attr.name": name, "attr.type": type})
    graph = _add(root, _GRAPHML, "graph", edgedefault=_direction(what))
    turns = _turns(story)
    for c in story.characters:
        node = _add(graph, _GRAPHML, "node", id=c.id)
        for key, value in (
            ("label", c.name),
            ("name", c.name),
            ("pronouns", c.pronouns or ""),
            ("mentions", c.mentions),
            ("turns", turns[c.id]),
        ):
            _add(node, _GRAPHML, "data", key=key).text = _clean(str(value))
    for k, e in enumerate(ties(story, what)):
        edge = _add(graph, _GRAPHML, "edge", id=f"e{k}", source=e.source, target=e.target)
        _add(edge, _GRAPHML, "data", key="kind").text = e.kind
        _add(edge, _GRAPHML, "data", key="weight").text = f"{e.weight:g}"
        _add(edge, _GRAPHML, "data", key="oneway").text = str(e.directed).lower()
    return _text(root)


def _direction(what: Ties) -> str:
    return "directed" if what == "speech" else "undirected"


def _turns(story: Story) -> dict[str, int]:
    out: dict[str, int] = defaultdict(int)
    for q in story.quotes:
        out[q.speaker or ""] += q.kind == "speech"
    return out


def _spells(parent: etree._Element, spans: tuple[Span, ...]) -> None:
    if spans:
        spells = _add(parent, _GEXF, "spells")
        for a, b in spans:
            _add(spells, _GEXF, "spell", start=str(a), end=str(b))


def _add(parent: etree._Element, space: str, tag: str, **values: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{space}}}{tag}", values)


def _clean(text: str) -> str:
    """Without characters that XML forbids."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")


def _text(root: etree._Element) -> str:
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data.decode() + "\n"
