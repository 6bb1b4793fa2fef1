"""The page of errors, for reading in a browser. It quotes the corpora, so it stays out of the repository."""

from pathlib import Path

from jinja2 import Environment

from evaluation.errors import FAR, Errors
from evaluation.people import KINDS_IN_ORDER, People
from evaluation.speech import SpeechErrors

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>What goes wrong</title>
<style>
 body { font: 15px/1.45 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
 table { border-collapse: collapse; margin: .6rem 0 1.4rem } td, th { padding: .15rem .7rem; text-align: right }
 th { border-bottom: 1px solid #888 } td:first-child, td:nth-child(2), th:first-child { text-align: left }
 .bar { display: inline-block; height: .7em; background: #4a7; vertical-align: baseline }
 details { margin: .3rem 0 } code { background: #f2f2f0; padding: 0 .2em } li { margin: .15rem 0 }
</style>
<h1>What goes wrong</h1>
<h2>LitBank dev: mentions by form and type</h2>
<table><tr><th>form<th>type<th>gold<th>found<th>recall<th>spurious<th>other type</tr>
{% for (form, type), row in mentions %}<tr><td>{{ form }}<td>{{ type }}<td>{{ row.gold }}<td>{{ row.found }}
<td>{% if row.gold %}{{ "%.0f" % (100 * row.found / row.gold) }} %{% endif %}<td>{{ row.spurious }}
<td>{% for k, n in row.items() if k.startswith("as ") %}{{ k }} {{ n }} {% endfor %}</tr>
{% endfor %}</table>
<h2>LitBank dev: links by form and distance (mentions back to the last one of the same entity)</h2>
<table><tr><th>form<th>distance<th>all<th>right<th>mention not found<th></tr>
{% for (form, far), row in links %}<tr><td>{{ form }}<td>{{ far }}<td>{{ row.all }}
<td>{{ "%.0f" % (100 * row.right / row.all) }} %<td>{{ row["not found"] }}
<td style="text-align:left"><span class="bar" style="width:{{ (8 * row.right / row.all) | round(2) }}rem"></span></tr>
{% endfor %}</table>
{% for title, rows in (("Not found", errors.missed), ("Found, and not in the gold", errors.spurious)) %}
<details><summary>{{ title }}: {{ rows | length }} examples</summary><ul>
{% for kind, words in rows %}<li><code>{{ kind }}</code> {{ words }}{% endfor %}</ul></details>
{% endfor %}
{% for title, rows in (("Conflated: one of ours, several of the gold's", errors.conflated),
                       ("Split: one of the gold's, several of ours", errors.split)) %}
<details open><summary>{{ title }}</summary><ul>
{% for text, who, parts in rows %}<li>{{ text }}: <code>{{ who }}</code> –
{% for name, n in parts %}{{ name }} ({{ n }}){{ ", " if not loop.last }}{% endfor %}{% endfor %}</ul></details>
{% endfor %}
<h2>PDNC dev: cast and mentions in quotations</h2>
{% for title, p in novels %}<h3>{{ title }}</h3>
<p>{{ p.cast.found | length }} of {{ p.cast.gold }} major and intermediate characters found as one person.</p><ul>
{% for name, parts in p.cast.split %}<li>split: {{ name }} – {{ parts | join(", ") }}{% endfor %}
{% for name, into in p.cast.merged %}<li>merged: {{ name }} – into {{ into }}{% endfor %}
{% for name in p.cast.missing %}<li>missing: {{ name }}{% endfor %}</ul>
<table><tr><th>in quotations<th>all<th>right</tr>
{% for k in kinds if p.all[k] %}<tr><td>{{ k }}<td>{{ p.all[k] }}<td>{{ "%.1f" % (100 * p.right[k] / p.all[k]) }} %</tr>
{% endfor %}</table>
{% endfor %}
<h2>PDNC dev: speakers</h2>
<table><tr><th>what<th>value<th>right<th>quotations</tr>
{% for what, rows in speech.table().items() %}{% for value, right, n in rows %}
<tr><td>{{ what if loop.first }}<td>{{ value }}<td>{{ "%.1f" % right }} %<td>{{ n }}</tr>
{% endfor %}{% endfor %}</table>
<h3>The mistakes we were surest of</h3><ol>
{% for sure, wrong, words in speech.worst() %}
<li>{{ "%.0f" % (100 * sure) }} % sure. {{ wrong }}<br><small>{{ words }}</small>
{% endfor %}</ol>
</html>
"""


def write_page(path: Path, errors: Errors, novels: list[tuple[str, People]], speech: SpeechErrors) -> None:
    """Write the page."""
    order = [*(f"up to {x}" for x in FAR), f"over {FAR[-1]}"]
    html = (
        Environment(autoescape=True)
        .from_string(_PAGE)
        .render(
            errors=errors,
            novels=novels,
            speech=speech,
            kinds=KINDS_IN_ORDER,
            mentions=sorted(errors.mentions.items()),
            links=sorted(errors.links.items(), key=lambda x: (x[0][0], order.index(x[0][1]))),
        )
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")
