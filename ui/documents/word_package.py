"""The parts of a Word file around its text: types, relations, the style of its body, a header with the number."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ui.documents.regulations import Margins
from ui.documents.word_markup import twips, words

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = f"""{HEAD}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>
<Override PartName="/word/header1.xml" ContentType="{WORD}.header+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
RELATIONS = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
OF_DOCUMENT = f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/header" Target="header1.xml"/>
</Relationships>"""
STYLES = f"""{HEAD}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>
<w:sz w:val="%(size)s"/><w:szCs w:val="%(size)s"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"""
NUMBER = f"""{HEAD}<w:hdr {NAMES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>
<w:fldSimple w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>"""
PROPERTIES = f"""{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>%s</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>"""
LONG, SHORT = 297, 210  # millimetres of A4


def packed(body: str, title: str, margins: Margins, size: float, *, lying: bool) -> bytes:
    """The file. The first page bears no number."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": f"{HEAD}<w:document {NAMES}><w:body>{body}{_page(margins, lying)}</w:body></w:document>",
        "word/_rels/document.xml.rels": OF_DOCUMENT,
        "word/styles.xml": STYLES % {"size": round(size * 2)},
        "word/header1.xml": NUMBER,
        "docProps/core.xml": PROPERTIES % words(title),
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED)
    return buffer.getvalue()


def width_of(margins: Margins, *, lying: bool) -> float:
    """Millimetres between the margins."""
    return (LONG if lying else SHORT) - margins.left - margins.right


def _page(margins: Margins, lying: bool) -> str:
    wide, high = (LONG, SHORT) if lying else (SHORT, LONG)
    turned = ' w:orient="landscape"' if lying else ""
    sides = " ".join(f'w:{side}="{twips(getattr(margins, side))}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>'
        f'<w:pgSz w:w="{twips(wide)}" w:h="{twips(high)}"{turned}/>'
        f'<w:pgMar {sides} w:header="{twips(8)}" w:footer="{twips(8)}" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
