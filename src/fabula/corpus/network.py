"""One network over all books of a shelf: a table of nodes and one of edges, as Gephi, networkx and R take them."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from fabula.corpus.query import rows
from fabula.exports.files import write

if TYPE_CHECKING:
    from fabula.corpus.shelf import Shelf

NODES = """
select c.book || '/' || c.id as "Id", c.name as "Label", c.book, b.title, b.author, b.year, c.pronouns, c.mentions,
       coalesce(q.turns, 0) as turns, c.acts
from characters c join books b using (book)
left join (select book, speaker, count(*) as turns from quotations where kind = 'speech' group by all) q
  on q.book = c.book and q.speaker = c.id
order by c.book, turns desc, c.mentions desc, c.id
"""
EDGES = """
with here as (select book, scene, character from presence where how in ('present', 'listening')),
met as (
  select a.book, a.character as a, b.character as b, 'Undirected' as type, 'meets' as kind, count(*)::double as weight
  from here a join here b on a.book = b.book and a.scene = b.scene and a.character < b.character
  group by all
),
said as (
  select book, speaker as a, unnest(addressees) as b, id from quotations where kind = 'speech' and speaker is not null
),
spoken as (
  select book, a, b, 'Directed' as type, 'speaks to' as kind, count(*)::double as weight
  from said where a <> b group by all
),
tied as (
  select book, a, b, case when directed then 'Directed' else 'Undirected' end as type, kind, confidence as weight
  from bonds
),
every as (select * from met union all select * from spoken union all select * from tied)
select book || '/' || a as "Source", book || '/' || b as "Target", type as "Type", kind as "Kind",
       weight as "Weight", book
from every e
where exists (select 1 from characters c where c.book = e.book and c.id = e.a)
  and exists (select 1 from characters c where c.book = e.book and c.id = e.b)
order by book, kind, weight desc, a, b
"""


def export_network(shelf: "Shelf", folder: Path) -> list[Path]:
    """Write ``nodes.csv`` and ``edges.csv`` over all books that were read; the paths written. Raises FabulaError.

    A node is a character of a book (``persuasion/anne-elliot``). An edge is of one kind: "meets" (undirected, by how
    many scenes), "speaks to" (directed, by how many turns), or the kind of a bond (by how sure it is).
    """
    out = []
    for name, query in (("nodes", NODES), ("edges", EDGES)):
        answer = shelf.sql(query)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(rows(answer))
        path = folder / f"{name}.csv"
        write(path, text.getvalue())
        out.append(path)
    return out
