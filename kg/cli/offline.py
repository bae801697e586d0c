"""`kg --offline`: from here on no socket to any network can be opened, by whatever code, in this process and the workers that it starts.

Python tells its audit hooks of every socket before it is made, and a hook cannot be taken away again. Sockets within the machine
(Unix sockets, pipes, between a process and its workers) go on.
"""

import os
import sys
from typing import Any

from kg.errors import KGError

VARIABLE = "KG_OFFLINE"
"""The environment variable by which workers know; users may set it for good."""
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
_USES = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_on = False


class OfflineError(KGError, OSError):
    """A socket that was not opened; an OSError, so that code which copes with a network out of reach copes with this."""


def forbid() -> None:
    """Forbid all sockets but those within this machine."""
    global _on
    if not _on:
        _on = True
        os.environ[VARIABLE] = "1"
        sys.addaudithook(_watch)


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in _LOOKUPS:
        raise OfflineError(f"--offline forbids the network: {_name(args[0])} was not looked up")
    if event == "socket.__new__" and not _local(args[1]):
        raise OfflineError("--offline forbids the network: no socket was opened")
    if event in _USES and not _local(args[0].family):
        raise OfflineError(f"--offline forbids the network: {_name(args[1])} was not called")


def _local(family: int) -> bool:
    """Whether a socket stays in this machine; -1 stands for a file that is open already."""
    import socket

    return family in (-1, getattr(socket, "AF_UNIX", -1))


def _name(address: object) -> str:
    return address.decode("ascii", "replace") if isinstance(address, bytes) else str(address)
