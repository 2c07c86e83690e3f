"""The jobs of the nouns: name → handler (core/jobs). `ui/jobs_table.py` adds those that write papers; it is what the
command line and the web wire."""

from collections.abc import Mapping

from core.comparison import publishing
from core.imports import runs, work
from core.jobs import Handler
from core.trials import actions as trials
from core.trials import work as trial_work
from tenants import exporting

HANDLERS: Mapping[str, Handler] = {
    exporting.NAME: exporting.run,
    runs.NAME: work.run,
    trials.NAME: trial_work.run,
    publishing.NAME: publishing.run,
}
