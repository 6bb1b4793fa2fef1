"""What a notebook shows of a story, a character, a quotation and a network of people: small HTML, all of it escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from fabula.errors import needed
from fabula.exports.graphs import Edge, edges_of
from fabula.exports.page.network import draw_network
from fabula.exports.shares import shares
from fabula.world import Character, Quotation, Story

if TYPE_CHECKING:
    import networkx

_SHOWN = 12


def story_html(story: Story) -> str:
    """The cast with each one's turns of speech and mentions, and how much of everything there is."""
    spoken = shares(story)
    rows = [
        (c.name, ", ".join(a for a in c.aliases if a != c.name), c.pronouns or "", spoken.turns[c.id], c.mentions)
        for c in sorted(story.characters, key=lambda c: (-spoken.words[c.id], -c.mentions, c.id))
    ]
    counts = (
        f"{len(story.characters)} characters, {len(story.quotes)} quotations, {len(story.scenes)} scenes, "
        f"{len(story.feelings)} feelings, {len(story.bonds)} bonds, {len(story.knowledge.claims)} claims"
    )
    more = f"<p>and {len(rows) - _SHOWN} more</p>" if len(rows) > _SHOWN else ""
    return (
        f"<h4>{escape(story.source.title or story.source.name)}</h4><p>{counts}</p>"
        + _table(("who", "also", "", "turns", "mentions"), rows[:_SHOWN])
        + more
    )


def character_html(c: Character) -> str:
    """All that is known of a person without their story."""
    return _table(
        ("character", "id", "also", "pronouns", "mentions"),
        [(c.name, c.id, ", ".join(a for a in c.aliases if a != c.name), c.pronouns or "", c.mentions)],
    )


def quotation_html(q: Quotation) -> str:
    """Who says it to whom, where it stands, and how sure that is. The words are the story's: ``story.words(q)``."""
    where = ", ".join(f"{a}\u2013{b}" for a, b in q.parts)
    return _table(
        ("quotation", "kind", "where", "speaker", "addressees", "heard by", "sure"),
        [
            (
                q.id,
                q.kind,
                where,
                q.speaker or "?",
                ", ".join(q.addressees),
                ", ".join(q.heard_by),
                f"{100 * q.confidence:.0f} %",
            )
        ],
    )


@dataclass(frozen=True)
class Network:
    """Who is tied to whom, meets and speaks to whom: ``nodes`` are (id, name), ``edges`` those of the graph exports.

    A notebook draws its bonds; `to_networkx` is for computing.
    """

    nodes: tuple[tuple[str, str], ...]
    edges: tuple[Edge, ...]
    svg: str

    def _repr_html_(self) -> str:
        return self.svg

    def to_networkx(self) -> "networkx.MultiDiGraph":
        """A networkx graph with the same nodes and edges; what is mutual has an edge each way. Needs networkx."""
        nx = needed("networkx", "networkx")
        graph: networkx.MultiDiGraph = nx.MultiDiGraph()
        graph.add_nodes_from((who, {"name": name}) for who, name in self.nodes)
        for e in self.edges:
            graph.add_edge(e.source, e.target, kind=e.kind, weight=e.weight)
            if not e.directed:
                graph.add_edge(e.target, e.source, kind=e.kind, weight=e.weight)
        return graph


def network(story: Story) -> Network:
    """The network of a story's people.

    >>> from fabula import read_text
    >>> story = read_text('"It is late, Tom," said Ida.\\n\\n"No," said Tom.')
    >>> [(e.source, e.kind, e.target) for e in network(story).edges][:3]
    [('ida', 'meets', 'tom'), ('ida', 'speaks to', 'tom'), ('tom', 'speaks to', 'ida')]
    """
    return Network(tuple((c.id, c.name) for c in story.characters), tuple(edges_of(story)), _draw(story))


def _draw(story: Story) -> str:
    drawn = draw_network(story, {})
    if drawn is None:
        return "<p>No bonds were found.</p>"
    lines = "".join(
        f'<line x1="{e.x1}" y1="{e.y1}" x2="{e.x2}" y2="{e.y2}" stroke="oklch(0.6 0.12 {e.hue})" '
        f'stroke-width="{e.width}" stroke-dasharray="{e.dashes}"><title>{escape(e.label)}</title></line>'
        for e in drawn.edges
    )
    names = "".join(
        f'<circle cx="{n.x}" cy="{n.y}" r="7" fill="#888"/><text x="{n.x}" y="{n.y - 12}" text-anchor="middle" '
        f'font-size="14" fill="currentColor">{escape(n.name)}</text>'
        for n in drawn.nodes
    )
    return (
        f'<svg viewBox="0 0 {drawn.width} {drawn.height}" width="{drawn.width}" role="img" '
        f'aria-label="Who is tied to whom">{lines}{names}</svg>'
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(v))}</td>" for v in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
