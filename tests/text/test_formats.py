"""Every form of file, made here and read back."""

import io
import zipfile
from pathlib import Path

import pytest

import fabula
from fabula import UnreadableFile
from fabula.text.open import detect, read_bytes
from fabula.world import Manuscript

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PAGE = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body{}>{}</body></html>'


def zipped(entries: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in entries.items():
            z.writestr(name, data)
    return out.getvalue()


def epub(pages: dict[str, str], extra: dict[str, str | bytes] | None = None) -> bytes:
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in pages)
    refs = "".join(f'<itemref idref="{n}"/>' for n in pages)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0"><metadata>'
        f"<dc:title>Low Water</dc:title><dc:creator>A. N. Other</dc:creator></metadata><manifest>{items}</manifest>"
        f"<spine>{refs}</spine></package>"
    )
    entries: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": opf,
    }
    entries.update({f"OPS/{n}.xhtml": p for n, p in pages.items()})
    return zipped({**entries, **(extra or {})})


def story_of(m: Manuscript) -> list[tuple[str, str]]:
    return [(p.kind, m.text[p.start : p.end]) for p in m.paragraphs]


def test_epub_spine_breaks_notes_and_front_matter() -> None:
    pages = {
        "titlepage": PAGE.format(' epub:type="titlepage"', "<h1>Low Water</h1>"),
        "two": PAGE.format(
            "",
            '<h2>I</h2><p>Ida sat&nbsp;<i>down</i>.<a epub:type="noteref" href="#n1">1</a></p><hr/><p>Tom stood.</p>'
            '<p class="scenebreak">~</p><p>Ruth slept.</p><aside epub:type="footnote" id="n1"><p>A note.</p></aside>',
        ),
        "one": PAGE.format("", "<h2>II</h2><p>Tom sang.</p>"),
    }
    m = read_bytes(epub(pages), "book.epub")
    assert (m.source.title, m.source.author) == ("Low Water", "A. N. Other")
    assert story_of(m) == [
        ("heading", "I"), ("prose", "Ida sat down."), ("break", "* * *"), ("prose", "Tom stood."), ("break", "* * *"),
        ("prose", "Ruth slept."), ("heading", "II"), ("prose", "Tom sang."),
    ]  # fmt: skip
    assert [c.title for c in m.chapters] == ["I", "II"]
    assert [(a.kind, a.text) for a in m.set_aside] == [("front matter", "Low Water"), ("note", "A note.")]
    assert [m.text[e.start : e.end] for e in m.emphases] == ["down"]


def test_epub_2_with_scene_breaks_by_style() -> None:
    paragraphs = "".join(f"<p>Ida walked a mile, and it was mile {i}.</p>" for i in range(12))
    page = PAGE.format("", f'{paragraphs}<p class="first">Tom stood.</p><p>Tom sang.</p>')
    extra: dict[str, str | bytes] = {"OPS/s.css": ".first { margin-top: 2em; text-indent: 0 }"}
    data = epub({"one": page}, extra).replace(b"", b"")
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        entries: dict[str, str | bytes] = {n: z.read(n) for n in z.namelist()}
    opf = str(entries["OPS/book.opf"], "utf-8")  # type: ignore[arg-type]
    entries["OPS/book.opf"] = opf.replace("<manifest>", '<manifest><item id="c" href="s.css" media-type="text/css"/>')
    m = read_bytes(zipped(entries), "book.epub")
    assert story_of(m)[-3:] == [("break", "* * *"), ("prose", "Tom stood."), ("prose", "Tom sang.")]


def test_html_from_an_archive() -> None:
    page = """<html><head><title>Low Water - x - y</title></head><body>
      <div id="preface"><h1>Low Water</h1><div class="byline">by <a rel="author" href="/u">ano</a></div>
      <div class="meta"><dl class="tags"><dt>Rating:</dt><dd>General</dd></dl></div></div>
      <div id="chapters" class="userstuff"><div class="meta group"><h2 class="heading">Chapter 1: The Wall</h2>
      <p>Chapter Notes</p></div><div class="userstuff"><p>Ida sat <em>down</em>.<br/>She waited.</p><p>* * *</p>
      <p>Tom stood.</p></div></div><div id="afterword"><p>Please leave a comment.</p></div></body></html>"""
    m = read_bytes(page.encode(), "work.html")
    assert (m.source.title, m.source.author) == ("Low Water", "ano")
    assert story_of(m) == [
        ("heading", "Chapter 1: The Wall"), ("prose", "Ida sat down.\nShe waited."), ("break", "* * *"), ("prose", "Tom stood."),
    ]  # fmt: skip
    aside = " ".join(a.text or "" for a in m.set_aside)
    assert all(w in aside for w in ("General", "Chapter Notes", "leave a comment"))


def test_html_page_with_navigation() -> None:
    page = (
        '<!doctype html><nav><a href="/">Home</a></nav><article><h1>Low Water</h1><p>Ida sat.</p></article>'
        "<footer>© us</footer><script>alert(1)</script>"
    )
    m = read_bytes(page.encode(), "page.html")
    assert "Home" not in m.text and "alert" not in m.text and "Ida sat." in m.text
    assert {a.text for a in m.set_aside} == {"Home", "© us"}


def test_html_with_line_ends_for_paragraphs() -> None:
    m = read_bytes(b"<html><body>Ida sat.<br><br>Tom stood.<br><br>Ruth slept.</body></html>", "old.htm")
    assert [t for _, t in story_of(m)] == ["Ida sat.", "Tom stood.", "Ruth slept."]


def test_markdown() -> None:
    text = "---\ntitle: Low Water\nauthor: A. N. Other\n---\n\n# Low Water\n\nIda *sat* down\nand waited.\n\n---\n\nTom stood.\n"
    m = read_bytes(text.encode(), "a.md")
    assert (m.source.title, m.source.author) == ("Low Water", "A. N. Other")
    assert story_of(m)[1:] == [("prose", "Ida sat down and waited."), ("break", "* * *"), ("prose", "Tom stood.")]
    assert [m.text[e.start : e.end] for e in m.emphases] == ["sat"]


def docx(body: str, styles: str) -> bytes:
    """A Word file of some paragraphs; it says of itself that it is "Document1" by "user"."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    core = (
        '<cp:coreProperties xmlns:cp="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Document1</dc:title>'
        "<dc:creator>user</dc:creator></cp:coreProperties>"
    )
    return zipped(
        {
            "[Content_Types].xml": types, "_rels/.rels": rels, "docProps/core.xml": core,
            "word/styles.xml": f"<w:styles {w}>{styles}</w:styles>",
            "word/document.xml": f"<w:document {w}><w:body>{body}</w:body></w:document>",
        }
    )  # fmt: skip


HEADED = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Chapter 1</w:t></w:r></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">Ida sat </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>down</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>***</w:t></w:r></w:p><w:p><w:r><w:t>Tom stood.</w:t></w:r></w:p>"
)
HEADING = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'


def test_docx() -> None:
    m = read_bytes(docx(HEADED, HEADING), "a.docx")
    assert (m.source.title, m.source.author) == ("Document1", "user")
    assert [t for _, t in story_of(m)][1:] == ["Ida sat down", "***", "Tom stood."]
    assert [m.text[e.start : e.end] for e in m.emphases] == ["down"]


def test_title_and_author_of_a_word_file_are_no_scene() -> None:
    page = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{id}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
        for id, words in (("Title", "Low Water"), ("a1", "A. N. Other"))
    )
    late = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>The End</w:t></w:r></w:p>'
    styles = HEADING + "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in (("Title", "Title"), ("a1", "Author"))
    )
    m = read_bytes(docx(page + HEADED + late, styles), "a.docx")
    assert (m.source.title, m.source.author) == ("Low Water", "A. N. Other")
    assert [t for _, t in story_of(m)] == ["Chapter 1", "Ida sat down", "***", "Tom stood.", "The End"]
    assert [(a.kind, a.text) for a in m.set_aside] == [("title", "Low Water"), ("title", "A. N. Other")]


def test_odt() -> None:
    ns = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    )
    content = (
        f'<office:document-content {ns}><office:automatic-styles><style:style style:name="T1" style:family="text">'
        '<style:text-properties fo:font-style="italic"/></style:style></office:automatic-styles><office:body><office:text>'
        '<text:h text:outline-level="1">Chapter 1</text:h><text:p>Ida<text:s/>sat <text:span text:style-name="T1">down</text:span>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body>"
        "</text:note>.</text:p><text:p>***</text:p><text:p>Tom stood.</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    m = read_bytes(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}), "a.odt")
    assert [t for _, t in story_of(m)] == ["Chapter 1", "Ida sat down.", "***", "Tom stood."]
    assert [m.text[e.start : e.end] for e in m.emphases] == ["down"]
    assert [a.kind for a in m.set_aside] == ["note"]


def test_rtf() -> None:
    data = rb"{\rtf1\ansi\ansicpg1252 Ida sat down, and she said \'93It is late.\'94\par ***\par Tom stood up.\par}"
    m = read_bytes(data, "a.rtf")
    assert [t for _, t in story_of(m)] == ["Ida sat down, and she said “It is late.”", "***", "Tom stood up."]


@pytest.mark.parametrize(
    ("data", "name", "media"),
    [
        (b"<!DOCTYPE html><p>Ida", "x.txt", "text/html"),
        (b"{\\rtf1 Ida}", "x.txt", "application/rtf"),
        (b"Ida sat.", "x", "text/plain"),
        (b"Ida sat.", "x.md", "text/markdown"),
    ],
)
def test_the_form_is_told_by_the_content_first(data: bytes, name: str, media: str) -> None:
    assert detect(data, name).media_type == media


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"%PDF-1.7 ...", "PDF"), (b"\xd0\xcf\x11\xe0" + bytes(60), "old Word"), (b"x" * 60 + b"BOOKMOBI", "Kindle")],
)
def test_forms_that_are_not_read_say_what_to_do(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile, match=what):
        detect(data, "a.bin")


def test_a_real_epub_and_a_real_gutenberg_page(request: pytest.FixtureRequest) -> None:
    folder = Path(request.config.rootpath).parent / "shared" / "files"
    if not folder.is_dir():
        pytest.skip("needs ../shared/files")
    book = fabula.text.open.read_file(folder / "love-among-the-chickens.epub")  # type: ignore[attr-defined]
    assert (book.source.title, book.source.author, len(book.chapters)) == (
        "Love Among the Chickens",
        "P. G. Wodehouse",
        23,
    )
    for name in ("the-gambler-gutenberg.html", "the-gambler-gutenberg.txt"):
        m = fabula.text.open.read_file(folder / name)  # type: ignore[attr-defined]
        assert (m.source.title, m.source.author, len(m.chapters)) == ("The Gambler", "Fyodor Dostoyevsky", 17)
        prose = [m.text[p.start : p.end] for p in m.paragraphs if p.kind == "prose"]
        assert not any("Gutenberg" in p for p in prose)
