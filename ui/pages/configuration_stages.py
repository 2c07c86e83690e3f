"""The steps of the assessment in a configuration: their order in each round, and the form of each."""

from litestar import Request, Response, get, post

from core.configurations import actions
from core.errors import Problem
from ui import configuration_stages as steps
from ui.configuration_editing import said, save, show
from ui.configuration_frame import AT, frame_of
from ui.configuration_stages import SECTION
from ui.editing import again
from ui.guard import enter

HERE = f"{AT}/sua/{SECTION}"
READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}


@get(HERE, opt=READ)
async def stages(request: Request) -> Response:
    """Every round with its steps."""
    return await show(request, SECTION, steps.stages)


@post(HERE, opt=WRITE)
async def arrange(request: Request) -> Response:
    """Move a step in its round, take it out, or put it back."""
    try:
        async with enter(request, write=True) as visit:
            frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
            changes = steps.rearranged(frame, visit.form.line("act"))
            # A step is one from where it stands now.
            draft = await actions.edit(visit.tx, visit.actor, frame.pack_id, changes, frame.version)
            answer = await visit.done(frame.url_of(f"sua/{SECTION}"), said(frame, draft))
    except Problem as problem:
        again(problem)
        first = problem.problems[0] if problem.problems else problem  # a locked round: the list has no inputs
        return await show(request, SECTION, steps.stages, Problem(first.code, **first.facts))
    return answer


@get(HERE + "/buoc/{key:str}", opt=READ)
async def stage(request: Request, key: str) -> Response:
    """One step."""
    return await show(request, SECTION, lambda frame, form: steps.stage(frame, key))


@post(HERE + "/buoc/{key:str}", opt=WRITE)
async def save_stage(request: Request, key: str) -> Response:
    """Save one step."""
    return await save(request, SECTION, lambda frame, form: steps.stage(frame, key))


@get(HERE + "/ky/{key:str}", opt=READ)
async def checkpoint(request: Request, key: str) -> Response:
    """One round."""
    return await show(request, SECTION, lambda frame, form: steps.checkpoint(frame, key))


@post(HERE + "/ky/{key:str}", opt=WRITE)
async def save_checkpoint(request: Request, key: str) -> Response:
    """Save one round."""
    return await save(request, SECTION, lambda frame, form: steps.checkpoint(frame, key))


@get(HERE + "/them/{key:str}", opt=READ)
async def new_voice(request: Request, key: str) -> Response:
    """Add a voice to a round."""
    return await show(request, SECTION, lambda frame, form: steps.new_voice(frame, form, key))


@post(HERE + "/them/{key:str}", opt=WRITE)
async def add_voice(request: Request, key: str) -> Response:
    """Save the new voice."""
    return await save(request, SECTION, lambda frame, form: steps.new_voice(frame, form, key))


ROUTES = (stages, arrange, stage, save_stage, checkpoint, save_checkpoint, new_voice, add_voice)
