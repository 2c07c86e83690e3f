"""A whole tenant as one file, and back: to leave, to archive, to restore (features.md row 100).

The file is a .zip: `manifest.json`, `rows/<table>.jsonl` (one row a line, as PostgreSQL's canonical jsonb text, in the
order of the primary key) and `files/<id>`. The manifest carries a SHA-256 for each table, one for the files, and one
over all of them: the canonical hash. Two tenants with the same hash hold the same data.
"""

from tenants.transfer.manifest import Manifest
from tenants.transfer.reading import restore
from tenants.transfer.writing import write

__all__ = ["Manifest", "restore", "write"]
