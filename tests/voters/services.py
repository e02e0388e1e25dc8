"""A scripted sign-in service on loopback that speaks OAuth 2 and OpenID Connect, and remembers what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SECRET = "a secret of the tests that is long enough"
PROFILE = {"email": "minji@example.org", "name": "김민지", "nickname": "민지", "mobile": "010-1234-5678"}


@dataclass
class Service:
    """`subject` is the number of the person who signs in next. `broken`: the token's address answers with an error."""

    url: str = ""
    subject: str = "12345"
    broken: bool = False
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def configuration(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self) -> dict[str, Any]:
        """An access token, and an id token full of what we did not ask for."""
        claims = {"iss": self.url, "aud": "contest", "sub": self.subject, "exp": 4_000_000_000, "iat": 0, **PROFILE}
        return {"access_token": "an-access-token", "id_token": jwt.encode(claims, SECRET, algorithm="HS256")}

    def answer(self, path: str) -> tuple[int, dict[str, Any]]:
        """Status and body for a path."""
        if path == "/.well-known/openid-configuration":
            return 200, self.configuration()
        if path == "/token":
            return (500, {"error": "server_error"}) if self.broken else (200, self.token())
        if path == "/kakao/me":
            return 200, {"id": int(self.subject), "kakao_account": PROFILE}
        if path == "/naver/me":
            return 200, {"response": {"id": self.subject, **PROFILE}}
        return 404, {}


@contextmanager
def sign_in_service() -> Iterator[Service]:
    """The service, while the block runs."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply({name: values[0] for name, values in parse_qs(body).items()})

        def reply(self, fields: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            service.asked.append((path, fields))
            status, body = service.answer(path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield service
        server.shutdown()
        thread.join()
