"""The jobs that this platform knows: name → handler (core/jobs). The command line and the web wire the same table."""

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
