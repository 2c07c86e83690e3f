"""A pack in its author's folder is judged as it will be once it is installed."""

import sys

import pytest

from core.packs.catalog import discover
from core.packs.facts import SheetFact
from core.packs.folder import from_folder
from core.packs.problems import PackRefused

HOOK = "import pluggy\nhookimpl = pluggy.HookimplMarker('renluyen')\n@hookimpl\n"
ASK = HOOK + "def registration_problems(rules, sheet, subject):\n"
PROJECT = '[project]\nname = "small"\n[project.entry-points."renluyen.packs"]\n{}\n'


@pytest.fixture
def author(tmp_path, small):
    """Write a distribution with a package `mine` and answer its folder; modules are forgotten afterwards."""
    before = dict(sys.modules)

    def write(code: str = "", entry: str = 'mine = "mine"', rules: str = small.replace('"small"', '"mine"'), **more):
        package = tmp_path / "work" / "mine"
        package.mkdir(parents=True, exist_ok=True)
        (package.parent / "pyproject.toml").write_text(PROJECT.format(entry), "utf-8")
        for name, text in {"__init__": code, **more}.items():
            (package / f"{name}.py").write_text(text, "utf-8")
        (package / "pack.toml").write_text(rules, "utf-8")
        return package.parent

    yield write
    for name in set(sys.modules) - set(before):
        del sys.modules[name]


def refused(folder) -> tuple[str, str, str, str]:
    """Code, file, place and found of the one fault of a folder."""
    with pytest.raises(PackRefused) as caught:
        from_folder(folder, {})
    (fault,) = caught.value.errors
    return fault.code, fault.file, fault.place, fault.found


@pytest.mark.parametrize(
    "code",
    [
        "from .words import CODE\n" + ASK + FINDING
        for FINDING in (
            "    from core.packs.facts import Finding\n    return (Finding(code=CODE, field='items'),)\n",
            "    from . import words\n    from core.packs.facts import Finding\n"
            "    return (Finding(code=words.CODE, field='items'),)\n",
        )
    ] + ["from mine.words import CODE\n" + ASK
         + "    from core.packs.facts import Finding\n    return (Finding(code=CODE, field='items'),)\n"],
)  # fmt: skip
def test_a_pack_may_import_its_own_modules(author, code):
    """By dots or by its own name, at import or when a hook is asked."""
    pack = from_folder(author(code, words="CODE = 'mine.said'\n"), {})
    assert pack.hooks.registration_problems(pack.rules, SheetFact(items={}))[0].code == "mine.said"


def test_the_package_alone_is_enough(author):
    """The folder of the package itself is checked like the distribution around it."""
    folder = author()
    assert from_folder(folder / "mine", {}).id == from_folder(folder, {}).id == "mine"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('other = "mine"', ("pack.id", "pack.toml", "id", "'mine' (str)")),
        ('mine = "elsewhere"', ("pack.entry-point", "pyproject.toml", 'project.entry-points."renluyen.packs".mine',
                                "'elsewhere' (str)")),
        ("", ("pack.entry-point", "pyproject.toml", 'project.entry-points."renluyen.packs"', "nothing")),
        ("= 3", ("pack.toml", "pyproject.toml", "", "Invalid statement (at line 4, column 1)")),
    ],
)  # fmt: skip
def test_the_entry_point_names_the_pack(author, entry, expected):
    """A wheel of this folder would be broken if the entry point and the id part, so the check says it now."""
    assert refused(author(entry=entry)) == expected


def test_a_package_without_a_project_is_judged_alone(author):
    """Where there is no project file there is no entry point to compare."""
    folder = author(entry='other = "mine"')
    (folder / "pyproject.toml").unlink()
    assert from_folder(folder, {}).id == "mine"


def test_an_import_that_fails_leaves_what_was_there(author):
    """A fault at import is listed, and the name answers as before."""
    folder = author("raise_later = 1\n")
    kept = from_folder(folder, {}).modules[0]
    (folder / "mine" / "__init__.py").write_text("import sys\nif not sys.flags.isolated: 1/0\n", "utf-8")
    assert refused(folder)[0] == "pack.import"
    assert sys.modules["mine"] is kept


def test_two_packages_in_one_folder_are_refused(author, small):
    """Which of them is meant is not guessed."""
    folder = author()
    (folder / "yours").mkdir()
    (folder / "yours" / "pack.toml").write_text(small, "utf-8")
    assert refused(folder) == ("pack.several", "pack.toml", "pack.toml", "mine, yours")


@pytest.mark.parametrize("name", ["json", "class", "core", "khác nhau"])
def test_a_package_has_a_name_of_its_own(tmp_path, small, name):
    """Python's modules, its words and the host's packages are no packs in a folder either."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "pack.toml").write_text(small, "utf-8")
    assert refused(tmp_path)[0] == "pack.import"


def test_the_hash_is_that_of_the_installed_pack(install, small, tmp_path):
    """Code of the packs underneath counts in a folder too: the same pack has one hash, wherever it is read."""
    head = [line for line in small.splitlines() if line.startswith(("title = { vi = \"Chương", "summary", "issuer"))]
    over = 'contract = 1\nid = "over"\nextends = "small"\nversion = "2021.1"\n' + "\n".join(head)
    install("small", small, "VALUE = 1\n")
    packs = discover(install("over", over)).packs
    installed = packs["over"]
    assert from_folder(installed.root, packs).hooks_hash == installed.hooks_hash
    (packs["small"].root / "__init__.py").write_text("VALUE = 2\n", "utf-8")
    assert from_folder(installed.root, packs).hooks_hash != installed.hooks_hash
