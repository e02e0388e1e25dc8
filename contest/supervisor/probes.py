"""Ways to tell that a server is ready. Each returns at once with yes or no."""

import http.client
import socket
from collections.abc import Callable

from contest.supervisor.ports import LOOPBACK

PATIENCE_SECONDS = 2.0


def answers_http(port: int, path: str) -> Callable[[], bool]:
    """True when a GET of `path` on this port is answered with 200."""

    def probe() -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return probe


def answers_redis(port: int, password: str) -> Callable[[], bool]:
    """True when the server lets us in and answers PING; false while it still loads."""

    def probe() -> bool:
        try:
            with socket.create_connection((LOOPBACK, port), timeout=PATIENCE_SECONDS) as connection:
                login = f"AUTH {password}\r\n" if password else ""
                connection.sendall(f"{login}PING\r\nQUIT\r\n".encode())
                said = b""
                while part := connection.recv(4096):
                    said += part
                return b"+PONG" in said
        except OSError:
            return False

    return probe
