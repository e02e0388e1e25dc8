"""A whole contest in real browsers: set up, opened, played, mended, closed and exported, and all of it on record."""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import ask, ask_and_read, vote
from tests.console.doors import enrol
from tests.console.every_post import SENT, addresses
from tests.services.browsers import NewPage, visitors
from tests.services.fixtures import lone_site
from tests.services.servers import PostgresServer
from tests.services.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.stack]
EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "contest.yaml"
CHIEF, OPERATOR, VIEWER = "narae", "dohyun", "yuna"
PASSWORD = "nine violet herons"
STAGE = "/console/stages/stage-1/"
NOTICE = {"notice_ko": "서버를 살펴보는 중이에요.", "notice_en": "We are looking at the servers."}
# Long enough to publish the rules before, short enough to wait for.
UNTIL_OPENING = timedelta(seconds=25)
PATIENCE = 30_000
TESTED_WITHIN = 90_000
"""Milliseconds in which a practice server passes its test, on a busy machine."""
RECORD = [
    (CHIEF, "enrol_second_factor"),
    (CHIEF, "create_team"),
    (CHIEF, "enrol_entrant"),
    (CHIEF, "create_stage"),
    (CHIEF, "enter_stage"),
    (CHIEF, "publish_stage"),
    (CHIEF, "test_endpoint"),
    (CHIEF, "create_account"),
    (OPERATOR, "enrol_second_factor"),
    (VIEWER, "enrol_second_factor"),
    (CHIEF, "open_stage"),
    (OPERATOR, "pause_stage"),
    (OPERATOR, "resume_stage"),
    (CHIEF, "withdraw_entrant"),
    (CHIEF, "enter_late"),
    (OPERATOR, "propose_void"),
    (CHIEF, "confirm_void"),
    (OPERATOR, "propose_early_close"),
    (CHIEF, "confirm_early_close"),
    (OPERATOR, "export_data"),
]
"""Who did what, in the order in which each did it first."""


@pytest.fixture
def contest_site(postgres: PostgresServer, migrated_template: str) -> Iterator[Site]:
    """A site without any stage."""
    pace = {"ARENA_RELEASE_BYTES_PER_SECOND": "4000"}
    with lone_site(postgres, migrated_template, seed_stage=False, with_exporter=True, environment=pace) as running:
        yield running


@pytest.fixture
def new_browser(browser: Browser, contest_site: Site) -> Iterator[NewPage]:
    """`new_browser()`: somebody else's browser."""
    with visitors(browser, contest_site.url) as make:
        yield make


def contest_file(site: Site, opens_at: datetime) -> str:
    """The five teams' example, for this site and for now: opened soon, sealed until the close, one team left out."""
    changes = {
        "http://127.0.0.1:8100": site.endpoints[0].rpartition("#")[0],
        "2027-03-02T09:00:00+09:00": opens_at.isoformat(timespec="seconds"),
        "2027-03-16T18:00:00+09:00": (opens_at + timedelta(days=14)).isoformat(timespec="seconds"),
        "release: daily": "release: at_close",
        "min_votes: 300": "min_votes: 1",
        ", solar-open]": "]",
    }
    text = EXAMPLE.read_text()
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    return text


def last_word(address: str) -> str:
    """The ref at the end of an address."""
    return address.rstrip("/").rpartition("/")[2]


def first_in(page: Page, address: str) -> str:
    """The ref of the first row of a list."""
    page.goto(address)
    return last_word(str(page.locator("tbody a").first.get_attribute("href")))


def told(page: Page) -> None:
    """The act was done, and the page says so."""
    expect(page.locator(".told-success")).to_be_visible(timeout=PATIENCE)


def do(page: Page, act: str, **typed: str) -> None:
    """Open an act's page, fill the form in, press the button."""
    page.goto(f"{STAGE}acts/{act}/")
    for name, text in typed.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_test_id("do").click()
    told(page)


def load(page: Page, text: str) -> None:
    """Upload the contest's file, look at what it would do, and load it."""
    page.goto("/console/teams/file/")
    page.locator("input[type=file]").set_input_files(
        {"name": "contest.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    page.get_by_test_id("look").click()
    expect(page.get_by_test_id("plan").locator("tbody tr")).to_have_count(11)
    page.get_by_test_id("load").click()
    told(page)


def hire(chief: Page, page: Page, name: str, role: str) -> Page:
    """A chief makes an account; whoever it is for signs in with it for the first time."""
    chief.goto("/console/people/")
    chief.locator("#username").fill(name)
    chief.locator("#role").select_option(role)
    chief.locator("form[action$='/people/new/'] button").click()
    enrol(page, name, chief.get_by_test_id("password").locator("code").inner_text())
    return page


def pass_every_test(page: Page) -> None:
    """Let all endpoints be tested side by side, and wait until all have passed."""
    page.goto("/console/endpoints/")
    links = page.locator("tbody a[href^='/console/endpoints/']").all()
    addresses = dict.fromkeys(str(link.get_attribute("href")) for link in links)
    for address in addresses:
        page.goto(address)
        page.get_by_test_id("test").click()
        told(page)
    for address in addresses:
        page.goto(address)
        expect(page.get_by_test_id("check").first).to_have_attribute("data-state", "passed", timeout=TESTED_WITHIN)


def open_when_due(page: Page) -> None:
    """Look at the gate until the window has begun, then open."""
    page.goto(f"{STAGE}acts/open/")
    waits = page.locator("[data-code=window_has_not_begun]")
    while waits.count():
        expect(page.get_by_test_id("do")).to_be_disabled()
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_test_id("do").click()
    told(page)


def pause_and_resume(operator: Page, citizen: Page) -> None:
    """While it is paused citizens read why, and open nothing."""
    do(operator, "pause", **NOTICE, reason="점검")
    ask(citizen)
    expect(citizen.get_by_test_id("alert")).to_be_visible()
    expect(citizen.locator("#battle")).to_have_attribute("data-state", "idle")
    citizen.reload()
    expect(citizen.locator("body")).to_contain_text(NOTICE["notice_ko"])
    do(operator, "resume", reason="점검을 마쳤어요")


def change_who_plays(chief: Page) -> None:
    """One team withdraws, and the one that was left out joins late."""
    chief.goto(STAGE)
    chief.get_by_test_id("withdraw-vaetki").click()
    chief.locator("[name=reason]").fill("팀이 물러나기로 했어요")
    chief.get_by_test_id("do").click()
    told(chief)
    expect(chief.locator("[data-entrant=vaetki]")).to_contain_text("물러남")
    chief.locator("#enter-entrant").select_option("solar-open")
    chief.get_by_test_id("enter").click()
    told(chief)
    expect(chief.locator("[data-entrant=solar-open]")).to_contain_text("늦게 들어옴")


def void_a_vote(operator: Page, chief: Page) -> str:
    """The operator proposes and cannot confirm; the chief can. Returns the proposal's ref."""
    operator.goto("/console/votes/")
    operator.locator("input[name=receipt]").first.check()
    operator.locator("button[formaction$='/void/']").click()
    operator.locator("#reason").fill("두 번 눌렀다고 알려 왔어요")
    operator.locator("form.stack button").click()
    told(operator)
    expect(operator.locator("[data-code=proposal_needs_another]")).to_be_visible()
    confirm(chief)
    return last_word(operator.url)


def confirm(chief: Page) -> None:
    """Confirm the newest proposal of the list."""
    chief.goto("/console/proposals/")
    chief.locator("tbody a").first.click()
    chief.locator("form[action$='/confirm/'] button").click()
    told(chief)
    expect(chief.get_by_test_id("decision")).to_contain_text("확인함")


def export(page: Page) -> tuple[str, list[dict[str, str]]]:
    """Ask for the votes, wait for the file, download it; returns the file's ref and its rows."""
    page.goto("/console/exports/")
    page.get_by_test_id("export").click()
    told(page)
    file = page.get_by_test_id("file").first
    expect(file).to_have_attribute("data-state", "done", timeout=PATIENCE)
    with page.expect_download() as coming:
        file.get_by_test_id("download").click()
    content = Path(coming.value.path()).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file.get_by_test_id("sha256").inner_text()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    return last_word(coming.value.url.rpartition("/")[0]), rows


def refusals(page: Page, known: dict[str, str]) -> set[tuple[str, int]]:
    """Name of the page and status of the answer, for whatever is posted to any page, except for a plain no."""
    (token,) = [one["value"] for one in page.context.cookies() if one["name"] == "csrftoken"]
    headers = {"Referer": page.url, "X-CSRFToken": token}
    return {
        (name, status)
        for name, address in addresses(known)
        if (status := page.request.post(address, form=SENT, headers=headers).status) not in {403, 405}
    }


def record(page: Page) -> list[tuple[str, str]]:
    """Who did what for the first time, by the log's own file, the oldest first."""
    text = page.request.get("/console/audit/audit.csv").body().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))[::-1]
    return list(dict.fromkeys((row["actor"], row["act"]) for row in rows))


def test_a_contest_from_its_file_to_its_exports(contest_site: Site, new_browser: NewPage) -> None:
    contest_site.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    contest_site.manage("createsuperuser", "--noinput", "--username", CHIEF, "--email", "")
    chief, citizen = new_browser(), new_browser()
    enrol(chief, CHIEF, PASSWORD)
    load(chief, contest_file(contest_site, datetime.now(UTC) + UNTIL_OPENING))
    do(chief, "publish")
    pass_every_test(chief)
    operator = hire(chief, new_browser(), OPERATOR, "operator")
    viewer = hire(chief, new_browser(), VIEWER, "viewer")
    open_when_due(chief)

    ask_and_read(citizen)
    vote(citizen)
    own_battle = last_word(citizen.url)
    pause_and_resume(operator, citizen)
    change_who_plays(chief)
    play = ("rehearse", "--url", contest_site.url, "--battles=12", "--voters=40", "--concurrency=12")
    assert "voted 12" in contest_site.manage(*play)
    proposal = void_a_vote(operator, chief)

    citizen.goto("/leaderboard/")
    expect(citizen.get_by_test_id("sealed")).to_be_visible()
    do(operator, "close-early", **NOTICE, reason="표가 충분해요")
    confirm(chief)
    citizen.reload()
    expect(citizen.get_by_test_id("row")).to_have_count(5, timeout=PATIENCE)

    file, rows = export(operator)
    assert len(rows) == 12
    assert own_battle in {row["question_id"] for row in rows}

    known = {
        **{"stage": "stage-1", "team": "upstage", "entrant": "solar-open", "battle": own_battle, "proposal": proposal},
        **{"endpoint": first_in(viewer, "/console/endpoints/"), "export": file, "username": OPERATOR},
        **{"finding": "none", "notice": "none", "token": "none"},
    }
    assert refusals(viewer, known) == set()
    assert record(chief) == RECORD
