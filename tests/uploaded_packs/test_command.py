"""`renluyen packs export`: a pack as a file, for scripts."""

import json
from pathlib import Path

from click.testing import CliRunner

from ui import uploaded_packs
from ui.cli import main


async def test_a_pack_is_written_and_never_over_another_file(tmp_path: Path):
    """It is one that a union can upload; a second time the file is kept."""
    file = tmp_path / "goi.zip"
    command = ["packs", "export", "kien_giang_cadre_model", str(file), "--id", "mo_hinh", "--json"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["file"] == file.as_posix()
    judged = await uploaded_packs.check(file.read_bytes())
    assert (judged.faults, judged.id) == ((), "mo_hinh")
    again = CliRunner().invoke(main, command)
    assert again.exit_code != 0
    assert file.read_bytes()[:2] == b"PK"


def test_bad_names_are_told(tmp_path: Path):
    """Of a pack that is not there, and of an id that is none; nothing is written."""
    for pack, new_id in (("khong_co", "tot"), ("kien_giang_kl06", "Không Tốt")):
        done = CliRunner().invoke(main, ["packs", "export", pack, str(tmp_path / "a.zip"), "--id", new_id])
        assert done.exit_code != 0 and done.exception.__class__ is SystemExit
        assert not (tmp_path / "a.zip").exists()
