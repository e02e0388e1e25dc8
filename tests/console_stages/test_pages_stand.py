"""Every page about stages, teams, entrants, endpoints and notices stands, for everybody who may open it."""

import pytest
from django.test import Client

from arena.queries.endpoints import endpoint_records
from contest.console.stages_acts import ACTS
from contest.console.stages_urls import urlpatterns
from contest.models import Fielding
from tests.console_stages.conftest import SignIn
from tests.contest.cast import closed, draft, opened, paused, sora, yuna

pytestmark = pytest.mark.django_db
LISTS = [
    *(
        f"/console/{name}/"
        for name in (
            "stages",
            "teams",
            "entrants",
            "endpoints",
            "notices",
            "notices/messages",
            "evaluations",
            "standings",
        )
    )
]
PAGES = ["/console/stages/one/", "/console/teams/pine/", "/console/entrants/pine-1/"]
FORMS = [
    "/console/stages/new/",
    "/console/stages/draft/edit/",
    "/console/stages/one/entrants/pine-1/withdraw/",
    "/console/teams/new/",
    "/console/teams/file/",
    "/console/teams/pine/edit/",
    "/console/teams/pine/entrants/new/",
    "/console/entrants/pine-1/edit/",
    "/console/entrants/pine-1/replicas/",
    "/console/notices/new/",
]


@pytest.fixture
def contest() -> None:
    """A stage that runs and a draft."""
    opened()
    draft("draft")


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("address", [*LISTS, *FORMS, *PAGES])
def test_a_chief_sees_every_page(browser_of: SignIn, address: str) -> None:
    assert browser_of(sora()).get(address).status_code == 200


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("address", [*LISTS, *PAGES])
def test_a_viewer_reads(browser_of: SignIn, address: str) -> None:
    page = browser_of(yuna()).get(address)
    assert page.status_code == 200
    assert 'method="post"' not in page.content.decode().split("<main")[1]


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("address", FORMS)
def test_a_viewer_opens_no_form(browser_of: SignIn, address: str) -> None:
    assert browser_of(yuna()).get(address).status_code == 403


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("address", [*LISTS, *FORMS])
def test_nobody_else_gets_in(address: str) -> None:
    assert Client().get(address).status_code == 302
    assert Client().post(address).status_code == 302


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("address", LISTS[:4])
def test_lists_are_sorted_and_downloaded(browser_of: SignIn, address: str) -> None:
    browser = browser_of(yuna())
    assert browser.get(address, {"sort": "-name", "page": "9"}).status_code == 200
    file = browser.get(address, {"download": "csv"})
    assert file["Content-Type"].startswith("text/csv")
    assert len(file.content.decode().splitlines()) > 1


@pytest.mark.usefixtures("contest")
def test_an_endpoint_has_its_page(browser_of: SignIn) -> None:
    ref = endpoint_records([Fielding.objects.get(slug="pine-1").entrant.ref])[0].ref
    page = browser_of(sora()).get(f"/console/endpoints/{ref}/")
    assert page.status_code == 200
    assert "pine.example" in page.content.decode()


@pytest.mark.parametrize("made", [draft, opened, paused, closed])
@pytest.mark.parametrize("act", [one.name for one in ACTS])
def test_every_act_has_its_page_in_every_state(browser_of: SignIn, made: object, act: str) -> None:
    made()  # type: ignore[operator]
    assert browser_of(sora()).get(f"/console/stages/one/acts/{act}/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [f"/console/{kind}/none/" for kind in ("stages", "teams", "entrants", "endpoints", "evaluations", "standings")],
)
def test_what_is_not_there_is_said_to_be_missing(browser_of: SignIn, address: str) -> None:
    assert browser_of(sora()).get(address).status_code == 404


def test_every_page_asks_for_a_role() -> None:
    assert all(hasattr(pattern.callback, "needed_act") for pattern in urlpatterns)
