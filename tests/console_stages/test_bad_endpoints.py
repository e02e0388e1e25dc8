"""Bad data about an endpoint in the console: each is refused with a sentence that says what to do."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from arena.actions.pools import EndpointAddress, replace_endpoints
from arena.queries.endpoints import endpoint_records
from arena.tasks import check_endpoint
from contest.actions.endpoint_tests import begin_endpoint_test
from contest.models import Fielding
from contest.supervisor.site_programs import ROOT
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes, rows
from tests.contest.cast import DRAFTED, dohyun, field_team, yuna

pytestmark = pytest.mark.django_db
NAME, KEY, VARIABLE = "m-quick", "the-right-key", "ENDPOINT_KEY_PINE"
ENTRANT = {"slug": "pine-2", "name_ko": "소나무 둘", "name_en": "Pine Two", "version": "2.0", "licence": "Open."}
# Addresses in digits: no name server is asked.
FOREIGN, PRIVATE = "http://8.8.8.8:8000", "https://10.0.0.7:8000"


@dataclass(frozen=True)
class Servers:
    """The addresses of a server with a key, and of one that answers everything with a page."""

    with_a_key: str
    of_pages: str


class Page(BaseHTTPRequestHandler):
    """A site that is no model server."""

    def do_GET(self) -> None:
        """The same page at every address."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html><body>Welcome</body></html>")

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Both, for as long as the module runs."""
    cast = _cast(tmp_path_factory.mktemp("twin"))
    words = [sys.executable, "-m", "arena.inference.rehearsal", "--port", "0", "--config", str(cast)]
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as pages, subprocess.Popen(words, stdout=-1, cwd=ROOT) as twin:
        thread = Thread(target=pages.serve_forever)
        thread.start()
        assert twin.stdout is not None
        port = json.loads(twin.stdout.readline())["port"]
        yield Servers(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{pages.server_port}")
        twin.kill()
        pages.shutdown()
        thread.join()


def _cast(folder: Path) -> Path:
    part = {"served_name": NAME, "first_token_seconds": 0, "tokens_per_second": 5000, "strength": 0.9}
    file = folder / "cast.json"
    file.write_text(json.dumps({"api_key": KEY, "parts": [part]}))
    return file


@pytest.mark.parametrize(
    ("address", "code", "remedy"),
    [
        (FOREIGN, "address_without_tls", "https를 쓰거나"),
        (PRIVATE, "address_is_private", "ARENA_ENDPOINT_HOSTS에 넣어 달라고"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_with_what_to_do(
    browser_of: SignIn, address: str, code: str, remedy: str
) -> None:
    field_team("pine")
    replica = {"base_url": address, "served_name": "m-2", "api_key_variable": ""}
    page = browser_of(dohyun()).post("/console/teams/pine/entrants/new/", ENTRANT | rows("replicas", [replica]))
    assert (page.status_code, codes(page)) == (409, {code})
    assert remedy in page.content.decode()
    assert not Fielding.objects.filter(slug="pine-2").exists()


def test_a_key_in_a_variable_of_another_name_is_refused_with_what_to_do(browser_of: SignIn) -> None:
    field_team("pine")
    replica = {"base_url": "http://127.0.0.1:8100", "served_name": "m-2", "api_key_variable": "SECRET_KEY"}
    page = browser_of(dohyun()).post("/console/teams/pine/entrants/new/", ENTRANT | rows("replicas", [replica]))
    assert (page.status_code, codes(page)) == (409, {"key_variable_wrong"})
    assert "ENDPOINT_KEY_로 시작해" in page.content.decode()
    assert not Fielding.objects.filter(slug="pine-2").exists()


@pytest.mark.parametrize(
    ("key", "name", "of_pages", "remedy"),
    [
        ("another-key", NAME, False, "compare it with --api-key of the server"),
        (KEY, "m-other", False, "compare with --served-model-name"),
        (KEY, NAME, True, "does the URL lead to vLLM itself?"),
    ],
    ids=["wrong key", "wrong served name", "a page of HTML"],
)
def test_an_endpoint_that_does_not_answer_as_it_must_cannot_be_enrolled_and_why_is_told(
    browser_of: SignIn,
    servers: Servers,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    name: str,
    of_pages: bool,
    remedy: str,
) -> None:
    monkeypatch.setenv(VARIABLE, key)
    entrant = Fielding.objects.get(slug=field_team("pine")).entrant.ref
    address = servers.of_pages if of_pages else servers.with_a_key
    replace_endpoints(entrant, [EndpointAddress(address, name, VARIABLE)])
    endpoint = endpoint_records([entrant])[0].ref
    check_endpoint(begin_endpoint_test(dohyun(), endpoint, now=DRAFTED).ref)
    page = browser_of(yuna()).get(f"/console/endpoints/{endpoint}/").content.decode()
    assert 'data-state="failed"' in page
    assert remedy in page
    assert key not in page
