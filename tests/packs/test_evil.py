"""Packs that mean harm or are merely broken: refused when they are found, and the host always starts."""

import time

import pytest

from core.packs import trial
from core.packs.answers import HookFailed
from core.packs.catalog import discover
from core.packs.facts import SheetFact

HOOK = "import pluggy\nhookimpl = pluggy.HookimplMarker('renluyen')\n@hookimpl\n"
RATE = HOOK + "def rate(rules, many):\n"
PROBLEMS = HOOK + "def registration_problems(rules, sheet, subject):\n"
EVIL = {
    "an endless loop at import": ("while True: pass\n", "pack.trial"),
    "an endless loop in a hook": (RATE + "    while True: pass\n", "pack.trial"),
    "sleeping in a hook": (RATE + "    import time; time.sleep(60)\n", "pack.trial"),
    "an import error": ("import nothing_like_this\n", "pack.import"),
    "an exit at import": ("raise SystemExit(0)\n", "pack.import"),
    "a hard exit at import": ("import os; os._exit(0)\n", "pack.trial"),
    "a crash": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)\n", "pack.trial"),
    "a hunger for memory": ("x = bytearray(4 << 30)\n", "pack.import"),
    "an exception in a hook": (PROBLEMS + "    raise KeyError('boom')\n", "pack.hook-trial"),
    "an answer of the wrong type": (PROBLEMS + "    return ['no']\n", "pack.hook-trial"),
    "an endless answer": (PROBLEMS + "    return tuple(range(10**6))\n", "pack.hook-trial"),
    "too few answers": (RATE + "    return ()\n", "pack.hook-trial"),
    "a change of its input": (PROBLEMS + "    sheet.items['x'] = 'y'\n", "pack.hook-trial"),
    "a change of the rules": (
        PROBLEMS + "    import msgspec\n    msgspec.structs.force_setattr(rules, 'version', '9')\n", "pack.hook-trial"),
    "a wrong signature": (HOOK + "def rate(rules, many, database): return ()\n", "pack.hook"),
    "a misspelt hook": (HOOK + "def rates(rules, many): return ()\n", "pack.hook"),
    "a broken file": ("def (\n", "pack.import"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Three seconds are enough to see that something never ends."""
    monkeypatch.setattr(trial, "WALL", 3.0)


@pytest.mark.parametrize("name", EVIL)
def test_an_evil_pack_is_listed_and_the_others_work(install, small, name):
    """Listed with file, place, found and wanted; the good pack beside it answers, and nothing hangs."""
    code, fault = EVIL[name]
    install("small", small)
    begun = time.monotonic()
    catalog = discover(install("evil", small.replace('"small"', '"evil"'), code))
    assert time.monotonic() - begun < 30
    assert list(catalog.packs) == ["small"]
    (broken,) = catalog.broken
    assert broken.entry == "evil" and broken.errors[0].code.startswith(fault)
    assert all((one.file, one.place, one.found, one.wanted) for one in broken.errors)


def test_a_flood_of_words_is_thrown_away(install, small):
    """What a pack prints reaches nobody, and does not stop it from being tried."""
    code = "import sys\nsys.stdout.write('x' * (1 << 22)); sys.stderr.write('y' * (1 << 22))\n"
    assert list(discover(install("small", small, code)).packs) == ["small"]


def test_children_of_a_pack_end_with_its_trial(install, small, tmp_path):
    """A process that the pack leaves behind is killed with its group."""
    code = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)'])\n"
    begun = time.monotonic()
    discover(install("small", small, code))
    assert time.monotonic() - begun < 10


def test_the_trial_sees_no_secret(install, small, monkeypatch):
    """The address of the database and the keys stay with the host."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    code = "import os\nassert 'DATABASE_URL' not in os.environ\n"
    entries = install("small", small, code)
    monkeypatch.delenv("DATABASE_URL")
    assert list(discover(entries).packs) == ["small"]


@pytest.mark.parametrize("value", ["json", "core", "ui", "../small", "small/..", "small;x", "os"])
def test_tricks_in_names_lead_nowhere(install, small, value):
    """An entry point names a package of its own: no path, no module of the host or of Python."""
    (broken,) = discover(install("small", small, "", value)).broken
    assert broken.errors[0].code == "pack.import"


def test_data_never_runs(install, small, monkeypatch):
    """A pack whose files hold no code is not tried and not imported."""
    monkeypatch.setattr(trial, "tried", None)
    pack = discover(install("small", small, '"""Only words."""\n')).get("small")
    assert pack.modules == ()


def test_a_hook_that_fails_later_is_a_refusal_of_its_own_pack(install, small):
    """An error at run time names pack and hook; the error itself is for the record only."""
    code = PROBLEMS + "    if any('bang' in text for text in sheet.items.values()): raise ValueError('secret words')\n"
    pack = discover(install("small", small, code)).get("small")
    with pytest.raises(HookFailed) as caught:
        pack.hooks.registration_problems(pack.rules, SheetFact(items={"first": "bang"}))
    assert caught.value.code == "pack.hook-failed"
    assert "secret words" in caught.value.error and "secret words" not in str(caught.value.facts)


def test_a_circle_of_packs_is_refused(install, small):
    """Two packs that extend each other are both listed, and nothing turns for ever."""
    head = 'contract = 1\nid = "{}"\nextends = "{}"\nversion = "1"\n'
    install("one", head.format("one", "two"))
    catalog = discover(install("two", head.format("two", "one")))
    assert {broken.entry: broken.errors[0].code for broken in catalog.broken} == {
        "one": "pack.extends", "two": "pack.extends",
    }  # fmt: skip


def test_a_file_that_breaks_its_reader_is_listed(install, small):
    """Brackets without end are no rules; whatever the reader does, the good pack beside it works."""
    install("small", small)
    catalog = discover(install("evil", "x = " + "[" * 100_000))
    assert list(catalog.packs) == ["small"]
    assert [broken.errors[0].code for broken in catalog.broken] == ["pack.unusable"]
