"""Running the web server: is the port free, then granian until it is told to stop."""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Mapping

from granian import Granian
from granian.constants import Interfaces

from core.errors import Problem

TARGET = "ui.app:create_from_env"
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
STOP_WITHIN = 10  # seconds for running requests


def check_port(host: str, port: int) -> None:
    """Refuse a port that somebody uses: `server.port-taken`.

    The server shares its port between processes (SO_REUSEPORT), so starting it twice would succeed and
    half of the requests would reach the other one: we look first.
    """
    with socket.socket() as probe:
        probe.settimeout(1)
        taken = probe.connect_ex((_reachable(host), port)) == 0
    with socket.socket() as claim:
        claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that waits for its last packets is free
        try:
            claim.bind((host, port))
            claim.listen()
        except OSError as error:
            raise Problem("server.port-taken", port=str(port), detail=error.strerror or "") from error
    if taken:
        raise Problem("server.port-taken", port=str(port), detail="")


def serve(
    host: str, port: int, *, workers: int = 1, env: Mapping[str, str] | None = None, target: str = TARGET
) -> None:
    """Serve until SIGINT, SIGTERM or a hung-up terminal; returns when the workers have ended."""
    os.environ.update(env or {})  # the workers read their settings from here
    os.register_at_fork(after_in_child=_end_with_the_parent)
    server = Granian(
        target, address=host, port=port, interface=Interfaces.ASGI, factory=True, workers=workers, log_level="warning",
        websockets=False, workers_kill_timeout=STOP_WITHIN, respawn_failed_workers=workers > 1,
    )  # fmt: skip

    @server.on_startup
    def close_with_the_terminal() -> None:
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)

    server.serve()


def _end_with_the_parent() -> None:
    """A worker whose server was killed must not go on holding the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "") else host
