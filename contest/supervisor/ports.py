"""Free ports on the loopback interface."""

import socket

LOOPBACK = "127.0.0.1"


def free_port(wanted: int = 0) -> int:
    """A port that nobody listens on now: `wanted` if it is free, otherwise one that the system picks."""
    for candidate in dict.fromkeys((wanted, 0)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            # A port whose last connections still linger is free for a server, which sets the same option.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, candidate))
            except OSError:
                continue
            port: int = probe.getsockname()[1]
            return port
    raise OSError("No free port is left on the loopback interface.")


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` now."""
    return free_port(port) == port
