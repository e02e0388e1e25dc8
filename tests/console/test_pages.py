"""Who may open which page, and what stands on it."""

import re
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from arena.actions.pools import set_pool_open
from contest.console import urls
from contest.console.audit_words import ACTS
from contest.rules.roles import LEAST_ROLE, Act
from tests.arena_cast import JUNHO, ready, streaming, voted
from tests.console.people import at_console
from tests.contest.cast import closed, dohyun, minsu, opened, pool_of, sora, yuna

pytestmark = pytest.mark.django_db
BEFORE_SIGN_IN = {"console-sign-in", "console-sign-out", "console-second-factor", "console-second-factor-new"}
LISTS = ("", "battles/", "votes/", "proposals/", "findings/", "audit/", "people/", "people/password/", "tokens/")
FILES = ("battles/battles.csv", "votes/votes.csv", "audit/audit.csv")


def all_pages() -> list[URLPattern]:
    return [one for one in urls.urlpatterns if one.name not in BEFORE_SIGN_IN]


@pytest.mark.parametrize("page", all_pages(), ids=lambda one: str(one.name))
def test_every_page_asks_for_an_act(page: URLPattern) -> None:
    assert page.callback.needed_act in LEAST_ROLE  # type: ignore[union-attr]


@pytest.mark.parametrize("address", LISTS + FILES)
def test_a_viewer_sees_every_list_and_file(address: str) -> None:
    opened()
    voted(pool_of())
    assert at_console(yuna()).get(f"/console/{address}").status_code == 200


@pytest.mark.parametrize("address", LISTS + FILES)
def test_a_page_without_any_stage_still_opens(address: str) -> None:
    status = at_console(yuna()).get(f"/console/{address}").status_code
    assert status == (404 if address in FILES[:2] else 200)


@pytest.mark.parametrize("address", LISTS)
def test_a_citizen_finds_no_page(address: str) -> None:
    assert at_console(minsu()).get(f"/console/{address}").status_code == 404


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_menu_marks_where_the_reader_is(language: str) -> None:
    page = at_console(yuna(), language).get("/console/votes/").content.decode()
    assert re.search(r'href="/console/votes/" aria-current="page"', page)
    assert page.count('aria-current="page"') == 1


def test_the_other_language_leads_to_a_page_that_can_be_opened() -> None:
    browser = at_console(sora())
    assert "next=/console/votes/%3Fsort%3Doldest" in browser.get("/console/votes/?sort=oldest").content.decode()
    refused = browser.post("/console/people/new/", {"username": "!", "role": "viewer"})
    assert 'next=/console/"' in refused.content.decode()


def test_a_role_that_is_too_low_is_told_why() -> None:
    answer = at_console(yuna()).post("/console/people/new/", {"username": "mallory", "role": "chief"})
    assert answer.status_code == 403
    assert 'data-code="role_does_not_allow"' in answer.content.decode()


def test_a_battles_number_and_a_receipt_lead_to_the_battle() -> None:
    opened()
    battle = voted(pool_of()).battle_ref
    browser = at_console(yuna())
    receipt = re.search(
        r"접수 번호</dt><dd><code>([\w-]+)", browser.get(f"/console/battles/{battle}/").content.decode()
    )
    assert receipt is not None
    for words in (battle, receipt[1]):
        assert browser.get("/console/battles/", {"q": words})["Location"] == f"/console/battles/{battle}/"


def test_a_search_shows_what_was_searched_for() -> None:
    opened()
    going = ready(pool_of()).battle_ref
    gone = voted(pool_of(), JUNHO, seed=2).battle_ref
    page = at_console(yuna()).get("/console/battles/", {"state": "ready"}).content.decode()
    assert going in page
    assert gone not in page
    assert '<option value="ready" selected>' in page


@pytest.mark.parametrize("query", ["state=nonsense", "since=yesterday", "after=nothing", "page=x", "sort=x"])
def test_what_cannot_be_read_in_an_address_does_not_narrow(query: str) -> None:
    opened()
    battle = voted(pool_of()).battle_ref
    assert battle in at_console(yuna()).get(f"/console/battles/?{query}").content.decode()


def test_an_unknown_stage_is_not_there() -> None:
    opened()
    assert at_console(yuna()).get("/console/battles/?stage=nowhere").status_code == 404


def names_on(page: str) -> set[str]:
    return {name for name in ("Pine One", "Maple One", "Birch One") if name in page}


@pytest.mark.parametrize("begun", [streaming, ready, voted])
def test_before_the_end_of_the_stage_no_page_and_no_file_says_who_answers(begun: Any) -> None:
    opened()
    battle = begun(pool_of()).battle_ref
    chief = at_console(sora(), "en")
    addresses = ("battles/", f"battles/{battle}/", "votes/", "battles/battles.csv", "votes/votes.csv")
    for address in addresses:
        answer = chief.get(f"/console/{address}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert names_on(body.decode()) == set()


def test_after_the_end_of_the_stage_they_do() -> None:
    closed()
    battle = voted_in_closed()
    viewer = at_console(yuna(), "en")
    assert len(names_on(viewer.get(f"/console/battles/{battle}/").content.decode())) == 2
    assert len(names_on(viewer.get("/console/battles/").content.decode())) == 2


def voted_in_closed() -> str:
    """A battle of the closed stage; it was opened behind the stage's back."""
    set_pool_open(pool_of(), True)
    battle = voted(pool_of()).battle_ref
    set_pool_open(pool_of(), False)
    return battle


def test_the_file_is_what_the_list_shows_and_no_cell_is_a_formula() -> None:
    opened()
    voted(pool_of())
    answer = at_console(dohyun()).get("/console/votes/votes.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].startswith("receipt,battle,stage,outcome")
    assert len(lines) == 2


def test_no_page_of_the_console_is_kept_by_a_browser() -> None:
    assert "no-store" in at_console(yuna()).get("/console/people/")["Cache-Control"]


def test_the_console_is_where_the_site_says() -> None:
    names = {one.pattern._route for one in get_resolver().url_patterns if isinstance(one, URLResolver)}  # type: ignore[attr-defined]
    assert "console/" in names


def test_every_act_has_a_name_in_the_log() -> None:
    assert set(ACTS) == set(Act)
