"""Packs as files: bringing one of pure data, taking one away, and any configuration for another union to go on with."""

import asyncio

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can
from core.errors import Problem
from core.packs.problems import PackError, PackRefused
from core.paper_templates.actions import safe_name
from core.uploaded_packs import actions, contents, queries
from core.uploaded_packs.queries import Upload
from ui import packs_export, uploaded_packs
from ui.editing import again, asked
from ui.guard import enter
from ui.i18n import _
from ui.messages import UPLOAD_FINDINGS
from ui.papers import making
from ui.problems import sentence
from ui.render import page

HOME = "quan-tri/goi-quy-tac"
AT = "/{tenant:str}/quan-tri/goi-quy-tac"
ADMIN = {"policy": "uploaded_pack.admin"}
READ = {"policy": "pack.read"}
UPLOAD_LIMIT = contents.MOST + 200_000  # the archive and the other fields
ZIP = "application/zip"


class Said(Struct, frozen=True):
    """A fault in words, with where it is, what is there and what should be."""

    words: str
    file: str
    place: str
    found: str
    wanted: str


class Desk(Struct, frozen=True, kw_only=True):
    """What was brought, what can be fetched (id and title); after a refusal everything that is wrong. `may` tells
    whether the reader may bring one."""

    uploads: tuple[Upload, ...]
    choices: tuple[tuple[str, str], ...]
    faults: tuple[Said, ...]
    may: bool
    most: int


@get(AT, opt=READ)
async def desk(request: Request) -> Response:
    """Bring a pack, or fetch one."""
    return await _desk(request)


@post(AT, opt=ADMIN, request_max_body_size=UPLOAD_LIMIT)
async def upload(request: Request) -> Response:
    """Judge an archive and keep it: everything that is wrong is told at once."""
    try:
        async with enter(request) as visit:  # before anything is read: who sends it, and from where
            sent = visit.form.file("file")
        if sent is None:
            raise Problem("file.empty", field="file")
        content = await sent.read(contents.MOST + 1)
        judged = await uploaded_packs.check(content)
        if judged.faults:
            raise PackRefused(judged.faults)
        async with enter(request, write=True) as visit:
            rules = await actions.upload(visit.tx, visit.actor, safe_name(sent.filename), content)
            told = _("Đã nhận “%(title)s” bản %(version)s.") % {"title": rules.title.vi, "version": rules.version}
            answer = await visit.done(HOME, ("done", told))
    except PackRefused as refused:
        return await _desk(request, Problem("pack.refused", field="file"), refused.errors)
    except Problem as problem:
        again(problem)
        return await _desk(request, problem)
    return answer


@post(AT + "/bo", opt=ADMIN)
async def withdraw(request: Request) -> Response:
    """Offer a version no longer."""
    async with enter(request, write=True) as visit:
        await actions.withdraw(visit.tx, visit.actor, visit.form.line("pack"), visit.form.line("version"))
        answer = await visit.done(HOME, ("info", _("Đã thôi dùng bản này. Chương trình đang chạy không đổi.")))
    return answer


@get(AT + "/tai", opt=READ)
async def export(request: Request) -> Response:
    """The pack of `?goi=` with this tenant's edits, templates and the worked cases that still hold, under the id of
    `?ten=`."""
    async with enter(request) as visit:
        pack_id = asked(request).line("goi", 60)
        found = await packs_export.ready(visit.tx, pack_id)
        new_id = asked(request).line("ten", 60) or packs_export.id_for(pack_id, visit.tenant.slug)
    try:
        made = await asyncio.to_thread(found.archive, new_id)
    except Problem as problem:
        return await _desk(request, problem)
    return making.file(made, new_id, "zip", ZIP)


async def _desk(
    request: Request, problem: Problem | None = None, faults: tuple[PackError, ...] = ()
) -> Response:
    async with enter(request) as visit:
        may = can(visit.actor, actions.ADMIN, Target())
        packs = await packs_export.packs_of(visit.tx)
        titles = {one.id: f"{one.rules.title.in_(visit.locale)} ({one.version})" for one in packs.values()}
        view = Desk(
            uploads=await queries.listing(visit.tx, visit.actor) if may else (),
            choices=tuple(titles.items()),
            faults=tuple(said(one) for one in faults), may=may, most=contents.MOST >> 20,
        )  # fmt: skip
    form = visit.form if request.method == "POST" else asked(request)
    return page(visit, "packs/files.html", view, problem=problem, form=form)


def said(fault: PackError) -> Said:
    """A fault of an uploaded pack in words."""
    known = UPLOAD_FINDINGS.get(fault.code)
    words = _(known) if known else sentence(fault.code, {"what": fault.place, "name": fault.place, "near": ""})
    return Said(words, fault.file, fault.place, fault.found, fault.wanted)


ROUTES = (desk, upload, withdraw, export)
