"""What people's files hold besides a story, kind by kind: each text is our own."""

import io
import zipfile

import pytest

from fabula import UnreadableFile
from fabula.text.authors import Said, find_notes
from fabula.text.cuts import scene_starts
from fabula.text.invisible import drop_invisible
from fabula.text.matter import is_excerpt, is_matter
from fabula.text.open import detect, read_bytes
from fabula.text.plain import read_plain
from fabula.world import Manuscript, Source
from tests.text.test_formats import PAGE, epub, zipped


def html(body: str) -> Manuscript:
    return read_bytes(f"<html><body>{body}</body></html>".encode(), "a.html")


def md(text: str) -> Manuscript:
    return read_bytes(text.encode(), "a.md")


def rtf(body: str) -> Manuscript:
    return read_bytes(f"{{\\rtf1\\ansi {body}\\par The rain came down.\\par}}".encode(), "a.rtf")


def story(m: Manuscript) -> str:
    """The text that is read."""
    return "\n".join(m.text[p.start : p.end] for p in m.paragraphs if p.kind != "aside")


def aside(m: Manuscript) -> str:
    return " ".join(s.text if s.text is not None else m.text[slice(*s.span)] for s in m.set_aside if s.text or s.span)


def titles(m: Manuscript) -> list[str]:
    return [c.title for c in m.chapters]


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("<ruby>Sayo<rp>(</rp><rt>sah-yo</rt><rp>)</rp></ruby> came in.", "Sayo came in."),
        ("<ruby><rb>Sa</rb><rb>yo</rb><rtc><rt>sa</rt><rt>yo</rt></rtc></ruby> came in.", "Sayo came in."),
        ("Theo&shy;dora&#x200b; came\u2060 in.", "Theodora came in."),
        ("The \U0001f469\u200d\U0001f680 came in.", "The \U0001f469\u200d\U0001f680 came in."),
        ("&#147;Now,&#148; she said&#151;and it&#146;s late.", "“Now,” she said—and it’s late."),
        ('They ran <span class="pagenum">[Pg 12]</span>home.', "They ran home."),
        ('They ran ho<span role="doc-pagebreak">xii</span>me.', "They ran home."),
        ('They <a class="page-number" id="p3">ran</a> home.', "They ran home."),
        ('<img class="cap" alt="T" src="t.png"/>HEY ran home.', "THEY ran home."),
        ('<span class="dropcap">“T</span> hey ran home,” he said.', "“They ran home,” he said."),
        ('<span class="initial">A</span> boat came in.', "A boat came in."),
        ("<q>Who is <q>they</q>?</q> he asked.", "“Who is ‘they’?” he asked."),
        ("<q>“Who?”</q> he asked.", "“Who?” he asked."),
        ("They ran.<sup>4</sup> Home<sup>[12]</sup> was near.", "They ran. Home was near."),
        ("They ran.<span class='noteref'>*</span> Home.", "They ran. Home."),
        ("They ran.<sup><a href='notes.xhtml#n4'>4</a></sup> Home.", "They ran. Home."),
        ("They ran<a href='#x9'>[9]</a>. Home.", "They ran. Home."),
        ("Ten m<sup>2</sup> of the 1<sup>st</sup> floor.", "Ten m2 of the 1st floor."),
        ("They <del>walked</del> ran home.", "They ran home."),
        ("They ran<span style='display: none'>, or so he thought,</span> home.", "They ran home."),
    ],
)  # fmt: skip
def test_what_markup_adds_to_words(markup: str, read: str) -> None:
    assert html(f"<p>{markup}</p>").text == read


def test_a_large_letter_in_a_block_of_its_own() -> None:
    assert html("<div class='cap'>T</div><p>hey ran home.</p><p>She slept.</p>").text == "They ran home.\n\nShe slept."
    assert html("<p>I</p><p>They ran home.</p>").text == "I\n\nThey ran home."


def test_captions_are_set_aside() -> None:
    m = html(
        "<p>They ran.</p><figure><img src='a.png'/><figcaption>Home, by Old Pell</figcaption></figure><p>Home.</p>"
    )
    assert m.text == "They ran.\n\nHome." and aside(m) == "Home, by Old Pell"


def test_captions_and_notes_between_paragraphs() -> None:
    text = (
        'Old Pell lost his hat.* It was new.¹\n\n[Illustration: _The hat_]\n\n[Illustration: "WHERE\n\nIS IT?"]\n\n'
        "The hat was *gone.* He wept.[2]\n\n* * *\n\nHe came home.\n\n* It was his fourth.\n\n[2] So she says.\n\n¹ At noon.\n\n[Sic] he wrote."
    )
    m = read_plain(text, Source("a", "", "text/plain"))
    assert m.text == text
    assert story(m).split("\n") == [
        *("Old Pell lost his hat.* It was new.¹", "The hat was *gone.* He wept.[2]", "* * *", "He came home."),
        "[Sic] he wrote.",
    ]
    assert [s.kind for s in m.set_aside] == ["caption", "caption", "caption", "note", "note", "note"]
    assert "The hat" not in story(html("<p>They ran.</p><p>[Illustration: <i>The hat</i>]</p><p>Home.</p>"))


def test_a_star_before_words_is_no_note_without_its_mark() -> None:
    text = "They *ran.* Home was near.\n\n* They slept.\n\n[9] They woke.\n\n(1) They ate."
    assert read_plain(text, Source("a", "", "text/plain")).set_aside == ()


def test_notes_at_the_end_of_a_page_by_the_marks_that_lead_there() -> None:
    m = html(
        "<h1>One</h1><p>They ran<sup><a id='r1' href='#n1'>1</a></sup> home.<a id='r2' href='#x2'><sup>2</sup></a></p>"
        "<p id='n1'><a href='#r1'>1</a>. In 1318.</p><p><a id='x2' href='#r2'>[2]</a> By night.</p><p id='n3'>They slept.</p>"
    )
    assert (story(m), aside(m)) == ("One\nThey ran home.\nThey slept.", "1. In 1318. [2] By night.")


def test_notes_at_the_end_of_a_page_to_which_no_link_leads() -> None:
    m = html("<p>They ran<sup>1</sup> home.<sup>[2]</sup></p><hr><p>[1] In 1318.</p><p>2. By night.</p>")
    assert (story(m).split("\n")[0], aside(m)) == ("They ran home.", "[1] In 1318. 2. By night.")
    assert "3. He slept." in story(html("<p>They ran<sup>1</sup> home.</p><p>3. He slept.</p>"))


def test_numbered_links_to_chapters_are_no_marks_of_notes() -> None:
    m = html(
        "<p>All parts: <a href='#c1'>1</a> <a href='#c2'>2</a></p><p id='c1'>1. Ida ran home.</p><p id='c2'>2. She slept.</p>"
    )
    assert "Ida ran home" in story(m)
    assert "She slept" in story(m)


def test_where_an_archive_keeps_a_story() -> None:
    said = "This story archived at http://tales.example/view?id=3"
    assert aside(html(f"<p>They ran home.</p><p>{said}</p>")) == said
    assert aside(html("<p>This story was found at home, under the stairs.</p><p>They ran.</p>")) == ""


def test_names_one_a_line_are_apart() -> None:
    m = html("<p>Ida Pell<br>Tom Orde of Lee<br>Nan Clay</p><p>They ran home,<br>and slept.</p>")
    assert [m.text[p.start : p.end] for p in m.paragraphs] == [
        *("Ida Pell", "Tom Orde of Lee", "Nan Clay", "They ran home,\nand slept."),
    ]


def test_an_empty_page_is_said_and_the_rest_is_read() -> None:
    m = read_bytes(epub({"a": "", "b": PAGE.format("", "<p>They ran home.</p>")}), "a.epub")
    assert (story(m), [s.text for s in m.set_aside]) == ("They ran home.", ["named by the book, and empty"])


def test_a_heading_that_leads_back_to_the_contents_keeps_its_number() -> None:
    m = html("<h2><a href='toc.html#c1'>1</a></h2><p>They ran.</p><h2><a href='#c2'>2</a></h2><p>Home.</p>")
    assert titles(m) == ["1", "2"]


def test_a_page_break_is_no_scene_break() -> None:
    m = html("<p>They ran.</p><hr class='pagebreak'/><p>Home was near.</p><hr/><p>She slept.</p>")
    assert [p.kind for p in m.paragraphs] == ["prose", "prose", "break", "prose"]


def nav(*entries: tuple[str, str]) -> dict[str, str | bytes]:
    rows = "".join(f'<li><a href="{href}">{title}</a></li>' for href, title in entries)
    return {"OPS/nav.xhtml": PAGE.format("", f'<nav epub:type="toc"><ol>{rows}</ol></nav>')}


def book(pages: dict[str, str], extra: dict[str, str | bytes], item: str) -> bytes:
    """An EPUB with one more entry in its manifest."""
    with zipfile.ZipFile(io.BytesIO(epub(pages, extra))) as z:
        entries: dict[str, str | bytes] = {n: z.read(n) for n in z.namelist()}
    opf = str(entries["OPS/book.opf"], "utf-8")  # type: ignore[arg-type]
    return zipped({**entries, "OPS/book.opf": opf.replace("<manifest>", "<manifest>" + item)})


NAV = '<item id="nav" properties="nav" href="nav.xhtml" media-type="application/xhtml+xml"/>'
NCX = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
MORNING = PAGE.format("", "<p>Ida sat.</p><p>Tom stood.</p>")


def test_chapters_from_the_contents_where_no_heading_is() -> None:
    data = book({"a": MORNING, "b": MORNING}, nav(("a.xhtml", "Morning"), ("b.xhtml", "Night")), NAV)
    m = read_bytes(data, "a.epub")
    assert titles(m) == ["Morning", "Night"] and len(scene_starts(m)) == 2
    assert m.text[m.chapters[1].start :] == "Ida sat.\n\nTom stood." and "Morning" not in m.text


def test_chapters_at_anchors_and_a_title_that_is_a_plain_line() -> None:
    page = PAGE.format("", '<p id="m">MORNING</p><p>Ida sat.</p><p>Tom <a id="n"></a>stood.</p><p>Ruth slept.</p>')
    data = book({"a": page}, nav(("a.xhtml#m", "Morning"), ("a.xhtml#n", "Night")), NAV)
    m = read_bytes(data, "a.epub")
    assert titles(m) == ["MORNING", "Night"]
    assert [p.kind for p in m.paragraphs] == ["heading", "prose", "prose", "prose"]
    assert m.text[m.chapters[1].start :].startswith("Tom stood.")


def test_chapters_from_the_older_contents_and_numbers_with_their_titles() -> None:
    points = "".join(
        f'<navPoint id="{k}"><navLabel><text>{t}</text></navLabel><content src="{k}.xhtml"/></navPoint>'
        for k, t in (("a", "Cover"), ("b", "Morning"), ("c", "Night"))
    )
    pages = {"a": PAGE.format("", "<p>Low Water</p>"), "b": PAGE.format("", "<p>1</p><p>Ida sat.</p>"), "c": MORNING}
    data = book(pages, {"OPS/toc.ncx": f"<ncx><navMap>{points}</navMap></ncx>"}, NCX)
    assert titles(read_bytes(data, "a.epub")) == ["1 · Morning", "Night"]


def test_the_pieces_of_one_chapter_are_one_scene() -> None:
    page = PAGE.format("", "<p>Ida sat.</p>" * 8)
    pages = dict.fromkeys(("c_split_000", "c_split_001", "d"), page)
    m = read_bytes(epub(pages), "a.epub")
    assert [p.kind for p in m.paragraphs].count("break") == 1  # before d, which is another file
    data = book(pages, nav(("c_split_000.xhtml", "Morning"), ("d.xhtml", "Night")), NAV)
    assert [p.kind for p in read_bytes(data, "a.epub").paragraphs].count("break") == 0


def test_a_page_that_is_missing_is_said_and_the_rest_is_read() -> None:
    data = book({"a": MORNING, "b": MORNING}, {}, "")
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        m = read_bytes(zipped({n: z.read(n) for n in z.namelist() if n != "OPS/a.xhtml"}), "a.epub")
    assert m.text == "Ida sat.\n\nTom stood."
    assert [(s.kind, s.title) for s in m.set_aside] == [("missing", "OPS/a.xhtml")]


def test_back_matter_by_its_heading() -> None:
    end = "<h2>About the Author</h2><p>Vera Sand lives in Ely.</p><h2>An Excerpt from High Water</h2><h3>Chapter One</h3><p>Max ran.</p>"
    pages = {"a": PAGE.format("", "<h2>Chapter One</h2><p>Ida sat.</p><p>Tom stood.</p>"), "b": PAGE.format("", end)}
    for m in (read_bytes(epub(pages), "a.epub"), html(f"<h2>Chapter One</h2><p>Ida sat.</p><p>Tom stood.</p>{end}")):
        assert titles(m) == ["Chapter One"] and story(m) == "Chapter One\nIda sat.\nTom stood."
        assert "Vera Sand" in aside(m) and "Max ran." in aside(m)


def test_headings_of_matter_and_of_stories() -> None:
    assert all(
        map(is_matter, ("ALSO BY VERA SAND", "Acknowledgments", "A Note from the Author", "Praise for Low Water"))
    )
    assert not any(
        map(is_matter, ("Chapter One", "The Author", "Also", "Cover me", "Contents of a drawer", "The Preview"))
    )
    assert is_excerpt("Sneak Peek: High Water") or is_excerpt("Sneak Peek of High Water")


def test_a_chapter_that_is_called_as_matter_is() -> None:
    long = "<p>" + "Ida sat down by the water and waited. " * 100 + "</p>"
    assert titles(html(f"<h2>Cover</h2>{long}<h2>Dedication</h2>{long}")) == ["Cover", "Dedication"]


def test_an_archive_of_fan_fiction_as_an_ebook() -> None:
    before = '<div id="preface"><h2 class="toc-heading">Preface</h2><p class="message">Posted on the Archive</p></div>'
    after = '<div id="afterword"><h2 class="toc-heading">Afterword</h2><p class="message">Do comment</p></div>'
    pages = {"x_000": PAGE.format("", before), "x_001": PAGE.format("", "<h2>Salt</h2><p>Ida sat.</p>")}
    m = read_bytes(epub({**pages, "x_002": PAGE.format("", after)}), "a.epub")
    assert story(m) == "Salt\nIda sat." and "Posted on" in aside(m) and "Do comment" in aside(m)


NOTED = [
    "Chapter One",
    "A/N: Sorry for the wait! Blame Odo.",
    "“Sit,” said Ida.",
    "[Author's note: this is where it gets sad]",
    "“No,” said Tom.",
    "To be continued...",
    "Thanks for reading! Reviews make my day.",
    "- Kit",
]


def test_what_the_author_says_in_a_chapter() -> None:
    plain = read_plain("\n\n".join(NOTED), Source("a.txt", "", "text/plain"))
    page = html("<h2>Chapter One</h2>" + "".join(f"<p>{x}</p>" for x in NOTED[1:]))
    for m in (plain, page):
        assert story(m) == "Chapter One\n“Sit,” said Ida.\n“No,” said Tom."
        assert "Blame Odo" in aside(m) and "Kit" in aside(m)
    assert plain.text == "\n\n".join(NOTED), "the text of a plain file stays as it is"


def test_labels_with_the_block_they_announce() -> None:
    m = html("<p><b>Chapter Summary:</b></p><blockquote><p>Odo wins.</p><p>Again.</p></blockquote><p>Ida sat.</p>")
    assert story(m) == "Ida sat." and "Odo wins." in aside(m)


def test_a_greeting_ends_at_the_break() -> None:
    said = [
        Said("prose", "AN: hello all"),
        Said("prose", "It has been a month."),
        Said("break", "***"),
        Said("prose", "Ida sat."),
    ]
    assert list(find_notes(said)) == [0, 1]
    spoken = [said[0], Said("prose", "“Sit,” said Ida."), *said[2:]]
    assert list(find_notes(spoken)) == [0]


@pytest.mark.parametrize(
    "words",
    [
        "An: it was his name, and nobody laughed.",
        "To be continued, she thought, would be a fine thing.",
        "Please review the papers before you sign, he had written.",
        "“Disclaimer: I own nothing,” said the beggar.",
        "He had read her note: it was short.",
        "Love, Clem",
    ],
)
def test_what_is_story_stays(words: str) -> None:
    items = [Said("prose", "Ida sat."), Said("prose", words), Said("prose", "Tom stood up and left the room.")]
    assert find_notes(items) == {}


def test_fields_of_an_archive() -> None:
    head = ["Title: Salt", "Author: Kit", "Rating: T", "Summary: Ida goes home."]
    m = read_plain("\n\n".join([*head, "Ida sat.", "“Go,” said Tom."]), Source("a.txt", "", "text/plain"))
    assert story(m) == "Ida sat.\n“Go,” said Tom."
    m = html("<p>Characters: Ida, Tom<br/>Status: done<br/>Words: 12</p><p>Ida sat.</p>")
    assert story(m) == "Ida sat."


def test_markdown_of_writers_programs() -> None:
    m = md(
        "---\ntitle: Salt\nlongform:\n  format: scenes\n---\n# Salt\n\n#draft #salt\n\nIda sat.[^a] %%why?%% ~~Tom sang.~~\n\n"
        "Tom {>>who?<<}{++really ++}stood{-- up--}. {~~He~>She~~} left.^[By the door.] ^abc123\n\n[[people/ruth|Ruth]] slept "
        "in ==the== room.\n\n<!-- cut\n\nthis? -->\n\n> [!todo] Odo\n> dies here\n\n| Who | Age |\n| --- | --- |\n| Ole | 4 |\n\n"
        "- [ ] mend this\n\n[^a]: Or stood.\n    Or lay.\n\nThe end was near.\n"
    )
    assert story(m) == "Salt\nIda sat.\nTom really stood. She left.\nRuth slept in the room.\nThe end was near."
    for words in (
        "why?",
        "Tom sang.",
        "who?",
        "By the door.",
        "this?",
        "Odo",
        "dies here",
        "Ole",
        "mend this",
        "Or lay.",
        "longform",
    ):
        assert words in aside(m), words


def test_markdown_of_novelwriter() -> None:
    m = md(
        "%%~name: One\n#! Salt\n\n## The Pier\n\n@pov: Ida\n% Synopsis: Odo drowns.\n\n### Dawn\n\nIda sat. [newpage]\n\n"
        "### Dusk\n\n[i]Tom[/i] stood.\n\n>> The end <<\n"
    )
    assert story(m) == "Salt\nThe Pier\n* * *\nIda sat.\n* * *\nTom stood.\nThe end"
    assert "Odo" in aside(m) and titles(m) == ["The Pier"]


def test_markdown_dialogue_with_dashes_and_real_lists() -> None:
    m = md("Ida sat.\n\n- Are you cold?\n- No, said Tom.\n- Then sleep.\n")
    assert story(m) == "Ida sat.\n- Are you cold?\n- No, said Tom.\n- Then sleep."
    assert "- eggs" not in story(md("They bought:\n\n- eggs\n- flour\n- salt\n\nTom paid.\n"))


def test_markdown_rule_close_to_the_words_and_angle_brackets() -> None:
    m = md("Ida sat.\n---\nTom stood.\n\n<Hello,> said the ship.<br>It <em>sang</em>.\n")
    assert story(m) == "Ida sat.\n* * *\nTom stood.\n<Hello,> said the ship.\nIt sang."


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (r"It said \u-10179?\u-8704? and no more.", "It said \U0001f600 and no more."),
        (r"It said \u128512? and no more.", "It said \U0001f600 and no more."),
        (r"It said \u-10179? and no more.", "It said \ufffd and no more."),
        (r"It said \u9999999? and \u-99999999999? no more.", "It said \ufffd and \ufffd no more."),
        (r"It said {\v nothing }and {\deleted no }more.", "It said and more."),
        (r"It said \v nothing \v0 and \deleted no\deleted0  more.", "It said and  more."),
        (r"It {\strike never }{\striked1 ever }said \strike\i no\plain more.", "It said more."),
        (r"It Chap\-ter said.", "It Chapter said."),
    ],
)  # fmt: skip
def test_rich_text(body: str, read: str) -> None:
    assert story(rtf(body)).split("\n")[0] == read


def test_rich_text_that_is_hidden_is_set_aside() -> None:
    assert aside(rtf(r"It {\v nev\'e9r \u8220?}{\deleted said}.")) == "nevér “ said"


def test_hidden_and_struck_out_words_of_a_document() -> None:
    spaces = " ".join(
        f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"'
        for k, v in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    styles = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style><style:style style:name="S">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    body = (
        '<text:p>Ida <text:span text:style-name="S">never </text:span>sat.</text:p><text:p text:style-name="H">Odo dies.</text:p>'
        "<text:p><text:ruby><text:ruby-base>Sayo</text:ruby-base><text:ruby-text>sah-yo</text:ruby-text></text:ruby> stood.</text:p>"
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    m = read_bytes(zipped({"content.xml": content}), "a.odt")
    assert m.text == "Ida sat.\n\nSayo stood." and "never" in aside(m) and "Odo dies." in aside(m)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HIDDEN = (
    f"<w:styles {W}><w:style w:type='character' w:styleId='Secret'><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Remark'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
)


def word(*runs: str, styles: str = HIDDEN) -> Manuscript:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    kinds = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    body = f"<w:document {W}><w:body>{''.join(runs)}</w:body></w:document>"
    return read_bytes(
        zipped({"[Content_Types].xml": kinds, "_rels/.rels": rels, "word/styles.xml": styles, "word/document.xml": body}), "a.docx"
    )  # fmt: skip


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


OFF, SECRET = '<w:vanish w:val="0"/>', '<w:rStyle w:val="Secret"/>'


def test_hidden_and_struck_out_words_of_a_word_file() -> None:
    m = word(
        f"<w:p>{run('Ida ')}{run('never ', '<w:vanish/>')}{run('ever ', '<w:strike/>')}{run('sat', OFF)}"
        f"{run(' quite', '<w:dstrike/>')}{run(' low', SECRET)}.</w:p>"
        f"<w:p><w:pPr><w:pStyle w:val='Remark'/></w:pPr>{run('Odo dies.')}</w:p><w:p>{run('Tom stood.')}</w:p>"
    )
    assert m.text == "Ida sat\n\nTom stood."
    assert all(words in aside(m) for words in ("never", "ever", "quite", "low", "Odo dies."))


FB2 = """<?xml version="1.0" encoding="windows-1251"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"
 xmlns:l="http://www.w3.org/1999/xlink"><description><title-info><author><first-name>Vera</first-name><last-name>Sand</last-name>
</author><book-title>Salt</book-title></title-info></description><body><title><p>Salt</p></title><section><title><p>Part One</p>
<p>The Pier</p></title><epigraph><p>Odo said so.</p></epigraph><p>Ida <emphasis>sat</emphasis>.<a l:href="#n1" type="note">[1]</a></p>
<empty-line/><subtitle>* * *</subtitle><p>Аня stood.</p><poem><stanza><v>Low water,</v><v>high wind.</v></stanza></poem></section>
</body><body name="notes"><section id="n1"><p>Or stood.</p></section></body><binary id="a.png">AAAA</binary></FictionBook>"""


def test_fictionbook() -> None:
    data = FB2.encode("cp1251")
    for m in (read_bytes(data, "a.fb2"), read_bytes(zipped({"a.fb2": data}), "a.fb2.zip")):
        assert (m.source.title, m.source.author, titles(m)) == ("Salt", "Vera Sand", ["Part One The Pier"])
        assert story(m) == "Salt\nPart One The Pier\nIda sat.\n* * *\nАня stood.\nLow water,\nhigh wind."
        assert "Or stood." in aside(m) and "Odo said so." in aside(m)
        assert [m.text[e.start : e.end] for e in m.emphases] == ["sat"]
    with pytest.raises(UnreadableFile, match=r"a\.fb2: broken XML"):
        read_bytes(data[:300], "a.fb2")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"x" * 60 + b"BOOKMOBI", "a.azw3", "Kindle"),
        (b"whatever", "a.mobi", "Kindle"),
        (b"\xeaDRMION\xee", "a.kfx", "Kindle"),
        (b"\n\n%PDF-1.4", "a", "PDF"),
        (b"INT. HOUSE - DAY", "a.fountain", "screenplay"),
        (b'<?xml version="1.0"?><FinalDraft>', "a.xml", "screenplay"),
        (b"AT&TFORM", "a.djvu", "DjVu"),
        (b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related", "a", "HTML"),
        (b'<?xml version="1.0"?><TEI><text/></TEI>', "a.xml", "XML"),
        (b"\\documentclass{book}", "a.tex", "LaTeX"),
    ],
)
def test_what_is_not_read_is_refused_by_name(data: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        detect(data, name)


def test_invisible_characters_stay_in_a_plain_text_and_out_of_its_titles() -> None:
    text = "Low\xad Water\n\nChap\u200bter One\n\nIda\u2060 sat.\n\nChapter Two\n\nTom stood."
    m = read_plain(text, Source("a.txt", "", "text/plain"))
    assert m.text == text
    assert (m.source.title, titles(m)) == ("Low Water", ["Chapter One", "Chapter Two"])
    assert drop_invisible(text) != text


def test_messages_are_one_line_whatever_a_file_calls_its_parts() -> None:
    with pytest.raises(UnreadableFile) as e:
        read_bytes(zipped({"../a\n\u202eb": b"x"}), "a.epub")
    assert str(e.value).isprintable()
