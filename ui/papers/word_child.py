"""The child that makes a Word file out of a template: limits first, then the file's parts, then the paper.

Every part is judged again before it is rendered, whatever was said of the template when it was accepted.
"""

import sys
from io import BytesIO

import msgspec
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError, UndefinedError

from core import confined
from core.errors import Problem
from core.paper_templates import word_files
from ui.papers import vetting
from ui.papers.blocks import Block
from ui.papers.preview import blocks
from ui.papers.vetting import Fault, Vetted
from ui.papers.word import CPU, MOST_MADE, Asked, Made

HEADERS = (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI)
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


def main() -> None:
    """Read the request, work, answer."""
    confined.limit(CPU, int(sys.argv[1]))
    out = sys.stdout.buffer
    asked = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Asked)
    out.write(msgspec.msgpack.encode(judged(asked)))
    out.flush()


def judged(asked: Asked) -> Made:
    """The paper, or why there is none; never raises for what is in the template."""
    try:
        word_files.check(asked.template)
        return _made(asked)
    except Problem as problem:
        return Made(refused=problem.code, facts={key: str(value) for key, value in problem.facts.items()})
    except MemoryError:
        return Made(refused="template.too-heavy")
    except Exception:
        return Made(refused="word.unreadable", facts={"name": "document.xml"})


def _made(asked: Asked) -> Made:
    document = DocxTemplate(BytesIO(asked.template))
    document.render_init()
    env = vetting.environment()
    vetted = vetting.vet(env, _sources(document), asked.fields)
    if vetted.faults:
        return Made(vetted=vetted)
    try:
        document.render(asked.values, env, autoescape=True)
    except UndefinedError as error:
        return Made(vetted=Vetted((Fault("template.no-value", str(error)[:80]),), vetted.used))
    except TemplateError as error:
        return Made(vetted=Vetted((Fault("template.syntax", str(error)[:80]),), vetted.used))
    _filled_cells(document)
    buffer = BytesIO()
    document.save(buffer)
    if buffer.tell() > MOST_MADE:
        return Made(refused="template.too-heavy")
    shown: tuple[Block, ...] = blocks(document.docx) if asked.shown else ()
    return Made(vetted=vetted, content=buffer.getvalue(), blocks=shown)


def _filled_cells(document: DocxTemplate) -> None:
    """A cell whose paragraphs all went with an empty list gets one: Word opens no other."""
    for cell in document.docx.element.body.iter(qn("w:tc")):
        if cell[-1].tag != qn("w:p"):
            cell.append(OxmlElement("w:p"))


def _sources(document: DocxTemplate) -> list[str]:
    """Every part that docxtpl renders, as Jinja will see it."""
    found = [document.patch_xml(document.get_xml())]
    for uri in HEADERS:
        found += [document.patch_xml(document.get_part_xml(part)) for _, part in document.get_headers_footers(uri)]
    for part in document.docx.part.package.parts:
        if part.content_type == FOOTNOTES:
            found.append(document.patch_xml(part.blob.decode("utf-8")))
    properties = document.docx.core_properties
    return [*found, *(getattr(properties, name) or "" for name in PROPERTIES)]


if __name__ == "__main__":
    main()
