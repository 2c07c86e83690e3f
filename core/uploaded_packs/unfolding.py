"""The files of an archive in a folder, for those who read packs from folders."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from core.uploaded_packs.contents import Contents


@contextmanager
def unfolded(contents: Contents) -> Iterator[Path]:
    """A folder with the files, gone afterwards. Their paths were judged when they were read."""
    with TemporaryDirectory(prefix="pack-") as made:
        root = Path(made).resolve()
        for name, content in contents.files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield root
