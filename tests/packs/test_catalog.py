"""Packs found by entry points: usable ones answer, broken ones are listed, the host always starts."""

import pytest

from core.errors import NotFound
from core.packs import hooks
from core.packs.catalog import Catalog, discover, hook_names
from core.packs.facts import SheetFact

HOOK = "import pluggy\nhookimpl = pluggy.HookimplMarker('renluyen')\n@hookimpl\n"


MINE = """def registration_problems(rules, sheet, subject):
    from core.packs.facts import Finding
    return (Finding(code="mine", field="items"),)
"""


def only_fault(catalog: Catalog) -> tuple[str, str, str, str]:
    """Code, place, found and wanted of the one fault of the one broken pack."""
    assert not catalog.packs
    ((fault,),) = [broken.errors for broken in catalog.broken]
    return fault.code, fault.place, fault.found, fault.wanted


def test_an_installed_pack_is_found(install, small):
    """A distribution with the entry point needs no change of ours to be used."""
    catalog = discover(install("small", small))
    pack = catalog.get("small")
    assert (pack.id, pack.version, pack.distribution, pack.dist_version) == ("small", "2020.1", "small", "1.5")
    assert pack.rules.title.vi == "Chương trình nhỏ"
    assert (catalog.broken, pack.templates, pack.locales, pack.cases) == ((), None, None, None)


def test_the_shipped_pack_is_usable(catalog):
    """Kiên Giang is installed and no finding about it is left open."""
    pack = catalog.get("kien_giang_kl06")
    assert [finding.address for finding in pack.notices if finding.waived_by is None] == []
    assert [broken.entry for broken in catalog.broken] == []


def test_an_unknown_pack_does_not_exist(catalog):
    """Asking for a pack that is not installed is a plain 404."""
    with pytest.raises(NotFound) as caught:
        catalog.get("nowhere")
    assert caught.value.code == "pack.not-installed"


def test_a_wrong_type_is_listed_and_the_others_load(install, small):
    """One broken pack among good ones is listed with place, found and wanted; the good ones work."""
    install("small", small)
    entries = install("spoilt", small.replace('"small"', '"spoilt"').replace('within = "01"', "within = 1"))
    catalog = discover(entries)
    assert list(catalog.packs) == ["small"]
    ((broken),) = catalog.broken
    assert (broken.entry, broken.distribution) == ("spoilt", "spoilt")
    (fault,) = broken.errors
    assert (fault.code, fault.file, fault.place) == ("pack.value", "pack.toml", "milestones.registration.within")
    assert fault.found == "1 (int)" and "str" in fault.wanted


def test_a_misspelt_hook_is_listed(install, small):
    """A function marked as a hook that no hook is called like is an error, never silence."""
    code = HOOK + "def registration_problem(rules, sheet): return ()\n"
    found = only_fault(discover(install("small", small, code)))
    assert found[:3] == ("pack.hook", "registration_problem", "the hook 'registration_problem'")
    assert "registration_problems" in found[3]


def test_a_wrong_hook_signature_is_listed(install, small):
    """A hook that asks for facts it never gets is an error."""
    code = HOOK + "def milestones(rules, year, database): return ()\n"
    found = only_fault(discover(install("small", small, code)))
    assert found[0] == "pack.hook" and "database" in found[2]


def test_contradictory_dates_are_listed(install, small):
    """An assessment that must be over before registration is breaks the pack."""
    rules = small.replace('within = "12"', 'by = "01-15"')
    code, place, found, wanted = only_fault(discover(install("small", rules)))
    assert (code, place) == ("dates.contradictory", "milestones.level")
    assert "registration until 2019-01-31" in found and wanted == "2019-01-31 or later"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import there_is_no_such_module", "ModuleNotFoundError: No module named 'there_is_no_such_module'"),
        ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("def (", "SyntaxError: invalid syntax"),
    ],
)
def test_a_pack_that_cannot_be_imported_is_listed(install, small, code, said):
    """Whatever goes wrong while a pack is imported, its name and the error are listed."""
    found = only_fault(discover(install("small", small, code)))
    assert found[0] == "pack.import" and found[2].startswith(said)


def test_an_entry_point_must_name_a_package_of_its_own(install, small):
    """An entry point to an object, or into a package of the host, is no pack."""
    assert only_fault(discover(install("small", small, "thing = 3", "small:thing")))[0] == "pack.import"


def test_an_entry_point_into_the_host_is_refused(install, small):
    """A distribution cannot pass a module of ours for its pack."""
    assert only_fault(discover(install("small", small, "", "core.packs")))[:2] == ("pack.import", "core.packs")


def test_a_pack_without_rules_is_listed(install):
    """The file is named."""
    assert only_fault(discover(install("small", None)))[:2] == ("pack.no-file", "pack.toml")


def test_the_id_is_the_name_of_the_entry_point(install, small):
    """A pack cannot answer for another one."""
    code, place, found, wanted = only_fault(discover(install("other", small)))
    assert (code, place, found) == ("pack.id", "id", "'small' (str)")
    assert wanted.startswith("other")


def test_two_distributions_cannot_share_a_name(install, small):
    """The second of two packs with one name is listed as broken, the first stays."""
    entries = install("small", small)
    catalog = discover([*entries, *entries])
    assert list(catalog.packs) == ["small"]
    assert [broken.errors[0].code for broken in catalog.broken] == ["pack.twice"]


@pytest.mark.parametrize("link", ["pack.toml", "templates", "cases/secret.toml"])
def test_links_out_of_the_pack_are_refused(install, small, tmp_path, link):
    """A pack cannot make the host read another place of the machine."""
    (tmp_path / "elsewhere").write_text(small, "utf-8")
    entries = install("small", None if link == "pack.toml" else small)
    place = tmp_path / "small" / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(tmp_path / "elsewhere")
    assert only_fault(discover(entries))[:2] == ("pack.path", link)


def test_a_pack_that_lies_about_its_place_changes_nothing(install, small, tmp_path):
    """The host found the folder before the pack could say a word."""
    found = discover(install("small", small, "__file__ = 3\n")).get("small")
    assert found.root == (tmp_path / "small").resolve()


def test_a_hook_of_one_pack_never_answers_for_another(install, small):
    """Each pack has a manager of its own: code of one pack rules its own programmes only."""
    install("small", small)
    code = HOOK + MINE
    catalog = discover(install("odd", small.replace('"small"', '"odd"'), code))
    sheet = SheetFact(items={"first": "Giúp đỡ bạn."})
    odd, plain = catalog.get("odd"), catalog.get("small")
    assert odd.hooks.registration_problems(odd.rules, sheet)[0].code == "mine"
    assert plain.hooks.registration_problems(plain.rules, sheet) == ()


def test_a_hook_that_answers_none_leaves_the_default(install, small):
    """A pack may look at a question and leave it to the data."""
    code = HOOK + "def registration_problems(rules): return None\n"
    pack = discover(install("small", small, code)).get("small")
    found = pack.hooks.registration_problems(pack.rules, SheetFact(items={}))
    assert [finding.code for finding in found] == ["registration.too-few-items"]


def test_the_hash_pins_the_code_alone(install, small, tmp_path):
    """Changed code is another hash; changed data or bytecode is not."""
    entries = install("small", small)
    first = discover(entries).get("small").hooks_hash
    (tmp_path / "small" / "notes.txt").write_text("Ghi chú", "utf-8")
    assert discover(entries).get("small").hooks_hash == first
    (tmp_path / "small" / "more.py").write_text("", "utf-8")
    assert discover(entries).get("small").hooks_hash != first


def test_the_hooks_are_few_and_documented():
    """At most ten hooks, each saying in its docstring what it answers."""
    assert 1 <= len(hook_names()) <= 10
    assert [name for name in hook_names() if not getattr(hooks, name).__doc__] == []
