"""The script as SSML 1.1 (W3C): one voice for each speaker, narration in the narrator's."""

from collections.abc import Mapping

from lxml import etree

from fabula.exports.script.voices import NARRATOR, by_paragraph, voice_of
from fabula.world import Story

_NS = "http://www.w3.org/2001/10/synthesis"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def as_ssml(story: Story, voices: Mapping[str, str] | None = None) -> str:
    """The script as one ``<speak>`` document, a ``<p>`` for each paragraph, a ``<voice>`` for each stretch.

    ``voices`` maps ids or names of characters, and "narrator", to names of voices; whoever is not in it has their id.
    Text that is set aside or is a scene-break mark is not spoken.
    """
    voices = voices or {}
    root = etree.Element(f"{{{_NS}}}speak", {"version": "1.1", f"{_XML}lang": "en"}, nsmap={None: _NS})
    for p, voiced in by_paragraph(story):
        if p.kind == "break":
            if len(root):
                etree.SubElement(root, f"{{{_NS}}}break", {"time": "1500ms"})
            continue
        block = etree.SubElement(root, f"{{{_NS}}}p")
        for who, said in voiced:
            voice = etree.SubElement(block, f"{{{_NS}}}voice", {"name": _voice(story, who, voices)})
            voice.text = _speakable(said)
    etree.indent(root)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found.decode() + "\n"


def as_azure(story: Story, voices: Mapping[str, str] | None = None) -> str:
    """The script as Azure's speech service takes it: SSML 1.0 in which every word, and every pause, is within a voice.

    Stretches of one voice that follow one another share a ``<voice>``.
    """
    voices = voices or {}
    root = etree.Element(f"{{{_NS}}}speak", {"version": "1.0", f"{_XML}lang": "en-US"}, nsmap={None: _NS})
    voice: etree._Element | None = None
    for p, voiced in by_paragraph(story):
        if p.kind == "break" and voice is not None:
            etree.SubElement(voice, f"{{{_NS}}}break", {"time": "1500ms"})
        for who, said in voiced:
            name = _voice(story, who, voices)
            if voice is None or voice.get("name") != name:
                voice = etree.SubElement(root, f"{{{_NS}}}voice", {"name": name})
            etree.SubElement(voice, f"{{{_NS}}}p").text = _speakable(said)
    etree.indent(root)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found.decode() + "\n"


def _voice(story: Story, who: str | None, voices: Mapping[str, str]) -> str:
    """Without blanks, where nobody gave a voice: a name with a blank would be two names."""
    return voice_of(story, who, voices) or "-".join((who or NARRATOR).split())


def _speakable(text: str) -> str:
    """Without characters that XML forbids, blanks as one space."""
    return " ".join("".join(c if c >= " " or c.isspace() else " " for c in text if c not in "\ufffe\uffff").split())
