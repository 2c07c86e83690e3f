"""One section of the pack editor, shown and saved: the form refused with its input kept, a stale one with both values.

A section says what it edits as a `Sheet`; the rest is the same for all of them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response
from msgspec import Struct

from core.configurations import actions, queries
from core.configurations.rules import Place, spoken, written
from core.errors import Problem
from ui.configuration_fields import HAS, Block, Field, Shown, controls, read, told
from ui.configuration_frame import Frame, frame_of
from ui.editing import again
from ui.forms import Form
from ui.guard import enter
from ui.i18n import _
from ui.render import page

TEXTS = ("line", "text", "lines")  # fields with an input for each language
OWN = "new/"  # begins the names of inputs that are no places of the rules
KEEP = "keep:"  # keep:<name> says whose value of a stale field is kept


class Sheet(Struct, frozen=True, kw_only=True):
    """What a page of the editor edits: its fields, its words, where it lies (`path` below the configuration) and where
    saving leads (`back`). `entry` is the place of the one thing that it edits; `more` is what its template also shows;
    `fixed` is saved with every save, for a thing that is made by it."""

    title: str
    blocks: tuple[Block, ...]
    path: str
    back: str
    template: str = "configurations/form.html"
    help: str = ""
    way: tuple[tuple[str, str], ...] = ()
    entry: Place = ()
    fixed: Mapping[Place, object] = {}
    button: str = ""
    more: Any = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field of the page."""
        return tuple(field for block in self.blocks for field in block.fields)


Making = Callable[[Frame, Form | None], Sheet]


class Editing(Struct, frozen=True, kw_only=True):
    """A page of the editor: the frame, the sheet, and its blocks as they are shown."""

    frame: Frame
    sheet: Sheet
    blocks: tuple[Shown, ...]
    way: tuple[tuple[str, str], ...]

    @property
    def more(self) -> Any:
        """What the section's own template shows."""
        return self.sheet.more


class Choice(Struct, frozen=True):
    """A field that two people changed: the stored value and the typed one, in words."""

    name: str
    label: str
    theirs: str
    mine: str


class Clash(Struct, frozen=True, kw_only=True):
    """The page of a stale form: what to choose between, and everything else that the form really changed."""

    frame: Frame
    sheet: Sheet
    choices: tuple[Choice, ...]
    inputs: tuple[tuple[str, str], ...]
    way: tuple[tuple[str, str], ...]


async def show(request: Request, section: str, making: Making, problem: Problem | None = None) -> Response:
    """A section as the draft has it, or as it was typed and refused."""
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), section)
        typed = visit.form if problem is not None else None
        sheet = making(frame, typed)
    problem = placed(problem, sheet.fields) if problem else None
    wrong = [one.field or "" for one in _leaves(problem)] if problem else []
    view = Editing(
        frame=frame, sheet=sheet, blocks=controls(frame, sheet.blocks, typed, wrong), way=_way(request, frame, sheet),
    )  # fmt: skip
    return page(visit, sheet.template, view, problem=problem, form=typed)


async def save(request: Request, section: str, making: Making) -> Response:
    """Save a section's form into the draft."""
    pack = str(request.path_params["pack"])
    try:
        async with enter(request, write=True) as visit:
            frame = await frame_of(visit, pack, section)
            sheet = making(frame, visit.form)
            changes = _decided(visit.form, _read(frame, visit.form, sheet)) | dict(sheet.fixed)
            changes |= _taken_back(frame, visit.form, sheet)
            draft = await actions.edit(visit.tx, visit.actor, pack, changes, visit.form.integer("seen") or 0)
            answer = await visit.done(frame.url_of(sheet.back), said(frame, draft))
    except Problem as problem:
        again(problem)
        if problem.code == "configuration.stale-form":
            return await _clash(request, section, making, problem)
        return await show(request, section, making, problem)
    return answer


def said(frame: Frame, draft: queries.Draft) -> tuple[str, str]:
    """The message after saving: what happened, and whether something is to be mended."""
    if draft.version == frame.version:
        return "info", _("Không có gì thay đổi.")
    if draft.open_findings:
        return "soon", _("Đã lưu vào bản nháp. Còn điểm cần sửa trước khi công bố.")
    return "done", _("Đã lưu vào bản nháp. Chương trình đang chạy không bị ảnh hưởng.")


def placed(problem: Problem, fields: tuple[Field, ...]) -> Problem:
    """A refusal with the names of the form's inputs where the domain speaks of places of the rules."""
    moved = [Problem(one.code, field=_input_of(one.field, fields), **one.facts) for one in _leaves(problem)]
    if not problem.problems:
        moved[0].status = problem.status
        return moved[0]
    whole = Problem(problem.code, problems=moved, **problem.facts)
    whole.status = problem.status
    return whole


async def _clash(request: Request, section: str, making: Making, problem: Problem) -> Response:
    """Both values of each field that somebody else has changed since this form was opened, to choose between."""
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), section)
        sheet = making(frame, visit.form)
        wanted = _read(frame, visit.form, sheet)
        seen = visit.form.integer("seen") or 0
        mine = queries.meant(await queries.plain_seen(visit.tx, frame.draft, seen), wanted)
    fields = {field.name: field for field in sheet.fields}
    choices = tuple(
        Choice(one.field, fields[one.field].label, told(fields[one.field], one.facts["theirs"]),
               told(fields[one.field], one.facts["mine"]))
        for one in _leaves(problem) if one.field in fields
    )  # fmt: skip
    view = Clash(
        frame=frame, sheet=sheet, choices=choices, inputs=_inputs(visit.form, mine), way=_way(request, frame, sheet)
    )
    return page(visit, "configurations/stale.html", view, status=409)


def _read(frame: Frame, form: Form, sheet: Sheet) -> dict[Place, object]:
    """What the form says; a default is not written where none was."""
    defaults = {field.place: field.default for field in sheet.fields if frame.value(field.place) is None}
    said = read(form, sheet.blocks)
    return {place: None if _same(value, defaults.get(place)) else value for place, value in said.items()}


def _same(value: object, default: object) -> bool:
    return value == (list(default) if isinstance(default, tuple) else default)


def _decided(form: Form, changes: dict[Place, object]) -> dict[Place, object]:
    """The changes without those that give way to somebody else's."""
    return {place: value for place, value in changes.items() if form.raw.get(KEEP + written(place)) != "theirs"}


def _taken_back(frame: Frame, form: Form, sheet: Sheet) -> dict[Place, object]:
    """What is in force at the places whose button to take the edit back was pressed."""
    found: dict[Place, object] = {}
    for field in sheet.fields:
        if field.name in form.all("reset"):
            was, now = frame.original(field.place), frame.value(field.place)
            if isinstance(was, Mapping) and isinstance(now, Mapping):
                was = {**dict.fromkeys(now), **was}
            found[field.place] = was
    return found


def _inputs(form: Form, places: Mapping[Place, object]) -> tuple[tuple[str, str], ...]:
    """What the form sent for these places, to be sent once more; `new…` names a thing that the form makes."""
    names = tuple(written(place) for place in places)
    own = [(name, value) for name in form.names() for value in form.texts(name)
           if name in names or name.startswith((*(f"{one}/" for one in names), "new"))]  # fmt: skip
    return (*((HAS, name) for name in names), *own)


def _input_of(word: str | None, fields: tuple[Field, ...]) -> str | None:
    """The input for a place of the rules, or for an input's own name; None where the form has none."""
    if word and word.startswith(OWN):
        return word
    for field in fields if word else ():
        first = f"{field.name}/vi" if field.kind in TEXTS else field.name
        if word.startswith(f"{field.name}/"):
            return word if field.kind not in TEXTS or word.endswith(("/vi", "/en")) else first
        at = spoken(field.place)
        if word in (field.name, at) or word.startswith((f"{at}.", f"{at}[")):
            return first
    return None


def _leaves(problem: Problem) -> tuple[Problem, ...]:
    return tuple(leaf for one in problem.problems for leaf in _leaves(one)) if problem.problems else (problem,)


def _way(request: Request, frame: Frame, sheet: Sheet) -> tuple[tuple[str, str], ...]:
    slug = request.path_params["tenant"]
    return tuple((label, f"/{slug}/{frame.url_of(tail)}") for label, tail in sheet.way)
