"""What is told of people, and who learned it where."""

import pytest

from fabula import Story, read_text
from fabula.exports.page.knowing import draw_news
from fabula.exports.page.look import look_of
from fabula.news import find_news, most_salient

TEXT = """Ida and Ruth sat in the kitchen. Tom, their uncle, was out.

“Tom sold the boat to Mr. Carrow,” Ida said.

“No!” said Ruth. “Tom loved that boat.”

***

A week later Ruth met Petra, a cousin, at the station.

“Tom sold the boat to Mr. Carrow,” Ruth said.

“Did he?” said Petra.
"""


@pytest.fixture(scope="module")
def story() -> Story:
    return read_text(TEXT)


def test_a_fact_is_one_row_however_often_it_is_told(story: Story) -> None:
    sold = [n for n in find_news(story) if "sold the boat" in n.words]
    assert [n.words for n in sold] == ["Tom sold the boat to Mr. Carrow"]
    assert story.text[slice(*sold[0].span)].startswith("Tom sold")
    how = {story.name(x.who): (x.how, x.quote) for x in sold[0].learned}
    assert how == {"Ida": ("says", "q1"), "Ruth": ("is told", "q1"), "Petra": ("is told", "q3")}


def test_who_learns_it_later_has_not_learned_it_before(story: Story) -> None:
    first = find_news(story.until(TEXT.index("***")))
    assert all(x.position <= TEXT.index("***") for n in first for x in n.learned)
    assert "Petra" not in {story.name(x.who) for n in first for x in n.learned}


def test_the_most_worth_knowing_stay_in_the_order_of_the_text(story: Story) -> None:
    every = find_news(story)
    for most in range(len(every) + 1):
        some = most_salient(every, most)
        assert len(some) == most and list(some) == sorted(some, key=lambda n: n.span)
        assert min((n.salience for n in some), default=1) >= max(
            (n.salience for n in every if n not in some), default=0
        )


def test_the_table_has_a_cell_for_everybody_who_learned_it(story: Story) -> None:
    table = draw_news(story, look_of(story))
    names = [name for name, _ in table.people]
    row = next(r for r in table.rows if "sold the boat" in r.words)
    cells = dict(zip(names, row.cells, strict=True))
    assert cells["Ruth"].where == "sc. 1" and cells["Petra"].where == "sc. 2"
    assert cells["Petra"].how == "is told" and cells["Petra"].quote == "q3"
