"""A pack written back to its file reads to the same rules, whatever a union has changed in them."""

import tomllib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.packs import patching, reading, writing
from core.packs.cases import load_cases
from core.packs.catalog import discover
from core.uploaded_packs import contents, exporting

PACKS = discover().packs


def alone(rules):
    """The rules as they are written: standing on nothing."""
    return msgspec.structs.replace(rules, extends=None)


@pytest.mark.parametrize("pack_id", PACKS)
def test_a_pack_reads_back_as_it_was_written(pack_id):
    """To the letter: the same canonical text, so the same hash."""
    rules = alone(PACKS[pack_id].rules)
    found = reading.read(writing.written(rules))
    assert found == rules
    assert reading.canonical(found) == reading.canonical(rules)


text = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(lambda t: t.strip())
words = st.fixed_dictionaries({"vi": text}, optional={"en": text})


@st.composite
def edited(draw):
    """A pack with a merge patch over it: texts reworded, criteria disabled, reordered, added."""
    pack = PACKS[draw(st.sampled_from(sorted(PACKS)))].rules
    keys = sorted(pack.criteria)
    criteria = {}
    for key in draw(st.lists(st.sampled_from(keys), max_size=4, unique=True)) if keys else ():
        criteria[key] = draw(
            st.fixed_dictionaries(
                {}, optional={"title": words, "disabled": st.booleans(), "order": st.integers(1, 5000)}
            )
        )
    if keys:
        new = draw(st.from_regex(r"\A[A-Za-z0-9_.-]{1,12}\Z"))
        criteria[f"x{new}"] = {"title": draw(words), "group": pack.criteria[keys[0]].group}
    patch = {"title": draw(words), "criteria": criteria}
    try:
        return patching.resolve(pack, patch)
    except Exception:  # an edit that the contract refuses is no configuration
        return pack


@settings(max_examples=60, deadline=None)
@given(edited())
def test_an_edited_pack_reads_back_as_it_was_written(rules):
    """With signs of TOML in its texts, new keys, another order."""
    assert reading.canonical(reading.read(writing.written(rules))) == reading.canonical(alone(rules))


plain = st.recursive(
    st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | st.dates()
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=5), plain, max_size=4))
def test_any_data_reads_back_as_it_was_written(data):
    """What TOML can hold at all."""
    assert tomllib.loads(writing.toml(data)) == data


@pytest.mark.parametrize("pack_id", PACKS)
def test_the_same_rules_make_the_same_archive(pack_id):
    """With all their worked cases, under another id."""
    pack = PACKS[pack_id]
    made = exporting.exported(pack, "mang_di", load_cases(pack), {})
    assert made == exporting.exported(pack, "mang_di", load_cases(pack), {})
    found = contents.read(made)
    assert reading.read(found.rules) == exporting.renamed(pack.rules, "mang_di")
    cases = [case for name, content in found.files.items() if name.startswith("cases/")
             for case in tomllib.loads(content.decode())["case"]]  # fmt: skip
    assert [case["title"] for case in cases] == [case.title for case in load_cases(pack)]
