"""Word files out of templates, made in a process of its own with limits on time and memory."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec

from core import confined
from core.errors import Problem
from core.paper_templates import word_files
from ui.papers.blocks import Block
from ui.papers.fields import Field
from ui.papers.vetting import Fault, Vetted, missing

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WALL, CPU, MEMORY = 20.0, 15, 600 << 20  # seconds in all, of work; bytes of address space
MOST_MADE = 20 << 20  # bytes of a paper


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the child is asked: a template, the fields it may use, what they hold, and whether to show it."""

    template: bytes
    fields: tuple[Field, ...]
    values: dict[str, object]
    shown: bool


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The child's answer: the paper with what was found out about its template, or why there is none."""

    refused: str = ""
    facts: dict[str, str] = {}
    vetted: Vetted = Vetted((), ())
    content: bytes = b""
    blocks: tuple[Block, ...] = ()


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A Word file; `missing` are important fields that its template does not use, `blocks` what it reads like."""

    content: bytes
    missing: tuple[str, ...]
    blocks: tuple[Block, ...]


async def make(
    template: bytes, fields: Sequence[Field], values: Mapping[str, object], *, shown: bool = False
) -> Paper:
    """The paper of `values` by a template. Problem at field `file`, one for each fault that the template has."""
    await asyncio.to_thread(word_files.check, template)
    asked = Asked(template=template, fields=tuple(fields), values=dict(values), shown=shown)
    answer = await confined.asked(
        "ui.papers.word_child", str(MEMORY), content=msgspec.msgpack.encode(asked), seconds=WALL
    )
    try:
        made = msgspec.msgpack.decode(answer, type=Made)
    except msgspec.DecodeError:
        raise Problem("template.too-heavy", field="file") from None  # the child was ended by a limit
    if made.refused:
        raise Problem(made.refused, field="file", **made.facts)
    if made.vetted.faults:
        raise Problem("template.refused", field="file", problems=[problem(one) for one in made.vetted.faults])
    return Paper(content=made.content, missing=tuple(missing(fields, made.vetted.used)), blocks=made.blocks)


def problem(fault: Fault, field: str = "file") -> Problem:
    """A fault of a template as a problem with its sentence."""
    if fault.near:
        return Problem("template.unknown-field-like", field=field, what=fault.what, near=fault.near)
    return Problem(fault.code, field=field, what=fault.what)
