"""Files as the programs that people use write them, with the markup those programs document, and words of our own.

Each holds the same short story of two chapters: Mara Quill and Edwin Penrose in a boathouse, and a scene break in the
second. What the programs add around it (names of fandoms, friends who are thanked, notes) must not become people.
"""

from tests.text.test_formats import zipped

TITLE, AUTHOR = "The Boathouse", "Ines Tolland"
ONE = (
    "Mara Quill let herself into the boathouse.",
    "“You are late,” said Edwin Penrose.",
    "“The <i>Heron</i> was late,” said Mara. “I am never late.”",
    "Edwin laughed, and held up the lantern.",
)
TWO = (
    "“Did you sell it?” asked Mara.",
    "Edwin looked at the water for a long while.",
    "“I gave it away,” said Edwin.",
)
AFTER = (
    "By morning the slip was dry.",
    "“Then we walk,” said Mara.",
)
SAYS = {
    "You are late": "Edwin Penrose",
    "I am never late": "Mara Quill",
    "Did you sell it": "Mara Quill",
    "I gave it away": "Edwin Penrose",
    "Then we walk": "Mara Quill",
}
XHTML = """<?xml version='1.0' encoding='utf-8'?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{title}</title>
{head}</head><body{body}>{words}</body></html>"""
CONTAINER = """<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{opf}" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def page(words: str, title: str = TITLE, body: str = "", head: str = "") -> str:
    return XHTML.format(title=title, head=head, body=body, words=words)


def paragraphs(words: tuple[str, ...], mark: str = "<p>", end: str = "</p>") -> str:
    return "\n".join(mark + w + end for w in words)


def opf(items: str, spine: str, version: str = "3.0", toc: str = "", meta: str = "") -> str:
    return f"""<?xml version='1.0' encoding='utf-8'?>
<package xmlns="http://www.idpf.org/2007/opf" version="{version}" unique-identifier="uid"><metadata
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><dc:title>{TITLE}</dc:title>
<dc:creator opf:role="aut" opf:file-as="Tolland, Ines">{AUTHOR}</dc:creator><dc:language>en</dc:language>{meta}</metadata>
<manifest>{items}</manifest><spine{toc}>{spine}</spine></package>"""


def item(id: str, href: str, media: str = "application/xhtml+xml", more: str = "") -> str:
    return f'<item id="{id}" href="{href}" media-type="{media}"{more}/>'


def ref(*ids: str) -> str:
    return "".join(f'<itemref idref="{id}"/>' for id in ids)


def ncx(*entries: tuple[str, str]) -> str:
    points = "".join(
        f'<navPoint id="n{k}" playOrder="{k}"><navLabel><text>{title}</text></navLabel><content src="{src}"/></navPoint>'
        for k, (src, title) in enumerate(entries, 1)
    )
    return f"""<?xml version='1.0' encoding='utf-8'?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head/><docTitle><text>{TITLE}</text></docTitle>
<navMap>{points}</navMap></ncx>"""


def calibre() -> bytes:
    """Calibre's conversion of a document: numbered classes, a cover, a jacket, one chapter cut in two files."""
    head = '<link rel="stylesheet" type="text/css" href="stylesheet.css"/>'

    def p(words: tuple[str, ...]) -> str:
        return paragraphs(tuple(w.replace("<i>", '<i class="calibre6">') for w in words), '<p class="calibre2">')

    blank = '<p class="calibre2">\xa0</p>'
    cover = '<div><svg xmlns="http://www.w3.org/2000/svg" width="100%"><image href="cover.jpeg"/></svg></div>'
    jacket = f"""<div class="cbj_banner"><table class="cbj_header"><tr><td class="cbj_title" colspan="2">{TITLE}</td></tr>
<tr><td class="cbj_author" colspan="2">{AUTHOR}</td></tr><tr><td class="cbj_label">Tags:</td><td class="cbj_content">Fiction,
Sailing, Wessex</td></tr><tr><td class="cbj_label">Rating:</td><td class="cbj_content">★★★</td></tr></table></div>
<div class="cbj_comments"><p>Old Barnaby Thrale calls it the best of its year.</p></div>"""
    heading = '<h2 class="calibre3" id="calibre_pb_{n}"><span class="calibre4">{title}</span></h2>'
    sheet = (
        ".calibre {display: block; font-size: 1em; margin: 0 5pt}\n.calibre2 {display: block; margin: 0; text-indent: 1em}\n"
        ".calibre3 {display: block; font-weight: bold; margin: 0.83em 0}\n.calibre4 {font-weight: bold}\n"
        ".calibre6 {font-style: italic}\n.mbp_pagebreak {display: block; margin: 0; page-break-before: always}\n"
    )
    body = ' class="calibre"'
    files = {
        "titlepage.xhtml": page(cover, "Cover"),
        "jacket.xhtml": page(jacket, TITLE, ' class="cbj"'),
        "text/part0000_split_000.html": page(
            f'<p class="calibre1"><span class="bold">{TITLE}</span></p><p class="calibre1">{AUTHOR}</p>'
            '<p class="calibre1">Copyright © 2026 Ines Tolland. All rights reserved.</p>',
            TITLE, body, head,
        ),
        "text/part0000_split_001.html": page(heading.format(n=1, title="One: Slack Water") + p(ONE[:2]), TITLE, body, head),
        "text/part0000_split_002.html": page(p(ONE[2:]) + '<div class="mbp_pagebreak" id="calibre_pb_2"></div>', TITLE, body, head),
        "text/part0000_split_003.html": page(
            heading.format(n=3, title="Two: Ebb") + p(TWO) + blank + '<p class="calibre5">* * *</p>' + blank + p(AFTER),
            TITLE, body, head,
        ),
    }  # fmt: skip
    names = list(files)
    items = "".join(item(f"id{k}", n) for k, n in enumerate(names)) + item("ncx", "toc.ncx", "application/x-dtbncx+xml")
    items += item("css", "stylesheet.css", "text/css") + item("css2", "page_styles.css", "text/css")
    package = opf(items, ref(*(f"id{k}" for k in range(len(names)))), "2.0", ' toc="ncx"',
                  '<meta name="calibre:timestamp" content="2026-11-28T10:00:00+00:00"/>')  # fmt: skip
    contents = ncx(
        ("text/part0000_split_001.html#calibre_pb_1", "One: Slack Water"),
        ("text/part0000_split_003.html#calibre_pb_3", "Two: Ebb"),
    )
    return zipped({
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER.format(opf="content.opf"),
        "content.opf": package, "toc.ncx": contents, "stylesheet.css": sheet,
        "page_styles.css": "@page {margin-bottom: 5pt; margin-top: 5pt}", **files,
    })  # fmt: skip


def calibre_plain() -> bytes:
    """Calibre's conversion of a text whose chapters are bold lines and whose contents lead to files alone."""
    heading = '<p class="calibre_3"><b class="calibre_4">{}</b></p>'
    body = ' class="calibre"'
    gap = '<p class="calibre_2">\xa0</p>'
    files = {
        "index_split_000.html": page(heading.format("CHAPTER ONE") + paragraphs(ONE, '<p class="calibre_1">'), "", body),
        "index_split_001.html": page(
            heading.format("CHAPTER TWO") + paragraphs(TWO, '<p class="calibre_1">') + gap
            + '<p class="calibre_5">#</p>' + gap + paragraphs(AFTER, '<p class="calibre_1">'), "", body,
        ),
    }  # fmt: skip
    items = "".join(item(f"html{k}", n) for k, n in enumerate(files)) + item(
        "ncx", "toc.ncx", "application/x-dtbncx+xml"
    )
    contents = ncx(("index_split_000.html", "CHAPTER ONE"), ("index_split_001.html", "CHAPTER TWO"))
    return zipped({
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER.format(opf="content.opf"),
        "content.opf": opf(items, ref("html0", "html1"), "2.0", ' toc="ncx"'), "toc.ncx": contents, **files,
    })  # fmt: skip


def pandoc() -> bytes:
    """pandoc's EPUB 3: a title page, the navigation in the spine, numbered sections, a footnote."""
    note = '<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref" epub:type="noteref"><sup>1</sup></a>'
    one = (*ONE[:3], ONE[3][:-1] + note + ".")
    notes = """<aside epub:type="footnote" role="doc-footnote" id="fn1"><p>Lent by Captain Orrin Vye of the harbour
office.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></aside>"""
    section = '<section id="{id}" class="level1" data-number="{n}"><h1 data-number="{n}">{number}{title}</h1>{words}</section>'
    number = '<span class="header-section-number">{}</span> '
    files = {
        "text/title_page.xhtml": page(
            f'<section epub:type="titlepage" class="titlepage"><h1 class="title">{TITLE}</h1><p class="subtitle">A tale for '
            f'Rosalind</p><p class="author">{AUTHOR}</p><p class="date">2026</p></section>', TITLE, ' epub:type="frontmatter"',
        ),
        "nav.xhtml": page(
            f"""<nav epub:type="toc" role="doc-toc" id="toc"><h1 id="toc-title">{TITLE}</h1><ol class="toc">
<li id="toc-li-1"><a href="text/ch001.xhtml#slack-water"><span class="toc-section-number">1</span> Slack Water</a></li>
<li id="toc-li-2"><a href="text/ch002.xhtml#ebb"><span class="toc-section-number">2</span> Ebb</a></li></ol></nav>
<nav epub:type="landmarks" id="landmarks" hidden="hidden"><ol><li><a href="text/title_page.xhtml" epub:type="titlepage">Title
Page</a></li><li><a href="#toc" epub:type="toc">Table of Contents</a></li></ol></nav>""", TITLE, ' epub:type="frontmatter"',
        ),
        "text/ch001.xhtml": page(
            section.format(id="slack-water", n=1, number=number.format(1), title="Slack Water",
                           words=paragraphs(one) + notes), "Slack Water", ' epub:type="bodymatter"',
        ),
        "text/ch002.xhtml": page(
            section.format(id="ebb", n=2, number=number.format(2), title="Ebb",
                           words=paragraphs(TWO) + "<hr/>" + paragraphs(AFTER)), "Ebb", ' epub:type="bodymatter"',
        ),
    }  # fmt: skip
    items = (
        item("nav", "nav.xhtml", more=' properties="nav"') + item("title_page_xhtml", "text/title_page.xhtml")
        + item("ch001_xhtml", "text/ch001.xhtml") + item("ch002_xhtml", "text/ch002.xhtml")
        + item("ncx", "toc.ncx", "application/x-dtbncx+xml") + item("stylesheet1", "styles/stylesheet1.css", "text/css")
    )  # fmt: skip
    spine = '<itemref idref="title_page_xhtml" linear="yes"/>' + ref("nav", "ch001_xhtml", "ch002_xhtml")
    contents = ncx(
        ("text/title_page.xhtml", TITLE),
        ("text/ch001.xhtml#slack-water", "Slack Water"),
        ("text/ch002.xhtml#ebb", "Ebb"),
    )
    return zipped({
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER.format(opf="EPUB/content.opf"),
        "EPUB/content.opf": opf(items, spine, toc=' toc="ncx"'), "EPUB/toc.ncx": contents,
        "EPUB/styles/stylesheet1.css": "p { margin: 1em 0 } .smallcaps { font-variant: small-caps }",
        **{f"EPUB/{n}": w for n, w in files.items()},
    })  # fmt: skip


def archive_of_our_own() -> bytes:
    """AO3's HTML download: preface with tags, summary, notes; notes around each chapter; the afterword."""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{TITLE} - inestolland - Wessex Tides [Archive of Our Own]</title>
<style type="text/css">p.message {{ text-align: center; }} .meta dt {{ float: left; }}</style></head><body>
<div id="preface"><p class="message"><b>{TITLE}</b><br />Posted originally on the
<a href="http://archiveofourown.org/">Archive of Our Own</a> at <a href="http://archiveofourown.org/works/1">http://archiveofourown.org/works/1</a>.</p>
<div class="meta"><dl class="tags"><dt>Rating:</dt><dd><a href="x">General Audiences</a></dd>
<dt>Archive Warning:</dt><dd><a href="x">No Archive Warnings Apply</a></dd><dt>Category:</dt><dd><a href="x">Gen</a></dd>
<dt>Fandom:</dt><dd><a href="x">Wessex Tides - Hilary Brand</a></dd><dt>Relationship:</dt><dd><a href="x">Mara Quill &amp; Edwin Penrose</a></dd>
<dt>Character:</dt><dd><a href="x">Mara Quill</a>, <a href="x">Edwin Penrose</a>, <a href="x">Lady Ottoline</a></dd>
<dt>Additional Tags:</dt><dd><a href="x">Hurt/Comfort</a>, <a href="x">Poor Edwin</a></dd><dt>Language:</dt><dd>English</dd>
<dt>Stats:</dt><dd>Published: 2026-11-01 Completed: 2026-11-20 Words: 74 Chapters: 2/2</dd></dl>
<h1>{TITLE}</h1><div class="byline">by <a rel="author" href="x">inestolland</a></div>
<p>Summary</p><blockquote class="userstuff"><p>Mara comes home, and Winifred never knew.</p></blockquote>
<p>Notes</p><blockquote class="userstuff"><p>For Beatrix, who asked. Thanks to Casimir for the beta!</p></blockquote></div></div>
<div id="chapters" class="userstuff">
<div class="meta group"><h2 class="heading">Chapter 1: Slack Water</h2><p>Chapter Summary</p><blockquote class="userstuff"><p>Dorian is
mentioned.</p></blockquote><p>Chapter Notes</p><blockquote class="userstuff"><p>Hello Philippa!</p></blockquote></div>
<div class="userstuff">{paragraphs(ONE)}</div>
<div id="endnotes1" class="meta group"><p>Chapter End Notes</p><blockquote class="userstuff"><p>Next week, says Leander.</p></blockquote></div>
<div class="meta group"><h2 class="heading">Chapter 2: Ebb</h2></div>
<div class="userstuff">{paragraphs(TWO)}<p align="center">* * *</p>{paragraphs(AFTER)}</div></div>
<div id="afterword"><div id="endnotes"><p>End Notes</p><blockquote class="userstuff"><p>Come and find me, and Ignatius, on the
usual sites.</p></blockquote></div><p class="message">Please <a href="x">drop by the Archive and comment</a> to let the creator know if
you enjoyed their work!</p></div></body></html>""".encode()


def archive_page() -> bytes:
    """The same work as the site shows it, saved by a browser: bars, kudos, comments."""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} - inestolland - Wessex Tides |
Archive of Our Own</title></head><body class="logged-out"><div id="outer" class="wrapper"><ul id="skiplinks"><li><a href="#main">Main
Content</a></li></ul><header id="header" class="region"><h1 class="heading"><a href="/">Archive of Our Own</a></h1><nav id="greeting"><a
href="x">Hi, Theodora!</a></nav></header><div id="main" class="chapters-show region" role="main">
<ul class="work navigation actions" role="menu"><li class="chapter entire"><a href="x">Entire Work</a></li></ul>
<div class="wrapper"><dl class="work meta group"><dt class="rating tags">Rating:</dt><dd class="rating tags">General Audiences</dd>
<dt class="character tags">Character:</dt><dd class="character tags"><ul class="commas"><li>Lady Ottoline</li></ul></dd></dl></div>
<div id="workskin"><div class="preface group"><h2 class="title heading">{TITLE}</h2><h3 class="byline heading"><a rel="author"
href="x">inestolland</a></h3><div class="summary module"><h3 class="heading">Summary:</h3><blockquote class="userstuff"><p>Winifred never
knew.</p></blockquote></div><div class="notes module"><h3 class="heading">Notes:</h3><blockquote class="userstuff"><p>For
Beatrix.</p></blockquote></div></div><div id="chapters" role="article">
<div class="chapter" id="chapter-1"><div class="chapter preface group"><h3 class="title"><a href="x">Chapter 1</a>: Slack Water</h3></div>
<div class="userstuff module" role="article"><h3 class="landmark heading" id="work">Chapter Text</h3>{paragraphs(ONE)}</div></div>
<div class="chapter" id="chapter-2"><div class="chapter preface group"><h3 class="title"><a href="x">Chapter 2</a>: Ebb</h3></div>
<div class="userstuff module" role="article"><h3 class="landmark heading">Chapter Text</h3>{paragraphs(TWO)}<hr/>{paragraphs(AFTER)}</div>
<div class="chapter preface group"><div class="end notes module" role="complementary"><h3 class="heading">Notes:</h3><blockquote
class="userstuff"><p>Ignatius says hello.</p></blockquote></div></div></div></div></div>
<div id="feedback" class="feedback"><h3 class="landmark heading">Actions</h3><div id="kudos"><p class="kudos"><a href="x">Philippa</a> and <a
href="x">Leander</a> as well as 3 guests left kudos on this work!</p></div><div id="comments_placeholder"><h4 class="heading byline"><a
href="x">Casimir</a> on Chapter 2</h4><blockquote class="userstuff"><p>“Wonderful!” said everybody.</p></blockquote></div></div></div>
<div id="footer" role="contentinfo"><p>Donate</p></div></div></body></html>""".encode()


def word() -> bytes:
    """Word's "web page" export: MsoNormal, o:p, a table of contents, a footnote, a comment, what was deleted."""

    def p(words: tuple[str, ...]) -> str:
        return paragraphs(
            words, "<p class=MsoNormal><span lang=EN-GB style='font-size:12.0pt'>", "<o:p></o:p></span></p>"
        )

    blank = "<p class=MsoNormal><span lang=EN-GB><o:p>&nbsp;</o:p></span></p>"
    note = (
        '<a style=\'mso-footnote-id:ftn1\' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference>'
        "<span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a>"
    )
    comment = (
        "<a style='mso-comment-reference:HB_1;mso-comment-date:20261101T1000'></a><span class=MsoCommentReference>"
        '<span style=\'font-size:8.0pt\'><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[HB1]</a>'
        "<![if !supportAnnotations]><![endif]></span></span>"
    )
    one = (*ONE[:3], f'Edwin laughed,{note} and held up the <del cite="mailto:Hilary">torch</del>lantern.{comment}')
    contents = "".join(
        f"<p class=MsoToc1 style='tab-stops:right dotted 450.8pt'><span class=MsoHyperlink><a href=\"#_Toc{k}\">{title}"
        f"<span style='color:windowtext;display:none'>. </span><span style='display:none'>{k}</span></a></span></p>"
        for k, title in ((1, "Slack Water"), (2, "Ebb"))
    )
    heading = "<h1 style='margin-top:24pt'><a name=\"_Toc{k}\"><span lang=EN-GB>{title}</span></a><span lang=EN-GB><o:p></o:p></span></h1>"
    words = f"""<div class=WordSection1><p class=MsoTitle><span lang=EN-GB>{TITLE}<o:p></o:p></span></p>
<p class=MsoSubtitle><span lang=EN-GB>{AUTHOR}<o:p></o:p></span></p>{contents}{blank}{heading.format(k=1, title="Slack Water")}
{p(one)}<span style='font-size:12.0pt'><br clear=all style='mso-special-character:line-break;page-break-before:always'></span>
{heading.format(k=2, title="Ebb")}{p(TWO)}
<p class=MsoNormal align=center style='text-align:center'><span lang=EN-GB>* * *<o:p></o:p></span></p>{p(AFTER)}</div>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1"
title=""><span class=MsoFootnoteReference>[1]</span></a><span lang=EN-GB> As Captain Orrin Vye would have done.</span></p></div></div>
<div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff align=left size=1 width="33%"><![endif]>
<div style='mso-element:comment'><div id="_com_1" class=msocomtxt><span style='mso-comment-author:"Hilary Brand"'><![if !supportAnnotations]>
<a name="_msocom_1"></a><![endif]></span><p class=MsoCommentText><span class=MsoCommentReference>&nbsp;<a href="#_msoanchor_1"
class=msocomoff>[HB1]</a></span>“Torch” was better, said Hilary.<o:p></o:p></p></div></div></div>"""
    head = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>Hilary Brand</o:Author><o:Pages>3</o:Pages></o:DocumentProperties></xml><![endif]-->
<style><!-- /* Style Definitions */ p.MsoNormal, li.MsoNormal, div.MsoNormal {mso-style-unhide:no; margin:0cm; font-size:12.0pt}
p.MsoTitle {font-size:28.0pt} @page WordSection1 {size:595.3pt 841.9pt} div.WordSection1 {page:WordSection1} --></style></head>"""
    return (head + f"<body lang=EN-GB style='tab-interval:36.0pt'>{words}</body></html>").encode("windows-1252")


def scrivener() -> bytes:
    """Scrivener's compile to EPUB 3: numbered styles, its own contents page, a hash between scenes, matter by title."""

    def p(words: tuple[str, ...]) -> str:
        return paragraphs(
            tuple(w.replace("<i>", '<span class="cs1">').replace("</i>", "</span>") for w in words), '<p class="ps2">'
        )

    title = '<div class="section-title"><h1 class="ps1">{}</h1><h1 class="ps1">{}</h1></div>'
    files = {
        "cover.xhtml": page('<div id="cover-image"><img src="images/cover.jpg" alt="Cover"/></div>', "Cover"),
        "body.xhtml": page(f'<p class="ps3">{TITLE}</p><p class="ps3">By {AUTHOR}</p><p class="ps3">About 74 words</p>', "Title Page"),
        "body1.xhtml": page('<p class="ps3">For Beatrix and Old Casimir</p>', "Dedication"),
        "contents.xhtml": page(
            '<h1>Contents</h1><nav epub:type="toc"><ol><li><a href="body.xhtml">Title Page</a></li><li><a '
            'href="body1.xhtml">Dedication</a></li><li><a href="body2.xhtml">Chapter One Slack Water</a></li><li><a '
            'href="body3.xhtml">Chapter Two Ebb</a></li><li><a href="body4.xhtml">Acknowledgements</a></li></ol></nav>', "Contents",
        ),
        "body2.xhtml": page(title.format("Chapter One", "Slack Water") + p(ONE), "Chapter One Slack Water"),
        "body3.xhtml": page(
            title.format("Chapter Two", "Ebb") + p(TWO) + '<p class="ps3">#</p>' + p(AFTER), "Chapter Two Ebb",
        ),
        "body4.xhtml": page('<h1 class="ps1">Acknowledgements</h1>' + p(("I thank Philippa and Leander Moss.",)), "Acknowledgements"),
    }  # fmt: skip
    items = "".join(
        item(n.partition(".")[0], n, more=' properties="nav"' if n == "contents.xhtml" else "") for n in files
    ) + item("css", "styles/stylesheet.css", "text/css")
    return zipped({
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER.format(opf="OPS/package.opf"),
        "OPS/package.opf": opf(items, ref(*(n.partition(".")[0] for n in files))),
        "OPS/styles/stylesheet.css": ".cs1 {font-style: italic;} .ps1 {text-align: center} .ps2 {text-indent: 1.5em}",
        **{f"OPS/{n}": w for n, w in files.items()},
    })  # fmt: skip


FILES = {
    "calibre.epub": calibre,
    "calibre-plain.epub": calibre_plain,
    "pandoc.epub": pandoc,
    "ao3.html": archive_of_our_own,
    "ao3-page.html": archive_page,
    "word.htm": word,
    "scrivener.epub": scrivener,
}
