"""The one environment: strict, escaping, sandboxed, with each pack's templates under its own name."""

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from jinja2.sandbox import SecurityError

from core.errors import Problem, Stale
from ui import render
from ui.failures import failure_page
from ui.shell import bare


@pytest.fixture
def folder(tmp_path):
    """A pack's templates: one of its own and one that would shadow ours."""
    (tmp_path / "note.html").write_text("{{ view }}", "utf-8")
    (tmp_path / "base.html").write_text("shadow", "utf-8")
    yield tmp_path
    render.start()


def test_a_pack_template_lives_under_its_name(folder):
    """`<id>/note.html` is found and escaped; the pack's base.html does not stand for ours."""
    environment = render.start({"some_pack": folder})
    assert environment.get_template("some_pack/note.html").render(view="<b>") == "&lt;b&gt;"
    assert environment.get_template("base.html").filename.endswith("ui/templates/base.html")


@pytest.mark.parametrize("name", ["base.html", "other/note.html", "some_pack/../other/note.html"])
def test_a_pack_template_reaches_its_own_folder_only(folder, name):
    """Not ours, not another pack's, even where the name is computed; its own and the shared components it may use."""
    (folder / "page.html").write_text("{% include view %}", "utf-8")
    page = render.start({"some_pack": folder, "other": folder}).get_template("some_pack/page.html")
    with pytest.raises(TemplateNotFound):
        page.render(view=name)
    assert page.render(view="some_pack/note.html") == "some_pack/note.html"


def test_a_pack_without_templates_is_fine():
    """A pack of data alone has no folder to load from."""
    with pytest.raises(TemplateNotFound):
        render.start({"empty": None}).get_template("empty/note.html")


@pytest.mark.parametrize("source", ["{{ missing }}", "{{ view.missing }}"])
def test_missing_names_fail(environment, source):
    """A template that asks for what the view lacks is a fault, never an empty place."""
    with pytest.raises(UndefinedError):
        environment.from_string(source).render(view=object())


def test_templates_are_sandboxed(environment):
    """A template cannot climb from a value to the interpreter."""
    with pytest.raises(SecurityError):
        environment.from_string("{{ view.__class__.__mro__ }}").render(view=object())


def test_a_refusal_brings_its_status_and_keeps_the_input(shell):
    """The page shown again after a refusal has the problem's status, the message, and what was typed."""
    problem = Problem("form.required", field="username")
    view = {"username": "", "next": "", "demo_accounts": ()}
    answer = render.answer(shell, "shell/sign_in.html", view, problem=problem, form={"username": "<thúy>"})
    assert answer.status_code == 422
    assert b'value="&lt;th\xc3\xbay&gt;"' in answer.content
    assert b'href="#f-username"' in answer.content


def test_a_stale_edit_shows_both_texts(shell):
    """409 sets the stored text beside the one typed; equal fields are left out."""
    problem = Stale("unit.stale", theirs={"name": "Đoàn xã A", "note": "như cũ"})
    answer = failure_page(shell, 409, problem, form={"name": "Đoàn xã B", "note": "như cũ"}, labels={"name": "Tên"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Đoàn xã A" in text and "<ins>B</ins>" in text and "như cũ" not in text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 418, 422, 429, 500, 502, 503])
def test_every_status_has_a_page_without_a_tenant(status):
    """Outside every tenant there is still a page that says what to do."""
    answer = failure_page(bare("en"), status, reference="abcd")
    assert answer.status_code == status
    assert b"<h1" in answer.content and b"abcd" in answer.content
