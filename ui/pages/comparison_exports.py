"""A comparison to take away, in four formats, with its definitions."""

import asyncio

from litestar import Request, Response, get

from core.errors import NotFound
from ui import i18n
from ui.centre import enter_centre
from ui.comparison import sheet, words
from ui.comparison.frame import frame
from ui.comparison.view import figures
from ui.documents import comparison_files, comparison_pdf
from ui.documents.xlsx import XLSX
from ui.downloads import download
from ui.pages.comparison import AT, READ, answer, names_of, wanted_of

FORMATS = {
    "xlsx": (XLSX, comparison_files.workbook),
    "csv": ("text/csv", comparison_files.table),
    "json": ("application/json", comparison_files.data),
}


@get(AT + "/xuat/{kind:str}", opt=READ)
async def export(request: Request, kind: str) -> Response[bytes]:
    """The numbers of the address as a file. NotFound for another format."""
    async with enter_centre(request) as visit:
        if kind not in (*FORMATS, "pdf"):
            raise NotFound("access.not-found")
        wanted = wanted_of(visit)
        found = await answer(visit, wanted)
        names = await names_of(visit, [cell.province for cell in found.cells])
    i18n.activate(visit.locale)
    home = visit.shell.url("so-sanh")
    around = frame(wanted, home, ())
    address = str(request.app.state.settings.base_url) + home + wanted.query(crosswalk=found.crosswalk)
    document = sheet.sheet(found, names, address, around.subject_word, around.scope_label)
    if kind == "pdf":
        shown = figures(found, wanted, home, names)
        summary = words.summary(around.title, wanted.year, shown.headline)
        media, content = "application/pdf", await asyncio.to_thread(
            comparison_pdf.write, document, shown, around.subtitle, summary
        )
    else:
        media, write = FORMATS[kind]
        content = await asyncio.to_thread(write, document)
    return download(content, f"{document.name}.{kind}", media)


ROUTES = (export,)
