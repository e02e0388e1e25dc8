"""What a citizen does on the battle page, step by step."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.services.browsers import AXE

WIDTHS = (320, 390, 768, 1280)
# What fades or moves has ended, and the page is laid out for the new width; what blinks for ever is not waited for.
SETTLED = """async () => {
  const ends = document.getAnimations().filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime));
  await Promise.all(ends.map((one) => one.finished.catch(() => null)));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
# All rules are run; only what they find wrong is described, which takes as long for what is right.
RUN_AXE = """async () => (await axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
})).violations.map(v => ({rule: v.id, where: v.nodes.map(n => n.html.slice(0, 160))}))"""


def state(page: Page, name: str) -> None:
    """Wait until the battle is in this state."""
    expect(page.locator("#battle")).to_have_attribute("data-state", name, timeout=60_000)


def ask(page: Page, prompt: str = "봄 감자는 언제 심는 것이 좋은가요?") -> None:
    """Open the battle page and ask."""
    page.goto("/battles/")
    page.get_by_test_id("prompt").fill(prompt)
    page.get_by_test_id("ask").click()


def ask_and_read(page: Page, prompt: str = "봄 감자는 언제 심는 것이 좋은가요?") -> None:
    """Ask and wait for both complete answers."""
    ask(page, prompt)
    state(page, "ready")


def vote(page: Page, outcome: str = "a_better") -> None:
    """Vote by mouse and wait for the reveal."""
    page.get_by_test_id(f"outcome-{outcome}").check()
    page.get_by_test_id("vote").click()
    expect(page.get_by_test_id("reveal")).to_be_visible()


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds, one line a rule."""
    # Half a megabyte, which goes to each document once.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE)
    return found


def assert_accessible(page: Page, what: str) -> None:
    """At each width: no violation, and nothing wider than the screen."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        found = violations(page)
        assert found == [], f"{what} at {width} px: {found}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what} overflows at {width} px"
