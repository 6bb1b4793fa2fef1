"""Who meets whom and who speaks to whom as a graph: GEXF 1.3 through time (Gephi), GraphML (networkx, Gephi, igraph).

Edges of the kind "meets" hold between two who are present in a scene, with the number of scenes; "speaks to" goes from
a speaker to an addressee, with the number of turns; a bond is an edge of its own kind. Time is the position in the
text, in code points. What is mutual has an edge each way.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from lxml import etree

from fabula.world import Span, Story

_GEXF = "http://gexf.net/1.3"
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"


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


def as_gexf(story: Story) -> str:
    """The graph through time: everybody is there in the scenes where they are present."""
    root = etree.Element(f"{{{_GEXF}}}gexf", {"version": "1.3"}, nsmap={None: _GEXF})
    graph = _add(root, _GEXF, "graph", mode="dynamic", timeformat="double", timerepresentation="interval",
                 defaultedgetype="directed")  # fmt: skip
    attributes = _add(graph, _GEXF, "attributes", **{"class": "node", "mode": "static"})
    for k, (name, type) in enumerate((("pronouns", "string"), ("mentions", "integer"), ("turns", "integer"))):
        _add(attributes, _GEXF, "attribute", id=str(k), title=name, type=type)
    nodes = _add(graph, _GEXF, "nodes")
    turns = _turns(story)
    for c in story.characters:
        node = _add(nodes, _GEXF, "node", id=c.id, label=_clean(c.name))
        values = _add(node, _GEXF, "attvalues")
        for k, value in enumerate((c.pronouns or "", str(c.mentions), str(turns[c.id]))):
            _add(values, _GEXF, "attvalue", **{"for": str(k), "value": value})
        _spells(node, tuple((s.start, s.end) for s in story.scenes if c.id in s.present))
    edges = _add(graph, _GEXF, "edges")
    for k, (a, b, e) in enumerate(_arrows(story)):
        edge = _add(
            edges, _GEXF, "edge", id=str(k), source=a, target=b, kind=e.kind, label=e.kind, weight=f"{e.weight:g}"
        )
        _spells(edge, e.spells)
    return _text(root)


def as_graphml(story: Story) -> str:
    """The graph without time: a directed multigraph."""
    root = etree.Element(f"{{{_GRAPHML}}}graphml", nsmap={None: _GRAPHML})
    keys = (
        ("label", "node", "string"),  # what Gephi shows
        ("name", "node", "string"),
        ("pronouns", "node", "string"),
        ("mentions", "node", "int"),
        ("turns", "node", "int"),
        ("kind", "edge", "string"),
        ("weight", "edge", "double"),
    )
    for name, on, type in keys:
        _add(root, _GRAPHML, "key", **{"id": name, "for": on, "attr.name": name, "attr.type": type})
    graph = _add(root, _GRAPHML, "graph", edgedefault="directed")
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
    for k, (a, b, e) in enumerate(_arrows(story)):
        edge = _add(graph, _GRAPHML, "edge", id=f"e{k}", source=a, target=b)
        _add(edge, _GRAPHML, "data", key="kind").text = e.kind
        _add(edge, _GRAPHML, "data", key="weight").text = f"{e.weight:g}"
    return _text(root)


def _arrows(story: Story) -> Iterator[tuple[str, str, Edge]]:
    """Every edge with its ends; what is mutual goes each way, since many readers take no graph of mixed edges."""
    for e in edges_of(story):
        yield e.source, e.target, e
        if not e.directed:
            yield e.target, e.source, e


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
