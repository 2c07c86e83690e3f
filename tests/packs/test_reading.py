"""From TOML to frozen rules, to canonical text and back."""

import json
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.packs import patching, reading
from core.packs.problems import PackRefused
from core.packs.text import Text

KEYS = st.sampled_from("abcd")
VALUES = st.recursive(
    st.none() | st.integers(0, 3), lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


def refused(content: str) -> set[tuple[str, str]]:
    """Code and place of each fault of a pack that is refused."""
    with pytest.raises(PackRefused) as caught:
        reading.read(content.encode())
    return {(fault.code, fault.place) for fault in caught.value.errors}


def test_canonical_text_restores_the_same_rules(kl06):
    """What a programme pins gives back the same rules, byte for byte, in both languages."""
    text = reading.canonical(kl06)
    restored = reading.restore(text)
    assert restored == kl06
    assert reading.canonical(restored) == text
    assert reading.digest(text) == reading.digest(reading.canonical(restored))
    assert json.loads(text)["scale"]["levels"]["tot"]["title"] == {"vi": "Tốt", "en": "Good"}


def test_key_order_is_kept(kl06):
    """Criteria stay in the order in which they were written, through the canonical text too."""
    assert list(json.loads(reading.canonical(kl06))["criteria"])[:3] == ["do_1", "do_2", "do_3"]
    assert list(reading.restore(reading.canonical(kl06)).scale.levels) == ["tot", "kha", "trung_binh", "yeu"]


def test_order_is_filled_with_room_between(kl06):
    """Entries get an order from their place, with room for an edit between two of them."""
    orders = [criterion.order for criterion in kl06.criteria.values()]
    assert orders == sorted(set(orders))
    assert all(later - earlier > 1 for earlier, later in pairwise(orders))


def test_rules_cannot_be_changed(kl06):
    """Neither a field, nor a map, nor a text of shared rules can be altered by whoever holds them."""
    with pytest.raises(AttributeError):
        kl06.version = "2"
    with pytest.raises(TypeError):
        kl06.criteria["do_1"] = None
    with pytest.raises(TypeError):
        kl06.criteria["do_1"].suggestions["mine"] = None
    with pytest.raises(AttributeError):
        kl06.title.vi = "khác"


def test_every_fault_is_listed_with_its_place(small):
    """A pack with several faults names them all: place, found, wanted."""
    spoilt = small.replace('within = "01"', "within = 1").replace('group = "do"', 'grupo = "do"', 1)
    assert refused(spoilt) == {
        ("pack.value", "milestones.registration.within"),
        ("pack.unknown-key", "criteria.first.grupo"),
        ("pack.missing", "criteria.first.group"),
    }


def test_a_wrong_value_says_what_was_found_and_wanted(small):
    """The message is enough to repair the file."""
    with pytest.raises(PackRefused) as caught:
        reading.read(small.replace('national = "excellent"', 'national = "best"').encode())
    (fault,) = caught.value.errors
    assert str(fault) == (
        "pack.toml: scale.levels.good.national: found 'best' (str), "
        "wanted one of excellent, good, completed, not_completed"
    )


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("contract = 1", "contract = 2", "contract"),
        ("contract = 1", "contract = true", "contract"),
        ("contract = 1", "", "contract"),
        ('id = "small"', 'id = "../small"', "id"),
        ("[criteria.first]", '[criteria."a/b"]', "criteria.a/b"),
        ("[criteria.first]", '[criteria."a b"]', "criteria.a b"),
        ('vi = "Xung kích"', "vi = 1", "criteria.first.title"),
        ('vi = "Xung kích"', 'vi = " "', "criteria.first.title"),
        ('vi = "Xung kích"', 'vi = "a\\u202Eb"', "criteria.first.title"),
        ('vi = "Xung kích"', 'vi = "a\\u0000b"', "criteria.first.title"),
        ('vi = "Xung kích", en', 'fr = "Attaque", en', "criteria.first.title"),
        ('kind = "calendar_year"', 'kind = "calendar_year"\nfirst = 3', "period.first"),
        ('within = "01"', 'within = "1"', "milestones.registration.within"),
        ('committees = ["branch"]', 'committees = "branch"', "subject.committees"),
        ('committees = ["branch"]', 'committees = ["branch", "street"]', "subject.committees[1]"),
    ],
)
def test_wrong_values_are_refused_at_their_place(small, old, new, place):
    """Another contract, keys that are no keys, texts that deceive and dates that are none are refused."""
    assert place in {found for _, found in refused(small.replace(old, new, 1))}


def test_another_contract_is_the_only_fault(small):
    """A pack of a later contract is not judged by ours: one fault, its version and the one wanted."""
    assert refused(small.replace("contract = 1", "contract = 2\nnew_thing = 3")) == {("pack.contract", "contract")}


def test_a_file_that_is_not_toml_names_the_line():
    """A syntax error names line and column, another encoding and a huge file are refused."""
    with pytest.raises(PackRefused) as caught:
        reading.read(b"title = 'a'\n= 3")
    assert caught.value.errors[0].place == "line 2, column 1"
    with pytest.raises(PackRefused) as caught:
        reading.read(b"title = '\xff'")
    assert caught.value.errors[0].code == "pack.encoding"
    with pytest.raises(PackRefused) as caught:
        reading.read(b"#" * (reading.SIZE_MAX + 1))
    assert caught.value.errors[0].code == "pack.too-large"


def test_texts_are_stored_composed(small):
    """A text written with combining marks is the same text as the composed one."""
    decomposed = small.replace("Xung kích", "Xung ki\u0301ch")
    assert reading.read(decomposed.encode()).criteria["first"].title.vi == "Xung kích"


def test_a_missing_translation_is_told(small_pack):
    """English falls back to Vietnamese and says so."""
    text = Text("Xung kích")
    assert (text.in_("en"), text.translated("en"), text.translated("vi")) == ("Xung kích", False, True)
    assert small_pack.title.in_("en") == "Small programme"


def test_an_edit_is_merged_by_stable_keys(kl06):
    """A tenant renames, reorders, disables and adds by key; all else stays as the pack has it."""
    edit = {
        "criteria": {
            "do_2": {"title": {"vi": "Trách nhiệm với công việc"}},
            "do_1": {"order": 25},
            "dont_8": {"disabled": True},
            "do_9": {"group": "do", "title": {"vi": "Tiết kiệm", "en": "Thrift"}},
        }
    }
    rules = patching.resolve(kl06, edit)
    in_use = list(patching.active(rules.criteria))
    assert in_use[:3] == ["do_2", "do_1", "do_3"]
    assert "dont_8" not in in_use and in_use[-1] == "do_9"
    assert rules.criteria["do_2"].title == Text("Trách nhiệm với công việc", "Responsibility")
    assert kl06.criteria["do_2"].title.vi == "Trách nhiệm"


def test_an_edit_removes_a_key_by_null(kl06):
    """`null` takes an entry out; an edit that leaves something wrong is refused at its place."""
    assert "mid_review" not in patching.resolve(kl06, {"milestones": {"mid_review": None}}).milestones
    with pytest.raises(PackRefused) as caught:
        patching.resolve(kl06, {"scale": {"levels": {"tot": {"title": None}}}})
    assert [fault.place for fault in caught.value.errors] == ["scale.levels.tot.title"]


@pytest.mark.parametrize("name", patching.FIXED)
def test_an_edit_cannot_change_what_identifies_the_pack(kl06, name):
    """Contract, id, version and provenance are the pack's."""
    with pytest.raises(PackRefused) as caught:
        patching.resolve(kl06, {name: "other"})
    assert [fault.code for fault in caught.value.errors] == ["pack.fixed"]


@given(target=st.dictionaries(KEYS, VALUES, max_size=3), patch=st.dictionaries(KEYS, VALUES, max_size=3))
def test_merging_keeps_the_rules_of_rfc_7396(target, patch):
    """A patch applied twice changes nothing more; null removes; keys it does not name stay."""
    merged = patching.merge(target, patch)
    assert patching.merge(merged, patch) == merged
    assert all(key not in merged for key, value in patch.items() if value is None)
    assert all(merged[key] == value for key, value in target.items() if key not in patch)


def test_merging_gives_the_examples_of_rfc_7396():
    """Examples of the standard's appendix."""
    assert patching.merge({"a": "b"}, {"a": "c"}) == {"a": "c"}
    assert patching.merge({"a": "b", "b": "c"}, {"a": None}) == {"b": "c"}
    assert patching.merge({"a": ["b"]}, {"a": "c"}) == {"a": "c"}
    assert patching.merge({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}) == {"a": {"b": "d"}}
    assert patching.merge({"a": "foo"}, {"b": {"bb": {"ccc": None}}}) == {"a": "foo", "b": {"bb": {}}}
    assert patching.merge(["a", "b"], {"a": "c"}) == {"a": "c"}


def test_plain_data_is_what_json_can_hold(kl06):
    """The plain form survives JSON unchanged, so a draft of edits can be stored as text."""
    plain = reading.plain(kl06)
    assert json.loads(json.dumps(plain)) == msgspec.json.decode(reading.canonical(kl06))
