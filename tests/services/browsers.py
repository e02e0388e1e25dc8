"""A real Chromium against the whole site: web process, worker, beat and rehearsal server, on PostgreSQL and Redis.

The fixtures are made known by tests/conftest.py alone: imported a second time they would start a second driver, which a
process cannot have.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.services.servers import PostgresServer, RedisServer
from tests.services.site import Site, site_processes

# Debian's Chromium without the window and its menus: pages are the same, and take less than half the processor's time.
CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js").read_text()
NewPage = Callable[..., Page]


@contextmanager
def launched_browser() -> Iterator[Browser]:
    """While it is open its event loop runs: no other test of the process can have one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def site(postgres: PostgresServer, redis: RedisServer, migrated_template: str) -> Iterator[Site]:
    """One site for all browser tests; quick answers, simulated votes on the board."""
    redis.flush()
    database = postgres.url(postgres.create_database(migrated_template))
    pace = {"ARENA_RELEASE_BYTES_PER_SECOND": "1200"}
    with site_processes(
        database, redis.url, migrate=False, seed_votes=True, with_exporter=True, environment=pace, haste=3
    ) as running:
        yield running


@contextmanager
def visitors(browser: Browser, url: str) -> Iterator[NewPage]:
    """`new_page(width=390, language="en")`: a fresh visitor of the site at `url`. Errors in a page fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(width: int = 1280, language: str = "ko", **options: object) -> Page:
        context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": 900},
            locale={"ko": "ko-KR", "en": "en-US"}[language],
            **options,  # type: ignore[arg-type]
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        return page

    yield make
    for context in contexts:
        context.close()
    # A refused request is logged by the browser itself; tests that provoke one look at the page instead.
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[NewPage]:
    """Visitors of the site that all browser tests share."""
    with visitors(browser, site.url) as make:
        yield make
