"""The guide for pack authors is followed to the letter: its blocks make a pack that passes, tests itself, is built."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ui.cli import main

GUIDE = (Path(__file__).parents[2] / "docs/pack-author/guide.md").read_text("utf-8")


def blocks(info: str) -> list[str]:
    """The code blocks of the guide with these words behind the fence, in order."""
    return re.findall(rf"^```{re.escape(info)}\n(.*?)^```$", GUIDE, re.S | re.M)


@pytest.fixture
def followed(tmp_path, monkeypatch):
    """A folder where the author has run `packs new hai_dao` and written what the guide shows."""
    monkeypatch.chdir(tmp_path)
    assert packs("new", "hai_dao")[0] == 0
    package = tmp_path / "hai_dao" / "hai_dao"
    (package / "pack.toml").write_text("\n".join(blocks("toml pack.toml")), "utf-8")
    (package / "cases" / "rules.toml").write_text("\n".join(blocks("toml cases/rules.toml")), "utf-8")
    return package


def packs(*words: str) -> tuple[int, str]:
    """A command of the kit as the guide writes it."""
    answer = CliRunner().invoke(main, ["packs", *words])
    return answer.exit_code, answer.output


def test_the_example_passes_and_says_what_the_guide_prints(followed):
    """All blocks together are green; without the erratum the linter prints the finding as quoted."""
    finding, green = blocks("text")
    code, said = packs("check", "./hai_dao")
    assert code == 0 and green in said
    rules = followed / "pack.toml"
    rules.write_text("\n".join(blocks("toml pack.toml")[:-1]), "utf-8")
    code, said = packs("check", "./hai_dao")
    assert code == 1 and finding in said


def test_every_command_of_the_guide_answers(followed):
    """Each line of the first block is run as written; `diff` ends with 1, because something differs."""
    (listed,) = re.findall(r"(?:^    renluyen packs .*\n)+", GUIDE, re.M)
    for line in listed.splitlines():
        words = line.partition("#")[0].split()[2:]
        if words[0] != "new":
            code, said = packs(*words)
            assert code == (words[0] == "diff") and said, line


def test_the_pack_tests_itself_in_its_folder(followed):
    """`pytest` needs no installation: the plugin finds the pack in its own repository, and a wrong case fails."""
    assert "10 passed" in pytested(followed.parent)
    cases = followed / "cases" / "rules.toml"
    cases.write_text(cases.read_text("utf-8").replace("2026-12-14", "2026-12-15"), "utf-8")
    assert "1 failed, 9 passed" in pytested(followed.parent)


def test_the_wheel_is_built_and_found(followed):
    """The command of the guide builds the wheel that it names."""
    done = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=followed.parent,
                          capture_output=True, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    (name,) = set(re.findall(r"dist/(\S+\.whl)", GUIDE))
    assert [path.name for path in (followed.parent / "dist").iterdir()] == [name]


def test_the_hook_of_the_guide_is_tried_and_answers(followed):
    """The example of code is a pack that can be tried, imported and asked."""
    (code,) = blocks("python")
    (followed / "__init__.py").write_text(code, "utf-8")
    assert packs("check", "./hai_dao")[0] == 0
    cases = followed / "cases" / "rules.toml"
    text = cases.read_text("utf-8")
    cases.write_text(text.replace("Đọc Đất rừng", "Em hứa đọc Đất rừng"), "utf-8")
    code, said = packs("check", "./hai_dao")
    assert code == 1 and "registration.solution-too-short@items" in said


def pytested(folder: Path) -> str:
    """What `pytest` prints in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], cwd=folder, env=kept, capture_output=True,
        text=True, timeout=120,
    )  # fmt: skip
    return done.stdout + done.stderr
