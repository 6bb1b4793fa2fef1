"""Files of each form as hypothesis draws them: mostly well formed, and full of what readers stumble over."""

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.fuzz import files
from tests.fuzz.files import File

WORDS = st.sampled_from(
    "Ida|Tom|Mrs. Vane|said|“No,” said Ida.|“|”|\"|'|’|—|- No.|...|* * *|***|~|CHAPTER I|Chapter Two|IV|12.|ABOUT THE AUTHOR|"
    "A/N: sorry|Title: Salt|Rating: T|by A. N. Other|\xad|\u200b|\u2060|\u202e|\x93|\U0001f469\u200d\U0001f680|a\u0301|\xa0|\ufffd|²|"
    "*** START OF THE PROJECT GUTENBERG EBOOK X ***|*** END OF THE PROJECT GUTENBERG EBOOK X ***|\n|\n\n|\n\n\n\n| |\t|_so_|*no*".split(
        "|"
    )
)
ODD = st.sampled_from(
    ["&amp;", "&nbsp;", "&#147;", "&#0;", "&#xD800;", "&#x110000;", "&nope;", "&", "<", "<![CDATA[x]]>", "<!-- x -->", "<?x y?>", "]]>"]
)  # fmt: skip
PLAIN = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=40).map(" ".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251"])

HTML_TAGS = (
    "p p p div span i em b a a sup h1 h2 hr br img q blockquote ruby rt rb pre table tr td ul li section article main aside figure "
    "figcaption del big center style title nav script meta font"
).split()
HTML_ATTRIBUTES = [
    'class="scene-break"', 'class="notes"', 'class="pagenum"', 'class="dropcap"', 'class="heading title"', 'class="footnote"', "hidden",
    'class="noteref"', 'class="caption"', 'class="toc-heading meta"', 'id="chapters"', 'id="preface"', 'id="fn1"', 'href="#a"', 'name="a"',
    'href="p1.xhtml#a"', 'role="doc-pagebreak"', 'epub:type="footnote"', 'epub:type="title"', 'epub:type="toc"', 'style="display: none"',
    'style="font-style: italic"', 'lang="fr"', 'alt="T"', 'rel="author"', "name=author content=Ida", 'class=""', 'id=""', "=", '"',
]  # fmt: skip
SHEETS = [
    ".a { margin: 1.2.3em }",
    ".a { font-style: italic } .b { margin-top: 2em }",
    "}}{{",
    ".a {margin:9%",
    "@import 'x';",
    ".é{}",
]
FB2_TAGS = "p p p section title subtitle empty-line poem stanza v emphasis strikethrough epigraph cite a text-author table body".split()
FB2_ATTRIBUTES = ['name="notes"', 'type="note"', 'id="a"']
WORD_TAGS = (
    "w:p w:p w:r w:r w:t w:t w:rPr w:pPr w:i w:vanish w:strike w:br w:tab w:tbl w:tr w:tc w:hyperlink w:ins w:del w:footnoteReference "
    "w:drawing w:sdt w:sdtContent w:fldChar w:instrText w:sym"
).split()
WORD_ATTRIBUTES = [
    'w:val="0"',
    'w:val="S"',
    'w:id="1"',
    'w:type="page"',
    'w:fldCharType="begin"',
    'w:char="F04A"',
    'w:font="Wingdings"',
]
ODT_TAGS = "text:p text:p text:h text:span text:s text:tab text:line-break text:note text:list text:section text:tracked-changes".split()
ODT_ATTRIBUTES = ['text:style-name="I"', 'text:style-name="H"', 'text:c="999999999999"', 'text:outline-level="x"']
RTF_TOKENS = st.sampled_from(
    r"{ } { } \par \par \b \i0 \v \v0 \strike \deleted \u8220? \u-10179? \u-8704? \u9999999? \u-1 \uc0 \uc9 \'93 \'9 \'zz \~ \- \_ \* \\ "
    r"\fonttbl \f0 \f9 \fcharset128 \fcharset999 \ansicpg0 \ansicpg65001 \ansicpg99999 \pict \bin3 \bin99999 \bin \fldinst HYPERLINK \tab "
    r"\emdash \cell \row \sect \page \plain \stylesheet \info \title".split(" ")
)
MARKDOWN_TOKENS = st.sampled_from(
    "# One|## Two|#tag|---|***|- |1. |> |> [!note] |```|~~~|~~|%%|==|{>>|<<}|{--|--}|{++|++}|{~~|~>|~~}|[[|]]|![[|[^a]|[^a]: |^[|]|[a](b)|"
    "![a](b)|<br>|<i>|</i>|<Hello,>|<!--|-->|| a || b ||@pov: Ida|% x|%%~name: x|[newpage]|>> |  <<|    |\\|*|_|`|title: Salt|&amp;|\n|\n|\n\n".split(
        "|"
    )
)  # fmt: skip


def markup(tags: Sequence[str], attributes: Sequence[str]) -> st.SearchStrategy[str]:
    """Elements within elements, a few of them badly closed."""

    def element(tag: str, own: list[str], inner: list[str], closed: int) -> str:
        head = " ".join([tag, *own])
        return f"<{head}>{''.join(inner)}" + (f"</{tag}>" if closed else "")

    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        own = st.lists(st.sampled_from(attributes), max_size=2, unique=True)
        return st.builds(element, st.sampled_from(tags), own, st.lists(inner, max_size=5), st.integers(0, 30))

    leaf = st.one_of(WORDS, WORDS, WORDS, ODD)
    return st.lists(st.recursive(leaf, around, max_leaves=12), max_size=6).map("".join)


HTML = markup(HTML_TAGS, HTML_ATTRIBUTES)
XHTML = HTML.map(lambda x: x.replace("<br>", "<br/>").replace("<hr>", "<hr/>"))


def _sheet(page: str, sheet: str) -> str:
    return f"<style>{sheet}</style>{page}"


@st.composite
def books(draw: st.DrawFn) -> File:
    """EPUBs with contents, style sheets, references to pages that are not there, or are named twice."""
    pages = draw(st.lists(XHTML, min_size=1, max_size=3))
    entries: dict[str, str | bytes] = {}
    if draw(st.booleans()):
        entries["OPS/nav.xhtml"] = f'<html><body><nav epub:type="toc">{draw(XHTML)}</nav></body></html>'
    if draw(st.booleans()):
        manifest = draw(st.lists(st.sampled_from([
            '<item id="nav" properties="nav" href="nav.xhtml"/>', '<item id="p0" href="p1.xhtml"/>', '<item id="c" href="s.css" media-type="text/css"/>',
            '<item id="n" href="nav.xhtml" media-type="application/x-dtbncx+xml"/>', '<item id="x" href="%E9%ff#"/>', "<item/>",
        ]), max_size=4).map("".join))  # fmt: skip
        spine = draw(
            st.lists(
                st.sampled_from(['idref="p0"', 'idref="p1" linear="no"', 'idref="x"', 'idref="nav"', ""]), max_size=6
            )
        )
        refs = "".join(f"<itemref {r}/>" for r in spine)
        entries["OPS/book.opf"] = (
            f"<package><metadata><title>{draw(st.sampled_from(['Salt', ' ', chr(0xAD)]))}</title></metadata><manifest>{manifest}"
            f'<item id="p0" href="p0.xhtml"/><item id="p1" href="p1.xhtml"/></manifest><spine>{refs}</spine></package>'
        )
        entries["OPS/s.css"] = draw(st.sampled_from(SHEETS))
    return files.xhtml_book(*pages, extra=entries)


FILES: dict[str, st.SearchStrategy[File]] = {
    "plain": st.builds(lambda t, e: (t.encode(e, "replace"), "a.txt"), PLAIN, ENCODINGS),
    "bytes": st.builds(lambda d, n: (d, n), st.binary(max_size=200), st.sampled_from(["a.txt", "a.html", "a.rtf", "a.fb2", "a.epub", "a.md", "a"])),
    "html": st.builds(lambda b, s, e: files.html(_sheet(b, s), e), HTML, st.sampled_from(SHEETS), ENCODINGS),
    "epub": books(),
    "word": st.builds(files.word, markup(WORD_TAGS, WORD_ATTRIBUTES), ENCODINGS),
    "odt": st.builds(files.open_document, markup(ODT_TAGS, ODT_ATTRIBUTES), ENCODINGS),
    "fb2": st.builds(files.fictionbook, markup(FB2_TAGS, FB2_ATTRIBUTES), ENCODINGS),
    "rtf": st.lists(st.one_of(RTF_TOKENS, WORDS), max_size=60).map(lambda x: files.rich(" ".join(x))),
    "markdown": st.lists(st.one_of(MARKDOWN_TOKENS, WORDS), max_size=60).map(lambda x: (" ".join(x).encode(), "a.md")),
}  # fmt: skip
"""A strategy for the files of each form."""
