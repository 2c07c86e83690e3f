"""`packs new` refuses a name that could never be a pack's, before it writes anything."""

import pytest
from click.testing import CliRunner

from core.errors import Problem
from core.packs import naming
from ui.cli import main


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("class", "pack.reserved-name"),
        ("import", "pack.reserved-name"),
        ("json", "pack.reserved-name"),
        ("statistics", "pack.reserved-name"),
        ("core", "pack.reserved-name"),
        ("tests", "pack.reserved-name"),
        ("kien_giang_kl06", "pack.name-taken"),
        ("msgspec", "pack.name-taken"),
        ("python_multipart", "pack.name-taken"),
        ("renluyen", "pack.name-taken"),
        ("Hai-Dao", "pack.bad-name"),
        ("ab", "pack.bad-name"),
        ("hai_dao\n", "pack.bad-name"),
        ("_hai_dao", "pack.bad-name"),
    ],
)
def test_a_name_that_is_no_packs_is_refused(name, code, tmp_path):
    """Words of Python, its modules, the host's packages and what is installed; the sentence names it, nothing is
    written."""
    with pytest.raises(Problem) as caught:
        naming.check_new(name)
    assert caught.value.code == code
    answer = CliRunner().invoke(main, ["packs", "new", name, "--into", str(tmp_path)])
    assert answer.exit_code == 1 and f"“{name.strip()}" in answer.output and code not in answer.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["hai_dao", "match", "abc2"])
def test_any_other_name_is_free(name, tmp_path):
    """A soft word of Python is a good name, and so is one with a number."""
    answer = CliRunner().invoke(main, ["packs", "new", name, "--into", str(tmp_path)])
    assert (answer.exit_code, [path.name for path in tmp_path.iterdir()]) == (0, [name])
