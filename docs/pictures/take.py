"""Take the pictures of docs/pictures again: `make pictures`. Small PNGs at 390 and 1280 px, in Korean.

`take.py console` takes those of the console alone; `take.py console FOLDER` puts pictures of every page of the console
into FOLDER instead, for those who look at them all.
"""

import re
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.steps import ask, state, vote  # noqa: E402
from tests.console.doors import enrol  # noqa: E402
from tests.console.shown_pages import furnish  # noqa: E402
from tests.ratings.real_votes import COLUMNS, LLMFAO  # noqa: E402
from tests.services.browsers import CHROMIUM, FLAGS  # noqa: E402
from tests.services.servers import postgres_server, redis_server  # noqa: E402
from tests.services.site import Site, site_processes  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WIDTHS = (390, 1280)
CONSOLE = (
    "dashboard",
    "stage-draft",
    "proposal",
    "exports",
    "evaluation-stage",
    "evaluation-entrant",
    "standing-stage",
)
"""The pages of the console that are kept, at 1280 px: organisers sit at desks."""
CHIEF, PASSWORD = "sora", "nine violet herons"
CROWD = "llmfao"
PROMPT = "전세 계약 전에 무엇을 확인해야 하나요?"
# Slow enough that the picture of growing answers is one.
ENVIRONMENT = {
    "ARENA_RELEASE_BYTES_PER_SECOND": "60",
    "OPERATOR_KO": "콘테스트 운영 사무국(예시)",
    "OPERATOR_EN": "Contest office (example)",
    "OPERATOR_CONTACT": "contest@example.org",
}


def shoot(page: Page, name: str, width: int, folder: Path = PICTURES) -> None:
    """One picture of the whole page, from its top: what follows the reader would lie over the text."""
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


def battle(page: Page, width: int) -> None:
    """A battle in its states."""
    page.goto("/battles/")
    shoot(page, "battle-idle", width)
    ask(page, PROMPT)
    state(page, "streaming")
    expect(page.get_by_test_id("answer-a")).to_contain_text(re.compile(".{20}", re.DOTALL))
    shoot(page, "battle-streaming", width)
    expect(page.locator("#battle")).to_have_attribute("data-state", "streaming", timeout=1)
    state(page, "ready")
    page.wait_for_timeout(500)
    shoot(page, "battle-ready", width)
    vote(page)
    shoot(page, "battle-revealed", width)
    ask(page, PROMPT)
    state(page, "streaming")
    page.get_by_test_id("stop").click()
    state(page, "void")
    shoot(page, "battle-void", width)


def crowd(page: Page, width: int) -> None:
    """A board of 59 entrants, from the real votes, for those who have them."""
    if LLMFAO.is_file():
        page.goto(f"/leaderboard/?stage={CROWD}")
        shoot(page, "leaderboard-59", width)


def console(browser: Browser, site: Site, folder: Path, widths: tuple[int, ...], names: tuple[str, ...] = ()) -> None:
    """Pages of the console as a chief sees them, with something on each; all of them unless some are named."""
    site.environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    site.manage("createsuperuser", "--noinput", "--username", CHIEF, "--email", f"{CHIEF}@contest.example")
    page = browser.new_context(base_url=site.url, locale="ko-KR").new_page()
    enrol(page, CHIEF, PASSWORD)
    with tempfile.TemporaryDirectory() as draft:
        addresses = furnish(page, site, Path(draft))
    folder.mkdir(parents=True, exist_ok=True)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        for name in names or addresses:
            page.goto(addresses[name])
            page.wait_for_timeout(500)
            shoot(page, f"console-{name}", width, folder)
    page.context.close()


def citizens(browser: Browser, site: Site) -> None:
    """What citizens see, at all widths."""
    if LLMFAO.is_file():
        columns = ",".join(f"{ours}={theirs}" for ours, theirs in COLUMNS.items())
        site.manage("import_votes", str(LLMFAO), "--stage", CROWD, "--columns", columns, "--cluster", "worker")
    for width in WIDTHS:
        context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 844}, locale="ko-KR")
        page = context.new_page()
        page.goto("/")
        shoot(page, "home", width)
        battle(page, width)
        page.goto("/leaderboard/")
        shoot(page, "leaderboard", width)
        crowd(page, width)
        context.close()


def standing(browser: Browser, site: Site) -> None:
    """The published standing of the furnished site, as citizens read it."""
    for width in WIDTHS:
        context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 844}, locale="ko-KR")
        page = context.new_page()
        page.goto("/standings/pilot/")
        shoot(page, "standing", width)
        context.close()


def main() -> None:
    """Start a site with simulated votes on the board, and look at it."""
    with ExitStack() as stack:
        postgres = stack.enter_context(postgres_server())
        redis = stack.enter_context(redis_server())
        database = postgres.url(postgres.create_database())
        site = stack.enter_context(
            site_processes(database, redis.url, seed_votes=True, environment=ENVIRONMENT, with_exporter=True)
        )
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if sys.argv[1:2] != ["console"]:
            citizens(browser, site)
        if len(sys.argv) > 2:
            console(browser, site, Path(sys.argv[2]), WIDTHS)
        else:
            console(browser, site, PICTURES, WIDTHS[1:], CONSOLE)
            standing(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
